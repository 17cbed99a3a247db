"""The queue of reports whose flags are to be compared anew."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import AntreanBendera
from sambang_digital.services.antrean import Antrean

QUEUE = Antrean(AntreanBendera.__table__)  # type: ignore[attr-defined]


async def enqueue(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Compare these reports with others anew, in the transaction that changed them; soon after it commits."""
    await QUEUE.enqueue(session, [{"laporan_id": id_} for id_ in ids])
