"""Versions of the open report as the desk shows them: each whole, and what changed from the one before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, Protocol, Self
from uuid import UUID

from sambang_digital.forms.perubahan import Change, compare, marked
from sambang_digital.forms.reading import Line, read
from sambang_digital.models import Laporan, LaporanSaingan
from sambang_digital.services.tinjauan import ReportDetail
from sambang_digital.state.beda import ChangeView, Part
from sambang_digital.state.tinjauan_flags import PhotoView, photo_view


@dataclass
class Changes:
    """What changed ``since`` another version (``versi 1``); empty when there is none to compare with."""

    since: str = ""
    fields: list[ChangeView] = field(default_factory=list)
    added: list[PhotoView] = field(default_factory=list)
    removed: list[PhotoView] = field(default_factory=list)
    nothing: bool = False


@dataclass
class Version:
    """Another content of the report: an older revision, or one that competes under the same number."""

    name: str
    receipt: str
    at: str
    lines: list[Line]
    photos: list[PhotoView]
    changes: Changes


@dataclass(frozen=True, slots=True)
class _Content:
    """What one version says."""

    revision: int
    kind: str
    form_version: int
    body: Mapping[str, Any]
    photos: list[dict[str, Any]]

    @classmethod
    def of(cls, laporan: Laporan) -> Self:
        return cls(laporan.revision, laporan.kind, laporan.form_version, laporan.body, laporan.photos)

    @classmethod
    def competing(cls, other: LaporanSaingan) -> Self:
        item = other.item
        return cls(other.revision, item["kind"], item["form_version"], item["body"], item["photos"])


class _Kept(Protocol):
    """A stored version."""

    receipt: str
    received_at: datetime


def photos_of(photos: list[dict[str, Any]], media: Mapping[str, UUID]) -> list[PhotoView]:
    """The photos of a version for the browser."""
    return [photo_view(photo, media.get(photo["sha256"])) for photo in photos]


def versions(report: ReportDetail) -> tuple[Changes, list[Version], list[Version]]:
    """What changed in the current version, the older ones, and those that compete."""
    contents = [_Content.of(each) for each in (report.laporan, *report.older)]
    changes = [
        _changes(content, earlier, f"versi {earlier.revision}", report.media) for content, earlier in pairwise(contents)
    ]
    # Nothing came before the first.
    changes.append(Changes())
    older = [
        _version(f"Versi {content.revision}", kept, content, changed, report.media)
        for content, kept, changed in zip(contents[1:], report.older, changes[1:], strict=True)
    ]
    rivals = []
    for kept in report.competing:
        content = _Content.competing(kept)
        used = next((one for one in contents if one.revision == kept.revision), contents[0])
        changed = _changes(content, used, f"isi versi {used.revision} yang dipakai", report.media)
        rivals.append(_version(f"Isi lain untuk versi {kept.revision}", kept, content, changed, report.media))
    return changes[0], older, rivals


def _version(name: str, kept: _Kept, content: _Content, changes: Changes, media: Mapping[str, UUID]) -> Version:
    return Version(
        name=name,
        receipt=kept.receipt,
        at=kept.received_at.isoformat(),
        lines=read(content.kind, content.form_version, content.body),
        photos=photos_of(content.photos, media),
        changes=changes,
    )


def _changes(content: _Content, earlier: _Content, since: str, media: Mapping[str, UUID]) -> Changes:
    found = compare(content.kind, (earlier.form_version, earlier.body), (content.form_version, content.body))
    added, removed = _without(content.photos, earlier.photos), _without(earlier.photos, content.photos)
    return Changes(
        since=since,
        fields=[_field(change) for change in found],
        added=photos_of(added, media),
        removed=photos_of(removed, media),
        nothing=not (found or added or removed),
    )


def _without(photos: list[dict[str, Any]], others: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {photo["sha256"] for photo in others}
    return [photo for photo in photos if photo["sha256"] not in known]


def _field(change: Change) -> ChangeView:
    before, after = marked(change.before or "", change.after or "")
    return ChangeView(change.title, [Part(*piece) for piece in before], [Part(*piece) for piece in after])
