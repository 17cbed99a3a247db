"""Screens that stay true by themselves: read, then read again whenever a report within the person's reach, or what
they have to read, changed."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from sambang_digital.services import broadcast

CALM_S = 5.0
"""Numbers over many reports are read again at most this often; a queue more often."""

SPREAD_S = 1.0
"""Screens woken by the same change read within this time and not all at once: whoever presses a button does not queue behind."""


Changes = AbstractAsyncContextManager[asyncio.Event]


def changes(reach: frozenset[int], *, filed: bool = False) -> Changes:
    """An event that is set whenever a report or a task of these satuan changed; ``filed``: and when search knows of any change."""
    channels = (broadcast.LAPORAN, broadcast.TUGAS, *((broadcast.CARI,) if filed else ()))
    # Search says nothing of what it filed.
    return _heard(lambda message: not message or message["satuan_id"] in reach, *channels)


def tasks(reach: frozenset[int]) -> Changes:
    """An event that is set whenever a task of these satuan, its thread, or the review of its answer changed."""
    return _heard(lambda message: message["satuan_id"] in reach, broadcast.TUGAS)


def handed(reach: frozenset[int]) -> Changes:
    """An event that is set whenever a case changed that these satuan sent or receive."""
    return _heard(lambda message: not reach.isdisjoint(message["satuan_ids"]), broadcast.ESKALASI)


def complaints(reach: frozenset[int]) -> Changes:
    """An event that is set whenever a citizen's report changed that is kept by one of these satuan."""
    return _heard(lambda message: message["satuan_id"] in reach, broadcast.PENGADUAN)


def talk(akun_id: int) -> Changes:
    """An event that is set whenever what somebody has not read may have changed."""
    return _heard(lambda message: akun_id in message["akun_ids"], broadcast.UTAS)


def exports(akun_id: int) -> Changes:
    """An event that is set whenever one of a person's exports got on."""
    return _heard(lambda message: message["akun_id"] == akun_id, broadcast.EKSPOR)


def news(akun_id: int) -> Changes:
    """An event that is set whenever there is news for somebody, or they have read some."""
    return _heard(lambda message: akun_id in message["akun_ids"], broadcast.KABAR)


@asynccontextmanager
async def _heard(concerns: Callable[[broadcast.Message], bool], *channels: str) -> AsyncIterator[asyncio.Event]:
    changed = asyncio.Event()

    async def listen(messages: AsyncIterator[broadcast.Message]) -> None:
        async for message in messages:
            if concerns(message):
                changed.set()

    async with AsyncExitStack() as listening:
        for channel in channels:
            messages = await listening.enter_async_context(broadcast.subscribe(channel))
            listening.callback(asyncio.create_task(listen(messages)).cancel)
        yield changed


async def keep_true(listening: Changes, read: Callable[[], Awaitable[None]], settle_s: float = CALM_S) -> None:
    """Read now and after each change, until cancelled. It listens before it reads, so that nothing falls in between.

    After a change it waits ``settle_s`` for more of them: a rush of visits costs a few reads, not one each.
    """
    async with listening as changed:
        while True:
            changed.clear()
            await read()
            await changed.wait()
            await asyncio.sleep(settle_s + random.uniform(0, SPREAD_S))
