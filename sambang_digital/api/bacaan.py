"""The library for officers' phones."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Response
from pydantic import BaseModel

from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.rates import Rate
from sambang_digital.security.sessions import allowed
from sambang_digital.services import bacaan_bawa

router = APIRouter(prefix="/bacaan", tags=["bacaan"])
RATE = Rate()


class ListOut(BaseModel):
    """Short advice under a heading."""

    sort: str
    title: str
    items: list[str]


class LineOut(BaseModel):
    """One answer under a heading."""

    title: str
    text: str


class CallOut(BaseModel):
    """Whom to call: a telephone number, or the address of a site."""

    name: str
    number: str
    note: str


class FilmOut(BaseModel):
    """A video that the network alone has. ``poster``: a picture of it as a data address; ``transcript``: all that is said and shown."""

    poster: str
    caption: str
    transcript: str
    length: str


class TextOut(BaseModel):
    """One text. ``html``: its body, free of scripts."""

    id: UUID
    slug: str
    kind: str
    topic: str | None
    title: str
    summary: str
    lists: list[ListOut]
    lines: list[LineOut]
    call: list[CallOut]
    html: str
    film: FilmOut | None


class LibraryOut(BaseModel):
    """All texts that citizens read now, kind by kind, the newest first."""

    version: str
    texts: list[TextOut]


@router.get("", response_model=LibraryOut, responses={304: {"description": "As it was."}})
async def library(
    actor: Annotated[Actor, allowed(Permission.SINKRON_READ, rate=RATE)],
    if_none_match: Annotated[str | None, Header(max_length=200)] = None,
) -> Response:
    """The library as a phone keeps it, to be shown without network; asked for when ``/api/v1/sinkron`` tells of another version."""
    found = await bacaan_bawa.for_phones()
    headers = {"ETag": f'"{found["version"]}"', "Cache-Control": "private, no-cache"}
    if if_none_match and headers["ETag"] in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(orjson.dumps(found), media_type="application/json", headers=headers)
