"""Flags that compare a visit with others: pure rules over what was found beside it (see :mod:`bendera` for the finding).

Places and times bear witness against each other whichever came first, also of reports that were returned. Of a copy, text or
photo, it is the later report that is flagged; what was returned may be used again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from math import inf
from typing import Any
from uuid import UUID

from sambang_digital.forms.pengaturan import BenderaSettings
from sambang_digital.services import sidik
from sambang_digital.services.flags import Finding, duration_text, metres
from sambang_digital.services.format import distance, exact, number
from sambang_digital.services.sidik import Word
from sambang_digital.settings import get_settings

MAX_FORM = timedelta(hours=1)
"""A fix that is older than this when the report is saved tells nothing about the minutes in between."""
REPEAT_DAYS = timedelta(days=30)
FIXED_SUBJECTS = {"rumah": "rumah", "usaha": "usaha", "tempat": "tempat"}
"""Kinds of the register that stay where they are; a figure is met anywhere."""
SAME_PLACE_M, NEIGHBOURS_M = 0.2, 60.0
"""Nearer, a point on record is this very fix; farther, it is not in the same building."""
SAME_HOUSE_BITS = 2
"""The same house looks alike each time; only a photo that is closer than two of one camera on one spot is a copy."""
SHOWN_KMH = 1_000
SHOWN = 12
"""Points of a stack that are shown; more would neither be read nor be judged again when one of them changes."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Where an officer was, at which house: degrees, metres; ``at`` on the true clock."""

    id: UUID
    subject_id: UUID | None
    at: datetime
    lat: float
    lon: float
    accuracy_m: float
    receipt: str
    codes: frozenset[str] = frozenset()
    """Of the flags that the report carries now."""

    @property
    def point(self) -> list[float | None]:
        """As in ``Refs.points``."""
        return [self.lat, self.lon, self.accuracy_m]

    def metres_to(self, other: "Fix") -> float:
        """Distance between the two points."""
        return metres(self.lat, self.lon, other.lat, other.lon)


@dataclass(frozen=True)
class Report:
    """One revision as the rules see it; the names are those of ``Laporan``."""

    id: UUID
    revision: int
    current: bool
    author_id: int
    satuan_id: int
    subject_id: UUID | None
    kind: str
    form_version: int
    mode: str
    created_at: datetime
    captured_at: datetime
    fix_at: datetime | None
    day: Any
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    practice: bool
    state: str
    receipt: str
    body: dict[str, Any]
    photos: list[dict[str, Any]]
    flags: list[Any]

    @cached_property
    def fix(self) -> Fix | None:
        """Where the officer was; None for a report that was written elsewhere than at the place."""
        if self.mode != "on_site" or self.lat is None or self.lon is None:
            return None
        return fix_of(self)

    @cached_property
    def words(self) -> list[Word]:
        """What the officer wrote in own words."""
        return sidik.words(self.kind, self.form_version, self.body)

    @property
    def shas(self) -> list[str]:
        """Its photos, by the hash of their bytes."""
        return [photo["sha256"] for photo in self.photos]

    @property
    def order(self) -> tuple[datetime, UUID]:
        """Which of two reports came first."""
        return self.captured_at, self.id

    @property
    def stands(self) -> bool:
        """Whether its text and photos are taken: a returned report's may be used again."""
        return self.current and not self.practice and self.state != "dikembalikan"


def fix_of(row: Any) -> Fix:
    """The fix of a row that has a position. It was taken before the form was filled, on the same clock as ``created_at``."""
    ago = row.created_at - row.fix_at if row.fix_at else timedelta(0)
    at = row.captured_at - (ago if timedelta(0) < ago <= MAX_FORM else timedelta(0))
    codes = frozenset(flag["code"] for flag in row.flags)
    return Fix(row.id, row.subject_id, at, row.lat, row.lon, row.accuracy_m or 0.0, row.receipt, codes)


