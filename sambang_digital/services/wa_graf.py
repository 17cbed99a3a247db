"""Meta's Graph API as we use it: a message out, a file in, and whether it knows us. Each answer says what to do next.

``pywa`` fixes the host; the base is set again after it, so that a stand-in can be spoken to. Nothing here logs what is said.
"""

import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from pywa.errors import WhatsAppError
from pywa.types.callback import Button, Section, SectionList, SectionRow
from pywa_async.client import WhatsApp

from sambang_digital.settings import get_settings

# Their debug log tells messages, numbers and addresses that open files.
for _name in ("httpx", "httpcore", "pywa", "pywa_async"):
    logging.getLogger(_name).setLevel(logging.WARNING)

TIMEOUT = httpx.Timeout(20, connect=5)
REFUSED = frozenset({0, 3, 10, 190, *range(200, 300)})
"""Meta's codes for: this token, or this app, may not."""
WINDOW = frozenset({470, 131047})
"""Too long since the contact wrote."""
LATER = frozenset({1, 2, 4, 17, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 133016})
"""Too fast, or out of order for a while."""


class Nasib(StrEnum):
    """What became of it."""

    SENT = "terkirim"
    LATER = "nanti"
    WINDOW = "jendela"
    REFUSED = "ditolak"
    NEVER = "gagal"


@dataclass(frozen=True, slots=True)
class Jawab:
    """Meta's answer. ``error``: a code or the kind of failure, never a text of theirs. ``retry_after``: if it said so."""

    nasib: Nasib
    wamid: str = ""
    error: str = ""
    retry_after: timedelta | None = None
    data: bytes = b""


class TooLarge(Exception):
    """A file has more bytes than we take."""


@lru_cache
def _trusted() -> ssl.SSLContext:
    """Whom we trust; reading that for each client would cost more than what it sends."""
    return httpx.create_ssl_context()


@asynccontextmanager
async def client() -> AsyncIterator[WhatsApp]:
    """A client for a few requests. The channel must be set up."""
    settings = get_settings()
    assert settings.whatsapp_token is not None
    token = settings.whatsapp_token.get_secret_value()
    async with httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False, verify=_trusted()) as session:
        made = WhatsApp(phone_id=settings.whatsapp_phone_id, token=token, session=session, validate_updates=False)
        session.base_url = httpx.URL(settings.whatsapp_api)
        yield made


