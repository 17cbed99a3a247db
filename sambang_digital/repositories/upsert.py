"""``INSERT … ON CONFLICT`` for the database at hand: both speak it, SQLAlchemy spells it once for each."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def dialect_of(session: AsyncSession) -> str:
    """``postgresql`` or ``sqlite``."""
    return session.get_bind().dialect.name


def insert_into(dialect: str, table: Any) -> Any:
    """An ``INSERT`` that has ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)
