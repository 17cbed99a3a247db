"""What changed between two versions, as a reviewer reads it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sambang_digital.forms.perubahan import Change, compare, marked
from sambang_digital.forms.registry import parse
from tests.unit.test_reading import BODY


def stored(**changes: Any) -> tuple[int, dict[str, Any]]:
    """A stored visit, with some answers changed."""
    form = parse("sambang_warga", 1, BODY | changes)
    return form.version, form.model_dump(mode="json")


def changed(**changes: Any) -> list[Change]:
    """What a reviewer is told of these changes."""
    return compare("sambang_warga", stored(), stored(**changes))


def test_the_same_has_no_changes() -> None:
    assert changed() == []


def test_a_change_is_told_in_the_words_of_the_form() -> None:
    result = BODY["result"] | {"situation": "troubled", "notes": "Lampu jalan mati.", "accompanied_by": ["babinsa"]}
    assert changed(name="Siti Aminah Putri", neighbourhood={"rt": "3", "rw": "8"}, result=result) == [
        Change("Nama kepala keluarga", "Siti Aminah", "Siti Aminah Putri"),
        Change("RW", "007", "008"),
        Change("Hasil sambang · Keadaan keamanan", "Perlu dipantau", "Ada gangguan"),
        Change("Hasil sambang · Catatan", None, "Lampu jalan mati."),
        Change("Hasil sambang · Didampingi", "Babinsa, Ketua RT/RW", "Babinsa"),
    ]


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ([BODY["members"][1]], [Change("Anggota 1 · Nama", "Budi", None), Change("Anggota 1 · Hubungan dengan kepala keluarga", "Anak", None)]),
        (
            [{"name": "Ani", "relation": "child"}, *BODY["members"]],
            [Change("Anggota 1 · Nama", None, "Ani"), Change("Anggota 1 · Hubungan dengan kepala keluarga", None, "Anak")],
        ),
        ([BODY["members"][0], BODY["members"][1] | {"name": "Rina Sari"}], [Change("Anggota 2 · Nama", "Rina", "Rina Sari")]),
    ],
    ids=["one went", "one came", "one was renamed"],
)  # fmt: skip
def test_of_a_list_only_what_differs_is_told(members: list[dict[str, Any]], told: list[Change]) -> None:
    assert changed(members=members) == told


def test_what_is_hidden_by_another_answer_went() -> None:
    told = {change.title: (change.before, change.after) for change in changed(consent="declined")}
    assert told["Kesediaan warga"] == ("Bersedia didata", "Menolak didata")
    assert told["Nama kepala keluarga"] == ("Siti Aminah", None)
    assert told["Data kepala keluarga · Tanggal lahir"] == ("17 Agustus 1979", None)


def test_an_unknown_form_is_compared_key_by_key() -> None:
    assert compare("kuno", (1, {"a": 1, "b": 2}), (1, {"b": 3, "c": 4})) == [
        Change("a", "1", None), Change("b", "2", "3"), Change("c", None, "4"),
    ]  # fmt: skip


def test_words_that_went_and_came_are_marked() -> None:
    assert marked("Sering ada orang di gang.", "Sering ada anak muda di gang.") == (
        [("Sering ada ", False), ("orang", True), (" di gang.", False)],
        [("Sering ada ", False), ("anak muda", True), (" di gang.", False)],
    )
    assert marked("", "baru") == ([], [("baru", True)])


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_are_the_whole_text(before: str, after: str) -> None:
    pieces = marked(before, after)
    assert tuple("".join(text for text, _ in some) for some in pieces) == (before, after)
    common = ["".join(text for text, is_marked in some if not is_marked) for some in pieces]
    assert common[0] == common[1]
