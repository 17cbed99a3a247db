"""The handshake of live pages: ties each connection to the session that opened it.

Reflex keeps the headers of the handshake in the state (and, with Redis, outside this process), and finds a state by a
token that the tab chose. So before Reflex sees a handshake, the cookies in it are replaced by the hash of the session's
token, which opens nothing by itself, and the tab's token by one derived from tab *and* session: another session, or
none, can never reach a state of this one, whatever token it presents.
"""

from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sambang_digital.security.sessions import token_of
from sambang_digital.services import akun

PATH = "/_event"
SEAL = "session-hash="
SESSION_ENDED = 4401
"""Close code of a connection whose session was revoked."""

_open: dict[str, set[Send]] = {}


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
        token = token_of(Headers(scope=scope).get("cookie", ""))
        session = akun.token_hash(token).hex() if token else ""
        connections = _open.setdefault(session, set())
        connections.add(send)
        try:
            await self.app(_sealed(scope, session), receive, send)
        finally:
            connections.discard(send)
            if not connections and _open.get(session) is connections:
                del _open[session]


def _sealed(scope: Scope, session: str) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
    if session:
        headers.append((b"cookie", (SEAL + session).encode()))
    query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    if "token" in query:
        query["token"] = sha256(f"{session}:{query['token']}".encode()).hexdigest()
    return {**scope, "headers": headers, "query_string": urlencode(query).encode()}


async def close(sessions: list[str]) -> None:
    """Close the live connections of ended sessions (hex of their hashes) in this process."""
    for session in sessions:
        for send in list(_open.get(session, ())):
            await send({"type": "websocket.close", "code": SESSION_ENDED})
