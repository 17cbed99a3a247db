"""The thread (utas) of a report: posts, who is mentioned, their photos, who takes part and how far each has read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Index, Integer, false, text
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import Json, UtcDateTime, now


class Utas(SQLModel, table=True):
    """One thread; it begins with its first post. Whoever writes to it locks this row, so that posts have one order."""

    __table_args__ = (Index("ix_utas_author_changed", "author_id", "changed_at"),)

    id: UUID = Field(primary_key=True, description="of the report")
    author_id: int = Field(
        foreign_key="akun.id", description="of the report: the thread comes down to this person's phone"
    )
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, description="of the last post")


class UtasPesan(SQLModel, table=True):
    """One post. ``id`` is made where it was written, so that sending it twice stores it once."""

    __tablename__ = "utas_pesan"
    __table_args__ = (Index("ix_utas_pesan_order", "utas_id", "received_at"),)

    id: UUID = Field(primary_key=True)
    utas_id: UUID = Field(foreign_key="utas.id")
    sender_id: int = Field(foreign_key="akun.id")
    text: str = Field(max_length=2000)
    mentions: list[Any] = Field(default_factory=list, sa_column=Column(Json, nullable=False), description="akun ids")
    photos: list[Any] = Field(default_factory=list, sa_column=Column(Json, nullable=False), description="SHA-256 each")
    created_at: datetime = Field(sa_type=UtcDateTime, description="on the writer's clock")
    received_at: datetime = Field(sa_type=UtcDateTime, description="later than that of any earlier post of the thread")


class UtasFoto(SQLModel, table=True):
    """Which photos posts name, to be looked up by hash."""

    __tablename__ = "utas_foto"
    __table_args__ = (Index("ix_utas_foto_sender_sha256", "sender_id", "sha256"),)

    pesan_id: UUID = Field(foreign_key="utas_pesan.id", primary_key=True)
    sha256: str = Field(primary_key=True, max_length=64)
    sender_id: int
    utas_id: UUID


class UtasPeserta(SQLModel, table=True):
    """Somebody who takes part: how far they have read, and how many posts of others came since."""

    __tablename__ = "utas_peserta"
    __table_args__ = (
        Index(
            "ix_utas_peserta_unread", "akun_id", sqlite_where=text("unread > 0"), postgresql_where=text("unread > 0")
        ),
    )

    utas_id: UUID = Field(foreign_key="utas.id", primary_key=True)
    akun_id: int = Field(foreign_key="akun.id", primary_key=True)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="received_at of the last post seen")
    unread: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    mentioned: bool = Field(
        default=False,
        sa_column=Column(Boolean, nullable=False, server_default=false()),
        description="in one of the unread posts",
    )
