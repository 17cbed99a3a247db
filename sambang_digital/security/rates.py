"""How often one account may ask, counted before anything of a request is read.

A token bucket for each person in each process: generous enough that no honest phone ever meets it (a week's outbox is a few
requests), small enough that one stolen or broken phone cannot keep the server from all others. Sign-in has counters of its own
(``services/percobaan.py``), exact over several processes; these need not be.
"""

import time
from collections import OrderedDict

from sambang_digital.settings import get_settings

BURST_MINUTES = 3
"""So much of the allowance may be used at once."""
REMEMBERED = 10_000
"""Accounts remembered; one that is forgotten starts with a full bucket."""


class TooFast(Exception):
    """Come back in ``retry_after_s`` seconds."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


class Rate:
    """``per_minute`` requests of each key, without it as many as the settings say, :data:`BURST_MINUTES` of them at once."""

    def __init__(self, per_minute: int | None = None) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def take(self, key: int, moment: float | None = None, cost: int = 1) -> None:
        """Count one request, or what it costs. Raises :class:`TooFast`; a refused one is not counted."""
        per_minute = self._per_minute or get_settings().max_requests_per_minute
        moment = time.monotonic() if moment is None else moment
        full = float(per_minute * BURST_MINUTES)
        left, since = self._buckets.pop(key, (full, moment))
        left = min(full, left + (moment - since) * per_minute / 60)
        self._buckets[key] = (left - cost if left >= cost else left, moment)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        if left < cost:
            raise TooFast(int((cost - left) * 60 / per_minute) + 1)
