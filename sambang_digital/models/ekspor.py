"""Tables that people asked for: made in the background, kept for some days."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now

WAITS = "state IN ('antre', 'berjalan')"


class Ekspor(SQLModel, table=True):
    """One file. ``state``: ``antre`` → ``berjalan`` → ``selesai`` or ``gagal``; one that is not wanted any more is deleted."""

    __table_args__ = (
        CheckConstraint("state IN ('antre', 'berjalan', 'selesai', 'gagal')", name="state"),
        Index("ix_ekspor_akun", "akun_id", "created_at"),
        Index("ix_ekspor_waiting", "created_at", sqlite_where=text(WAITS), postgresql_where=text(WAITS)),
    )

    id: UUID = Field(primary_key=True)
    akun_id: int = Field(foreign_key="akun.id", ondelete="CASCADE")
    kind: str = Field(max_length=24, description="a name in services.ekspor.jenis.KINDS")
    format: str = Field(max_length=8)
    title: str = Field(max_length=300, description="what was asked for, in words")
    parameters: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    scope: dict[str, Any] = Field(
        sa_column=Column(Json, nullable=False), description="what its owner reached and might do when it was asked for"
    )
    state: str = Field(default="antre", max_length=8)
    attempts: int = 0
    done: int = Field(default=0, description="rows written")
    total: int | None = Field(default=None, description="rows there are; None before they were counted")
    size: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True), description="bytes of the file")
    note: str | None = Field(default=None, max_length=300, description="why it failed, in Indonesian")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
