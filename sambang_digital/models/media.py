"""Photos and videos: an upload in progress, then a checked picture or film with its sizes and hashes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now


class FotoHapus(SQLModel, table=True):
    """A photo whose row is gone and whose files still have to go: written with that, taken away once they are gone too."""

    __tablename__ = "foto_hapus"

    media_id: UUID = Field(primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Media(SQLModel, table=True):
    """One uploaded file. Sizes are bytes and pixels; ``sha256`` is of the bytes sent, promised at creation.

    It belongs to an account or to a citizen's phone. A report names its photos by ``sha256``. One row for each (owner,
    sha256): the key makes a second upload of the same bytes the first one's continuation. How much has arrived is the length
    of the partial file, nowhere else. Of citizens' files the bytes sent are kept beside the sizes, with what the camera wrote.
    """

    __table_args__ = (
        CheckConstraint("state IN ('mengunggah', 'siap', 'ditolak')", name="state"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("(uploader_id IS NULL) != (device_id IS NULL)", name="owner"),
        CheckConstraint("kind IN ('foto', 'video')", name="kind"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point"),
        UniqueConstraint("uploader_id", "sha256"),
        UniqueConstraint("device_id", "sha256"),
        Index(
            "ix_media_unattached",
            "uploader_id",
            "created_at",
            sqlite_where=text("NOT attached"),
            postgresql_where=text("NOT attached"),
        ),
    )

    id: UUID = Field(primary_key=True)
    uploader_id: int | None = Field(default=None, foreign_key="akun.id")
    device_id: UUID | None = Field(
        default=None, foreign_key="perangkat_warga.id", description="of the citizen it is from"
    )
    kind: str = Field(default="foto", max_length=8, description="``foto`` or ``video``, told from its bytes")
    sha256: str = Field(max_length=64)
    name: str = Field(default="", max_length=200)
    size: int
    state: str = Field(default="mengunggah", max_length=12)
    reason: str | None = Field(default=None, max_length=300, description="why it was refused, in Indonesian")
    width: int | None = Field(default=None, description="pixels of the picture as sent, turned upright")
    height: int | None = None
    duration_s: float | None = Field(default=None, description="of a video, seconds")
    mime: str | None = Field(default=None, max_length=32, description="of the bytes sent, as far as those are kept")
    taken_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="by the camera's clock; for handlers"
    )
    lat: float | None = Field(default=None, description="where it was taken, says the camera; for handlers")
    lon: float | None = None
    dhash: str | None = Field(default=None, max_length=16, index=True, description="perceptual hash, hexadecimal")
    attached: bool = Field(default=False, description="known to be named by a report; the sweep sets it or deletes")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
