"""Address of a position: asked once, told to whoever looks, and nobody waits when the geocoder is gone."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from sambang_digital.db import reading
from sambang_digital.services import alamat, broadcast
from sambang_digital.settings import get_settings

PLACE = "Jalan Imam Bonjol, Karawaci, Kota Tangerang"
TELL = {"id": "x", "revision": 1, "satuan_id": 1, "author_id": 1, "state": "terkirim"}


class Geocoder:
    """As much of Nominatim as is asked for: knows one place, answers 503 while ``broken``."""

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []
        self.agents: set[str] = set()
        self.broken = False
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(parse_qs(urlsplit(self.path).query))
                outer.agents.add(self.headers["User-Agent"])
                known = outer.asked[-1]["lat"][0].startswith("-6.2")
                found = (
                    {"display_name": PLACE, "lat": "-6.2", "lon": "106.6"} if known else {"error": "Unable to geocode"}
                )
                self.send_response(503 if outer.broken else 200)
                body = json.dumps(found).encode()
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/peta"


@pytest.fixture
def geocoder() -> Iterator[Geocoder]:
    found = Geocoder()
    threading.Thread(target=found.server.serve_forever, daemon=True).start()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
async def answering(database: str, geocoder: Geocoder, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Geocoder]:
    """The task that asks, without its pauses."""
    monkeypatch.setenv("GEOCODER_URL", geocoder.url)
    monkeypatch.setattr(alamat, "PAUSE_S", 0)
    get_settings.cache_clear()
    task = asyncio.create_task(alamat.answer())
    await asyncio.sleep(0)  # The task takes its first step.
    yield geocoder
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def address(lat: float, lon: float) -> str:
    async with reading() as session:
        return await alamat.at(session, lat, lon, TELL)


async def told(lat: float, lon: float) -> str:
    """The address after the desk was told that it came."""
    async with broadcast.subscribe(broadcast.LAPORAN) as messages:
        assert await address(lat, lon) == ""
        assert await asyncio.wait_for(anext(messages), 10) == TELL
    return await address(lat, lon)


async def test_asked_once_for_a_point(answering: Geocoder) -> None:
    """The same 11 m are not asked for again; the geocoder learns who asks and the rounded point, nothing else."""
    assert await told(-6.20271, 106.61722) == PLACE
    assert await address(-6.202699, 106.617241) == PLACE
    (question,) = answering.asked
    assert (question["lat"], question["lon"], question["accept-language"]) == (["-6.2027"], ["106.6172"], ["id"])
    assert answering.agents == {f"Sambang Digital ({get_settings().public_url})"}


async def test_an_unknown_place_is_not_asked_for_again(answering: Geocoder) -> None:
    assert await told(0.0, 100.0) == ""
    assert await address(0.0, 100.0) == ""
    assert await told(-6.2, 106.6) == PLACE
    assert len(answering.asked) == 2


async def test_a_broken_geocoder_is_asked_again_at_the_next_look(
    answering: Geocoder, caplog: pytest.LogCaptureFixture
) -> None:
    answering.broken = True
    assert await address(-6.2, 106.6) == ""
    async with asyncio.timeout(10):
        while "geocoder does not answer" not in caplog.text:
            await asyncio.to_thread(threading.Event().wait, 0.01)
    answering.broken = False
    assert await told(-6.2, 106.6) == PLACE


async def test_nobody_is_asked_without_a_setting(database: str, geocoder: Geocoder) -> None:
    assert await address(-6.2, 106.6) == ""
    await asyncio.wait_for(alamat.answer(), 1)
    assert geocoder.asked == []
