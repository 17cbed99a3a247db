"""Texts in pieces of which some are marked, and what a field said before and after."""

from dataclasses import dataclass


@dataclass
class Part:
    """A piece of a text; ``marked``: it is what this text is shown for."""

    text: str
    marked: bool


@dataclass
class ChangeView:
    """A field that says something else; ``before`` or ``after`` is empty where it said nothing."""

    title: str
    before: list[Part]
    after: list[Part]
