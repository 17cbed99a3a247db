"""Citizens over HTTP: strikes, similar reports, accounts."""

from types import SimpleNamespace

import httpx
import pytest
from sqlalchemy import select

from sambang_digital.db import reading
from sambang_digital.models import PerangkatWarga
from sambang_digital.services.warga import Warga
from tests.api.conftest import Client
from tests.pengaduan import report
from tests.warga import make_desk, strike

LAPOR, STRIKES = "/api/v1/lapor", "/api/v1/lapor/teguran"
SAID = {"text": "Kejadiannya benar, saya punya fotonya."}


@pytest.fixture(autouse=True)
async def desk(database: str) -> SimpleNamespace:
    """A Polres with a village and its desk."""
    return await make_desk()


async def known(client: httpx.AsyncClient) -> Warga:
    """The phone that sent a report just now."""
    assert (await client.post(LAPOR, json=report())).status_code == 200
    async with reading() as session:
        device_id = await session.scalar(
            select(PerangkatWarga.id).order_by(PerangkatWarga.created_at.desc(), PerangkatWarga.id.desc()).limit(1)
        )
    assert device_id
    return Warga(device_id)


async def test_a_pause_says_everything_and_danger_passes(
    client: httpx.AsyncClient, client_of: Client, desk: SimpleNamespace
) -> None:
    assert (await client.get(STRIKES)).json() == {"strikes": [], "limit": 3, "block": None}
    who = await known(client)
    for _ in range(3):
        last = await strike(who, desk)
    answer = await client.post(LAPOR, json=report())
    assert answer.status_code == 403
    said = answer.json()["detail"]
    for word in ("dijeda sejak", "sampai", "3 laporan", "keberatan", "110", "Respon Cepat", "WIB"):
        assert word in said
    assert (await client.post(LAPOR, json=report(urgent=True))).status_code == 200
    shown = await client.get(STRIKES)
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.json()["block"]["strikes"] == 3
    assert [one["can_appeal"] for one in shown.json()["strikes"]] == [True] * 3
    stranger = client_of("10.0.0.2")
    for strike_id in (last.id, last.pengaduan_id):
        assert (await stranger.post(f"{STRIKES}/{strike_id}/banding", json=SAID)).status_code == 404
    await known(stranger)
    assert (await stranger.post(f"{STRIKES}/{last.id}/banding", json=SAID)).status_code == 404
    short = await client.post(f"{STRIKES}/{last.id}/banding", json={"text": "tidak"})
    assert [one["field"] for one in short.json()["errors"]] == ["text"]
    first, again = [await client.post(f"{STRIKES}/{last.id}/banding", json=SAID) for _ in range(2)]
    assert first.json() == again.json()
    assert [one["can_appeal"] for one in first.json()["strikes"]] == [False, True, True]
    other = await client.post(f"{STRIKES}/{last.id}/banding", json={"text": "Sekali lagi saya keberatan."})
    assert other.status_code == 409
