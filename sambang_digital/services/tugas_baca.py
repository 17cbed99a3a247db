"""Reading tasks: the list of a desk, one task whole as a desk and the officer's phone show it, and whom one may be given to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.registry import FORMS
from sambang_digital.forms.tugas import ANSWERED_BY, KINDS
from sambang_digital.models import Laporan, Subjek, Tugas
from sambang_digital.repositories import tugas as repository
from sambang_digital.repositories.tugas import TugasFilter
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services.tugas import NotFound
from sambang_digital.services.waktu import today


@dataclass(frozen=True, slots=True)
class TugasRow:
    """What a list shows of a task. ``review``: state of the report that answered it; ``unread`` posts of its thread."""

    id: UUID
    kind: str
    text: str
    state: str
    due_at: datetime
    due_all_day: bool
    officer: str
    subject: str | None
    area: str | None
    review: str | None
    unread: int


class Person(TypedDict):
    """Giver or officer."""

    id: int
    name: str
    rank: str | None


class Place(TypedDict):
    """A house or place of the register, as a task needs it without network; degrees."""

    id: str
    kind: str
    name: str
    address: str
    rt: str | None
    rw: str | None
    lat: float | None
    lon: float | None


class Point(TypedDict):
    """A point on the map, degrees."""

    lat: float
    lon: float


class Source(TypedDict):
    """The report that a task follows up; ``id`` only if the reader may read it."""

    id: str | None
    title: str


class Answer(TypedDict):
    """A report that answers the task and that the reader may read; ``state`` of its review."""

    id: str
    title: str
    kind: str
    state: str


class Step(TypedDict):
    """A step of the history. ``applied`` is false for what came too late to change anything; ``at``: when it was done."""

    id: str
    step: str
    by: str
    note: str
    due_at: datetime | None
    applied: bool
    at: datetime


class Task(TypedDict):
    """A task whole, ready for JSON. ``form``: kind of report with which the answer begins; ``area``: name of the village."""

    id: str
    kind: str
    title: str
    text: str
    form: str | None
    due_at: datetime
    due_all_day: bool
    state: str
    reason: str
    officer: Person
    giver: Person
    created_at: datetime
    changed_at: datetime
    area_code: str | None
    area: str | None
    point: Point | None
    subject: Place | None
    source: Source | None
    answers: list[Answer]
    steps: list[Step]


async def page(session: AsyncSession, actor: Actor, wanted: TugasFilter) -> list[TugasRow]:
    """One page of the tasks within the actor's reach."""
    actor.require(Permission.LAPORAN_READ)
    return [TugasRow(**row._asdict()) for row in await repository.page(session, actor, wanted)]


async def count(session: AsyncSession, actor: Actor, wanted: TugasFilter) -> tuple[int, datetime | None]:
    """How many tasks all pages together hold, and the earliest due of them."""
    actor.require(Permission.LAPORAN_READ)
    return await repository.count(session, actor, wanted)


@dataclass(frozen=True, slots=True)
class Around:
    """A task beside a report: one that follows it up, or (``answered``) the one that it answers."""

    id: UUID
    kind: str
    state: str
    due_at: datetime
    officer: str
    answered: bool


async def around(session: AsyncSession, actor: Actor, laporan: Laporan) -> list[Around]:
    """Tasks around a report that the actor was found to read, as far as they may read them."""
    rows = await repository.following(session, actor, laporan.id, laporan.task_id)
    return [
        Around(row.id, row.kind, row.state, row.due_at, row.officer, answered=row.id == laporan.task_id) for row in rows
    ]


async def tally(session: AsyncSession, actor: Actor, officer_id: int) -> tuple[int, int]:
    """How many tasks of an officer are open, and how many of these are late."""
    actor.require(Permission.LAPORAN_READ)
    return await repository.tally(session, actor, officer_id)


async def opened(session: AsyncSession, actor: Actor, tugas_id: UUID) -> Task:
    """One task whole. Raises :class:`NotFound` also for one beyond the actor's reach."""
    row = await repository.find(session, actor, tugas_id)
    if row is None:
        raise NotFound
    return (await described(session, actor, [row]))[0]


