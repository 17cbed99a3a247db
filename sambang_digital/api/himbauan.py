"""Announcements for citizens without an account: a browser asks for them, asks what it asked for, and ends it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from sambang_digital.api.kabar import Keys
from sambang_digital.api.problem import Problem
from sambang_digital.db import reading, transaction
from sambang_digital.security.rates import Rate
from sambang_digital.security.sessions import client_address
from sambang_digital.services import himbauan
from sambang_digital.services.push import NotAllowed

router = APIRouter(prefix="/himbauan", tags=["himbauan"])
RATE = Rate(10)
"""By address, of which many phones share one."""
Endpoint = Annotated[str, Field(min_length=10, max_length=1000, pattern="^https?://[!-~]+$")]


def _not_too_often(request: Request) -> None:
    RATE.take(hash(client_address(request)))


SELDOM = [Depends(_not_too_often)]


class Browser(BaseModel):
    """Where messages for a browser go. It is the browser's secret, so it stands in a body, never in an address."""

    model_config = ConfigDict(extra="forbid")

    endpoint: Endpoint


class Wanted(Browser):
    """What a browser asks for: announcements of one kecamatan, or (null) of all."""

    keys: Keys
    kecamatan_code: Annotated[str | None, Field(pattern=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$")] = None


class AskedOut(BaseModel):
    """Whether this browser takes announcements, and of which kecamatan (null: of all)."""

    subscribed: bool
    kecamatan_code: str | None


@router.put("/langganan", status_code=204, dependencies=SELDOM)
async def subscribe(body: Wanted) -> None:
    """Let this browser take announcements, instead of what it asked for before."""
    try:
        async with transaction() as session:
            await himbauan.subscribe(session, body.endpoint, body.keys.p256dh, body.keys.auth, body.kecamatan_code)
    except NotAllowed as error:
        message = f"Layanan pemberitahuan peramban ini ({error.host}) tidak dikenal server. Coba dengan peramban lain."
        raise Problem(422, errors=[{"field": "endpoint", "message": message}]) from None
    except himbauan.UnknownKecamatan:
        message = "Kecamatan ini tidak kami kenal. Pilih dari daftar."
        raise Problem(422, errors=[{"field": "kecamatan_code", "message": message}]) from None


@router.post("/langganan/lihat", dependencies=SELDOM)
async def look(body: Browser) -> AskedOut:
    """What this browser asked for."""
    async with reading() as session:
        found = await himbauan.asked_for(session, body.endpoint)
    return AskedOut(subscribed=found is not None, kecamatan_code=found.kecamatan_code if found else None)


@router.post("/langganan/berhenti", status_code=204, dependencies=SELDOM)
async def unsubscribe(body: Browser) -> None:
    """This browser takes no announcements any more. May be repeated without harm."""
    async with transaction() as session:
        await himbauan.unsubscribe(session, body.endpoint)
