"""The register for phones: the sheet of a house that was opened, and who moved away."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Response
from pydantic import BaseModel

from sambang_digital.api.problem import Problem
from sambang_digital.db import transaction
from sambang_digital.forms.register import Pindah
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.rates import Rate
from sambang_digital.security.sessions import allowed
from sambang_digital.services import register
from sambang_digital.services.register import PhoneSheet, RegisterError

router = APIRouter(prefix="/register", tags=["register"])
RATE = Rate()
Officer = Annotated[Actor, allowed(Permission.SINKRON_READ, rate=RATE)]
PRIVATE = {"Cache-Control": "no-store"}


class VisitOut(BaseModel):
    """A visit of the history; ``situation`` in words."""

    id: UUID
    day: date
    at: datetime
    kind: str
    author: str
    situation: str | None
    consent: str | None


class ResidentOut(BaseModel):
    """Somebody grown up who lives there; ``since``: day of the first visit that named them."""

    name: str
    relation: str
    gender: str | None
    since: date


class PhoneOut(BaseModel):
    """A telephone number and whose it is."""

    whose: str
    number: str


class SheetOut(BaseModel):
    """An entry of the officer's own villages. ``withheld``: how many people were left out because they are, or may be, children."""

    id: UUID
    visits: list[VisitOut]
    residents: list[ResidentOut]
    withheld: int
    phones: list[PhoneOut]


class MovedOut(BaseModel):
    """The entry that was meant, as it is now: another id than the one asked for if the two were merged."""

    id: UUID
    moved_on: date | None


@router.get("/{subjek_id}", response_model=SheetOut)
async def sheet(actor: Officer, subjek_id: UUID) -> Response:
    """What a phone may keep of a house that was opened. The look is recorded."""
    try:
        async with transaction() as session:
            found = await register.sheet(session, actor, subjek_id)
    except register.NotFound:
        raise _not_found() from None
    return Response(orjson.dumps(_out(found)), media_type="application/json", headers=PRIVATE)


@router.put("/{subjek_id}/pindah", response_model=MovedOut)
async def move(actor: Officer, subjek_id: UUID, pindah: Pindah) -> MovedOut:
    """They moved away, or live there after all. May be repeated without harm."""
    try:
        async with transaction() as session:
            if pindah.moved and pindah.on:
                found = await register.move_away(session, actor, subjek_id, pindah.on, pindah.reason)
            else:
                found = await register.come_back(session, actor, subjek_id)
    except register.NotFound:
        raise _not_found() from None
    except RegisterError as error:
        raise Problem(422, errors=[{"field": error.field, "message": str(error)}]) from None
    return MovedOut(id=found.id, moved_on=pindah.on if pindah.moved else None)


def _out(found: PhoneSheet) -> dict[str, object]:
    whose, phones = "", []
    for line in found.phones:
        if line.value is None:
            whose = line.title
        else:
            phones.append({"whose": whose or line.title, "number": line.value})
    return {
        "id": str(found.subjek.id),
        "visits": [
            {"id": str(one.id)}
            | {name: getattr(one, name) for name in ("day", "at", "kind", "author", "situation", "consent")}
            for one in found.visits
        ],
        "residents": [
            {name: getattr(one, name) for name in ("name", "relation", "gender", "since")} for one in found.residents
        ],
        "withheld": found.withheld,
        "phones": phones,
    }


def _not_found() -> Problem:
    return Problem(404, "Rumah atau tempat ini tidak ada, atau di luar wilayah Anda.")
