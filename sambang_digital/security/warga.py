"""The anonymous session of a citizen's phone: a cookie out of reach of scripts, which owns its reports, uploads and limits."""

from typing import Annotated

from fastapi import Depends, Request, Response
from starlette.requests import cookie_parser

from sambang_digital.db import transaction
from sambang_digital.security.rates import Rate
from sambang_digital.security.sessions import DAY_S, client_address, cookies_of
from sambang_digital.services import warga
from sambang_digital.services.warga import KEPT_DAYS, Warga
from sambang_digital.settings import get_settings

NEW_PHONES = Rate(60)
"""New phones of one address a minute: many share one behind their carrier."""
KNOWN_PHONES = Rate()


def cookie_name() -> str:
    """``__Host-`` binds the cookie to this origin, but browsers accept that only over https."""
    return "__Host-warga" if get_settings().is_secure else "warga"


async def _known(request: Request) -> Warga | None:
    token = cookie_parser(cookies_of(request)).get(cookie_name())
    found = await warga.known(token, client_address(request)) if token else None
    if found:
        KNOWN_PHONES.take(hash(found.device_id))
    return found


KnownWarga = Annotated[Warga | None, Depends(_known)]
"""Route parameter: the phone, if it was here before."""


async def _anybody(request: Request, response: Response, found: KnownWarga) -> Warga:
    if found is not None:
        return found
    address = client_address(request)
    NEW_PHONES.take(hash(address))
    async with transaction() as session:
        made, token = await warga.begin(session, address)
    keep(response, token)
    return made


def keep(response: Response, token: str) -> None:
    """Let the browser keep its token."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=KEPT_DAYS * DAY_S,
        path="/",
        secure=get_settings().is_secure,
        httponly=True,
        samesite="lax",
    )


AnyWarga = Annotated[Warga, Depends(_anybody)]
"""Route parameter: the phone, known from now on; the answer carries its cookie (answers made by hand have to take it over)."""
