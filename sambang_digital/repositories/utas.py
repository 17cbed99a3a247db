"""Threads of reports and tasks. Whoever may read one may read its thread and write to it; practice reports have none."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, case, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import (
    Akun,
    Laporan,
    Media,
    PeranAkun,
    Satuan,
    Tinjauan,
    Tugas,
    Utas,
    UtasFoto,
    UtasPesan,
    UtasPeserta,
)
from sambang_digital.repositories import tugas
from sambang_digital.repositories.laporan import readable
from sambang_digital.repositories.sinkron import Place, after
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission, holders

MAX_PEOPLE = 200
UNREAD = UtasPeserta.unread > literal(0, literal_execute=True)
"""Word for word what the partial index holds: a plan made for any parameter could not use it."""


async def report(session: AsyncSession, actor: Actor, laporan_id: UUID) -> Laporan | None:
    """The current revision of a report whose thread the actor may read."""
    statement = readable(actor).where(Laporan.id == laporan_id, Laporan.current, ~Laporan.practice)
    found: Laporan | None = await session.scalar(statement)
    return found


async def own_threads(session: AsyncSession, actor: Actor, place: Place, limit: int) -> Sequence[Utas]:
    """The threads of the actor's own reports that changed after ``place``."""
    statement = select(Utas).where(Utas.author_id == actor.id, after(Utas, place))
    return (await session.scalars(statement.order_by(Utas.changed_at, Utas.id).limit(limit))).all()


async def people(session: AsyncSession, satuan_id: int, author_id: int, permission: Permission) -> Sequence[Row[Any]]:
    """Who reads a report, or a task, of this officer and satuan: the officer, and who has the permission there and above, the
    nearest first; (id, name, rank)."""
    path = await session.scalar(select(Satuan.path).where(Satuan.id == satuan_id))
    above = [int(step) for step in (path or "").strip("/").split("/") if step]
    reads = select(PeranAkun.akun_id).where(PeranAkun.role.in_(holders(permission)))
    nearest = case({satuan_id: -depth for depth, satuan_id in enumerate(above)}, value=Akun.satuan_id, else_=1)
    statement = (
        select(Akun.id, Akun.name, Akun.rank)
        .where(Akun.active, (Akun.id == author_id) | (Akun.satuan_id.in_(above) & Akun.id.in_(reads)))
        .order_by(nearest, Akun.name, Akun.id)
        .limit(MAX_PEOPLE)
    )
    return (await session.execute(statement)).all()


async def nearest_reviewers(session: AsyncSession, laporan_satuan_id: int, permission: Permission) -> list[int]:
    """Those who review reports of this satuan that are read with this permission, from the lowest level that has any."""
    path = await session.scalar(select(Satuan.path).where(Satuan.id == laporan_satuan_id))
    for satuan_id in reversed([int(step) for step in (path or "").strip("/").split("/") if step]):
        found = await session.scalars(
            select(Akun.id)
            .join(PeranAkun, PeranAkun.akun_id == Akun.id)
            .where(
                Akun.active,
                Akun.satuan_id == satuan_id,
                PeranAkun.role.in_(holders(Permission.LAPORAN_REVIEW, permission)),
            )
            .distinct()
        )
        if reviewers := list(found):
            return reviewers
    return []


async def deciders(session: AsyncSession, laporan_id: UUID) -> list[int]:
    """Those who decided on a revision of the report."""
    return list(await session.scalars(select(Tinjauan.reviewer_id).where(Tinjauan.laporan_id == laporan_id).distinct()))


async def begin(session: AsyncSession, laporan_id: UUID, author_id: int, at: datetime) -> bool:
    """Make the thread if there is none; whether this made it."""
    row = {"id": laporan_id, "author_id": author_id, "changed_at": at, "last_at": at}
    made = insert_into(dialect_of(session), Utas.__table__).values(row).on_conflict_do_nothing().returning(Utas.id)
    return (await session.execute(made)).first() is not None


async def lock(session: AsyncSession, laporan_id: UUID) -> Utas | None:
    """The thread, which nobody else writes to until this transaction ends."""
    statement = select(Utas).where(Utas.id == laporan_id).with_for_update().execution_options(populate_existing=True)
    found: Utas | None = await session.scalar(statement)
    return found


async def get(session: AsyncSession, laporan_id: UUID) -> Utas | None:
    """The thread of a report that the actor was already found to read."""
    return await session.get(Utas, laporan_id)


async def post(session: AsyncSession, pesan_id: UUID) -> UtasPesan | None:
    """One post, whoever may read it: only to find out whether an id is taken."""
    return await session.get(UtasPesan, pesan_id)


async def join(session: AsyncSession, laporan_id: UUID, akun_ids: Iterable[int]) -> None:
    """Let these people take part who do not yet."""
    rows = [{"utas_id": laporan_id, "akun_id": akun_id} for akun_id in sorted(set(akun_ids))]
    if rows:
        await session.execute(insert_into(dialect_of(session), UtasPeserta.__table__).on_conflict_do_nothing(), rows)


