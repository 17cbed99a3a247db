"""Photos over HTTP: resumable upload by tus 1.0 (https://tus.io/protocols/resumable-upload), and the stored pictures.

Extensions: creation, creation-with-upload, checksum, expiration, termination. The person is known before a byte of the body is
read. ``Upload-Metadata`` carries ``sha256`` (of the whole file, hexadecimal) and ``filename``; creating an upload again
with the same hash answers where it stands, so a phone needs to remember nothing.
"""

import base64
import binascii
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from email.utils import format_datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from sambang_digital.api.problem import Problem
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.sessions import SignedIn, allowed
from sambang_digital.services import media
from sambang_digital.settings import get_settings

VERSION = "1.0.0"
OFFSET_STREAM = "application/offset+octet-stream"
STATUS: dict[type[media.MediaError], int] = {
    media.NotFound: 404,
    media.WrongOffset: 409,
    media.TooLarge: 413,
    media.Refused: 422,
    media.InUse: 423,
    media.QuotaReached: 429,
    media.Damaged: 460,
    media.Unavailable: 503,
    media.Full: 507,
}
RETRY_AFTER = {429: "3600", 503: "30", 507: "600"}
"""When to come back, seconds."""


class MediaRoute(APIRoute):
    """Turns the rules' refusals into problem documents and marks every answer as private and as tus 1.0."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, wrapped."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            always = {"Cache-Control": "no-store", "Tus-Resumable": VERSION}
            try:
                response = await handle(request)
            except media.MediaError as error:
                status = STATUS[type(error)]
                if status in RETRY_AFTER:
                    always["Retry-After"] = RETRY_AFTER[status]
                raise Problem(status, str(error), headers=always) from error
            except Problem as error:
                error.headers = always | (error.headers or {})
                raise
            response.headers.update(always)
            return response

        return handler


router = APIRouter(prefix="/media", tags=["media"], route_class=MediaRoute)
Uploader = Annotated[Actor, allowed(Permission.MEDIA_WRITE)]


def _same_version(_: Uploader, tus_resumable: Annotated[str, Header()] = "") -> None:
    if tus_resumable != VERSION:
        raise Problem(412, f"Server ini memakai tus {VERSION}.", headers={"Tus-Version": VERSION})


Tus = Depends(_same_version)
Count = Annotated[int, Header(ge=0, le=2**53)]


@router.options("/tus", status_code=204)
async def abilities() -> Response:
    """What this server understands of tus."""
    return Response(
        status_code=204,
        headers={
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,creation-with-upload,checksum,expiration,termination",
            "Tus-Max-Size": str(get_settings().max_media_bytes),
            "Tus-Checksum-Algorithm": "sha1,sha256",
        },
    )


@router.post("/tus", status_code=201, dependencies=[Tus])
async def create(
    request: Request,
    actor: Uploader,
    upload_length: Annotated[int, Header(ge=1, le=2**53)],
    upload_metadata: Annotated[str, Header(max_length=2000)],
    upload_checksum: Annotated[str, Header(max_length=100)] = "",
) -> Response:
    """Begin an upload, or find where the one with the same bytes stands; the body may carry the first bytes."""
    sha256, name = _metadata(upload_metadata)
    upload = await media.begin(actor, sha256, upload_length, name)
    if request.headers.get("content-type") == OFFSET_STREAM:
        if upload.offset < upload.size:
            upload = await media.receive(actor, upload.id, None, _body(request), _checksum(upload_checksum))
        else:
            await _drain(request)
    return _progress(201, upload, Location=f"/api/v1/media/tus/{upload.id}")


@router.head("/tus/{upload_id}", dependencies=[Tus])
async def status(actor: Uploader, upload_id: UUID) -> Response:
    """How many bytes of the upload are here."""
    return _progress(200, await media.status(actor, upload_id))


@router.patch("/tus/{upload_id}", status_code=204, dependencies=[Tus])
async def append(
    request: Request,
    actor: Uploader,
    upload_id: UUID,
    upload_offset: Count,
    upload_checksum: Annotated[str, Header(max_length=100)] = "",
) -> Response:
    """Append the body at ``Upload-Offset``. The last byte's answer says whether the file is a picture that is kept."""
    if request.headers.get("content-type") != OFFSET_STREAM:
        raise Problem(415, f"Isi harus {OFFSET_STREAM}.")
    checksum = _checksum(upload_checksum)
    return _progress(204, await media.receive(actor, upload_id, upload_offset, _body(request), checksum))


@router.delete("/tus/{upload_id}", status_code=204, dependencies=[Tus])
async def end(actor: Uploader, upload_id: UUID) -> Response:
    """Forget an upload that is not finished."""
    await media.end(actor, upload_id)
    return Response(status_code=204)


@router.get("/{media_id}/{size}", response_class=StreamingResponse, responses={200: {"content": {"image/jpeg": {}}}})
async def picture(actor: SignedIn, media_id: UUID, size: Literal["besar", "kecil"]) -> Response:
    """A stored photo: for its uploader, and for who may read a report of that person that names it."""
    stored = await media.picture(actor, media_id, size)
    return StreamingResponse(
        stored.pieces,
        media_type="image/jpeg",
        headers={
            "Content-Length": str(stored.size),
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _progress(status: int, upload: media.Upload, **headers: str) -> Response:
    headers |= {"Upload-Offset": str(upload.offset), "Upload-Length": str(upload.size)}
    if upload.expires_at:
        headers["Upload-Expires"] = format_datetime(upload.expires_at, usegmt=True)
    return Response(status_code=status, headers=headers)


async def _body(request: Request) -> AsyncIterator[bytes]:
    try:
        async for piece in request.stream():
            yield piece
    except ClientDisconnect as error:
        raise media.HungUp from error


async def _drain(request: Request) -> None:
    """Read what is here already, so that the browser gets to read the answer."""
    try:
        received = 0
        async for piece in request.stream():
            received += len(piece)
            if received > get_settings().max_media_bytes:
                return
    except ClientDisconnect:
        return


def _metadata(header: str) -> tuple[str, str]:
    """Hash and file name from ``key base64,key base64``."""
    values: dict[str, str] = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            values[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise _invalid("Upload-Metadata", f"Nilai {key!r} bukan base64 dari teks UTF-8.") from None
    sha256 = values.get("sha256", "").lower()
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise _invalid("Upload-Metadata", "sha256 wajib ada: 64 angka heksadesimal.")
    name = "".join(letter for letter in values.get("filename", "") if letter.isprintable())
    return sha256, name[:200]


def _checksum(header: str) -> media.Checksum | None:
    if not header:
        return None
    algorithm, _, value = header.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        raise Problem(400, "Upload-Checksum bukan base64.") from None
    if algorithm not in ("sha1", "sha256"):
        raise Problem(400, "Upload-Checksum harus sha1 atau sha256.")
    return media.Checksum(algorithm, digest)


def _invalid(field: str, message: str) -> Problem:
    return Problem(422, errors=[{"field": field, "message": message}])
