"""What a flag points at, for a reviewer's own eyes: the two photos, the two places, the copied words.

Read with the reviewer's own rights: of a report beyond their reach only that it exists is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import hypot
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.reading import title_of, value_at
from sambang_digital.models import Laporan
from sambang_digital.repositories import media
from sambang_digital.repositories import tinjauan as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services.geometri import Plane


@dataclass(frozen=True, slots=True)
class Other:
    """The other report."""

    id: UUID
    title: str
    author: str
    captured_at: datetime


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as its report names it; ``media_id`` is None while it has not arrived or may not be seen."""

    named: Mapping[str, Any]
    media_id: UUID | None
    other: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A place: degrees, accuracy in metres if it has one."""

    lat: float
    lon: float
    accuracy_m: float | None
    other: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A text in pieces, each marked (it stands in both reports) or not."""

    title: str
    pieces: list[tuple[str, bool]]
    other: bool


@dataclass(frozen=True, slots=True)
class Exhibit:
    """All that one flag lets a reviewer look at. ``hidden``: it compares with a report beyond the reader's reach.
    ``apart_m``: metres between the first two points. ``count``: how many reports the finding is about."""

    other: Other | None = None
    hidden: bool = False
    photos: list[Photo] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    apart_m: float | None = None
    texts: list[Text] = field(default_factory=list)
    count: int = 0


async def gather(session: AsyncSession, actor: Actor, laporan: Laporan) -> dict[str, Exhibit]:
    """The exhibits of a report's flags, by code."""
    refs = {flag["code"]: flag["refs"] for flag in laporan.flags if flag.get("refs")}
    wanted = {UUID(ref["laporan"]) for ref in refs.values() if "laporan" in ref}
    others = {row.Laporan.id: row for row in await repository.current_of(session, actor, wanted)} if wanted else {}
    stored = await _stored(session, laporan, [row.Laporan for row in others.values()], refs.values())
    return {code: _exhibit(ref, laporan, others, stored) for code, ref in refs.items()}


async def _stored(
    session: AsyncSession, laporan: Laporan, others: Sequence[Laporan], refs: Any
) -> dict[tuple[int, str], UUID]:
    """(uploader, sha256) → media of the photos that have arrived."""
    shas = {sha for ref in refs for sha in ref.get("photos", ())}
    found: dict[tuple[int, str], UUID] = {}
    for author_id in {laporan.author_id, *(other.author_id for other in others)} if shas else ():
        ready = await media.ready_by_sha(session, author_id, shas)
        found |= {(author_id, sha): each.id for sha, each in ready.items()}
    return found


def _exhibit(
    ref: Mapping[str, Any], laporan: Laporan, others: Mapping[UUID, Any], stored: Mapping[tuple[int, str], UUID]
) -> Exhibit:
    row = others.get(UUID(ref["laporan"])) if "laporan" in ref else None
    other = row.Laporan if row else None
    hidden = "laporan" in ref and other is None
    points = [Point(lat, lon, accuracy, place > 0) for place, (lat, lon, accuracy) in enumerate(ref.get("points", ()))]
    return Exhibit(
        other=Other(other.id, other.title, row.author, other.captured_at) if row and other else None,
        hidden=hidden,
        photos=list(_photos(ref.get("photos", ()), laporan, other, stored, hidden)),
        points=points,
        apart_m=_apart(points[0], points[1]) if len(points) > 1 else None,
        texts=[
            *_texts(laporan, ref.get("spans", ()), False),
            *(_texts(other, ref.get("other_spans", ()), True) if other else ()),
        ],
        count=ref.get("count", 0),
    )


def _photos(
    shas: Sequence[str],
    laporan: Laporan,
    other: Laporan | None,
    stored: Mapping[tuple[int, str], UUID],
    hidden: bool,
) -> Iterator[Photo]:
    for place, sha in enumerate(shas):
        theirs = place > 0 and (hidden or other is not None)
        owner = other if theirs else laporan
        named = next((photo for photo in owner.photos if photo["sha256"] == sha), None) if owner else None
        yield Photo(named or {"sha256": sha}, stored.get((owner.author_id, sha)) if owner else None, theirs)


def _apart(one: Point, two: Point) -> float:
    plane = Plane.at((one.lon + two.lon) / 2, (one.lat + two.lat) / 2)
    return hypot((one.lon - two.lon) * plane.kx, (one.lat - two.lat) * plane.ky)


def _texts(laporan: Laporan, spans: Sequence[Mapping[str, Any]], other: bool) -> Iterator[Text]:
    by_field: dict[str, list[tuple[int, int]]] = {}
    for span in spans:
        by_field.setdefault(span["field"], []).append((span["start"], span["end"]))
    for path, ranges in by_field.items():
        # Spans are of the body they were found in; a newer revision may say something else.
        value = value_at(laporan.body, path)
        if isinstance(value, str):
            yield Text(title_of(laporan.kind, path), pieces(value, ranges), other)


def pieces(text: str, ranges: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """``text`` cut at the (start, end) of ``ranges``, in its order; what overlaps or lies outside does no harm."""
    found: list[tuple[str, bool]] = []
    here = 0
    for start, end in sorted(ranges):
        start, end = max(here, start), min(len(text), end)
        if start < end:
            found += [(text[here:start], False), (text[start:end], True)]
            here = end
    return [(piece, marked) for piece, marked in (*found, (text[here:], False)) if piece]
