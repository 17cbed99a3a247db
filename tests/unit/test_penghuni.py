"""Names as people write them, who lives in a house over time, and what of a form only some may see."""

from datetime import date
from typing import Any

import pytest

from sambang_digital.forms.fields import SENSITIVE
from sambang_digital.forms.reading import HIDDEN, mask, private, read
from sambang_digital.forms.registry import FORMS, parse
from sambang_digital.services.nama import likeness
from sambang_digital.services.penghuni import residents
from tests.laporan import household


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bpk. H. Soeparman", "Suparman"),
        ("M. Yusuf", "Muhammad Yusuf"),
        ("Achmad Djaelani", "Ahmad Jaelani"),
        ("Siti Rahmawati", "SITI ROCHMAWATI"),
        ("Ibu Nur Hasanah", "Nurhasanah"),
        ("Abd. Rachman", "Abdul Rahman"),
        ("Keluarga Suparman", "Suparman, S.H."),
    ],
)
def test_one_name_in_several_spellings(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one) >= 90


@pytest.mark.parametrize(
    ("one", "other"),
    [("Agus Salim", "Asep Salim"), ("Rudi Hartono", "Bambang Hartono"), ("Bpk.", "Bpk."), ("H.", "Haji")],
)
def test_other_names_are_others(one: str, other: str) -> None:
    assert likeness(one, other) < 80


def house(name: str, *members: tuple[str, str], born: str | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "head": {},
        "members": [{"name": who, "relation": relation, "birth_date": born} for who, relation in members],
    }


def test_who_came_and_who_left() -> None:
    """Somebody is gone with the first visit that names others only; a visit that names nobody tells nothing of that."""
    first, second, third, fourth = (date(2026, month, 1) for month in (1, 3, 5, 7))
    found = residents(
        [
            (first, house("Bpk. Suparman", ("Siti", "spouse"), ("Dewi", "child"))),
            (second, house("Soeparman")),
            (third, house("Suparman", ("Siti", "spouse"), ("Raka", "lodger"))),
            (fourth, house("Suparman", ("Siti", "spouse"), ("Raka", "lodger"), ("Dewi", "child"))),
        ]
    )
    assert [(one.name, one.relation, one.since, one.until, one.gone_on) for one in found] == [
        ("Suparman", "head", first, fourth, None),
        ("Dewi", "child", first, fourth, None),
        ("Siti", "spouse", first, fourth, None),
        ("Raka", "lodger", third, fourth, None),
    ]
    *_, last = residents([(first, house("A", ("Dewi", "child"))), (third, house("A", ("Siti", "spouse")))])
    assert (last.name, last.until, last.gone_on) == ("Dewi", first, third)


def test_a_child_is_whoever_may_be_one() -> None:
    """Eighteen on the very day; without a birth date only head, spouse and parents are surely grown up."""
    day = date(2026, 11, 22)
    members = [("Istri", "spouse"), ("Anak", "child"), ("Kos", "lodger")]
    found = {one.name: one for one in residents([(day, house("Kepala", *members))])}
    assert [name for name, one in found.items() if one.is_adult(day)] == ["Kepala", "Istri"]
    for born, adult in (("2008-11-22", True), ("2008-11-23", False)):
        (_, kid) = residents([(day, house("Kepala", ("Dewi", "child"), born=born))])
        assert kid.is_adult(day) is adult


def test_masked_lines_say_only_that_there_is_something() -> None:
    """Numbers, birth dates and people are replaced; what was heard and done stays readable."""
    form = parse("sambang_warga", 1, household() | {"recipient": {"name": "Tono", "phone": "0811 2222 333"}})
    body = form.model_dump(mode="json")
    lines = read("sambang_warga", *mask("sambang_warga", 1, body))
    said = " ".join(f"{line.title} {line.value}" for line in lines)
    assert "Lampu jalan di ujung gang mati" in said
    for secret in ("Nadia Safitri", "081234567890", "08112222333", "1979", "Dewi"):
        assert secret not in said, secret
    hidden = {line.title: line.value for line in lines if HIDDEN in (line.value or "")}
    assert hidden["Anggota serumah"] == f"3, {HIDDEN}"
    assert {"Tanggal lahir", "Kontak darurat", "Nomor telepon"} <= hidden.keys()
    shown = private("sambang_warga", 1, body)
    assert {"Nadia Safitri", "081234567890", "08112222333", "30 November 1979"} <= {line.value for line in shown}
    assert [line.value for line in private("sambang_warga", 1, body, {"phone"})][-1] == "081234567890"


def test_the_phone_is_told_nothing_of_it() -> None:
    """Whoever fills in a form sees all of it: its definition stays as small as it is."""
    assert "sensitive" not in str(FORMS["sambang_warga"].definition())
    assert {"phone", "birthdate"} == SENSITIVE
