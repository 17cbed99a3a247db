"""What goes out by WhatsApp: rows written with the deed, sent in the order of each contact, at least once.

Within 24 hours of the contact's last message anything may be said; after that only an approved template (Meta's rule). Without one
the news is held back, counted, and goes as soon as the contact writes again.
"""

import logging
from datetime import datetime, timedelta

from pywa_async.client import WhatsApp
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.models import WaKeluar, WaKontak
from sambang_digital.repositories import wa as repository
from sambang_digital.services import wa_graf, wa_sehat
from sambang_digital.services.wa_graf import Jawab, Nasib
from sambang_digital.services.wa_kata import Balasan
from sambang_digital.services.wa_pesan import Kabar
from sambang_digital.settings import get_settings

log = logging.getLogger(__name__)

FREE = timedelta(hours=24)
MARGIN = timedelta(minutes=5)
"""Our clock and Meta's differ."""
KEPT = timedelta(days=7)
"""News that waited so long is none any more."""
PATIENCE = (timedelta(seconds=15), timedelta(hours=1))
"""Pause after the first failure, doubled after each, up to the second."""
MOST_ATTEMPTS = 14
BATCH = 20


def answer(session: AsyncSession, contact: WaKontak, reply: Balasan) -> None:
    """Let this be said to a contact, in the transaction that gives the reason."""
    words = {
        "text": reply.text,
        "buttons": [list(one) for one in reply.buttons],
        "rows": [list(one) for one in reply.rows],
    }
    session.add(WaKeluar(kontak_id=contact.id, kind="balasan", words=words))


def is_open(contact: WaKontak, moment: datetime) -> bool:
    """Whether free words may still be said."""
    return moment - contact.last_message_at < FREE - MARGIN


async def work(whatsapp: WhatsApp, moment: datetime) -> int:
    """Send what is due, a batch; how many were dealt with. Stops where Meta refuses us altogether."""
    async with reading() as session:
        rows = await repository.outgoing(session, moment, BATCH)
    for done, (row, contact) in enumerate(rows, 1):
        try:
            outcome = await _send(whatsapp, row, contact, moment)
        except Exception as error:
            # One message must not hold up all others.
            log.exception("a message by WhatsApp (row %s) fails", row.id)
            outcome = Jawab(Nasib.LATER, error=type(error).__name__)
        async with transaction() as session:
            await _settle(session, row, outcome, moment)
        if outcome.nasib is Nasib.REFUSED:
            await wa_sehat.refused(outcome.error, moment)
            return done
    return len(rows)


async def _send(whatsapp: WhatsApp, row: WaKeluar, contact: WaKontak, moment: datetime) -> Jawab:
    if moment - row.created_at > KEPT or (contact.blocked and row.kind == "kabar"):
        return Jawab(Nasib.NEVER, error="kedaluwarsa" if not contact.blocked else "berhenti")
    if is_open(contact, moment):
        return await wa_graf.send(whatsapp, contact.wa_id, row.words)
    if row.kind == "kabar" and get_settings().whatsapp_template:
        return await wa_graf.send_template(whatsapp, contact.wa_id, row.words["parameters"])
    return Jawab(Nasib.WINDOW, error="24 jam")


async def _settle(session: AsyncSession, row: WaKeluar, outcome: Jawab, moment: datetime) -> None:
    # Answers hold words of the report and the secret of its ticket: no longer than they are needed.
    words = row.words if row.kind == "kabar" else {}
    if outcome.nasib is Nasib.SENT:
        await repository.sent(session, row, outcome.wamid, words)
    elif outcome.nasib is Nasib.WINDOW:
        await repository.settle(session, row, "ditahan" if row.kind == "kabar" else "gagal", outcome.error, words)
    elif outcome.nasib is Nasib.REFUSED:
        # No fault of the message: it waits until the channel lives again, or is too old.
        await repository.postpone(session, row, moment + wa_sehat.EVERY, outcome.error)
    elif outcome.nasib is Nasib.LATER and row.attempts + 1 < MOST_ATTEMPTS:
        pause = max(outcome.retry_after or timedelta(0), PATIENCE[0] * 2**row.attempts)
        await repository.postpone(session, row, moment + min(pause, PATIENCE[1]), outcome.error)
    else:
        log.warning("a message by WhatsApp cannot be sent (%s)", outcome.error)
        await repository.settle(session, row, "gagal", outcome.error, words)


async def note(session: AsyncSession, news: Kabar) -> None:
    """Keep what became of a message of ours, as Meta says."""
    if news.status == "failed":
        hold = news.code in wa_graf.WINDOW
        await repository.undelivered(session, news.wamid, str(news.code), hold=hold)
    elif news.status in repository.STATUS_COLUMNS:
        await repository.delivered(session, news.wamid, news.status, news.at)
