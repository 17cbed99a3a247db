"""What a boundary import reads and writes: boundaries, and the verdicts of old visits in batches by id."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import ImporWilayah, Laporan, RiwayatVerdict, Subjek
from sambang_digital.repositories.upsert import dialect_of, insert_into

LAPORAN = Laporan.__table__  # type: ignore[attr-defined]
SUBJEK = Subjek.__table__  # type: ignore[attr-defined]
_PLACED = select(
    LAPORAN.c.id,
    LAPORAN.c.revision,
    LAPORAN.c.author_id,
    LAPORAN.c.satuan_id,
    LAPORAN.c.day,
    LAPORAN.c.lat,
    LAPORAN.c.lon,
    LAPORAN.c.accuracy_m,
    LAPORAN.c.mode,
    LAPORAN.c.created_at,
    LAPORAN.c.captured_at,
    LAPORAN.c.subject_id,
    LAPORAN.c.verdict,
    LAPORAN.c.area_code,
    LAPORAN.c.area_approximate,
    LAPORAN.c.flags,
).where(LAPORAN.c.lat.is_not(None))
_UPDATE = (
    update(LAPORAN)
    .where(LAPORAN.c.id == bindparam("key_id"), LAPORAN.c.revision == bindparam("key_revision"))
    .values(
        {
            name: bindparam(f"new_{name}", type_=LAPORAN.c[name].type)
            for name in ("verdict", "area_code", "area_approximate", "flags", "changed_at")
        }
    )
)
_MOVE = (
    update(SUBJEK)
    .where(SUBJEK.c.id == bindparam("key_id"))
    .values(
        area_code=bindparam("new_area_code"), changed_at=bindparam("new_changed_at", type_=SUBJEK.c.changed_at.type)
    )
)


async def by_id(session: AsyncSession, impor_id: int) -> ImporWilayah:
    """One import."""
    return await session.get_one(ImporWilayah, impor_id)


async def unfinished(session: AsyncSession) -> ImporWilayah | None:
    """The import whose visits are not all judged anew, its row locked until the transaction ends."""
    return await session.scalar(select(ImporWilayah).where(ImporWilayah.state == "berjalan").limit(1).with_for_update())


async def count_placed(session: AsyncSession) -> int:
    """How many revisions have a position."""
    return await session.scalar(select(func.count()).select_from(LAPORAN).where(LAPORAN.c.lat.is_not(None))) or 0


async def batch(session: AsyncSession, after: UUID | None, size: int) -> tuple[list[Row[Any]], UUID | None]:
    """The next reports in the order of their ids, all revisions of each: rows with a position, and the last id (None at
    the end)."""
    rest = LAPORAN.c.id > after if after else true()
    ids = select(LAPORAN.c.id).distinct().where(rest).order_by(LAPORAN.c.id).limit(size).subquery()
    last = await session.scalar(select(ids.c.id).order_by(ids.c.id.desc()).limit(1))
    if last is None:
        return [], None
    rows = await session.execute(_PLACED.where(rest, LAPORAN.c.id <= last).with_for_update())
    return list(rows), last


async def received_since(session: AsyncSession, moment: datetime) -> list[Row[Any]]:
    """Revisions with a position that arrived since a moment."""
    return list(await session.execute(_PLACED.where(LAPORAN.c.received_at >= moment).with_for_update()))


async def keep_old(session: AsyncSession, impor_id: int, rows: Sequence[Row[Any]]) -> None:
    """Keep what these rows said before the import; the first word stays if a row is changed twice."""
    if rows:
        insert = insert_into(dialect_of(session), RiwayatVerdict.__table__).on_conflict_do_nothing()  # type: ignore[attr-defined]
        names = ("revision", "verdict", "area_code", "area_approximate", "flags")
        old = [{name: getattr(row, name) for name in names} for row in rows]
        await session.execute(
            insert,
            [{"impor_id": impor_id, "laporan_id": row.id} | values for row, values in zip(rows, old, strict=True)],
        )


async def write_verdicts(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write new verdicts: ``key_id``, ``key_revision``, and ``new_`` + column."""
    if rows:
        await (await session.connection()).execute(_UPDATE, list(rows))


async def subjects(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """Id, position and village of these subjects, as far as they have a position."""
    columns = select(SUBJEK.c.id, SUBJEK.c.lon, SUBJEK.c.lat, SUBJEK.c.area_code)
    found = columns.where(SUBJEK.c.id.in_(ids), SUBJEK.c.lat.is_not(None)).order_by(SUBJEK.c.id).with_for_update()
    return list(await session.execute(found))


async def move_subjects(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write new villages of subjects: ``key_id``, ``new_area_code``, ``new_changed_at``."""
    if rows:
        await (await session.connection()).execute(_MOVE, list(rows))
