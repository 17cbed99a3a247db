"""Web Push: news on a device whose app is closed (:mod:`push`).

What is to be sent is a row, written in the transaction that made the news and deleted after a push service took it: a crash in
between sends it once more, under the same tag, which shows nothing twice. Any number of processes may send; they take turns.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Kabar, LanggananPush
from sambang_digital.repositories import kabar_push as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services import kabar, kabar_antrean, push, push_antrean
from sambang_digital.services.kabar import ENTRIES, Jenis, Level
from sambang_digital.services.push import MOST_ATTEMPTS, Answer, NotAllowed, check_endpoint, public_key
from sambang_digital.settings import get_settings

__all__ = [
    "MOST_ATTEMPTS", "MOST_DEVICES", "Answer", "NotAllowed", "check_endpoint", "endpoint_of", "keep_sending", "payload", "public_key",
    "subscribe", "unsubscribe", "work",
]  # fmt: skip

MOST_DEVICES = 10
"""Devices of one person that take messages; the oldest is let go."""
MOST_BYTES = 2_000
"""Of one message before it is sealed; push services take 4,096 after that."""
KEPT = timedelta(days=1)
"""After that a message is no longer sent: the news stays in the app."""
BATCH = 32


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
    return push.send(device, push.Message(data, news.id.hex, left, ENTRIES[Jenis(news.jenis)].urgent))


async def _sent(device: LanggananPush, news: Kabar, phone: bool, moment: datetime) -> Answer:
    data = payload(news, phone=phone)
    return await push.answered(lambda: _send(device, news, data, KEPT - (moment - news.at)))


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
    await push_antrean.settle(session, repository, row.AntreanPush, row.LanggananPush, outcome, moment)


async def _due(session: AsyncSession, moment: datetime) -> Sequence[Any]:
    return await repository.due(session, moment, moment - timedelta(days=get_settings().session_days), BATCH)


async def work(moment: datetime | None = None) -> int:
    """Send what is due at ``moment`` (now), a batch; gives how many were dealt with. Raises when the database is not there."""
    return await push_antrean.turn("push", repository, _due, _deliver, _settle, moment)


async def keep_sending() -> None:
    """Lifespan task: send what waits."""
    await push_antrean.keep_sending("push waits", work, kabar_antrean.wait)
