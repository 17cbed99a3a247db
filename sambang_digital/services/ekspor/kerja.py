"""Makes the exports that wait, one after the other, in whichever process has the turn.

Rows go from the database into the file part by part, so that a million of them never sit in memory. An export whose process died
is begun anew by the next turn; after :data:`ATTEMPTS` of them it is given up. One that its owner deleted meanwhile ends at its next part.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sambang_digital.db import is_momentary, is_outage, only_one, reading, transaction
from sambang_digital.models import Ekspor
from sambang_digital.models.base import now
from sambang_digital.repositories import akun
from sambang_digital.repositories import ekspor as repository
from sambang_digital.repositories.ekspor import PART
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import simpanan
from sambang_digital.services.ekspor import KEPT, key, told
from sambang_digital.services.ekspor.berkas import WRITERS
from sambang_digital.services.ekspor.jenis import KINDS
from sambang_digital.settings import get_settings

log = logging.getLogger(__name__)

ATTEMPTS = 3
POLL_S = 1.0
"""How long an export of another process, or one that was just asked for, may wait unseen."""
BREATH_S = 0.01
"""Pause between parts: everybody else comes first."""


class _Unwanted(Exception):
    """Its owner deleted it."""


class _Refused(Exception):
    """It cannot be made; the message says why, in Indonesian."""


async def work() -> bool:
    """Make the export that has waited the longest; False if there was none, or if another process has the turn."""
    async with only_one("ekspor") as alone:
        return alone and await _next()


async def _next() -> bool:
    async with transaction() as session:
        found = await repository.next_waiting(session)
        if found is None:
            return False
        attempts = found.attempts + 1
        await repository.change(session, found.id, state="berjalan", attempts=attempts, done=0)
        told(session, found.akun_id)
    try:
        if attempts > ATTEMPTS:
            raise _Refused("Ekspor ini terputus berkali-kali. Persempit saringannya, lalu buat lagi.")
        await _make(found)
    except _Unwanted:
        await simpanan.delete(key(found))
    except _Refused as refused:
        await _fail(found, str(refused))
    except Exception as error:
        if is_outage(error) or is_momentary(error):
            raise
        log.exception("export %s failed", found.id)
        await _fail(found, "Terjadi gangguan saat membuat ekspor ini. Coba lagi; bila terulang, sampaikan ke admin.")
    return True


async def _make(found: Ekspor) -> None:
    kind = KINDS[found.kind]
    wanted = kind.parameters.validate_python(found.parameters)
    async with _draft(found) as path, reading() as session:
        actor = await _owner(session, found)
        total = await kind.count(session, actor, wanted)
        # What is done at once tells of no progress: each word of it waits for the lock that the intake needs.
        if total > PART:
            await _progress(found, total=total)
        writer = await asyncio.to_thread(WRITERS[found.format], path, kind.title, kind.columns)
        done = 0
        async for part in kind.parts(session, actor, wanted):
            await asyncio.to_thread(writer.write, part)
            done += len(part)
            if done < total:
                await _progress(found, done=done)
            await asyncio.sleep(BREATH_S)
        await asyncio.to_thread(writer.close)
        size = await asyncio.to_thread(lambda: path.stat().st_size)
        try:
            await simpanan.put_file(key(found), path)
        except simpanan.SimpananPenuh:
            raise _Refused("Ruang penyimpanan server penuh. Hapus ekspor lama, atau coba lagi nanti.") from None
        except simpanan.SimpananTerganggu:
            raise _Refused("Penyimpanan server sedang terganggu. Coba lagi sebentar lagi.") from None
    at = now()
    await _progress(found, state="selesai", done=done, total=done, size=size, finished_at=at, expires_at=at + KEPT)


async def _owner(session: Any, found: Ekspor) -> Actor:
    """Whoever asked, with the rights that they have now."""
    actor = await akun.actor_without_device(session, found.akun_id)
    if actor is None or not all(actor.may(one) for one in (Permission.EKSPOR_WRITE, KINDS[found.kind].permission)):
        raise _Refused("Akun Anda tidak memiliki hak untuk ekspor ini lagi.")
    return actor


async def _progress(found: Ekspor, **values: Any) -> None:
    async with transaction() as session:
        if not await repository.change(session, found.id, **values):
            raise _Unwanted
        told(session, found.akun_id)


async def _fail(found: Ekspor, note: str) -> None:
    at = now()
    async with transaction() as session:
        await repository.change(session, found.id, state="gagal", note=note, finished_at=at, expires_at=at + KEPT)
        told(session, found.akun_id)


@asynccontextmanager
async def _draft(found: Ekspor) -> AsyncIterator[Path]:
    """Where the file grows; it and what a process left that died are gone afterwards."""
    folder = get_settings().data_dir / "ekspor"

    def clear() -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for leftover in folder.iterdir():
            leftover.unlink()

    await asyncio.to_thread(clear)
    try:
        yield folder / f"{found.id.hex}.part"
    finally:
        await asyncio.to_thread(clear)


async def drain() -> int:
    """Make everything that waits; gives the number."""
    done = 0
    while await work():
        done += 1
    return done


async def keep_exports() -> None:
    """Lifespan task: make what is asked for."""
    while True:
        try:
            done = await work()
        except Exception as error:
            done, level = False, log.warning if is_outage(error) or is_momentary(error) else log.exception
            level("exports wait: %s", type(error).__name__)
        if not done:
            await asyncio.sleep(POLL_S)
