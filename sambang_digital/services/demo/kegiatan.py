"""Activities and guidance in the demo, with lists of those present."""

from datetime import timedelta
from typing import Any

from sambang_digital.forms.base import Group
from sambang_digital.forms.registry import kinds_of
from sambang_digital.services.demo.laporan import Scene, written
from sambang_digital.services.demo.teks import words
from sambang_digital.services.waktu import day_of

WEEKLY = 0.04
"""How many of each kind an officer has in a week."""
ROLES = ("Ketua RT", "Ketua RW", "Kader PKK", "Karang taruna", "Warga", "Warga")


def activity(scene: Scene) -> dict[str, Any]:
    """Something that an officer did with people of a lane."""
    random, people = scene.random, words()["citizens"]
    told = random.choice(scene.parts["told"])
    names = random.sample([*people["male"], *people["female"]], len(ROLES))
    begun = scene.moment - timedelta(hours=2)
    return {
        "theme": scene.fill([told["theme"]]),
        "held": {"on": day_of(begun).isoformat(), "at": f"{random.randint(8, 20)}.30"},
        "place": scene.fill(scene.parts["place"]),
        "neighbourhood": {"rt": scene.lane.rt, "rw": scene.lane.rw},
        "participants": random.randint(len(ROLES), 40),
        "outcome": scene.fill([told["outcome"]]),
        "attendees": [
            {"name": name, "role": role, "present": random.random() < 0.9}
            for name, role in zip(names, ROLES, strict=True)
        ],
        "accompanied_by": random.sample(("babinsa", "village_head", "rt_rw"), 2),
        **told["more"],
    }


for kind in kinds_of(Group.KEGIATAN):
    written(kind, WEEKLY)(activity)
