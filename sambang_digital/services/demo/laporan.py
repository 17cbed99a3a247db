"""The demo's reports that are no visits: a table of how each kind is made up, and how often an officer writes one.

A kind is a function marked with :func:`written`, in a file of its domain that :data:`DOMAINS` names. The words come from
``data/demo.json``, under the kind's name.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import import_module
from random import Random
from typing import Any

from sambang_digital.security.actor import Actor
from sambang_digital.services.demo.kiriman import Item, envelope
from sambang_digital.services.demo.orang import NEW, Person
from sambang_digital.services.demo.teks import Gaps, words
from sambang_digital.services.demo.tempat import Lane, Village
from sambang_digital.services.waktu import day_of, local
from sambang_digital.settings import get_settings

DOMAINS = ("rawan", "sengketa", "kegiatan", "informasi")
"""Files of this folder that make reports."""
FRESH_HOURS = 30
"""Officers who are shown have written one of each kind at most so long ago, whatever chance brings."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when a report is written, and what chance may draw on; ``parts`` are the words of its kind."""

    random: Random
    officer: Actor
    village: Village
    lane: Lane
    moment: datetime
    gaps: Gaps
    parts: dict[str, Any]

    def fill(self, templates: Sequence[str]) -> str:
        """One of these texts, its gaps filled."""
        return self.gaps.fill(self.random.choice(templates))


Maker = Callable[[Scene], dict[str, Any]]
"""Makes the body of a report."""
MAKERS: dict[str, tuple[Maker, float]] = {}
"""By kind: how it is made up, and how many an officer writes a week."""


def written(kind: str, weekly: float) -> Callable[[Maker], Maker]:
    """Register how the reports of a kind are made up."""

    def register(maker: Maker) -> Maker:
        MAKERS[kind] = maker, weekly
        return maker

    return register


def reports(
    person: Person, villages: Sequence[Village], present: datetime
) -> Iterator[tuple[dict[str, Any], datetime]]:
    """Everything but visits that one officer has sent: the item of the intake, and when it arrived."""
    for domain in DOMAINS:
        import_module(f"sambang_digital.services.demo.{domain}")
    for kind, (maker, weekly) in MAKERS.items():
        random = Random(f"{person.actor.nrp}-{kind}")
        for moment in _moments(person, weekly, present, random):
            village = random.choice(villages)
            lane = random.choice(village.lanes)
            known = {"street": lane.name, "rt": lane.rt, "rw": lane.rw, "kel": village.name}
            scene = Scene(random, person.actor, village, lane, moment, Gaps(random, known), words()[kind])
            yield _item(kind, scene, maker(scene)), moment + timedelta(seconds=random.expovariate(1 / 300))


def _moments(person: Person, weekly: float, present: datetime, random: Random) -> Iterator[datetime]:
    """When one was written: by day, seldom, and not long ago by those who are shown."""
    if person.post.key == NEW:
        return
    for back in range(get_settings().demo_days - 1, 0, -1):
        if random.random() < weekly / 7:
            moment = local(datetime.combine(day_of(present) - timedelta(days=back), time(8)))
            yield min(moment + timedelta(minutes=random.randint(0, 600)), present - timedelta(hours=2))
    if person.post.key:
        yield present - timedelta(hours=random.uniform(2, FRESH_HOURS))


def _item(kind: str, scene: Scene, body: dict[str, Any]) -> Item:
    near = scene.lane.lat, scene.lane.lon
    item = envelope(scene.officer, kind, scene.moment, scene.random, near, spread_m=20, duration_s=(120, 900))
    return item | {"body": body}
