"""What all tables share: UTC times, JSON, naming of constraints."""

from datetime import UTC, datetime
from random import Random, SystemRandom
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC out. SQLite forgets the zone, so it is put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")
"""JSON column: JSONB on PostgreSQL, text on SQLite."""


def now() -> datetime:
    """The present, aware, UTC."""
    return datetime.now(UTC)


_chance = SystemRandom()


def uuid7(moment: datetime | None = None, random: Random = _chance) -> UUID:
    """A time-ordered id (RFC 9562, version 7): the milliseconds of ``moment``, else of the present, then chance."""
    milliseconds = int((moment or now()).timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | random.getrandbits(12) << 64 | 2 << 62 | random.getrandbits(62))


def metadata() -> MetaData:
    """All tables of the product (for Alembic and tests)."""
    from sambang_digital import models  # noqa: F401  (importing registers the tables)

    return SQLModel.metadata
