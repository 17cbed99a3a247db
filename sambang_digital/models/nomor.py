"""Numbers of Laporan Informasi: one series for each satuan and year, without gaps, never reused."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class NomorSeri(SQLModel, table=True):
    """How far a series is. Whoever takes numbers locks this row until their reports are stored."""

    __tablename__ = "nomor_seri"

    satuan_id: int = Field(foreign_key="satuan.id", primary_key=True)
    year: int = Field(primary_key=True)
    last: int


class Nomor(SQLModel, table=True):
    """One number that was given; a void one stays."""

    __table_args__ = (UniqueConstraint("satuan_id", "year", "n", name="uq_nomor_series"),)

    id: UUID = Field(primary_key=True, description="of the report")
    satuan_id: int = Field(foreign_key="satuan.id")
    year: int
    n: int
    number: str = Field(max_length=160, description="as it is written: R/LI-3/XI/2026/Polsek Karawaci")
    given_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    void_by: int | None = Field(default=None, foreign_key="akun.id")
    void_reason: str | None = Field(default=None, max_length=500)
