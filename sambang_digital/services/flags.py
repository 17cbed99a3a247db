"""What a reviewer should look at: pure rules over one visit, each giving its evidence in words or nothing.

Flags inform; they never refuse a visit. These rules need no other visit; those with a history come on top.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NotRequired, TypedDict

from sambang_digital.services.format import distance


class Severity(StrEnum):
    """How much a flag should worry, least first."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


SEVERITIES = {
    "GPS_HILANG": Severity.MEDIUM,
    "AKURASI_RENDAH": Severity.LOW,
    "DI_LUAR_WILAYAH": Severity.HIGH,
    "RAGU_BATAS": Severity.INFO,
    "KECEPATAN_MUSTAHIL": Severity.HIGH,
    "KOORDINAT_BERULANG": Severity.HIGH,
    "JAUH_DARI_RUMAH": Severity.HIGH,
    "MENUMPUK": Severity.HIGH,
    "JAM_MELENCENG": Severity.MEDIUM,
    "FOTO_SAMA": Severity.HIGH,
    "FOTO_MIRIP": Severity.HIGH,
    "FOTO_LAMA": Severity.MEDIUM,
    "FOTO_LOKASI_BEDA": Severity.MEDIUM,
    "TEKS_MIRIP": Severity.HIGH,
    "TERLALU_CEPAT": Severity.LOW,
}
POSITION = frozenset({"DI_LUAR_WILAYAH", "RAGU_BATAS"})
"""Findings that follow from the verdict alone."""
MAX_ACCURACY_M = 100.0
MAX_CLOCK_ERROR = timedelta(minutes=10)
MAX_PHOTO_AGE = timedelta(hours=24)
MIN_DURATION_S = 30


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


def for_phone(found: Sequence[Flag]) -> list[Any]:
    """Flags as their author's phone may know them: in words, without the ways to other reports."""
    return [{name: flag[name] for name in ("code", "severity", "evidence")} for flag in found]  # type: ignore[literal-required]


@dataclass(frozen=True, slots=True)
class Visit:
    """What the rules look at. Metres and seconds; ``distance_m`` to the border of the territory, positive outside;
    ``approximate`` when the verdict rests on a computed cell; ``taken_at`` and ``created_at`` on the phone's clock."""

    mode: str
    accuracy_m: float | None
    verdict: str | None
    approximate: bool
    distance_m: float | None
    created_at: datetime
    captured_at: datetime
    duration_s: int | None
    taken_at: Sequence[datetime]


Rule = Callable[[Visit], str | None]
RULES: dict[str, Rule] = {}


def rule(code: str) -> Callable[[Rule], Rule]:
    """Register the rule that decides on ``code``."""

    def register(function: Rule) -> Rule:
        RULES[code] = function
        return function

    return register


def flags(visit: Visit) -> list[Flag]:
    """All findings on a visit, in the order of the rules."""
    return list(_find(visit))


def judged_anew(known: Sequence[Flag], visit: Visit) -> list[Flag]:
    """The known findings of a visit, with those on its position decided again (after its verdict changed)."""
    both = [flag for flag in known if flag["code"] not in POSITION]
    both += [flag for flag in _find(visit) if flag["code"] in POSITION]
    order = {code: place for place, code in enumerate(RULES)}
    return sorted(both, key=lambda flag: order.get(flag["code"], len(order)))


def _find(visit: Visit) -> Iterator[Flag]:
    for code, decide in RULES.items():
        if evidence := decide(visit):
            severity = SEVERITIES[code]
            if code == "DI_LUAR_WILAYAH" and visit.approximate:
                # A quarter of a village lies in its neighbour's computed cell: no reason to accuse anybody.
                severity = Severity.LOW
            yield Flag(code=code, severity=severity.value, evidence=evidence)


def duration_text(span: timedelta) -> str:
    """A span in the two largest units that matter, e.g. ``1 hari 2 jam``."""
    minutes = round(abs(span).total_seconds() / 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{n} {unit}" for n, unit in ((days, "hari"), (hours, "jam"), (minutes, "menit")) if n]
    return " ".join(parts[:2]) or "kurang dari semenit"


@rule("GPS_HILANG")
def _no_position(visit: Visit) -> str | None:
    return "Laporan tanpa koordinat." if visit.accuracy_m is None else None


@rule("AKURASI_RENDAH")
def _poor_accuracy(visit: Visit) -> str | None:
    if visit.accuracy_m is None or visit.accuracy_m <= MAX_ACCURACY_M:
        return None
    return f"Akurasi posisi {distance(visit.accuracy_m)}, lebih dari {MAX_ACCURACY_M:.0f} m."


@rule("DI_LUAR_WILAYAH")
def _outside(visit: Visit) -> str | None:
    if visit.verdict != "outside":
        return None
    if visit.distance_m is None:
        return "Tidak ada kelurahan/desa yang ditugaskan pada hari itu."
    kind = "perkiraan batas" if visit.approximate else "batas"
    return f"{distance(visit.distance_m)} di luar {kind} wilayah tugas."


@rule("RAGU_BATAS")
def _uncertain(visit: Visit) -> str | None:
    if visit.verdict != "uncertain" or visit.distance_m is None:
        return None
    side = "di luar" if visit.distance_m > 0 else "di dalam"
    return f"{distance(abs(visit.distance_m))} {side} batas, akurasi {distance(visit.accuracy_m or 0)}."


@rule("JAM_MELENCENG")
def _clock_off(visit: Visit) -> str | None:
    error = visit.created_at - visit.captured_at
    if abs(error) <= MAX_CLOCK_ERROR:
        return None
    side = "lebih cepat" if error > timedelta(0) else "lebih lambat"
    return f"Jam HP {duration_text(error)} {side}; waktu laporan sudah dikoreksi."


@rule("FOTO_LAMA")
def _old_photo(visit: Visit) -> str | None:
    worst = max((taken - visit.created_at for taken in visit.taken_at), key=abs, default=timedelta(0))
    if abs(worst) <= MAX_PHOTO_AGE:
        return None
    side = "sesudah" if worst > timedelta(0) else "sebelum"
    return f"Foto diambil {duration_text(worst)} {side} laporan dibuat."


@rule("TERLALU_CEPAT")
def _too_fast(visit: Visit) -> str | None:
    if visit.duration_s is None or visit.duration_s >= MIN_DURATION_S:
        return None
    return f"Formulir diisi dalam {visit.duration_s} detik."
