"""Verdict and village of a position, 157 polygons, one core.

The officer has three villages; half of the fixes lie around them, as a phone reports them. Beside it: what bare shapely
takes for less, only asking its STRtree which polygon holds each point.
"""

import time
from collections.abc import Callable

import numpy as np
import shapely

from sambang_digital.services.wilayah import Territory, judge, judge_many
from tests import verdicts, wilayah
from tests.bench.report import Row

POINTS = 50_000
SINGLY = 10_000
ROUNDS = 3


def _per_second(call: Callable[[], object], count: int) -> float:
    """Best of a few rounds, in seconds of this process alone: the figure is for one core."""
    best = np.inf
    call()
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return count / best


def run() -> list[Row]:
    """Bulk and single, beside the bare tree of the same run."""
    known = wilayah.official() if wilayah.at_hand() else verdicts.cells()
    territory = Territory(tuple(area for area in known.areas if area.kecamatan == "Karawaci")[:3], known)
    west, south, east, north = territory.union.bounds
    random = np.random.default_rng(7)
    positions = random.uniform((west, south), (east, north), (POINTS, 2))
    accuracies = random.uniform(3, 60, POINTS).tolist()
    single = [
        (lat, lon, accuracy) for (lon, lat), accuracy in zip(positions[:SINGLY].tolist(), accuracies, strict=False)
    ]
    tree = shapely.STRtree([area.boundary for area in known.areas])

    many = _per_second(lambda: judge_many(positions, accuracies, territory), POINTS)
    bare_many = _per_second(lambda: tree.query(shapely.points(positions), predicate="intersects"), POINTS)
    one = _per_second(lambda: [judge(*fix, territory) for fix in single], SINGLY)
    bare_one = _per_second(
        lambda: [tree.query(shapely.points(position), predicate="intersects") for position in positions[:SINGLY]],
        SINGLY,
    )
    twenty = _per_second(
        lambda: [judge_many(positions[i : i + 20], accuracies[i : i + 20], territory) for i in range(0, SINGLY, 20)],
        SINGLY,
    )
    budget = "≥ 30,000/s"
    source = "official boundaries" if wilayah.at_hand() else "computed cells"
    return [
        Row(f"in bulk ({source})", f"{many:,.0f}/s", f"bare STRtree in bulk, village only: {bare_many:,.0f}/s", budget),
        Row("in requests of 20", f"{twenty:,.0f}/s", "", budget),
        Row("one at a time", f"{one:,.0f}/s", f"bare STRtree one at a time, village only: {bare_one:,.0f}/s", budget),
    ]


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row.cells()))
