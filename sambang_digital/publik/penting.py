"""The numbers that help, as the Polres writes them down."""

from fastapi import Request, Response

from sambang_digital.db import reading
from sambang_digital.publik.halaman import PAGE_METHODS, page, page_router
from sambang_digital.services import bhabin

router = page_router("/nomor-penting/")


@router.api_route("/nomor-penting/", methods=PAGE_METHODS)
async def numbers(request: Request) -> Response:
    """All of them."""
    async with reading() as session:
        return page("penting.html", request, numbers=await bhabin.numbers(session))
