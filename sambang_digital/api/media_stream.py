"""Sends a stored file, whole or the part that was asked for."""

from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from sambang_digital.api.problem import Problem
from sambang_digital.models import Media
from sambang_digital.services import media_files, media_range

_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_FILE = {"content": dict.fromkeys(("image/jpeg", "image/png", "image/webp"), _BYTES) | {"video/*": _BYTES}}
ANSWERS: dict[str, Any] = {
    "response_class": StreamingResponse,
    "responses": {200: _FILE, 206: {"description": "The part that was asked for"} | _FILE},
}
"""What a route that sends files may answer, for the OpenAPI document."""


async def send(request: Request, media: Media, size: str) -> Response:
    """The file in one of its sizes; 206 with ``Range``, 416 if the file is shorter than that."""
    wanted = media_range.wanted(request.headers.get("range", ""), request.headers.get("if-range"))
    try:
        stored = await media_files.get(media.id, size, wanted)
    except media_range.OutOfRange as error:
        headers = {"Content-Range": f"bytes */{error.length}"}
        raise Problem(416, "Bagian yang diminta tidak ada.", headers=headers) from None
    headers = media_range.headers(stored, part=wanted is not None) | {
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "attachment" if size == "asli" else "inline",
    }
    return StreamingResponse(stored.pieces, 206 if wanted else 200, headers, media_files.mime_of(media, size))
