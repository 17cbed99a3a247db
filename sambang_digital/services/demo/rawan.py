"""Early detection in the demo: threats at places, so that the maps have their vulnerable spots."""

from datetime import timedelta
from typing import Any

from sambang_digital.services.demo.laporan import Scene, written
from sambang_digital.services.demo.tempat import moved
from sambang_digital.services.waktu import day_of

URGENCIES = ("watch", "watch", "soon", "soon", "urgent")
FREQUENCIES = ("once", "seldom", "seldom", "weekly", "daily")


@written("deteksi_dini", weekly=0.1)
def threat(scene: Scene) -> dict[str, Any]:
    """What somebody told an officer of a place nearby."""
    random, lane = scene.random, scene.lane
    told = random.choice(scene.parts["threats"])
    lat, lon = moved(lane.lat, lane.lon, random.gauss(0, 120), random.gauss(0, 120))
    return {
        "threat": told["threat"],
        "urgency": random.choice(URGENCIES),
        "frequency": random.choice(FREQUENCIES),
        "description": scene.fill(told["description"]),
        "date": day_of(scene.moment - timedelta(hours=random.uniform(0, 30))).isoformat(),
        "time": f"{random.randint(17, 23)}:{random.choice(('00', '15', '30', '45'))}",
        "place": scene.fill(told["place"]),
        "neighbourhood": {"rt": lane.rt, "rw": lane.rw},
        "point": {"lat": lat, "lon": lon},
        "informant": {"name": scene.gaps["man"], "status": random.choice(scene.parts["informants"])},
    }
