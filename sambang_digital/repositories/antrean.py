"""Queues of work that follows a change: a row is written in the transaction that gives the reason and deleted in the one that did
the work. Each is a table with ``id``, ``due_at`` and ``attempts``; what else its rows say is its own.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models.base import now


async def enqueue(session: AsyncSession, queue: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Let these wait from now on."""
    if rows:
        at = now()
        await session.execute(insert(queue), [row | {"due_at": at, "attempts": 0} for row in rows])


async def due(session: AsyncSession, queue: Table, at: datetime, limit: int) -> list[Row[Any]]:
    """Up to ``limit`` that wait, oldest first."""
    wanted = select(queue).where(queue.c.due_at <= at)
    return list(await session.execute(wanted.order_by(queue.c.due_at, queue.c.id).limit(limit)))


async def take(session: AsyncSession, queue: Table, ids: Collection[int]) -> None:
    """They are done when this transaction commits."""
    await session.execute(delete(queue).where(queue.c.id.in_(ids)))


async def postpone(session: AsyncSession, queue: Table, queue_id: int, until: datetime) -> None:
    """Try one again later."""
    await session.execute(
        update(queue).where(queue.c.id == queue_id).values(due_at=until, attempts=queue.c.attempts + 1)
    )
