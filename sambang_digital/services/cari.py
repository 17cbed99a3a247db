"""Search: everything that an actor may read, by any words of it, the newest first."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.registry import FORMS
from sambang_digital.forms.tugas import KINDS
from sambang_digital.models import Laporan
from sambang_digital.repositories import cari as index
from sambang_digital.repositories import cari_temuan as repository
from sambang_digital.repositories import penugasan
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import cari_tanda as marks
from sambang_digital.services import kata
from sambang_digital.services.cari_antrean import PRIBADI, Jenis
from sambang_digital.services.cari_cuplikan import Piece, excerpt, marked
from sambang_digital.services.cari_indeks import report_texts, subject_texts
from sambang_digital.services.kata import Group, Question, TooShort
from sambang_digital.services.waktu import today

__all__ = ["FEW", "PAGE", "PAGES", "Found", "Hit", "Jenis", "Piece", "TooShort", "jenis_of", "search"]

PAGE, PAGES = 20, 10
FEW = 5
"""Shown of each sort while all are looked for."""
PRIVATE = "cocok dengan data pribadi"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. ``id``: of what it ``opens``: itself, or the report or task whose thread it is. ``about``: facts in short."""

    opens: Jenis
    id: UUID | int
    title: list[Piece]
    about: list[str]
    at: datetime
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of one sort; ``more``: there is a next one."""

    jenis: Jenis
    hits: list[Hit]
    more: bool


async def search(
    session: AsyncSession, actor: Actor, text: str, jenis: Jenis | None = None, page: int = 1
) -> list[Found]:
    """What the words find: of each sort the first :data:`FEW`, or of one sort a page. Sorts without a find are left out.

    Raises :class:`TooShort`.
    """
    actor.require(Permission.CARI_READ)
    question = kata.ask(text)
    found = []
    for sort in [jenis] if jenis else jenis_of(actor):
        size, skipped = (PAGE, (min(max(1, page), PAGES) - 1) * PAGE) if jenis else (FEW, 0)
        reach = await SORTS[sort].reach(session, actor)
        if not reach:
            continue
        wanted = skipped + size + 1
        refs = (await index.refs(session, (reach, *question), sort, wanted))[skipped:]
        if not refs:
            continue
        hits = await SORTS[sort].read(session, actor, refs[:size], question)
        # Those that came together were filed in no particular order.
        hits.sort(key=lambda hit: hit.at, reverse=True)
        if hits:
            found.append(Found(sort, hits, len(refs) > size))
    return found


def jenis_of(actor: Actor) -> list[Jenis]:
    """Sorts of things that this person may find at all."""
    return [sort for sort, one in SORTS.items() if any(actor.may(permission) for permission in one.permissions)]


async def _found_reports(session: AsyncSession, actor: Actor, refs: Sequence[UUID], question: Question) -> list[Hit]:
    rows = await repository.reports(session, actor, refs)
    return [
        Hit(
            Jenis.LAPORAN,
            ref,
            marked(rows[ref].Laporan.title, question),
            [FORMS[rows[ref].Laporan.kind].title, rows[ref].author, rows[ref].village or ""],
            rows[ref].Laporan.received_at,
            _excerpt(rows[ref].Laporan, question),
        )
        for ref in refs
        if ref in rows
    ]


def _excerpt(report: Laporan, question: Question) -> list[Piece]:
    """Of a secret report nothing: its text is read where looks at it are written down."""
    texts = [] if report.secret else [*report_texts(report)[1:], report.receipt]
    return excerpt(filter(None, [*texts, report.number]), question)


async def _found_subjects(session: AsyncSession, actor: Actor, refs: Sequence[UUID], question: Question) -> list[Hit]:
    """What is sensitive is said to have been found, never shown: it is read where looks at it are written down."""
    areas = None if actor.may(Permission.REGISTER_READ) else await _own_villages(session, actor)
    rows = await repository.register(session, actor, refs, areas)
    hits = []
    for ref in refs:
        if (row := rows.get(ref)) is None:
            continue
        name, *place = subject_texts(row.Subjek)
        private = not kata.found(question, kata.file(filter(None, (name, *place, row.village, row.kecamatan))))
        if private and not actor.may(Permission.REGISTER_SENSITIVE):
            continue
        about = [", ".join(filter(None, place)), row.village or "", PRIVATE if private else ""]
        at = row.Subjek.last_visit_at or row.Subjek.created_at
        hits.append(Hit(Jenis.REGISTER, ref, marked(name, question), about, at))
    return hits


async def _found_tasks(session: AsyncSession, actor: Actor, refs: Sequence[UUID], question: Question) -> list[Hit]:
    rows = await repository.tasks(session, actor, refs)
    said = await repository.notes(session, rows.keys())
    return [
        _task(rows[ref], question, excerpt((rows[ref].Tugas.text, *said.get(ref, ())), question))
        for ref in refs
        if ref in rows
    ]


def _task(row: Any, question: Question, pieces: list[Piece]) -> Hit:
    task = row.Tugas
    state = "terlambat" if task.late else task.state.replace("_", " ")
    about = [row.officer, row.subject or row.village or "", state]
    return Hit(Jenis.TUGAS, task.id, marked(KINDS[task.kind].label, question), about, task.created_at, pieces)


async def _found_people(session: AsyncSession, actor: Actor, refs: Sequence[UUID], question: Question) -> list[Hit]:
    rows = await repository.people(session, actor, refs)
    return [
        Hit(
            Jenis.PETUGAS,
            ref.int,
            marked(rows[ref].Akun.name, question),
            [" ".join(filter(None, (rows[ref].Akun.rank, f"NRP {rows[ref].Akun.nrp}"))), rows[ref].satuan],
            rows[ref].Akun.created_at,
        )
        for ref in refs
        if ref in rows
    ]


async def _found_threads(session: AsyncSession, actor: Actor, refs: Sequence[UUID], question: Question) -> list[Hit]:
    rows = await repository.reports(session, actor, refs)
    tasks = await repository.tasks(session, actor, refs)
    said = await repository.posts(session, rows.keys() | tasks.keys())
    reports = [
        Hit(
            Jenis.LAPORAN,
            ref,
            marked(row.Laporan.title, question),
            [FORMS[row.Laporan.kind].title, row.author],
            row.Laporan.received_at,
            excerpt(() if row.Laporan.secret else said.get(ref, ()), question),
        )
        for ref, row in rows.items()
    ]
    return [*reports, *(_task(row, question, excerpt(said.get(ref, ()), question)) for ref, row in tasks.items())]


async def _own_villages(session: AsyncSession, actor: Actor) -> list[str]:
    day = today()
    assigned = await penugasan.of_officer(session, actor.id)
    return [code for code, start, end in assigned if start <= day and (end is None or day <= end)]


async def _of_report(_: AsyncSession, actor: Actor) -> Group:
    return marks.reach(Jenis.LAPORAN, actor)


async def _of_task(_: AsyncSession, actor: Actor) -> Group:
    return marks.reach(Jenis.TUGAS, actor)


async def _of_thread(_: AsyncSession, actor: Actor) -> Group:
    return marks.reach(Jenis.PERCAKAPAN, actor)


async def _of_register(session: AsyncSession, actor: Actor) -> Group:
    if actor.may(Permission.REGISTER_READ):
        return marks.unit(PRIBADI if actor.may(Permission.REGISTER_SENSITIVE) else Jenis.REGISTER, actor)
    if not actor.may(Permission.SAMBANG_WRITE):
        return ()
    villages = await _own_villages(session, actor)
    return marks.any_of(marks.of_person(Jenis.REGISTER, actor.id), *(marks.of_village(code) for code in villages))


async def _of_people(_: AsyncSession, actor: Actor) -> Group:
    return marks.unit(Jenis.PETUGAS, actor) if actor.may(Permission.KINERJA_READ) else ()


Reach = Callable[[AsyncSession, Actor], Awaitable[Group]]
Read = Callable[[AsyncSession, Actor, Sequence[UUID], Question], Awaitable[list[Hit]]]


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of things: any of ``permissions`` finds some, ``reach`` says which by their marks, ``read`` reads them."""

    permissions: Collection[Permission]
    reach: Reach
    read: Read


_REPORTS = (Permission.LAPORAN_READ, Permission.SAMBANG_WRITE)
SORTS: Mapping[Jenis, Sort] = {
    Jenis.LAPORAN: Sort(_REPORTS, _of_report, _found_reports),
    Jenis.REGISTER: Sort((Permission.REGISTER_READ, Permission.SAMBANG_WRITE), _of_register, _found_subjects),
    Jenis.TUGAS: Sort((Permission.LAPORAN_READ, Permission.TUGAS_DO), _of_task, _found_tasks),
    Jenis.PETUGAS: Sort((Permission.KINERJA_READ,), _of_people, _found_people),
    Jenis.PERCAKAPAN: Sort(_REPORTS, _of_thread, _found_threads),
}
