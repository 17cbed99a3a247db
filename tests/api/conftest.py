"""A client that talks to the API in this process."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from sambang_digital.api.app import make_api
from sambang_digital.settings import get_settings

Client = Callable[..., httpx.AsyncClient]


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
