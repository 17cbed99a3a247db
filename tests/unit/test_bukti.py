"""Texts cut at what a flag marks, and titles of what it speaks of."""

from hypothesis import given
from hypothesis import strategies as st

from sambang_digital.forms.reading import title_of, value_at
from sambang_digital.services.bukti import pieces

BODY = {"result": {"notes": "Aman.", "concerns": [{"description": "Lampu mati."}]}}


def test_a_text_is_cut_where_it_is_marked() -> None:
    assert pieces("Lampu jalan mati sejak pekan lalu", [(6, 16), (17, 22)]) == [
        ("Lampu ", False),
        ("jalan mati", True),
        (" ", False),
        ("sejak", True),
        (" pekan lalu", False),
    ]
    assert pieces("Aman", []) == [("Aman", False)]
    assert pieces("Aman", [(-3, 2)]) == [("Am", True), ("an", False)]
    assert pieces("Aman", [(0, 99)]) == [("Aman", True)]


@given(st.text(), st.lists(st.tuples(st.integers(-5, 300), st.integers(-5, 300))))
def test_whatever_the_spans_nothing_of_a_text_is_lost(text: str, ranges: list[tuple[int, int]]) -> None:
    assert "".join(piece for piece, _ in pieces(text, ranges)) == text


def test_a_path_leads_to_value_and_title() -> None:
    assert value_at(BODY, "result.concerns.0.description") == "Lampu mati."
    assert title_of("sambang_tempat", "result.notes") == "Catatan"
    assert title_of("sambang_warga", "result.concerns.0.description") != "description"
    assert title_of("bukan_formulir", "result.notes") == "notes"
    for nowhere in ("result.concerns.1.description", "result.concerns.x", "result.notes.0", "lain", ""):
        assert value_at(BODY, nowhere) is None
