"""The way from page to page of a list: what every desk with pages shows below its rows."""

import pytest

from sambang_digital.state.daftar import pages_of
from sambang_digital.state.register import GandaState
from sambang_digital.state.register_view import PairsAddress

LIST = PairsAddress.path


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (1_000_000, 20_000)])
def test_pages_hold_all_rows(total: int, pages: int) -> None:
    assert pages_of(total, 50) == pages


@pytest.mark.parametrize(
    ("page", "total", "newer", "older"),
    [
        (1, 50, "", ""),
        (1, 120, "", f"{LIST}?hal=2"),
        (2, 120, LIST, f"{LIST}?hal=3"),
        (3, 120, f"{LIST}?hal=2", ""),
        (9, 120, f"{LIST}?hal=3", ""),
        (9, 0, LIST, ""),
    ],
)
def test_every_page_leads_to_its_neighbours(page: int, total: int, newer: str, older: str) -> None:
    state = GandaState(_reflex_internal_init=True)
    state._turn(PairsAddress(hal=page), page, total, 50)
    assert (state.newer_url, state.older_url) == (newer, older)


def test_another_view_is_not_loaded_yet() -> None:
    state = GandaState(_reflex_internal_init=True)
    assert state._arrive_at(LIST)
    state.loaded = True
    assert not state._arrive_at(LIST)
    assert state.loaded
    assert state._arrive_at(f"{LIST}?hal=2")
    assert not state.loaded


@pytest.mark.parametrize(("typed", "page"), [("-3", 1), ("0", 1), ("7", 7), ("9" * 30, 10_000), ("banyak", 1)])
def test_no_database_is_asked_for_a_page_beyond_reason(typed: str, page: int) -> None:
    assert PairsAddress.parse({"hal": typed}).hal == page
