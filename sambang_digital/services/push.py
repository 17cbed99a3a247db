"""Web Push (RFC 8030, 8291, 8292): one message sealed for one browser and handed to its push service.

A push service belongs to somebody else. It learns when which browser gets a message, never what it says; and we speak only to
those that ``PUSH_HOSTS`` names, because the address of a subscription is whatever a browser claims.
"""

import asyncio
import logging
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid
from pywebpush import WebPusher
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from sambang_digital.settings import LOOPBACK, get_settings

log = logging.getLogger(__name__)
logging.getLogger("urllib3").setLevel(
    logging.WARNING
)  # its debug log tells whole addresses, which are secrets of a browser

PATIENCE = (timedelta(seconds=30), timedelta(hours=1))
"""Pause after the first failure, doubled after each, up to the second."""
MOST_ATTEMPTS = 12
TIMEOUT_S = (5, 10)
"""To connect, and to be answered."""
AT_ONCE = 4
GONE = frozenset({401, 403, 404, 410})
"""Answers after which a subscription is of no use: it ended, or was made for another installation's key."""
LATER = frozenset({408, 425, 429})
HOST = re.compile(r"[a-z0-9.-]+")
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="push")


class NotAllowed(ValueError):
    """The subscription leads somewhere that messages must not go; ``host`` says where."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


class Device(Protocol):
    """Where a browser takes messages: ``endpoint``, and its keys as base64url."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: ``data`` before it is sealed; a later one of the same ``topic`` takes the place of one that waits at the push
    service, for ``left`` at most."""

    data: bytes
    topic: str
    left: timedelta
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a push service said: HTTP status (None: nothing), and when to come back if it said so."""

    status: int | None
    retry_after: timedelta | None = None

    @property
    def taken(self) -> bool:
        """Whether the message is on its way."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the browser takes no messages there any more."""
        return self.status in GONE

    def pause(self, attempts: int) -> timedelta | None:
        """How long to wait before the next attempt, after ``attempts`` before this one; None: give it up."""
        later = self.status is None or self.status >= 500 or self.status in LATER
        if not later or attempts + 1 >= MOST_ATTEMPTS:
            return None
        doubled: timedelta = PATIENCE[0] * 2**attempts
        return min(max(self.retry_after or timedelta(0), doubled), PATIENCE[1])


def public_key() -> str:
    """What browsers subscribe to: the uncompressed point, base64url without padding."""
    point = _vapid(get_settings().vapid_key).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()


@lru_cache(maxsize=2)
def _vapid(key: bytes) -> Vapid:
    return Vapid.from_raw(urlsafe_b64encode(key))


def check_endpoint(endpoint: str) -> None:
    """Raises :class:`NotAllowed` unless a message may go there."""
    try:
        # As the one reads it that will connect: where two parsers disagree, an address has two hosts.
        url = parse_url(endpoint)
    except LocationParseError:
        raise NotAllowed("?") from None
    host = url.host or ""
    if "\\" in endpoint or not HOST.fullmatch(host):
        raise NotAllowed("?")
    named = get_settings().push_hosts.split()
    secure = url.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in named)
    tried_out = url.scheme == "http" and host in LOOPBACK and host in named
    if url.auth is not None or not (secure or tried_out):
        raise NotAllowed(host)


def send(device: Device, message: Message) -> Answer:
    """Seal and send one message; for a thread. Raises ``requests.RequestException`` or what wrong keys make of sealing."""
    check_endpoint(device.endpoint)  # the setting may have changed
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    body = WebPusher({"endpoint": device.endpoint, "keys": keys}).encode(message.data)["body"]
    url = urlsplit(device.endpoint)
    claims = {"sub": get_settings().push_contact, "aud": f"{url.scheme}://{url.netloc}"}
    headers = _vapid(get_settings().vapid_key).sign(claims) | {
        "Content-Encoding": "aes128gcm",
        "TTL": str(int(message.left.total_seconds())),
        "Topic": message.topic,
        "Urgency": "high" if message.urgent else "normal",
    }
    # A redirect could lead anywhere, and nothing that comes back is read but the head.
    with requests.post(
        device.endpoint, data=body, headers=headers, timeout=TIMEOUT_S, allow_redirects=False, stream=True
    ) as answer:
        wait = answer.headers.get("Retry-After", "")
        return Answer(answer.status_code, timedelta(seconds=int(wait)) if wait.isdecimal() and len(wait) < 6 else None)


async def answered(sending: Callable[[], Answer]) -> Answer:
    """What became of ``sending``, in one of :data:`AT_ONCE` threads; whatever goes wrong is an answer, too."""
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, sending)
    except requests.RequestException as error:
        log.warning("push service not reached: %s", type(error).__name__)
        return Answer(None)
    except Exception:
        # Keys with which nothing can be sealed, or a host that is no longer allowed: it never will be sent.
        log.exception("a subscription cannot be used")
        return Answer(410)
