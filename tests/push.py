"""A push service on this machine, and a browser that subscribes to it: it opens what it gets and checks who sent it."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid


def base64url(value: bytes) -> str:
    """Without padding, as browsers write it."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


@dataclass
class Browser:
    """What a browser keeps of its subscription."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def keys(self) -> dict[str, str]:
        """As ``PushSubscription.toJSON()`` gives them."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": base64url(point), "auth": base64url(self.auth)}

    def open(self, sealed: bytes) -> dict[str, Any]:
        """The message, as it reaches the service worker."""
        return json.loads(http_ece.decrypt(sealed, private_key=self.key, auth_secret=self.auth))


@dataclass
class Taken:
    """One request that arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """Answers each request with the next of ``answers`` (status, headers), 201 once they are used up."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.taken: list[Taken] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self._browsers = 0

    def browser(self) -> Browser:
        """A new subscription."""
        self._browsers += 1
        return Browser(f"{self.origin}/push/{self._browsers}")

    def opened(self, browser: Browser) -> list[dict[str, Any]]:
        """What this browser was sent; each by us, for this service, and small enough for all services."""
        found = [one for one in self.taken if self.origin + one.path == browser.endpoint]
        for one in found:
            assert Vapid.verify(one.headers["authorization"])
            token = one.headers["authorization"].split("t=")[1].split(",")[0]
            claims = json.loads(_unpadded(token.split(".")[1]))
            assert claims["aud"] == self.origin
            assert claims["sub"].startswith("mailto:")
            assert one.headers["content-encoding"] == "aes128gcm"
            assert 0 < int(one.headers["ttl"]) <= 86_400
            assert len(one.body) <= 4096
        return [browser.open(one.body) for one in found]


def _unpadded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


@contextmanager
def push_service() -> Iterator[PushService]:
    """A push service on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            service.taken.append(Taken(self.path, headers, body))
            status, more = service.answers.pop(0) if service.answers else (201, {})
            self.send_response(status)
            for name, value in ({"Content-Length": "0"} | more).items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(server.server_port)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
