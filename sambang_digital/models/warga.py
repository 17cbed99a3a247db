"""The phones of citizens (warga): nobody's account, only what knows its own reports, uploads and limits again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now, uuid7


class PerangkatWarga(SQLModel, table=True):
    """One citizen's browser, or one correspondent of a messenger. Only the hash of a browser's 256-bit token is kept."""

    __tablename__ = "perangkat_warga"

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    token_hash: bytes | None = Field(
        default=None,
        sa_column=Column(LargeBinary(32), unique=True, nullable=True),
        description="None: it is no browser",
    )
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_seen_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
