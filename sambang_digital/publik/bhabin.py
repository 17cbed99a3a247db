"""One's Bhabinkamtibmas: to be found by kecamatan or by name, and a page for each kelurahan and desa."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Request, Response
from starlette.responses import RedirectResponse, StreamingResponse

from sambang_digital.db import reading
from sambang_digital.publik.halaman import PAGE_METHODS, NotFound, page, page_router
from sambang_digital.services import bhabin, potret
from sambang_digital.services.bhabin import Desa, Lembar, Petugas
from sambang_digital.services.media_errors import NotFound as NotKept
from sambang_digital.settings import get_settings

router = page_router("/bhabin/")
MAX_NAME = 60
"""Letters of a name that is looked for."""
MOBILE = "08"
SMALL = "-kecil"
"""Ending of the name of a portrait's small size."""
PORTRAITS = "/bhabin/potret"


def address_of(code: str) -> str:
    """The page of a village, in full."""
    return f"{get_settings().public_url}/bhabin/{code}"


def readable(number: str) -> str:
    """A mobile number in groups of four, as people read it out: ``0812-0000-0101``; any other as it is."""
    return "-".join((number[:4], number[4:8], number[8:])) if number.startswith(MOBILE) else number


@router.api_route("/bhabin/", methods=PAGE_METHODS)
async def choice(request: Request) -> Response:
    """The kecamatan; of one of them, or by a name, the villages."""
    asked = request.query_params
    text, chosen = asked.get("cari", "")[:MAX_NAME], asked.get("kecamatan", "")
    async with reading() as session:
        kecamatan = await bhabin.kecamatan(session)
        if text.strip():
            villages = await bhabin.named(session, text)
        else:
            villages = await bhabin.of_kecamatan(session, chosen) if chosen else []
    return _choice(request, kecamatan=kecamatan, villages=villages, text=text.strip(), chosen=chosen)


@router.api_route("/bhabin/potret/{name}.webp", methods=PAGE_METHODS)
async def portrait(request: Request, name: str) -> Response:
    """The portrait of an officer who is on duty today and is shown; any other is as if it were not there. ``-kecil``: the small size."""
    id_, small, rest = name.partition(SMALL)
    try:
        potret_id = UUID(id_)
        stored = await potret.public_picture(potret_id, potret.SMALL if small else potret.LARGE)
    except (ValueError, NotKept):
        raise NotFound from None
    if rest or str(potret_id) != id_:
        raise NotFound
    headers = {"ETag": f'"{name}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return StreamingResponse(
        stored.pieces, media_type="image/webp", headers=headers | {"Content-Length": str(stored.size)}
    )


@router.api_route("/bhabin/{code}/", methods=PAGE_METHODS)
async def _to_village(code: str) -> Response:
    return RedirectResponse(f"/bhabin/{quote(code)}", 308)


@router.api_route("/bhabin/{code}", methods=PAGE_METHODS)
async def village(request: Request, code: str) -> Response:
    """Who answers for a village today, and whom else to call."""
    async with reading() as session:
        found = await bhabin.find(session, code)
        kecamatan = [] if found else await bhabin.kecamatan(session)
    if found is None:
        return _choice(request, kecamatan=kecamatan, villages=[], text="", chosen="", unknown=True, status=404)
    return page(
        "bhabin.html", request, found=found, village=found.village, address=address_of(code), readable=readable,
        linked_data=linked_data(found), portraits=PORTRAITS, small=SMALL,
    )  # fmt: skip


def _choice(
    request: Request, *, unknown: bool = False, villages: list[Desa], status: int = 200, **said: Any
) -> Response:
    groups: dict[str, list[Desa]] = {}
    for one in villages:
        groups.setdefault(f"Kecamatan {one.kecamatan}, {one.kabkota}", []).append(one)
    return page("bhabin_pilih.html", request, status=status, groups=groups, unknown=unknown, **said)


def linked_data(found: Lembar) -> dict[str, Any]:
    """The unit that answers for the village, for search engines (https://schema.org/PoliceStation); the village alone without one."""
    place = {
        "@type": "AdministrativeArea",
        "name": f"{found.village.title}, Kecamatan {found.village.kecamatan}, {found.village.kabkota}",
    }
    if found.office is None:
        return {"@context": "https://schema.org"} | place
    known = {"address": found.office.address, "telephone": found.office.phone}
    return {
        "@context": "https://schema.org",
        "@type": "PoliceStation",
        "name": found.office.name,
        "areaServed": place,
        "employee": [_person(one) for one in found.officers],
    } | {name: value for name, value in known.items() if value}


def _person(one: Petugas) -> dict[str, str]:
    """An officer (https://schema.org/Person), with the portrait if one is shown."""
    known = {"@type": "Person", "name": one.full_name, "jobTitle": "Bhabinkamtibmas"}
    if one.phone:
        known["telephone"] = one.phone
    if one.portrait:
        known["image"] = f"{get_settings().public_url}{PORTRAITS}/{one.portrait}.webp"
    return known
