"""Tasks: what an actor may read of them, and what hangs on them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import (
    Akun,
    Laporan,
    Penugasan,
    PeranAkun,
    Satuan,
    Subjek,
    Tugas,
    TugasLangkah,
    UtasPeserta,
    Wilayah,
)
from sambang_digital.models.base import now
from sambang_digital.repositories.laporan import open_kinds
from sambang_digital.repositories.laporan import readable as readable_reports
from sambang_digital.repositories.satuan import below
from sambang_digital.repositories.sinkron import Place, after
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission, holders

PAGE = 50
FOUND = 20
"""Places of the register that one search shows."""

Tab = Literal["terbuka", "terlambat", "jawaban", "selesai", "tidak_dapat", "semua"]
TABS: dict[Tab, Callable[[], ColumnElement[bool]]] = {
    "terbuka": lambda: Tugas.open,  # type: ignore[dict-item,return-value]
    "terlambat": lambda: Tugas.late,  # type: ignore[dict-item,return-value]
    "jawaban": lambda: Tugas.state.in_(("baru", "dilihat")),  # type: ignore[attr-defined]
    "selesai": lambda: Tugas.state == "selesai",  # type: ignore[dict-item,return-value]
    "tidak_dapat": lambda: Tugas.state == "tidak_dapat",  # type: ignore[dict-item,return-value]
    "semua": true,
}
"""Views of the list. *Jawaban*: the officer has not begun."""
SINCE: dict[Tab, Any] = {"tidak_dapat": Tugas.changed_at, "jawaban": Tugas.created_at}
"""From which moment on a task belongs to a tab; to the others from its due."""
CLOSED: frozenset[Tab] = frozenset({"selesai", "tidak_dapat", "semua"})
"""Views with the latest change first; the others with the nearest due first."""


@dataclass(frozen=True, slots=True)
class TugasFilter:
    """Which tasks. ``due_days``: due within so many days from now; ``waiting_hours``: given at least so long ago;
    ``text`` is looked for in the task's words and in the name of its house or place."""

    tab: Tab = "terbuka"
    officer_id: int | None = None
    kind: str | None = None
    due_days: int | None = None
    waiting_hours: int | None = None
    text: str = ""
    page: int = 1


def readable(actor: Actor) -> Select[tuple[Tugas]]:
    """Tasks that the actor may read: their own, and with ``laporan:read`` those of officers of their satuan and all below."""
    reach: ColumnElement[bool] = false()
    if actor.may(Permission.TUGAS_DO):
        reach = Tugas.officer_id == actor.id  # type: ignore[assignment]
    if actor.may(Permission.LAPORAN_READ):
        here = Tugas.satuan_id.in_(below(actor))  # type: ignore[attr-defined]
        # What a citizen reported is read by those who handle such reports.
        open_ = true() if actor.may(Permission.PENGADUAN_DESK) else Tugas.pengaduan_id.is_(None)  # type: ignore[union-attr]
        reach = or_(reach, and_(here, open_))
    return select(Tugas).where(reach)


def _matching(actor: Actor, wanted: TugasFilter) -> Select[Any]:
    statement = readable(actor).outerjoin(Subjek, and_(Subjek.id == Tugas.subject_id, Subjek.removed_at.is_(None)))
    statement = statement.where(TABS[wanted.tab]())
    if wanted.officer_id:
        statement = statement.where(Tugas.officer_id == wanted.officer_id)
    if wanted.kind:
        statement = statement.where(Tugas.kind == wanted.kind)
    if wanted.due_days is not None:
        statement = statement.where(Tugas.due_at <= now() + timedelta(days=wanted.due_days))
    if wanted.waiting_hours:
        statement = statement.where(Tugas.created_at <= now() - timedelta(hours=wanted.waiting_hours))
    if wanted.text:
        statement = statement.where(
            or_(
                Tugas.text.icontains(wanted.text, autoescape=True),  # type: ignore[attr-defined]
                Subjek.name.icontains(wanted.text, autoescape=True),  # type: ignore[attr-defined]
            )
        )
    return statement


