"""The API as a process of its own, without the frontend build, and a client that can be cut off at any byte."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.e2e.server import LiveServer


class ApiServer(LiveServer):
    """All of ``/api/v1`` in ``workers`` processes; ``stop(SIGKILL)`` is the power cut."""

    workers = 1
    probe = "/api/v1/openapi.json"

    @cached_property
    def command(self) -> tuple[str, ...]:  # type: ignore[override]
        """Granian as ``cli serve`` runs it, on the API alone."""
        return (
            "-m", "granian", "--interface", "asgi", "--factory", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", str(self.workers), "--log-level", "warning", "--workers-kill-timeout", "2", "sambang_digital.api.app:make_api",
        )  # fmt: skip


@contextmanager
def api_server(data_dir: Path, database_url: str, workers: int = 1, **settings: str) -> Iterator[ApiServer]:
    """A running server over a migrated database."""
    server = ApiServer(data_dir, {"DATABASE_URL": database_url, **settings})
    server.workers = workers
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Connection:
    """One kept-alive HTTP/1.1 connection, as thin as can be, so that a load generator costs little beside the server."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie = port, ""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def write(self, content: bytes) -> asyncio.StreamReader:
        """Send bytes, connecting first if need be; the answer is to be read from what this gives."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        writer.write(content)
        return reader

    def request(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The bytes of a request."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nCookie: {self.cookie}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def send(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Status and body of the answer; a session cookie in it is kept."""
        reader = await self.write(self.request(method, path, body))
        head = await reader.readuntil(b"\r\n\r\n")
        status, *lines = head.split(b"\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(b": ") for line in lines)}
        if cookie := headers.get(b"set-cookie"):
            self.cookie = cookie.partition(b";")[0].decode()
        return int(status[9:12]), await reader.readexactly(int(headers.get(b"content-length", 0)))

    async def post(self, path: str, value: Any) -> tuple[int, Any]:
        """Post JSON, read JSON."""
        status, body = await self.send("POST", path, json.dumps(value).encode())
        return status, json.loads(body or b"null")

    async def sign_in(self, nrp: str, password: str) -> "Connection":
        """Get a session."""
        status, answer = await self.post("/api/v1/session", {"nrp": nrp, "password": password})
        assert status == 200, answer
        return self

    def drop(self) -> None:
        """Hang up at once, without a word."""
        if self._streams:
            self._streams[1].transport.abort()
        self._streams = None
