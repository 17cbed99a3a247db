"""Whom an officer visits: houses, businesses, figures and places of a village."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Column, Index, false
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class Subjek(SQLModel, table=True):
    """One house, business, figure or place. The phone makes its id (UUIDv7) when it meets it first."""

    __table_args__ = (
        CheckConstraint("kind IN ('rumah', 'usaha', 'tokoh', 'tempat')", name="kind"),
        Index("ix_subjek_area_changed", "area_code", "changed_at"),
        # Coverage reads this index alone.
        Index("ix_subjek_coverage", "area_code", "kind", "rw", "rt", "last_visit_at", "removed_at"),
    )

    id: UUID = Field(primary_key=True)
    kind: str = Field(max_length=8)
    name: str = Field(max_length=120, description="head of household, business, figure or place")
    address: str = Field(default="", max_length=300)
    rt: str | None = Field(default=None, max_length=3)
    rw: str | None = Field(default=None, max_length=3)
    vulnerable: bool = Field(
        default=False,
        sa_column=Column(Boolean, nullable=False, server_default=false()),
        description="a vulnerable spot: its type says so, or the latest visit found the place not safe",
    )
    area_code: str | None = Field(default=None, foreign_key="wilayah.code", max_length=13)
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    created_by: int = Field(foreign_key="akun.id", index=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_visit_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    visits: int = 0
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
