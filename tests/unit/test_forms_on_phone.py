"""Server and phone judge the same form alike: shared vectors, every character, and random bodies."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sambang_digital.forms.base import MAX_ERRORS, Form, FormError, Section
from sambang_digital.forms.fields import (
    DATE_BOUNDS,
    BirthDate,
    Choice,
    Clause,
    Count,
    Day,
    DueDay,
    Flag,
    Ink,
    Line,
    Phone,
    Ref,
    Rukun,
    Text,
    Time,
    flag,
    optional,
    required,
    several,
    today,
)
from sambang_digital.forms.registry import FORMS
from sambang_digital.forms.text import clean_line, clean_text
from tests import node

VECTORS = json.loads((Path(__file__).parent / "vectors" / "forms.json").read_text())


class Colour(Choice):
    RED = "red", "Merah"
    BLUE = "blue", "Biru"


class Small(Section):
    """A repeated part with narrow limits, so that random bodies meet them."""

    name: Line = required("Nama", min_length=2, max_length=3)
    born: BirthDate | None = optional("Lahir")


class Everything(Form):
    """Every type of field, dense enough for random bodies to meet every rule."""

    kind: ClassVar[str] = "everything"
    title: ClassVar[str] = "Semua"

    colour: Colour = required("Warna")
    note: Text | None = required("Catatan", min_length=2, max_length=4, show_if={"colour": [Colour.RED]})
    open: Flag = flag("Buka")
    count: Count | None = required("Jumlah", ge=0, le=3, show_if={"open": [True]})
    rt: Rukun | None = optional("RT")
    phone: Phone | None = optional("Telepon")
    born: BirthDate = required("Lahir")
    happened: Day | None = optional("Tanggal")
    due: DueDay | None = optional("Batas")
    at: Time | None = optional("Jam")
    colours: list[Colour] = several("Warna lain", min_length=2, max_length=2)
    if_blue: Line | None = required("Biru", max_length=3, show_if={"colours": [Colour.BLUE]})
    parts: list[Small] = several("Bagian", max_length=2)
    clause: Clause | None = optional("Butir")
    ink: Ink | None = optional("Goresan")
    ref: Ref | None = optional("Rujukan")


ALL = FORMS | {"everything": Everything}
DEFINITIONS = {kind: json.loads(json.dumps(form.definition())) for kind, form in ALL.items()}

Ask = Callable[[Any], Any]
Faults = list[dict[str, str]]


@pytest.fixture(scope="module")
def phone() -> Iterator[Ask]:
    with node.conversation("forms.mjs") as ask:
        yield ask


def on_phone(phone: Ask, kind: str, body: Any) -> dict[str, Any]:
    """``{"errors", "body"}``: the phone's faults and the body it would send."""
    return phone({"definition": DEFINITIONS[kind], "body": body, "today": today().isoformat()})


def on_server(kind: str, body: Any) -> Faults:
    try:
        ALL[kind].parse(ALL[kind].version, body)
    except FormError as error:
        return error.errors
    return []


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['kind']}: {vector['why']}")
def test_vectors(vector: dict[str, Any], phone: Ask) -> None:
    assert on_server(vector["kind"], vector["body"]) == vector["errors"]
    assert on_phone(phone, vector["kind"], vector["body"])["errors"] == vector["errors"]


