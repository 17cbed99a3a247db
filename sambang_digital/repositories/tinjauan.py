"""What a reviewer reads: the queue of current revisions, one report with everything around it, and decisions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, Select, String, cast, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.registry import SECRET
from sambang_digital.models import (
    Akun,
    Laporan,
    LaporanSaingan,
    Nomor,
    PeranAkun,
    Satuan,
    Tinjauan,
    UtasPeserta,
    Wilayah,
)
from sambang_digital.models.base import now
from sambang_digital.repositories.laporan import of_kind, readable
from sambang_digital.repositories.satuan import below
from sambang_digital.repositories.utas import UNREAD
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran

PAGE = 50
PAGES = 40
COUNTED = PAGE * PAGES
Status = Literal["menunggu", "diterima", "dikembalikan", "semua", "latihan"]
NO_POSITION = "none"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue to show; reports of Mode latihan under their own status only. ``kind`` may be the name of a group,
    ``verdict`` may be :data:`NO_POSITION`; ``text`` is looked for as everywhere (``services/kata.py``).

    ``severity``: reports with a flag at least that bad (1 info to 4 high) that nobody dismissed; ``flag``: those that carry
    this one and have any flag left that nobody dismissed; ``upheld``: those with a flag that a reviewer upheld.
    ``unread``: those with posts in their thread that the reader has not read.
    ``waiting_hours``: those that came at least so long ago. ``field``, ``source`` and ``content``: of a Laporan Informasi.
    """

    status: Status = "menunggu"
    kind: str | None = None
    author_id: int | None = None
    verdict: str | None = None
    severity: int = 0
    flag: str | None = None
    upheld: bool = False
    unread: bool = False
    field: str | None = None
    source: str | None = None
    content: str | None = None
    waiting_hours: int | None = None
    text: str = ""
    oldest_first: bool = False
    page: int = 1


def matching(actor: Actor, wanted: QueueFilter, found: Collection[UUID] | Select[tuple[UUID]] | None) -> Select[Any]:
    """Current reports that the actor may read and the filter takes, whatever the page. ``found``: only of these, which fit its
    text."""
    statement = readable(actor)
    if found is not None:
        statement = statement.where(Laporan.id.in_(found))
    if wanted.unread:
        statement = statement.where(
            Laporan.id.in_(select(UtasPeserta.utas_id).where(UtasPeserta.akun_id == actor.id, UNREAD))
        )
    statement = statement.where(Laporan.current, Laporan.practice if wanted.status == "latihan" else ~Laporan.practice)
    if wanted.status == "menunggu":
        statement = statement.where(Laporan.waiting)
    elif wanted.status == "dikembalikan":
        statement = statement.where(Laporan.returned)
    elif wanted.status not in ("semua", "latihan"):
        statement = statement.where(Laporan.state == wanted.status)
    if wanted.kind:
        # As the partial index of secret reports says it, which leads to the few there are.
        is_secret = wanted.kind in SECRET
        statement = statement.where(Laporan.secret if is_secret else of_kind(wanted.kind))
    for path, value in (
        (("field",), wanted.field),
        (("rating", "source"), wanted.source),
        (("rating", "content"), wanted.content),
    ):
        if value:
            statement = statement.where(Laporan.secret, Laporan.body[path].as_string() == value)
    if wanted.author_id:
        statement = statement.where(Laporan.author_id == wanted.author_id)
    if wanted.verdict:
        verdict = None if wanted.verdict == NO_POSITION else wanted.verdict
        statement = statement.where(Laporan.verdict == verdict if verdict else Laporan.verdict.is_(None))
    if wanted.severity or wanted.flag or wanted.upheld:
        statement = statement.where(Laporan.severity >= max(1, wanted.severity))
    if wanted.flag:
        # As text both databases read JSON alike; within a text the quotes would be escaped.
        statement = statement.where(cast(Laporan.flags, String).contains(f'"{wanted.flag}"', autoescape=True))
    if wanted.upheld:
        statement = statement.where(Laporan.upheld)
    if wanted.waiting_hours:
        statement = statement.where(Laporan.received_at <= now() - timedelta(hours=wanted.waiting_hours))
    return statement


async def page(
    session: AsyncSession, actor: Actor, wanted: QueueFilter, found: Collection[UUID] | None = None
) -> Sequence[Row[Any]]:
    """One page of the queue: what a list shows of each report, without its body. ``found``: only of these, which fit its text."""
    order = Laporan.received_at.asc() if wanted.oldest_first else Laporan.received_at.desc()
    statement = (
        matching(actor, wanted, found)
        .join(Akun, Akun.id == Laporan.author_id)
        .outerjoin(UtasPeserta, (UtasPeserta.utas_id == Laporan.id) & (UtasPeserta.akun_id == actor.id))
        .outerjoin(Wilayah, Wilayah.code == Laporan.area_code)
        .outerjoin(Nomor, Nomor.id == Laporan.id)
        .with_only_columns(
            Laporan.id,
            Laporan.revision,
            Laporan.kind,
            Laporan.title,
            Laporan.number,
            Nomor.void_at.is_not(None).label("void"),
            Laporan.state,
            Laporan.verdict,
            Laporan.flags,
            Laporan.severity,
            Laporan.upheld,
            func.coalesce(UtasPeserta.unread, 0).label("unread"),
            Laporan.photos,
            Laporan.received_at,
            Akun.name.label("author"),
            Wilayah.name.label("area"),
        )
        .order_by(order, Laporan.id)
        .limit(PAGE)
        .offset((wanted.page - 1) * PAGE)
    )
    return (await session.execute(statement)).all()


