"""The allowance of one account: generous at once, bounded in the long run."""

from collections.abc import Iterator

import pytest

from sambang_digital.security.rates import BURST_MINUTES, REMEMBERED, Rate, TooFast
from sambang_digital.settings import get_settings


@pytest.fixture(autouse=True)
def sixty_a_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MAX_REQUESTS_PER_MINUTE", "60")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def used_up(rate: Rate, key: int = 1, moment: float = 0.0) -> int:
    """How many requests are answered at one moment."""
    for count in range(10_000):
        try:
            rate.take(key, moment)
        except TooFast:
            return count
    raise AssertionError


def test_a_burst_then_one_a_second() -> None:
    rate = Rate()
    assert used_up(rate) == 60 * BURST_MINUTES
    assert used_up(rate, moment=10.0) == 10
    assert used_up(rate, moment=10_000.0) == 60 * BURST_MINUTES


def test_who_is_refused_hears_when_to_come_back() -> None:
    rate = Rate()
    used_up(rate)
    with pytest.raises(TooFast) as refused:
        rate.take(1, 0.25)
    assert refused.value.retry_after_s == 1
    rate.take(1, 1.0)


def test_each_account_has_its_own() -> None:
    rate = Rate()
    used_up(rate, 1)
    assert used_up(rate, 2) == 60 * BURST_MINUTES


def test_memory_is_bounded() -> None:
    rate = Rate()
    for key in range(REMEMBERED + 50):
        rate.take(key, 0.0)
    assert len(rate._buckets) == REMEMBERED