@dataclass(frozen=True, slots=True)
class House:
    """What the register says of the subject: degrees, and the accuracy of that fix in metres."""

    kind: str
    lat: float
    lon: float
    accuracy_m: float


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of another report that is, or looks like, one of this report's. ``bits`` apart of 64; None: the same file."""

    sha256: str
    report: Report
    other_sha256: str
    bits: int | None


def _named(receipt: str, at: datetime) -> str:
    return f"laporan {receipt} ({exact(at, get_settings().timezone)})"


def impossible_speed(here: Fix, fixes: Sequence[Fix], limits: BenderaSettings) -> Finding | None:
    """KECEPATAN_MUSTAHIL. ``fixes``: the officer's others around that time. Which of two far points is wrong nobody can tell,
    so both reports are flagged."""
    order = here.at, here.id
    before = max((fix for fix in fixes if (fix.at, fix.id) < order), key=lambda fix: (fix.at, fix.id), default=None)
    after = min((fix for fix in fixes if (fix.at, fix.id) > order), key=lambda fix: (fix.at, fix.id), default=None)
    for other, towards in ((before, "dari"), (after, "ke")):
        if other is None:
            continue
        gap = here.metres_to(other)
        apart = abs(here.at - other.at)
        kmh = (gap - here.accuracy_m - other.accuracy_m) / max(apart.total_seconds(), 1.0) * 3.6
        if kmh > limits.speed_kmh:
            speed = f"{number(kmh)} km/jam" if kmh < SHOWN_KMH else f"lebih dari {number(SHOWN_KMH)} km/jam"
            return Finding(
                f"{distance(gap)} {towards} {_named(other.receipt, other.at)} dalam {duration_text(apart)}: {speed}, "
                "akurasi sudah dikurangi.",
                {"laporan": str(other.id), "points": [here.point, other.point]},
            )
    return None


def repeated_point(here: Fix, same: Sequence[Fix], house: House | None, limits: BenderaSettings) -> Finding | None:
    """KOORDINAT_BERULANG. ``same``: the officer's others at the same six decimals.

    Indoors a phone tells neighbours of one building the same place. So nothing is said of a house that the register, by another
    measurement, has right there.
    """
    gap = metres(here.lat, here.lon, house.lat, house.lon) if house else inf
    if SAME_PLACE_M < gap <= NEIGHBOURS_M:
        return None
    others = [fix for fix in _elsewhere(here, same) if abs(fix.at - here.at) <= REPEAT_DAYS]
    addresses = len({fix.subject_id for fix in others}) + 1
    if addresses < limits.repeat_addresses or not others:
        return None
    nearest = min(others, key=lambda fix: (abs(fix.at - here.at), fix.id))
    return Finding(
        f"Koordinat sama persis di {addresses} alamat berbeda, antara lain {_named(nearest.receipt, nearest.at)}.",
        {"laporan": str(nearest.id), "points": [here.point, nearest.point], "count": len(others) + 1},
    )


def far_from_house(here: Fix, house: House | None, limits: BenderaSettings) -> Finding | None:
    """JAUH_DARI_RUMAH. The register's own point has an accuracy too."""
    if house is None or house.kind not in FIXED_SUBJECTS:
        return None
    gap = metres(here.lat, here.lon, house.lat, house.lon)
    allowed = limits.far_place_m if house.kind == "tempat" else limits.far_m
    if gap <= allowed + here.accuracy_m + house.accuracy_m:
        return None
    return Finding(
        f"{distance(gap)} dari {FIXED_SUBJECTS[house.kind]} menurut daftar; akurasi {distance(here.accuracy_m)}.",
        {"points": [here.point, [house.lat, house.lon, house.accuracy_m]]},
    )


