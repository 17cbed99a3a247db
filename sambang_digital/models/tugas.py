"""Tasks (tugas): what a superior asks of an officer, by when and where, and all that happened to it."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import ConfigDict
from sqlalchemy import CheckConstraint, ColumnElement, Index, and_, bindparam, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now

OPEN = ("baru", "dilihat", "dikerjakan")
"""States in which the officer still has something to do."""
STATES = (*OPEN, "selesai", "tidak_dapat", "dibatalkan")


class Tugas(SQLModel, table=True):
    """One task of one officer. Its place is a house of the register, a point (WGS84 degrees), a village, or none."""

    model_config: ClassVar[ConfigDict] = ConfigDict(ignored_types=(hybrid_property,))
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point"),
        Index("ix_tugas_officer_changed", "officer_id", "changed_at"),
        Index("ix_tugas_satuan_state_due", "satuan_id", "state", "due_at"),
        Index("ix_tugas_source", "source_id"),
        Index(
            "ix_tugas_subject",
            "subject_id",
            sqlite_where=text("subject_id IS NOT NULL"),
            postgresql_where=text("subject_id IS NOT NULL"),
        ),
        Index(
            "ix_tugas_pengaduan",
            "pengaduan_id",
            sqlite_where=text("pengaduan_id IS NOT NULL"),
            postgresql_where=text("pengaduan_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    kind: str = Field(max_length=16, description="code of a ``forms.tugas.Jenis``")
    officer_id: int = Field(foreign_key="akun.id")
    giver_id: int = Field(foreign_key="akun.id")
    satuan_id: int = Field(
        foreign_key="satuan.id", description="of the officer when it was given: who above may read it"
    )
    text: str = Field(max_length=2000)
    due_at: datetime = Field(sa_type=UtcDateTime, description="from then on it is late")
    due_all_day: bool = Field(description="only the day was named")
    area_code: str | None = Field(default=None, foreign_key="wilayah.code", max_length=13)
    subject_id: UUID | None = None
    lat: float | None = None
    lon: float | None = None
    source_id: UUID | None = Field(default=None, description="the report that it follows up")
    pengaduan_id: UUID | None = Field(default=None, description="the citizen's report that it follows up")
    state: str = Field(default="baru", max_length=12)
    reason: str = Field(default="", max_length=2000, description="why it cannot be done, or was cancelled")
    answer_id: UUID | None = Field(default=None, description="the report that answered it")
    told_at: datetime | None = Field(
        default=None,
        sa_type=UtcDateTime,
        description="when the officer last began or gave up, corrected clock",
    )
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)

    @hybrid_property
    def open(self) -> bool:
        """Whether the officer still has something to do."""
        return self.state in OPEN

    @open.inplace.expression
    @classmethod
    def _open(cls) -> ColumnElement[bool]:
        return cls.state.in_(bindparam("open", OPEN, expanding=True, literal_execute=True))  # type: ignore[attr-defined]

    @hybrid_property
    def late(self) -> bool:
        """Whether it is open and past due."""
        return self.state in OPEN and self.due_at < now()

    @late.inplace.expression
    @classmethod
    def _late(cls) -> ColumnElement[bool]:
        return and_(cls.open, cls.due_at < now())  # type: ignore[arg-type]


class TugasLangkah(SQLModel, table=True):
    """A step of a task's history. ``id`` is made where it was done, so that sending it twice stores it once.

    What came too late to change anything (``applied`` false) is kept all the same: nothing that somebody said is lost.
    """

    __tablename__ = "tugas_langkah"
    __table_args__ = (Index("ix_tugas_langkah_order", "tugas_id", "at"),)

    id: UUID = Field(primary_key=True)
    tugas_id: UUID = Field(foreign_key="tugas.id")
    akun_id: int = Field(foreign_key="akun.id")
    step: str = Field(max_length=16, description="code of a ``forms.tugas.Langkah``")
    note: str = Field(default="", max_length=2000)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="the new one, where it was changed")
    laporan: UUID | None = Field(default=None, description="the report that answered, or went back")
    applied: bool = True
    made_at: datetime = Field(sa_type=UtcDateTime, description="when it was done, corrected clock")
    at: datetime = Field(sa_type=UtcDateTime, description="when the server heard of it")
