"""Phones that follow somebody else's report instead of reporting the same thing again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now, uuid7


class PengaduanPengikut(SQLModel, table=True):
    """A phone that follows a report. ``id`` is all that it ever learns of it by name."""

    __tablename__ = "pengaduan_pengikut"
    __table_args__ = (UniqueConstraint("device_id", "pengaduan_id"),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    device_id: UUID = Field(foreign_key="perangkat_warga.id", ondelete="CASCADE")
    pengaduan_id: UUID = Field(foreign_key="pengaduan.id", index=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
