"""The desk of citizens' reports, reading: the list, one report as this reader may see it, and whom it can be given to.

Who reported is told to whoever dispatches; to the others only where the citizen does not hide it. Each look is on record.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.personel import Unit
from sambang_digital.models import Pengaduan
from sambang_digital.repositories import pengaduan as repository
from sambang_digital.repositories import satuan, tugas
from sambang_digital.repositories.pengaduan import PAGE, TABS, PengaduanFilter, Tab
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, media_warga, pengaturan, serupa, teguran
from sambang_digital.services.audit import Aksi
from sambang_digital.services.media_warga import Berkas
from sambang_digital.services.pengaduan import late_s, point_words
from sambang_digital.services.pengaduan_kunjungan import Visit, extracts
from sambang_digital.services.pengaduan_langkah import Langkah
from sambang_digital.services.pengaduan_tindak import NotFound, Target, deeds, dispatches, passes_on
from sambang_digital.services.waktu import today

__all__ = ["PAGE", "Detail", "Line", "NotFound", "PengaduanFilter", "Tab"]

FIRST_WORDS = 160
NIL = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list. ``late_s``: seconds between writing and receipt, if those are many; ``office``: who has it."""

    id: UUID
    code: str
    category: str
    kind: str | None
    urgent: bool
    about_police: bool
    state: str
    words: str
    place: str
    area: str | None
    office: str | None
    received_at: datetime
    changed_at: datetime
    late_s: int


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported, as far as this reader may know. ``hidden``: the citizen does not want it told; ``withheld``: from this reader."""

    name: str | None
    phone: str | None
    address: str | None
    hidden: bool
    withheld: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the history; ``by`` is empty for the citizen and the system. ``internal``: the citizen does not read it."""

    id: UUID
    step: str
    state: str
    side: str
    by: str
    note: str
    internal: bool
    data: dict[str, Any]
    at: datetime
    visit: Visit | None = None
    """In short, for those who handle the report."""


@dataclass(frozen=True, slots=True)
class Task:
    """The task of the officer to whom the report is given."""

    id: UUID
    officer: str
    state: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Strike:
    """The strike for the report. ``asks``: what this reader may decide about it, ``usulan``, ``banding`` or nothing."""

    id: UUID
    state: str
    expires_at: datetime | None
    appeal: str | None
    outcome: str | None
    asks: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A report whole. ``deeds``: what this reader may do now; ``mine``: it was given to
    them; ``dispatches``: they give it to somebody; ``merged``: code of the report
    that it became part of; ``point``: how the place on the map came to be, in words; ``strikes`` that count against who sent it; ``followers``: phones that saw the same."""

    line: Line
    text: str
    happened_at: datetime | None
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    point: str
    area_code: str | None
    channel: str
    reporter: Reporter
    reason: str | None
    to_name: str | None
    to_unit: str | None
    officer: str | None
    merged: str | None
    rating: int | None
    made_at: datetime
    first_answer_at: datetime | None
    dispatched_at: datetime | None
    done_at: datetime | None
    waiting_since: datetime | None
    steps: list[StepLine]
    tasks: list[Task]
    files: list[Berkas]
    strike: Strike | None
    strikes: int
    followers: int
    deeds: list[Langkah]
    mine: bool
    dispatches: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody whom a report can be given to; ``group``: the heading it stands under."""

    target: Target
    label: str
    group: str


async def listed(session: AsyncSession, actor: Actor, wanted: PengaduanFilter) -> list[Line]:
    """One page (:data:`PAGE` rows) of the reports that the actor may read, the most urgent first."""
    actor.require(Permission.PENGADUAN_DESK)
    return [_line(row.Pengaduan, row) for row in await repository.page(session, actor, wanted)]


async def count(session: AsyncSession, actor: Actor, wanted: PengaduanFilter) -> int:
    """How many reports all pages together hold."""
    actor.require(Permission.PENGADUAN_DESK)
    return await repository.count(session, actor, wanted)


