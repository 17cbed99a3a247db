"""The queue of reports whose flags are to be compared anew, and the bell that wakes this process's worker."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.repositories import bendera as repository

_rung: dict[asyncio.AbstractEventLoop, asyncio.Event] = {}


def _bell() -> asyncio.Event:
    loop = asyncio.get_running_loop()
    for old in [each for each in _rung if each.is_closed()]:
        del _rung[old]
    return _rung.setdefault(loop, asyncio.Event())


async def enqueue(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Compare these reports with others anew, in the transaction that changed them; soon after it commits."""
    if not ids:
        return
    await repository.enqueue(session, ids)
    bell = _bell()

    @event.listens_for(session.sync_session, "after_commit", once=True)
    def _committed(_: Any) -> None:
        bell.set()


async def wait(seconds: float) -> None:
    """Until somebody in this process enqueues, at most ``seconds``: other processes ring no bell here."""
    bell = _bell()
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await bell.wait()
    bell.clear()
