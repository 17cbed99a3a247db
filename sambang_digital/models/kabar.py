"""News for one person (kabar), what each wants to hear, and the devices and queue by which Web Push brings it."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Column, Index, Integer, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now

NOTHING = UUID(int=0)
"""The ``ref`` of news that is about no single thing."""
UNREAD = text("read_at IS NULL")


class Kabar(SQLModel, table=True):
    """One piece of news for one person. What is said again of the same thing before it was read is counted, not repeated."""

    __table_args__ = (
        Index("uq_kabar_unread", "akun_id", "jenis", "ref", unique=True, sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index("ix_kabar_list", "akun_id", "at", "id"),
        Index("ix_kabar_changed", "akun_id", "changed_at", "id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    akun_id: int = Field(foreign_key="akun.id", ondelete="CASCADE")
    jenis: str = Field(max_length=24)
    ref: UUID = Field(default=NOTHING, description="what it is about, by its jenis; NOTHING: no single thing")
    count: int = Field(default=1, description="how often it was said while unread")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, description="when it was last said")
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, description="said again, or read")
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PilihanKabar(SQLModel, table=True):
    """What one person wants; without a row, the defaults. Quiet hours are minutes of the local day; equal ones: none."""

    __tablename__ = "pilihan_kabar"

    akun_id: int = Field(foreign_key="akun.id", primary_key=True, ondelete="CASCADE")
    quiet_from: int
    quiet_until: int
    levels: dict[str, str] = Field(
        default_factory=dict,
        sa_column=Column(Json, nullable=False),
        description="jenis: level, where it is not the default",
    )


class LanggananPush(SQLModel, table=True):
    """Where a browser's push service takes messages for one signed-in device (RFC 8030, keys of RFC 8291). Goes with its session."""

    __tablename__ = "langganan_push"

    id: int = Field(default=None, primary_key=True)
    akun_id: int = Field(foreign_key="akun.id", index=True, ondelete="CASCADE")
    session_id: int = Field(foreign_key="sesi_perangkat.id", unique=True, ondelete="CASCADE")
    endpoint: str = Field(max_length=1000, unique=True)
    p256dh: str = Field(max_length=120, description="base64url of the browser's public key, uncompressed point")
    auth: str = Field(max_length=40, description="base64url, 16 bytes")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class AntreanPush(SQLModel, table=True):
    """A message that waits to be sent: written in the transaction that made the news, deleted after a push service took it."""

    __tablename__ = "antrean_push"
    __table_args__ = (
        UniqueConstraint("kabar_id", "langganan_id"),
        Index("ix_antrean_push_due", "due_at", "id"),
    )

    id: int = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    )
    kabar_id: UUID = Field(foreign_key="kabar.id", ondelete="CASCADE")
    langganan_id: int = Field(foreign_key="langganan_push.id", index=True, ondelete="CASCADE")
    due_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    attempts: int = 0


class KabarHarian(SQLModel, table=True):
    """The local days on which officers without reports have been reminded: once each, whichever process was first."""

    __tablename__ = "kabar_harian"

    day: date = Field(primary_key=True)