def message_of(words: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Type and content of an answer in free words."""
    body = {"text": words["text"]}
    if rows := words.get("rows"):
        found = [SectionRow(title=title, callback_data=id_) for id_, title in rows]
        chosen = SectionList(button_title="Pilih", sections=[Section(title="Jenis laporan", rows=found)])
        return "interactive", {"type": "list", "body": body, "action": chosen.to_dict()}
    if buttons := words.get("buttons"):
        shown = [Button(title=title, callback_data=id_).to_dict() for id_, title in buttons]
        return "interactive", {"type": "button", "body": body, "action": {"buttons": shown}}
    return "text", {"body": words["text"], "preview_url": False}


async def send(whatsapp: WhatsApp, to: str, words: dict[str, Any]) -> Jawab:
    """Send an answer or news in free words."""
    return await _post(whatsapp, to, *message_of(words))


async def send_template(whatsapp: WhatsApp, to: str, parameters: list[str]) -> Jawab:
    """Send the approved template for news with these parameters of its body."""
    return await _template(whatsapp, to, get_settings().whatsapp_template, _words("body", parameters))


async def send_code(whatsapp: WhatsApp, to: str, code: str) -> Jawab:
    """Send the authentication template with a code; Meta words it, and wants the code for its button once more."""
    button = _words("button", [code]) | {"sub_type": "url", "index": "0"}
    return await _template(whatsapp, to, get_settings().whatsapp_code_template, _words("body", [code]), button)


def _words(part: str, parameters: list[str]) -> dict[str, Any]:
    return {"type": part, "parameters": [{"type": "text", "text": one} for one in parameters]}


async def _template(whatsapp: WhatsApp, to: str, name: str | None, *components: dict[str, Any]) -> Jawab:
    language = {"code": get_settings().whatsapp_template_language}
    template = {"name": name, "language": language, "components": list(components)}
    return await _post(whatsapp, to, "template", template)


async def _post(whatsapp: WhatsApp, to: str, typ: str, msg: dict[str, Any]) -> Jawab:
    # Below pywa's own send_message, which raises after Meta took a message whose answer names no "user_id": it would go again.
    sender = str(get_settings().whatsapp_phone_id)
    try:
        found = await whatsapp.api.send_message(sender=sender, recipient_type="individual", typ=typ, msg=msg, **_to(to))
    except (WhatsAppError, httpx.HTTPError, ValueError) as error:
        return failure(error)
    try:
        return Jawab(Nasib.SENT, wamid=str(found["messages"][0]["id"]))
    except (LookupError, TypeError):
        return Jawab(Nasib.SENT)


def _to(wa_id: str) -> dict[str, str | None]:
    """A number, or the id of somebody who hides it (two letters and a point before it)."""
    return {"to": wa_id, "recipient": None} if wa_id.isdecimal() else {"to": None, "recipient": wa_id}


def failure(error: Exception) -> Jawab:
    """What an error of a request means."""
    if not isinstance(error, WhatsAppError):
        return Jawab(Nasib.LATER, error=type(error).__name__)
    status, code = error.status_code or 0, str(error.code)
    if error.code in WINDOW:
        return Jawab(Nasib.WINDOW, error=code)
    if status == 401 or error.code in REFUSED:
        return Jawab(Nasib.REFUSED, error=code)
    if status == 429 or status >= 500 or error.code in LATER or error.is_transient:
        wait = error.raw_response.headers.get("Retry-After", "") if error.raw_response is not None else ""
        after = timedelta(seconds=int(wait)) if wait.isdecimal() and len(wait) < 6 else None
        return Jawab(Nasib.LATER, error=code, retry_after=after)
    return Jawab(Nasib.NEVER, error=code)


async def check(whatsapp: WhatsApp) -> Jawab:
    """Whether Meta knows our number and takes our token."""
    try:
        await whatsapp.api.get_business_phone_number(str(get_settings().whatsapp_phone_id), fields=("id",))
    except (WhatsAppError, httpx.HTTPError, LookupError, TypeError, ValueError) as error:
        return failure(error)
    return Jawab(Nasib.SENT)


async def fetch(whatsapp: WhatsApp, media_id: str, most: int) -> Jawab:
    """The bytes of a file, ``most`` of them at most (:class:`TooLarge`). The token goes in the header, to hosts that are named alone."""
    try:
        found = await whatsapp.api.get_media_url(media_id)
        url = str(found["url"])
        if not _may_fetch(url):
            return Jawab(Nasib.NEVER, error="host")
        async with whatsapp.api._session.stream("GET", url) as answer:
            if answer.status_code != 200:
                return _refused(answer.status_code)
            data = bytearray()
            async for piece in answer.aiter_bytes():
                data += piece
                if len(data) > most:
                    raise TooLarge
            return Jawab(Nasib.SENT, data=bytes(data))
    except (WhatsAppError, httpx.HTTPError, LookupError, TypeError, ValueError) as error:
        return failure(error)


def _refused(status: int) -> Jawab:
    # An address of Meta's ends after five minutes, and then says 404: the next try asks for a new one.
    gone = 300 <= status < 400 or status in (400, 410, 415)
    return Jawab(Nasib.NEVER if gone else Nasib.LATER, error=f"http {status}")


def _may_fetch(url: str) -> bool:
    base, there = urlsplit(get_settings().whatsapp_api), urlsplit(url)
    if there.username or there.password:
        return False
    if (there.scheme, there.netloc) == (base.scheme, base.netloc):
        return True
    return (
        there.scheme == "https"
        and there.port in (None, 443)
        and there.hostname in get_settings().whatsapp_media_hosts.split()
    )
