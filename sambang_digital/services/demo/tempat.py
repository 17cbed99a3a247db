"""Where the demo takes place: lanes within the real villages, and houses, businesses, figures and places along them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

import shapely

from sambang_digital.models import Wilayah
from sambang_digital.models.base import uuid7
from sambang_digital.services.demo import teks
from sambang_digital.services.geometri import Plane

LANES = 12
"""Lanes of a village in which its officers are seen."""
MARGIN_M = 120.0
"""How far from the village's border a lane begins: a good fix there is a clear one."""
LANE_M = 160.0


def moved(lat: float, lon: float, east_m: float, north_m: float) -> tuple[float, float]:
    """The point that many metres away, degrees with six decimals."""
    plane = Plane.at(lon, lat)
    return round(lat + north_m / plane.ky, 6), round(lon + east_m / plane.kx, 6)


@dataclass(slots=True)
class Lane:
    """A straight lane: its middle (degrees), its direction (radians), and how many houses it has by now."""

    name: str
    rt: str
    rw: str
    lat: float
    lon: float
    direction: float
    houses: int = 0


@dataclass(slots=True)
class Subject:
    """Somebody or something to visit. ``known`` fills the gaps of texts about them, ``fields`` stay on every form."""

    id: UUID
    kind: str
    name: str
    area_code: str
    lat: float
    lon: float
    known: dict[str, str]
    fields: dict[str, Any] = field(repr=False)
    visited: datetime | None = None


class Village:
    """A village and its lanes, the same ones everywhere."""

    def __init__(self, area: Wilayah) -> None:
        self.code, self.name = area.code, area.name
        self.lanes = list(_lanes(area, Random(area.code)))

    def subject(self, random: Random, lane: Lane, met: datetime, kind: str | None = None) -> Subject:
        """Somebody new along a lane, first met at that moment; of that kind of report, else by chance."""
        lane.houses += 1
        along, side = random.uniform(-LANE_M / 2, LANE_M / 2), random.choice((-1, 1)) * random.uniform(6, 14)
        east = along * math.cos(lane.direction) - side * math.sin(lane.direction)
        north = along * math.sin(lane.direction) + side * math.cos(lane.direction)
        lat, lon = moved(lane.lat, lane.lon, east, north)
        known = {"street": lane.name, "rt": lane.rt, "rw": lane.rw, "kel": self.name}
        kind, name, fields = teks.subject(random, known, kind)
        if fields.get("consent") != "declined":
            fields["address"] = f"{lane.name} No. {lane.houses}"
        fields["neighbourhood"] = {"rt": lane.rt, "rw": lane.rw}
        known["who"] = f"keluarga {name}" if name and kind == "sambang_warga" else name or "Warga"
        return Subject(uuid7(met, random), kind, name, self.code, lat, lon, known, fields)


def _lanes(area: Wilayah, random: Random) -> Iterator[Lane]:
    """Lanes around the village's inner point, denser there, none close to the border."""
    shape = shapely.from_wkb(area.boundary)
    plane = Plane.at(area.lon, area.lat)
    inner = shapely.buffer(plane.project([shape])[0], -MARGIN_M)
    spread = 1000 * math.sqrt(area.area_km2 / math.pi) / 2
    for number, name in enumerate(random.sample(teks.words()["lanes"], LANES)):
        place, east, north = (area.lat, area.lon), 0.0, 0.0
        for _ in range(20):
            east, north = random.gauss(0, spread), random.gauss(0, spread)
            if inner.contains(shapely.Point(east, north)):
                place = moved(area.lat, area.lon, east, north)
                break
        yield Lane(
            f"{'Jl.' if number % 4 == 0 else 'Gg.'} {name}",
            f"{1 + number % 5:03}",
            f"{1 + number // 2:03}",
            *place,
            random.uniform(0, math.pi),
        )
