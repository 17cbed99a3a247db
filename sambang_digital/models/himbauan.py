"""Announcements on citizens' phones (himbauan): browsers that asked for them, what was announced, and the queue of messages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class LanggananWarga(SQLModel, table=True):
    """Where a browser's push service takes messages for somebody who asked for announcements (RFC 8030, keys of RFC 8291). Nobody's
    name: whoever holds the address of the browser may change it or end it."""

    __tablename__ = "langganan_warga"

    id: int = Field(default=None, primary_key=True)
    endpoint: str = Field(max_length=1000, unique=True)
    p256dh: str = Field(max_length=120, description="base64url of the browser's public key, uncompressed point")
    auth: str = Field(max_length=40, description="base64url, 16 bytes")
    kecamatan_code: str | None = Field(default=None, max_length=8, index=True, description="None: of all of them")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Siaran(SQLModel, table=True):
    """A text that was announced: once each, whoever was first."""

    bacaan_id: UUID = Field(foreign_key="bacaan.id", primary_key=True, ondelete="CASCADE")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class AntreanSiaran(SQLModel, table=True):
    """A message that waits to be sent: written in the transaction that published the text, deleted after a push service took it."""

    __tablename__ = "antrean_siaran"
    __table_args__ = (
        UniqueConstraint("bacaan_id", "langganan_id"),
        Index("ix_antrean_siaran_due", "due_at", "id"),
    )

    id: int = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    )
    bacaan_id: UUID = Field(foreign_key="siaran.bacaan_id", ondelete="CASCADE")
    langganan_id: int = Field(foreign_key="langganan_warga.id", index=True, ondelete="CASCADE")
    due_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    attempts: int = 0
