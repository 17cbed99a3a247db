"""Villages, an officer's territory on a day, and the verdict on a position.

The verdict (``3-domain.md``, Position): with A the union of the villages assigned on that day and c the circle of the
fix's accuracy, *inside* if c lies wholly in A; *outside* if c, widened by each village's border tolerance, touches
none of them; otherwise *uncertain*. The phone computes the same in ``assets/islands/lib/verdict.js``; both are held
together by ``tests/unit/vectors/verdict.json``.
"""

import asyncio
import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from hashlib import sha256
from math import inf, pi, sqrt
from time import monotonic
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import MultiPolygon
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from sambang_digital.db import get_engine
from sambang_digital.models import Wilayah
from sambang_digital.repositories import penugasan, wilayah
from sambang_digital.services.geometri import Floats, Plane, dissolve, power_cells
from sambang_digital.settings import ROOT

FACTS = ROOT / "sambang_digital" / "data" / "wilayah.csv"
CRACK_M = 10.0
"""Slivers up to this width between villages belong to the nearest one."""
OFFICIAL_TOLERANCE_M = 50.0
APPROXIMATE_TOLERANCE_M = 150.0


class Verdict(StrEnum):
    """Whether a visit took place in the officer's villages."""

    INSIDE = "inside"
    UNCERTAIN = "uncertain"
    OUTSIDE = "outside"


class Judgement(NamedTuple):
    """The answer for one position.

    ``area_code``: the village that holds the point, the officer's or not. ``approximate``: the verdict or the village
    rests on a computed cell. ``distance_m``: metres to the border of the territory, positive outside, negative inside;
    None when no village is assigned.
    """

    verdict: Verdict
    area_code: str | None
    approximate: bool
    distance_m: float | None


@dataclass(frozen=True)
class Area:
    """A village with its boundary in degrees (lon, lat), on the grid of :mod:`geometri`."""

    code: str
    name: str
    kecamatan: str
    approximate: bool
    area_km2: float
    boundary: MultiPolygon

    @property
    def tolerance_m(self) -> float:
        """How far from the border a circle may still be no more than doubtful, metres."""
        if not self.approximate:
            return OFFICIAL_TOLERANCE_M
        return round(APPROXIMATE_TOLERANCE_M + sqrt(self.area_km2 * 1e6 / pi), 1)


class Villages:
    """All villages, indexed: which one holds a point."""

    def __init__(self, areas: Sequence[Area], version: str = "") -> None:
        self.areas = tuple(areas)
        self.version = version
        self.by_code = {area.code: area for area in self.areas}
        self._shapes = np.array([area.boundary for area in self.areas], dtype=object)
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def find(self, positions: Floats) -> NDArray[np.int64]:
        """Index into ``areas`` for each position (degrees, shape (n, 2), lon before lat), -1 where there is none.

        In an overlap the village whose border is farther; in a sliver the nearest within :data:`CRACK_M`.
        """
        points = shapely.points(positions)
        which, candidates = self._tree.query(points)
        held = shapely.intersects(self._shapes[candidates], points[which])
        which, candidates = which[held], candidates[held]
        hits = np.bincount(which, minlength=len(points))
        found = np.full(len(points), -1)
        found[which] = candidates
        for i in (hits != 1).nonzero()[0]:
            lon, lat = positions[i].tolist()
            found[i] = self._settle(lon, lat, np.sort(candidates[which == i]))
        return found

    def touching(self, west: float, south: float, east: float, north: float) -> list[Area]:
        """Villages whose ground touches a box, degrees."""
        return [self.areas[i] for i in self._tree.query(shapely.box(west, south, east, north), predicate="intersects")]

    def _settle(self, lon: float, lat: float, holding: NDArray[np.int64]) -> int:
        plane, here = Plane.at(lon, lat), shapely.Point(0, 0)
        if len(holding):
            depths = shapely.distance(shapely.boundary(plane.project(self._shapes[holding])), here)
            return int(holding[np.argmax(depths.round(3))])
        dx, dy = CRACK_M / plane.kx, CRACK_M / plane.ky
        near = np.sort(self._tree.query(shapely.box(lon - dx, lat - dy, lon + dx, lat + dy)))
        if not len(near):
            return -1
        gaps = shapely.distance(plane.project(self._shapes[near]), here)
        return int(near[np.argmin(gaps.round(3))]) if gaps.min() <= CRACK_M else -1


