"""The part of a text that shows why it was found, its words marked: pieces of plain text, never markup."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from sambang_digital.services import kata
from sambang_digital.services.kata import Question

LENGTH = 160
BEFORE = 50
"""Letters that stand before the first word that was found."""
_WORD = re.compile(r"[^\W_]+")


class Piece(NamedTuple):
    """A piece of text; ``marked``: it is what was looked for."""

    text: str
    marked: bool


def marked(text: str, question: Question) -> list[Piece]:
    """The whole text in pieces."""
    pieces, place = [], 0
    for start, end in _spans(text, question):
        if start > place:
            pieces.append(Piece(text[place:start], False))
        pieces.append(Piece(text[start:end], True))
        place = end
    return [*pieces, Piece(text[place:], False)] if place < len(text) else pieces


def excerpt(texts: Iterable[str], question: Question) -> list[Piece]:
    """About :data:`LENGTH` letters of the text in which most is found, from shortly before; nothing where nothing is."""
    best = ""
    spans: list[tuple[int, int]] = []
    for text in texts:
        found = _spans(text, question)
        if len({kata.fold(text[start:end]) for start, end in found}) > len({kata.fold(best[a:b]) for a, b in spans}):
            best, spans = text, found
    if not spans:
        return []
    start = best.rfind(" ", 0, max(0, spans[0][0] - BEFORE)) + 1 if spans[0][0] > BEFORE else 0
    end = best.find(" ", start + LENGTH)
    cut = best[start:] if end < 0 else best[start:end] + " …"
    return marked(f"… {cut}" if start else cut, question)


def table() -> dict[str, Any]:
    """What the phone needs to do the same, as JSON."""
    return {"length": LENGTH, "before": BEFORE}


def _spans(text: str, question: Question) -> list[tuple[int, int]]:
    terms = {term for group in question for way in group for term in way}
    return [
        found.span()
        for found in _WORD.finditer(text)
        if any(term.fits(word) for word in kata.roots(kata.fold(found[0])) for term in terms)
    ]
