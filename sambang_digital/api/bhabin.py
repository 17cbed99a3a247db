"""Where a citizen is, asked by the page that looks for their Bhabinkamtibmas: answered and forgotten."""

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict

from sambang_digital.api.problem import Problem
from sambang_digital.db import reading
from sambang_digital.forms.kiriman import Latitude, Longitude
from sambang_digital.security.rates import Rate
from sambang_digital.security.sessions import client_address
from sambang_digital.services import wilayah

router = APIRouter(prefix="/bhabin", tags=["bhabin"])
RATE = Rate()
"""By address, of which many phones share one: as much as a whole neighbourhood may ask."""


def _not_too_often(request: Request) -> None:
    RATE.take(hash(client_address(request)))


class PositionBody(BaseModel):
    """A position, WGS84 degrees. Sent in a body, never in an address: it lands in no log and no history."""

    model_config = ConfigDict(extra="forbid")

    lat: Latitude
    lon: Longitude


class VillageOut(BaseModel):
    """The village that holds it: ``/bhabin/{code}`` is its page."""

    code: str


@router.post("/posisi", dependencies=[Depends(_not_too_often)])
async def at(body: PositionBody) -> VillageOut:
    """The village at a position. Nothing of the position is stored."""
    async with reading() as session:
        code = await wilayah.village_at(session, body.lat, body.lon)
    if code is None:
        raise Problem(
            404, "Posisi Anda di luar kelurahan dan desa yang kami layani. Pilih dari daftar, atau telepon 110."
        )
    return VillageOut(code=code)
