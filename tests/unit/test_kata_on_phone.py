"""Phone and server cut words alike: what is filed, what is asked, what is found, and what is shown of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sambang_digital.services import cari_cuplikan, kata
from tests import node
from tests.services.test_cari import NOTES, QUESTIONS

Ask = Callable[[Any], Any]
TABLE = kata.table() | cari_cuplikan.table()
TEXTS = [
    *NOTES, "Resi 7F3K-9QPD-2M4T", "Nomor R/LI-12/XI/2026/Binmas", "telepon +62812-3456-7890 atau 0812 3456 7890", "rt.3, rw.5 dan RT 03/5",
    "Dua orang mencuri sepeda, lalu penangkapan pelakunya; pengeroyokan pelajar", "Melati dan Danau Situ", "<b>Pencurian</b> motor curanmor",
    "Warga bercerita panjang lebar tentang banyak hal yang tidak ada hubungannya sama sekali dengan pencurian " + "x " * 200,
    "Straße İstanbul ΣΊΣΥΦΟΣ Ελλάς ﬁlter ①②③ ١٢٣ نص عربي 東京 ไทยกำลัง नमस्ते a_b é e\u0301 \u00a0x", "", "é" * 600, "9" * 60, "00012 000 007", "warga 😀 aman",
]  # fmt: skip
ASKED = [
    *QUESTIONS, "mencuri motor", "7f3k-9q", "081234567890", "62 812 3456 7890", "rt/rw 3/5", "RT 003/005", "di", "a", "", "😀", "1-1 2-2",
    "kata " * 40, "x" * 700, "STRASSE straße", "sisyphos ΣΊΣΥΦΟΣ", "pelakunya", "danau dan", "polisi melati", "R/LI-12/XI/2026", "١٢٣", "12 012 0012",
]  # fmt: skip
SOME = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcdeginkmnprtuwy 0123456789-./+:\n\t_@#"),
        st.characters(max_codepoint=0x2FF, exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@pytest.fixture(scope="module")
def phone() -> Iterator[Ask]:
    """The phone's half."""
    with node.conversation("kata.mjs") as ask:
        yield lambda value: ask({"table": TABLE} | value)


def on_server(texts: list[str], question: str) -> dict[str, Any]:
    """The same as the phone answers."""
    words = kata.file(texts)
    try:
        asked = kata.ask(question)
    except kata.TooShort:
        return {"words": sorted(words), "asked": None}
    return {
        "words": sorted(words),
        "asked": [[[[term.word, term.begins] for term in way] for way in group] for group in asked],
        "found": kata.found(asked, words),
        "marked": [[list(piece) for piece in cari_cuplikan.marked(text, asked)] for text in texts],
        "excerpt": [list(piece) for piece in cari_cuplikan.excerpt(texts, asked)],
    }


@pytest.mark.parametrize("question", ASKED, ids=lambda text: text[:20])
def test_every_question_over_every_text(phone: Ask, question: str) -> None:
    """The questions of the search's own tests, and what is written otherwise than one thinks."""
    assert phone({"texts": TEXTS, "question": question}) == on_server(TEXTS, question)


@given(texts=st.lists(SOME, max_size=4), question=SOME)
@settings(max_examples=300, deadline=None)
def test_whatever_is_written(phone: Ask, texts: list[str], question: str) -> None:
    """Numbers, affixes, separators and accents in any order."""
    assert phone({"texts": texts, "question": question}) == on_server(texts, question)
