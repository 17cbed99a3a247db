"""News for citizens (kabar warga): phones that want to hear of their tickets, and the messages that wait for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class LanggananTiket(SQLModel, table=True):
    """Where a citizen's phone takes messages about its tickets (RFC 8030, keys of RFC 8291): one for each phone, and gone with it."""

    __tablename__ = "langganan_tiket"

    device_id: UUID = Field(foreign_key="perangkat_warga.id", primary_key=True, ondelete="CASCADE")
    endpoint: str = Field(max_length=1000, unique=True)
    p256dh: str = Field(max_length=120, description="base64url of the browser's public key, uncompressed point")
    auth: str = Field(max_length=40, description="base64url, 16 bytes")
    server_key: str = Field(max_length=100, description="our public key that it was made for; with another one it ends")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class KabarDijaga(SQLModel, table=True):
    """A guarded report of which a phone wants to hear nevertheless: its citizen was warned and chose it."""

    __tablename__ = "kabar_dijaga"

    device_id: UUID = Field(foreign_key="langganan_tiket.device_id", primary_key=True, ondelete="CASCADE")
    pengaduan_id: UUID = Field(foreign_key="pengaduan.id", primary_key=True, index=True, ondelete="CASCADE")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class AntreanTiket(SQLModel, table=True):
    """That a report changed and a phone is to hear of it: written in the transaction of the step, deleted after a push service took it.
    A phone hears once of all that waits for it."""

    __tablename__ = "antrean_tiket"
    __table_args__ = (
        UniqueConstraint("device_id", "pengaduan_id"),
        Index("ix_antrean_tiket_due", "due_at", "id"),
    )

    id: int = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    )
    device_id: UUID = Field(foreign_key="langganan_tiket.device_id", ondelete="CASCADE")
    pengaduan_id: UUID = Field(foreign_key="pengaduan.id", index=True, ondelete="CASCADE")
    guarded: bool = Field(default=False, description="rings only as long as a ``kabar_dijaga`` wants it")
    strike: bool = Field(
        default=False,
        sa_column=Column(Boolean, nullable=False, server_default=false()),
        description="about a strike, too: rings although the phone is held back",
    )
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, description="of the latest change")
    due_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    attempts: int = 0
