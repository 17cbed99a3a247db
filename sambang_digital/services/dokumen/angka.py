"""The numbers and titles of recaps. Counted is what counts for kinerja, secret kinds too; read are only reports that are no secret."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.base import Group
from sambang_digital.forms.parts import Situation, Topic
from sambang_digital.forms.registry import kinds_of
from sambang_digital.models import Akun, Satuan
from sambang_digital.models.base import now
from sambang_digital.repositories import cakupan, personel, satuan, tinjauan
from sambang_digital.repositories import kinerja as repository
from sambang_digital.repositories.kinerja import Wanted
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import pengaturan, target
from sambang_digital.services.dokumen.report import NotFound

NOTABLE = {str(one): one.label for one in (Situation.TROUBLED, Situation.WATCH)}
"""Situations that make a report a notable event, the gravest first."""
TOPICS = {str(one): one.label for one in Topic}


@dataclass(frozen=True, slots=True)
class Person:
    """An officer in a recap: how many visits were asked of them in the span, and how many reports of each kind count."""

    id: int
    name: str
    satuan_id: int
    satuan: str
    asked: int
    kinds: dict[str, int]

    @property
    def done(self) -> int:
        """All reports that count."""
        return sum(self.kinds.values())

    @property
    def visits(self) -> int:
        """Those that are held against what was asked."""
        return sum(self.kinds.get(kind, 0) for kind in kinds_of(Group.SAMBANG))


@dataclass(frozen=True, slots=True)
class Event:
    """A report as recaps name it; ``situation`` is empty where nothing was notable."""

    at: datetime
    kind: str
    title: str
    author: str
    area: str
    situation: str


@dataclass(frozen=True, slots=True)
class Recap:
    """All that a recap says. ``officer``: of one alone. ``houses`` on record, ``visited`` of them within ``patience`` days."""

    unit: Satuan
    officer: Akun | None
    first: date
    last: date
    people: list[Person]
    days: dict[date, int]
    themes: Counter[str]
    events: list[Event]
    houses: int
    visited: int
    patience: int

    @property
    def kinds(self) -> Counter[str]:
        """Reports of each kind."""
        return sum((Counter(one.kinds) for one in self.people), Counter())


async def gather(
    session: AsyncSession, actor: Actor, first: date, last: date, satuan_id: int | None, akun_id: int | None
) -> Recap:
    """The recap of an officer, of a unit, or without either of the actor's own: of an officer without a desk themselves, else of
    their unit. Raises :class:`NotFound` for what is beyond the actor's reach."""
    if not actor.may(Permission.KINERJA_READ):
        actor.require(Permission.SAMBANG_WRITE)
        if satuan_id or akun_id not in (None, actor.id):
            raise NotFound
        akun_id = actor.id
    officer, unit = await _whose(session, actor, last, satuan_id, akun_id)
    wanted = Wanted(first, last, author_id=akun_id, path=None if akun_id else unit.path)
    counts = await repository.by_day(session, actor, wanted)
    themes, events = await _contents(session, actor, wanted)
    patience = (await pengaturan.of(session, unit.id)).kinerja.overdue_after_days
    codes = await _villages(session, actor, last, unit, officer)
    covered = await cakupan.by_village(session, actor, now() - timedelta(days=patience))
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return Recap(
        unit=unit,
        officer=officer,
        first=first,
        last=last,
        people=await _people(session, actor, wanted),
        days={day: counts.get(day, 0) for day in span},
        themes=themes,
        events=events,
        houses=sum(row.houses for row in covered if row.area_code in codes),
        visited=sum(row.visited for row in covered if row.area_code in codes),
        patience=patience,
    )


async def _whose(
    session: AsyncSession, actor: Actor, day: date, satuan_id: int | None, akun_id: int | None
) -> tuple[Akun | None, Satuan]:
    if akun_id:
        if not await repository.officers(session, actor, day, akun_id):
            raise NotFound
        return await tinjauan.author_of(session, akun_id)
    units = await satuan.everything(session)
    wanted = satuan_id or actor.satuan_id
    found = next((one for one in units if one.id == wanted and one.path.startswith(actor.satuan_path)), None)
    if found is None:
        raise NotFound
    return None, found


async def _people(session: AsyncSession, actor: Actor, wanted: Wanted) -> list[Person]:
    """Every officer of the span, those without a report too."""
    counts = await repository.by_officer_and_kind(session, actor, wanted)
    rows = await repository.officers(session, actor, wanted.last, wanted.author_id)
    inside = await satuan.ids_within(session, wanted.path) if wanted.path else None
    days = (wanted.last - wanted.first).days + 1
    people = []
    for row in rows:
        if inside is not None and row.satuan_id not in inside:
            continue
        asked = await target.made(session, row.satuan_id, row.own_target, row.unit_target)
        kinds = {kind: count for (author, kind), count in counts.items() if author == row.id}
        name = " ".join(filter(None, (row.rank, row.name)))
        people.append(Person(row.id, name, row.satuan_id, row.satuan, asked.value * days, kinds))
    return people


async def _villages(
    session: AsyncSession, actor: Actor, day: date, unit: Satuan, officer: Akun | None
) -> Collection[str]:
    if officer:
        return await personel.village_codes(session, officer.id, day)
    inside = await satuan.ids_within(session, unit.path)
    return {row.code for row in await repository.villages(session, actor, day) if row.satuan_id in inside}


async def _contents(session: AsyncSession, actor: Actor, wanted: Wanted) -> tuple[Counter[str], list[Event]]:
    """How many concerns of each theme, and every report by its title."""
    themes: Counter[str] = Counter()
    events = []
    async for row in repository.contents(session, actor, wanted):
        themes.update(concern["topic"] for concern in (row.concerns or row.heard or ()))
        if wanted.author_id or row.situation in NOTABLE:
            events.append(
                Event(row.captured_at, row.kind, row.title, row.author, row.area or "", NOTABLE.get(row.situation, ""))
            )
    return themes, events
