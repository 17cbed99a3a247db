"""News for citizens: a phone that asked for it rings when one of its tickets, or a report that it follows, changed.

The words are one neutral sentence: nobody knows who holds the phone. They name no ticket and lead to the list. Reports that must not be
noticed by others (``Pengaduan.guarded``) ring no phone, unless its citizen chose so for that very report after a warning.

What is to be sent is a row (:mod:`kabar_warga_antrean`); several changes within minutes ring once. Before it is sent it is looked at again:
whether the phone still opens the ticket, still wants it, is not held back for pranks, and is still there. Of the strikes themselves, and of
what became of an appeal, a phone that is held back hears: that is what holds it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import AntreanTiket
from sambang_digital.repositories import kabar_warga as repository
from sambang_digital.repositories import pengaduan as reports
from sambang_digital.repositories.kabar_warga import Waiting
from sambang_digital.services import kabar_warga_antrean, push, push_antrean, teguran
from sambang_digital.services.push import Answer
from sambang_digital.services.warga import KEPT_DAYS, Warga

KEPT = timedelta(days=1)
"""After that a message is no longer sent: the ticket shows what happened."""
BATCH = 64
TAG = "tiket"
MESSAGE = orjson.dumps(
    {"jenis": TAG, "title": "Sambang Digital", "body": "Ada kabar tentang laporan Anda.", "tag": TAG, "url": "/tiket/"}
)
"""The same for every report, so that it says nothing of any."""


class NotFound(Exception):
    """No such ticket on this phone."""


class NotOn(Exception):
    """The phone takes no messages."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A guarded ticket of a phone, and whether it rings nevertheless."""

    code: str
    on: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a phone takes messages (None: it does not), and its guarded tickets."""

    endpoint: str | None
    guarded: list[Guarded]


@dataclass(frozen=True, slots=True)
class Call:
    """What waits for one phone, looked at again. ``left``: how long it may still be sent, None: not at all; ``alive``: the phone is."""

    waiting: Waiting
    left: timedelta | None
    alive: bool


async def standing(session: AsyncSession, warga: Warga) -> Standing:
    """What this phone chose."""
    found = await repository.subscribed(session, warga.device_id, push.public_key())
    chosen = await repository.chosen(session, warga.device_id) if found else frozenset()
    rows = await reports.tickets(session, warga.device_id)
    guarded = [Guarded(row.code, row.id in chosen) for row in rows if row.guarded]
    return Standing(found.endpoint if found else None, guarded)


async def subscribe(session: AsyncSession, warga: Warga, endpoint: str, p256dh: str, auth: str) -> None:
    """Let this phone's browser take messages. Raises ``push.NotAllowed``."""
    push.check_endpoint(endpoint)
    values = {"endpoint": endpoint, "p256dh": p256dh, "auth": auth, "server_key": push.public_key()}
    await repository.subscribe(session, warga.device_id, values)


async def unsubscribe(session: AsyncSession, warga: Warga) -> None:
    """This phone takes none any more. What its browser asked for besides is not touched."""
    await repository.unsubscribe(session, warga.device_id)


async def choose(session: AsyncSession, warga: Warga, code: str, *, on: bool) -> None:
    """Let a guarded ticket ring on this phone, or not any more. Raises :class:`NotFound` or :class:`NotOn`."""
    row = await reports.own(session, warga.device_id, code)
    if row is None:
        raise NotFound
    if not on:
        await repository.leave(session, warga.device_id, row.id)
    elif await repository.subscribed(session, warga.device_id, push.public_key()) is None:
        raise NotOn
    else:
        await repository.choose(session, warga.device_id, row.id)


async def forgotten(session: AsyncSession, warga: Warga, pengaduan_id: UUID) -> None:
    """A ticket was forgotten on this phone; with the last one all of it ends."""
    await repository.drop_unopened(session, pengaduan_id)
    if not await repository.has_any(session, warga.device_id):
        await repository.unsubscribe(session, warga.device_id)


async def _due(session: AsyncSession, moment: datetime) -> Sequence[Call]:
    return [await _looked_at(session, one, moment) for one in await repository.due(session, moment, BATCH)]


async def _looked_at(session: AsyncSession, waiting: Waiting, moment: datetime) -> Call:
    browser = waiting.browser
    here = moment - waiting.seen_at < timedelta(days=KEPT_DAYS)
    if not here or browser.server_key != push.public_key():
        return Call(waiting, None, alive=False)
    heard = await repository.heard(session, browser.device_id, [row.pengaduan_id for row in waiting.rows])
    chosen = await repository.chosen(session, browser.device_id)
    rows = [row for row in waiting.rows if row.pengaduan_id in (heard & chosen if row.guarded else heard)]
    left = _left(rows, moment)
    if left > timedelta(0) and await teguran.blocked(session, Warga(browser.device_id)):
        left = _left([row for row in rows if row.strike], moment)
    return Call(waiting, left if left > timedelta(0) else None, alive=True)


def _left(rows: Sequence[AntreanTiket], moment: datetime) -> timedelta:
    """How long the latest of them may still be sent."""
    return max((KEPT - (moment - row.at) for row in rows), default=timedelta(0))


async def _deliver(call: Call, moment: datetime) -> Answer | None:
    if not call.alive:
        return Answer(410)
    if call.left is None:
        return None
    message = push.Message(MESSAGE, TAG, call.left)
    return await push.answered(lambda: push.send(call.waiting.browser, message))


async def _settle(session: AsyncSession, call: Call, outcome: Answer | None, moment: datetime) -> None:
    await push_antrean.settle(session, repository, call.waiting, call.waiting.browser, outcome, moment)


async def work(moment: datetime | None = None) -> int:
    """Send what is due at ``moment`` (now), a batch; gives with how many phones were dealt. Raises when the database is not there."""
    return await push_antrean.turn("kabar_warga", repository, _due, _deliver, _settle, moment)


async def keep_sending() -> None:
    """Lifespan task: send what waits."""
    await push_antrean.keep_sending("news for citizens waits", work, kabar_warga_antrean.wait)
