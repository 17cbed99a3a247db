"""Screens that stay true by themselves: read, then read again whenever a report within the person's reach changed."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sambang_digital.services import broadcast

CALM_S = 5.0
"""Numbers over many reports are read again at most this often; a queue more often."""

SPREAD_S = 1.0
"""Screens woken by the same change read within this time and not all at once: whoever presses a button does not queue behind."""


@asynccontextmanager
async def changes(reach: frozenset[int]) -> AsyncIterator[asyncio.Event]:
    """An event that is set whenever a report of these satuan changed."""
    changed = asyncio.Event()

    async def listen(messages: AsyncIterator[broadcast.Message]) -> None:
        async for message in messages:
            if message["satuan_id"] in reach:
                changed.set()

    async with broadcast.subscribe(broadcast.LAPORAN) as messages:
        listener = asyncio.create_task(listen(messages))
        try:
            yield changed
        finally:
            listener.cancel()


async def keep_true(reach: frozenset[int], read: Callable[[], Awaitable[None]], settle_s: float = CALM_S) -> None:
    """Read now and after each change, until cancelled. It listens before it reads, so that nothing falls in between.

    After a change it waits ``settle_s`` for more of them: a rush of visits costs a few reads, not one each.
    """
    async with changes(reach) as changed:
        while True:
            changed.clear()
            await read()
            await changed.wait()
            await asyncio.sleep(settle_s + random.uniform(0, SPREAD_S))
