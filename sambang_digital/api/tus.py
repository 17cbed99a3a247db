"""Resumable upload by tus 1.0 (https://tus.io/protocols/resumable-upload): one set of routes for each kind of uploader.

Extensions: creation, creation-with-upload, checksum, expiration, termination. Whoever sends is known before a byte of the body
is read. ``Upload-Metadata`` carries ``sha256`` (of the whole file, hexadecimal) and ``filename``; creating an upload again
with the same hash answers where it stands, so a phone needs to remember nothing.
"""

import base64
import binascii
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from email.utils import format_datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from sambang_digital.api.problem import Problem
from sambang_digital.services import media, media_errors
from sambang_digital.services.media import Uploader
from sambang_digital.services.media_body import Checksum

VERSION = "1.0.0"
OFFSET_STREAM = "application/offset+octet-stream"
STATUS: dict[type[media_errors.MediaError], int] = {
    media_errors.NotFound: 404,
    media_errors.WrongOffset: 409,
    media_errors.TooLarge: 413,
    media_errors.Refused: 422,
    media_errors.InUse: 423,
    media_errors.QuotaReached: 429,
    media_errors.Damaged: 460,
    media_errors.Unavailable: 503,
    media_errors.Full: 507,
}
RETRY_AFTER = {429: "3600", 503: "30", 507: "600"}
"""When to come back, seconds."""
Begin = Callable[..., Coroutine[Any, Any, media.Upload]]


class MediaRoute(APIRoute):
    """Turns the rules' refusals into problem documents and marks every answer as private and as tus 1.0."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, wrapped."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            always = {"Cache-Control": "no-store", "Tus-Resumable": VERSION}
            try:
                response = await handle(request)
            except media_errors.MediaError as error:
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


def _same_version(tus_resumable: Annotated[str, Header()] = "") -> None:
    if tus_resumable != VERSION:
        raise Problem(412, f"Server ini memakai tus {VERSION}.", headers={"Tus-Version": VERSION})


Count = Annotated[int, Header(ge=0, le=2**53)]
Sum = Annotated[str, Header(max_length=100)]


def tus_routes(
    path: str, owner: Callable[..., Any], begin: Callable[..., Any], largest: Callable[[], int]
) -> APIRouter:
    """The routes below ``/media/{path}``.

    ``owner`` (a dependency) gives whose the uploads are or refuses, ``begin`` what begins one of (sha256, size, name);
    ``largest`` is the longest file, bytes.
    """
    # Whoever may not send is told so before anything is said of versions.
    tus = [Depends(owner), Depends(_same_version)]
    router = APIRouter(prefix=f"/media/{path}", tags=["media"], route_class=MediaRoute)
    Owner = Annotated[Uploader, Depends(owner)]
    Begins = Annotated[Begin, Depends(begin)]

    @router.options("", status_code=204)
    async def abilities() -> Response:
        """What this server understands of tus."""
        return Response(
            status_code=204,
            headers={
                "Tus-Version": VERSION,
                "Tus-Extension": "creation,creation-with-upload,checksum,expiration,termination",
                "Tus-Max-Size": str(largest()),
                "Tus-Checksum-Algorithm": "sha1,sha256",
            },
        )

    @router.post("", status_code=201, dependencies=tus)
    async def create(
        request: Request,
        uploader: Owner,
        begin: Begins,
        upload_length: Annotated[int, Header(ge=1, le=2**53)],
        upload_metadata: Annotated[str, Header(max_length=2000)],
        upload_checksum: Sum = "",
    ) -> Response:
        """Begin an upload, or find where the one with the same bytes stands; the body may carry the first bytes."""
        sha256, name = _metadata(upload_metadata)
        upload = await begin(sha256, upload_length, name)
        if request.headers.get("content-type") == OFFSET_STREAM:
            if upload.offset < upload.size:
                upload = await media.receive(uploader, upload.id, None, _body(request), _checksum(upload_checksum))
            else:
                await _drain(request, largest())
        return _progress(201, upload, Location=f"/api/v1/media/{path}/{upload.id}")

    @router.head("/{upload_id}", dependencies=tus)
    async def status(uploader: Owner, upload_id: UUID) -> Response:
        """How many bytes of the upload are here."""
        return _progress(200, await media.status(uploader, upload_id))

    @router.patch("/{upload_id}", status_code=204, dependencies=tus)
    async def append(
        request: Request, uploader: Owner, upload_id: UUID, upload_offset: Count, upload_checksum: Sum = ""
    ) -> Response:
        """Append the body at ``Upload-Offset``. The last byte's answer says whether the file is one that is kept."""
        if request.headers.get("content-type") != OFFSET_STREAM:
            raise Problem(415, f"Isi harus {OFFSET_STREAM}.")
        checksum = _checksum(upload_checksum)
        return _progress(204, await media.receive(uploader, upload_id, upload_offset, _body(request), checksum))

    @router.delete("/{upload_id}", status_code=204, dependencies=tus)
    async def end(uploader: Owner, upload_id: UUID) -> Response:
        """Forget an upload that is not finished."""
        await media.end(uploader, upload_id)
        return Response(status_code=204)

    return router


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
        raise media_errors.HungUp from error


async def _drain(request: Request, most: int) -> None:
    """Read what is here already, so that the browser gets to read the answer."""
    try:
        received = 0
        async for piece in request.stream():
            received += len(piece)
            if received > most:
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


def _checksum(header: str) -> Checksum | None:
    if not header:
        return None
    algorithm, _, value = header.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        raise Problem(400, "Upload-Checksum bukan base64.") from None
    if algorithm not in ("sha1", "sha256"):
        raise Problem(400, "Upload-Checksum harus sha1 atau sha256.")
    return Checksum(algorithm, digest)


def _invalid(field: str, message: str) -> Problem:
    return Problem(422, errors=[{"field": field, "message": message}])
