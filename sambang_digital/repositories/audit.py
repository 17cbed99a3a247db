"""The audit trail's rows."""

from functools import cache
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Audit


@cache
def _insert() -> Insert:
    return insert(Audit.__table__)


async def add(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """Append rows; they are sealed after the commit."""
    if rows:
        await session.execute(_insert(), rows)
