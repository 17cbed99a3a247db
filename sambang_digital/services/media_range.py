"""Parts of files, as ``Range`` asks for them (RFC 9110, 14): phones play videos by parts alone."""

import re
from collections.abc import Callable

from sambang_digital.services.media_files import Span
from sambang_digital.services.simpanan import Stored

ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
Wanted = Callable[[int], Span]
"""Tells for a file's length which of its bytes are asked for, the end excluded."""


class OutOfRange(Exception):
    """The file, of ``length`` bytes, is shorter than what is asked for begins."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


def wanted(range_: str, if_range: str | None, etag: str = "") -> Wanted | None:
    """What ``Range`` asks for; None: all. Of a file that was another one then (``If-Range``) a part is of no use; without an ``etag`` a
    file has no name by which to say that it is the same."""
    asked = ONE_RANGE.fullmatch(range_.replace(" ", ""))
    if asked is None or not any(asked.groups()) or (if_range is not None and if_range != (etag or None)):
        return None
    first, last = asked.groups()
    return lambda length: _span(first, last, length)


def _span(first: str, last: str, length: int) -> Span:
    """The bytes meant by ``first-last``, ``first-`` or ``-how many of the last`` of ``length``."""
    start = int(first) if first else max(0, length - int(last))
    end = min(length, int(last) + 1) if first and last else length
    if start >= end:
        raise OutOfRange(length)
    return start, end


def headers(stored: Stored, *, part: bool) -> dict[str, str]:
    """How long what is sent is, and where in the file it lies."""
    found = {"Accept-Ranges": "bytes", "Content-Length": str(stored.end - stored.first)}
    if part:
        found["Content-Range"] = f"bytes {stored.first}-{stored.end - 1}/{stored.size}"
    return found
