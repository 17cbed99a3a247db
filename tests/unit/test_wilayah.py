"""The verdict on a position, and which village holds it."""

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box
from shapely.ops import nearest_points

from sambang_digital.services.geometri import Plane, dissolve, on_grid
from sambang_digital.services.wilayah import CRACK_M, Area, Territory, Verdict, Villages, judge, judge_many
from tests import wilayah

HERE = Plane.at(106.6, -6.18)


def area(code: str, west: float, south: float, east: float, north: float, approximate: bool = False) -> Area:
    """A rectangle given in metres from a place in Karawaci."""
    shape = on_grid(HERE.unproject(box(west, south, east, north)))
    return Area(code, code, "Karawaci", approximate, (east - west) * (north - south) / 1e6, shape)


def at(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a point given in metres."""
    return HERE.lat + y / HERE.ky, HERE.lon + x / HERE.kx


def territory(*areas: Area, others: tuple[Area, ...] = ()) -> Territory:
    """An officer's territory among all villages."""
    return Territory(areas, Villages([*areas, *others]))


SQUARE = area("A", 0, 0, 1000, 1000)


@pytest.mark.parametrize(
    ("x", "accuracy", "verdict"),
    [
        (500, 100, Verdict.INSIDE),
        (900, 90, Verdict.INSIDE),
        (900, 110, Verdict.UNCERTAIN),
        (1010, 5, Verdict.UNCERTAIN),
        (1045, 1, Verdict.UNCERTAIN),
        (1055, 2, Verdict.OUTSIDE),
        (1055, 10, Verdict.UNCERTAIN),
        (5000, 10, Verdict.OUTSIDE),
        (5000, 4500, Verdict.UNCERTAIN),
    ],
)
def test_three_outcomes(x: float, accuracy: float, verdict: Verdict) -> None:
    """Inside only with the whole circle; outside only beyond circle and tolerance of 50 m."""
    assert judge(*at(x, 500), accuracy, territory(SQUARE)).verdict == verdict


def test_distance_has_a_sign() -> None:
    """Metres to the border: positive outside, negative inside."""
    assert judge(*at(1200, 500), 5, territory(SQUARE)).distance_m == pytest.approx(200, abs=1.2)
    assert judge(*at(400, 500), 5, territory(SQUARE)).distance_m == pytest.approx(-400, abs=1.2)


def test_approximate_cells_doubt_longer() -> None:
    """A computed cell of 1 km² tolerates 150 m + √(area/π) = 714 m, and says that it is approximate."""
    cell = area("A", 0, 0, 1000, 1000, approximate=True)
    assert cell.tolerance_m == 714.2
    near, far = (judge(*at(1000 + gap, 500), 10, territory(cell)) for gap in (715, 735))
    assert (near.verdict, far.verdict) == (Verdict.UNCERTAIN, Verdict.OUTSIDE)
    assert near.approximate


def test_tolerance_belongs_to_each_village() -> None:
    """The wide tolerance of one assigned village does not widen the border of another."""
    ours = territory(area("A", 0, 0, 1000, 1000, approximate=True), area("B", 1000, 0, 9000, 1000))
    assert judge(*at(9200, 500), 10, ours).verdict == Verdict.OUTSIDE
    assert judge(*at(-200, 500), 10, ours).verdict == Verdict.UNCERTAIN


def test_no_village_assigned() -> None:
    """Without an assignment nothing can be inside, and there is no distance to tell."""
    answer = judge(*at(500, 500), 10, territory(others=(SQUARE,)))
    assert answer == (Verdict.OUTSIDE, "A", False, None)


def test_several_villages_are_one_territory() -> None:
    """A circle across the border of two own villages is inside."""
    east = area("B", 1000, 0, 2000, 1000)
    assert judge(*at(1000, 500), 50, territory(SQUARE, east)).verdict == Verdict.INSIDE
    assert judge(*at(1000, 500), 50, territory(SQUARE, others=(east,))).verdict == Verdict.UNCERTAIN


@pytest.mark.parametrize(("width", "verdict"), [(3, Verdict.INSIDE), (8, Verdict.INSIDE), (14, Verdict.UNCERTAIN)])
def test_cracks_are_closed(width: float, verdict: Verdict) -> None:
    """A gap of up to 10 m between own villages is no border; a wider one is."""
    east = area("B", 1000 + width, 0, 2000, 1000)
    assert judge(*at(1000 + width / 2, 500), 40, territory(SQUARE, east)).verdict == verdict


def test_holes_are_not_ours() -> None:
    """A foreign village within the territory is outside of it."""
    ring = HERE.unproject(box(0, 0, 3000, 3000) - box(1000, 1000, 2000, 2000))
    ours = Area("A", "A", "", False, 8, on_grid(ring))
    island = area("B", 1000, 1000, 2000, 2000)
    answer = judge(*at(1500, 1500), 10, territory(ours, others=(island,)))
    assert answer.verdict == Verdict.OUTSIDE
    assert answer.area_code == "B"


def test_village_in_sliver_and_overlap() -> None:
    """In a sliver the nearest within 10 m; in an overlap the one whose border is farther; beyond, none."""
    others = (area("B", 1008, 0, 2000, 1000), area("C", -500, 0, 20, 1000))
    ours = territory(SQUARE, others=others)
    codes = {x: judge(*at(x, 500), 5, ours).area_code for x in (1002, 1006, 5, 15, 2009, 2015)}
    assert codes == {1002: "A", 1006: "B", 5: "C", 15: "A", 2009: "B", 2015: None}


def test_bulk_is_the_same_as_one_by_one() -> None:
    """Many at once give what each gives alone."""
    ours = territory(SQUARE, others=(area("B", 1000, 0, 2000, 1000),))
    positions = [at(x, y) for x in range(-200, 2400, 170) for y in (-3, 7, 480, 1007)]
    accuracies = [5.0 + i % 60 for i in range(len(positions))]
    together = judge_many([(lon, lat) for lat, lon in positions], accuracies, ours)
    assert together == [
        judge(lat, lon, accuracy, ours) for (lat, lon), accuracy in zip(positions, accuracies, strict=True)
    ]
    assert {answer.verdict for answer in together} == set(Verdict)


@given(
    lat=st.floats(-11, 6),
    lon=st.floats(95, 141),
    bearing=st.floats(0, 360),
    metres=st.floats(1, 20_000),
)
def test_plane_agrees_with_the_geodesic(lat: float, lon: float, bearing: float, metres: float) -> None:
    """Within 20 km, anywhere in Indonesia, lengths differ from the geodesic by less than 0.1 %."""
    there = geodesic(meters=metres).destination((lat, lon), bearing)
    plane = Plane.at(lon, lat)
    length = np.hypot((there.longitude - lon) * plane.kx, (there.latitude - lat) * plane.ky)
    assert length == pytest.approx(metres, rel=1e-3, abs=1e-3)


@settings(deadline=None)
@given(st.lists(st.integers(0, 156), min_size=1, max_size=5, unique=True), st.data())
def test_verdict_agrees_with_its_definition(indices: list[int], data: st.DataObject) -> None:
    """On real boundaries: the verdict is what the circle drawn as a polygon says, and *inside* and *outside* exclude
    each other however the accuracy grows."""
    known = wilayah.official()
    ours = Territory(tuple(known.areas[i] for i in indices), known)
    west, south, east, north = ours.union.bounds
    lon = data.draw(st.floats(west - 0.01, east + 0.01))
    lat = data.draw(st.floats(south - 0.01, north + 0.01))
    accuracy = data.draw(st.floats(1, 500))
    answer = judge(lat, lon, accuracy, ours)
    plane = Plane.at(lon, lat)
    shape = plane.project(ours.union)
    # The drawn circle and the territory's own plane differ by at most 0.1 %.
    slim, fat = (Point(0, 0).buffer(accuracy * f, quad_segs=64) for f in (0.998, 1.002))
    gap = min(plane.project(a.boundary).distance(Point(0, 0)) - a.tolerance_m for a in ours.areas)
    if answer.verdict == Verdict.INSIDE:
        assert shape.covers(slim)
    elif answer.verdict == Verdict.OUTSIDE:
        assert gap > accuracy * 0.998 - 1
    else:
        assert not shape.covers(fat)
        assert gap <= accuracy * 1.002 + 1


def test_union_never_loses_a_village() -> None:
    """Closing the cracks adds ground, it never takes any away (beyond the grid of one metre)."""
    known = wilayah.official()
    for start in range(0, 150, 7):
        shapes = [a.boundary for a in known.areas[start : start + 4]]
        closed = dissolve(shapes, CRACK_M)
        plane = Plane.over(closed)
        for shape in shapes:
            assert plane.project(shape).difference(plane.project(closed).buffer(1.0)).area == 0


def test_official_points_find_their_village() -> None:
    """Each village's inner point lies in that village, and nearly all of the ground in exactly one."""
    known = wilayah.official()
    inner = np.array(
        [(f["properties"]["titik_dalam_lng"], f["properties"]["titik_dalam_lat"]) for f in wilayah.features()]
    )
    assert known.find(inner).tolist() == list(range(157))


@settings(deadline=None)
@given(st.lists(st.integers(0, 156), min_size=1, max_size=4, unique=True), st.data())
def test_distance_agrees_with_the_geodesic(indices: list[int], data: st.DataObject) -> None:
    """The distance told is that of the geodesic to the nearest point of the border, within 0.1 % and 5 cm."""
    known = wilayah.official()
    ours = Territory(tuple(known.areas[i] for i in indices), known)
    west, south, east, north = ours.union.bounds
    lon = data.draw(st.floats(west - 0.02, east + 0.02))
    lat = data.draw(st.floats(south - 0.02, north + 0.02))
    told = judge(lat, lon, 10, ours).distance_m
    plane = Plane.at(lon, lat)
    nearest, _ = nearest_points(plane.project(ours.union).boundary, Point(0, 0))
    there = plane.unproject(nearest)
    assert abs(told) == pytest.approx(geodesic((lat, lon), (there.y, there.x)).meters, rel=1e-3, abs=0.05)