async def page(session: AsyncSession, actor: Actor, wanted: TugasFilter) -> Sequence[Row[Any]]:
    """One page of the list: what it shows of each task."""
    order = Tugas.changed_at.desc() if wanted.tab in CLOSED else Tugas.due_at  # type: ignore[attr-defined]
    statement = (
        _matching(actor, wanted)
        .join(Akun, Akun.id == Tugas.officer_id)
        .outerjoin(Wilayah, Wilayah.code == Tugas.area_code)
        .outerjoin(UtasPeserta, and_(UtasPeserta.utas_id == Tugas.id, UtasPeserta.akun_id == actor.id))
        .outerjoin(Laporan, and_(Laporan.id == Tugas.answer_id, Laporan.current, open_kinds(actor)))
        .with_only_columns(
            Tugas.id,
            Tugas.kind,
            Tugas.text,
            Tugas.state,
            Tugas.due_at,
            Tugas.due_all_day,
            Akun.name.label("officer"),
            Subjek.name.label("subject"),
            Wilayah.name.label("area"),
            Laporan.state.label("review"),
            func.coalesce(UtasPeserta.unread, 0).label("unread"),
        )
        .order_by(order, Tugas.id)
        .limit(PAGE)
        .offset((wanted.page - 1) * PAGE)
    )
    return (await session.execute(statement)).all()


async def count(session: AsyncSession, actor: Actor, wanted: TugasFilter) -> tuple[int, datetime | None]:
    """How many tasks all pages together hold, and since when the oldest of them stands so; see :data:`SINCE`."""
    statement = _matching(actor, wanted).with_only_columns(func.count(), func.min(SINCE.get(wanted.tab, Tugas.due_at)))
    number, oldest = (await session.execute(statement)).one()
    return number, oldest


async def tally(session: AsyncSession, actor: Actor, officer_id: int) -> tuple[int, int]:
    """How many tasks of this officer are open, and how many of these are late."""
    statement = readable(actor).where(Tugas.officer_id == officer_id, Tugas.open)
    numbers = statement.with_only_columns(func.count(), func.count().filter(Tugas.late))
    opened, late = (await session.execute(numbers)).one()
    return opened, late


async def find(session: AsyncSession, actor: Actor, tugas_id: UUID, *, lock: bool = False) -> Tugas | None:
    """One task, if the actor may read it; ``lock``: nobody else changes it until this transaction ends."""
    statement = readable(actor).where(Tugas.id == tugas_id).execution_options(populate_existing=True)
    found: Tugas | None = await session.scalar(statement.with_for_update() if lock else statement)
    return found


async def locked(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Tugas]:
    """Those of these tasks that there are, whoever may read them: only for what happened to the reports that answer them."""
    statement = select(Tugas).where(Tugas.id.in_(ids)).order_by(Tugas.id).with_for_update()  # type: ignore[attr-defined]
    rows = await session.scalars(statement.execution_options(populate_existing=True))
    return {row.id: row for row in rows}


async def following_up(session: AsyncSession, pengaduan_id: UUID) -> Sequence[Tugas]:
    """Tasks of a citizen's report that are not through, locked: only for what becomes of them with the report."""
    through = Tugas.state.in_(("selesai", "dibatalkan"))  # type: ignore[attr-defined]
    statement = select(Tugas).where(Tugas.pengaduan_id == pengaduan_id, ~through).order_by(Tugas.id).with_for_update()  # type: ignore[arg-type]
    return (await session.scalars(statement.execution_options(populate_existing=True))).all()


async def of_report(session: AsyncSession, pengaduan_id: UUID) -> Sequence[Row[Any]]:
    """Tasks of a citizen's report that the actor was found to read, the latest first: id, state, due, and whose they are."""
    columns = (Tugas.id, Tugas.state, Tugas.due_at, Tugas.answer_id, Akun.name.label("officer"), Akun.rank)
    statement = select(*columns).join(Akun, Akun.id == Tugas.officer_id).where(Tugas.pengaduan_id == pengaduan_id)  # type: ignore[arg-type]
    return (await session.execute(statement.order_by(Tugas.created_at.desc()))).all()  # type: ignore[attr-defined]


