"""Workers of the queues. They run in any number of processes, which take turns; the intake comes first; what fails waits longer
and holds up nobody. A crash leaves rows waiting: a turn takes them from the queue in the transaction that writes what it did.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sambang_digital.db import is_momentary, is_outage, only_one
from sambang_digital.services import kiriman
from sambang_digital.services.antrean import Antrean

log = logging.getLogger(__name__)

BREATH_S = 0.05
"""Pause between batches."""
QUIET_S = 0.3
"""The intake comes first: no batch begins so soon after a report came …"""
PATIENCE_S = 15.0
"""… unless they come without end."""
POLL_S = 1.0
"""How long a row of another process, or of one that died, may wait unseen."""
GATHER_S = 0.2
"""Reports come in groups; a moment's patience does them together."""
MAX_DELAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Worker:
    """Works off a queue, up to ``batch`` rows at a time; ``name`` is that of its lock. ``turn`` does some of them and takes
    them from the queue, in one transaction. With the intake for ``patience_s`` seconds at most before a batch."""

    name: str
    queue: Antrean
    turn: Callable[[Collection[Any]], Awaitable[None]]
    batch: int
    patience_s: float = PATIENCE_S

    async def work(self, limit: int | None = None) -> int:
        """Do what waits, at most one batch; gives how many rows are done. Raises when the database is not there."""
        rows = await self.queue.due(limit or self.batch)
        if not rows:
            return 0
        async with only_one(self.name) as alone:
            if not alone:
                return 0
            try:
                await self.turn(rows)
            except Exception as error:
                if is_outage(error):
                    raise
                log.warning("%s: %d rows failed (%s); one by one", self.name, len(rows), type(error).__name__)
                for row in rows:
                    await self._alone(row)
        return len(rows)

    async def _alone(self, row: Any) -> None:
        """Do one; if that fails, set it aside for a while, so that it holds up nobody."""
        try:
            await self.turn([row])
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("%s: row %s fails", self.name, row)
            await self.queue.postpone(row, min(MAX_DELAY, timedelta(minutes=2**row.attempts)))

    async def drain(self) -> int:
        """Do everything that waits; gives how many rows were done."""
        done = 0
        while rows := await self.work():
            done += rows
        return done

    async def keep(self) -> None:
        """Lifespan task: do what is enqueued, for ever."""
        while True:
            await kiriman.writer.lull(QUIET_S, self.patience_s)
            try:
                done = await self.work()
            except Exception as error:
                done, level = 0, log.warning if is_outage(error) or is_momentary(error) else log.exception
                level("%s waits: %s", self.name, type(error).__name__)
            if not done:
                await self.queue.wait(POLL_S)
            await asyncio.sleep(BREATH_S if done else GATHER_S)
