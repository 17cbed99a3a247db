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


NEAR = {"category": "gangguan", "kind": "tawuran", "lat": -6.18, "lon": 106.62}


async def test_a_similar_report_is_followed_and_left(client: httpx.AsyncClient, client_of: Client) -> None:
    spot = {"lat": -6.1801, "lon": 106.6201, "accuracy_m": 9.5}
    sent = report(position=spot)
    assert (await client_of("10.0.0.2").post(LAPOR, json=sent)).status_code == 200
    assert (await client.post(f"{LAPOR}/ikuti", json={"token": "A" * 60})).status_code == 404
    asked = await client.post(f"{LAPOR}/serupa", json=NEAR)
    assert asked.headers["Cache-Control"] == "no-store"
    (offer,) = asked.json()["reports"]
    assert asked.json()["count"] == 1
    assert offer.keys() == {"token", "category", "kind", "distance_m", "minutes_ago"}
    made = (await client.post(f"{LAPOR}/ikuti", json={"token": offer["token"]})).json()
    listed = (await client.get(f"{LAPOR}/tiket")).json()
    assert listed["tickets"] == []
    assert [one.keys() for one in listed["followed"]] == [{"id", "category", "state", "changed_at"}]
    for secret in (sent["text"], sent["name"], sent["id"], str(spot["lat"])):
        assert secret not in str(listed) + asked.text
    stranger = client_of("10.0.0.3")
    assert (await stranger.post(f"{LAPOR}/serupa", json=NEAR)).json()["count"] == 1
    assert (await stranger.post(f"{LAPOR}/ikuti", json={"token": offer["token"]})).status_code == 404
    assert (await stranger.delete(f"{LAPOR}/ikuti/{made['id']}")).status_code == 404
    assert (await client.delete(f"{LAPOR}/ikuti/{made['id']}")).status_code == 204
    assert (await client.get(f"{LAPOR}/tiket")).json()["followed"] == []


@pytest.mark.parametrize(
    ("field", "more"),
    [("category", {"category": "apa"}), ("lat", {"lat": 91}), ("lon", {"lon": "x"}), ("teks", {"teks": "Halo"})],
)
async def test_a_senseless_question_names_its_field(client: httpx.AsyncClient, field: str, more: dict) -> None:
    answer = await client.post(f"{LAPOR}/serupa", json=NEAR | more)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])


async def test_too_many_questions(client: httpx.AsyncClient) -> None:
    answers = [await client.post(f"{LAPOR}/serupa", json=NEAR) for _ in range(21)]
    assert [one.status_code for one in answers] == [200] * 20 + [429]
    assert "110" in answers[-1].json()["detail"]
