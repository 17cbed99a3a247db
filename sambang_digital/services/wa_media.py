"""Photos and videos of a report by WhatsApp: fetched from Meta after the report was stored, checked, and kept for its contact's phone.

A report names its files by the hash that Meta tells, so it waits for none of them; a file that cannot be kept yet waits here.
"""

import hashlib
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

from pywa_async.client import WhatsApp

from sambang_digital.db import is_outage, reading, transaction
from sambang_digital.models import WaBerkas
from sambang_digital.repositories import wa as repository
from sambang_digital.services import media, media_errors, media_warga, wa_graf
from sambang_digital.services.wa_graf import Jawab, Nasib
from sambang_digital.services.warga import Warga

log = logging.getLogger(__name__)

MOST_BYTES = 25_000_000
"""WhatsApp takes photos up to 5 and videos up to 16 MB; a file sent as a document may be longer."""
MOST_ATTEMPTS = 14
PATIENCE = (timedelta(seconds=30), timedelta(hours=12))
"""Pause after the first failure, doubled after each: in all some days, as long as Meta keeps a file for us."""
BATCH = 3


class NotKept(Exception):
    """The file is nothing we keep; ``why``, a word for the log."""


class NotYet(Exception):
    """The store takes it later: no room, or out of order."""


async def keep(device_id: UUID, data: bytes, name: str) -> None:
    """Store a file on a contact's phone, known by its hash. Raises :class:`NotKept`, or :class:`NotYet`."""
    phone = media_warga.uploader(Warga(device_id))

    async def body() -> AsyncIterator[bytes]:
        yield data

    try:
        upload = await media.begin(phone, hashlib.sha256(data).hexdigest(), len(data), name)
        if upload.expires_at is not None:
            await media.receive(phone, upload.id, None, body())
    except (media_errors.Refused, media_errors.TooLarge) as error:
        raise NotKept from error
    except media_errors.MediaError as error:
        raise NotYet from error


def sniffed(data: bytes) -> bool:
    """Whether the bytes begin like a photo or video that we take; what somebody calls them does not count."""
    photo = data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
    return photo or data[4:8] == b"ftyp" or data.startswith(b"\x1aE\xdf\xa3")


async def work(whatsapp: WhatsApp, moment: datetime) -> int:
    """Fetch what is due, a few at a time; how many were dealt with."""
    async with reading() as session:
        rows = await repository.files_due(session, moment, BATCH)
    for row in rows:
        try:
            outcome = await _one(whatsapp, row)
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("a file by WhatsApp (row %s) fails", row.id)
            outcome = Jawab(Nasib.LATER, error=type(error).__name__)
        await _settle(row, outcome, moment)
    return len(rows)


async def _one(whatsapp: WhatsApp, row: WaBerkas) -> Jawab:
    try:
        found = await wa_graf.fetch(whatsapp, row.media_id, MOST_BYTES)
    except wa_graf.TooLarge:
        return Jawab(Nasib.NEVER, error="terlalu besar")
    if found.nasib is not Nasib.SENT:
        return found
    if hashlib.sha256(found.data).hexdigest() != row.sha256:
        return Jawab(Nasib.LATER, error="hash")
    if not sniffed(found.data):
        return Jawab(Nasib.NEVER, error="bukan foto atau video")
    try:
        await keep(row.device_id, found.data, row.name)
    except NotKept:
        return Jawab(Nasib.NEVER, error="tidak dapat disimpan")
    except NotYet:
        return Jawab(Nasib.LATER, error="menunggu penyimpanan")
    return Jawab(Nasib.SENT)


async def _settle(row: WaBerkas, outcome: Jawab, moment: datetime) -> None:
    async with transaction() as session:
        if outcome.nasib is Nasib.SENT:
            await repository.file_done(session, row)
        elif outcome.nasib is Nasib.NEVER or row.attempts + 1 >= MOST_ATTEMPTS:
            log.warning("a file by WhatsApp is not kept (%s)", outcome.error)
            await repository.file_done(session, row, outcome.error)
        else:
            pause = max(outcome.retry_after or timedelta(0), PATIENCE[0] * 2**row.attempts)
            await repository.postpone(session, row, moment + min(pause, PATIENCE[1]), outcome.error)
