"""The map on a server that names where its tiles come from."""

import base64
import math
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.browser import DESK
from tests.e2e.conftest import MakeContext, MakeServer
from tests.e2e.server import LiveServer

SignIn = Callable[[Page, str], None]
TILES = "https://ubin.example/{z}/{x}/{y}.png"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def live_server(make_server: MakeServer) -> LiveServer:
    """One that has tiles."""
    return make_server(TILE_URL=TILES, TILE_ATTRIBUTION="© pembuat ubin")


@pytest.fixture
def page(make_context: MakeContext, sign_in: SignIn) -> Page:
    """The Kasat at the desk."""
    page = make_context(viewport=DESK).new_page()
    sign_in(page, "kasat")
    return page


def place_of(url: str) -> tuple[int, float, float]:
    """Zoom, and the north-west corner of a tile (degrees): Web Mercator as OpenStreetMap numbers it."""
    zoom, x, y = map(int, re.findall(r"\d+", url.partition("ubin.example")[2]))
    n = 2**zoom
    return zoom, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / n)))), x / n * 360 - 180


def test_tiles_lie_under_the_villages(page: Page) -> None:
    """Those of the Polres's own place, closer ones after a step nearer; who made them is named."""
    asked: list[tuple[int, float, float]] = []

    def tile(route: Route) -> None:
        asked.append(place_of(route.request.url))
        route.fulfill(body=PIXEL, content_type="image/png")

    page.context.route("https://ubin.example/**", tile)
    page.goto("/peta/")
    drawn = page.locator("svg image")
    expect(drawn.first).to_be_attached()
    expect(page.get_by_text("© pembuat ubin")).to_be_visible()
    page.get_by_role("button", name="Perbesar peta").click()
    expect(drawn.first).to_have_attribute("href", re.compile(rf"/{asked[0][0] + 1}/"))
    assert {zoom for zoom, _, _ in asked} == {asked[0][0], asked[0][0] + 1}
    for zoom, lat, lon in asked:
        tile_degrees = 360 / 2**zoom
        assert -6.5 - tile_degrees < lat < -5.8 + tile_degrees
        assert 106.3 - tile_degrees < lon < 107.0 + tile_degrees


def test_without_answers_the_villages_remain(page: Page) -> None:
    """A tile server that is gone takes nothing but its tiles."""
    page.context.route("https://ubin.example/**", lambda route: route.abort())
    page.goto("/peta/")
    expect(page.locator("svg image").first).to_be_attached()
    expect(page.get_by_text(re.compile(r"\d+ laporan, "))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("peta", re.IGNORECASE)).locator("path").first).to_be_visible()
