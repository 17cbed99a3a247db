"""A client that reads the pages in this process, behind the headers that every answer gets."""

from collections.abc import AsyncIterator

import httpx
import pytest

from sambang_digital.api.app import make_api
from sambang_digital.db import transaction
from sambang_digital.publik import bacaan as pages
from sambang_digital.publik.app import with_pages
from sambang_digital.security.headers import SecurityHeaders
from sambang_digital.security.rates import Rate
from sambang_digital.services import bacaan_terbit
from sambang_digital.settings import get_settings


@pytest.fixture
async def client(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a session; the texts of the product are there."""
    monkeypatch.setattr(pages, "RATE", Rate(60))
    async with transaction() as session:
        await bacaan_terbit.install(session, demo=True)
    app = SecurityHeaders(with_pages(make_api()))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=get_settings().public_url) as made:
        yield made
