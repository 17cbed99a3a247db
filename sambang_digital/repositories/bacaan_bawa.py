"""Texts of the library that reports brought to people."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Laporan, LaporanBacaan
from sambang_digital.repositories.upsert import dialect_of, insert_into


async def record(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows of :class:`LaporanBacaan`, each once."""
    insert = insert_into(dialect_of(session), LaporanBacaan.__table__).on_conflict_do_nothing()
    await session.execute(insert, list(rows))


async def sums(session: AsyncSession, bacaan_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """``bacaan_id``, ``visits`` and ``people`` of those of these texts that any counted report brought."""
    named = and_(Laporan.id == LaporanBacaan.laporan_id, Laporan.revision == LaporanBacaan.revision)
    statement = (
        select(
            LaporanBacaan.bacaan_id,
            func.count().label("visits"),
            func.sum(LaporanBacaan.people).label("people"),
        )
        .join(Laporan, named)
        .where(LaporanBacaan.bacaan_id.in_(bacaan_ids), Laporan.counted)
        .group_by(LaporanBacaan.bacaan_id)
    )
    return (await session.execute(statement)).all()
