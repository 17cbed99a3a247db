"""What all queues of messages do alike: one process at a time takes what is due, sends it, and settles what became of it.

What is to be sent is a row, written in the transaction of the deed and deleted after a push service took it. A crash in between
sends it once more, under the same tag, which shows nothing twice.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import is_momentary, is_outage, only_one, reading, transaction
from sambang_digital.models.base import now
from sambang_digital.services.push import Answer

log = logging.getLogger(__name__)

POLL_S = 5.0
"""How long a message of another process, or one whose time has come, may wait unseen."""
Outcome = Answer | datetime | None
"""What became of one message: an answer, or until when it waits, or None where it is not to be sent any more."""


class Rows(Protocol):
    """What a repository does with a message that waits, and with a browser that takes none any more."""

    async def is_due(self, session: AsyncSession, at: datetime) -> bool:
        """Whether any message is to be sent."""

    async def done(self, session: AsyncSession, row: Any) -> None:
        """It was taken, or is not to be sent any more."""

    async def postpone(self, session: AsyncSession, row: Any, until: datetime, attempts: int) -> None:
        """Try again later."""

    async def forget(self, session: AsyncSession, browser: Any) -> None:
        """The browser takes no messages at this address any more."""


async def turn(
    name: str,
    rows: Rows,
    due: Callable[[AsyncSession, datetime], Awaitable[Sequence[Any]]],
    deliver: Callable[[Any, datetime], Awaitable[Outcome]],
    settle: Callable[[AsyncSession, Any, Any, datetime], Awaitable[None]],
    moment: datetime | None,
) -> int:
    """Send what is due at ``moment`` (None: now), a batch; gives how many were dealt with. ``name``: of the queue.

    Raises when the database is not there.
    """
    moment = moment or now()
    async with reading() as session:
        if not await rows.is_due(session, moment):
            return 0
    async with only_one(name) as alone:
        if not alone:
            return 0
        async with reading() as session:
            batch = await due(session, moment)
        outcomes = await asyncio.gather(*(deliver(row, moment) for row in batch))
        async with transaction() as session:
            for row, outcome in zip(batch, outcomes, strict=True):
                await settle(session, row, outcome, moment)
    return len(batch)


async def settle(
    session: AsyncSession, rows: Rows, waiting: Any, browser: Any, outcome: Outcome, moment: datetime
) -> None:
    """Delete a message that was taken or given up, keep one for later, forget a browser that is gone."""
    if isinstance(outcome, datetime):
        await rows.postpone(session, waiting, outcome, waiting.attempts)
    elif outcome is None or outcome.taken:
        await rows.done(session, waiting)
    elif outcome.gone:
        await rows.forget(session, browser)
    elif pause := outcome.pause(waiting.attempts):
        await rows.postpone(session, waiting, moment + pause, waiting.attempts + 1)
    else:
        log.warning("push service refused a message (%s)", outcome.status)
        await rows.done(session, waiting)


async def keep_sending(
    what: str, work: Callable[[], Awaitable[int]], wait: Callable[[float], Awaitable[object]]
) -> None:
    """Send what waits, for ever; ``what`` names it in the log, ``wait`` is the bell beside the queue."""
    while True:
        try:
            done = await work()
        except Exception as error:
            done, level = 0, log.warning if is_outage(error) or is_momentary(error) else log.exception
            level("%s: %s", what, type(error).__name__)
        if not done:
            await wait(POLL_S)
