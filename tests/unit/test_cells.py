"""Computed cells: a guess at outlines from one point and the area of each village."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sambang_digital.services.geometri import REACH, Plane, power_cells
from sambang_digital.services.wilayah import facts
from tests import verdicts, wilayah

POSITIONS = np.array([(row["lon"], row["lat"]) for row in facts()])
AREAS = np.array([row["area_km2"] for row in facts()]) * 1e6
PLANE = Plane.over(shapely.MultiPoint(POSITIONS))


def metres(villages: list[shapely.MultiPolygon]) -> np.ndarray:
    """Shapes on one plane, metres."""
    return PLANE.project(np.array(villages, dtype=object))


def test_facts_are_complete() -> None:
    """157 villages in 18 kecamatan; the points have four decimals and stand in Tangerang."""
    rows = facts()
    assert len({row["code"] for row in rows}) == len(rows) == 157
    assert len({row["kecamatan_code"] for row in rows}) == 18
    assert all(
        row["code"].startswith(f"{row['kecamatan_code']}.") and row["kind"] in {"kelurahan", "desa"} for row in rows
    )
    assert (np.abs(POSITIONS - (106.65, -6.13)) < 0.2).all()
    assert (POSITIONS.round(4) == POSITIONS).all()


def test_the_same_every_time() -> None:
    """Two installations agree to the last digit."""
    again = [shapely.to_wkb(cell) for cell in power_cells(POSITIONS, AREAS)]
    assert again == [row["boundary"] for row in facts()]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 60), st.floats(0.05, 9)),
        min_size=1,
        max_size=25,
        unique_by=lambda place: place[:2],
    )
)
def test_cells_are_sound(places: list[tuple[int, int, float]]) -> None:
    """Wherever the points lie: each in its own cell, cells apart from one another, none running away."""
    here = Plane.at(106.6, -6.2)
    centres = np.array([(x, y) for x, y, _ in places]) * 150.0
    areas = np.array([area for *_, area in places]) * 1e6
    cells = power_cells(shapely.get_coordinates(here.unproject(shapely.points(centres))), areas)
    shapes = here.project(np.array(cells, dtype=object))
    assert shapely.is_valid(shapes).all()
    assert shapely.intersects(shapes, shapely.points(centres)).all()
    reach = shapely.distance(shapely.points(centres), shapes) + shapely.hausdorff_distance(
        shapely.points(centres), shapes
    )
    assert (reach <= REACH * np.sqrt(areas / np.pi) + 5).all()
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    overlap = [shapely.intersection(shapes[a], shapes[b]).buffer(-1.0).area for a, b in pairs.T if a < b]
    assert not any(overlap), "more than the metre of the grid"


def misplaced(cells: np.ndarray, real: np.ndarray) -> tuple[float, float]:
    """Share of the real ground that falls in a neighbour's cell, and in none."""
    ground, covered = shapely.union_all(real), shapely.union_all(cells)
    right = shapely.area(shapely.intersection(cells, real)).sum()
    held = shapely.intersection(covered, ground).area
    return (held - right) / ground.area, 1 - held / ground.area


def test_better_than_the_nearest_point() -> None:
    """Against the official boundaries: 25 % in a neighbour's cell and 3 % in none, less than with nearest points."""
    real = metres([area.boundary for area in wilayah.official().areas])
    in_order = {area.code: area.boundary for area in verdicts.cells().areas}
    ours = metres([in_order[area.code] for area in wilayah.official().areas])
    neighbour, none = misplaced(ours, real)
    assert neighbour == pytest.approx(0.254, abs=0.002)
    assert none == pytest.approx(0.027, abs=0.002)

    nearest = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(PLANE.points(POSITIONS)), ordered=True))
    disks = shapely.buffer(PLANE.points(POSITIONS), REACH * np.sqrt(AREAS / np.pi))
    by_code = dict(zip((row["code"] for row in facts()), shapely.intersection(nearest, disks), strict=True))
    plain = np.array([by_code[area.code] for area in wilayah.official().areas])
    assert sum(misplaced(plain, real)) > neighbour + none + 0.01
