"""News of a person: written by whoever makes it, read by that person alone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Kabar, KabarHarian, PeranAkun, PilihanKabar
from sambang_digital.models.kabar import UNREAD
from sambang_digital.repositories.kinerja import last_counted
from sambang_digital.repositories.sinkron import Place, after
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran

KABAR = Kabar.__table__


async def tell(
    session: AsyncSession, akun_ids: Sequence[int], jenis: str, ref: UUID, at: datetime
) -> list[tuple[UUID, int]]:
    """News for these people, in this order; what waits unread is said once more instead. (id, akun_id) of the rows."""
    same = {"jenis": jenis, "ref": ref, "count": 1, "at": at, "changed_at": at}
    statement = insert_into(dialect_of(session), KABAR).values(
        [same | {"id": uuid4(), "akun_id": akun_id} for akun_id in akun_ids]
    )
    again = {"count": KABAR.c.count + 1, "at": statement.excluded.at, "changed_at": statement.excluded.changed_at}
    statement = statement.on_conflict_do_update(
        index_elements=["akun_id", "jenis", "ref"], index_where=UNREAD, set_=again
    )
    rows = await session.execute(statement.returning(KABAR.c.id, KABAR.c.akun_id))
    return [(row.id, row.akun_id) for row in rows]


async def choices(session: AsyncSession, akun_ids: Collection[int]) -> dict[int, PilihanKabar]:
    """What those of these people chose who chose anything."""
    rows = await session.scalars(select(PilihanKabar).where(PilihanKabar.akun_id.in_(akun_ids)))
    return {row.akun_id: row for row in rows}


async def choose(session: AsyncSession, akun_id: int, values: Mapping[str, Any]) -> None:
    """Store what one person wants, over what they wanted before."""
    statement = insert_into(dialect_of(session), PilihanKabar.__table__).values(akun_id=akun_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["akun_id"], set_=dict(values)))


async def page(session: AsyncSession, actor: Actor, limit: int, offset: int) -> Sequence[Kabar]:
    """The actor's news, the latest first."""
    statement = select(Kabar).where(Kabar.akun_id == actor.id).order_by(Kabar.at.desc(), Kabar.id)
    return (await session.scalars(statement.limit(limit).offset(offset))).all()


async def count(session: AsyncSession, actor: Actor, *, unread: bool = False) -> int:
    """How much news the actor has, or has not read."""
    statement = select(func.count()).select_from(Kabar).where(Kabar.akun_id == actor.id)
    return await session.scalar(statement.where(UNREAD) if unread else statement) or 0


async def changed(session: AsyncSession, actor: Actor, place: Place, limit: int) -> Sequence[Kabar]:
    """The actor's news that came, came again or was read after ``place``."""
    statement = select(Kabar).where(Kabar.akun_id == actor.id, after(Kabar, place))
    return (await session.scalars(statement.order_by(Kabar.changed_at, Kabar.id).limit(limit))).all()


async def get(session: AsyncSession, actor: Actor, kabar_id: UUID) -> Kabar | None:
    """One of the actor's."""
    found: Kabar | None = await session.scalar(select(Kabar).where(Kabar.id == kabar_id, Kabar.akun_id == actor.id))
    return found


async def mark_read(session: AsyncSession, actor: Actor, seen: Mapping[UUID, datetime] | None, at: datetime) -> int:
    """Note as read what the actor saw: all, or these as of the moment each was last said; gives how many were unread."""
    unread = update(Kabar).where(Kabar.akun_id == actor.id, UNREAD)
    if seen is not None:
        unread = unread.where(or_(*((Kabar.id == id_) & (Kabar.at <= moment) for id_, moment in seen.items())))
    done = await session.execute(unread.values(read_at=at, changed_at=at).returning(Kabar.id))
    return len(done.all())


async def drop(session: AsyncSession, akun_id: int, before: datetime, limit: int) -> int:
    """Delete news of this person that was last said before ``before``; gives their number."""
    old = select(Kabar.id).where(Kabar.akun_id == akun_id, Kabar.at < before).limit(limit)
    return len((await session.scalars(delete(Kabar).where(Kabar.id.in_(old)).returning(Kabar.id))).all())


async def begin_day(session: AsyncSession, day: date) -> bool:
    """Note that this day's reminders are sent in this transaction; whether nobody has sent them yet."""
    await session.execute(delete(KabarHarian).where(KabarHarian.day < day - timedelta(days=7)))
    statement = insert_into(dialect_of(session), KabarHarian.__table__).values(day=day).on_conflict_do_nothing()
    return (await session.execute(statement.returning(KabarHarian.day))).first() is not None


async def officers(session: AsyncSession) -> Sequence[Row[Any]]:
    """All active officers: id, satuan, when their account was made, and the day of their last counted report (of which
    nothing else is read)."""
    statement = (
        select(Akun.id, Akun.satuan_id, Akun.created_at, last_counted().label("last"))
        .join(PeranAkun, PeranAkun.akun_id == Akun.id)
        .where(PeranAkun.role == Peran.BHABINKAMTIBMAS, Akun.active)
    )
    return (await session.execute(statement.order_by(Akun.id))).all()


async def holders(session: AsyncSession, role: Peran, satuan_ids: Collection[int]) -> list[int]:
    """Active people of these satuan with a role."""
    statement = (
        select(Akun.id)
        .join(PeranAkun, PeranAkun.akun_id == Akun.id)
        .where(PeranAkun.role == role, Akun.active, Akun.satuan_id.in_(satuan_ids))
    )
    return list(await session.scalars(statement.order_by(Akun.id)))
