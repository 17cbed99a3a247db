"""A client that talks to the API in this process."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from sambang_digital.api import lapor
from sambang_digital.api.app import make_api
from sambang_digital.models import Akun
from sambang_digital.security import warga
from sambang_digital.security.rates import Rate
from sambang_digital.settings import get_settings
from tests.factories import PASSWORD, make_akun
from tests.laporan import assign, make_village

SESSION = "/api/v1/session"
NRP = "80010001"
Client = Callable[..., httpx.AsyncClient]
KIRIMAN = "/api/v1/kiriman"
Send = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture(autouse=True)
def _rates_of_this_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests of a process come from the same few addresses: what one took of a minute's questions is not the next one's."""
    monkeypatch.setattr(warga, "NEW_PHONES", Rate(10))
    for name in ("LISTS", "MAPS"):
        monkeypatch.setattr(lapor, name, Rate(20))


@pytest.fixture
async def client_of(database: str) -> AsyncIterator[Client]:
    """Makes clients of one API over a fresh database: each a device of its own, at an address of its own."""
    api = make_api()
    made: list[httpx.AsyncClient] = []

    def make(address: str = "10.0.0.1", **options) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(api, client=(address, 1), raise_app_exceptions=False)
        made.append(httpx.AsyncClient(transport=transport, base_url=get_settings().public_url, **options))
        return made[-1]

    yield make
    for client in made:
        await client.aclose()


@pytest.fixture
async def client(client_of: Client) -> httpx.AsyncClient:
    """One device."""
    return client_of()


@pytest.fixture
async def officer(client: httpx.AsyncClient) -> Akun:
    """An officer with a village, signed in on ``client``."""
    akun = await make_akun()
    await make_village()
    await assign(akun)
    answer = await client.post("/api/v1/session", json={"nrp": akun.nrp, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return akun


@pytest.fixture
def send(client: httpx.AsyncClient, officer: Akun) -> Send:
    """Sends items of ``officer`` and gives the results; anything but 200 fails."""

    async def post(*items: Any, **more: Any) -> list[dict[str, Any]]:
        answer = await client.post(KIRIMAN, json={"items": items} | more)
        assert answer.status_code == 200, answer.text
        return answer.json()["results"]

    return post


async def sign_in(client: httpx.AsyncClient, nrp: str = NRP, password: str = PASSWORD, **more) -> httpx.Response:
    """Post the sign-in form."""
    return await client.post(SESSION, json={"nrp": nrp, "password": password, **more})
