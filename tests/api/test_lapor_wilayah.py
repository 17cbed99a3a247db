"""The list of villages from which a citizen chooses where it was."""

import httpx

from tests.laporan import KARAWACI, make_village


async def test_villages_are_named_to_everybody(client: httpx.AsyncClient) -> None:
    """Without a cookie, which the question does not leave either; nothing but names."""
    await make_village()
    answer = await client.get("/api/v1/lapor/wilayah")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    (area,) = answer.json()["areas"]
    assert area["code"] == KARAWACI
    assert set(area) == {"code", "name", "kind", "kecamatan_code", "kecamatan", "kabkota"}


async def test_one_address_asks_for_it_now_and_then(client: httpx.AsyncClient) -> None:
    answers = [(await client.get("/api/v1/lapor/wilayah")) for _ in range(70)]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert int(refused.headers["Retry-After"]) > 0
