"""Settings that a Polres changes without code."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class NilaiPengaturan(SQLModel, table=True):
    """One value that differs from the product's default: for one Polres, or without ``satuan_id`` for all of them."""

    __tablename__ = "nilai_pengaturan"
    __table_args__ = (
        Index("uq_nilai_pengaturan_satuan", "satuan_id", "key", unique=True),
        Index(
            "uq_nilai_pengaturan_all",
            "key",
            unique=True,
            sqlite_where=text("satuan_id IS NULL"),
            postgresql_where=text("satuan_id IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    satuan_id: int | None = Field(default=None, foreign_key="satuan.id", index=True)
    key: str = Field(max_length=64)
    value: str = Field(description="as JSON text: SQLite would make a number of a JSON column that holds one")
    changed_by: int | None = Field(default=None, foreign_key="akun.id")
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
