"""News of tickets over HTTP: a phone with a cookie switches its own on and off, sees no other's, and the address names no report."""

import httpx
import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading
from sambang_digital.models import LanggananTiket, PerangkatWarga
from sambang_digital.services import push
from tests.api.conftest import Client
from tests.pengaduan import report
from tests.push import Browser
from tests.warga import make_desk

LAPOR, URL = "/api/v1/lapor", "/api/v1/warga/kabar"
BROWSER = Browser("https://fcm.googleapis.com/fcm/send/abc")
WANTED = {"endpoint": BROWSER.endpoint, "keys": BROWSER.keys}


@pytest.fixture(autouse=True)
async def desk(database: str) -> None:
    """A Polres with a village and its desk."""
    await make_desk()


async def reported(client: httpx.AsyncClient, **more: object) -> str:
    """A report from this phone; the code of its ticket."""
    answer = await client.post(LAPOR, json=report(**more))
    assert answer.status_code == 200, answer.text
    return answer.json()["code"]


async def rows_of(model: type) -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_a_phone_switches_it_on_and_off(client: httpx.AsyncClient) -> None:
    """Any number of times; the answer is kept by nobody on the way."""
    await reported(client)
    off = {"key": push.public_key(), "endpoint": None, "guarded": []}
    assert (await client.get(URL)).json() == off
    for _ in range(2):
        assert (await client.put(URL, json=WANTED | {"expirationTime": None})).status_code == 204
    shown = await client.get(URL)
    assert shown.json() == off | {"endpoint": BROWSER.endpoint}
    assert shown.headers["Cache-Control"] == "no-store"
    for _ in range(2):
        assert (await client.delete(URL)).status_code == 204
    assert (await client.get(URL)).json() == off


async def test_a_phone_that_was_never_here_is_told_and_stays_unknown(client: httpx.AsyncClient) -> None:
    answer = await client.put(URL, json=WANTED)
    assert (answer.status_code, "Kirim laporan" in answer.json()["detail"]) == (401, True)
    assert (await client.get(URL)).json()["endpoint"] is None
    assert (await client.delete(URL)).status_code == 204
    assert (await client.put(f"{URL}/K7M3-9QXT")).status_code == 401
    assert (await rows_of(PerangkatWarga), await rows_of(LanggananTiket)) == (0, 0)


async def test_only_the_phone_itself_sees_and_changes_it(client: httpx.AsyncClient, client_of: Client) -> None:
    other = client_of("10.0.0.2")
    code = await reported(client, kind="kdrt")
    await reported(other)
    await client.put(URL, json=WANTED)
    assert (await other.get(URL)).json()["endpoint"] is None
    assert (await other.delete(URL)).status_code == 204
    for method in ("PUT", "DELETE"):
        assert (await other.request(method, f"{URL}/{code}")).status_code == 404
    assert (await client.get(URL)).json()["endpoint"] == BROWSER.endpoint


async def test_a_guarded_ticket_is_chosen_by_itself(client: httpx.AsyncClient) -> None:
    """Off until then; it needs the phone to listen at all, and switching off forgets the choice."""
    code = await reported(client, kind="kdrt")
    await reported(client)
    refused = await client.put(f"{URL}/{code}")
    assert (refused.status_code, refused.json()["detail"]) == (409, "Nyalakan dahulu pemberitahuan di HP ini.")
    await client.put(URL, json=WANTED)
    assert (await client.get(URL)).json()["guarded"] == [{"code": code, "on": False}]
    assert (await client.put(f"{URL}/{code.replace('-', '').lower()}")).status_code == 204
    assert (await client.get(URL)).json()["guarded"] == [{"code": code, "on": True}]
    assert (await client.delete(f"{URL}/{code}")).status_code == 204
    assert (await client.get(URL)).json()["guarded"] == [{"code": code, "on": False}]
    await client.put(f"{URL}/{code}")
    await client.delete(URL)
    await client.put(URL, json=WANTED)
    assert (await client.get(URL)).json()["guarded"] == [{"code": code, "on": False}]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"endpoint": "https://10.0.0.1/x"}, "endpoint"),
        ({"endpoint": "http://fcm.googleapis.com/x"}, "endpoint"),
        ({"endpoint": "ftp://x/y/z/abcdef"}, "endpoint"),
        ({"keys": {"p256dh": "x", "auth": "y"}}, "keys.p256dh"),
    ],
)
async def test_what_is_wrong_is_refused_by_name(client: httpx.AsyncClient, change: dict, field: str) -> None:
    await reported(client)
    answer = await client.put(URL, json=WANTED | change)
    assert answer.status_code == 422
    assert field in {fault["field"] for fault in answer.json()["errors"]}
    assert await rows_of(LanggananTiket) == 0


async def test_forgetting_the_last_ticket_switches_it_off(client: httpx.AsyncClient) -> None:
    code = await reported(client)
    await client.put(URL, json=WANTED)
    assert (await client.delete(f"{LAPOR}/tiket/{code}")).status_code == 204
    assert (await client.get(URL)).json()["endpoint"] is None
    assert await rows_of(LanggananTiket) == 0


async def test_another_site_cannot_switch_it_on(client: httpx.AsyncClient) -> None:
    await reported(client)
    answer = await client.put(URL, json=WANTED, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert await rows_of(LanggananTiket) == 0
