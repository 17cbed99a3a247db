"""What has been kept long enough, in batches; each read is bounded by an index."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, String, cast, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Karantina, Laporan, LaporanSaingan
from sambang_digital.repositories.laporan import LAPORAN

ERASED = "{}"
"""The body of a report whose contents are gone; no form is ever empty."""


async def authors(session: AsyncSession, satuan_ids: Collection[int]) -> list[int]:
    """Everybody who serves there now."""
    return list(await session.scalars(select(Akun.id).where(Akun.satuan_id.in_(satuan_ids)).order_by(Akun.id)))


async def drop_quarantine(session: AsyncSession, sender_id: int, before: datetime) -> int:
    """Delete rejected items of this sender from before ``before``; gives their number."""
    gone = await session.scalars(
        delete(Karantina)
        .where(Karantina.sender_id == sender_id, Karantina.received_at < before)
        .returning(Karantina.id)
    )
    return len(gone.all())


async def old_practice(session: AsyncSession, author_id: int, before: date, limit: int) -> Sequence[UUID]:
    """Practice reports of this author from before ``before``."""
    rows = select(Laporan.id).where(Laporan.author_id == author_id, Laporan.day < before, Laporan.practice)
    return (await session.scalars(rows.distinct().limit(limit))).all()


async def old_reports(session: AsyncSession, author_id: int, before: date, limit: int) -> Sequence[Row[Any]]:
    """Revisions of this author from before ``before`` that still have their contents, locked."""
    kept = cast(LAPORAN.c.body, String) != ERASED
    rows = select(LAPORAN).where(LAPORAN.c.author_id == author_id, LAPORAN.c.day < before, ~LAPORAN.c.practice, kept)
    return (await session.execute(rows.order_by(LAPORAN.c.day).limit(limit).with_for_update())).all()


async def blank(session: AsyncSession, laporan_id: UUID, revision: int, values: dict[str, Any]) -> None:
    """Overwrite a revision's contents, and forget what competed with it."""
    same = (LAPORAN.c.id == laporan_id) & (LAPORAN.c.revision == revision)
    await session.execute(update(LAPORAN).where(same).values(**values))
    await session.execute(
        delete(LaporanSaingan).where(LaporanSaingan.id == laporan_id, LaporanSaingan.revision == revision)
    )
