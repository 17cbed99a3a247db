"""A bad network: stands between browser and server, and can refuse, swallow answers, or bring a new version of the app."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

REQUEST_ONLY = {"accept-encoding", "if-none-match", "if-modified-since"}
"""Not passed on: answers are to be whole and plain, so that they can be changed."""
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "server", "date"}


@dataclass
class BadNetwork:
    """What is wrong at the moment. ``port`` is where the browser connects, ``target`` the server's port."""

    port: int
    target: int = 0
    refuse: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    """Path prefix → status and headers that are answered instead of asking the server."""
    swallow: set[str] = field(default_factory=set)
    """Path prefixes whose requests reach the server while the answer is lost."""
    worker_suffix: bytes = b""
    """Added to ``/sw.js``: a browser takes it for a new version of the app."""
    seen: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Origin for the browser."""
        return f"http://localhost:{self.port}"


def _handler(network: BadNetwork) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            network.seen.append(f"{self.command} {self.path}")
            for prefix, (status, headers) in network.refuse.items():
                if self.path.startswith(prefix):
                    self._answer(status, headers.items(), b"")
                    return
            server = http.client.HTTPConnection("127.0.0.1", network.target, timeout=30)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in REQUEST_ONLY}
            server.request(self.command, self.path, body or None, headers)
            answer = server.getresponse()
            content = answer.read()
            if any(self.path.startswith(prefix) for prefix in network.swallow):
                self.close_connection = True
                self.connection.close()
                return
            if self.path == "/sw.js":
                content += network.worker_suffix
            kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP]
            self._answer(answer.status, kept, content)

        def _answer(self, status: int, headers: object, content: bytes) -> None:
            self.send_response(status)
            for name, value in headers:  # type: ignore[attr-defined]
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                with suppress(BrokenPipeError):  # the browser has gone on
                    self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _pass

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler


@contextmanager
def bad_network(port: int, start_server: Callable[[str], int]) -> Iterator[BadNetwork]:
    """A proxy on ``port``; ``start_server(url)`` starts the server that believes to be reached there and gives its port."""
    network = BadNetwork(port)
    network.target = start_server(network.url)
    listener = ThreadingHTTPServer(("127.0.0.1", port), _handler(network))
    listener.daemon_threads = True
    Thread(target=listener.serve_forever, daemon=True).start()
    try:
        yield network
    finally:
        listener.shutdown()
        listener.server_close()
