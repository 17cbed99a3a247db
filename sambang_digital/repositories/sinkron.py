"""What changed for one actor, page by page, in the order (changed_at, id)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Laporan, Subjek, Tinjauan
from sambang_digital.security.actor import Actor


class Place(NamedTuple):
    """A place in the order; what lies after it is still to come."""

    changed_at: datetime
    id: UUID


def after(model: Any, place: Place) -> ColumnElement[bool]:
    """What of ``model`` lies after ``place``."""
    return or_(model.changed_at > place.changed_at, (model.changed_at == place.changed_at) & (model.id > place.id))


async def subjects(
    session: AsyncSession, actor: Actor, areas: Collection[str], place: Place, limit: int
) -> Sequence[Subjek]:
    """Subjects of these villages, and the actor's own that lie in none, removed ones too."""
    own = Subjek.area_code.is_(None) & (Subjek.created_by == actor.id)
    reach = or_(Subjek.area_code.in_(areas), own)
    statement = select(Subjek).where(reach, after(Subjek, place))
    return (await session.scalars(statement.order_by(Subjek.changed_at, Subjek.id).limit(limit))).all()


async def own_reports(session: AsyncSession, actor: Actor, place: Place, limit: int) -> Sequence[Laporan]:
    """The current revisions of the actor's own reports."""
    statement = select(Laporan).where(Laporan.author_id == actor.id, Laporan.current, after(Laporan, place))
    return (await session.scalars(statement.order_by(Laporan.changed_at, Laporan.id).limit(limit))).all()


async def decisions(session: AsyncSession, reports: Sequence[Laporan]) -> dict[tuple[UUID, int], Row[Any]]:
    """The latest decision on each of these revisions, with the reviewer's name."""
    statement = (
        select(Tinjauan.laporan_id, Tinjauan.revision, Tinjauan.note, Akun.name.label("reviewer"))
        .join(Akun, Akun.id == Tinjauan.reviewer_id)
        .where(Tinjauan.laporan_id.in_([report.id for report in reports]))
        .order_by(Tinjauan.id)
    )
    return {(row.laporan_id, row.revision): row for row in await session.execute(statement)}
