"""Codes that prove a citizen's number or address: good for ten minutes, on the phone that asked for one alone."""

import hmac
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.models import WargaAkun, WargaKode
from sambang_digital.models.base import now, uuid7
from sambang_digital.repositories import warga_akun as repository
from sambang_digital.services import audit, percobaan
from sambang_digital.services.percobaan import TooManyAttempts, network
from sambang_digital.services.warga import Warga
from sambang_digital.settings import get_settings

CODE_TTL = timedelta(minutes=10)
TRIES = 5
CODES_A_PHONE, CODES_A_DEVICE, CODES_AN_ADDRESS = 3, 5, 100
"""Codes asked for in a quarter of an hour."""
CODES_A_DAY = 10
"""Of one number: fifty guesses at a million codes."""
KEPT = timedelta(days=1)


class WrongCode(Exception):
    """The code is wrong, too old, tried too often, or was asked for on another phone."""


async def count(warga: Warga, phone: str) -> None:
    """Count that a code is asked for. Raises ``TooManyAttempts``."""
    key = audit.keyed(phone)
    await percobaan.begin(
        [
            (f"kode-hp:{warga.device_id}", CODES_A_DEVICE),
            (f"kode:{key}", CODES_A_PHONE),
            (f"kode-alamat:{network(warga.address)}", CODES_AN_ADDRESS),
        ]
    )
    async with reading() as session:
        if await repository.codes_since(session, key, now() - KEPT) >= CODES_A_DAY:
            raise TooManyAttempts(int(KEPT.total_seconds()) // CODES_A_DAY)


async def new(
    session: AsyncSession,
    warga: Warga,
    purpose: str,
    phone: str,
    data: dict[str, Any],
    *,
    open_: bool,
    whose: WargaAkun | None = None,
) -> str:
    """Note a code for this phone and give it; one that is not ``open_`` fits nothing."""
    id_, code, at = uuid7(), f"{secrets.randbelow(1_000_000):06}", now()
    session.add(
        WargaKode(
            id=id_,
            device_id=warga.device_id,
            purpose=purpose,
            phone_key=audit.keyed(phone),
            akun_warga_id=whose.id if whose else None,
            hash=_hash(id_, code) if open_ else None,
            data=data,
            expires_at=at + CODE_TTL,
            created_at=at,
        )
    )
    await session.flush()
    return code


def _hash(id_: UUID, code: str) -> bytes:
    return hmac.digest(get_settings().secret_key, b"kode:" + id_.bytes + code.encode(), "sha256")


async def tried(warga: Warga, purpose: str, code: str) -> WargaKode:
    """The code of this phone, if this is it. The try is counted whatever happens then. Raises :class:`WrongCode`."""
    async with transaction() as session:
        row = await repository.code(session, warga.device_id, purpose, now())
        fits = row is not None and row.tries < TRIES and _fits(row, code)
        if row:
            row.tries += 1
    if row is None or not fits:
        raise WrongCode
    return row


async def use_up(session: AsyncSession, row: WargaKode) -> None:
    """It opens nothing again. Raises :class:`WrongCode` if it was used in this very moment."""
    if not await repository.use_up(session, row.id):
        raise WrongCode


def _fits(row: WargaKode, code: str) -> bool:
    return row.hash is not None and hmac.compare_digest(row.hash, _hash(row.id, code))


async def sweep() -> int:
    """Delete codes of yesterday, with what was typed beside them (run now and then); gives how many."""
    async with transaction() as session:
        return len(await repository.sweep(session, now() - KEPT))
