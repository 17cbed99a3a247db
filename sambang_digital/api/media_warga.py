"""Photos and videos of citizens over HTTP: their phones send them, and look at them again; handlers see them by ``media``."""

from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from sambang_digital.api.media_stream import ANSWERS, send
from sambang_digital.api.problem import Problem
from sambang_digital.api.tus import Begin, MediaRoute, tus_routes
from sambang_digital.security.rates import Rate
from sambang_digital.security.warga import KnownWarga
from sambang_digital.services import media, media_warga
from sambang_digital.services.media import Uploader
from sambang_digital.services.warga import Warga

CHECKING = 5
"""What it costs to check a file, however small, in megabytes."""
MEGABYTES = Rate(300)
"""Megabytes a minute of new files from one address: thousands of phones share one behind their carrier."""


def _phone(warga: KnownWarga) -> Warga:
    if warga is None:
        raise Problem(401, "HP ini belum dikenal. Muat ulang halaman lapor, lalu coba lagi.")
    return warga


Phone = Annotated[Warga, Depends(_phone)]


def _uploader(warga: Phone) -> Uploader:
    return media_warga.uploader(warga)


def _begin(warga: Phone) -> Begin:
    def count(size: int) -> None:
        MEGABYTES.take(hash(warga.address), cost=CHECKING + size // 1_000_000)

    return partial(media.begin, media_warga.uploader(warga), count=count)


router = APIRouter(route_class=MediaRoute)
router.include_router(
    tus_routes("tus-warga", _uploader, _begin, lambda: media.limits_of(Uploader(device_id=UUID(int=0))).largest)
)


@router.get("/media/warga/{media_id}/{size}", tags=["media"], **ANSWERS)
async def picture(request: Request, warga: Phone, media_id: UUID, size: Literal["besar", "kecil", "video"]) -> Response:
    """A file of this phone, or of a report whose ticket it holds. Never the original: that tells where it was taken."""
    return await send(request, await media_warga.readable(warga, media_id), size)
