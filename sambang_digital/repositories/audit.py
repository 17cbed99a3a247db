"""The audit trail: appending to it, sealing it into a chain, and reading it."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Insert, Row, String, Update, bindparam, cast, func, insert, or_, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Audit, KepalaAudit, Laporan
from sambang_digital.models.audit import DEEDS
from sambang_digital.repositories.satuan import below
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission

AUDIT = Audit.__table__  # type: ignore[attr-defined]
LAPORAN = Laporan.__table__  # type: ignore[attr-defined]
CHAIN_LOCK = 0x53414D42414E47
"""Number of the advisory lock on PostgreSQL; on SQLite a writing transaction is alone anyway."""
READ_AHEAD = 2_000


@cache
def _insert() -> Insert:
    return insert(AUDIT)


@cache
def _seal() -> Update:
    return (
        update(AUDIT)
        .where(AUDIT.c.id == bindparam("key"), AUDIT.c.place.is_(None))
        .values(place=bindparam("new_place"), hash=bindparam("new_hash"))
    )


async def add(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """Append rows; they are sealed after the commit."""
    if rows:
        await (await session.connection()).execute(_insert(), rows)


async def lock_chain(session: AsyncSession) -> bool:
    """Whether this transaction is now the only one that seals; the lock ends with it."""
    if dialect_of(session) != "postgresql":
        return True
    taken = await session.scalar(text("SELECT pg_try_advisory_xact_lock(:number)"), {"number": CHAIN_LOCK})
    return bool(taken)


async def last_sealed(session: AsyncSession) -> Row[Any] | None:
    """``place`` and ``hash`` of the chain's last row."""
    chain = select(AUDIT.c.place, AUDIT.c.hash).where(AUDIT.c.place.is_not(None))
    return (await session.execute(chain.order_by(AUDIT.c.place.desc()).limit(1))).first()


async def unsealed(session: AsyncSession, limit: int) -> Sequence[Row[Any]]:
    """The rows that wait, in the order in which they were written."""
    return (await session.execute(select(AUDIT).where(AUDIT.c.place.is_(None)).order_by(AUDIT.c.id).limit(limit))).all()


async def is_waiting(session: AsyncSession) -> bool:
    """Whether there is anything to seal."""
    return await session.scalar(select(AUDIT.c.id).where(AUDIT.c.place.is_(None)).limit(1)) is not None


async def count_unsealed(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many rows wait, and since when the first of them."""
    waiting = select(func.count(), func.min(AUDIT.c.at)).where(AUDIT.c.place.is_(None))
    count, oldest = (await session.execute(waiting)).one()
    return count, oldest


async def seal(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Give rows their place and hash: ``key``, ``new_place``, ``new_hash``."""
    if rows:
        await (await session.connection()).execute(_seal(), list(rows))


async def chain(session: AsyncSession) -> AsyncIterator[Sequence[Row[Any]]]:
    """The sealed rows in the order of their places, some thousands at a time."""
    rows = select(AUDIT).where(AUDIT.c.place.is_not(None)).order_by(AUDIT.c.place)
    stream = await session.stream(rows, execution_options={"yield_per": READ_AHEAD})
    async for part in stream.partitions():
        yield part


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows to show: of whom (NRP or part of the name), which deed, which object, from and until when, before which row."""

    person: str = ""
    action: str = ""
    object_id: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


async def page(session: AsyncSession, actor: Actor, wanted: AuditFilter, size: int) -> Sequence[Row[Any]]:
    """Rows of people of the actor's satuan and all below, and of the system itself; the newest first. Without ``li:read`` none that
    is about a secret report.

    The intake's receipts, one for each group of visits, are left out unless asked for: they would bury all else.
    """
    rows = (
        select(AUDIT, Akun.name.label("person"), Akun.nrp)
        .outerjoin(Akun, Akun.id == AUDIT.c.akun_id)
        .where(or_(AUDIT.c.akun_id.is_(None), Akun.satuan_id.in_(below(actor))))
    )
    if not actor.may(Permission.LI_READ):
        # One spelling of ids for both databases.
        secret = select(func.replace(cast(LAPORAN.c.id, String), "-", "")).where(Laporan.current, Laporan.secret)
        rows = rows.where(func.replace(AUDIT.c.object_id, "-", "").not_in(secret))
    rows = rows.where(AUDIT.c.action == wanted.action if wanted.action else text(DEEDS))
    if wanted.person:
        named = or_(Akun.nrp == wanted.person, Akun.name.icontains(wanted.person, autoescape=True))
        rows = rows.where(AUDIT.c.akun_id.in_(select(Akun.id).where(named)))
    if wanted.since:
        rows = rows.where(AUDIT.c.at >= wanted.since)
    if wanted.until:
        rows = rows.where(AUDIT.c.at < wanted.until)
    if wanted.object_id:
        rows = rows.where(AUDIT.c.object_id == wanted.object_id)
    if wanted.before:
        rows = rows.where(AUDIT.c.id < wanted.before)
    return (await session.execute(rows.order_by(AUDIT.c.id.desc()).limit(size))).all()


async def reports(session: AsyncSession, ids: Collection[tuple[UUID, int]]) -> Sequence[Row[Any]]:
    """These revisions as they stand in the database, whole."""
    return (await session.execute(select(LAPORAN).where(tuple_(LAPORAN.c.id, LAPORAN.c.revision).in_(ids)))).all()


async def add_head(session: AsyncSession, head: KepalaAudit) -> bool:
    """Keep a day's head; whether it was the first of that day."""
    once = insert_into(dialect_of(session), KepalaAudit.__table__).on_conflict_do_nothing()  # type: ignore[attr-defined]
    done = await session.execute(once.values(head.model_dump()).returning(KepalaAudit.day))
    return done.first() is not None


async def has_head(session: AsyncSession, day: date) -> bool:
    """Whether the day's head is kept."""
    return await session.get(KepalaAudit, day) is not None


async def heads(session: AsyncSession, *, exported: bool | None = None) -> list[KepalaAudit]:
    """Kept heads, oldest first; all, or those that were (not yet) exported."""
    rows = select(KepalaAudit).order_by(KepalaAudit.day)
    if exported is not None:
        rows = rows.where(KepalaAudit.exported_at.is_not(None) if exported else KepalaAudit.exported_at.is_(None))
    return list(await session.scalars(rows))


async def exported(session: AsyncSession, day: date, at: datetime) -> None:
    """Note that the day's head lies outside of the database too."""
    await session.execute(update(KepalaAudit).where(KepalaAudit.day == day).values(exported_at=at))
