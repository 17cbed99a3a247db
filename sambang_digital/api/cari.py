"""Search over HTTP: what words find of all that the person may read."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from sambang_digital.api.problem import Problem
from sambang_digital.db import reading
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.rates import Rate
from sambang_digital.security.sessions import allowed
from sambang_digital.services import cari

router = APIRouter(tags=["cari"])
RATE = Rate()


class PieceOut(BaseModel):
    """A piece of plain text; ``marked``: it is what was looked for."""

    text: str
    marked: bool


class HitOut(BaseModel):
    """Something found: ``id`` of what it ``opens``: of a thread the report or task that it is about."""

    id: UUID | int
    opens: cari.Jenis
    title: list[PieceOut]
    about: list[str]
    at: datetime
    pieces: list[PieceOut]


class FoundOut(BaseModel):
    """Finds of one sort, the newest first; ``more``: there is a next page."""

    jenis: cari.Jenis
    hits: list[HitOut]
    more: bool


class SearchOut(BaseModel):
    """Sorts without a find are left out."""

    found: list[FoundOut]


@router.get("/cari")
async def search(
    actor: Annotated[Actor, allowed(Permission.CARI_READ, RATE)],
    response: Response,
    q: Annotated[str, Query(max_length=500, description="Words in any order; the last may be a beginning.")],
    jenis: Annotated[cari.Jenis | None, Query(description="One sort, page by page; without it a few of each.")] = None,
    hal: Annotated[int, Query(ge=1, le=cari.PAGES, description="Page of one sort.")] = 1,
) -> SearchOut:
    """What is found."""
    response.headers["Cache-Control"] = "no-store"
    try:
        async with reading() as session:
            found = await cari.search(session, actor, q, jenis, hal)
    except cari.TooShort:
        raise Problem(422, errors=[{"field": "q", "message": "Tulis paling sedikit 2 huruf atau angka."}]) from None
    return SearchOut.model_validate({"found": found}, from_attributes=True)
