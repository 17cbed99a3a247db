"""Houses of the register and which of them were visited, by village, RW and RT.

Numbers are questions to the index ``ix_subjek_coverage`` alone, and never to the reports: exact at any moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Subjek, Wilayah
from sambang_digital.repositories.satuan import below
from sambang_digital.security.actor import Actor

HOUSE = "rumah"
NO_NUMBER = "-"
LIVED_IN = (Subjek.removed_at.is_(None), Subjek.moved_on.is_(None))  # type: ignore[union-attr]
"""Entries that are there and have not moved away."""


@dataclass(frozen=True, slots=True)
class HouseFilter:
    """Which houses of a village. ``rw`` and ``rt`` may be :data:`NO_NUMBER` (none on record); ``visited``: or not."""

    area_code: str
    rw: str | None = None
    rt: str | None = None
    visited: bool | None = None


def _houses(actor: Actor, *columns: Any) -> Select[Any]:
    """Houses, those that moved away left out, of villages that the actor's satuan or one below it answers for."""
    reach = select(Wilayah.code).where(Wilayah.satuan_id.in_(below(actor)))
    return select(*columns).where(Subjek.area_code.in_(reach), Subjek.kind == HOUSE, *LIVED_IN)


def _visited(since: datetime) -> Any:
    return Subjek.last_visit_at > since


def _figures(since: datetime) -> tuple[Any, ...]:
    return (
        func.count().label("houses"),
        func.count().filter(_visited(since)).label("visited"),
        func.max(Subjek.last_visit_at).label("last"),
    )


async def by_village(session: AsyncSession, actor: Actor, since: datetime) -> Sequence[Row[Any]]:
    """``area_code``, ``houses``, ``visited`` after ``since`` and ``last`` visit of each village that has houses."""
    statement = _houses(actor, Subjek.area_code, *_figures(since)).group_by(Subjek.area_code)
    return (await session.execute(statement)).all()


async def by_neighbourhood(session: AsyncSession, actor: Actor, area_code: str, since: datetime) -> Sequence[Row[Any]]:
    """The same of each ``rw`` and ``rt`` of a village; houses without a number come first."""
    statement = (
        _houses(actor, Subjek.rw, Subjek.rt, *_figures(since))
        .where(Subjek.area_code == area_code)
        .group_by(Subjek.rw, Subjek.rt)
        .order_by(Subjek.rw.nulls_first(), Subjek.rt.nulls_first())
    )
    return (await session.execute(statement)).all()


def _matching(statement: Select[Any], wanted: HouseFilter, since: datetime) -> Select[Any]:
    statement = statement.where(Subjek.area_code == wanted.area_code)
    for column, number in ((Subjek.rw, wanted.rw), (Subjek.rt, wanted.rt)):
        if number:
            statement = statement.where(column.is_(None) if number == NO_NUMBER else column == number)
    if wanted.visited is None:
        return statement
    visited = _visited(since)
    return statement.where(visited if wanted.visited else or_(Subjek.last_visit_at.is_(None), not_(visited)))


async def count(session: AsyncSession, actor: Actor, wanted: HouseFilter, since: datetime) -> int:
    """How many houses match."""
    return await session.scalar(_matching(_houses(actor, func.count()), wanted, since)) or 0


async def page(
    session: AsyncSession, actor: Actor, wanted: HouseFilter, since: datetime, limit: int, offset: int
) -> Sequence[Row[Any]]:
    """Houses as a list shows them, those never visited and the longest ago first."""
    columns = (Subjek.id, Subjek.name, Subjek.address, Subjek.rw, Subjek.rt, Subjek.last_visit_at, Subjek.visits)
    statement = (
        _matching(_houses(actor, *columns), wanted, since)
        .order_by(Subjek.last_visit_at.nulls_first(), Subjek.name, Subjek.id)
        .limit(limit)
        .offset(offset)
    )
    return (await session.execute(statement)).all()


async def village(session: AsyncSession, actor: Actor, area_code: str) -> Row[Any] | None:
    """``name``, ``kind`` and ``kecamatan`` of a village within reach."""
    statement = select(Wilayah.name, Wilayah.kind, Wilayah.kecamatan).where(
        Wilayah.code == area_code, Wilayah.satuan_id.in_(below(actor))
    )
    return (await session.execute(statement)).first()
