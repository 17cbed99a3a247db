"""The session cookie, and who stands behind it: for FastAPI routes and for live pages alike."""

from typing import Annotated

from fastapi import Depends, Request, Response
from starlette.requests import HTTPConnection, cookie_parser

from sambang_digital.security.actor import Actor, Factor, FactorMissing, NotSignedIn
from sambang_digital.security.permissions import Permission
from sambang_digital.security.rates import Rate
from sambang_digital.services import akun, perangkat
from sambang_digital.settings import get_settings

DAY_S = 86_400


def cookie_name() -> str:
    """``__Host-`` binds the cookie to this origin, but browsers accept that only over https."""
    return "__Host-sambang" if get_settings().is_secure else "sambang"


def set_cookie(response: Response, token: str) -> None:
    """Hand the token to the browser, out of reach of scripts."""
    settings = get_settings()
    response.set_cookie(
        cookie_name(),
        token,
        max_age=settings.session_days * DAY_S,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="lax",
    )


def clear_cookie(response: Response) -> None:
    """Take the token back from the browser."""
    response.delete_cookie(cookie_name(), path="/", secure=get_settings().is_secure, httponly=True, samesite="lax")


def cookies_of(connection: HTTPConnection) -> str:
    """The ``Cookie`` header; HTTP/2 may send it in pieces."""
    return "; ".join(connection.headers.getlist("cookie"))


def token_of(cookie_header: str) -> str | None:
    """Our token in a ``Cookie`` header."""
    return cookie_parser(cookie_header).get(cookie_name())


async def actor_from_cookie(cookie_header: str) -> Actor | None:
    """Who sent this ``Cookie`` header, or nobody. Cheap: known tokens are remembered for some seconds."""
    token = token_of(cookie_header)
    return await akun.actor_of_hash(akun.token_hash(token)) if token else None


DEVICE_HEADER = "x-perangkat"
"""The device's own id, sent when it asks who is signed in: a lost one is known by it after its cookie has gone."""


async def _at_the_door(request: Request) -> Actor:
    actor = await actor_from_cookie(cookies_of(request))
    if actor is None:
        raise NotSignedIn(await perangkat.lost_by(token_of(cookies_of(request)), request.headers.get(DEVICE_HEADER)))
    return actor


AtTheDoor = Annotated[Actor, Depends(_at_the_door)]
"""Route parameter: whoever gave the right password, even if the second factor is still to come."""


async def _signed_in(actor: AtTheDoor) -> Actor:
    if actor.factor is Factor.VERIFY:
        raise FactorMissing
    return actor


SignedIn = Annotated[Actor, Depends(_signed_in)]
"""Route parameter: whoever is signed in, even if they must change their password first."""


def allowed(permission: Permission, rate: Rate | None = None) -> Actor:
    """Route parameter ``actor: Annotated[Actor, allowed(Permission.X)]``: signed in and holding the permission.

    With ``rate`` also not asking more often than that allows.
    """

    async def check(actor: SignedIn) -> Actor:
        actor.require(permission)
        if rate:
            rate.take(actor.id)
        return actor

    dependency: Actor = Depends(check)
    return dependency


def client_address(connection: HTTPConnection) -> str:
    """Address of the other end, behind as many proxies as the settings trust."""
    hops = get_settings().trusted_proxy_hops
    forwarded = [part.strip() for part in connection.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return connection.client.host if connection.client else ""
