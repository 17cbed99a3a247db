"""Vulnerable spots: where reports of early detection say that something threatens."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel


class TitikRawan(SQLModel, table=True):
    """The spot of a report of early detection, degrees; of its newest revision. Whether it is shown follows from the report
    and from its age."""

    __tablename__ = "titik_rawan"
    __table_args__ = (
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="position"),
        Index("ix_titik_rawan_area_day", "area_code", "day"),
    )

    laporan_id: UUID = Field(primary_key=True)
    revision: int
    satuan_id: int = Field(foreign_key="satuan.id")
    area_code: str | None = Field(default=None, foreign_key="wilayah.code", max_length=13)
    lat: float
    lon: float
    day: date = Field(index=True, description="when it was seen or heard, as the report says")
    threat: str = Field(max_length=60, description="in words")
    urgency: str = Field(max_length=16)
    frequency: str = Field(max_length=16)
    place: str = Field(max_length=200)
