"""Photos: an upload in progress, then a checked picture with its sizes and hashes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now

READY = text("state = 'siap'")


class Media(SQLModel, table=True):
    """One uploaded file. Sizes are bytes and pixels; ``sha256`` is of the bytes sent, promised at creation.

    A report names its photos by ``sha256``; the pair (uploader, sha256) is unique among finished files.
    """

    __table_args__ = (
        CheckConstraint("state IN ('mengunggah', 'siap', 'ditolak')", name="state"),
        CheckConstraint('"offset" >= 0 AND "offset" <= size', name="offset"),
        Index(
            "uq_media_ready",
            "uploader_id",
            "sha256",
            unique=True,
            sqlite_where=READY,
            postgresql_where=READY,
        ),
        Index("ix_media_uploader_sha256", "uploader_id", "sha256"),
    )

    id: UUID = Field(primary_key=True)
    uploader_id: int = Field(foreign_key="akun.id")
    sha256: str = Field(max_length=64)
    name: str = Field(default="", max_length=200)
    size: int
    offset: int = 0
    state: str = Field(default="mengunggah", max_length=12)
    reason: str | None = Field(default=None, max_length=300, description="why it was refused, in Indonesian")
    width: int | None = None
    height: int | None = None
    dhash: str | None = Field(default=None, max_length=16, index=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    attached: bool = Field(default=False, description="named by a report; else deleted after some days")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
