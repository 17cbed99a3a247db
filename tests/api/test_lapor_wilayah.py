"""The list and the map of villages from which a citizen chooses where it was."""

import httpx
import pytest

from sambang_digital.api import lapor
from sambang_digital.db import transaction
from sambang_digital.security.rates import Rate
from sambang_digital.services import wilayah
from tests.laporan import KARAWACI, LAT, NEIGHBOUR, make_village

MAP = "/api/v1/lapor/peta"


async def test_villages_are_named_to_everybody(client: httpx.AsyncClient) -> None:
    """Without a cookie, which the question does not leave either; nothing but names."""
    await make_village()
    answer = await client.get("/api/v1/lapor/wilayah")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.json()["needed"] is True, "no Polres is there"
    (area,) = answer.json()["areas"]
    assert area["code"] == KARAWACI
    assert set(area) == {"code", "name", "kind", "kecamatan_code", "kecamatan", "kabkota"}


@pytest.mark.parametrize(("url", "rate"), [("/api/v1/lapor/wilayah", "LISTS"), (MAP, "MAPS")])
async def test_one_address_asks_for_it_now_and_then(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, url: str, rate: str
) -> None:
    monkeypatch.setattr(lapor, rate, Rate(20))
    answers = [(await client.get(url)) for _ in range(70)]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert int(refused.headers["Retry-After"]) > 0


async def test_the_map_is_everybodys_and_asked_for_again_for_nothing(client: httpx.AsyncClient) -> None:
    """Without a cookie; what a phone has already is not sent again before boundaries change; no more than where villages lie."""
    await make_village()
    answer = await client.get(MAP)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    (area,) = answer.json()["areas"]
    assert set(area) == {"code", "name", "kecamatan", "approximate", "middle", "rings"}
    kept = {"If-None-Match": answer.headers["ETag"]}
    same = await client.get(MAP, headers=kept)
    assert (same.status_code, same.content) == (304, b"")
    await make_village(NEIGHBOUR, lat=LAT + 0.1)
    other = await client.get(MAP, headers=kept)
    assert (other.status_code, len(other.json()["areas"])) == (200, 2)


async def test_the_map_of_the_whole_polres_is_small(client: httpx.AsyncClient) -> None:
    async with transaction() as session:
        assert await wilayah.install_facts(session) == 157
    async with client.stream("GET", MAP, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(b"".join([part async for part in answer.aiter_raw()])) <= 60_000
