"""Codes of citizens' accounts by WhatsApp: sent at once and kept nowhere, for whoever asked waits in front of a form.

Whoever asks for a code has seldom written to us within 24 hours, and Meta takes an approved template alone then: of the category
*authentication*, which may carry a code and nothing else. Other words go while a chat is open, or not at all.
"""

from sambang_digital.db import reading
from sambang_digital.models.base import now
from sambang_digital.repositories import wa as repository
from sambang_digital.services import wa_graf, wa_sehat
from sambang_digital.services.wa_graf import Nasib
from sambang_digital.services.wa_keluar import is_open
from sambang_digital.services.wa_pesan import key_of
from sambang_digital.settings import get_settings


class NotSent(Exception):
    """Meta did not take it; says Meta's code, never a word or a number."""


def is_ready() -> bool:
    """Whether codes can go this way."""
    settings = get_settings()
    return settings.whatsapp_on and settings.whatsapp_code_template is not None


def wa_id(phone: str) -> str:
    """A number as people write it (``08…``, ``+65…``), as WhatsApp wants it: with the country and without a sign."""
    return f"62{phone[1:]}" if phone.startswith("0") else phone.removeprefix("+")


async def send(phone: str, text: str, code: str = "") -> None:
    """Send a code, or a text without one to somebody who wrote within the last day. Raises :class:`NotSent`."""
    to = wa_id(phone)
    if not code and not await _may_write(to):
        return
    async with wa_graf.client() as whatsapp:
        answer = await (wa_graf.send_code(whatsapp, to, code) if code else wa_graf.send(whatsapp, to, {"text": text}))
    if answer.nasib is Nasib.REFUSED:
        await wa_sehat.refused(answer.error, now())
    if answer.nasib is not Nasib.SENT:
        raise NotSent(answer.error)


async def _may_write(to: str) -> bool:
    async with reading() as session:
        contact = await repository.contact(session, key_of(to))
    return contact is not None and not contact.blocked and is_open(contact, now())
