"""Citizens' phones: known again by a random token, without asking who holds them."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.models import PerangkatWarga
from sambang_digital.models.base import now
from sambang_digital.repositories import warga as repository

TOKEN_BYTES = 32
KEPT_DAYS = 400
"""As long as browsers keep any cookie."""
TOUCH_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Warga:
    """Whoever holds one phone. ``address``: of the connection, for limits alone."""

    device_id: UUID
    address: str = ""


def token_hash(token: str) -> bytes:
    """What is kept of a token."""
    return sha256(token.encode()).digest()


async def known(token: str, address: str = "") -> Warga | None:
    """Whose token this is."""
    async with reading() as session:
        found = await repository.by_hash(session, token_hash(token))
    if found is None:
        return None
    if now() - found.last_seen_at > TOUCH_AFTER:
        async with transaction() as session:
            await repository.touch(session, found.id)
    return Warga(found.id, address)


def new_token() -> str:
    """What a browser keeps to be known again."""
    return secrets.token_urlsafe(TOKEN_BYTES)


async def begin(session: AsyncSession, address: str = "") -> tuple[Warga, str]:
    """A phone that was not here before, with the token it is to keep."""
    token = new_token()
    row = PerangkatWarga(token_hash=token_hash(token))
    session.add(row)
    await session.flush()
    return Warga(row.id, address), token
