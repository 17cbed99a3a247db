"""WhatsApp: what came in, whom it is from, what goes out, files to be fetched, and how the channel fares."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, text
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now

BIG_ID = BigInteger().with_variant(Integer, "sqlite")
WAITS = text("done_at IS NULL")
SENT_STATES = ("menunggu", "terkirim", "ditahan", "gagal")


class WaMasuk(SQLModel, table=True):
    """One message or notice of a webhook, as Meta sent it. Its payload goes once it was dealt with; the id stays, to know it again."""

    __tablename__ = "wa_masuk"
    __table_args__ = (
        CheckConstraint("kind IN ('pesan', 'status', 'lain')", name="kind"),
        Index("ix_wa_masuk_waiting", "sender", "id", sqlite_where=WAITS, postgresql_where=WAITS),
        Index("ix_wa_masuk_received_at", "received_at"),
    )

    id: int = Field(default=None, sa_column=Column(BIG_ID, primary_key=True, autoincrement=True))
    message_id: str = Field(max_length=200, unique=True)
    kind: str = Field(max_length=8)
    sender: bytes | None = Field(
        default=None, sa_column=Column(LargeBinary(32), nullable=True), description="key of its contact"
    )
    payload: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    received_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    due_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    attempts: int = 0
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = Field(default=None, max_length=200)


class WaKontak(SQLModel, table=True):
    """Somebody who wrote to us. Limits and tickets hang on ``device_id``; ``state`` is where the conversation stands."""

    __tablename__ = "wa_kontak"

    id: int = Field(default=None, sa_column=Column(BIG_ID, primary_key=True, autoincrement=True))
    key: bytes = Field(
        sa_column=Column(LargeBinary(32), unique=True, nullable=False), description="keyed hash of the id"
    )
    wa_id: str = Field(max_length=160, description="of the person at WhatsApp: needed to answer")
    device_id: UUID = Field(foreign_key="perangkat_warga.id", unique=True)
    state: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    last_message_at: datetime = Field(sa_type=UtcDateTime, description="by Meta's clock: 24 hours of free words begin")
    blocked: bool = Field(default=False, description="wrote BERHENTI: told nothing until they write again")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class WaKeluar(SQLModel, table=True):
    """A message to a contact, written in the transaction that gives the reason. Words of an answer go once it is sent."""

    __tablename__ = "wa_keluar"
    __table_args__ = (
        CheckConstraint(f"state IN {SENT_STATES}", name="state"),
        CheckConstraint("kind IN ('balasan', 'kabar')", name="kind"),
        Index("ix_wa_keluar_waiting", "state", "kontak_id", "id"),
        Index("ix_wa_keluar_pengaduan_id", "pengaduan_id"),
        Index("ix_wa_keluar_created_at", "created_at"),
    )

    id: int = Field(default=None, sa_column=Column(BIG_ID, primary_key=True, autoincrement=True))
    kontak_id: int = Field(
        sa_column=Column(BIG_ID, ForeignKey("wa_kontak.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    kind: str = Field(max_length=8)
    pengaduan_id: UUID | None = Field(default=None, foreign_key="pengaduan.id")
    words: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    state: str = Field(default="menunggu", max_length=8)
    due_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    attempts: int = 0
    wamid: str | None = Field(default=None, max_length=200, unique=True, description="id that Meta gave it")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    delivered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = Field(default=None, max_length=200)


class WaBerkas(SQLModel, table=True):
    """A photo or video that a report names and that still has to be fetched from Meta, or was."""

    __tablename__ = "wa_berkas"
    __table_args__ = (Index("ix_wa_berkas_waiting", "due_at", "id", sqlite_where=WAITS, postgresql_where=WAITS),)

    id: int = Field(default=None, sa_column=Column(BIG_ID, primary_key=True, autoincrement=True))
    media_id: str = Field(max_length=100, unique=True)
    device_id: UUID = Field(foreign_key="perangkat_warga.id", index=True)
    sha256: str = Field(max_length=64)
    name: str = Field(default="", max_length=200)
    due_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    attempts: int = 0
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = Field(default=None, max_length=200)


class WaKeadaan(SQLModel, table=True):
    """What the last look at the channel found; one row."""

    __tablename__ = "wa_keadaan"

    id: int = Field(default=1, primary_key=True)
    checked_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    failing_since: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="None: the last look went well"
    )
    refused: bool = Field(default=False, description="Meta does not take our token any more")
    error: str | None = Field(default=None, max_length=200)
    told_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="when admins were last told that it is dead"
    )