def test_every_character_is_cleaned_alike(phone: Ask) -> None:
    # Planes 3 to 13, 15 and 16 hold no character that any rule names.
    for codes in (range(0x10000), range(0x10000, 0x20000), range(0x20000, 0x20010), range(0xDFFF0, 0xE1010)):
        texts = ["a{0}b7{0}🏠{0}".format(chr(code)) for code in codes]
        here = [[clean_text(text), clean_line(text)] for text in texts]
        there = phone({"texts": texts})
        assert [text for text, ours, theirs in zip(texts, here, there, strict=True) if ours != theirs] == []


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200_000) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "x", "rt"]), inner, max_size=3)
    ),
    max_leaves=4,
)
ODD_TEXT = st.text(st.characters(codec=None) | st.sampled_from("\u200b\u200d\ufe0f\u202e\u0301 \n\t❤🏠7e"), max_size=12)
TYPED = {
    "phone": st.from_regex(r"\A(\+62|0062|62|0|\+|)[0-9]{4,16}\Z") | st.from_regex(r"\A[0-9 ().\-]{6,18}\Z") | ODD_TEXT,
    "rukun": st.from_regex(r"\A ?[0-9]{1,4}\Z") | ODD_TEXT,
    "count": st.integers(-3, 200_000)
    | st.from_regex(r"\A-?[0-9]{1,7}(\.0)?\Z")
    | st.sampled_from([1.0, 2.5, "", " 4 "]),
    "time": st.times().map(lambda at: at.strftime("%H:%M"))
    | st.from_regex(r"\A ?[0-2]?[0-9][.: ]?[0-6][0-9]\Z")
    | ODD_TEXT,
    "flag": st.booleans(),
    "ref": st.uuids().map(str)
    | st.uuids().map(lambda one: str(one).upper())
    | st.from_regex(r"\A ?[0-9a-g]{8}(-[0-9a-f]{3,4}){3}-[0-9a-f]{12} ?\Z"),
    "clause": st.from_regex(r"\A[a-d ]{3,8}(\[[a-d ]{0,3}\]?)?\Z")
    | st.sampled_from([499, 500, 501]).map(lambda n: "🏠" * n),
    "signature": st.from_regex(r"\A(M[0-9]{1,3} [0-9]{1,3}( [0-9]{1,3} [0-9]{1,3}){1,5}){1,3}\Z")
    | st.sampled_from([749, 750, 751]).map(lambda n: "M" + " ".join(["1"] * 2 * n))
    | st.sampled_from(["M0 0 600 300 1 1 2 2 3 3", "M0 0 601 0 1 1 2 2 3 3", "M0 0 0 301 1 1 2 2 3 3", "", "M1 2"]),
    "point": st.fixed_dictionaries(
        {"lat": st.floats(-91, 91) | st.integers(-91, 91), "lon": st.floats(-181, 181) | st.integers(-181, 181)}
    )
    | st.dictionaries(st.sampled_from(["lat", "lon", "alt"]), st.floats(-5, 5) | st.booleans() | st.text(max_size=3)),
} | dict.fromkeys(
    DATE_BOUNDS,
    st.dates(today() - timedelta(3), today() + timedelta(3)).map(str)
    | st.dates(today() + timedelta(5 * 365 - 2), today() + timedelta(5 * 365 + 2)).map(str)
    | st.dates(date(1899, 12, 30), date(2099, 1, 1)).map(str)
    | st.sampled_from(
        ["1900-01-01", "1899-12-31", "2000-01-01", "31-12-1999", "0000-01-01", "29-2-2000", "29-2-1900", "31/4/2001"]
    )
    | st.from_regex(r"\A[0-3]?[0-9][-/. ][01]?[0-9][-/. ](19|20|18)[0-9]{2}\Z")
    | st.from_regex(r"\A(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]\Z")
    | st.from_regex(r"\A[0-3][0-9][01][0-9](19|20)[0-9]{2}\Z"),
)


def values(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Mostly what an officer could enter into the field, now and then anything at all."""
    kind = field["type"]
    if kind in ("choice", "choices"):
        code = st.sampled_from([option[0] for option in field["options"]])
        good: st.SearchStrategy[Any] = (
            code if kind == "choice" else st.lists(code | st.just("x"), max_size=field["max"] + 1)
        )
    elif kind == "section":
        good = bodies(field["fields"])
    elif kind == "repeat":
        few = st.lists(bodies(field["fields"]), max_size=3)
        good = few | st.integers(field["max"] - 1, field["max"] + 1).map(lambda n: [{}] * n)
    elif kind in TYPED:
        good = TYPED[kind]
        if kind == "count":
            good = good | st.sampled_from([field["min"] - 1, field["min"], field["max"], field["max"] + 1])
    else:
        around = [field.get("min", 1) - 1, field.get("min", 1), field["max"], field["max"] + 1]
        good = (
            ODD_TEXT
            | st.sampled_from(around).map(lambda n: "e\u0301" * n)
            | st.sampled_from(around).map(lambda n: "🏠" * n)
        )
    return st.integers(0, 15).flatmap(lambda chance: {14: st.none(), 15: ANYTHING}.get(chance, good))


def bodies(fields: list[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    known = {field["name"]: values(field) for field in fields}
    return st.integers(0, 7).flatmap(
        lambda chance: st.fixed_dictionaries(known | ({} if chance else {"lain": ANYTHING}))
    )


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["everything"] * 5 + sorted(FORMS)).flatmap(
        lambda k: st.tuples(st.just(k), bodies(DEFINITIONS[k]["fields"]))
    )
)
def test_random_bodies_are_judged_alike(phone: Ask, case: tuple[str, dict[str, Any]]) -> None:
    kind, body = case
    body = json.loads(json.dumps(body))  # as it arrives: two halves of a surrogate pair become one letter
    server, answer = on_server(kind, body), on_phone(phone, kind, body)

    def ordered(faults: Faults) -> list[tuple[str, ...]]:
        return sorted(tuple(fault.values()) for fault in faults)

    if len(server) == MAX_ERRORS:
        assert len(answer["errors"]) >= MAX_ERRORS
        return
    assert ordered(answer["errors"]) == ordered(server)
    if not server:
        # What the phone sends after its own conversion means the same as the raw draft.
        version = ALL[kind].version
        assert ALL[kind].parse(version, answer["body"]) == ALL[kind].parse(version, body)
