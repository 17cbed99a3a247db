"""Whom an officer visits: houses, businesses, figures and places of a village."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Column, Index, String, false, text
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class Subjek(SQLModel, table=True):
    """One house, business, figure or place. The phone makes its id (UUIDv7) when it meets it first."""

    __table_args__ = (
        CheckConstraint("kind IN ('rumah', 'usaha', 'tokoh', 'tempat')", name="kind"),
        Index("ix_subjek_area_changed", "area_code", "changed_at"),
        # Coverage reads this index alone.
        Index("ix_subjek_coverage", "area_code", "kind", "rw", "rt", "last_visit_at", "removed_at", "moved_on"),
        # Lists of the register walk this one in their order, and skip what does not fit without reading its row.
        Index(
            "ix_subjek_list",
            *("last_visit_at", "id", "area_code", "kind", "declined", "moved_on", "rw", "rt", "words"),
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        # Who stands near somebody, for doubles.
        Index("ix_subjek_place", "area_code", "kind", "lat"),
        Index(
            "ix_subjek_merged_into",
            "merged_into",
            sqlite_where=text("merged_into IS NOT NULL"),
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    kind: str = Field(max_length=8)
    name: str = Field(max_length=120, description="head of household, business, figure or place")
    address: str = Field(default="", max_length=300)
    rt: str | None = Field(default=None, max_length=3)
    rw: str | None = Field(default=None, max_length=3)
    words: str = Field(
        default="",
        sa_column=Column(String(430), nullable=False, server_default=""),
        description="name and address in small letters, to be searched",
    )
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
    declined: bool = Field(
        default=False,
        sa_column=Column(Boolean, nullable=False, server_default=false()),
        description="the household does not want to be on record: nothing of it is but the place",
    )
    moved_on: date | None = Field(default=None, description="day on which they moved away, if they did")
    moved_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="when somebody said so")
    moved_reason: str | None = Field(default=None, max_length=200)
    moved_by: int | None = None
    merged_into: UUID | None = Field(
        default=None, description="the entry that stands for this one, itself merged into none; then this is removed"
    )
    compared: str | None = Field(
        default=None, max_length=32, description="hash of the name and place that were last compared with others"
    )
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
