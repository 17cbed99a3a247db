"""A Graph API on this machine: takes messages, hands out media, and answers as Meta documents."""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

PHONE_ID, TOKEN, VERSION = "106540352242922", "EAAJB-test-token", "v26.0"


@dataclass
class Asked:
    """One request that arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Graph:
    """Answers each message with the next of ``answers`` (status, headers, body), else takes it. ``media``: id to (bytes, mime)."""

    port: int
    asked: list[Asked] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    media: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    elsewhere: str | None = None

    @property
    def base(self) -> str:
        """What WHATSAPP_API is set to."""
        return f"http://127.0.0.1:{self.port}/{VERSION}"

    @property
    def sent(self) -> list[dict[str, Any]]:
        """Bodies of all messages, in order."""
        return [one.body for one in self.asked if one.method == "POST"]

    @property
    def texts(self) -> list[str]:
        """What the messages say; of a template its parameters."""
        return [words(one) for one in self.sent]

    def keep(self, media_id: str, data: bytes, mime: str = "image/jpeg") -> dict[str, str]:
        """Hold a file; gives what a message says of it."""
        self.media[media_id] = (data, mime)
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        return {"id": media_id, "mime_type": mime, "sha256": digest}

    def reply(self, method: str, path: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        if method == "POST":
            number = len(self.sent)
            contacts = [{"input": self.sent[-1].get("to"), "wa_id": self.sent[-1].get("to")}]
            messages = [{"id": f"wamid.OUT{number}"}]
            taken = {"messaging_product": "whatsapp", "contacts": contacts, "messages": messages}
            status, headers, body = self.answers.pop(0) if self.answers else (200, {}, taken)
            return status, headers, json.dumps(body).encode()
        name = path.partition("?")[0].rpartition("/")[2]
        if path.startswith("/files/"):
            data, mime = self.media[name]
            return 200, {"Content-Type": mime}, data
        if self.answers:
            status, headers, body = self.answers.pop(0)
            return status, headers, json.dumps(body).encode()
        if name == PHONE_ID:
            return 200, {}, json.dumps({"id": PHONE_ID}).encode()
        data, mime = self.media[name]
        url = self.elsewhere or f"http://127.0.0.1:{self.port}/files/{name}"
        found = {"id": name, "url": url, "mime_type": mime, "sha256": "", "file_size": len(data)}
        return 200, {}, json.dumps(found | {"messaging_product": "whatsapp"}).encode()


def words(message: dict[str, Any]) -> str:
    """What a message says."""
    if message["type"] == "template":
        return " | ".join(one["text"] for one in message["template"]["components"][0]["parameters"])
    return message["text"]["body"] if message["type"] == "text" else message["interactive"]["body"]["text"]


def error(code: int, message: str = "(#1) Something") -> dict[str, Any]:
    """An error as the Graph API words it."""
    return {"error": {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbC"}}


@contextmanager
def graph_api() -> Iterator[Graph]:
    """A Graph API on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            graph.asked.append(Asked(self.command, self.path, headers, json.loads(body) if body else {}))
            status, more, data = graph.reply(self.command, self.path)
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | more).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = _answer

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    graph = Graph(server.server_port)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield graph
    finally:
        server.shutdown()
        server.server_close()
