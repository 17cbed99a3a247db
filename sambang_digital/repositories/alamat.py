"""Addresses of points. They name no person and no report, so these reads know no actor."""

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Alamat
from sambang_digital.repositories.upsert import dialect_of, insert_into


async def find(session: AsyncSession, key: str) -> str | None:
    """The address kept for a point; empty: nothing known there; None: never asked."""
    row = await session.get(Alamat, key)
    return row.text if row else None


async def keep(session: AsyncSession, row: Alamat) -> None:
    """Keep an answer; another process may have been first."""
    values = row.model_dump()
    await session.execute(insert_into(dialect_of(session), Alamat.__table__).values(values).on_conflict_do_nothing())
