"""Seals the audit trail: each row gets its place in a chain and a hash over itself and the hash before it.

A deed writes its row in its own transaction and waits for nobody: a lock on the chain's end would let one deed through
at a time. One task, whichever process has the lock, seals what was committed, in that order, within a second.
"""

import asyncio
import logging
import random
from datetime import UTC
from hashlib import sha256
from typing import Any

from sambang_digital.db import reading, transaction
from sambang_digital.repositories import audit as repository
from sambang_digital.services.laporan import canonical

log = logging.getLogger(__name__)

GENESIS = bytes(32)
"""What stands before the first row."""
EVERY_S = 0.6
"""Longest pause between two looks; a row waits for one of them at most."""
AFTER_FAILURE_S = 5.0
BATCH = 1_000
COVERED = ("place", "id", "akun_id", "session_id", "action", "object_type", "object_id", "data")


def row_hash(previous: bytes, place: int, row: Any) -> bytes:
    """SHA-256 of the hash before and of everything that the row says, as canonical JSON. ``row``: a row as it was read."""
    said = {name: getattr(row, name) for name in COVERED} | {"place": place, "at": row.at.astimezone(UTC).isoformat()}
    return sha256(previous + canonical(said)).digest()


async def seal() -> int:
    """Seal up to :data:`BATCH` rows; gives their number. Does nothing while another process seals."""
    async with transaction() as session:
        if not await repository.lock_chain(session):
            return 0
        last = await repository.last_sealed(session)
        place, previous = (last.place, last.hash) if last else (0, GENESIS)
        rows = []
        for row in await repository.unsealed(session, BATCH):
            place += 1
            previous = row_hash(previous, place, row)
            rows.append({"key": row.id, "new_place": place, "new_hash": previous})
        await repository.seal(session, rows)
    return len(rows)


async def seal_all() -> None:
    """Seal until nothing waits, or another process is at it."""
    while await seal() == BATCH:
        pass


async def keep_sealed() -> None:
    """Lifespan task, in every process: whoever comes first seals."""
    while True:
        pause = EVERY_S * random.uniform(0.5, 1)
        try:
            async with reading() as session:
                is_waiting = await repository.is_waiting(session)
            if is_waiting:
                await seal_all()
        except Exception:
            log.exception("audit rows were not sealed; trying again")
            pause = AFTER_FAILURE_S
        await asyncio.sleep(pause)