async def step(session: AsyncSession, langkah_id: UUID) -> TugasLangkah | None:
    """One step, whoever may read it: only to find out whether an id is taken."""
    return await session.get(TugasLangkah, langkah_id)


async def own(session: AsyncSession, actor: Actor, place: Place, limit: int) -> Sequence[Tugas]:
    """The actor's own tasks that changed after ``place``."""
    statement = select(Tugas).where(Tugas.officer_id == actor.id, after(Tugas, place))
    return (await session.scalars(statement.order_by(Tugas.changed_at, Tugas.id).limit(limit))).all()  # type: ignore[arg-type]


async def following(session: AsyncSession, actor: Actor, laporan_id: UUID, task_id: UUID | None) -> Sequence[Row[Any]]:
    """Tasks around a report that the actor was found to read: those that follow it up, and the one it answers."""
    around = or_(Tugas.source_id == laporan_id, Tugas.id == task_id)
    statement = readable(actor).join(Akun, Akun.id == Tugas.officer_id).where(around)
    columns = (Tugas.id, Tugas.kind, Tugas.state, Tugas.due_at, Tugas.source_id, Akun.name.label("officer"))
    return (await session.execute(statement.with_only_columns(*columns).order_by(Tugas.created_at, Tugas.id))).all()  # type: ignore[arg-type]


async def people(session: AsyncSession, ids: Collection[int]) -> dict[int, Row[Any]]:
    """Names (``id``, ``name``, ``rank``) of givers and officers of tasks that the actor was found to read."""
    rows = await session.execute(select(Akun.id, Akun.name, Akun.rank).where(Akun.id.in_(ids)))
    return {row.id: row for row in rows}


async def subjects(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Subjek]:
    """Houses and places of tasks that the actor was found to read, as long as they are on the register."""
    rows = await session.scalars(select(Subjek).where(Subjek.id.in_(ids), Subjek.removed_at.is_(None)))
    return {row.id: row for row in rows}


async def areas(session: AsyncSession, codes: Collection[str]) -> dict[str, str]:
    """Names of villages."""
    return dict((await session.execute(select(Wilayah.code, Wilayah.name).where(Wilayah.code.in_(codes)))).all())


async def steps(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Any]:
    """The history of tasks that the actor was found to read, in order: (TugasLangkah, name of who took the step)."""
    statement = (
        select(TugasLangkah, Akun.name)
        .join(Akun, Akun.id == TugasLangkah.akun_id)
        .where(TugasLangkah.tugas_id.in_(ids))  # type: ignore[attr-defined]
        .order_by(TugasLangkah.tugas_id, TugasLangkah.at, TugasLangkah.id)  # type: ignore[arg-type]
    )
    return (await session.execute(statement)).all()