async def count(session: AsyncSession, actor: Actor, wanted: QueueFilter, found: Collection[UUID] | None = None) -> int:
    """How many reports all pages together hold, counted up to :data:`COUNTED` only: nobody turns so many pages."""
    # In the order of the lists: an index serves, and what does not fit is skipped without reading its row.
    some = (
        matching(actor, wanted, found).with_only_columns(literal(1)).order_by(Laporan.received_at.desc()).limit(COUNTED)
    )
    return int(await session.scalar(select(func.count()).select_from(some.subquery())) or 0)


async def authors(session: AsyncSession, actor: Actor) -> Sequence[Row[Any]]:
    """Officers of the actor's satuan and all below it: id and name, by name."""
    statement = (
        select(Akun.id, Akun.name)
        .join(PeranAkun, PeranAkun.akun_id == Akun.id)
        .where(PeranAkun.role == Peran.BHABINKAMTIBMAS, Akun.satuan_id.in_(below(actor)))
        .order_by(Akun.name, Akun.id)
    )
    return (await session.execute(statement)).all()


async def satuan_below(session: AsyncSession, actor: Actor) -> frozenset[int]:
    """The actor's satuan and all below it."""
    return frozenset(await session.scalars(below(actor)))


async def current(session: AsyncSession, actor: Actor, laporan_id: UUID, *, lock: bool = False) -> Laporan | None:
    """The current revision, if the actor may read it; ``lock`` makes others who decide wait."""
    statement = readable(actor).where(Laporan.id == laporan_id, Laporan.current)
    found: Laporan | None = await session.scalar(statement.with_for_update() if lock else statement)
    return found


async def current_of(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """The current revisions of those of these reports that the actor may read, each with its author's name."""
    statement = readable(actor).where(Laporan.id.in_(ids), Laporan.current).join(Akun, Akun.id == Laporan.author_id)
    return (await session.execute(statement.add_columns(Akun.name.label("author")))).all()


async def made_of(session: AsyncSession, actor: Actor, laporan_id: UUID) -> Sequence[Laporan]:
    """Current revisions of the reports that were made out of this one, as far as the actor may read them, the earliest first."""
    statement = readable(actor).where(Laporan.origin_id == laporan_id, Laporan.current)
    return (await session.scalars(statement.order_by(Laporan.captured_at, Laporan.id))).all()


async def older(session: AsyncSession, actor: Actor, laporan_id: UUID) -> Sequence[Laporan]:
    """The superseded revisions, newest first."""
    statement = readable(actor).where(Laporan.id == laporan_id, ~Laporan.current).order_by(Laporan.revision.desc())
    return (await session.scalars(statement)).all()


async def competing(session: AsyncSession, laporan_id: UUID) -> Sequence[LaporanSaingan]:
    """Other contents sent under a revision already taken. Only for whoever may read the report."""
    statement = select(LaporanSaingan).where(LaporanSaingan.id == laporan_id).order_by(LaporanSaingan.received_at)
    return (await session.scalars(statement)).all()


async def decisions(session: AsyncSession, laporan_id: UUID) -> Sequence[Row[Any]]:
    """All decisions, newest first, with who took them. Only for whoever may read the report."""
    statement = (
        select(Tinjauan.revision, Tinjauan.state, Tinjauan.note, Tinjauan.created_at, Akun.name.label("reviewer"))
        .join(Akun, Akun.id == Tinjauan.reviewer_id)
        .where(Tinjauan.laporan_id == laporan_id)
        .order_by(Tinjauan.created_at.desc(), Tinjauan.id.desc())
    )
    return (await session.execute(statement)).all()


async def author_of(session: AsyncSession, akun_id: int) -> tuple[Akun, Satuan]:
    """Who wrote a report, and where they serve."""
    row = (
        await session.execute(select(Akun, Satuan).join(Satuan, Satuan.id == Akun.satuan_id).where(Akun.id == akun_id))
    ).one()
    return row[0], row[1]


async def set_state(session: AsyncSession, laporan: Laporan, state: str, at: datetime) -> None:
    """Give a revision its new state; ``changed_at`` brings it to the author's phone."""
    await session.execute(
        update(Laporan)
        .where(Laporan.id == laporan.id, Laporan.revision == laporan.revision)
        .values(state=state, changed_at=at)
    )