@dataclass(frozen=True, eq=False)
class Territory:
    """The villages an officer answers for on a day, and the index of all others."""

    areas: tuple[Area, ...]
    villages: Villages

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of the assigned villages, sorted."""
        return tuple(area.code for area in self.areas)

    @cached_property
    def version(self) -> str:
        """Changes whenever the territory does: other villages, or other boundaries."""
        return sha256("|".join((self.villages.version, *self.codes)).encode()).hexdigest()[:16]

    @cached_property
    def union(self) -> MultiPolygon:
        """A, in degrees."""
        return dissolve([area.boundary for area in self.areas], CRACK_M)

    @cached_property
    def approximate(self) -> bool:
        """Whether any of the villages is a computed cell."""
        return any(area.approximate for area in self.areas)

    @cached_property
    def _plane(self) -> Plane:
        return Plane.over(self.union)

    @cached_property
    def _shape(self) -> tuple[Any, Any]:
        shape = self._plane.project(self.union)
        border = shapely.boundary(shape)
        shapely.prepare([shape, border])
        return shape, border

    @cached_property
    def _parts(self) -> tuple[Any, Floats]:
        parts = self._plane.project(np.array([area.boundary for area in self.areas], dtype=object))
        return parts[:, None], np.array([[area.tolerance_m] for area in self.areas])

    def measure(self, positions: Floats) -> tuple[list[float], list[float]]:
        """For positions (degrees, shape (n, 2), lon before lat): metres to the border of A, negative inside, and
        metres beyond the widest tolerance (the smallest of distance minus tolerance over the villages; at most 0 inside).

        Both in whole millimetres, so that phone and server agree on a point lying exactly on a line.
        """
        if not self.areas:
            nowhere = [inf] * len(positions)
            return nowhere, nowhere
        points, (shape, border) = self._plane.points(positions), self._shape
        held, gaps = shapely.intersects(shape, points), shapely.distance(border, points)
        beyond = np.zeros(len(points))
        if not held.all():
            parts, tolerances = self._parts
            beyond[~held] = (shapely.distance(parts, points[~held]) - tolerances).min(axis=0)
        signed = [
            round(-gap if inside else gap, 3) + 0.0 for gap, inside in zip(gaps.tolist(), held.tolist(), strict=True)
        ]
        return signed, [round(value, 3) for value in beyond.tolist()]

    def to_json(self) -> dict[str, Any]:
        """What the phone needs to judge by itself (GeoJSON geometry, five decimals)."""
        return {
            "version": self.version,
            "origin": [self._plane.lon, self._plane.lat] if self.areas else None,
            "areas": [
                {
                    "code": area.code,
                    "name": area.name,
                    "kecamatan": area.kecamatan,
                    "approximate": area.approximate,
                    "tolerance_m": area.tolerance_m,
                    "boundary": geojson(area.boundary),
                }
                for area in self.areas
            ],
            "union": geojson(self.union),
        }


def geojson(shape: MultiPolygon) -> dict[str, Any]:
    """The shape as a GeoJSON MultiPolygon with plain lists."""
    rings = [[shapely.get_coordinates(ring).tolist() for ring in (p.exterior, *p.interiors)] for p in shape.geoms]
    return {"type": "MultiPolygon", "coordinates": rings}


def drawn(area: Area) -> dict[str, Any]:
    """A village for a map."""
    return {
        "code": area.code,
        "name": area.name,
        "approximate": area.approximate,
        "boundary": geojson(area.boundary),
    }


def judge_many(positions: ArrayLike, accuracies_m: Sequence[float], territory: Territory) -> list[Judgement]:
    """The answers for many positions (degrees, shape (n, 2), lon before lat) with their accuracies in metres."""
    places = np.asarray(positions, dtype=np.float64).reshape(-1, 2)
    known, doubtful = territory.villages.areas, territory.approximate
    answers = []
    for signed, beyond, accuracy, index in zip(
        *territory.measure(places), accuracies_m, territory.villages.find(places).tolist(), strict=True
    ):
        verdict = Verdict.INSIDE if -signed >= accuracy else Verdict.UNCERTAIN
        if beyond > accuracy:
            verdict = Verdict.OUTSIDE
        code, guessed = (known[index].code, known[index].approximate) if index >= 0 else (None, False)
        answers.append(Judgement(verdict, code, doubtful or guessed, signed if signed != inf else None))
    return answers


def judge(lat: float, lon: float, accuracy_m: float, territory: Territory) -> Judgement:
    """The answer for one position (degrees, metres)."""
    return judge_many([(lon, lat)], [accuracy_m], territory)[0]


REFRESH_S = 2.0
"""Other processes notice changed villages or assignments within this time, seconds."""
KEPT_TERRITORIES = 2_000


@dataclass
class _Snapshot:
    """What a process remembers of one state of villages and assignments. A change makes a new one, so that a reader
    interrupted in the middle never mixes two states."""

    tokens: dict[str, str]
    villages: Villages
    territories: dict[tuple[str, ...], Territory]
    assignments: dict[int, list[tuple[str, date, date | None]]] = field(default_factory=dict)


@dataclass
class _Memory:
    snapshot: _Snapshot | None = None
    checked_at: float = -inf


_memories: WeakKeyDictionary[AsyncEngine, _Memory] = WeakKeyDictionary()


def _memory() -> _Memory:
    return _memories.setdefault(get_engine(), _Memory())


def forget() -> None:
    """Look at the tokens again at the next question (after a change made by this process)."""
    _memory().checked_at = -inf


async def _snapshot(session: AsyncSession) -> _Snapshot:
    memory, now = _memory(), monotonic()
    before = memory.snapshot
    if before and now - memory.checked_at < REFRESH_S:
        return before
    # Tokens are read before the data: a change in between is noticed at the next look.
    tokens = await wilayah.tokens(session)
    if not before or tokens.get("wilayah") != before.tokens.get("wilayah"):
        areas = [area_of(row) for row in await wilayah.everything(session)]
        memory.snapshot = _Snapshot(tokens, Villages(areas, tokens.get("wilayah", "")), {})
    elif tokens != before.tokens:
        memory.snapshot = _Snapshot(tokens, before.villages, before.territories)
    memory.checked_at = now
    assert memory.snapshot
    return memory.snapshot


def area_of(row: Wilayah) -> Area:
    """The geometry of a village's row."""
    boundary = shapely.from_wkb(row.boundary)
    return Area(row.code, row.name, row.kecamatan, row.approximate, row.area_km2, boundary)


