"""What only the demo writes and asks: decisions taken in the past, and reports by the hundred thousand for benchmarks."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Laporan, Penugasan, PeranAkun, Tinjauan
from sambang_digital.security.permissions import Peran

LAPORAN = Laporan.__table__


class Assignment(NamedTuple):
    """An officer and one of their villages."""

    akun_id: int
    satuan_id: int
    area_code: str


async def assignments(session: AsyncSession) -> list[Assignment]:
    """Every village of every officer who has one, ordered by officer."""
    statement = (
        select(Akun.id, Akun.satuan_id, Penugasan.area_code)
        .join(Penugasan, Penugasan.akun_id == Akun.id)
        .order_by(Akun.id, Penugasan.area_code)
    )
    return [Assignment(*row) for row in await session.execute(statement)]


async def reviewers(session: AsyncSession) -> dict[int, int]:
    """A Kanit Binmas of each polsek: satuan → person."""
    statement = (
        select(Akun.satuan_id, func.min(Akun.id).label("reviewer"))
        .join(PeranAkun, PeranAkun.akun_id == Akun.id)
        .where(PeranAkun.role == Peran.KANIT_POLSEK)
        .group_by(Akun.satuan_id)
    )
    return {row.satuan_id: row.reviewer for row in await session.execute(statement)}


async def reports(session: AsyncSession) -> int:
    """How many revisions there are."""
    return int(await session.scalar(select(func.count()).select_from(LAPORAN)) or 0)


async def add(session: AsyncSession, model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows that are known to be new; each names the same columns."""
    if rows:
        await session.execute(model.__table__.insert(), list(rows))


async def decide(session: AsyncSession, decisions: Sequence[dict[str, Any]]) -> None:
    """Write decisions (rows of ``Tinjauan``) with their own moments, and give each report its state."""
    if not decisions:
        return
    await add(session, Tinjauan, decisions)
    await session.execute(
        update(LAPORAN)
        .where(LAPORAN.c.id == bindparam("laporan"), LAPORAN.c.revision == bindparam("key_revision"))
        .values(state=bindparam("decision"), changed_at=bindparam("at")),
        [
            {
                "laporan": row["laporan_id"],
                "key_revision": row["revision"],
                "decision": row["state"],
                "at": row["created_at"],
            }
            for row in decisions
        ],
    )


async def analyse(session: AsyncSession) -> None:
    """Let the database look at its tables: its plans are made for what is there now."""
    await session.execute(text("ANALYZE"))


async def returned(session: AsyncSession) -> Sequence[Row[Any]]:
    """Reports that went back and were not corrected yet: id and author, the oldest first."""
    return (
        await session.execute(
            select(Laporan.id, Laporan.author_id).where(Laporan.returned).order_by(Laporan.changed_at)
        )
    ).all()
