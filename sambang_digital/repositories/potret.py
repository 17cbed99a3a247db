"""Portraits of officers. Whoever changes one has been found to reach its officer; citizens get those of officers on duty alone."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Table, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, FotoHapus, Penugasan, Potret
from sambang_digital.repositories.wilayah_satuan import on_duty


async def of(session: AsyncSession, akun_id: int) -> Potret | None:
    """Somebody's portrait."""
    return await session.get(Potret, akun_id, populate_existing=True)


async def replace(session: AsyncSession, akun_id: int, row: Potret | None) -> Potret | None:
    """Put ``row`` in the place of somebody's portrait; gives what was there, whose files are to be deleted."""
    before = await of(session, akun_id)
    if before:
        session.add(FotoHapus(media_id=before.id))
        await session.delete(before)
        await session.flush()
    if row:
        session.add(row)
        await session.flush()
    return before


async def is_public(session: AsyncSession, potret_id: UUID, day: date) -> bool:
    """Whether everybody may see it on a day: it is shown, and its officer answers for a village then."""
    serves = exists().where(Penugasan.akun_id == Potret.akun_id, Akun.id == Potret.akun_id, *on_duty(day))
    found = select(Potret.akun_id).where(Potret.id == potret_id, Potret.shown, serves)
    return await session.scalar(found) is not None


async def everything(session: AsyncSession, tables: Sequence[Table]) -> Sequence[UUID]:
    """All there are (for a backup). ``tables`` are those of the database, which may be from before there were portraits."""
    table = next((one for one in tables if one.name == Potret.__tablename__), None)
    return [] if table is None else (await session.scalars(select(table.c.id).order_by(table.c.id))).all()
