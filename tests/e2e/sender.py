"""A phone without a screen: signs in and posts visits and photos over the API, for tests of those who read them."""

import base64
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import httpx
from PIL import Image

from sambang_digital.models.base import now
from tests.e2e.officer import VILLAGES
from tests.e2e.server import LiveServer
from tests.laporan import body, item, photo, position
from tests.servers import PATIENCE_S

NUMBERS = count()
"""One for each visit of this process."""


class Sender:
    """A demo officer's device at ``server``."""

    def __init__(self, client: httpx.Client, person: dict[str, Any]) -> None:
        self.client, self.person = client, person

    def item(self, name: str, at: datetime | None = None, **more: Any) -> dict[str, Any]:
        """A visit to a place in the demo officer's own village: each at another spot and, unless ``at`` is given, half an
        hour before the last, all of them before the demo's days, so that no rule finds anything in them."""
        number = next(NUMBERS)
        (lat, lon), at = VILLAGES[0], at or now() - timedelta(days=8, minutes=30 * number)
        here = position(lat=lat + number % 20 * 4e-4, lon=lon + number // 20 * 4e-4, time=at.isoformat())
        made = {"position": here, "body": body(name), "created_at": at.isoformat()}
        return item(self.person["id"], **made | more)

    def visit(self, name: str, **more: Any) -> dict[str, Any]:
        """Post such a visit; gives the item."""
        sent = self.item(name, **more)
        self.post(sent)
        return sent

    def post(self, *items: dict[str, Any]) -> None:
        """Post items that must all be accepted."""
        answer = self.client.post("/api/v1/kiriman", json={"items": items})
        assert answer.status_code == 200, answer.text
        assert {result["status"] for result in answer.json()["results"]} == {"accepted"}, answer.text

    def upload(self, content: bytes) -> None:
        """Upload a photo in one go."""
        metadata = {"sha256": hashlib.sha256(content).hexdigest(), "filename": "1.jpg"}
        encoded = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in metadata.items())
        tus = {"Tus-Resumable": "1.0.0"}
        made = self.client.post(
            "/api/v1/media/tus", headers=tus | {"Upload-Length": str(len(content)), "Upload-Metadata": encoded}
        )
        assert made.status_code == 201, made.text
        done = self.client.patch(
            made.headers["Location"],
            content=content,
            headers=tus | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"},
        )
        assert done.status_code == 204, done.text


def picture(colour: str) -> tuple[bytes, dict[str, Any]]:
    """A JPEG of one colour, and what an item says of it."""
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    return file.getvalue(), photo(sha256=hashlib.sha256(file.getvalue()).hexdigest())


@contextmanager
def sender(server: LiveServer, key: str = "petugas") -> Iterator[Sender]:
    """The device of a demo officer, signed in."""
    account = server.account(key)
    with httpx.Client(base_url=server.url, timeout=PATIENCE_S) as client:
        answer = client.post("/api/v1/session", json={"nrp": account.nrp, "password": account.password})
        assert answer.status_code == 200, answer.text
        yield Sender(client, answer.json())
