"""Series of numbers, and the numbers given from them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Nomor, NomorSeri, Satuan
from sambang_digital.repositories.laporan import LAPORAN
from sambang_digital.repositories.upsert import dialect_of, insert_into

SERIES = NomorSeri.__table__


@cache
def _advance(dialect: str) -> Any:
    some = insert_into(dialect, SERIES)
    further = some.on_conflict_do_update(
        index_elements=[SERIES.c.satuan_id, SERIES.c.year], set_={"last": SERIES.c.last + some.excluded.last}
    )
    return further.returning(SERIES.c.last)


async def advance(session: AsyncSession, satuan_id: int, year: int, by: int) -> int:
    """Take the next ``by`` numbers of a series; gives the last of them. Others wait until this transaction ends."""
    taken = await session.scalar(_advance(dialect_of(session)), {"satuan_id": satuan_id, "year": year, "last": by})
    assert taken
    return taken


async def give(session: AsyncSession, numbers: Collection[Nomor]) -> None:
    """Write numbers down, and onto all revisions of their reports."""
    session.add_all(numbers)
    await session.flush()
    connection = await session.connection()
    await connection.execute(
        update(LAPORAN).where(LAPORAN.c.id == bindparam("key_id")).values(number=bindparam("new_number")),
        [{"key_id": one.id, "new_number": one.number} for one in numbers],
    )


async def names(session: AsyncSession, satuan_ids: Collection[int]) -> Mapping[int, str]:
    """Names of these satuan."""
    found = await session.execute(select(Satuan.id, Satuan.name).where(Satuan.id.in_(satuan_ids)))
    return {row.id: row.name for row in found}


async def locked(session: AsyncSession, laporan_id: UUID) -> Nomor | None:
    """The number of a report that the actor was found to read, which nobody else changes until this transaction ends."""
    found: Nomor | None = await session.scalar(select(Nomor).where(Nomor.id == laporan_id).with_for_update())
    return found


async def get(session: AsyncSession, laporan_id: UUID) -> Row[Any] | None:
    """``number``, ``void_at``, ``void_reason`` and who made it void (``by``) of a report that the actor was found to read."""
    statement = select(Nomor.number, Nomor.void_at, Nomor.void_reason, Akun.name.label("by"))
    return (
        await session.execute(statement.outerjoin(Akun, Akun.id == Nomor.void_by).where(Nomor.id == laporan_id))
    ).first()


async def void_among(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Those of these reports whose number is void."""
    return set(await session.scalars(select(Nomor.id).where(Nomor.id.in_(ids), Nomor.void_at.is_not(None))))


async def void(session: AsyncSession, number: Nomor, by: int, reason: str, at: datetime) -> None:
    """It counts no more, and stays."""
    number.void_at, number.void_by, number.void_reason = at, by, reason
    await session.flush()
