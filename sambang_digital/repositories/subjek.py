"""The register of houses, businesses, figures and places."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, func, literal_column, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Laporan, Penugasan, Subjek
from sambang_digital.repositories.upsert import dialect_of, insert_into

SUBJEK = Subjek.__table__
_FOLLOWS_LATEST = ("name", "address", "words", "rt", "rw", "vulnerable", "declined")
MOVED = ("moved_on", "moved_at", "moved_reason", "moved_by")
_KEPT_ONCE_KNOWN = ("area_code", "lat", "lon", "accuracy_m")


def _may_change(akun_id: Any) -> ColumnElement[bool]:
    """Whether this person's visits count for the entry at hand: they made it, ever answered for its village (visits
    arrive late, so an assignment that has ended counts), or it lies in none."""
    # Spelt out, else SQLAlchemy would list the table in the subquery instead of meaning the row at hand.
    maker, village = literal_column("subjek.created_by"), literal_column("subjek.area_code")
    answers_for_it = exists().where(Penugasan.akun_id == akun_id, Penugasan.area_code == village)
    return or_(maker == akun_id, village.is_(None), answers_for_it)


@cache
def _record(dialect: str) -> Any:
    """Add a subject, or a visit to a known one.

    Name and address follow the latest visit; the place on record stays, so that later visits can be compared with it.
    The visit of anybody whom :func:`_may_change` leaves out is kept all the same and leaves the register alone.
    """
    insert = insert_into(dialect, SUBJEK)
    new = insert.excluded
    is_latest = or_(SUBJEK.c.last_visit_at.is_(None), new.last_visit_at >= SUBJEK.c.last_visit_at)
    changes = {name: case((is_latest, new[name]), else_=SUBJEK.c[name]) for name in _FOLLOWS_LATEST}
    changes |= {name: func.coalesce(SUBJEK.c[name], new[name]) for name in _KEPT_ONCE_KNOWN}
    # Whoever is met there after that has not moved away, or somebody else lives there now.
    is_back = is_latest & (new.last_visit_at > SUBJEK.c.moved_at)
    changes |= {name: case((is_back, null()), else_=SUBJEK.c[name]) for name in MOVED}
    changes |= {
        "visits": SUBJEK.c.visits + new.visits,
        "last_visit_at": case((is_latest, new.last_visit_at), else_=SUBJEK.c.last_visit_at),
        # Whoever is visited again is on the register again.
        "removed_at": case((is_latest, null()), else_=SUBJEK.c.removed_at),
        "changed_at": new.changed_at,
    }
    return insert.on_conflict_do_update(
        index_elements=[SUBJEK.c.id],
        set_=changes,
        # Spelt out, else SQLAlchemy would list the table of new rows in a subquery.
        # One that was merged away since its visits were led to the other (:func:`homes`) is counted there by the next comparison.
        where=(SUBJEK.c.kind == new.kind)
        & SUBJEK.c.merged_into.is_(None)
        & _may_change(literal_column("excluded.created_by")),
    )


async def record(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Record visits; each row is a whole ``Subjek`` whose ``visits`` are to be added. Ids are sorted and unique."""
    if rows:
        await session.execute(_record(dialect_of(session)), list(rows))


NOTHING: dict[str, Any] = {
    "name": "", "address": "", "words": "", "rt": None, "rw": None, "lat": None, "lon": None, "accuracy_m": None,
    "moved_reason": None,
}  # fmt: skip
"""Who and where somebody was, once it is forgotten."""


async def forget(session: AsyncSession, ids: Collection[UUID], **more: Any) -> None:
    """Take who and where they were out of these entries; ``more`` is written with it."""
    await session.execute(update(SUBJEK).where(SUBJEK.c.id.in_(ids)).values(NOTHING | more))


async def homes(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Of those of these entries that were merged away: which entry stands for each."""
    gone = select(SUBJEK.c.id, SUBJEK.c.merged_into).where(SUBJEK.c.id.in_(ids), SUBJEK.c.merged_into.is_not(None))
    return {row.id: row.merged_into for row in await session.execute(gone)} if ids else {}


async def recount_merged(session: AsyncSession, ids: Collection[UUID], changed_at: datetime) -> None:
    """Count the visits of those of these entries afresh that others were merged into: a visit may have met the merger itself."""
    merged = select(SUBJEK.c.merged_into).where(SUBJEK.c.merged_into.in_(ids)).distinct()
    if ids and (homes := list(await session.scalars(merged))):
        await recount(session, homes, changed_at)


async def recount(session: AsyncSession, ids: Collection[UUID], changed_at: datetime) -> None:
    """Count the visits of these subjects afresh, those of what was merged into them too, after a visit moved from one to another."""
    await session.execute(select(SUBJEK.c.id).where(SUBJEK.c.id.in_(ids)).order_by(SUBJEK.c.id).with_for_update())
    # A statement of its own after the lock: it sees what those before us in the queue have committed.
    real = Laporan.current & ~Laporan.practice
    each = SUBJEK.alias()
    its = select(each.c.id).where(or_(each.c.id == SUBJEK.c.id, each.c.merged_into == SUBJEK.c.id))
    counted = Laporan.subject_id.in_(its.correlate(SUBJEK)) & real & _may_change(Laporan.author_id)
    visits = select(func.count()).select_from(Laporan).where(counted)
    latest = select(func.max(Laporan.captured_at)).select_from(Laporan).where(counted)
    await session.execute(
        update(SUBJEK)
        .where(SUBJEK.c.id.in_(ids))
        .values(visits=visits.scalar_subquery(), last_visit_at=latest.scalar_subquery(), changed_at=changed_at)
    )
