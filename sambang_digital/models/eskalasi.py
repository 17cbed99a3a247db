"""A case handed on (eskalasi) from an officer's report to the unit that is to deal with it, and each step of that."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class StatusEskalasi(StrEnum):
    """Where a case stands."""

    DIKIRIM = "dikirim"
    DITERIMA = "diterima"
    SELESAI = "selesai"
    DITOLAK = "ditolak"


class Eskalasi(SQLModel, table=True):
    """One case. What it is about stands in the report alone; whoever receives it reads it there."""

    __table_args__ = (
        Index("ix_eskalasi_to", "to_satuan_id", "state", "sent_at"),
        Index("ix_eskalasi_from", "from_satuan_id", "state", "sent_at"),
    )

    laporan_id: UUID = Field(primary_key=True, description="the report out of which it was handed on")
    author_id: int = Field(foreign_key="akun.id")
    from_satuan_id: int = Field(foreign_key="satuan.id")
    to_name: str = Field(max_length=120, description="as the officer chose it")
    to_satuan_id: int = Field(foreign_key="satuan.id", description="whose heads receive it")
    to_unit: str | None = Field(
        default=None, max_length=32, description="unit of Satbinmas; None: the heads of the satuan"
    )
    state: str = Field(default=StatusEskalasi.DIKIRIM, max_length=16)
    sent_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class EskalasiLangkah(SQLModel, table=True):
    """One step: a new state, or a note of what was done (``state`` as it was)."""

    __tablename__ = "eskalasi_langkah"

    id: int = Field(default=None, primary_key=True)
    laporan_id: UUID = Field(foreign_key="eskalasi.laporan_id", index=True)
    akun_id: int = Field(foreign_key="akun.id")
    state: str = Field(max_length=16)
    note: str | None = Field(default=None, max_length=2000)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
