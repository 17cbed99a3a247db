"""The table that benchmarks fill."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. ``beside`` is the floor or peer measured in the same run, ``budget`` the aim; both in words."""

    what: str
    figure: str
    beside: str = ""
    budget: str = ""

    def cells(self) -> tuple[str, str, str, str]:
        """As columns of the table."""
        return self.what, self.figure, self.beside, self.budget


def median_ms(call: Callable[[], object], times: int) -> float:
    """Median of ``times`` runs of ``call``, in milliseconds, after one run to warm up."""
    call()
    took = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)
