"""Which officer answers for which village, and when."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Penugasan

_OF_OFFICER = select(Penugasan.area_code, Penugasan.start, Penugasan.end)


async def of_officer(session: AsyncSession, akun_id: int) -> list[tuple[str, date, date | None]]:
    """All assignments of an officer, past and future: (village, first day, last day or None)."""
    rows = await session.execute(_OF_OFFICER.where(Penugasan.akun_id == akun_id))
    return [(code, start, end) for code, start, end in rows]


async def officer_of(session: AsyncSession, penugasan_id: int) -> int | None:
    """Whose assignment this is."""
    return await session.scalar(select(Penugasan.akun_id).where(Penugasan.id == penugasan_id))


async def overlapping(
    session: AsyncSession, akun_id: int, area_code: str, start: date, end: date | None
) -> Penugasan | None:
    """An assignment of this officer to this village that shares a day with the period."""
    found = await session.scalars(
        select(Penugasan)
        .where(
            Penugasan.akun_id == akun_id,
            Penugasan.area_code == area_code,
            or_(Penugasan.end.is_(None), Penugasan.end >= start),
            *([] if end is None else [Penugasan.start <= end]),
        )
        .order_by(Penugasan.start)
        .limit(1)
    )
    return found.first()
