"""Security and caching headers of every answer, as the outermost ASGI wrapper (last in Reflex's ``api_transformer``)."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from sambang_digital.security.csp import API_POLICY, FILE_POLICY, page_policy
from sambang_digital.settings import get_settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COMMON = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
OF_PAGES = (
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(self), camera=(self), microphone=(), payment=(), usb=()"),
)
"""These mean nothing on scripts and data, of which a first visit loads some forty: each byte counts there."""
HSTS = (b"strict-transport-security", b"max-age=31536000")
API = ("/api/", "/_event", "/ping", "/_health")
NEVER_CHANGES = ("/assets/", "/baca/gambar/", "/baca/video/", "/bhabin/potret/")
"""Vite puts a content hash into every name below the first path; a picture, a video and a portrait never change under their ids."""


def cache_control(path: str, status: int) -> bytes:
    """How long an answer may be kept: hashed files forever, data never, all else only after asking again."""
    if path.startswith(API):
        return b"no-store"
    if path.startswith(NEVER_CHANGES) and status in {200, 206, 304}:
        return b"public, max-age=31536000, immutable"
    return b"no-cache"


KEEP_NOTHING = b"no-store"
"""What a page may say of itself instead: it stays nowhere on the device."""


def is_page(path: str, status: int, headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether an answer is a document. "Not modified" names no type, yet its headers replace those the browser kept."""
    if status == 304:
        return "." not in path.rpartition("/")[2] or path.endswith(".html")
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)


class SecurityHeaders:
    """Wraps an ASGI app; what it sets replaces what the app set under the same name.

    Where people type https, the app hears of https too, though the proxy in front speaks http with it: else it would
    lead them from ``/masuk`` to ``http://…/masuk/``.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        is_secure = get_settings().is_secure
        self._common = (*COMMON, HSTS) if is_secure else COMMON
        self._scheme = {"scheme": "https"} if is_secure else {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                theirs = list(message.get("headers", ()))
                ours = dict(self._common)
                if (b"cache-control", KEEP_NOTHING) not in theirs:
                    ours[b"cache-control"] = cache_control(path, message["status"])
                if is_page(path, message["status"], theirs):
                    ours |= dict(OF_PAGES)
                    ours[b"content-security-policy"] = page_policy(path).encode()
                else:
                    policy = API_POLICY if path.startswith(API) else FILE_POLICY
                    ours[b"content-security-policy"] = policy.encode()
                message["headers"] = [row for row in theirs if row[0].lower() not in ours] + list(ours.items())
            await send(message)

        await self._app({**scope, **self._scheme}, receive, send_with_headers)