async def count_new(session: AsyncSession, laporan_id: UUID, sender_id: int, mentions: Collection[int]) -> None:
    """One more post that all but its sender have not read."""
    others = (UtasPeserta.utas_id == laporan_id) & (UtasPeserta.akun_id != sender_id)
    await session.execute(update(UtasPeserta).where(others).values(unread=UtasPeserta.unread + 1))
    if mentions:
        await session.execute(
            update(UtasPeserta).where(others, UtasPeserta.akun_id.in_(mentions)).values(mentioned=True)
        )


async def mark_read(session: AsyncSession, laporan_id: UUID, akun_id: int, until: datetime) -> None:
    """This person has read up to ``until`` (a post's ``received_at``)."""
    later = (
        select(func.count())
        .select_from(UtasPesan)
        .where(UtasPesan.utas_id == laporan_id, UtasPesan.received_at > until, UtasPesan.sender_id != akun_id)
    )
    unread = int(await session.scalar(later) or 0)
    values: dict[str, Any] = {"read_at": until, "unread": unread}
    if not unread:
        values["mentioned"] = False
    await session.execute(
        update(UtasPeserta).where(UtasPeserta.utas_id == laporan_id, UtasPeserta.akun_id == akun_id).values(values)
    )


async def participant(session: AsyncSession, laporan_id: UUID, akun_id: int) -> UtasPeserta | None:
    """How far this person has read."""
    return await session.get(UtasPeserta, (laporan_id, akun_id), populate_existing=True)


async def posts(session: AsyncSession, ids: Collection[UUID], limit: int) -> Sequence[Any]:
    """The last ``limit`` posts of each of these threads, oldest first, with their senders: (UtasPesan, name, rank)."""
    place = func.row_number().over(partition_by=UtasPesan.utas_id, order_by=UtasPesan.received_at.desc()).label("place")
    last = select(UtasPesan.id, place).where(UtasPesan.utas_id.in_(ids)).subquery()
    statement = (
        select(UtasPesan, Akun.name, Akun.rank)
        .join(last, last.c.id == UtasPesan.id)
        .join(Akun, Akun.id == UtasPesan.sender_id)
        .where(last.c.place <= limit)
        .order_by(UtasPesan.utas_id, UtasPesan.received_at)
    )
    return (await session.execute(statement)).all()


async def counts(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, int]:
    """How many posts each of these threads has; one without any is left out."""
    statement = select(UtasPesan.utas_id, func.count()).where(UtasPesan.utas_id.in_(ids)).group_by(UtasPesan.utas_id)
    return {row[0]: row[1] for row in await session.execute(statement)}


async def participants(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Any]:
    """Who takes part in these threads: (UtasPeserta, name)."""
    statement = (
        select(UtasPeserta, Akun.name)
        .join(Akun, Akun.id == UtasPeserta.akun_id)
        .where(UtasPeserta.utas_id.in_(ids))
        .order_by(Akun.name, Akun.id)
    )
    return (await session.execute(statement)).all()


async def photos(session: AsyncSession, ids: Collection[UUID]) -> dict[tuple[int, str], str]:
    """(sender, SHA-256) → id of the media, of those photos of these threads that have arrived."""
    statement = (
        select(Media.uploader_id, Media.sha256, Media.id)
        .join(UtasFoto, (UtasFoto.sender_id == Media.uploader_id) & (UtasFoto.sha256 == Media.sha256))
        .where(UtasFoto.utas_id.in_(ids), Media.state == "siap")
    )
    return {(row.uploader_id, row.sha256): str(row.id) for row in await session.execute(statement)}


async def touch(session: AsyncSession, ids: Collection[UUID], at: datetime) -> None:
    """Something about these threads changed: their reports' authors' phones hear of it."""
    if ids:
        await session.execute(update(Utas).where(Utas.id.in_(ids)).values(changed_at=at))


async def threads_naming(session: AsyncSession, media: Media) -> list[UUID]:
    """Threads with a post that names the photo."""
    statement = select(UtasFoto.utas_id).where(UtasFoto.sender_id == media.uploader_id, UtasFoto.sha256 == media.sha256)
    return list(await session.scalars(statement.distinct()))


async def unread_reports(session: AsyncSession, actor: Actor) -> tuple[int, int]:
    """How many reports that the actor may read have posts they have not read, and how many of these mention them."""
    return await _unread(session, actor, readable(actor).where(Laporan.current), Laporan.id)


async def unread_tasks(session: AsyncSession, actor: Actor) -> tuple[int, int]:
    """The same of tasks."""
    return await _unread(session, actor, tugas.readable(actor), Tugas.id)


async def _unread(session: AsyncSession, actor: Actor, topics: Select[Any], topic_id: Any) -> tuple[int, int]:
    statement = (
        topics.join(UtasPeserta, UtasPeserta.utas_id == topic_id)
        .where(UtasPeserta.akun_id == actor.id, UNREAD)
        .with_only_columns(func.count(), func.count().filter(UtasPeserta.mentioned))
    )
    unread, mentioned = (await session.execute(statement)).one()
    return unread, mentioned
