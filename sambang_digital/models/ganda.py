"""Doubles of the register: pairs that may be one, and what was made one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, SmallInteger, text
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now

_OPEN = text("dismissed_at IS NULL")


class CalonGanda(SQLModel, table=True):
    """Two entries that may be one; ``one_id`` is the smaller. Dismissed ones stay, so that nobody is asked twice."""

    __tablename__ = "calon_ganda"
    __table_args__ = (
        Index("ix_calon_ganda_open", "area_code", "score", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_calon_ganda_other", "other_id"),
    )

    one_id: UUID = Field(primary_key=True)
    other_id: UUID = Field(primary_key=True)
    area_code: str = Field(max_length=13)
    score: int = Field(sa_column=Column(SmallInteger, nullable=False), description="likeness of the names, percent")
    metres: int | None = Field(default=None, description="between the two, where both have a place on record")
    found_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    dismissed_by: int | None = Field(default=None, foreign_key="akun.id")
    dismissed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class GabunganSubjek(SQLModel, table=True):
    """One entry was merged into another. ``before``: what the one that stays said before; ``moved``: ids that stand for it
    since (the other, and what had been merged into that)."""

    __tablename__ = "gabungan_subjek"

    id: int = Field(default=None, primary_key=True)
    kept_id: UUID = Field(index=True)
    gone_id: UUID = Field(index=True)
    taken: list[Any] = Field(sa_column=Column(Json, nullable=False), description="names of what came from the other")
    before: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    moved: list[Any] = Field(sa_column=Column(Json, nullable=False))
    by_id: int = Field(foreign_key="akun.id")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    undone_by: int | None = Field(default=None, foreign_key="akun.id")
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled: bool = Field(default=False, description="nobody can undo it any more, and what is gone was forgotten")
