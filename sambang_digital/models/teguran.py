"""Strikes (teguran) for reports that were no more than a prank: proposed, confirmed by somebody else, appealed against, decided."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now, uuid7

STATES = ("diusulkan", "tidak_terbukti", "berlaku", "dicabut")
OUTCOMES = ("ditolak", "dikabulkan")
"""What became of an appeal."""


class Teguran(SQLModel, table=True):
    """One strike, of the phone that sent the report and of the account that the phone was signed in to.

    It counts from ``confirmed_at`` until ``expires_at`` unless an appeal takes it away (``dicabut``).
    """

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"outcome IS NULL OR outcome IN {OUTCOMES}", name="outcome"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    pengaduan_id: UUID = Field(foreign_key="pengaduan.id", unique=True)
    device_id: UUID = Field(foreign_key="perangkat_warga.id", index=True)
    akun_warga_id: UUID | None = Field(default=None, foreign_key="warga_akun.id", index=True)
    state: str = Field(default="diusulkan", max_length=16)
    proposed_by: int = Field(foreign_key="akun.id")
    proposed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    confirmed_by: int | None = Field(
        default=None, foreign_key="akun.id", description="who confirmed the proposal, or turned it down"
    )
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    appeal: str | None = Field(default=None, max_length=2000, description="in the citizen's words")
    appealed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="akun.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str | None = Field(default=None, max_length=12)
