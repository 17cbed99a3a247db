"""Public figures: what was done, by kecamatan and month, and what threatens, with small numbers hidden.

Published are whole months only: a month that still grows would tell by its difference from yesterday what happened today. The
numbers are taken once a day. Each column is covered by itself (:mod:`angka_samar`), so a new measure must be no sum of others,
and months are never added up.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy.ext.asyncio import AsyncEngine

from sambang_digital.db import get_engine, reading
from sambang_digital.forms.base import Group
from sambang_digital.forms.deteksi_dini import Threat
from sambang_digital.forms.pemecahan_masalah import PemecahanMasalah
from sambang_digital.forms.registry import kinds_of
from sambang_digital.models.base import now
from sambang_digital.repositories import angka as repository
from sambang_digital.services import wilayah
from sambang_digital.services.angka_samar import Kolom, cover
from sambang_digital.services.waktu import day_of, today

MONTHS = 12
"""Whole months that can be looked at."""
Key = TypeVar("Key", bound=str)
KECAMATAN = 8
"""Letters of a village's code that name its kecamatan (PP.KK.CC)."""


@dataclass(frozen=True, slots=True)
class Ukuran:
    """A measure: which kinds of reports it counts, each kind in one measure only."""

    key: str
    title: str
    about: str
    kinds: tuple[str, ...]


MEASURES = (
    Ukuran(
        "kunjungan",
        "Kunjungan",
        "Petugas datang ke rumah, tempat usaha, tokoh masyarakat, atau tempat umum.",
        tuple(kinds_of(Group.SAMBANG)),
    ),
    Ukuran(
        "kegiatan",
        "Kegiatan",
        "Penyuluhan lapangan, Jumat Curhat, siskamling, rapat tiga pilar, dan kegiatan lain bersama warga.",
        tuple(kinds_of(Group.KEGIATAN)),
    ),
    Ukuran(
        "masalah",
        "Masalah ditangani",
        "Sengketa dan masalah warga yang dibantu diselesaikan atau diteruskan kepada yang berwenang.",
        (PemecahanMasalah.kind,),
    ),
)
_THREATS = {str(threat): threat for threat in Threat}
_OF_KIND = {kind: measure.key for measure in MEASURES for kind in measure.kinds}


@dataclass(frozen=True, slots=True)
class Bulan:
    """A month as it is published: ``columns`` by the key of a measure, ``threats`` by threat; their cells stand in the order of
    ``kecamatan`` (code and name). ``as_of``: when the numbers were taken."""

    first: date
    as_of: datetime
    kecamatan: tuple[tuple[str, str], ...]
    columns: Mapping[str, Kolom]
    threats: Mapping[Threat, Kolom]


@dataclass
class _Memory:
    """What a process took today, by the first day of the month; one at a time takes."""

    months: dict[date, Bulan] = field(default_factory=dict)
    taking: asyncio.Lock = field(default_factory=asyncio.Lock)


_memories: WeakKeyDictionary[AsyncEngine, _Memory] = WeakKeyDictionary()


def months(day: date) -> list[date]:
    """The first days of the whole months that can be looked at on ``day``, the latest first."""
    found = []
    first = day.replace(day=1)
    for _ in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found


async def month(first: date) -> Bulan | None:
    """A month as it was published today; None for a month that is not (or no longer) published."""
    day = today()
    if first not in months(day):
        return None
    memory = _memories.setdefault(get_engine(), _Memory())
    async with memory.taking:
        known = memory.months.get(first)
        if known is None or day_of(known.as_of) != day:
            memory.months = {each: one for each, one in memory.months.items() if day_of(one.as_of) == day}
            known = memory.months[first] = await _taken(first)
    return known


async def _taken(first: date) -> Bulan:
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    async with reading() as session:
        known = await wilayah.villages(session)
        counted = await repository.by_kind(session, first, last, tuple(_OF_KIND))
        threats = await repository.by_threat(session, first, last)
    kecamatan = tuple(sorted({area.code[:KECAMATAN]: area.kecamatan for area in known.areas}.items()))
    codes = [code for code, _ in kecamatan]
    done = ((row.area_code, _OF_KIND[row.kind], row.n) for row in counted)
    seen = ((row.area_code, _THREATS[row.threat], row.n) for row in threats)
    return Bulan(
        first=first,
        as_of=now(),
        kecamatan=kecamatan,
        columns=_columns(codes, done, [measure.key for measure in MEASURES]),
        threats=_columns(codes, seen, Threat),
    )


def _columns(codes: Sequence[str], rows: Iterable[tuple[str, Key, int]], keys: Iterable[Key]) -> dict[Key, Kolom]:
    """The columns of these ``keys``: numbers of villages added up by kecamatan, then covered."""
    sums: Counter[tuple[str, Key]] = Counter()
    for code, key, number in rows:
        sums[code[:KECAMATAN], key] += number
    return {key: cover([sums[code, key] for code in codes]) for key in keys}
