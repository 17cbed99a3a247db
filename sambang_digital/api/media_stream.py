"""Sends a stored file, whole or the part that was asked for: phones play videos by parts alone."""

import re
from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from sambang_digital.api.problem import Problem
from sambang_digital.models import Media
from sambang_digital.services import media_files
from sambang_digital.services.media_files import Span

_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_FILE = {"content": dict.fromkeys(("image/jpeg", "image/png", "image/webp"), _BYTES) | {"video/*": _BYTES}}
ANSWERS: dict[str, Any] = {
    "response_class": StreamingResponse,
    "responses": {200: _FILE, 206: {"description": "The part that was asked for"} | _FILE},
}
"""What a route that sends files may answer, for the OpenAPI document."""
ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
HEADERS = {"X-Content-Type-Options": "nosniff", "Accept-Ranges": "bytes"}


async def send(request: Request, media: Media, size: str) -> Response:
    """The file in one of its sizes; 206 with ``Range``, 416 if the file is shorter than that."""
    asked = ONE_RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    # A part of a file as it was once is of no use: ours never change, but they have no name by which to say so.
    parts = asked.groups() if asked and "if-range" not in request.headers else ("", "")
    stored = await media_files.get(media.id, size, (lambda length: _span(*parts, length)) if any(parts) else None)
    headers = HEADERS | {
        "Content-Length": str(stored.end - stored.first),
        "Content-Disposition": "attachment" if size == "asli" else "inline",
    }
    if any(parts):
        headers["Content-Range"] = f"bytes {stored.first}-{stored.end - 1}/{stored.size}"
    mime = media_files.mime_of(media, size)
    return StreamingResponse(stored.pieces, 206 if any(parts) else 200, headers, mime)


def _span(first: str, last: str, length: int) -> Span:
    """The bytes meant by ``first-last``, ``first-`` or ``-how many of the last`` of ``length``, the end excluded."""
    start = int(first) if first else max(0, length - int(last))
    end = min(length, int(last) + 1) if first and last else length
    if start >= end:
        raise Problem(416, "Bagian yang diminta tidak ada.", headers={"Content-Range": f"bytes */{length}"})
    return start, end