def stacked(here: Fix, fixes: Sequence[Fix], limits: BenderaSettings) -> Finding | None:
    """MENUMPUK. ``fixes``: the officer's others around that time. The window may begin before or after this visit."""
    window = timedelta(minutes=limits.stack_minutes)
    near = [
        fix
        for fix in _elsewhere(here, fixes)
        if abs(fix.at - here.at) <= window and here.metres_to(fix) <= limits.stack_m
    ]
    starts = [fix.at for fix in (here, *near) if fix.at <= here.at]
    best: list[Fix] = max(
        ([fix for fix in near if start <= fix.at <= start + window] for start in starts),
        key=lambda inside: len({fix.subject_id for fix in inside}),
    )
    count = len({fix.subject_id for fix in best}) + 1
    if count < limits.stack_visits:
        return None
    shown = sorted(best, key=lambda fix: (abs(fix.at - here.at), fix.id))[:SHOWN]
    many = f"{count}" if count <= SHOWN else f"Lebih dari {SHOWN}"
    return Finding(
        f"{many} alamat berbeda dikunjungi di satu titik (dalam {limits.stack_m} m) selama {limits.stack_minutes} menit.",
        {
            "laporan": str(shown[0].id),
            "points": [here.point, *(fix.point for fix in shown)],
            "count": min(count, SHOWN + 1),
        },
    )


def _elsewhere(here: Fix, fixes: Iterable[Fix]) -> list[Fix]:
    """Those at other houses; a report about nobody in particular says nothing about it."""
    if here.subject_id is None:
        return []
    return [fix for fix in fixes if fix.subject_id and fix.subject_id != here.subject_id and fix.id != here.id]


def reused_photo(report: Report, photos: Sequence[Photo], limits: BenderaSettings) -> dict[str, Finding]:
    """FOTO_SAMA and FOTO_MIRIP. ``photos``: those of other reports, anybody's, that may be the same."""
    earlier = [photo for photo in photos if photo.report.stands and photo.report.order < report.order]
    same = min((photo for photo in earlier if photo.bits is None), key=lambda photo: photo.report.order, default=None)
    if same:
        return {"FOTO_SAMA": _reused(report, same, "Foto yang sama dipakai pada")}
    alike = min(
        (photo for photo in earlier if photo.bits is not None and photo.bits <= _most_bits(report, photo, limits)),
        key=lambda photo: (photo.bits or 0, photo.report.order),
        default=None,
    )
    return {"FOTO_MIRIP": _reused(report, alike, "Foto sangat mirip dengan foto pada")} if alike else {}


def _most_bits(report: Report, photo: Photo, limits: BenderaSettings) -> int:
    same_house = report.subject_id is not None and report.subject_id == photo.report.subject_id
    return min(SAME_HOUSE_BITS, limits.photo_bits) if same_house else limits.photo_bits


def _reused(report: Report, photo: Photo, begin: str) -> Finding:
    other = photo.report
    whose = "" if other.author_id == report.author_id else " dari petugas lain"
    return Finding(
        f"{begin} {_named(other.receipt, other.captured_at)}{whose}.",
        {"laporan": str(other.id), "photos": [photo.sha256, photo.other_sha256]},
    )


def copied_text(report: Report, others: Sequence[Report], limits: BenderaSettings) -> Finding | None:
    """TEKS_MIRIP. ``others``: the officer's whose text may be alike."""
    if len(report.words) < limits.text_words:
        return None
    since = report.captured_at - timedelta(days=limits.text_days)
    best, source, found = -inf, None, None
    for other in others:
        if other.stands and since <= other.captured_at and other.order < report.order:
            likeness = sidik.compare(report.words, other.words)
            if likeness.share > best:
                best, source, found = likeness.share, other, likeness
    if source is None or found is None or round(best * 100) < limits.text_percent:
        return None
    return Finding(
        f"{number(best * 100)} % uraian sama dengan {_named(source.receipt, source.captured_at)}.",
        {"laporan": str(source.id), "spans": found.spans, "other_spans": found.other_spans},
    )
