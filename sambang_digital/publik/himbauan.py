"""Announcements: what there is to read, and the way to have new ones come to one's phone."""

from fastapi import Request, Response

from sambang_digital.db import reading
from sambang_digital.publik.halaman import PAGE_METHODS, page, page_router
from sambang_digital.publik.kata_bacaan import icons_of
from sambang_digital.services import bacaan, bhabin, push
from sambang_digital.services.bacaan import Jenis

router = page_router("/himbauan/")


@router.api_route("/himbauan/", methods=PAGE_METHODS)
async def announcements(request: Request) -> Response:
    """All of them, the newest first; the button to have them sent needs a script."""
    rows = [row for row in (await bacaan.library()).rows if row.kind is Jenis.HIMBAUAN]
    async with reading() as session:
        kecamatan = await bhabin.kecamatan(session)
    return page(
        "himbauan.html", request, rows=rows, icons=icons_of(rows), kecamatan=kecamatan, key=push.public_key()
    )  # fmt: skip
