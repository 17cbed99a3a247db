"""Citizens' reports over HTTP: a phone without an account sends one, follows its ticket, and sees nothing of any other."""

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading
from sambang_digital.models import Pengaduan, PerangkatWarga
from sambang_digital.models.base import uuid7
from sambang_digital.services import pengaturan
from tests.api.conftest import Client, sign_in
from tests.factories import make_akun, make_satuan
from tests.laporan import make_village
from tests.pengaduan import report

URL, TICKETS = "/api/v1/lapor", "/api/v1/lapor/tiket"


@pytest.fixture(autouse=True)
async def place(database: str) -> None:
    """One Polres with a village."""
    await make_satuan("POLRES")
    await make_village()
    pengaturan.forget()


async def send(client: httpx.AsyncClient, **more: Any) -> tuple[dict[str, Any], str]:
    """A report from this phone: what was sent, and the code of its ticket."""
    sent = report(**more)
    answer = await client.post(URL, json=sent)
    assert answer.status_code == 200, answer.text
    return sent, answer.json()["code"]


async def test_a_report_and_its_ticket(client: httpx.AsyncClient) -> None:
    sent, code = await send(client)
    again = await client.post(URL, json=sent)
    assert (again.json()["status"], again.json()["code"]) == ("duplicate", code)
    assert again.headers["Cache-Control"] == "no-store"
    (ticket,) = (await client.get(TICKETS)).json()["tickets"]
    assert (ticket["code"], ticket["state"], ticket["steps"]) == (code, "baru", [])
    whole = (await client.get(f"{TICKETS}/{code}")).json()
    assert [one["step"] for one in whole["steps"]] == ["masuk"]
    assert whole["text"] == sent["text"]
    assert sent["phone"] not in str(whole)
    deed = {"id": str(uuid7()), "step": "lengkapi", "note": "Ada lima orang."}
    added = [(await client.post(f"{TICKETS}/{code}/langkah", json=deed)).json() for _ in range(2)]
    assert added[0] == added[1]
    assert [one["note"] for one in added[0]["steps"]] == ["", "Ada lima orang."]
    late = await client.post(f"{TICKETS}/{code}/langkah", json={"id": str(uuid7()), "step": "nilai", "rating": 5})
    assert (late.status_code, "Muat ulang" in late.json()["detail"]) == (409, True)


async def test_the_cookie_is_out_of_reach_and_one_for_each_phone(client: httpx.AsyncClient) -> None:
    first = await client.post(URL, json=report())
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    second = await client.post(URL, json=report())
    assert "set-cookie" not in second.headers
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(PerangkatWarga)) == 1
        hashes = (await session.scalars(select(PerangkatWarga.token_hash))).all()
    assert all(value.encode() not in hashes for value in client.cookies.values())


async def test_looking_makes_no_phone_known(client: httpx.AsyncClient) -> None:
    """Robots that follow a link leave nothing behind."""
    assert (await client.get(TICKETS)).json() == {"tickets": [], "followed": []}
    assert (await client.get(f"{TICKETS}/ABCD-2345")).status_code == 404
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(PerangkatWarga)) == 0


@pytest.mark.parametrize("signed_in", [False, True])
async def test_a_stranger_with_the_code_sees_nothing(
    client: httpx.AsyncClient, client_of: Client, signed_in: bool
) -> None:
    """Nor does an officer who signed in, by these routes."""
    sent, code = await send(client)
    stranger = client_of("10.0.0.2")
    if signed_in:
        await make_akun()
        await sign_in(stranger)
    await send(stranger)
    for method, path, body in (
        ("GET", f"{TICKETS}/{code}", None),
        ("POST", f"{TICKETS}/{code}/langkah", {"id": str(uuid7()), "step": "lengkapi", "note": "Halo semua"}),
        ("DELETE", f"{TICKETS}/{code}", None),
        ("POST", TICKETS, {"code": code, "secret": "B" * 22}),
    ):
        answer = await stranger.request(method, path, json=body)
        nowhere = json.loads(json.dumps(body).replace(code, "ABCD-2345"))
        never = await stranger.request(method, path.replace(code, "ABCD-2345"), json=nowhere)
        assert answer.status_code == never.status_code == 404, (method, path, answer.text)
        assert answer.json() == never.json()
    assert code not in (await stranger.get(TICKETS)).text
    assert (await stranger.post(TICKETS, json={"code": code, "secret": sent["secret"]})).json() == {"code": code}
    assert (await stranger.get(f"{TICKETS}/{code}")).json()["text"] == sent["text"]
    assert (await stranger.delete(f"{TICKETS}/{code}")).status_code == 204
    assert (await stranger.get(f"{TICKETS}/{code}")).status_code == 404
    assert (await client.get(f"{TICKETS}/{code}")).status_code == 200


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("text", {"text": ""}),
        ("kind", {"category": "kritik_saran"}),
        ("area_code", {"area_code": "99.99.99.9999"}),
        ("position.lat", {"position": {"lat": 1e999, "lon": 0}}),
        ("consent", {"consent": False}),
    ],
)
async def test_bad_input_says_which_field_and_stores_nothing(
    client: httpx.AsyncClient, field: str, more: dict[str, Any]
) -> None:
    sent = report(**more)
    answer = await client.post(URL, content=json.dumps(sent), headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert sent["secret"] not in answer.text
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Pengaduan)) == 0


async def test_another_sites_page_cannot_send(client: httpx.AsyncClient) -> None:
    answer = await client.post(URL, json=report(), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


async def test_one_phone_is_held_back_and_told_of_110(client: httpx.AsyncClient) -> None:
    answers = [await client.post(URL, json=report()) for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "110" in answers[-1].json()["detail"]


async def test_an_id_of_another_phone_is_taken(client: httpx.AsyncClient, client_of: Client) -> None:
    sent, _ = await send(client)
    answer = await client_of("10.0.0.2").post(URL, json=report(id=sent["id"]))
    assert answer.status_code == 409
