"""What two versions of a text say differently: field by field, and in each word by word."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from sambang_digital.forms.bacaan_naskah import LABELS, said
from sambang_digital.forms.perubahan import Pieces, marked

MOST_WORDS = 1_500
"""Of changed lines that stand together; more are marked as a whole: comparing takes time with the square of it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says something else; ``before`` or ``after`` is empty where it said nothing."""

    title: str
    before: Pieces
    after: Pieces


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The fields that differ, in the order of the page; both are ``bacaan_sunting.values_of`` a version."""
    found = []
    for name, label in LABELS.items():
        old, new = said(name, before.get(name)), said(name, after.get(name))
        if old != new:
            found.append(Difference(label, *_by_lines(old, new)))
    return found


def _by_lines(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Lines first: what stands in other lines need not be compared word by word."""
    was, becomes = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: tuple[Pieces, Pieces] = ([], [])
    for tag, start, end, new_start, new_end in SequenceMatcher(None, was, becomes, autojunk=False).get_opcodes():
        texts = "".join(was[start:end]), "".join(becomes[new_start:new_end])
        if tag == "equal" or sum(len(text.split()) for text in texts) > MOST_WORDS:
            found: tuple[Pieces, Pieces] = ([(texts[0], tag != "equal")], [(texts[1], tag != "equal")])
        else:
            found = marked(*texts)
        for side, more in zip(pieces, found, strict=True):
            side += [piece for piece in more if piece[0]]
    return pieces
