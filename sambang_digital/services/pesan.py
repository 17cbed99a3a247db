"""Messages to citizens, by whatever the installation has: a mail server, WhatsApp, or for development the log.

A message is sent beside the answer, which must take as long whether there is anybody to write to. What fails is logged without a
word of the message; the citizen asks again.
"""

import asyncio
import logging
import smtplib
import ssl
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

from sambang_digital.settings import LOOPBACK, get_settings

log = logging.getLogger(__name__)

TIMEOUT_S = 20.0
MAX_WAITING = 200
"""More messages than this on their way: the next one is dropped."""
Way = Literal["phone", "email"]
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="pesan")
_under_way: set[asyncio.Task[None]] = set()


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message is for, as far as it is known."""

    phone: str
    email: str | None = None


class Messenger(Protocol):
    """Brings a text to somebody. ``way``: what of a :class:`Recipient` it needs, and proves to be theirs."""

    @property
    def way(self) -> Way:
        """``phone`` or ``email``."""

    async def send(self, to: Recipient, subject: str, text: str) -> None:
        """Send it; any exception means that it did not leave."""


class Console:
    """Writes messages to the log. For demo mode alone: codes do not belong into anybody's log."""

    way: Way = "phone"

    async def send(self, to: Recipient, subject: str, text: str) -> None:
        """Log it."""
        log.warning("message to %s: %s", to.phone, text)


class Mail:
    """Sends mail by the server of ``SMTP_URL``, always encrypted but for one on this machine."""

    way: Way = "email"

    async def send(self, to: Recipient, subject: str, text: str) -> None:
        """Send it from a thread."""
        if to.email:
            await asyncio.get_running_loop().run_in_executor(_threads, _mail, to.email, subject, text)


def _mail(address: str, subject: str, text: str) -> None:
    settings = get_settings()
    if settings.smtp_url is None:
        raise RuntimeError("SMTP_URL is missing")
    url = urlsplit(settings.smtp_url.get_secret_value())
    host, secure = url.hostname or "", ssl.create_default_context()
    message = EmailMessage()
    message["From"] = settings.smtp_from or f"noreply@{urlsplit(settings.public_url).hostname}"
    message["To"], message["Subject"] = address, subject
    message.set_content(text)
    with (
        smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT_S, context=secure)
        if url.scheme == "smtps"
        else smtplib.SMTP(host, url.port or 587, timeout=TIMEOUT_S)
    ) as server:
        if url.scheme != "smtps" and host not in LOOPBACK:
            server.starttls(context=secure)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


class ByNumber:
    """A messenger that another module provides: a function of a telephone number (``08…``) and a text."""

    way: Way = "phone"

    def __init__(self, function: Callable[[str, str], Awaitable[None]]) -> None:
        self._function = function

    async def send(self, to: Recipient, subject: str, text: str) -> None:
        """Hand it over."""
        await self._function(to.phone, text)


MESSENGERS: dict[str, Messenger] = {"console": Console(), "smtp": Mail()}
"""By the values of ``WARGA_PESAN``. ``whatsapp`` is there once :func:`provide` was called for it."""


def provide(name: str, function: Callable[[str, str], Awaitable[None]]) -> None:
    """Make a messenger known: ``provide("whatsapp", send_text)``, when the module that can send is loaded."""
    MESSENGERS[name] = ByNumber(function)


def messenger() -> tuple[str, Messenger] | None:
    """The one that is set up, with its name; None if no message can leave."""
    settings = get_settings()
    name = settings.citizens_messenger or ("console" if settings.is_demo else "")
    if (name == "console" and not settings.is_demo) or (name == "smtp" and settings.smtp_url is None):
        return None
    found = MESSENGERS.get(name)
    return (name, found) if found else None


def send(to: Recipient, subject: str, text: str) -> None:
    """Send a message beside whatever the caller goes on to do; nothing if no message can leave."""
    if (way := messenger()) is None:
        return
    if len(_under_way) >= MAX_WAITING:
        log.error("too many messages on their way; one was dropped")
        return
    task = asyncio.get_running_loop().create_task(_send(*way, to, subject, text))
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)


async def _send(name: str, by: Messenger, to: Recipient, subject: str, text: str) -> None:
    try:
        async with asyncio.timeout(TIMEOUT_S * 2):
            await by.send(to, subject, text)
    except Exception as error:
        # The words of an exception may name the address.
        log.error("a message by %s did not leave: %s", name, type(error).__name__)


async def drain() -> None:
    """Wait until all messages left, or failed."""
    while _under_way:
        await asyncio.gather(*_under_way, return_exceptions=True)
