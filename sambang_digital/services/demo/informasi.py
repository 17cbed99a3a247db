"""Laporan Informasi in the demo: few, each of another matter."""

from datetime import timedelta
from typing import Any

from sambang_digital.services.demo.laporan import Scene, written
from sambang_digital.services.waktu import day_of


@written("laporan_informasi", weekly=0.05)
def matter(scene: Scene) -> dict[str, Any]:
    """What a source told an officer the day before."""
    told = scene.random.choice(scene.parts["matters"])
    return {**told, "source": {**told["source"], "day": day_of(scene.moment - timedelta(days=1)).isoformat()}}
