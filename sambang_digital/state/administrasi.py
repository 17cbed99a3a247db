"""What the states of the administration share: forms as they arrive, notices, choices."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints

Isian = Annotated[
    dict[Annotated[str, StringConstraints(max_length=64)], Annotated[str, StringConstraints(max_length=400)]],
    Field(max_length=400),
]
"""A submitted form with fields that are known only when it runs; its meaning is checked by the service."""


@dataclass
class Notice:
    """What was just done, or why not; stays until the next deed or until it is closed."""

    tone: str = ""
    text: str = ""


@dataclass
class Pilihan:
    """An option of a select: ``value`` as the form sends it."""

    value: str
    label: str


def number_of(text: str) -> int | None:
    """An id as a form sends it, or None: forms are typed by anybody."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
