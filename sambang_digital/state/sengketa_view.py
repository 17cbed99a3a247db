"""Problem solving as the desk shows it: the sides beside each other, the points numbered, the signatures as they were drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sambang_digital.forms.base import Section
from sambang_digital.forms.fields import INK_SIZE
from sambang_digital.forms.pemecahan_masalah import Bentuk, Party, PemecahanMasalah, Signer, Signing, Witness
from sambang_digital.forms.reading import Line, present, text_of
from sambang_digital.services.eskalasi import CaseFilter
from sambang_digital.state.eskalasi_view import EskalasiAddress

SHEET = f"0 0 {INK_SIZE[0]} {INK_SIZE[1]}"
"""``viewBox`` of a drawn signature."""
SHOWN = ("first_party", "second_party", "witnesses", "agreement")
"""What the sides and the letter show, and the lines of the report therefore do not."""


@dataclass
class PersonView:
    """Somebody of a side, or a witness, and what is known of them."""

    name: str
    lines: list[Line]


@dataclass
class SignatureView:
    """A signature; ``ink`` is empty when it was confirmed without drawing."""

    name: str
    role: str
    ink: str


@dataclass
class Letter:
    """The people of a dispute, and what they agreed; ``signing`` in words. ``case_url``: where a case that was handed on stands."""

    first: list[PersonView] = field(default_factory=list)
    second: list[PersonView] = field(default_factory=list)
    witnesses: list[PersonView] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    signing: str = ""
    signatures: list[SignatureView] = field(default_factory=list)
    case_url: str = ""


def _people(section: type[Section], people: Iterable[Mapping[str, Any]] | None) -> list[PersonView]:
    known = [spec for spec in section.specs() if spec.name != "name"]
    return [
        PersonView(
            one["name"], [Line(0, spec.title, text_of(spec, one[spec.name])) for spec in known if one.get(spec.name)]
        )
        for one in people or ()
    ]


def letter_of(
    laporan_id: str, kind: str, form_version: int, body: Mapping[str, Any]
) -> tuple[Letter, Mapping[str, Any]]:
    """What is shown in a way of its own, and the rest of the body for the lines of the report."""
    form, known = present(kind, form_version, body)
    if form is not PemecahanMasalah or not known:
        return Letter(), body
    agreement = known.get("agreement") or {}
    letter = Letter(
        first=_people(Party, known.get("first_party")),
        second=_people(Party, known.get("second_party")),
        witnesses=_people(Witness, known.get("witnesses")),
        points=[point["text"] for point in agreement.get("points") or ()],
        signing=Signing(agreement["signing"]).label if agreement else "",
        signatures=[
            SignatureView(one["name"], Signer(one["role"]).label, one.get("ink") or "")
            for one in agreement.get("signatures") or ()
        ],
    )
    if known.get("bentuk") == Bentuk.ESKALASI:
        letter.case_url = EskalasiAddress.of(CaseFilter(side="keluar")).url(id=laporan_id)
    return letter, {name: value for name, value in known.items() if name not in SHOWN}
