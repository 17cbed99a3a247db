"""A phone that asks without end is told to wait; what it sent is neither lost nor half taken in."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import func, select

from sambang_digital import db
from sambang_digital.api import kiriman, sinkron
from sambang_digital.models import Akun, Laporan
from sambang_digital.security.rates import BURST_MINUTES
from sambang_digital.settings import get_settings
from tests.api.conftest import KIRIMAN
from tests.laporan import item


@pytest.fixture
def one_a_minute(officer: Akun, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The smallest allowance, and nothing of it left over for other tests."""
    monkeypatch.setenv("MAX_REQUESTS_PER_MINUTE", "1")
    get_settings.cache_clear()
    yield
    kiriman.RATE._buckets.clear()
    sinkron.RATE._buckets.clear()


@pytest.mark.usefixtures("one_a_minute")
async def test_too_many_requests(client: httpx.AsyncClient, officer: Akun) -> None:
    for _ in range(BURST_MINUTES):
        answer = await client.post(KIRIMAN, json={"items": [item(officer.id)]})
        assert answer.status_code == 200
    refused = await client.post(KIRIMAN, json={"items": [item(officer.id)]})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 61
    assert refused.headers["content-type"] == "application/problem+json"
    assert "Tidak ada yang hilang" in refused.json()["detail"]
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Laporan)) == BURST_MINUTES
    # Fetching has an allowance of its own, and signing in and out is none of this.
    assert (await client.get("/api/v1/sinkron")).status_code == 200
    assert (await client.get("/api/v1/session")).status_code == 200
