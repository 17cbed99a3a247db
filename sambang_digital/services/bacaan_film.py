"""The videos of texts for citizens: files of our own, known to everybody while a text is shown that has them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.bacaan import Film as Told
from sambang_digital.repositories import bacaan as repository
from sambang_digital.services import video
from sambang_digital.services.format import number

SIZE = "video"
"""Of a stored file, the copy that is played."""
KILOBYTE, MEGABYTE = 1_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Film:
    """A video as it is shown. Pixels are upright; ``size`` are bytes, ``mime`` that of the file that is played."""

    id: UUID
    caption: str
    transcript: str
    width: int
    height: int
    seconds: float
    size: int
    mime: str

    @property
    def name(self) -> str:
        """Of the file, unlike any other."""
        return f"{self.id}.{'webm' if self.mime == video.WEBM else 'mp4'}"

    @property
    def length(self) -> str:
        """``1 menit 5 detik``."""
        minutes, seconds = divmod(max(1, round(self.seconds)), 60)
        words = ((minutes, "menit"), (seconds, "detik"))
        return " ".join(f"{count} {word}" for count, word in words if count)

    @property
    def iso(self) -> str:
        """The same for machines (ISO 8601)."""
        return f"PT{max(1, round(self.seconds))}S"

    @property
    def weight(self) -> str:
        """``12 MB``, ``350 KB``."""
        if self.size < MEGABYTE:
            return f"{number(max(1, round(self.size / KILOBYTE)))} KB"
        return f"{number(round(self.size / MEGABYTE))} MB"


async def known(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Of these the videos that are there: rows of ``Media``."""
    return {UUID(str(row.id)): row for row in await repository.films(session, set(ids))}


def film(told: Told | None, rows: dict[UUID, Any]) -> Film | None:
    """A text's video, if it has one that is there."""
    row = rows.get(told.id) if told else None
    if told is None or row is None:
        return None
    return Film(
        id=told.id,
        caption=told.caption,
        transcript=told.transcript,
        width=row.width,
        height=row.height,
        seconds=row.duration_s,
        size=row.size,
        mime=video.shown_as(row.mime),
    )
