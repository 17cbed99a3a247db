"""Small numbers stay hidden from whoever reads the whole table, knows the rule, and can count."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sambang_digital.services.angka_samar import SMALLEST, Kolom, Tertutup, cover

SMALL, WITH = Tertutup.SMALL, Tertutup.WITH_OTHERS
numbers = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 200)), min_size=1, max_size=4)


def possible(seen: Kolom) -> Iterator[Sequence[int]]:
    """Every column that would have been published just so: what a reader with patience finds."""
    small = range(SMALLEST)
    for candidate in product(*(small if cell is SMALL else [cell] for cell in seen.cells)):
        partners = [place for place, cell in enumerate(candidate) if cell is WITH]
        assert len(partners) <= 1
        if not partners:
            if cover(candidate) == seen:
                yield candidate
            continue
        known = sum(cell for cell in candidate if cell is not WITH)
        # Without a total the partner may be anything; what is small enough to change the outcome is tried.
        guesses = [seen.total - known] if isinstance(seen.total, int) else range(SMALLEST, 4 * SMALLEST)
        for guess in guesses:
            column = [guess if cell is WITH else cell for cell in candidate]
            if guess >= SMALLEST and cover(column) == seen:
                yield column


@given(numbers)
def test_nobody_finds_a_small_number(column: list[int]) -> None:
    """Of each there remain at least four possibilities, also for who knows how it was hidden."""
    seen = cover(column)
    found = list(possible(seen))
    assert column in [list(one) for one in found]
    for place, cell in enumerate(seen.cells):
        if cell is SMALL:
            assert len({one[place] for one in found}) >= 4


@given(numbers)
def test_what_is_published_is_true_and_never_small(column: list[int]) -> None:
    """A number that is shown is the real one; what is marked small is small."""
    seen = cover(column)
    for number, cell in zip([*column, sum(column)], [*seen.cells, seen.total], strict=True):
        if cell is SMALL:
            assert number < SMALLEST
        else:
            assert number >= SMALLEST
            assert cell in (number, WITH)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=30))
def test_a_total_never_leaves_one_number_alone(column: list[int]) -> None:
    """Total minus what is shown is always the sum of two or more."""
    seen = cover(column)
    hidden = [cell for cell in seen.cells if isinstance(cell, Tertutup)]
    if hidden and isinstance(seen.total, int):
        assert len(hidden) >= 2


@pytest.mark.parametrize(
    ("column", "cells", "total"),
    [
        ([12, 8, 30], (12, 8, 30), 50),
        ([12, 3, 30, 9], (12, SMALL, WITH, 9), 54),
        ([12, 30, 3], (WITH, 30, SMALL), 45),
        ([2, 3, 3, 40], (SMALL, SMALL, SMALL, 40), 48),
        ([0, 0, 40], (SMALL, SMALL, WITH), 40),
        ([4, 4, 40, 50], (SMALL, SMALL, WITH, 50), 98),
        ([0, 6], (SMALL, WITH), WITH),
        ([1, 2], (SMALL, SMALL), SMALL),
        ([4, 4], (SMALL, SMALL), WITH),
        ([2, 2, 2, 2], (SMALL,) * 4, 8),
    ],
)
def test_by_hand(column: list[int], cells: tuple[object, ...], total: object) -> None:
    assert cover(column) == Kolom(cells, total)  # type: ignore[arg-type]
