"""Strikes. A desk reads those on reports within its reach, a citizen's phone its own and those of the account signed in on it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Pengaduan, PeranAkun, Teguran
from sambang_digital.models.base import uuid7
from sambang_digital.repositories.pengaduan import reach
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission, holders


def _of(device_id: UUID, akun_warga_id: UUID | None) -> ColumnElement[bool]:
    device = Teguran.device_id == device_id
    return or_(device, Teguran.akun_warga_id == akun_warga_id) if akun_warga_id else device


async def own(session: AsyncSession, device_id: UUID, akun_warga_id: UUID | None) -> Sequence[Row[Teguran, Pengaduan]]:
    """Strikes that were confirmed, with the report of each, the latest first."""
    statement = (
        select(Teguran, Pengaduan)
        .join(Pengaduan, Pengaduan.id == Teguran.pengaduan_id)
        .where(_of(device_id, akun_warga_id), Teguran.state.in_(("berlaku", "dicabut")))
        .order_by(Teguran.confirmed_at.desc(), Teguran.id)
    )
    return (await session.execute(statement)).all()


async def own_one(
    session: AsyncSession, device_id: UUID, akun_warga_id: UUID | None, teguran_id: UUID
) -> Teguran | None:
    """One of them, locked."""
    statement = select(Teguran).where(
        _of(device_id, akun_warga_id), Teguran.id == teguran_id, Teguran.state.in_(("berlaku", "dicabut"))
    )
    return await session.scalar(statement.with_for_update().execution_options(populate_existing=True))


async def held(session: AsyncSession, device_id: UUID, akun_warga_id: UUID | None) -> Sequence[Teguran]:
    """Strikes that hold or held, the earliest first; those taken away are not among them."""
    statement = select(Teguran).where(_of(device_id, akun_warga_id), Teguran.state == "berlaku")
    return (await session.scalars(statement.order_by(Teguran.confirmed_at))).all()


async def propose(session: AsyncSession, values: dict[str, Any]) -> None:
    """Write a proposal, unless there is a strike for this report already."""
    made = insert_into(dialect_of(session), Teguran).values({"id": uuid7(), "state": "diusulkan"} | values)
    await session.execute(made.on_conflict_do_nothing(index_elements=["pengaduan_id"]))


async def of_report(session: AsyncSession, actor: Actor, pengaduan_id: UUID) -> Teguran | None:
    """The strike for a report that the actor may read."""
    statement = select(Teguran).join(Pengaduan, Pengaduan.id == Teguran.pengaduan_id)
    return await session.scalar(statement.where(reach(actor), Teguran.pengaduan_id == pengaduan_id))


async def find(session: AsyncSession, actor: Actor, teguran_id: UUID) -> Row[Teguran, Pengaduan] | None:
    """A strike with its report, both locked, if the actor may read the report."""
    statement = (
        select(Teguran, Pengaduan)
        .join(Pengaduan, Pengaduan.id == Teguran.pengaduan_id)
        .where(reach(actor), Teguran.id == teguran_id)
    )
    locked = statement.with_for_update(of=(Teguran, Pengaduan)).execution_options(populate_existing=True)
    return (await session.execute(locked)).one_or_none()


async def waiting(session: AsyncSession, actor: Actor, limit: int) -> Sequence[Row[Teguran, Pengaduan]]:
    """Proposals and appeals within the actor's reach that nobody decided, the longest wait first."""
    undecided = or_(
        Teguran.state == "diusulkan",
        and_(Teguran.state == "berlaku", Teguran.appealed_at.is_not(None), Teguran.outcome.is_(None)),
    )
    statement = (
        select(Teguran, Pengaduan)
        .join(Pengaduan, Pengaduan.id == Teguran.pengaduan_id)
        .where(reach(actor), undecided)
        .order_by(Teguran.proposed_at)
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def deciders(session: AsyncSession, satuan_id: int, but: Collection[int | None]) -> set[int]:
    """Who of this satuan may decide, without those who had a part in it."""
    roles = PeranAkun.role.in_(holders(Permission.PENGADUAN_PRANK))
    statement = select(Akun.id).join(PeranAkun, PeranAkun.akun_id == Akun.id)
    found = await session.scalars(statement.where(Akun.satuan_id == satuan_id, Akun.active, roles))
    return set(found) - set(but)


async def drop(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete strikes that ended, or were turned down, before ``before``; gives how many."""
    over = or_(Teguran.expires_at < before, and_(Teguran.state == "tidak_terbukti", Teguran.confirmed_at < before))
    ids = (await session.scalars(select(Teguran.id).where(over).limit(limit))).all()
    await session.execute(delete(Teguran).where(Teguran.id.in_(ids)))
    return len(ids)
