"""Web Push: news on a device whose app is closed (RFC 8030, 8291, 8292).

What is to be sent is a row, written in the transaction that made the news and deleted after a push service took it: a crash in
between sends it once more, under the same tag, which shows nothing twice. Any number of processes may send; they take turns.

A push service belongs to somebody else. It learns when which browser gets a message, never what it says; and we speak only to
those that ``PUSH_HOSTS`` names, because the address of a subscription is whatever a browser claims.
"""

import asyncio
import logging
import re
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import orjson
import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid
from pywebpush import WebPusher
from sqlalchemy.ext.asyncio import AsyncSession
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from sambang_digital.db import is_momentary, is_outage, only_one, reading, transaction
from sambang_digital.models import AntreanPush, Kabar, LanggananPush
from sambang_digital.models.base import now
from sambang_digital.repositories import kabar_push as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services import kabar, kabar_antrean
from sambang_digital.services.kabar import ENTRIES, Jenis, Level
from sambang_digital.settings import LOOPBACK, get_settings

log = logging.getLogger(__name__)
logging.getLogger("urllib3").setLevel(
    logging.WARNING
)  # its debug log tells whole addresses, which are secrets of a browser

MOST_DEVICES = 10
"""Devices of one person that take messages; the oldest is let go."""
MOST_BYTES = 2_000
"""Of one message before it is sealed; push services take 4,096 after that."""
KEPT = timedelta(days=1)
"""After that a message is no longer sent: the news stays in the app."""
PATIENCE = (timedelta(seconds=30), timedelta(hours=1))
"""Pause after the first failure, doubled after each, up to the second."""
MOST_ATTEMPTS = 12
TIMEOUT_S = (5, 10)
"""To connect, and to be answered."""
BATCH, AT_ONCE = 32, 4
POLL_S = 5.0
"""How long a message of another process, or one whose time has come, may wait unseen."""
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a push service said: HTTP status (None: nothing), and when to come back if it said so."""

    status: int | None
    retry_after: timedelta | None = None


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


async def subscribe(session: AsyncSession, actor: Actor, endpoint: str, p256dh: str, auth: str) -> None:
    """Let the browser of the actor's session take messages. Raises :class:`NotAllowed`."""
    check_endpoint(endpoint)
    await repository.subscribe(session, actor, endpoint, p256dh, auth)
    await repository.keep_latest(session, actor, MOST_DEVICES)


async def unsubscribe(session: AsyncSession, actor: Actor) -> None:
    """The browser of the actor's session takes no messages any more."""
    await repository.unsubscribe(session, actor)


async def endpoint_of(session: AsyncSession, actor: Actor) -> str | None:
    """Where messages for the browser of the actor's session go, or None."""
    return await repository.subscribed(session, actor)


def payload(news: Kabar, *, phone: bool) -> bytes:
    """What a device is sent: neutral words, and the address of the news. ``tag``: the same news never stands there twice."""
    entry = ENTRIES[Jenis(news.jenis)]
    url = f"{'/petugas/kabar/' if phone else '/kabar/'}?buka={news.id}"
    found = orjson.dumps(
        {"jenis": news.jenis, "title": entry.title, "body": entry.text, "tag": f"kabar-{news.id}", "url": url}
    )
    assert len(found) <= MOST_BYTES
    return found


def _send(device: LanggananPush, news: Kabar, data: bytes, left: timedelta) -> Answer:
    """Seal and send one message; runs in a thread. Raises ``requests.RequestException`` or what wrong keys make of sealing."""
    check_endpoint(device.endpoint)  # the setting may have changed
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    body = WebPusher({"endpoint": device.endpoint, "keys": keys}).encode(data)["body"]
    url = urlsplit(device.endpoint)
    claims = {"sub": get_settings().push_contact, "aud": f"{url.scheme}://{url.netloc}"}
    headers = _vapid(get_settings().vapid_key).sign(claims) | {
        "Content-Encoding": "aes128gcm",
        "TTL": str(int(left.total_seconds())),
        "Topic": news.id.hex,
        "Urgency": "high" if ENTRIES[Jenis(news.jenis)].urgent else "normal",
    }
    # A redirect could lead anywhere, and nothing that comes back is read but the head.
    with requests.post(
        device.endpoint, data=body, headers=headers, timeout=TIMEOUT_S, allow_redirects=False, stream=True
    ) as answer:
        wait = answer.headers.get("Retry-After", "")
        return Answer(answer.status_code, timedelta(seconds=int(wait)) if wait.isdecimal() and len(wait) < 6 else None)


async def _sent(device: LanggananPush, news: Kabar, phone: bool, moment: datetime) -> Answer:
    data = payload(news, phone=phone)
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(_threads, _send, device, news, data, KEPT - (moment - news.at))
    except requests.RequestException as error:
        log.warning("push service not reached: %s", type(error).__name__)
        return Answer(None)
    except Exception:
        # Keys with which nothing can be sealed, or a host that is no longer allowed: it never will be sent.
        log.exception("a subscription cannot be used")
        return Answer(410)


async def _deliver(row: Any, moment: datetime) -> Answer | datetime | None:
    """What became of one message: an answer, or until when it waits, or None where it is not to be sent."""
    news, choice = row.Kabar, row.PilihanKabar
    jenis = Jenis(news.jenis)
    if news.read_at or moment - news.at >= KEPT or kabar.level_of(choice, jenis) is not Level.PUSH:
        return None
    if not row.alive:
        return Answer(410)
    quiet = None if ENTRIES[jenis].urgent else kabar.quiet_until(choice, moment)
    return quiet or await _sent(row.LanggananPush, news, row.phone, moment)


async def _settle(session: AsyncSession, row: Any, outcome: Answer | datetime | None, moment: datetime) -> None:
    waiting: AntreanPush = row.AntreanPush
    if isinstance(outcome, datetime):
        await repository.postpone(session, waiting, outcome, waiting.attempts)
    elif outcome is None or (outcome.status and 200 <= outcome.status < 300):
        await repository.done(session, waiting)
    elif outcome.status in GONE:
        await repository.forget(session, row.LanggananPush)
    elif (outcome.status is None or outcome.status >= 500 or outcome.status in LATER) and (
        waiting.attempts + 1 < MOST_ATTEMPTS
    ):
        pause = max(outcome.retry_after or timedelta(0), PATIENCE[0] * 2**waiting.attempts)
        await repository.postpone(session, waiting, moment + min(pause, PATIENCE[1]), waiting.attempts + 1)
    else:
        log.warning("push service refused a message (%s)", outcome.status)
        await repository.done(session, waiting)


async def work(moment: datetime | None = None) -> int:
    """Send what is due at ``moment`` (now), a batch; gives how many were dealt with. Raises when the database is not there."""
    moment = moment or now()
    async with reading() as session:
        if not await repository.is_due(session, moment):
            return 0
    async with only_one("push") as alone:
        if not alone:
            return 0
        seen_after = moment - timedelta(days=get_settings().session_days)
        async with reading() as session:
            rows = await repository.due(session, moment, seen_after, BATCH)
        outcomes = await asyncio.gather(*(_deliver(row, moment) for row in rows))
        async with transaction() as session:
            for row, outcome in zip(rows, outcomes, strict=True):
                await _settle(session, row, outcome, moment)
    return len(rows)


async def keep_sending() -> None:
    """Lifespan task: send what waits."""
    while True:
        try:
            done = await work()
        except Exception as error:
            done, level = 0, log.warning if is_outage(error) or is_momentary(error) else log.exception
            level("push waits: %s", type(error).__name__)
        if not done:
            await kabar_antrean.wait(POLL_S)
