"""The flags of the open report as the desk shows them: evidence that can be looked at, and the ruling that holds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sambang_digital.forms.pemecahan_masalah import SIGNED_PAPER
from sambang_digital.services.bukti import Exhibit
from sambang_digital.services.format import distance
from sambang_digital.services.tinjauan import ReportDetail
from sambang_digital.state.beda import Part

PURPOSES = {SIGNED_PAPER: "Surat yang ditandatangani"}
"""What a photo is called that a form asked for."""


@dataclass
class PhotoView:
    """A photo; ``small`` and ``large`` are empty while it has not arrived. ``label`` says whose it is where that matters."""

    sha256: str
    source: str
    taken_at: str
    small: str
    large: str
    label: str = ""


@dataclass
class TextView:
    """A text of this report or of another, in pieces."""

    label: str
    parts: list[Part]


@dataclass
class OtherView:
    """Another report that a flag compares with; ``url`` is empty when there is none."""

    url: str = ""
    title: str = ""
    author: str = ""
    at: str = ""


@dataclass
class RulingView:
    """A ruling; ``evidence`` only if the flag says something else by now."""

    ruling: str
    reviewer: str
    note: str
    at: str
    evidence: str


@dataclass
class FlagView:
    """A flag, what there is to look at, and all rulings on it, the one that holds first."""

    code: str
    severity: str
    evidence: str
    ruling: str = ""
    rulings: list[RulingView] = field(default_factory=list)
    photos: list[PhotoView] = field(default_factory=list)
    points: list[dict[str, Any]] = field(default_factory=list)
    apart: str = ""
    texts: list[TextView] = field(default_factory=list)
    other: OtherView = field(default_factory=OtherView)
    hidden: bool = False


def photo_view(photo: dict[str, Any], media_id: UUID | None, label: str = "") -> PhotoView:
    """A photo of a report for the browser."""
    return PhotoView(
        sha256=photo["sha256"],
        source=photo.get("source") or "camera",
        taken_at=str(photo.get("taken_at") or ""),
        small=f"/api/v1/media/{media_id}/kecil" if media_id else "",
        large=f"/api/v1/media/{media_id}/besar" if media_id else "",
        label=label or PURPOSES.get(photo.get("purpose"), ""),
    )


def flag_views(report: ReportDetail, other_url: Callable[[UUID], str]) -> list[FlagView]:
    """The flags of the open report for the browser; ``other_url`` gives the address of another report."""
    return [_flag(flag, report, other_url) for flag in report.laporan.flags]


def _flag(flag: dict[str, Any], report: ReportDetail, other_url: Callable[[UUID], str]) -> FlagView:
    rulings = [one for one in report.rulings if one.code == flag["code"]][::-1]
    exhibit = report.exhibits.get(flag["code"], Exhibit())
    other = exhibit.other
    return FlagView(
        code=flag["code"],
        severity=flag["severity"],
        evidence=flag["evidence"],
        ruling=rulings[0].ruling if rulings else "",
        rulings=[
            RulingView(
                one.ruling,
                one.reviewer,
                one.note,
                one.at.isoformat(),
                one.evidence if one.evidence != flag["evidence"] else "",
            )
            for one in rulings
        ],
        photos=[photo_view(dict(one.named), one.media_id, _whose(one.other)) for one in exhibit.photos],
        points=[
            {"lat": one.lat, "lon": one.lon, "accuracy_m": one.accuracy_m or 0, "label": _place(one.other, exhibit)}
            for one in exhibit.points
        ],
        apart=distance(exhibit.apart_m) if exhibit.apart_m is not None else "",
        texts=[
            TextView(f"{_whose(one.other)}: {one.title}", [Part(text, marked) for text, marked in one.pieces])
            for one in exhibit.texts
        ],
        other=OtherView(other_url(other.id), other.title, other.author, other.captured_at.isoformat())
        if other
        else OtherView(),
        hidden=exhibit.hidden,
    )


def _whose(other: bool) -> str:
    return "Laporan pembanding" if other else "Laporan ini"


def _place(other: bool, exhibit: Exhibit) -> str:
    """A second point without a second report is one on record: the house's, the photo's."""
    return "Titik pembanding" if other and not (exhibit.other or exhibit.hidden) else _whose(other)
