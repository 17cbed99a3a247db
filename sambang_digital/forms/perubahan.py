"""What differs between two versions of a filled form, field by field, in the words of the form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

import orjson

from sambang_digital.forms.base import Section
from sambang_digital.forms.fields import Spec
from sambang_digital.forms.reading import is_empty, present, text_of

Stored = tuple[int, Mapping[str, Any]]
"""A stored body with the version of its form."""
Pieces = list[tuple[str, bool]]
"""A text in pieces, each marked (it differs) or not."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field with another answer than before. ``title`` is what a person calls it (``Anggota 2 · Nama``); ``before`` or
    ``after`` is None where it was empty."""

    title: str
    before: str | None
    after: str | None


def compare(kind: str, before: Stored, after: Stored) -> list[Change]:
    """The fields that differ, in the order of the form; bodies that no form knows are compared key by key."""
    (form, old), (other, new) = present(kind, *before), present(kind, *after)
    if form is None or other is None:
        return list(_raw(before[1], after[1]))
    return list(_section(form, old, new, ()))


def _raw(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            yield Change(str(key), *(str(body[key]) if key in body else None for body in (old, new)))


def _section(
    section: type[Section], old: Mapping[str, Any], new: Mapping[str, Any], names: tuple[str, ...]
) -> Iterator[Change]:
    for spec in section.specs():
        if spec.type == "ref":
            continue
        before, after = old.get(spec.name), new.get(spec.name)
        if spec.section and (isinstance(before, str) or isinstance(after, str)):
            # Hidden from the reader: a word stands for all of it.
            if before != after:
                yield Change(" · ".join((*names, spec.title)), _said(spec, before), _said(spec, after))
        elif spec.type == "section":
            # Fields that stand in a row are named well enough by themselves.
            inner = names if spec.hints.get("row") else (*names, spec.title)
            yield from _section(spec.section, before or {}, after or {}, inner)
        elif spec.type == "repeat":
            yield from _repeat(spec, before or [], after or [], names)
        elif _said(spec, before) != _said(spec, after):
            yield Change(" · ".join((*names, spec.title)), _said(spec, before), _said(spec, after))


def _repeat(
    spec: Spec, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], names: tuple[str, ...]
) -> Iterator[Change]:
    for before, after in _paired(old, new):
        number = (before if after is None else after) or 0
        item = f"{spec.hints.get('item', spec.title)} {number + 1}"
        was = {} if before is None else old[before]
        yield from _section(spec.section, was, {} if after is None else new[after], (*names, item))


def _paired(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[int | None, int | None]]:
    """Positions of items that differ, each with its counterpart: one that went must not make all behind it look changed."""
    was, becomes = ([orjson.dumps(item, option=orjson.OPT_SORT_KEYS) for item in items] for items in (old, new))
    for tag, start, end, new_start, new_end in SequenceMatcher(None, was, becomes, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from zip_longest(range(start, end), range(new_start, new_end))


def _said(spec: Spec, value: Any) -> str | None:
    return None if is_empty(spec, value) else text_of(spec, value)


def marked(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces: the words of the first that went, those of the second that came."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    pieces: tuple[Pieces, Pieces] = ([], [])
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for found, words in zip(pieces, (old[start:end], new[new_start:new_end]), strict=True):
            if words:
                found.append(("".join(words), tag != "equal"))
    return pieces
