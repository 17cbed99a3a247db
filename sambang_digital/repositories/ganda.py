"""Doubles of the register: who may be one with whom, and making two entries one.

What looks for doubles belongs to the system and knows no actor; it is bounded by indexes and a number of rows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from sambang_digital.models import CalonGanda, GabunganSubjek, Laporan, Subjek, Wilayah
from sambang_digital.repositories.register import in_reach
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor

PAGE = 20
AROUND = 200
"""Neighbours that are looked at for one entry."""
REPORTS = 500
CALON = CalonGanda.__table__  # type: ignore[attr-defined]
_FIELDS = (
    Subjek.id, Subjek.kind, Subjek.name, Subjek.address, Subjek.rt, Subjek.rw, Subjek.area_code, Subjek.lat, Subjek.lon, Subjek.compared,
)  # fmt: skip
_HERE = (Subjek.removed_at.is_(None), ~Subjek.declined, Subjek.area_code.is_not(None))  # type: ignore[union-attr,operator]


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees around a place."""

    south: float
    north: float
    west: float
    east: float


async def entries(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """Those of these entries that may have doubles: on the register, in a village, not declined."""
    return (await session.execute(select(*_FIELDS).where(Subjek.id.in_(ids), *_HERE))).all() if ids else []


async def around(session: AsyncSession, one: Row[Any], box: Box | None) -> dict[UUID, Row[Any]]:
    """Others of the same kind and village near ``one``: within ``box``, or in the same RT."""
    alike = select(*_FIELDS).where(
        Subjek.area_code == one.area_code, Subjek.kind == one.kind, Subjek.id != one.id, *_HERE
    )
    near: list[Select[Any]] = []
    if box:
        near.append(
            alike.where(Subjek.lat.between(box.south, box.north), Subjek.lon.between(box.west, box.east))  # type: ignore[union-attr]
        )
    if one.rt and one.rw:
        near.append(alike.where(Subjek.rw == one.rw, Subjek.rt == one.rt))
    return {row.id: row for statement in near for row in await session.execute(statement.limit(AROUND))}


@cache
def _propose(dialect: str) -> Any:
    insert = insert_into(dialect, CALON)
    fresh = {name: insert.excluded[name] for name in ("area_code", "score", "metres")}
    return insert.on_conflict_do_update(index_elements=[CALON.c.one_id, CALON.c.other_id], set_=fresh)


async def propose(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """File pairs (sorted by their ids); those that somebody dismissed stay dismissed."""
    if rows:
        await session.execute(_propose(dialect_of(session)), list(rows))


async def mark_compared(session: AsyncSession, marks: dict[UUID, str]) -> None:
    """Remember with which name and place these entries were compared."""
    for id_ in sorted(marks):
        await session.execute(update(Subjek).where(Subjek.id == id_).values(compared=marks[id_]))


def _open(actor: Actor) -> tuple[Any, Any, Select[Any]]:
    one, other = aliased(Subjek), aliased(Subjek)
    statement = (
        select(CalonGanda)
        .join(one, one.id == CalonGanda.one_id)
        .join(other, other.id == CalonGanda.other_id)
        .join(Subjek, Subjek.id == CalonGanda.one_id)
        .where(
            CalonGanda.dismissed_at.is_(None),  # type: ignore[union-attr]
            *(each.removed_at.is_(None) & ~each.declined for each in (one, other)),
            in_reach(actor),
        )
    )
    return one, other, statement


async def count(session: AsyncSession, actor: Actor) -> int:
    """Pairs within reach that nobody has decided on."""
    _, _, statement = _open(actor)
    some = statement.with_only_columns(CalonGanda.one_id).limit(1_000)
    return int(await session.scalar(select(func.count()).select_from(some.subquery())) or 0)


async def pairs(session: AsyncSession, actor: Actor, page: int) -> Sequence[Any]:
    """One page of them, the likeliest first: ``CalonGanda``, both entries, name of the village."""
    one, other, statement = _open(actor)
    statement = (
        statement.add_columns(one, other, Wilayah.name)
        .outerjoin(Wilayah, Wilayah.code == CalonGanda.area_code)
        .order_by(CalonGanda.score.desc(), CalonGanda.one_id, CalonGanda.other_id)  # type: ignore[attr-defined]
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return (await session.execute(statement)).all()


async def doubles_of(session: AsyncSession, actor: Actor, subjek_id: UUID) -> list[UUID]:
    """With whom an entry may be one."""
    found: list[UUID] = []
    for mine, theirs in ((CalonGanda.one_id, CalonGanda.other_id), (CalonGanda.other_id, CalonGanda.one_id)):
        _, _, statement = _open(actor)
        found += await session.scalars(statement.with_only_columns(theirs).where(mine == subjek_id).limit(PAGE))
    return found


async def dismiss(session: AsyncSession, one_id: UUID, other_id: UUID, values: dict[str, Any]) -> None:
    """Remember that a pair is two."""
    same = (CalonGanda.one_id == min(one_id, other_id)) & (CalonGanda.other_id == max(one_id, other_id))
    await session.execute(update(CalonGanda).where(same).values(**values))


async def locked(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Subjek]:
    """These entries, in the order in which everybody locks them."""
    statement = select(Subjek).where(Subjek.id.in_(ids)).order_by(Subjek.id).with_for_update()
    rows = await session.scalars(statement.execution_options(populate_existing=True))
    return {row.id: row for row in rows}


async def lead_to(session: AsyncSession, ids: Collection[UUID], home: UUID | None) -> None:
    """Let another entry stand for these."""
    await session.execute(update(Subjek).where(Subjek.id.in_(ids)).values(merged_into=home))


async def mergers(session: AsyncSession, kept_id: UUID, since: datetime) -> Sequence[Any]:
    """What was merged into an entry since then and not undone, the latest first, each with the name of what is gone."""
    statement = (
        select(GabunganSubjek, Subjek.name)
        .join(Subjek, Subjek.id == GabunganSubjek.gone_id)
        .where(GabunganSubjek.kept_id == kept_id, GabunganSubjek.undone_at.is_(None), GabunganSubjek.at > since)  # type: ignore[union-attr]
        .where(~GabunganSubjek.settled)  # type: ignore[arg-type]
        .order_by(GabunganSubjek.id.desc())  # type: ignore[attr-defined]
    )
    return (await session.execute(statement)).all()


async def merger(session: AsyncSession, merger_id: int) -> GabunganSubjek | None:
    """One merger, which nobody else undoes meanwhile."""
    statement = select(GabunganSubjek).where(GabunganSubjek.id == merger_id).with_for_update()
    return await session.scalar(statement.execution_options(populate_existing=True))


async def reports(session: AsyncSession, ids: Collection[UUID]) -> Sequence[UUID]:
    """The latest reports on these entries."""
    statement = select(Laporan.id).where(Laporan.subject_id.in_(ids), Laporan.current, ~Laporan.practice)
    return (await session.scalars(statement.order_by(Laporan.captured_at.desc()).limit(REPORTS))).all()


async def unsettled(session: AsyncSession, before: datetime, limit: int) -> Sequence[GabunganSubjek]:
    """Mergers from before ``before`` of which what is gone is still remembered."""
    statement = select(GabunganSubjek).where(~GabunganSubjek.settled, GabunganSubjek.at < before)  # type: ignore[arg-type]
    return (await session.scalars(statement.order_by(GabunganSubjek.id).limit(limit).with_for_update())).all()


async def of_entry(session: AsyncSession, ids: Collection[UUID]) -> Sequence[GabunganSubjek]:
    """All mergers of these entries."""
    statement = select(GabunganSubjek).where(GabunganSubjek.kept_id.in_(ids) | GabunganSubjek.gone_id.in_(ids))
    return (await session.scalars(statement.with_for_update())).all()
