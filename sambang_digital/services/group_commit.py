"""Group commit: writes that wait at the same time share one transaction.

A commit costs about the same for one visit as for fifty. While one transaction runs, newcomers wait and go together
into the next; nobody waits for a timer. There is one writer in a process, so SQLite's single write lock is never
fought over, and a client that hangs up in the middle takes nothing down: the transaction is not its own.
"""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import is_momentary, is_outage, transaction

log = logging.getLogger(__name__)

ATTEMPTS = 3
MAX_SECONDS = 30.0


class Overloaded(Exception):
    """More writes wait than can be done soon; the sender should come back later."""


class Unit(Protocol):
    """What is written together or not at all; its length is the number of rows it stands for."""

    def __len__(self) -> int: ...


T = TypeVar("T", bound=Unit)


class GroupCommit(Generic[T]):
    """Runs ``write(session, units)`` in one transaction for all units that wait, up to ``max_rows`` at a time.

    ``write`` leaves its answers in the units; it may run again for the same units after a failure.
    """

    def __init__(
        self,
        write: Callable[[AsyncSession, Sequence[T]], Awaitable[None]],
        *,
        max_rows: int = 200,
        max_waiting: int = 4000,
    ) -> None:
        self._write, self._max_rows, self._max_waiting = write, max_rows, max_waiting
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._came = -math.inf

    async def submit(self, unit: T) -> None:
        """Return once ``unit`` is committed; raise what made that impossible."""
        self._came = time.monotonic()
        if sum(len(waiting) for waiting, _ in self._waiting) >= self._max_waiting:
            raise Overloaded
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((unit, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._drain())
        await done

    async def lull(self, quiet_s: float, at_most_s: float) -> None:
        """Return once nothing has come for ``quiet_s`` seconds, after ``at_most_s`` at the latest.

        For work that can wait: on SQLite it would hold the one write lock, everywhere it takes time from the writer.
        """
        start = time.monotonic()
        while (left := min(self._came + quiet_s, start + at_most_s) - time.monotonic()) > 0:  # noqa: ASYNC110 — time must pass
            await asyncio.sleep(left)

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await self._commit(self._take())
        finally:
            self._writer = None

    def _take(self) -> list[tuple[T, asyncio.Future[None]]]:
        rows = count = 0
        for unit, _ in self._waiting:
            rows += len(unit)
            if count and rows > self._max_rows:
                break
            count += 1
        group, self._waiting = self._waiting[:count], self._waiting[count:]
        return group

    async def _commit(self, group: list[tuple[T, asyncio.Future[None]]]) -> None:
        try:
            await self._transact([unit for unit, _ in group])
        except Exception as error:
            if len(group) == 1 or is_outage(error):
                for _, done in group:
                    _settle(done, error)
                return
            log.warning("group of %d failed (%s); writing each by itself", len(group), type(error).__name__)
            for single in group:
                await self._commit([single])
            return
        for _, done in group:
            _settle(done, None)

    async def _transact(self, units: Sequence[T]) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with asyncio.timeout(MAX_SECONDS), transaction() as session:
                    await self._write(session, units)
                return
            except Exception as error:
                if attempt == ATTEMPTS or not is_momentary(error):
                    raise


def _settle(done: asyncio.Future[None], error: Exception | None) -> None:
    if done.done():  # its client hung up
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
