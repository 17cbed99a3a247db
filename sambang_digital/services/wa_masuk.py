"""What comes in by WhatsApp: stored raw before anything looks at it, then dealt with in the order of each sender, at least once.

A message dealt with twice gives the same: its report has the id that was drawn when it was begun, and its row is closed in the
transaction that moves the conversation and writes the answers.
"""

import logging
import secrets
from datetime import datetime, timedelta

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import is_outage, reading, transaction
from sambang_digital.forms.pengaduan import PengaduanBaru
from sambang_digital.models import WaKontak, WaMasuk
from sambang_digital.models.base import now, uuid7
from sambang_digital.repositories import wa as repository
from sambang_digital.services import (
    pengaduan,
    percobaan,
    teguran,
    wa_kabar,
    wa_kata,
    wa_keluar,
    wa_percakapan,
    wa_pesan,
)
from sambang_digital.services.format import exact
from sambang_digital.services.pengaduan_langkah import PengaduanError
from sambang_digital.services.wa_percakapan import Hasil, Keadaan, Sekarang
from sambang_digital.services.wa_pesan import Pesan
from sambang_digital.services.warga import Warga
from sambang_digital.settings import get_settings

log = logging.getLogger(__name__)

BATCH = 20
MOST_ATTEMPTS = 8
PATIENCE = (timedelta(seconds=5), timedelta(minutes=10))
MOST_MESSAGES = 120
"""Of one contact in a quarter of an hour; the rest is not read."""
SECRET_BYTES = 16


async def accept(body: bytes) -> int:
    """Store a webhook whose signature was checked; gives how many parts are new. Raises when the database is not there."""
    at = now()
    rows = [
        {
            "message_id": item.message_id,
            "kind": item.kind,
            "sender": item.sender,
            "payload": item.payload,
            "received_at": at,
            "due_at": at,
            "attempts": 0,
        }
        for item in wa_pesan.split(body)
    ]
    async with transaction() as session:
        new = await repository.take_in(session, rows)
        wa_kabar.bell.ring_after_commit(session)
    return new


async def work(moment: datetime) -> int:
    """Deal with what waits, one of each sender; how many. What fails waits, and so does what the same person wrote after it."""
    async with reading() as session:
        rows = await repository.incoming(session, moment, BATCH)
    for row in rows:
        try:
            await _one(row)
        except Exception as error:
            if is_outage(error):
                raise
            await _failed(row, error, moment)
    return len(rows)


async def _failed(row: WaMasuk, error: Exception, moment: datetime) -> None:
    log.exception("a message by WhatsApp (row %s) fails", row.id)
    async with transaction() as session:
        if row.attempts + 1 < MOST_ATTEMPTS:
            pause = min(PATIENCE[0] * 2**row.attempts, PATIENCE[1])
            await repository.postpone(session, row, moment + pause, type(error).__name__)
            return
        # It stays legible, for whoever mends what is wrong; the sender hears of it.
        await repository.finish(session, row, type(error).__name__)
        contact = await repository.contact(session, row.sender) if row.sender else None
        if contact:
            wa_keluar.answer(session, contact, wa_kata.FAILED)


async def _one(row: WaMasuk) -> None:
    if row.kind == "pesan":
        await _message(row)
        return
    async with transaction() as session:
        if row.kind == "status":
            await wa_keluar.note(session, wa_pesan.read_status(row.payload, row.received_at))
        else:
            log.warning("a webhook of a shape that is not known (row %s)", row.id)
        await repository.finish(session, row)


async def _message(row: WaMasuk) -> None:
    assert row.sender is not None
    pesan = wa_pesan.read(row.payload, row.received_at)
    if pesan.kind == "diam":
        async with transaction() as session:
            await repository.finish(session, row)
        return
    contact = await _contact(row, pesan)
    state = Keadaan.model_validate(contact.state)
    here = Sekarang(str(uuid7()), secrets.token_urlsafe(SECRET_BYTES), get_settings().public_url)
    try:
        await percobaan.begin([(f"wa:{contact.device_id}", MOST_MESSAGES)])
        result = wa_percakapan.step(state, pesan, here)
        if result.send:
            result = await _send(contact, state, pesan)
    except percobaan.TooManyAttempts:
        result = await _flood(contact, state)
    async with transaction() as session:
        await _move(session, row, state, result)


async def _contact(row: WaMasuk, pesan: Pesan) -> WaKontak:
    """Whoever wrote; that they did opens 24 hours of free words, and what was held back for them may go."""
    async with transaction() as session:
        found = await repository.contact(session, row.sender or b"", lock=True)
        if found is None:
            found = await repository.new_contact(session, row.sender or b"", row.payload["wa_id"], pesan.at)
        found.last_message_at = max(found.last_message_at, pesan.at)
        found.blocked = False
        await repository.release(session, found.id)
        return found


async def _flood(contact: WaKontak, state: Keadaan) -> Hasil:
    try:
        await percobaan.begin([(f"wa-banyak:{contact.device_id}", 1)])
    except percobaan.TooManyAttempts:
        return Hasil(state)
    return Hasil(state, (wa_kata.FLOOD,))


async def _send(contact: WaKontak, state: Keadaan, pesan: Pesan) -> Hasil:
    """Store the report of a draft whose sender agreed; what they are told of it."""
    try:
        form = form_of(state, pesan.at)
        done = await pengaduan.receive(Warga(contact.device_id), form, wa_kabar.CHANNEL)
    except percobaan.TooManyAttempts as error:
        return wa_percakapan.not_now(state, error.retry_after_s)
    except PengaduanError:
        return wa_percakapan.where_is_it(state)
    except teguran.Blocked as error:
        return wa_percakapan.held_back(state, exact(error.block.until, get_settings().timezone))
    except ValidationError as error:
        log.warning("a draft by WhatsApp is no report: %s", [one["loc"] for one in error.errors()])
        return Hasil(Keadaan(), (wa_kata.FAILED,))
    return wa_percakapan.sent(state, done.code, get_settings().public_url)


def form_of(state: Keadaan, at: datetime) -> PengaduanBaru:
    """The draft as any phone would send it. Neither name nor number: whoever wants to be known says so in the text."""
    point = None if state.lat is None else {"lat": state.lat, "lon": state.lon}
    return PengaduanBaru.model_validate(
        {
            "id": state.draft_id,
            "secret": state.secret,
            "category": state.category,
            "text": state.text,
            "position": point,
            "place": state.place,
            "consent": True,
            "made_at": at.isoformat(),
            "files": [{"sha256": one.sha256, "name": name_of(one.mime)} for one in state.files],
        }
    )


def name_of(mime: str) -> str:
    """What a file is called: Meta tells no name."""
    return "Video dari WhatsApp" if mime.startswith("video/") else "Foto dari WhatsApp"


async def _move(session: AsyncSession, row: WaMasuk, before: Keadaan, result: Hasil) -> None:
    contact = await repository.contact(session, row.sender or b"", lock=True)
    assert contact is not None
    contact.state = result.state.model_dump(mode="json")
    contact.blocked = result.stop
    if result.send and before.files:
        files = [
            {"media_id": one.media_id, "device_id": contact.device_id, "sha256": one.sha256, "name": name_of(one.mime)}
            for one in before.files
        ]
        await repository.name_files(session, [one | {"due_at": now(), "attempts": 0} for one in files])
    # Of ten photos at once the last is acknowledged.
    busy = await repository.more_of(session, row)
    for reply in result.replies:
        if not (busy and reply.ack):
            wa_keluar.answer(session, contact, reply)
    await repository.finish(session, row)
