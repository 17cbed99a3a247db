"""Reports of officers: one row a revision, kept forever; the newest revision of a report is its current one.

The intake writes exactly one ``Laporan`` row for each item it accepts. Two unique keys decide every race:
(id, revision), and one current row for each id.
"""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from pydantic import ConfigDict
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Index,
    SmallInteger,
    and_,
    bindparam,
    false,
    literal,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now

WAITING = ("terkirim", "diperiksa", "diperbaiki")
"""States of a revision on which nobody has decided."""
RETURNED = "dikembalikan"
LAPORAN_INFORMASI = "laporan_informasi"


class Laporan(SQLModel, table=True):
    """One revision of one report (envelope + body). Positions are WGS84 degrees, accuracy metres, durations seconds."""

    model_config: ClassVar[ConfigDict] = ConfigDict(ignored_types=(hybrid_property,))
    __table_args__ = (
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180)", name="position"),
        CheckConstraint("mode IN ('on_site', 'later', 'none')", name="mode"),
        CheckConstraint("verdict IS NULL OR verdict IN ('inside', 'uncertain', 'outside')", name="verdict"),
        CheckConstraint("state IN ('terkirim', 'diperiksa', 'diterima', 'dikembalikan', 'diperbaiki')", name="state"),
        Index("uq_laporan_current", "id", unique=True, sqlite_where=text("current"), postgresql_where=text("current")),
        Index("ix_laporan_author_day", "author_id", "day"),
        Index("ix_laporan_author_changed", "author_id", "changed_at"),
        Index("ix_laporan_subject", "subject_id", "captured_at"),
    )

    id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    base_revision: int | None = None
    current: bool = True
    author_id: int = Field(foreign_key="akun.id")
    satuan_id: int = Field(foreign_key="satuan.id")
    kind: str = Field(max_length=32)
    form_version: int
    created_at: datetime = Field(sa_type=UtcDateTime, description="device time of saving")
    received_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    changed_at: datetime = Field(
        default_factory=now, sa_type=UtcDateTime, description="last change of state, verdict or flags"
    )
    captured_at: datetime = Field(sa_type=UtcDateTime, description="time of saving on the corrected clock")
    day: date = Field(description="day of captured_at in the Polres's time zone")
    duration_s: int | None = None
    subject_id: UUID | None = None
    visit_number: int | None = Field(
        default=None,
        description="which visit to its subject it is, by captured_at; none until compared, or not counted",
    )
    title: str = Field(default="", max_length=200, description="what a list shows: house, business, place")
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    fix_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mode: str = Field(max_length=8)
    mode_reason: str | None = Field(default=None, max_length=500)
    verdict: str | None = Field(default=None, max_length=10)
    area_code: str | None = Field(default=None, foreign_key="wilayah.code", max_length=13)
    area_approximate: bool = False
    flags: list[Any] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    severity: int = Field(
        default=0,
        sa_column=Column(SmallInteger, nullable=False, server_default="0"),
        description="of its worst flag that was not dismissed: 0 none, 1 info, 2 low, 3 medium, 4 high",
    )
    upheld: bool = Field(
        default=False,
        sa_column=Column(Boolean, nullable=False, server_default=false()),
        description="a reviewer upheld one of its flags: it does not count for kinerja",
    )
    practice: bool = Field(
        default=False,
        sa_column=Column(Boolean, nullable=False, server_default=false()),
        description="made in Mode latihan: marked, deletable, never counted",
    )
    task_id: UUID | None = Field(default=None, description="the task that it answers, as its author says")
    body: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    photos: list[Any] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    content_hash: str = Field(max_length=64, description="SHA-256 of the item as canonical JSON")
    receipt: str = Field(max_length=24)
    state: str = Field(default="terkirim", max_length=16)
    origin_id: UUID | None = Field(default=None, description="the report out of which this one was made")
    origin_path: str | None = Field(default=None, max_length=120, description="the part of its body this one is about")
    number: str | None = Field(
        default=None, max_length=160, description="of a Laporan Informasi; all revisions have the same"
    )

    @hybrid_property
    def counted(self) -> bool:
        """Whether it counts for kinerja, on :attr:`day`: also a report that nobody has reviewed yet does."""
        return self.current and not self.practice and not self.upheld and self.state != RETURNED

    @counted.inplace.expression
    @classmethod
    def _counted(cls) -> ColumnElement[bool]:
        returned = literal(RETURNED, literal_execute=True)
        return and_(cls.current, ~cls.practice, ~cls.upheld, cls.state != returned)  # type: ignore[operator]

    @hybrid_property
    def waiting(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.current and not self.practice and self.state in WAITING

    @waiting.inplace.expression
    @classmethod
    def _waiting(cls) -> ColumnElement[bool]:
        states = bindparam("waiting", WAITING, expanding=True, literal_execute=True)
        return and_(cls.current, ~cls.practice, cls.state.in_(states))  # type: ignore[operator,attr-defined]

    @hybrid_property
    def secret(self) -> bool:
        """Whether it is read with its own permission only."""
        return self.kind == LAPORAN_INFORMASI

    @secret.inplace.expression
    @classmethod
    def _secret(cls) -> ColumnElement[bool]:
        return cls.kind == literal(LAPORAN_INFORMASI, literal_execute=True)  # type: ignore[return-value]

    @hybrid_property
    def returned(self) -> bool:
        """Whether its author still has to correct it."""
        return self.current and not self.practice and self.state == RETURNED

    @returned.inplace.expression
    @classmethod
    def _returned(cls) -> ColumnElement[bool]:
        return and_(cls.current, ~cls.practice, cls.state == literal(RETURNED, literal_execute=True))  # type: ignore[operator]


def _index(name: str, rows: Any, *columns: str) -> Index:
    """An index of some rows only, by the very expression that queries use: SQLite takes it for nothing less."""
    table = Laporan.__table__  # type: ignore[attr-defined]
    return Index(name, *(table.c[column] for column in columns), sqlite_where=rows, postgresql_where=rows)


# Lists and numbers over a million reports: the range first, then what they are filtered by, so that a row is only read if
# it is shown. What these columns are filtered by is written into the statement, not bound: else no planner takes a part.
_FILTERS = ("author_id", "area_code", "kind", "verdict", "severity")
_index("ix_laporan_received", and_(Laporan.current, ~Laporan.practice), "received_at", "satuan_id", "state", *_FILTERS)  # type: ignore[operator,arg-type]
_index("ix_laporan_waiting", Laporan.waiting, "received_at", "satuan_id", *_FILTERS)
_index("ix_laporan_returned", Laporan.returned, "received_at", "satuan_id", *_FILTERS)
_index(
    "ix_laporan_upheld", and_(Laporan.current, ~Laporan.practice, Laporan.upheld), "received_at", "satuan_id", "state"
)  # type: ignore[operator,arg-type]
_index("ix_laporan_origin", Laporan.origin_id.is_not(None), "origin_id")  # type: ignore[union-attr]
_index("ix_laporan_secret", and_(Laporan.current, Laporan.secret), "received_at", "satuan_id", "state")  # type: ignore[arg-type]
_index("ix_laporan_practice", Laporan.practice, "author_id")
_index("ix_laporan_task", Laporan.task_id.is_not(None), "task_id")  # type: ignore[union-attr]
_index("ix_laporan_counted", Laporan.counted, "satuan_id", "day", *_FILTERS)


class LaporanFoto(SQLModel, table=True):
    """Which photos a revision names, to be looked up by hash; all that is known of them stands in ``Laporan.photos``."""

    __tablename__ = "laporan_foto"
    __table_args__ = (Index("ix_laporan_foto_author_sha256", "author_id", "sha256"),)

    laporan_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    sha256: str = Field(primary_key=True, max_length=64, description="of the bytes sent, as in Media")
    author_id: int
    original_sha256: str | None = Field(default=None, max_length=64, description="of the file before compression")


class LaporanBacaan(SQLModel, table=True):
    """Which texts of the library a revision brought to people, and how many heard them. The text may be gone by now, or never have
    been: an id is what a phone says."""

    __tablename__ = "laporan_bacaan"
    __table_args__ = (Index("ix_laporan_bacaan_bacaan", "bacaan_id"),)

    laporan_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    bacaan_id: UUID = Field(primary_key=True)
    people: int = Field(default=0, description="as the report says; 0: it does not")


class LaporanSaingan(SQLModel, table=True):
    """Another content under an id and revision already taken: kept whole for the reviewer."""

    __tablename__ = "laporan_saingan"

    id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    content_hash: str = Field(primary_key=True, max_length=64)
    author_id: int = Field(foreign_key="akun.id", index=True)
    item: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    receipt: str = Field(max_length=24)
    received_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Karantina(SQLModel, table=True):
    """The raw text of a rejected item, so that even a wrong form is never lost."""

    id: int = Field(default=None, primary_key=True)
    sender_id: int = Field(foreign_key="akun.id", index=True)
    item_id: str | None = Field(default=None, max_length=64, index=True)
    revision: int | None = None
    content_hash: str = Field(max_length=64, unique=True)
    raw: str
    errors: list[Any] = Field(sa_column=Column(Json, nullable=False))
    received_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Tinjauan(SQLModel, table=True):
    """A reviewer's decision on one revision: ``diterima`` or ``dikembalikan`` (with a note)."""

    id: int = Field(default=None, primary_key=True)
    laporan_id: UUID = Field(index=True)
    revision: int
    reviewer_id: int = Field(foreign_key="akun.id", index=True)
    state: str = Field(max_length=16)
    note: str | None = Field(default=None, max_length=2000)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
