"""Vulnerable spots: written by the intake, read for a map while their reports count."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Laporan, TitikRawan
from sambang_digital.repositories.laporan import readable
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor

SPOT = TitikRawan.__table__  # type: ignore[attr-defined]
MOST = 2_000
"""Spots on one map, the newest: more would be no map any longer."""


@cache
def _put(dialect: str) -> Any:
    insert = insert_into(dialect, SPOT)
    changes = {column.name: insert.excluded[column.name] for column in SPOT.c if column.name != "laporan_id"}
    # Revisions may come in any order.
    newer = insert.excluded.revision > SPOT.c.revision
    return insert.on_conflict_do_update(index_elements=[SPOT.c.laporan_id], set_=changes, where=newer)


async def put(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Record spots, whole rows of the table, one a report."""
    if rows:
        await session.execute(_put(dialect_of(session)), list(rows))


async def remove(session: AsyncSession, laporan_ids: Collection[UUID]) -> None:
    """Forget the spots of these reports."""
    await session.execute(delete(TitikRawan).where(TitikRawan.laporan_id.in_(laporan_ids)))


def _shown(statement: Select[Any], since: date) -> Select[Any]:
    # What was returned, or found untrue, or has a newer revision without a place, is no spot.
    same = (Laporan.id == TitikRawan.laporan_id) & (Laporan.revision == TitikRawan.revision)
    wanted = statement.join(Laporan, same).where(TitikRawan.day >= since, Laporan.counted)
    return wanted.order_by(TitikRawan.day.desc(), TitikRawan.laporan_id).limit(MOST)


async def of_villages(session: AsyncSession, codes: Collection[str], since: date) -> Sequence[TitikRawan]:
    """The spots in these villages, whoever reported them, newest first."""
    statement = select(TitikRawan).where(TitikRawan.area_code.in_(codes))
    return (await session.scalars(_shown(statement, since))).all()


async def within_reach(session: AsyncSession, actor: Actor, since: date) -> Sequence[TitikRawan]:
    """The spots whose reports the actor may read, newest first."""
    readable_ids = readable(actor).with_only_columns(Laporan.id)
    statement = select(TitikRawan).where(TitikRawan.laporan_id.in_(readable_ids))
    return (await session.scalars(_shown(statement, since))).all()
