"""The handshake of live pages: ties each connection to the session that opened it.

Reflex keeps the headers of the handshake in the state (and, with Redis, outside this process), and finds a state by a
token that the tab chose. So before Reflex sees a handshake, the cookies in it are replaced by the hash of the session's
token, which opens nothing by itself, and the tab's token by one derived from tab *and* session: another session, or
none, can never reach a state of this one, whatever token it presents.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sambang_digital.security.sessions import cookies_of, token_of
from sambang_digital.services import akun

PATH = "/_event"
SEAL = "session-hash="

_open: dict[str, set[asyncio.Event]] = {}
"""For each session (hex of its hash; empty: none) the connections of this process, each by the event that ends it."""


def session_hash(cookie_header: str) -> bytes | None:
    """Hash of the session's token, as sealed into the ``cookie`` of a live connection."""
    return bytes.fromhex(cookie_header.removeprefix(SEAL)) if cookie_header.startswith(SEAL) else None


class LiveSession:
    """ASGI wrapper around everything; acts on live connections only."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket" or not scope["path"].startswith(PATH):
            await self.app(scope, receive, send)
            return
        token = token_of(cookies_of(HTTPConnection(scope)))
        session = akun.token_hash(token).hex() if token else ""
        ended = asyncio.Event()
        connections = _open.setdefault(session, set())
        connections.add(ended)
        try:
            async with _until(ended, receive) as receive_until_ended:
                await self.app(_sealed(scope, session), receive_until_ended, send)
        finally:
            connections.discard(ended)
            if not connections and _open.get(session) is connections:
                del _open[session]


@asynccontextmanager
async def _until(ended: asyncio.Event, receive: Receive) -> AsyncIterator[Receive]:
    """``receive`` that reports the other end as gone once ``ended`` is set, so that the app cleans up and hangs up."""
    over = asyncio.create_task(ended.wait())

    async def receive_or_end() -> Message:
        message = asyncio.ensure_future(receive())
        try:
            await asyncio.wait((message, over), return_when=asyncio.FIRST_COMPLETED)
            return message.result() if message.done() else {"type": "websocket.disconnect", "code": 1008}
        finally:
            message.cancel()

    try:
        yield receive_or_end
    finally:
        over.cancel()


def _sealed(scope: Scope, session: str) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
    if session:
        headers.append((b"cookie", (SEAL + session).encode()))
    query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    if "token" in query:
        query["token"] = sha256(f"{session}:{query['token']}".encode()).hexdigest()
    return {**scope, "headers": headers, "query_string": urlencode(query).encode()}


async def close_ended() -> None:
    """Lifespan task: close the live connections of sessions that end, in whichever process they were ended."""
    async for sessions in akun.endings():
        for session in sessions:
            for ended in _open.get(session, ()):
                ended.set()
