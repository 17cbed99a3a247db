"""Addresses that a geocoder told for points, kept so that it is asked once for each."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class Alamat(SQLModel, table=True):
    """What stands at a point; ``text`` is empty where the geocoder knows nothing."""

    key: str = Field(primary_key=True, max_length=24, description="latitude,longitude with 4 decimals (11 m)")
    text: str = Field(default="", max_length=400)
    asked_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
