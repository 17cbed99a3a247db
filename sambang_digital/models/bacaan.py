"""What citizens read (bacaan): guidance, announcements, news and service information, with every version that there was."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now, uuid7

STATES = ("draf", "ditinjau", "dijadwalkan", "terbit", "diarsipkan")
"""Where the newest version stands. What citizens read is ``shown``, which stays until another version takes its place."""


class Bacaan(SQLModel, table=True):
    """One text, at ``/baca/<slug>``."""

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("shown IS NULL OR published_at IS NOT NULL", name="published"),
        Index("ix_bacaan_list", "kind", "state", "changed_at"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    kind: str = Field(max_length=12, description="a ``forms.bacaan.Jenis``")
    satuan_id: int | None = Field(default=None, foreign_key="satuan.id", description="whose it is; None: everybody's")
    area_code: str | None = Field(
        default=None,
        max_length=13,
        description="village or kecamatan (Kemendagri) that what is shown is for; None: everywhere",
    )
    state: str = Field(default="draf", max_length=12)
    version: int = Field(default=1, description="the newest")
    shown: int | None = Field(default=None, description="the version that citizens read; None: none")
    publish_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="when it is to be published")
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="first time")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class BacaanVersi(SQLModel, table=True):
    """What a text says and for whom. Its author may write on until it is handed in; after that it is never changed, and never
    deleted while the text is there."""

    __tablename__ = "bacaan_versi"

    bacaan_id: UUID = Field(foreign_key="bacaan.id", primary_key=True, ondelete="CASCADE")
    n: int = Field(primary_key=True, description="counted from 1")
    title: str = Field(max_length=120)
    summary: str = Field(max_length=300)
    body: str = Field(max_length=20_000, description="Markdown")
    topic: str | None = Field(default=None, max_length=24, description="a ``forms.bacaan.Topik``")
    audience: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    parts: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False), description="the other fields of its kind's form"
    )
    author_id: int | None = Field(default=None, foreign_key="akun.id", description="None: came with the product")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="when it was handed in, first")


class BacaanLangkah(SQLModel, table=True):
    """A step that a text took on the way to its readers, for those who work on it."""

    __tablename__ = "bacaan_langkah"

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    bacaan_id: UUID = Field(foreign_key="bacaan.id", ondelete="CASCADE", index=True)
    n: int = Field(description="the version that was the newest then")
    step: str = Field(max_length=12, description="a ``services.bacaan_terbit.Langkah``")
    akun_id: int | None = Field(default=None, foreign_key="akun.id", description="None: the clock")
    note: str = Field(default="", max_length=500)
    publish_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="of a text that was scheduled")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class BacaanFoto(SQLModel, table=True):
    """A photo that a version of a text names. It is everybody's while a text is shown that names it, see ``publik/bacaan.py``."""

    __tablename__ = "bacaan_foto"

    bacaan_id: UUID = Field(foreign_key="bacaan.id", primary_key=True, ondelete="CASCADE")
    media_id: UUID = Field(foreign_key="media.id", primary_key=True, index=True)


class BacaanHitungan(SQLModel, table=True):
    """How often a text was read on a day, where that is known. Sums alone: nobody who reads is known here."""

    __tablename__ = "bacaan_hitungan"
    __table_args__ = (ForeignKeyConstraint(["bacaan_id"], ["bacaan.id"], ondelete="CASCADE"),)

    bacaan_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True, description="in the Polres's time zone")
    kecamatan_code: str = Field(default="", primary_key=True, max_length=8, description="empty: not known")
    read: int = 0
    finished: int = Field(default=0, description="read to the end")
    quizzes: int = Field(default=0, description="quizzes answered whole")
    quiz_right: int = Field(default=0, description="right answers in all of them")
    quiz_asked: int = Field(default=0, description="questions in all of them")
