"""What a reviewer should look at: pure rules over visits, each giving its evidence in words or nothing.

Flags inform; they never refuse a visit. The rules here need no other visit and are asked at the intake; those that
compare visits are in :mod:`flags_history`. How much a flag worries, and from where on it is raised, a Polres sets in
:class:`~sambang_digital.forms.pengaturan.BenderaSettings`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NotRequired, TypedDict

from geopy.distance import geodesic

from sambang_digital.forms.pengaturan import BenderaSettings, Severity
from sambang_digital.services.format import distance

SEVERITIES: dict[str, Severity] = {code: BenderaSettings().severity(code) for code in BenderaSettings.titles()}
"""Every flag there is, in the order in which flags are shown, and its severity unless a Polres sets another."""
POSITION = frozenset({"DI_LUAR_WILAYAH", "RAGU_BATAS"})
"""Findings that follow from the verdict alone."""
MAX_CLOCK_ERROR = timedelta(minutes=10)
"""A phone's clock that is off by more is corrected."""
_PLACE = {code: place for place, code in enumerate(SEVERITIES)}


class Span(TypedDict):
    """A piece of one text of a report's body: ``field`` as a dotted path (``result.concerns.0.description``), ``start`` and
    ``end`` in letters."""

    field: str
    start: int
    end: int


class Refs(TypedDict, total=False):
    """Where a reviewer can check a flag with their own eyes; each key only where the rule has it.

    ``laporan``: id of the other report that this one is compared with. ``points``: ``[lat, lon, accuracy in metres or None]``,
    this report's first, then the other's or the house's on record. ``photos``: SHA-256 of the bytes sent, this report's first,
    then the other's. ``spans``: what of this report's text stands in the other one too, ``other_spans``: the same there.
    ``count``: how many reports the finding is about, this one included.

    Whoever shows the other report reads it with their own rights: it may be another unit's.
    """

    laporan: str
    points: list[list[float | None]]
    photos: list[str]
    spans: list[Span]
    other_spans: list[Span]
    count: int


class Flag(TypedDict):
    """One finding, as stored. Phones are sent all but ``refs`` (:func:`for_phone`)."""

    code: str
    severity: str
    evidence: str
    refs: NotRequired[Refs]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: in words, and where to check it."""

    evidence: str
    refs: Refs = field(default_factory=Refs)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a photo's file said about when and where it was taken (degrees), on the phone's clock."""

    sha256: str
    at: datetime | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What the rules look at. Degrees, metres and seconds; ``distance_m`` to the border of the territory, positive outside;
    ``approximate`` when the verdict rests on a computed cell; ``created_at`` on the phone's clock."""

    mode: str
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    verdict: str | None
    approximate: bool
    distance_m: float | None
    created_at: datetime
    captured_at: datetime
    duration_s: int | None = None
    photos: Sequence[Taken] = ()


Rule = Callable[[Visit, BenderaSettings], Finding | str | None]
RULES: dict[str, Rule] = {}


def rule(code: str) -> Callable[[Rule], Rule]:
    """Register the rule that decides on ``code``."""

    def register(function: Rule) -> Rule:
        RULES[code] = function
        return function

    return register


def flags(visit: Visit, limits: BenderaSettings) -> list[Flag]:
    """All findings that the visit by itself gives, in the order of :data:`SEVERITIES`."""
    return in_order(_find(visit, limits, RULES))


def judged_anew(known: Iterable[Flag], visit: Visit, limits: BenderaSettings) -> list[Flag]:
    """The known findings of a visit, with those on its position decided again (after its verdict changed)."""
    return replaced(known, POSITION, _find(visit, limits, POSITION))


def replaced(known: Iterable[Flag], codes: Collection[str], found: Iterable[Flag]) -> list[Flag]:
    """The known findings, those of ``codes`` given way to ``found``."""
    return in_order([*(flag for flag in known if flag["code"] not in codes), *found])


def in_order(found: Iterable[Flag]) -> list[Flag]:
    """Findings as they are shown; a code that is no more comes last."""
    return sorted(found, key=lambda flag: _PLACE.get(flag["code"], len(_PLACE)))


def flag_of(code: str, severity: Severity, found: Finding) -> Flag:
    """The finding as it is stored."""
    flag = Flag(code=code, severity=severity.value, evidence=found.evidence)
    return {**flag, "refs": found.refs} if found.refs else flag


