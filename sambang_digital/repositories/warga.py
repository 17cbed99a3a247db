"""Citizens' phones."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import PerangkatWarga
from sambang_digital.models.base import now


async def by_hash(session: AsyncSession, token_hash: bytes) -> PerangkatWarga | None:
    """The phone with this token."""
    return await session.scalar(select(PerangkatWarga).where(PerangkatWarga.token_hash == token_hash))


async def touch(session: AsyncSession, device_id: UUID) -> None:
    """It was here."""
    await session.execute(update(PerangkatWarga).where(PerangkatWarga.id == device_id).values(last_seen_at=now()))