@lru_cache
def facts() -> tuple[dict[str, Any], ...]:
    """The villages that ship with the product, as rows of ``wilayah`` with computed, approximate cells."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    return tuple(_with_cells([row | {name: float(row[name]) for name in ("lat", "lon", "area_km2")} for row in rows]))


def _with_cells(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Villages known by middle and area, each with the cell computed among the others of the same list."""
    positions = np.array([(row["lon"], row["lat"]) for row in rows])
    cells = power_cells(positions, np.array([row["area_km2"] for row in rows]) * 1e6)
    return [
        row | {"boundary": shapely.to_wkb(cell), "approximate": True, "source": "perkiraan dari titik dan luas"}
        for row, cell in zip(rows, cells, strict=True)
    ]


async def install_facts(session: AsyncSession) -> int:
    """Add the villages that ship with the product and are not there yet; returns how many."""
    return await _add_missing(session, facts())


async def add_villages(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> int:
    """Add villages known by middle and area that are not there yet; returns how many."""
    return await _add_missing(session, await asyncio.to_thread(_with_cells, rows)) if rows else 0


async def _add_missing(session: AsyncSession, rows: Iterable[dict[str, Any]]) -> int:
    """The others, official or corrected, are left alone."""
    present = await wilayah.codes(session)
    missing = [row for row in rows if row["code"] not in present]
    if missing:
        session.add_all(Wilayah(**row) for row in missing)
        await session.flush()
        await wilayah.renew_token(session, "wilayah")
        forget()
    return len(missing)


async def villages(session: AsyncSession) -> Villages:
    """All villages, from memory while nothing has changed."""
    return (await _snapshot(session)).villages


async def village_at(session: AsyncSession, lat: float, lon: float) -> str | None:
    """Code of the village that holds a point (degrees), if any does."""
    known = await villages(session)
    (index,) = known.find(np.array([(lon, lat)]))
    return known.areas[index].code if index >= 0 else None


async def territory_of(session: AsyncSession, akun_id: int, day: date) -> Territory:
    """The villages assigned to an officer on a day, from memory while nothing has changed."""
    known = await _snapshot(session)
    if akun_id not in known.assignments:
        known.assignments[akun_id] = await penugasan.of_officer(session, akun_id)
    by_code = known.villages.by_code
    assigned = {code for code, start, end in known.assignments[akun_id] if start <= day and (not end or day <= end)}
    codes = tuple(sorted(assigned & by_code.keys()))
    if codes not in known.territories:
        if len(known.territories) >= KEPT_TERRITORIES:
            known.territories.clear()
        known.territories[codes] = Territory(tuple(by_code[code] for code in codes), known.villages)
    return known.territories[codes]
