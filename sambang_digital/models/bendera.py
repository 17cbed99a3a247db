"""What compares reports with each other: the queue of those to compare, and fingerprints by which likes are found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, Integer
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class AntreanBendera(SQLModel, table=True):
    """A report whose flags are to be computed anew: written in the transaction that changed it, deleted in the one that
    computed them. ``due_at`` lies ahead after a failure; a report may wait several times at once."""

    __tablename__ = "antrean_bendera"
    __table_args__ = (Index("ix_antrean_bendera_due", "due_at", "id"),)

    id: int = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    )
    laporan_id: UUID
    due_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    attempts: int = 0


class Sidik(SQLModel, table=True):
    """A fingerprint of a report: equal keys mean that two may be alike (see ``services/sidik.py``).

    Only the worker of flags writes here, never the intake. A key that fits no more does no harm: what it finds is always
    compared itself.
    """

    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    author_id: int = Field(primary_key=True)
    laporan_id: UUID = Field(primary_key=True)
