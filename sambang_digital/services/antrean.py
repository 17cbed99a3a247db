"""Queues of work that follows a change, and the bell of each that wakes its worker in this process."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Table
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.models.base import now
from sambang_digital.repositories import antrean as repository
from sambang_digital.services.lonceng import Bell


class Antrean:
    """A queue, by its table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._bell = Bell()

    async def enqueue(self, session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
        """Let these wait, in the transaction that gives the reason; the worker wakes soon after it commits."""
        if not rows:
            return
        await repository.enqueue(session, self.table, rows)
        self._bell.ring_after_commit(session)

    async def wait(self, seconds: float) -> None:
        """Until somebody in this process enqueues, at most ``seconds``: other processes ring no bell here."""
        await self._bell.wait(seconds)

    async def due(self, limit: int) -> list[Row[Any]]:
        """Up to ``limit`` that wait, oldest first."""
        async with reading() as session:
            return await repository.due(session, self.table, now(), limit)

    async def take(self, session: AsyncSession, rows: Collection[Any]) -> None:
        """They are done when this transaction commits."""
        await repository.take(session, self.table, [row.id for row in rows])

    async def postpone(self, row: Any, delay: Any) -> None:
        """Try one again after ``delay``."""
        async with transaction() as session:
            await repository.postpone(session, self.table, row.id, now() + delay)
