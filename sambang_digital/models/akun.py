"""People who sign in, their roles, and the devices they are signed in on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class Akun(SQLModel, table=True):
    """A person of the police (or a mitra). ``nrp`` is the service number used to sign in."""

    id: int = Field(default=None, primary_key=True)
    nrp: str = Field(max_length=20, unique=True)
    name: str = Field(max_length=120)
    rank: str | None = Field(default=None, max_length=40)
    phone: str | None = Field(default=None, max_length=20)
    satuan_id: int = Field(foreign_key="satuan.id", index=True)
    unit: str | None = Field(default=None, max_length=24)
    password_hash: str = Field(max_length=200)
    must_change_password: bool = True
    active: bool = True
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class PeranAkun(SQLModel, table=True):
    """A role held by a person."""

    __tablename__ = "peran_akun"

    akun_id: int = Field(foreign_key="akun.id", primary_key=True, ondelete="CASCADE")
    role: str = Field(max_length=24, primary_key=True)


class SesiPerangkat(SQLModel, table=True):
    """One signed-in device. Only the hash of its 256-bit token is kept; signing in again on it takes over its row."""

    __tablename__ = "sesi_perangkat"
    __table_args__ = (UniqueConstraint("akun_id", "device_id"),)

    id: int = Field(default=None, primary_key=True)
    akun_id: int = Field(foreign_key="akun.id", ondelete="CASCADE")
    token_hash: bytes = Field(sa_column=Column(LargeBinary(32), unique=True, nullable=False))
    device_id: UUID | None = None
    device_name: str = Field(default="", max_length=120)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_seen_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Percobaan(SQLModel, table=True):
    """Counter behind the throttling of sign-in: failures for one key within one window."""

    __table_args__ = (UniqueConstraint("key", "window_start"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(max_length=160)
    window_start: datetime = Field(sa_type=UtcDateTime, index=True)
    count: int = 1
