"""Administrative areas, their boundaries, and which officer is assigned to which village."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, LargeBinary
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now


class Wilayah(SQLModel, table=True):
    """A kelurahan or desa. ``boundary`` is WKB in WGS84 (lon, lat); ``approximate`` marks our computed cells."""

    code: str = Field(primary_key=True, max_length=13, description="Kemendagri PP.KK.CC.DDDD")
    name: str = Field(max_length=80)
    kind: str = Field(max_length=12, description="kelurahan or desa")
    kecamatan_code: str = Field(max_length=8, index=True)
    kecamatan: str = Field(max_length=80)
    kabkota: str = Field(max_length=80)
    lat: float
    lon: float
    area_km2: float
    satuan_id: int | None = Field(default=None, foreign_key="satuan.id", index=True)
    boundary: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    approximate: bool = True
    source: str = Field(default="", max_length=200)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)


class Penugasan(SQLModel, table=True):
    """An officer answers for a village from ``start`` to ``end`` (both included; no end: until further notice)."""

    __table_args__ = (CheckConstraint('"end" IS NULL OR "end" >= start', name="period"),)

    id: int = Field(default=None, primary_key=True)
    akun_id: int = Field(foreign_key="akun.id", index=True, ondelete="CASCADE")
    area_code: str = Field(foreign_key="wilayah.code", index=True, max_length=13)
    start: date
    end: date | None = None


class ImporWilayah(SQLModel, table=True):
    """A boundary import: which file, by its hash, and how far the judging anew of old visits has come.

    Boundaries change in one transaction; visits follow in batches, each its own transaction that also moves
    ``cursor`` (the last report done, by id), so that a crash in the middle is continued and never repeated.
    """

    __tablename__ = "impor_wilayah"
    __table_args__ = (CheckConstraint("state IN ('berjalan', 'selesai')", name="state"),)

    id: int = Field(default=None, primary_key=True)
    file_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    areas: int
    state: str = Field(default="berjalan", max_length=8)
    cursor: UUID | None = None
    visits_seen: int = 0
    visits_changed: int = 0
    summary: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RiwayatVerdict(SQLModel, table=True):
    """What a visit's verdict, village and flags were before a boundary import changed them."""

    __tablename__ = "riwayat_verdict"

    impor_id: int = Field(foreign_key="impor_wilayah.id", primary_key=True)
    laporan_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    verdict: str | None = Field(default=None, max_length=10)
    area_code: str | None = Field(default=None, max_length=13)
    area_approximate: bool
    flags: list[Any] = Field(default_factory=list, sa_column=Column(Json, nullable=False))


class Versi(SQLModel, table=True):
    """A random token for each kind of data that processes cache; whoever changes the data replaces the token.

    Random rather than counted: the token of a transaction that was rolled back never comes again. The migration
    writes one row for each kind.
    """

    name: str = Field(primary_key=True, max_length=24)
    token: str = Field(max_length=32)
