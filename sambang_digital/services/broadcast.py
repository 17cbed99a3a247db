"""Tell whoever listens that something changed: within the process, and over Redis between several.

A message says that there is something new to read, never what: whoever hears it reads again with their own rights.
Losing one (Redis gone, a listener too slow) delays a screen and loses no data.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import orjson
from redis import asyncio as redis
from redis.exceptions import RedisError
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.settings import get_settings

log = logging.getLogger(__name__)

Message = dict[str, Any]
LAPORAN = "laporan"
"""Channel of reports: ``{"id", "revision", "satuan_id", "author_id", "state"}``."""
UTAS = "utas"
"""Channel of threads: ``{"akun_ids"}`` of those for whom what is unread may have changed."""
KABAR = "kabar"
"""Channel of news: ``{"akun_ids"}`` of those who have some, or have read some."""
TUGAS = "tugas"
"""Channel of tasks: ``{"id", "satuan_id"}``."""
EKSPOR = "ekspor"
"""Channel of exports: ``{"akun_id"}`` of whose exports got on."""
ESKALASI = "eskalasi"
"""Channel of cases handed on: ``{"satuan_ids"}`` of those who sent and who receive one that changed."""
PENGADUAN = "pengaduan"
"""Channel of citizens' reports: ``{"id", "satuan_id"}``."""
CARI = "cari"
"""Channel of search: ``{}`` when something was filed anew."""
PREFIX = "sambang:"
BACKLOG = 1000
"""Messages kept for a listener that is busy; the oldest fall out."""
RECONNECT_S = 2.0


class _Hub:
    """The listeners of this process, and the one connection to Redis that feeds them."""

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[Message]]] = defaultdict(set)
        self._tasks: set[asyncio.Task[None]] = set()
        self._relay: asyncio.Task[None] | None = None
        self._redis: redis.Redis | None = None

    def deliver(self, channel: str, message: Message) -> None:
        for queue in self._queues[channel]:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(message)

    def soon(self, channel: str, messages: list[Message]) -> None:
        """Publish without making anybody wait."""
        if not get_settings().redis_url:
            for message in messages:
                self.deliver(channel, message)
            return
        task = asyncio.create_task(self._send(channel, messages))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, channel: str, messages: list[Message]) -> None:
        try:
            await self._client().publish(PREFIX + channel, orjson.dumps(messages))
        except (RedisError, OSError) as error:
            log.warning("Redis unavailable, only this process is told: %s", error)
            for message in messages:
                self.deliver(channel, message)

    def _client(self) -> redis.Redis:
        if self._redis is None:
            url = get_settings().redis_url
            assert url
            self._redis = redis.Redis.from_url(url)
        return self._redis

    @asynccontextmanager
    async def listen(self, channel: str) -> AsyncIterator[AsyncIterator[Message]]:
        queue: asyncio.Queue[Message] = asyncio.Queue(BACKLOG)
        self._queues[channel].add(queue)
        if get_settings().redis_url and (self._relay is None or self._relay.done()):
            ready = asyncio.Event()
            self._relay = asyncio.create_task(self._feed(ready))
            await ready.wait()
        try:
            yield _each(queue)
        finally:
            self._queues[channel].discard(queue)

    async def _feed(self, ready: asyncio.Event) -> None:
        while True:
            try:
                async with self._client().pubsub(ignore_subscribe_messages=True) as feed:
                    await feed.psubscribe(PREFIX + "*")
                    ready.set()
                    async for heard in feed.listen():
                        channel = heard["channel"].decode().removeprefix(PREFIX)
                        for message in orjson.loads(heard["data"]):
                            self.deliver(channel, message)
            except (RedisError, OSError) as error:
                log.warning("Redis unavailable, listening again in %s s: %s", RECONNECT_S, error)
                ready.set()
                await asyncio.sleep(RECONNECT_S)

    async def close(self) -> None:
        for task in (self._relay, *self._tasks):
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        if self._redis:
            await self._redis.aclose()


async def _each(queue: asyncio.Queue[Message]) -> AsyncIterator[Message]:
    while True:
        yield await queue.get()


_hub = _Hub()


async def publish(channel: str, message: Message) -> None:
    """Tell all listeners of ``channel``; returns at once."""
    _hub.soon(channel, [message])


async def publish_all(channel: str, messages: list[Message]) -> None:
    """Several messages in one go."""
    if messages:
        _hub.soon(channel, messages)


def publish_after_commit(session: AsyncSession, channel: str, message: Message) -> None:
    """Tell all listeners once ``session`` has committed, and never if it has not."""

    @event.listens_for(session.sync_session, "after_commit", once=True)
    def _committed(_: Any) -> None:
        _hub.soon(channel, [message])


@asynccontextmanager
async def subscribe(channel: str) -> AsyncIterator[AsyncIterator[Message]]:
    """``async with subscribe("laporan") as messages: async for message in messages: …``"""
    async with _hub.listen(channel) as messages:
        yield messages


async def close() -> None:
    """Let go of Redis (end of the process, or a test)."""
    global _hub
    hub, _hub = _hub, _Hub()
    await hub.close()
