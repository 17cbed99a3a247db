"""The table of what can become what fits the forms, and the phone carries over what is known."""

from collections.abc import Iterator
from typing import Any

import pytest

from sambang_digital.forms.base import FormError
from sambang_digital.forms.fields import Spec
from sambang_digital.forms.registry import FORMS, definitions, parse
from sambang_digital.forms.turunan import TURUNAN, Turunan, table
from tests import node
from tests.laporan import household, item

RULES = pytest.mark.parametrize("rule", TURUNAN, ids=lambda rule: f"{rule.kinds[0]} {rule.part} {rule.target}")


def spec_at(kind: str, path: str) -> Spec | None:
    """The field of a form at a dotted path, positions in lists skipped."""
    section: Any = FORMS[kind]
    found = None
    for name in (name for name in path.split(".") if not name.isdecimal()):
        found = next((spec for spec in section.specs() if spec.name == name), None) if section else None
        section = found.section if found else None
    return found


def sources_of(rule: Turunan) -> Iterator[str]:
    yield rule.words
    for take in rule.fields.values():
        yield from take.sources


@RULES
def test_every_source_is_a_field_of_the_old_form(rule: Turunan) -> None:
    for source in sources_of(rule):
        root, _, path = source.partition(".")
        if root == "report":
            assert path in ("place", "day", "time")
        elif root == "part":
            assert all(spec_at(kind, ".".join(filter(None, (rule.part, path)))) for kind in rule.kinds), source
        else:
            assert any(spec_at(kind, path) for kind in rule.kinds), source


@RULES
def test_every_target_is_a_field_of_the_new_form(rule: Turunan) -> None:
    for name, take in rule.fields.items():
        spec = spec_at(rule.target, name)
        assert spec, name
        if spec.options:
            assert {*take.codes.values(), *filter(None, [take.text])} <= {str(option) for option in spec.options}


def made(report: dict[str, Any]) -> dict[tuple[str | None, str], dict[str, Any]]:
    """What the phone offers for a report: the body of the new one by (part, kind)."""
    known = {definition["kind"]: definition for definition in definitions()}
    with node.conversation("turunan.mjs") as ask:
        offers = ask({"rules": table(), "definitions": known, "item": report, "village": "Nusa Jaya"})
    return {(offer["path"], offer["target"]): offer["body"] for offer in offers}


def missing(kind: str, body: dict[str, Any]) -> set[str]:
    """Which fields the officer has still to fill, if there is nothing else to mend."""
    with pytest.raises(FormError) as refused:
        parse(kind, FORMS[kind].version, body)
    errors = refused.value.errors
    assert {fault["message"] for fault in errors} == {"Wajib diisi."}, errors
    return {fault["field"] for fault in errors}


def test_a_complaint_becomes_a_laporan_informasi_with_what_is_known() -> None:
    report = item(1, kind="sambang_warga", body=household(), created_at="2026-11-21T12:30:00+00:00")
    offers = made(report)
    body = offers["result.concerns.0", "laporan_informasi"]
    said = "Lampu jalan di ujung gang mati sejak pekan lalu."
    assert body["field"] == "security"
    assert body["matter"] == body["facts"]["what"] == said
    assert body["facts"]["where"] == "Jalan Melati Raya Gang 4 Nomor 17, RT 3/RW 05, Nusa Jaya"
    assert body["source"]["name"] == "Siti Rahmawati"
    assert (body["source"]["day"][:8], body["source"]["time"][-3:]) == ("2026-11-", ":30")
    assert missing("laporan_informasi", body) >= {"facts.who", "opinion.analysis"}
    assert ("result.situation_note", "laporan_informasi") in offers


def test_what_is_too_long_for_a_line_ends_at_a_word() -> None:
    long = household()
    long["result"]["concerns"][0]["description"] = "parkir liar di depan pasar " * 30
    matter = made(item(1, kind="sambang_warga", body=long))["result.concerns.0", "laporan_informasi"]["matter"]
    assert len(matter) <= 150
    assert matter.rstrip("…").split()[-1] in {"parkir", "liar", "di", "depan", "pasar"}


def test_a_report_without_anything_to_follow_offers_nothing() -> None:
    assert made(item(1)) == {}
