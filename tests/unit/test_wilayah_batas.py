"""Outlines for everybody's phone: small whatever was imported, neighbours still neighbours, and the phone finds the same village."""

import gzip
import json
from math import cos, pi, sin

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from sambang_digital.models import Wilayah
from sambang_digital.services import wilayah_batas
from sambang_digital.services.geometri import on_grid
from sambang_digital.services.wilayah import Area, Villages, area_of, facts
from tests import node

LAT, LON = -6.18, 106.62


def _village(code: str, shape: Polygon) -> Area:
    return Area(code, f"Kelurahan {code}", "Karawaci", False, 4.0, on_grid(shape))


def _winding(code: str, west: float) -> Area:
    """A village whose sides wind in thousands of corners, as surveyed ones do; its east side is the next one's west side."""
    ups = np.linspace(0, 1, 2_000)
    wave = [0.0004 * sin(40 * pi * up) + 0.0001 * cos(333 * up) for up in ups]
    left = [(west + bend, LAT + 0.02 * up) for up, bend in zip(ups, wave, strict=True)]
    right = [(west + 0.02 + bend, LAT + 0.02 * up) for up, bend in zip(ups, wave, strict=True)]
    return _village(code, Polygon([*left, *reversed(right)]))


def _shapes(body: bytes) -> list[MultiPolygon]:
    told = json.loads(body)
    return [
        MultiPolygon([Polygon(np.cumsum(np.array(way).reshape(-1, 2), axis=0) * told["step"]) for way in area["rings"]])
        for area in told["areas"]
    ]


def test_boundaries_of_many_corners_become_small_and_stay_neighbours() -> None:
    villages = Villages([_winding(f"36.71.07.10{n:02}", LON + 0.02 * n) for n in range(6)])
    whole = wilayah_batas.make(villages)
    small = wilayah_batas.make(villages, most=8_000)
    assert len(gzip.compress(small.body, 5)) <= 8_000 < len(gzip.compress(whole.body, 5))
    shapes = _shapes(small.body)
    for one, other, exact in zip(shapes, shapes[1:], villages.areas, strict=False):
        assert shapely.area(shapely.intersection(one, other)) < 1e-3 * shapely.area(one)
        assert shapely.area(shapely.symmetric_difference(one, exact.boundary)) < 0.02 * shapely.area(one)


def test_as_coarse_as_we_make_them_is_better_than_none() -> None:
    assert wilayah_batas.make(Villages([_winding("36.71.07.1001", LON)]), most=1).body.startswith(b'{"step"')
    assert json.loads(wilayah_batas.make(Villages([])).body)["areas"] == []


def test_the_phone_finds_the_village_that_the_server_finds() -> None:
    """On the real places of the product; outside of all of them too. Next to a border neither is asked to be exact."""
    villages = Villages([area_of(Wilayah(**row)) for row in facts()])
    told = json.loads(wilayah_batas.make(villages).body)
    spots = np.random.default_rng(7).uniform((106.5, -6.3), (106.8, -6.0), (400, 2))
    borders = [shapely.boundary(area.boundary) for area in villages.areas]
    clear = [spot for spot in spots if min(shapely.distance(borders, shapely.Point(spot))) > 0.0003]
    expected = [villages.areas[i].code if i >= 0 else None for i in villages.find(np.array(clear))]
    assert None in expected
    assert len(set(expected)) > 50
    with node.conversation("batas.mjs") as ask:
        found = ask({"told": told, "places": [{"lat": lat, "lon": lon} for lon, lat in clear]})
    assert found == expected
