"""What citizens ask of the data that are kept of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class PermintaanWarga(SQLModel, table=True):
    """One request about an entry of the register: who asked, how that was checked, what became of it."""

    __tablename__ = "permintaan_warga"
    __table_args__ = (
        CheckConstraint("kind IN ('perbaikan', 'penghapusan', 'tarik_persetujuan', 'salinan')", name="kind"),
        CheckConstraint("state IN ('baru', 'dikerjakan', 'selesai', 'ditolak')", name="state"),
        Index("ix_permintaan_warga_state", "state", "created_at"),
    )

    id: int = Field(default=None, primary_key=True)
    subjek_id: UUID = Field(index=True)
    area_code: str | None = Field(default=None, max_length=13)
    kind: str = Field(max_length=20)
    requester: str = Field(max_length=120, description="who asked")
    identity: str = Field(max_length=20, description="how it was checked that it is them")
    note: str = Field(default="", max_length=1000)
    state: str = Field(default="baru", max_length=12)
    created_by: int = Field(foreign_key="akun.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="akun.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer: str = Field(default="", max_length=1000, description="what was done, or why not")
