"""What search engines ask of the whole site."""

from fastapi import Response

from sambang_digital.db import reading
from sambang_digital.publik.halaman import PAGE_METHODS, page_router, text
from sambang_digital.services import bacaan, bhabin

router = page_router()


@router.api_route("/sitemap.xml", methods=PAGE_METHODS)
async def sitemap() -> Response:
    """Every page for everybody (https://www.sitemaps.org/protocol.html)."""
    async with reading() as session:
        villages = await bhabin.codes(session)
    return text("sitemap.xml", "application/xml", rows=(await bacaan.library()).rows, villages=villages)


@router.api_route("/robots.txt", methods=PAGE_METHODS)
async def robots() -> Response:
    """Public pages may be read; screens of those who work here say nothing to a robot."""
    return text("robots.txt", "text/plain")
