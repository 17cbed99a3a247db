"""Where the simulation takes place: officers of the real Polres with their villages, and the houses on their registers.

Outlines of villages are taken for official ones; with computed cells no position would ever be more than a low flag.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Penugasan, PeranAkun, Satuan, Subjek, TingkatSatuan, Wilayah
from sambang_digital.repositories import satuan as units
from sambang_digital.repositories import wilayah as villages
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services.demo.tempat import Subject, Village, moved
from sambang_digital.services.satuan import install

HOUSES = 140
"""On an officer's register."""
BUILDINGS = 4
"""Blocks of flats and markets of an officer: many addresses within a few metres."""
IN_BUILDINGS = 0.25
RECORD_ERROR_M = 9.0
SCATTERED = "teleportasi"
WRONG_RECORD = 0.006
"""Houses whose place was recorded at the end of the street, or at the police post."""


@dataclass
class Officer:
    """Somebody who reports. ``cheat`` names the way they do it on some days; ``clock_s``: how far their phone is ahead."""

    actor: Actor
    areas: tuple[Wilayah, ...]
    cheat: str | None
    random: Random
    clock_s: float = 0.0
    register: list[Subject] = field(default_factory=list)
    buildings: list[list[Subject]] = field(default_factory=list)
    post: tuple[float, float] = (0.0, 0.0)
    texts: list[dict[str, object]] = field(default_factory=list)
    photos: list[tuple[str, str, str]] = field(default_factory=list)

    def met(self, at: datetime) -> Subject:
        """Somebody new along one of the officer's lanes."""
        village = Village(self.random.choice(self.areas))
        return village.subject(self.random, self.random.choice(village.lanes), at)


async def build(
    session: AsyncSession, honest: int, each_cheat: Sequence[str], seed: int, start: datetime
) -> list[Officer]:
    """Install the Polres and ``honest`` officers, and one for each name of ``each_cheat``; gives them with their registers."""
    await install(session)
    areas = await villages.everything(session)
    for area in areas:
        area.approximate = False
    await villages.renew_token(session, "wilayah")
    polseks = {unit.id: unit for unit in await units.everything(session) if unit.level == TingkatSatuan.POLSEK}
    officers = []
    for number, cheat in enumerate([None] * honest + list(each_cheat)):
        random = Random(f"{seed}-{number}")
        polsek = polseks[sorted(polseks)[number % len(polseks)]]
        own = [area for area in areas if area.satuan_id == polsek.id]
        # Only who answers for villages far apart can be in both at once.
        beat = tuple(random.sample(areas, 4)) if cheat == SCATTERED else _around(own, random.randrange(len(own)))
        officer = Officer(await _account(session, number, polsek, beat, start.date()), beat, cheat, random)
        _fill(officer, start)
        session.add_all(_on_record(officer, subject) for subject in officer.register)
        officers.append(officer)
    return officers


def _around(own: Sequence[Wilayah], first: int) -> tuple[Wilayah, ...]:
    """A village and its one or two nearest."""
    middle = own[first]
    near = sorted(own, key=lambda area: (area.lat - middle.lat) ** 2 + (area.lon - middle.lon) ** 2)
    return tuple(near[: 1 + first % 3])


async def _account(session: AsyncSession, number: int, polsek: Satuan, areas: Sequence[Wilayah], start: date) -> Actor:
    akun = Akun(nrp=f"9000{number:04}", name=f"Petugas {number}", satuan_id=polsek.id, password_hash="!")
    session.add(akun)
    await session.flush()
    session.add(PeranAkun(akun_id=akun.id, role=Peran.BHABINKAMTIBMAS))
    session.add_all(Penugasan(akun_id=akun.id, area_code=area.code, start=start - timedelta(days=90)) for area in areas)
    return Actor(
        id=akun.id, nrp=akun.nrp, name=akun.name, rank=None, satuan_id=polsek.id, satuan_name=polsek.name,
        satuan_path=polsek.path, unit=None, roles=frozenset({Peran.BHABINKAMTIBMAS}), session_id=0,
    )  # fmt: skip


def _fill(officer: Officer, start: datetime) -> None:
    """The officer's register, part of it in buildings; a post in the first village; a clock that is mostly right."""
    random = officer.random
    for _ in range(BUILDINGS):
        entrance = officer.met(start)
        block = [officer.met(start) for _ in range(int(HOUSES * IN_BUILDINGS / BUILDINGS))]
        for subject in block:
            subject.lat, subject.lon = moved(
                entrance.lat, entrance.lon, random.uniform(-12, 12), random.uniform(-12, 12)
            )
        officer.buildings.append(block)
    inside = [subject for block in officer.buildings for subject in block]
    officer.register = inside + [officer.met(start) for _ in range(HOUSES - len(inside))]
    somebody = random.choice(officer.register[len(inside) :])
    officer.post = somebody.lat, somebody.lon
    officer.clock_s = random.choice((0.0, random.gauss(0, 40), random.gauss(0, 40), random.gauss(0, 240)))
    if random.random() < 0.06:
        officer.clock_s = random.choice((-1, 1)) * random.uniform(900, 7200)


def _on_record(officer: Officer, subject: Subject) -> Subjek:
    """The register's row: where the house was when somebody was there first, as well as their phone knew."""
    random = officer.random
    off = (random.gauss(0, RECORD_ERROR_M), random.gauss(0, RECORD_ERROR_M))
    if random.random() < WRONG_RECORD:
        off = (random.choice((-1, 1)) * random.uniform(180, 600), random.gauss(0, 60))
    lat, lon = moved(subject.lat, subject.lon, *off)
    kinds = {"sambang_warga": "rumah", "sambang_usaha": "usaha", "sambang_tempat": "tempat", "sambang_tokoh": "tokoh"}
    return Subjek(
        id=subject.id, kind=kinds[subject.kind], name=subject.name or "Rumah", area_code=subject.area_code, lat=lat, lon=lon,
        accuracy_m=round(random.uniform(5, 20), 1), created_by=officer.actor.id,
    )  # fmt: skip
