"""Similar reports over HTTP: what was reported nearby, following it, and stopping to."""

from dataclasses import asdict
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from sambang_digital.api.lapor import PRIVATE, too_many
from sambang_digital.api.problem import Problem
from sambang_digital.forms.pengaduan import Gangguan, Kategori
from sambang_digital.forms.serupa import Ikuti, Mirip
from sambang_digital.security.warga import AnyWarga, KnownWarga
from sambang_digital.services import serupa
from sambang_digital.services.percobaan import TooManyAttempts

router = APIRouter(prefix="/lapor", tags=["lapor"])


class SimilarOut(BaseModel):
    """A similar report; ``token`` follows it, for a quarter of an hour and on this phone."""

    token: str
    category: Kategori
    kind: Gangguan | None
    distance_m: int
    minutes_ago: int


class SimilarsOut(BaseModel):
    """How many there are nearby, and the nearest of them."""

    count: int
    reports: list[SimilarOut]


class FollowOut(BaseModel):
    """By which id this phone stops following."""

    id: UUID


@router.post("/serupa")
async def similar(warga: AnyWarga, wanted: Mirip, response: Response) -> SimilarsOut:
    """Similar open reports of the last 24 hours within 250 m: how far and how long ago, nothing else."""
    response.headers["Cache-Control"] = PRIVATE
    try:
        count, found = await serupa.look(warga, wanted)
    except TooManyAttempts as error:
        raise too_many(error) from None
    return SimilarsOut(count=count, reports=[SimilarOut.model_validate(asdict(one)) for one in found])


@router.post("/ikuti")
async def follow(warga: KnownWarga, wanted: Ikuti, response: Response) -> FollowOut:
    """Follow one of them instead of reporting it again. May be sent again without harm."""
    response.headers["Cache-Control"] = PRIVATE
    over = Problem(404, "Laporan ini tidak dapat diikuti lagi. Cari lagi laporan serupa, atau kirim laporan Anda.")
    if warga is None:
        raise over
    try:
        return FollowOut(id=await serupa.follow(warga, wanted.token))
    except serupa.NotFound:
        raise over from None
    except serupa.TooMany:
        raise Problem(409, "HP ini sudah mengikuti banyak laporan. Berhentilah mengikuti yang lama.") from None
    except TooManyAttempts as error:
        raise too_many(error) from None


@router.delete("/ikuti/{ikut_id}", status_code=204)
async def unfollow(warga: KnownWarga, ikut_id: UUID) -> Response:
    """Stop following."""
    try:
        if warga is None:
            raise serupa.NotFound
        await serupa.unfollow(warga, ikut_id)
    except serupa.NotFound:
        raise Problem(404, "HP ini tidak mengikuti laporan itu.") from None
    return Response(status_code=204)
