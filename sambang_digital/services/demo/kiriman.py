"""Items of the demo as phones send them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sambang_digital.forms.registry import FORMS
from sambang_digital.models.base import uuid7
from sambang_digital.security.actor import Actor
from sambang_digital.services.demo.tempat import Subject, moved

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """An item as a phone sends it, and the moment of its arrival; ``subject``: who was visited, if it is a visit."""

    officer: Actor
    item: Item
    arrived: datetime
    subject: Subject | None = None


def envelope(
    officer: Actor,
    kind: str,
    saved: datetime,
    random: Random,
    near: tuple[float, float],
    *,
    spread_m: float,
    duration_s: tuple[int, int],
) -> Item:
    """What every report says, saved at that moment: where, about ``spread_m`` metres from ``near`` (degrees), and how long it
    took. Subject and body are to come."""
    lat, lon = moved(*near, random.gauss(0, spread_m), random.gauss(0, spread_m))
    return {
        "id": str(uuid7(saved, random)),
        "revision": 1,
        "base_revision": None,
        "author_id": officer.id,
        "kind": kind,
        "form_version": FORMS[kind].version,
        "created_at": saved.isoformat(),
        "duration_s": random.randint(*duration_s),
        "subject": None,
        "position": {
            "lat": lat,
            "lon": lon,
            "accuracy_m": round(random.triangular(4, 32, 9), 1),
            "time": (saved - timedelta(seconds=40)).isoformat(),
            "mode": "on_site",
            "reason": None,
        },
        "photos": [],
    }
