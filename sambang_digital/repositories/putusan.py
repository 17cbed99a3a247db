"""Rulings on flags, and what they make of a report: ``Laporan.severity`` and ``Laporan.upheld``."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Laporan, PutusanBendera
from sambang_digital.repositories.laporan import Key

_LAPORAN = Laporan.__table__
_SET_WEIGHT = (
    update(_LAPORAN)
    .where(_LAPORAN.c.id == bindparam("b_id"), _LAPORAN.c.revision == bindparam("b_revision"))
    .values(severity=bindparam("b_severity"), upheld=bindparam("b_upheld"))
)


async def latest(session: AsyncSession, ids: Collection[UUID]) -> dict[Key, dict[str, str]]:
    """The ruling that holds on each flag of these reports: ``{(id, revision): {code: ruling}}``."""
    statement = (
        select(PutusanBendera.laporan_id, PutusanBendera.revision, PutusanBendera.code, PutusanBendera.ruling)
        .where(PutusanBendera.laporan_id.in_(ids))
        .order_by(PutusanBendera.id)
    )
    found: dict[Key, dict[str, str]] = {}
    for row in await session.execute(statement):
        found.setdefault((row.laporan_id, row.revision), {})[row.code] = row.ruling
    return found


async def history(session: AsyncSession, laporan_id: UUID, revision: int) -> Sequence[Row[Any]]:
    """All rulings on the flags of a revision, oldest first, with the reviewers' names. Only for whoever may read it."""
    statement = (
        select(
            PutusanBendera.code,
            PutusanBendera.ruling,
            PutusanBendera.note,
            PutusanBendera.evidence,
            PutusanBendera.created_at,
            Akun.name.label("reviewer"),
        )
        .join(Akun, Akun.id == PutusanBendera.reviewer_id)
        .where(PutusanBendera.laporan_id == laporan_id, PutusanBendera.revision == revision)
        .order_by(PutusanBendera.id)
    )
    return (await session.execute(statement)).all()


async def set_weights(session: AsyncSession, weights: Mapping[Key, tuple[int, bool]]) -> None:
    """Write (severity, upheld) of each of these revisions."""
    if not weights:
        return
    connection = await session.connection()
    await connection.execute(
        _SET_WEIGHT,
        [
            {"b_id": id_, "b_revision": revision, "b_severity": severity, "b_upheld": upheld}
            for (id_, revision), (severity, upheld) in sorted(weights.items())
        ],
    )
