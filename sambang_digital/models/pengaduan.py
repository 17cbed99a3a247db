"""Citizens' reports (pengaduan): what was reported, all that happened to it, and which phones may open its ticket."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Column, Index, LargeBinary, SmallInteger, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now, uuid7

OPEN = ("baru", "diverifikasi", "ditugaskan", "ditangani", "menunggu_pelapor", "diteruskan")
"""States in which somebody still owes the citizen something."""
STATES = (*OPEN, "selesai", "ditutup", "digabung", "ditolak")


class Pengaduan(SQLModel, table=True):
    """One report. ``id``, secret and ``made_at`` are made where it was written; times that the server gives are its own.

    Whoever handles it stands in ``to_*``: a satuan, one of its units, an officer of it (or none of them).
    """

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point"),
        CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name="rating"),
        Index("ix_pengaduan_satuan_state", "satuan_id", "state", "received_at"),
        Index("ix_pengaduan_to", "to_satuan_id", "state"),
        Index("ix_pengaduan_officer", "to_akun_id", "state"),
        Index("ix_pengaduan_device", "device_id", "received_at"),
        Index("ix_pengaduan_changed", "changed_at", "id"),
        Index("ix_pengaduan_merged_into", "merged_into"),
        Index("ix_pengaduan_near", "category", "received_at", "lat", "lon"),
        Index("ix_pengaduan_queue", "priority", "received_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    code: str = Field(max_length=9, unique=True, description="of the ticket, as people say it: ``K7M3-9QXT``")
    secret_hash: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    device_id: UUID = Field(foreign_key="perangkat_warga.id")
    channel: str = Field(default="web", max_length=12, description="``web`` or ``whatsapp``")
    category: str = Field(max_length=24, description="a ``forms.pengaduan.Kategori``")
    kind: str | None = Field(default=None, max_length=24, description="a ``forms.pengaduan.Gangguan``")
    urgent: bool = Field(default=False, description="Respon Cepat: danger now, when it was written")
    priority: int = Field(
        default=2,
        sa_column=Column(SmallInteger, nullable=False, server_default="2"),
        description="its turn at the desk: 0 danger now, 1 danger that came late, 2 everything else",
    )
    about_police: bool = Field(default=False, description="about an officer: for Propam alone")
    guarded: bool = Field(
        default=False,
        sa_column=Column(Boolean, nullable=False, server_default=false()),
        description="nobody near the citizen may notice it (``services.pengaduan.is_guarded``)",
    )
    text: str = Field(max_length=4000)
    happened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    place: str = Field(default="", max_length=300, description="in the citizen's words")
    area_code: str | None = Field(default=None, foreign_key="wilayah.code", max_length=13, description="the village")
    satuan_id: int = Field(foreign_key="satuan.id", description="whose citizens' desk has it: the Polres")
    name: str | None = Field(default=None, max_length=120)
    phone: str | None = Field(default=None, max_length=20)
    address: str | None = Field(default=None, max_length=300)
    hide_identity: bool = Field(default=False, description="only who dispatches it sees who reported")
    state: str = Field(default="baru", max_length=16)
    resume_state: str | None = Field(
        default=None, max_length=16, description="where it goes on once the citizen answered"
    )
    reason: str | None = Field(default=None, max_length=16, description="why refused: a ``forms.pengaduan.Alasan``")
    to_satuan_id: int | None = Field(default=None, foreign_key="satuan.id")
    to_unit: str | None = Field(default=None, max_length=24)
    to_akun_id: int | None = Field(default=None, foreign_key="akun.id")
    to_name: str | None = Field(default=None, max_length=160, description="the mitra it was handed to")
    merged_into: UUID | None = Field(default=None, foreign_key="pengaduan.id")
    rating: int | None = None
    made_at: datetime = Field(sa_type=UtcDateTime, description="by the clock of the phone")
    received_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    first_answer_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="first words to the citizen"
    )
    dispatched_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="first given to somebody")
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="when it last came to an end")
    waiting_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    waited_s: int = Field(default=0, description="seconds that the citizen let us wait, the present wait excluded")


class PengaduanLangkah(SQLModel, table=True):
    """A step of a report's history. ``id`` is made where it was taken, so that sending it twice stores it once."""

    __tablename__ = "pengaduan_langkah"
    __table_args__ = (
        CheckConstraint("side IN ('warga', 'petugas', 'sistem')", name="side"),
        Index("ix_pengaduan_langkah_order", "pengaduan_id", "at", "id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    pengaduan_id: UUID = Field(foreign_key="pengaduan.id")
    step: str = Field(max_length=16, description="a ``services.pengaduan_langkah.Langkah``")
    state: str = Field(max_length=16, description="where it led")
    side: str = Field(max_length=8)
    akun_id: int | None = Field(default=None, foreign_key="akun.id")
    note: str = Field(default="", max_length=2000)
    internal: bool = Field(default=False, description="not for the citizen")
    data: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False), description="codes: to whom, why, how many stars"
    )
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class PengaduanBerkas(SQLModel, table=True):
    """A photo or video that a report, or a step of it, names by its hash; the bytes come before or after."""

    __tablename__ = "pengaduan_berkas"
    __table_args__ = (
        UniqueConstraint("pengaduan_id", "sha256"),
        Index("ix_pengaduan_berkas_file", "device_id", "sha256"),
    )

    id: int = Field(default=None, primary_key=True)
    pengaduan_id: UUID = Field(foreign_key="pengaduan.id")
    langkah_id: UUID | None = Field(
        default=None, foreign_key="pengaduan_langkah.id", description="None: the report's own"
    )
    device_id: UUID = Field(foreign_key="perangkat_warga.id", description="who uploads it")
    sha256: str = Field(max_length=64)
    name: str = Field(default="", max_length=200)
    position: int = Field(default=0, description="its turn, from 0")


class TiketPerangkat(SQLModel, table=True):
    """A phone that may open a ticket: it wrote the report, or showed its secret."""

    __tablename__ = "tiket_perangkat"

    device_id: UUID = Field(foreign_key="perangkat_warga.id", primary_key=True, ondelete="CASCADE")
    pengaduan_id: UUID = Field(foreign_key="pengaduan.id", primary_key=True, index=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
