"""Messages to citizens, by whatever the installation has: a mail server, WhatsApp, or for development the log.

A message is sent beside the answer, which must take as long whether there is anybody to write to. What fails is logged without a
word of the message; the citizen asks again.
"""

import asyncio
import logging
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

from sambang_digital.services import wa_kode
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


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said. ``code``: the one that stands in the text, for messengers that bring codes in words of their own."""

    subject: str
    text: str
    code: str = ""


class Messenger(Protocol):
    """Brings a message to somebody. ``way``: what of a :class:`Recipient` it needs, and proves to be theirs."""

    @property
    def way(self) -> Way:
        """``phone`` or ``email``."""

    async def send(self, to: Recipient, message: Message) -> None:
        """Send it; any exception means that it did not leave."""


class Console:
    """Writes messages to the log. For demo mode alone: codes do not belong into anybody's log."""

    way: Way = "phone"

    async def send(self, to: Recipient, message: Message) -> None:
        """Log it."""
        log.warning("message to %s: %s", to.phone, message.text)


class Mail:
    """Sends mail by the server of ``SMTP_URL``, always encrypted but for one on this machine."""

    way: Way = "email"

    async def send(self, to: Recipient, message: Message) -> None:
        """Send it from a thread."""
        if to.email:
            await asyncio.get_running_loop().run_in_executor(_threads, _mail, to.email, message)


def _mail(address: str, said: Message) -> None:
    settings = get_settings()
    if settings.smtp_url is None:
        raise RuntimeError("SMTP_URL is missing")
    url = urlsplit(settings.smtp_url.get_secret_value())
    host, secure = url.hostname or "", ssl.create_default_context()
    message = EmailMessage()
    message["From"] = settings.smtp_from or f"noreply@{urlsplit(settings.public_url).hostname}"
    message["To"], message["Subject"] = address, said.subject
    message.set_content(said.text)
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


class WhatsApp:
    """Sends by the number of the police (``docs/whatsapp.md``)."""

    way: Way = "phone"

    async def send(self, to: Recipient, message: Message) -> None:
        """Send a code by its template, another text while the chat is open."""
        await wa_kode.send(to.phone, message.text, message.code)


MESSENGERS: dict[str, Messenger] = {"console": Console(), "smtp": Mail(), "whatsapp": WhatsApp()}
"""By the values of ``WARGA_PESAN``."""


def _is_set_up(name: str) -> bool:
    settings = get_settings()
    lacking = {
        "console": not settings.is_demo,
        "smtp": settings.smtp_url is None,
        "whatsapp": not wa_kode.is_ready(),
    }
    return not lacking.get(name, True)


def messenger() -> tuple[str, Messenger] | None:
    """The one that is set up, with its name; None if no message can leave."""
    settings = get_settings()
    name = settings.citizens_messenger or ("console" if settings.is_demo else "")
    found = MESSENGERS.get(name) if _is_set_up(name) else None
    return (name, found) if found else None


def send(to: Recipient, message: Message) -> None:
    """Send a message beside whatever the caller goes on to do; nothing if no message can leave."""
    if (way := messenger()) is None:
        return
    if len(_under_way) >= MAX_WAITING:
        log.error("too many messages on their way; one was dropped")
        return
    task = asyncio.get_running_loop().create_task(_send(*way, to, message))
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)


async def _send(name: str, by: Messenger, to: Recipient, message: Message) -> None:
    try:
        async with asyncio.timeout(TIMEOUT_S * 2):
            await by.send(to, message)
    except wa_kode.NotSent as error:
        log.error("a message by %s did not leave: Meta says %s", name, error)
    except Exception as error:
        # The words of other exceptions may name the address.
        log.error("a message by %s did not leave: %s", name, type(error).__name__)


async def drain() -> None:
    """Wait until all messages left, or failed."""
    while _under_way:
        await asyncio.gather(*_under_way, return_exceptions=True)
