"""The phones of citizens (warga), which know their own reports, uploads and limits again, and the accounts of those who want one.

An account of a citizen is no :class:`~sambang_digital.models.akun.Akun`: nothing that is read from these tables signs anybody in
to a desk.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now, uuid7


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
    akun_warga_id: UUID | None = Field(
        default=None, index=True, description="the ``warga_akun`` that is signed in on it"
    )


class WargaAkun(SQLModel, table=True):
    """A citizen's account. Deleting it takes everything out that tells of the person; the row stays for what points at it."""

    __tablename__ = "warga_akun"

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    phone: str | None = Field(
        default=None, max_length=20, unique=True, description="by which they sign in; None: deleted"
    )
    name: str = Field(default="", max_length=120)
    address: str | None = Field(default=None, max_length=300)
    email: str | None = Field(default=None, max_length=200)
    password_hash: str | None = Field(default=None, max_length=200)
    verified_at: datetime = Field(sa_type=UtcDateTime)
    verified_by: str = Field(
        max_length=12, description="the messenger that brought the code: what it proves of phone or e-mail"
    )
    active: bool = True
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class WargaKode(SQLModel, table=True):
    """A code that was asked for on a phone, and opens something on that phone alone. Rows are gone after a day.

    The answer to asking is the same whether the number has an account: then there is a row whose code nobody was told.
    """

    __tablename__ = "warga_kode"
    __table_args__ = (
        CheckConstraint("purpose IN ('daftar', 'sandi')", name="purpose"),
        Index("ix_warga_kode_device", "device_id", "purpose", "created_at"),
        Index("ix_warga_kode_phone", "phone_key", "created_at"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    device_id: UUID = Field(foreign_key="perangkat_warga.id", ondelete="CASCADE")
    purpose: str = Field(max_length=8)
    phone_key: str = Field(max_length=64, description="keyed hash of the number that it was asked for")
    akun_warga_id: UUID | None = Field(default=None, foreign_key="warga_akun.id", description="whose password it sets")
    hash: bytes | None = Field(
        default=None, sa_column=Column(LargeBinary(32), nullable=True), description="None: no code opens it"
    )
    data: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False), description="the account as it will be"
    )
    tries: int = 0
    expires_at: datetime = Field(sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)


class TiketAkun(SQLModel, table=True):
    """A ticket that an account keeps though the phone it came by is signed out."""

    __tablename__ = "tiket_akun"

    akun_warga_id: UUID = Field(foreign_key="warga_akun.id", primary_key=True)
    pengaduan_id: UUID = Field(foreign_key="pengaduan.id", primary_key=True, index=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