def for_phone(found: Iterable[Flag]) -> list[Any]:
    """Flags as their author's phone may know them: in words, without the ways to other reports."""
    return [{name: flag[name] for name in ("code", "severity", "evidence")} for flag in found]


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Geodesic distance on WGS84."""
    return float(geodesic((lat, lon), (other_lat, other_lon)).m)


def duration_text(span: timedelta) -> str:
    """A span in the two largest units that matter, e.g. ``1 hari 2 jam``."""
    minutes = round(abs(span).total_seconds() / 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{n} {unit}" for n, unit in ((days, "hari"), (hours, "jam"), (minutes, "menit")) if n]
    return " ".join(parts[:2]) or "kurang dari semenit"


def _find(visit: Visit, limits: BenderaSettings, codes: Collection[str]) -> Iterator[Flag]:
    for code in codes:
        if found := RULES[code](visit, limits):
            severity = limits.severity(code)
            if code == "DI_LUAR_WILAYAH" and visit.approximate and severity is not Severity.INFO:
                # A quarter of a village lies in its neighbour's computed cell: no reason to accuse anybody.
                severity = Severity.LOW
            yield flag_of(code, severity, found if isinstance(found, Finding) else Finding(found))


@rule("GPS_HILANG")
def _no_position(visit: Visit, _: BenderaSettings) -> str | None:
    return "Laporan tanpa koordinat." if visit.accuracy_m is None else None


@rule("AKURASI_RENDAH")
def _poor_accuracy(visit: Visit, limits: BenderaSettings) -> str | None:
    if visit.accuracy_m is None or visit.accuracy_m <= limits.accuracy_m:
        return None
    return f"Akurasi posisi {distance(visit.accuracy_m)}, lebih dari {limits.accuracy_m} m."


@rule("DI_LUAR_WILAYAH")
def _outside(visit: Visit, _: BenderaSettings) -> str | None:
    if visit.verdict != "outside":
        return None
    if visit.distance_m is None:
        return "Tidak ada kelurahan/desa yang ditugaskan pada hari itu."
    kind = "perkiraan batas" if visit.approximate else "batas"
    return f"{distance(visit.distance_m)} di luar {kind} wilayah tugas."


@rule("RAGU_BATAS")
def _uncertain(visit: Visit, _: BenderaSettings) -> str | None:
    if visit.verdict != "uncertain" or visit.distance_m is None:
        return None
    side = "di luar" if visit.distance_m > 0 else "di dalam"
    return f"{distance(abs(visit.distance_m))} {side} batas, akurasi {distance(visit.accuracy_m or 0)}."


@rule("JAM_MELENCENG")
def _clock_off(visit: Visit, limits: BenderaSettings) -> str | None:
    error = visit.created_at - visit.captured_at
    if abs(error) <= timedelta(minutes=limits.clock_minutes):
        return None
    side = "lebih cepat" if error > timedelta(0) else "lebih lambat"
    return f"Jam HP {duration_text(error)} {side}; waktu laporan sudah dikoreksi."


@rule("FOTO_LAMA")
def _old_photo(visit: Visit, limits: BenderaSettings) -> Finding | None:
    ages = [(photo.at - visit.created_at, photo.sha256) for photo in visit.photos if photo.at]
    worst, sha256 = max(ages, key=lambda age: abs(age[0]), default=(timedelta(0), ""))
    if abs(worst) <= timedelta(hours=limits.photo_hours):
        return None
    side = "sesudah" if worst > timedelta(0) else "sebelum"
    return Finding(f"Foto diambil {duration_text(worst)} {side} laporan dibuat.", {"photos": [sha256]})


@rule("FOTO_LOKASI_BEDA")
def _photo_elsewhere(visit: Visit, limits: BenderaSettings) -> Finding | None:
    if visit.mode != "on_site" or visit.lat is None or visit.lon is None:
        return None
    gap, sha256, there = max(
        (
            (metres(visit.lat, visit.lon, photo.lat, photo.lon), photo.sha256, (photo.lat, photo.lon))
            for photo in visit.photos
            # 0/0 is what a camera without a fix writes.
            if photo.lat is not None and photo.lon is not None and (photo.lat, photo.lon) != (0, 0)
        ),
        default=(0.0, "", (0.0, 0.0)),
    )
    if gap <= limits.photo_m + (visit.accuracy_m or 0):
        return None
    points: list[list[float | None]] = [[visit.lat, visit.lon, visit.accuracy_m], [*there, None]]
    return Finding(f"Foto diambil {distance(gap)} dari posisi laporan.", {"photos": [sha256], "points": points})


@rule("TERLALU_CEPAT")
def _too_fast(visit: Visit, limits: BenderaSettings) -> str | None:
    if visit.duration_s is None or visit.duration_s >= limits.duration_s:
        return None
    return f"Formulir diisi dalam {visit.duration_s} detik."
