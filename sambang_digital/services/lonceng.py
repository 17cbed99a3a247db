"""A bell beside a queue in the database: it wakes this process's worker as soon as somebody here has put something in."""

import asyncio
from contextlib import suppress
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession


class Bell:
    """One bell for each event loop, because tests and commands make their own."""

    def __init__(self) -> None:
        self._rung: dict[asyncio.AbstractEventLoop, asyncio.Event] = {}

    def _of_this_loop(self) -> asyncio.Event:
        loop = asyncio.get_running_loop()
        for old in [each for each in self._rung if each.is_closed()]:
            del self._rung[old]
        return self._rung.setdefault(loop, asyncio.Event())

    def ring_after_commit(self, session: AsyncSession) -> None:
        """Ring once ``session`` has committed, and never if it has not."""
        bell = self._of_this_loop()

        @event.listens_for(session.sync_session, "after_commit", once=True)
        def _committed(_: Any) -> None:
            bell.set()

    async def wait(self, seconds: float) -> None:
        """Until it rings, at most ``seconds``: other processes ring no bell here."""
        bell = self._of_this_loop()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await bell.wait()
        bell.clear()
