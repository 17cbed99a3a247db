"""What reviewers ruled on the flags of a report; the latest ruling on a flag holds, all stay."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class PutusanBendera(SQLModel, table=True):
    """One ruling on one flag of one revision: ``upheld`` or ``dismissed``, and why."""

    __tablename__ = "putusan_bendera"
    __table_args__ = (
        CheckConstraint("ruling IN ('upheld', 'dismissed')", name="ruling"),
        Index("ix_putusan_bendera_laporan", "laporan_id", "revision"),
    )

    id: int = Field(default=None, primary_key=True)
    laporan_id: UUID
    revision: int
    code: str = Field(max_length=32, description="of the flag")
    ruling: str = Field(max_length=10)
    note: str = Field(max_length=500)
    evidence: str = Field(max_length=1000, description="what the flag said when it was ruled on")
    reviewer_id: int = Field(foreign_key="akun.id", index=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
