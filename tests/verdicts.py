"""Vectors of the verdict, shared by server and phone: ``python -m tests.verdicts`` writes them.

Official boundaries are no part of the project, so the vectors hold our own computed cells and drawn shapes; the same
judging on official boundaries is compared live where they are at hand (``tests/unit/test_verdict_on_phone.py``).
"""

import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import Polygon, box

from sambang_digital.models import Wilayah
from sambang_digital.services.geometri import Plane, on_grid
from sambang_digital.services.wilayah import Area, Territory, Villages, area_of, facts, judge_many

FILE = Path(__file__).parent / "unit" / "vectors" / "verdict.json"
HERE = Plane.at(106.6, -6.18)
ACCURACIES = (0.0, 5.0, 12.5, 40.0, 150.0)
OFFSETS = (
    -400.0,
    -41.0,
    -39.0,
    -12.6,
    -12.4,
    -5.0,
    -0.5,
    0.5,
    4.0,
    9.0,
    11.0,
    49.0,
    56.0,
    63.0,
    91.0,
    201.0,
    640.0,
    900.0,
)


def drawn(code: str, shape: Polygon, approximate: bool = False) -> Area:
    """A village drawn in metres around a place in Karawaci."""
    return Area(code, f"Desa {code}", "Karawaci", approximate, shape.area / 1e6, on_grid(HERE.unproject(shape)))


def cells() -> Villages:
    """The 157 computed cells that ship with the product."""
    return Villages([area_of(Wilayah(**row)) for row in facts()], "cells")


def territories() -> Iterator[tuple[str, Territory]]:
    """Scenes: a name and a territory among its neighbours."""
    shipped = cells()
    karawaci = [area for area in shipped.areas if area.kecamatan == "Karawaci"]
    yield "one computed cell", Territory((karawaci[0],), shipped)
    yield (
        "several computed cells, not all of them neighbours",
        Territory((karawaci[1], karawaci[2], karawaci[9]), shipped),
    )
    west, east = drawn("A", box(0, 0, 1000, 1000)), drawn("B", box(1008, 0, 2000, 1000))
    beyond, overlapping = drawn("C", box(2015, 0, 3000, 1000)), drawn("D", box(-500, 0, 20, 1000))
    drawings = Villages([west, east, beyond, overlapping], "drawn")
    yield "two villages with a crack of 8 m, a foreign one overlapping", Territory((west, east), drawings)
    yield "a crack of 15 m stays open", Territory((east, beyond), drawings)
    yield "own villages overlapping", Territory((west, overlapping), drawings)
    star = drawn(
        "S", Polygon([(0, 0), (500, 120), (1000, 0), (880, 500), (1000, 1000), (505, 880), (0, 1000), (120, 495)])
    )
    ring = drawn("R", box(-1000, -1000, 2000, 2000).difference(box(0, 0, 1000, 1000)))
    yield "a star with sharp corners", Territory((star,), Villages([star, ring], "star"))
    yield "a village with a hole", Territory((ring,), Villages([star, ring], "ring"))
    guessed = drawn("G", box(1000, 0, 2000, 1000), approximate=True)
    yield "an official and a computed village", Territory((west, guessed), Villages([west, guessed], "mixed"))
    yield "no village assigned", Territory((), drawings)


def places(territory: Territory) -> Any:
    """Positions (lon, lat) that ask for trouble: corners, and both sides of every stretch of border."""
    if not territory.areas:
        return np.array([[106.6, -6.18], [106.604, -6.176]])
    plane = Plane.over(territory.union)
    found = [shapely.get_coordinates(territory.union)[::3]]
    along = 0.0
    for ring in shapely.get_parts(shapely.boundary(plane.project(territory.union))):
        for offset in OFFSETS:
            along = (along + 0.381966) % 1
            here, ahead = (
                shapely.get_coordinates(ring.interpolate(s, normalized=True))[0] for s in (along, along + 1e-4)
            )
            outwards = (ahead - here)[::-1] * (1, -1) / np.hypot(*(ahead - here))
            place = plane.unproject(shapely.Point(here + outwards * (offset if shapely.is_ccw(ring) else -offset)))
            found.append(shapely.get_coordinates(place).round(7))
    return np.concatenate(found)


def fixes(territory: Territory) -> list[dict[str, float]]:
    """The places with accuracies in turn."""
    return [
        {"lat": lat, "lon": lon, "accuracy_m": accuracy}
        for (lon, lat), accuracy in zip(places(territory).tolist(), cycle(ACCURACIES), strict=False)
    ]


def answers(territory: Territory, wanted: list[dict[str, float]]) -> list[dict[str, Any]]:
    """The server's judgements as JSON."""
    positions, accuracies = [(fix["lon"], fix["lat"]) for fix in wanted], [fix["accuracy_m"] for fix in wanted]
    return [answer._asdict() for answer in judge_many(positions, accuracies, territory)]


def alone(territory: Territory) -> Territory:
    """The territory as the phone knows it: no other villages."""
    return Territory(territory.areas, Villages(territory.areas, territory.villages.version))


def scenes() -> list[dict[str, Any]]:
    """All vectors."""
    found = []
    for name, territory in territories():
        wanted = fixes(territory)
        both = zip(wanted, answers(territory, wanted), answers(alone(territory), wanted), strict=True)
        cases = [{"fix": fix, "on_server": server, "on_phone": phone} for fix, server, phone in both]
        found.append({"name": name, "territory": territory.to_json(), "cases": cases})
    return found


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(scene, ensure_ascii=False) for scene in scenes())
    FILE.write_text(f'{{"scenes": [\n{lines}\n]}}\n', encoding="utf-8")