async def counts(session: AsyncSession, actor: Actor, wanted: PengaduanFilter) -> dict[Tab, int]:
    """How many each tab holds with these filters."""
    actor.require(Permission.PENGADUAN_DESK)
    known = await repository.tally(session, actor, wanted)
    return {tab: sum(known.get(state, 0) for state in states or known) for tab, states in TABS.items()}


async def waiting(session: AsyncSession, actor: Actor) -> tuple[int, int]:
    """How many reports wait for the actor to begin with them, and how many of these are danger of now."""
    actor.require(Permission.PENGADUAN_DESK)
    return await repository.waiting(session, actor)


async def look(session: AsyncSession, actor: Actor, pengaduan_id: UUID) -> Detail:
    """One report. Raises :class:`NotFound` also for one beyond the actor's reach."""
    actor.require(Permission.PENGADUAN_DESK)
    found = await repository.one(session, actor, pengaduan_id)
    if found is None:
        raise NotFound
    row: Pengaduan = found.Pengaduan
    leads = dispatches(actor, row, here=found.here)
    files = await media_warga.of_report(session, [row.id], for_handler=leads or not row.hide_identity)
    merged = await repository.stored(session, row.merged_into) if row.merged_into else None
    return Detail(
        line=_line(row, found),
        text=row.text,
        happened_at=row.happened_at,
        lat=row.lat,
        lon=row.lon,
        accuracy_m=row.accuracy_m,
        point=point_words(row),
        area_code=row.area_code,
        channel=row.channel,
        reporter=_reporter(row, leads),
        reason=row.reason,
        to_name=row.to_name,
        to_unit=row.to_unit,
        officer=_called(found.officer_rank, found.officer) or None,
        merged=merged.code if merged else None,
        rating=row.rating,
        made_at=row.made_at,
        first_answer_at=row.first_answer_at,
        dispatched_at=row.dispatched_at,
        done_at=row.done_at,
        waiting_since=row.waiting_since,
        steps=await _steps(session, row.id, handles=leads or found.mine),
        tasks=[
            Task(one.id, _called(one.rank, one.officer), one.state, one.due_at)
            for one in await tugas.of_report(session, row.id)
        ],
        files=files[row.id],
        strike=await _strike(session, actor, row.id),
        strikes=await teguran.count(session, actor, row.id) if leads else 0,
        followers=await serupa.followers(session, actor, row.id),
        deeds=deeds(actor, row, mine=found.mine, here=found.here),
        mine=found.mine,
        dispatches=leads,
    )


async def _strike(session: AsyncSession, actor: Actor, pengaduan_id: UUID) -> Strike | None:
    if not actor.may(Permission.PENGADUAN_TRIAGE) or not (row := await teguran.of_report(session, actor, pengaduan_id)):
        return None
    asks = ""
    if actor.may(Permission.PENGADUAN_PRANK):
        if row.state == "diusulkan" and row.proposed_by != actor.id:
            asks = "usulan"
        elif row.appealed_at and row.outcome is None and actor.id not in (row.proposed_by, row.confirmed_by):
            asks = "banding"
    return Strike(row.id, row.state, row.expires_at, row.appeal, row.outcome, asks)


async def opened(session: AsyncSession, actor: Actor, pengaduan_id: UUID) -> None:
    """Somebody looked at a report, which tells of people: each look is recorded."""
    if await repository.find(session, actor, pengaduan_id):
        await audit.record(session, actor, Aksi.PENGADUAN_DIBUKA, pengaduan_id)


