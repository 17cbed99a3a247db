"""What every request to ``/api/``, or a page of ours that takes forms, passes before a route sees it: same-origin writes only, and bodies of bounded size."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sambang_digital.api.problem import problem
from sambang_digital.settings import get_settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LINGER_BYTES, LINGER_S = 16_000_000, 20
"""How much of an unwanted body is read, and for how many seconds: as much as a proxy lets pass (``deploy/``), which else
tells of a server that is gone where we said what is wrong."""
GUARDED = ("/api/", "/baca/")
"""Paths below which others may write."""
OWN_LIMIT = (
    "/api/v1/media/tus",
    "/api/v1/personel/impor",
    "/api/v1/potret/",
)
"""Paths that check the size of what they receive themselves."""


class SameOrigin:
    """Refuses writes that another site makes a browser send with our cookie.

    Every browser we support says where a request comes from (``Sec-Fetch-Site``, older ones ``Origin``); a client that
    says neither is no browser and carries no cookie of somebody else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(GUARDED) and not self._allows(scope):
            await problem(403, "Permintaan ini datang dari situs lain.")(scope, receive, send)
            return
        await self.app(scope, receive, send)

    @staticmethod
    def _allows(scope: Scope) -> bool:
        if scope["method"] in SAFE:
            return True
        headers = Headers(scope=scope)
        if site := headers.get("sec-fetch-site"):
            return site in {"same-origin", "none"}
        if origin := headers.get("origin"):
            return origin == get_settings().public_url or urlsplit(origin).netloc == headers.get("host")
        return True


class Linger:
    """Reads on for a while after an answer that came before the end of the body.

    A server that closes at once makes the network drop the answer with the rest of the body, and a phone that is told to sign
    in, or that its file is refused, sees a lost connection instead.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE or not scope["path"].startswith(GUARDED):
            await self.app(scope, receive, send)
            return
        is_whole = False

        async def watched() -> Message:
            nonlocal is_whole
            message = await receive()
            is_whole = not message.get("more_body", False)
            return message

        await self.app(scope, watched, send)
        rest = LINGER_BYTES
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER_S):
                while rest > 0 and not is_whole:
                    rest -= len((await watched()).get("body", b""))


class BodyLimit:
    """Refuses bodies over ``max_body_bytes`` with 413, announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(GUARDED) or scope["path"].startswith(OWN_LIMIT):
            await self.app(scope, receive, send)
            return
        limit = get_settings().max_body_bytes
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdecimal() and int(announced) > limit:
            await problem(413, self._detail(limit))(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(413, self._detail(limit))
            return message

        await self.app(scope, counted, send)

    @staticmethod
    def _detail(limit: int) -> str:
        return f"Satu kiriman paling besar {limit // 1024} KB."
