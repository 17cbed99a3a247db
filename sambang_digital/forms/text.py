"""Cleaning of typed text, the one place for it; ``assets/islands/lib/text.js`` does the same on the phone.

Removed are characters that cannot be seen but change what is seen or stored: controls, zero-width characters, fillers,
directions (bidi), tags and lone surrogates. Emoji stay whole: their joiner (U+200D) is kept before a symbol, their
variation selectors after one. HTML, SQL and formulas are plain text and stay as typed.
"""

import re
import unicodedata
from typing import Any

_SYMBOLS = "\u203c-\u3299\U0001f000-\U0001faff"
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
    f"|\u200d(?![{_SYMBOLS}])|(?<![#*0-9\xa9\xae{_SYMBOLS}])[\ufe0e\ufe0f]"
)


def clean_text(value: str) -> str:
    """Text of several lines: visible characters only, NFC, at most one blank line in a row, trimmed."""
    if value.isascii() and value.isprintable():
        return value.strip()
    value = _LINE_ENDS.sub("\n", value).replace("\t", " ")
    value = unicodedata.normalize("NFC", _INVISIBLE.sub("", value))
    return re.sub(r"\n{3,}", "\n\n", value).strip()


def clean_line(value: str) -> str:
    """The same on one line: every run of white space becomes one space."""
    return " ".join(clean_text(value).split())


def empty_is_none(value: Any) -> Any:
    """What a form sends for a field that may stay empty."""
    return (clean_line(value) or None) if isinstance(value, str) else value
