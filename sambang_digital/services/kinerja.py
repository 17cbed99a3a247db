"""Kinerja as Satbinmas sees it: officers with their last seven days, villages, and counted reports with their rows.

Activity counts reports of all kinds, the target visits alone. Counted are reports accepted or not yet reviewed, on the day of capture; returned ones, upheld flags and Mode latihan are
not (``3-domain.md``, Kinerja). Status and reminders follow ``KinerjaSettings`` of each officer's Polres.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, get_args
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.base import Group
from sambang_digital.models import TingkatSatuan
from sambang_digital.repositories import kinerja as repository
from sambang_digital.repositories import personel
from sambang_digital.repositories.kinerja import NO_AREA, NO_POSITION, Box, Wanted
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import pengaturan, target, wilayah
from sambang_digital.services.putusan import LEVELS
from sambang_digital.services.target import Target
from sambang_digital.services.waktu import today

__all__ = [
    "MAX_DAYS", "NO_AREA", "NO_POSITION", "PAGE", "STATUSES", "WEEK", "Box", "Cluster", "Counted", "NotFound", "Officer",
    "OfficerFilter", "Profile", "Scene", "Unit", "Village", "VillageFilter", "Visit", "Wanted", "by_unit", "chosen",
    "counted", "officers", "profile", "scene", "tally", "today", "units", "villages", "visits", "week",
]  # fmt: skip

WEEK = 7
MAX_DAYS = 92
"""The longest span of days that is shown at once."""
PAGE = 50
CELLS = 24
"""Cells across the map: what lies in one is drawn as one."""
CLOSE = 16
"""Up to this many villages in sight single visits are drawn, from more on one number a village."""
MOST_POINTS = 20_000

CALENDAR_DAYS = 84
"""Twelve weeks."""

Status = Literal["aktif", "cukup", "kurang"]
STATUSES: tuple[Status, ...] = get_args(Status)
Attention = Literal["remind", "warn"]


class NotFound(Exception):
    """No such officer within reach."""


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer and their last seven days (reports of all kinds), ``today``: visits of the day. ``last``: day of the last counted report; ``waiting`` reports of theirs nobody
    has decided on, the oldest since ``oldest``."""

    id: int
    name: str
    rank: str | None
    satuan_id: int
    satuan: str
    villages: int
    target: Target
    week: int
    today: int
    status: Status
    attention: Attention | None
    last: date | None
    waiting: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class OfficerFilter:
    """Which officers; ``text`` is looked for in the name."""

    status: Status | None = None
    attention: Attention | None = None
    satuan_id: int | None = None
    text: str = ""

    def takes(self, one: Officer) -> bool:
        """Whether an officer is among them."""
        return (
            self.status in (None, one.status)
            and self.attention in (None, one.attention)
            and self.satuan_id in (None, one.satuan_id)
            and self.text.casefold() in one.name.casefold()
        )


@dataclass(frozen=True, slots=True)
class Village:
    """A village, who is assigned to it today, and its reports of the last seven days."""

    code: str
    name: str
    kind: str
    kecamatan: str
    satuan_id: int
    satuan: str
    officers: tuple[str, ...]
    week: int