async def answers(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> Sequence[Laporan]:
    """Reports of their officers that answer these tasks and that the actor may read, oldest first."""
    of_officer = and_(Tugas.id == Laporan.task_id, Tugas.officer_id == Laporan.author_id)
    statement = readable_reports(actor).join(Tugas, of_officer)
    statement = statement.where(Laporan.task_id.in_(ids), Laporan.current, ~Laporan.practice)
    return (await session.scalars(statement.order_by(Laporan.received_at, Laporan.id))).all()


async def sources(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Laporan]:
    """The reports that tasks follow up, whoever may read them: who is given one learns what :mod:`services.tugas` lets out."""
    rows = await session.scalars(select(Laporan).where(Laporan.id.in_(ids), Laporan.current))
    return {row.id: row for row in rows}


async def sources_for(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Which of these reports the actor may read."""
    statement = readable_reports(actor).where(Laporan.id.in_(ids), Laporan.current, ~Laporan.practice)
    return set(await session.scalars(statement.with_only_columns(Laporan.id)))


async def source(session: AsyncSession, actor: Actor, laporan_id: UUID) -> Laporan | None:
    """A report that the actor may read, and so may have followed up."""
    statement = readable_reports(actor).where(Laporan.id == laporan_id, Laporan.current, ~Laporan.practice)
    found: Laporan | None = await session.scalar(statement)
    return found


async def other_answer(session: AsyncSession, tugas: Tugas, laporan_id: UUID) -> UUID | None:
    """Another report of the officer that answers the task and has not gone back."""
    statement = select(Laporan.id).where(
        Laporan.task_id == tugas.id,
        Laporan.author_id == tugas.officer_id,
        Laporan.id != laporan_id,
        Laporan.current,
        ~Laporan.practice,
        ~Laporan.returned,
    )
    return await session.scalar(statement.order_by(Laporan.received_at, Laporan.id).limit(1))


def _within_reach(actor: Actor) -> Select[tuple[str]]:
    return select(Wilayah.code).where(Wilayah.satuan_id.in_(below(actor)))


def _on_duty(day: date) -> ColumnElement[bool]:
    return and_(Penugasan.start <= day, or_(Penugasan.end.is_(None), Penugasan.end >= day))


async def officers(session: AsyncSession, actor: Actor, ids: Collection[int] | None = None) -> Sequence[Row[Any]]:
    """Whom the actor may give tasks to, or those of these: id, name, rank, satuan_id, name of the satuan."""
    doing = select(PeranAkun.akun_id).where(PeranAkun.role.in_(holders(Permission.TUGAS_DO)))
    statement = (
        select(Akun.id, Akun.name, Akun.rank, Akun.satuan_id, Satuan.name.label("satuan"))
        .join(Satuan, Satuan.id == Akun.satuan_id)
        .where(Akun.active, Akun.id.in_(doing), Akun.satuan_id.in_(below(actor)))
        .order_by(Akun.name, Akun.id)
    )
    return (await session.execute(statement if ids is None else statement.where(Akun.id.in_(ids)))).all()


async def villages(session: AsyncSession, actor: Actor, day: date) -> Sequence[Row[Any]]:
    """Villages within reach with who covers them on ``day``: (code, name, kecamatan, akun_id or None), by name."""
    covering = select(Penugasan.area_code, Penugasan.akun_id).where(_on_duty(day)).subquery()
    statement = (
        select(Wilayah.code, Wilayah.name, Wilayah.kecamatan, covering.c.akun_id)
        .outerjoin(covering, covering.c.area_code == Wilayah.code)
        .where(Wilayah.code.in_(_within_reach(actor)))
        .order_by(Wilayah.name, Wilayah.code)
    )
    return (await session.execute(statement)).all()


async def place(session: AsyncSession, actor: Actor, subject_id: UUID) -> Subjek | None:
    """A house or place of the register in a village within reach."""
    statement = select(Subjek).where(
        Subjek.id == subject_id, Subjek.removed_at.is_(None), Subjek.area_code.in_(_within_reach(actor))
    )
    found: Subjek | None = await session.scalar(statement)
    return found


async def places(
    session: AsyncSession, actor: Actor, text: str, officer_ids: Collection[int], day: date
) -> Sequence[Subjek]:
    """Houses and places whose name or address has the words, in the villages of these officers; without any, within reach."""
    own_villages = select(Penugasan.area_code).where(Penugasan.akun_id.in_(officer_ids), _on_duty(day))
    statement = select(Subjek).where(Subjek.removed_at.is_(None), Subjek.area_code.in_(_within_reach(actor)))
    if officer_ids:
        statement = statement.where(Subjek.area_code.in_(own_villages))
    for word in text.split():
        statement = statement.where(
            or_(Subjek.name.icontains(word, autoescape=True), Subjek.address.icontains(word, autoescape=True))
        )
    return (await session.scalars(statement.order_by(Subjek.name, Subjek.id).limit(FOUND))).all()