async def described(session: AsyncSession, actor: Actor, rows: Sequence[Tugas]) -> list[Task]:
    """These tasks, which the actor was found to read, whole."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    people = await repository.people(session, {row.officer_id for row in rows} | {row.giver_id for row in rows})
    persons = {id_: Person(id=id_, name=one.name, rank=one.rank) for id_, one in people.items()}
    subjects = await repository.subjects(session, {row.subject_id for row in rows if row.subject_id})
    areas = await repository.areas(session, {row.area_code for row in rows if row.area_code})
    sources = await _sources(session, actor, {row.source_id for row in rows if row.source_id})
    answers: dict[UUID | None, list[Answer]] = {}
    for report in await repository.answers(session, actor, ids):
        shown = Answer(
            id=str(report.id),
            title=title_of(actor, report, mine=True),
            kind=FORMS[report.kind].title,
            state=report.state,
        )
        answers.setdefault(report.task_id, []).append(shown)
    steps: dict[UUID, list[Step]] = {}
    for step, by in await repository.steps(session, ids):
        steps.setdefault(step.tugas_id, []).append(
            Step(
                id=str(step.id),
                step=step.step,
                by=by,
                note=step.note,
                due_at=step.due_at,
                applied=step.applied,
                at=step.made_at,
            )
        )
    return [
        Task(
            id=str(row.id),
            kind=row.kind,
            title=KINDS[row.kind].label,
            text=row.text,
            form=ANSWERED_BY[KINDS[row.kind]],
            due_at=row.due_at,
            due_all_day=row.due_all_day,
            state=row.state,
            reason=row.reason,
            officer=persons[row.officer_id],
            giver=persons[row.giver_id],
            created_at=row.created_at,
            changed_at=row.changed_at,
            area_code=row.area_code,
            area=areas.get(row.area_code or ""),
            point=None if row.lat is None or row.lon is None else Point(lat=row.lat, lon=row.lon),
            subject=_place(subjects.get(row.subject_id)) if row.subject_id else None,
            source=sources.get(row.source_id) if row.source_id else None,
            answers=answers.get(row.id, []),
            steps=steps.get(row.id, []),
        )
        for row in rows
    ]


def _place(row: Subjek | None) -> Place | None:
    if row is None:
        return None
    return Place(
        id=str(row.id),
        kind=row.kind,
        name=row.name,
        address=row.address,
        rt=row.rt,
        rw=row.rw,
        lat=row.lat,
        lon=row.lon,
    )


async def _sources(session: AsyncSession, actor: Actor, ids: set[UUID]) -> dict[UUID, Source]:
    """What a task says of the report it follows up. It leads there only for whoever may read it."""
    if not ids:
        return {}
    mine = await repository.sources_for(session, actor, ids)
    return {
        id_: Source(id=str(id_) if id_ in mine else None, title=title_of(actor, row, mine=id_ in mine))
        for id_, row in (await repository.sources(session, ids)).items()
    }


def title_of(actor: Actor, report: Laporan, *, mine: bool) -> str:
    """What a task says of a report: of a secret one only its number, but to those who may read all such within their reach
    (``mine``)."""
    form = FORMS[report.kind]
    told = not form.secret or (mine and actor.may(Permission.LI_READ))
    return report.title if told else (report.number or form.title)


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody to whom a task may be given, with the villages they cover today (code → name)."""

    id: int
    name: str
    rank: str | None
    satuan: str
    villages: dict[str, str]


async def officers(session: AsyncSession, actor: Actor) -> list[Doer]:
    """Everybody to whom the actor may give tasks, by name."""
    actor.require(Permission.TUGAS_GIVE)
    covered: dict[int, dict[str, str]] = {}
    for row in await repository.villages(session, actor, today()):
        if row.akun_id:
            covered.setdefault(row.akun_id, {})[row.code] = row.name
    return [
        Doer(row.id, row.name, row.rank, row.satuan, covered.get(row.id, {}))
        for row in await repository.officers(session, actor)
    ]


async def villages(session: AsyncSession, actor: Actor) -> dict[str, str]:
    """Villages within reach: code → name and kecamatan, by name."""
    actor.require(Permission.TUGAS_GIVE)
    return {row.code: f"{row.name}, Kec. {row.kecamatan}" for row in await repository.villages(session, actor, today())}


async def places(session: AsyncSession, actor: Actor, text: str, officer_ids: Sequence[int]) -> Sequence[Subjek]:
    """Houses and places of the register with these words, in the villages of these officers; without any, within reach."""
    actor.require(Permission.TUGAS_GIVE)
    return await repository.places(session, actor, text, officer_ids, today())


async def place(session: AsyncSession, actor: Actor, subject_id: UUID) -> Subjek | None:
    """A house or place within reach, to begin a task with."""
    actor.require(Permission.TUGAS_GIVE)
    return await repository.place(session, actor, subject_id)


async def source(session: AsyncSession, actor: Actor, laporan_id: UUID) -> Laporan | None:
    """A report that the actor may read, to begin a task with."""
    actor.require(Permission.TUGAS_GIVE)
    return await repository.source(session, actor, laporan_id)