@dataclass(frozen=True, slots=True)
class VillageFilter:
    """Which villages. ``gap``: without an officer; ``visited``: with reports in the last seven days, or without any."""

    gap: bool = False
    visited: bool | None = None
    satuan_id: int | None = None
    text: str = ""

    def takes(self, one: Village) -> bool:
        """Whether a village is among them."""
        return (
            not (self.gap and one.officers)
            and self.visited in (None, one.week > 0)
            and self.satuan_id in (None, one.satuan_id)
            and self.text.casefold() in f"{one.name} {one.kecamatan}".casefold()
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """An officer, the names of the villages assigned to them, and how many visits count on each of the last
    :data:`CALENDAR_DAYS` days."""

    officer: Officer
    villages: tuple[str, ...]
    days: dict[date, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """A satuan: its officers by status, its reports of the last seven days, its villages without an officer, and what is
    asked of its officers; a Polres has no target of its own, but a setting."""

    id: int
    name: str
    statuses: dict[Status, int]
    week: int
    gaps: int
    target: Target
    may_have_target: bool

    @property
    def officers(self) -> int:
        """How many serve there."""
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True)
class Visit:
    """What a list shows of a counted report. ``severity`` of its worst flag, 0 none … 4 high."""

    id: UUID
    kind: str
    title: str
    state: str
    verdict: str | None
    severity: int
    captured_at: datetime
    author: str
    area: str | None


@dataclass(frozen=True, slots=True)
class Counted:
    """Counted reports of a span: how many on each of its days, how many in all, and one page of those that may be looked at;
    ``hidden``: how many may not."""

    days: dict[date, int]
    total: int
    hidden: int
    rows: list[Visit]


@dataclass(frozen=True, slots=True)
class Cluster:
    """``n`` visits drawn as one, at their middle (degrees). ``severity``: the worst among them; ``id`` if it is one."""

    lat: float
    lon: float
    n: int
    severity: int
    id: UUID | None


@dataclass(frozen=True, slots=True)
class Scene:
    """A map of counted reports: how many in each village, and, from near, where. ``clusters`` is None from afar."""

    areas: dict[str | None, int]
    clusters: list[Cluster] | None


class Choice(Protocol):
    """What narrows counted reports, as the addresses of the desk and of the API call it; ``tingkat``: at least this worst flag."""

    satuan: int | None
    petugas: int | None
    kelurahan: str | None
    jenis: str | None
    posisi: str | None
    tingkat: str | None


def chosen(first: date, last: date, by: Choice) -> Wanted:
    """The counted reports of these days that somebody chose."""
    level = LEVELS[by.tingkat] if by.tingkat else 0
    return Wanted(first, last, by.satuan, by.petugas, by.kelurahan, by.jenis, by.posisi, level)


def week(day: date) -> Wanted:
    """The seven days up to ``day``, itself included."""
    return Wanted(day - timedelta(days=WEEK - 1), day)


def visits(day: date, days: int = 1) -> Wanted:
    """The visits of so many days up to ``day``: what is held against the target."""
    return Wanted(day - timedelta(days=days - 1), day, kind=Group.SAMBANG)


async def officers(session: AsyncSession, actor: Actor, day: date, akun_id: int | None = None) -> list[Officer]:
    """All officers within reach, or this one alone, by name, as they stand on ``day``."""
    actor.require(Permission.KINERJA_READ)
    in_week = await repository.by_officer(session, actor, replace(week(day), author_id=akun_id))
    on_day = await repository.by_officer(session, actor, replace(visits(day), author_id=akun_id))
    waiting = await repository.waiting_by_officer(session, actor, akun_id)
    found = []
    for row in await repository.officers(session, actor, day, akun_id):
        rules = (await pengaturan.of(session, row.satuan_id)).kinerja
        known = row._asdict()
        asked = await target.made(session, row.satuan_id, known.pop("own_target"), known.pop("unit_target"))
        number, oldest = waiting.get(row.id, (0, None))
        found.append(
            Officer(
                **known,
                target=asked,
                week=in_week.get(row.id, 0),
                today=on_day.get(row.id, 0),
                status=rules.status(in_week.get(row.id, 0)),
                attention=rules.attention(row.last, day),
                waiting=number,
                oldest=oldest,
            )
        )
    return found


async def villages(session: AsyncSession, actor: Actor, day: date) -> list[Village]:
    """All villages within reach, by name, as they stand on ``day``."""
    actor.require(Permission.KINERJA_READ)
    in_week = await repository.by_area(session, actor, week(day))
    names: dict[str, list[str]] = defaultdict(list)
    rows = {}
    for row in await repository.villages(session, actor, day):
        rows[row.code] = row
        if row.officer:
            names[row.code].append(row.officer)
    return [
        Village(
            code=row.code,
            name=row.name,
            kind=row.kind,
            kecamatan=row.kecamatan,
            satuan_id=row.satuan_id,
            satuan=row.satuan,
            officers=tuple(names[row.code]),
            week=in_week.get(row.code, 0),
        )
        for row in rows.values()
    ]


async def profile(session: AsyncSession, actor: Actor, akun_id: int, day: date) -> Profile:
    """One officer within reach, as they stand on ``day``. Raises :class:`NotFound`."""
    found = await officers(session, actor, day, akun_id)
    if not found:
        raise NotFound
    names = await personel.villages_of(session, [akun_id], day)
    span = replace(visits(day, CALENDAR_DAYS), author_id=akun_id)
    return Profile(found[0], tuple(names.get(akun_id, ())), await tally(session, actor, span))


async def units(session: AsyncSession, actor: Actor) -> list[tuple[int, str]]:
    """Satuan within reach that are a polsek or have officers: (id, name)."""
    actor.require(Permission.KINERJA_READ)
    return [(row.id, row.name) for row in await repository.units(session, actor)]


async def by_unit(session: AsyncSession, actor: Actor, day: date) -> list[Unit]:
    """The same satuan with their numbers as they stand on ``day``."""
    rows = await repository.units(session, actor)
    in_week = await repository.by_unit(session, actor, week(day))
    people = Counter((one.satuan_id, one.status) for one in await officers(session, actor, day))
    gaps = Counter(one.satuan_id for one in await villages(session, actor, day) if not one.officers)
    return [
        Unit(
            id=row.id,
            name=row.name,
            statuses={status: people[row.id, status] for status in STATUSES},
            week=in_week.get(row.id, 0),
            gaps=gaps[row.id],
            target=await target.made(session, row.id, None, row.target_per_day),
            may_have_target=row.level == TingkatSatuan.POLSEK,
        )
        for row in rows
    ]


async def tally(session: AsyncSession, actor: Actor, wanted: Wanted) -> dict[date, int]:
    """How many counted reports on each day of the span, days without any included."""
    actor.require(Permission.KINERJA_READ)
    found = await repository.by_day(session, actor, wanted)
    span = range((wanted.last - wanted.first).days + 1)
    return {day: found.get(day, 0) for day in (wanted.first + timedelta(days=n) for n in span)}


async def counted(session: AsyncSession, actor: Actor, wanted: Wanted, page: int = 1) -> Counted:
    """Counted reports of the span, the latest first; ``page`` counts from 1."""
    actor.require(Permission.LAPORAN_READ)
    days = await tally(session, actor, wanted)
    secret = await repository.secret_by_day(session, actor, wanted)
    first, last, skip = _days_of_page({day: n - secret.get(day, 0) for day, n in days.items()}, page)
    rows = await repository.page(session, actor, replace(wanted, first=first, last=last), PAGE, skip) if last else []
    return Counted(days, sum(days.values()), sum(secret.values()), [Visit(**row._asdict()) for row in rows])


def _days_of_page(days: dict[date, int], page: int) -> tuple[date, date | None, int]:
    """The days that hold a page of the rows of ``days``, and how many rows of the last one come before the page.

    The numbers of each day are known by now: with them the page reads a day or two and not the whole span.
    """
    start, seen, skip, last = (page - 1) * PAGE, 0, 0, None
    first = min(days)
    for day in sorted(days, reverse=True):
        if last is None and seen + days[day] > start:
            last, skip = day, start - seen
        seen += days[day]
        if last is not None and seen >= start + PAGE:
            return day, last, skip
    return first, last, skip


async def scene(session: AsyncSession, actor: Actor, wanted: Wanted, box: Box | None) -> Scene:
    """Numbers by village; and, if few villages lie in ``box``, its visits, those close together as one."""
    actor.require(Permission.LAPORAN_READ)
    areas = await repository.by_area(session, actor, wanted)
    if box is None:
        return Scene(areas, None)
    known = await wilayah.villages(session)
    near = [area.code for area in known.touching(box.west, box.south, box.east, box.north)]
    if len(near) > CLOSE:
        return Scene(areas, None)
    found = await repository.points(session, actor, wanted, box, near, MOST_POINTS)
    return Scene(areas, _clusters(((row.id, row.lat, row.lon, row.severity) for row in found), box))


def _clusters(points: Iterable[tuple[UUID, float, float, int]], box: Box) -> list[Cluster]:
    """One cluster for each cell of the box that holds any; cells are as high as wide (in degrees, near the equator)."""
    side = max(box.east - box.west, box.north - box.south) / CELLS or 1.0
    cells: dict[tuple[int, int], list[tuple[UUID, float, float, int]]] = defaultdict(list)
    for point in points:
        _, lat, lon, _ = point
        # Counted from the whole degree, so that cells stay where they are while the map is moved.
        cells[int(lat // side), int(lon // side)].append(point)
    return [_cluster(cell) for cell in cells.values()]


def _cluster(cell: Sequence[tuple[UUID, float, float, int]]) -> Cluster:
    n = len(cell)
    return Cluster(
        lat=round(sum(lat for _, lat, _, _ in cell) / n, 6),
        lon=round(sum(lon for _, _, lon, _ in cell) / n, 6),
        n=n,
        severity=max(severity for *_, severity in cell),
        id=cell[0][0] if n == 1 else None,
    )