async def choices(session: AsyncSession, actor: Actor, pengaduan_id: UUID) -> list[Choice]:
    """Whom this report can be given to: officers of its village first, then satuan and units, then everybody else. Who passes on what was
    given to them has officers of their own alone."""
    found = await repository.one(session, actor, pengaduan_id)
    if found is None:
        return []
    row: Pengaduan = found.Pengaduan
    if not dispatches(actor, row, here=found.here):
        own_people = found.mine and not row.about_police and passes_on(actor)
        wanted = await repository.officers(session, actor.satuan_path, actor.unit) if own_people else set()
        return [choice for some in await _people(session, actor, row, wanted) for choice in some]
    path = await satuan.path(session, row.satuan_id)
    names = await satuan.names(session, await satuan.ids_within(session, path))
    own = names[row.satuan_id]
    if row.about_police:
        return [Choice(Target(satuan_id=row.satuan_id), f"Propam, {own}", "Propam")]
    near, far = await _people(session, actor, row, await repository.officers(session, path))
    below = sorted((name, id_) for id_, name in names.items() if id_ != row.satuan_id)
    return [
        *near,
        *[Choice(Target(satuan_id=id_), name, "Satuan") for name, id_ in [(own, row.satuan_id), *below]],
        *[Choice(Target(unit=unit), unit.label, f"Satbinmas, {own}") for unit in Unit],
        *far,
    ]


async def _people(
    session: AsyncSession, actor: Actor, row: Pengaduan, wanted: Collection[int]
) -> tuple[list[Choice], list[Choice]]:
    """Those of these officers whom the actor reaches: of the report's village, and the others."""
    covering = {one.akun_id for one in await tugas.villages(session, actor, today()) if one.code == row.area_code}
    near: list[Choice] = []
    far: list[Choice] = []
    for one in await tugas.officers(session, actor, wanted) if wanted else ():
        some, group = (near, "Bhabinkamtibmas kelurahan ini") if one.id in covering else (far, "Bhabinkamtibmas lain")
        some.append(Choice(Target(akun_id=one.id), f"{_called(one.rank, one.name)}, {one.satuan}", group))
    return near, far


async def reach(session: AsyncSession, actor: Actor) -> frozenset[int]:
    """Satuan whose reports may concern the actor: their own and those below, and their Polres, which keeps them."""
    polres = await pengaturan.polres_of(session, actor.satuan_id)
    return await satuan.ids_within(session, actor.satuan_path) | ({polres} if polres else set())


async def villages(session: AsyncSession, actor: Actor) -> dict[str, str]:
    """Villages within reach, by name: code → name."""
    return {row.code: row.name for row in await tugas.villages(session, actor, today())}


def _line(row: Pengaduan, names: Any) -> Line:
    return Line(
        id=row.id,
        code=row.code,
        category=row.category,
        kind=row.kind,
        urgent=row.urgent,
        about_police=row.about_police,
        state=row.state,
        words=" ".join(row.text.split())[:FIRST_WORDS],
        place=row.place,
        area=names.area,
        office=_called(names.officer_rank, names.officer) or row.to_name or names.office,
        received_at=row.received_at,
        changed_at=row.changed_at,
        late_s=late_s(row),
    )


def _reporter(row: Pengaduan, dispatches: bool) -> Reporter:
    if row.hide_identity and not dispatches:
        return Reporter(None, None, None, hidden=True, withheld=True)
    return Reporter(row.name, row.phone, row.address, hidden=row.hide_identity, withheld=False)


async def _steps(session: AsyncSession, pengaduan_id: UUID, *, handles: bool) -> list[StepLine]:
    rows = await repository.steps(session, pengaduan_id, public=False)
    named = {one.PengaduanLangkah.id: one.PengaduanLangkah.data.get("laporan") for one in rows}
    ids = {step: UUID(report) for step, report in named.items() if report}
    visits = await extracts(session, set(ids.values())) if ids and handles else {}
    return [_step(one, visits.get(ids.get(one.PengaduanLangkah.id, NIL))) for one in rows]


def _step(one: Any, visit: Visit | None) -> StepLine:
    step = one.PengaduanLangkah
    return StepLine(
        id=step.id,
        step=step.step,
        state=step.state,
        side=step.side,
        by=_called(one.rank, one.name),
        note=step.note,
        internal=step.internal,
        data=step.data,
        at=step.at,
        visit=visit,
    )


def _called(rank: str | None, name: str | None) -> str:
    return " ".join(filter(None, (rank, name)))
