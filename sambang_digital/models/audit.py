"""What was done, by whom, to what: written in the transaction of the deed, sealed into a chain right after."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, text
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now

DEEDS = "action <> 'laporan.diterima'"
"""All rows but the intake's receipts, of which there may be a hundred times more."""


class Audit(SQLModel, table=True):
    """One deed. ``data`` holds no personal value in clear: keyed hashes, codes and numbers only.

    ``place`` and ``hash`` are given by the one task that seals: the row's number in the chain, and the SHA-256 of the row
    with the hash before it.
    """

    __table_args__ = (
        Index("ix_audit_object", "object_id"),
        Index("ix_audit_action", "action", "id"),
        Index("ix_audit_deeds", "id", sqlite_where=text(DEEDS), postgresql_where=text(DEEDS)),
        Index("ix_audit_unsealed", "id", sqlite_where=text("place IS NULL"), postgresql_where=text("place IS NULL")),
    )

    id: int = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    )
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    akun_id: int | None = Field(default=None, index=True, description="who did it; none: the system itself")
    session_id: int | None = None
    action: str = Field(max_length=48, description="a member of services.audit.Aksi")
    object_type: str = Field(max_length=32)
    object_id: str = Field(default="", max_length=64)
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    place: int | None = Field(default=None, sa_column=Column(BigInteger, unique=True, nullable=True))
    hash: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32), nullable=True))


class KepalaAudit(SQLModel, table=True):
    """The chain as it stood after a day: how long, and its last hash, signed so that nobody can write it anew unseen."""

    __tablename__ = "kepala_audit"

    day: date = Field(primary_key=True, description="the last whole day that it covers")
    place: int = Field(sa_column=Column(BigInteger, nullable=False), description="the last row's; 0: no row yet")
    hash: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    key: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False), description="public key (Ed25519)")
    signature: bytes = Field(sa_column=Column(LargeBinary(64), nullable=False))
    exported_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
