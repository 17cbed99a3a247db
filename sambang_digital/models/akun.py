"""People who sign in, their roles, and the devices they are signed in on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class Akun(SQLModel, table=True):
    """A person of the police (or a mitra). ``nrp`` is the service number used to sign in."""

    id: int = Field(default=None, primary_key=True)
    nrp: str = Field(max_length=20, unique=True)
    name: str = Field(max_length=120)
    rank: str | None = Field(default=None, max_length=40)
    phone: str | None = Field(default=None, max_length=20)
    public_phone: str | None = Field(
        default=None, max_length=20, description="what citizens may call, shown to everybody; None: no number is shown"
    )
    satuan_id: int = Field(foreign_key="satuan.id", index=True)
    unit: str | None = Field(default=None, max_length=24)
    password_hash: str = Field(max_length=200)
    must_change_password: bool = True
    password_until: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="until when a password given by an admin opens the account"
    )
    active: bool = True
    target_per_day: int | None = Field(default=None, description="visits a day; None: what the satuan asks")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Potret(SQLModel, table=True):
    """An officer's portrait. ``id`` is made of its bytes and of when it was set: its files never change under it, and go with it."""

    akun_id: int = Field(foreign_key="akun.id", primary_key=True, ondelete="CASCADE")
    id: UUID = Field(unique=True)
    shown: bool = Field(default=False, description="to everybody, while the officer answers for a village")
    set_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


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
    factor_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="when the second factor was shown in this session"
    )
    lost_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="its owner's data are to be erased")
    wiped_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="when the device was told so")


class FaktorKedua(SQLModel, table=True):
    """A person's second factor: the TOTP secret, sealed with a key outside of the database.

    ``last_step`` is the time step of the last code that was taken: it and all before it are refused from then on.
    """

    __tablename__ = "faktor_kedua"

    akun_id: int = Field(foreign_key="akun.id", primary_key=True, ondelete="CASCADE")
    secret: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_step: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class KodePemulihan(SQLModel, table=True):
    """A recovery code, each good for one sign-in without the phone. Only its keyed hash is kept."""

    __tablename__ = "kode_pemulihan"

    akun_id: int = Field(foreign_key="akun.id", primary_key=True, ondelete="CASCADE")
    hash: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Percobaan(SQLModel, table=True):
    """Counter behind the throttling of sign-in: failures for one key within one window."""

    __table_args__ = (UniqueConstraint("key", "window_start"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(max_length=160)
    window_start: datetime = Field(sa_type=UtcDateTime, index=True)
    count: int = 1
