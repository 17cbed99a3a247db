"""Announcements over HTTP: without an account, seldom, and only to push services that are known."""

import httpx
import pytest
from sqlalchemy import func, select

from sambang_digital.api import himbauan
from sambang_digital.db import reading
from sambang_digital.models import LanggananWarga
from sambang_digital.security.rates import Rate
from tests.api.conftest import Client
from tests.laporan import KARAWACI, make_village
from tests.push import Browser

URL = "/api/v1/himbauan/langganan"
BROWSER = Browser("https://fcm.googleapis.com/fcm/send/abc")
WANTED = {"endpoint": BROWSER.endpoint, "keys": BROWSER.keys}
ONE = {"endpoint": BROWSER.endpoint}


@pytest.fixture
async def citizen(client_of: Client, monkeypatch: pytest.MonkeyPatch) -> httpx.AsyncClient:
    """Somebody without an account."""
    monkeypatch.setattr(himbauan, "RATE", Rate(100))
    await make_village()
    return client_of()


async def subscribers() -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(LanggananWarga)) or 0


async def test_a_browser_asks_changes_its_mind_and_ends_it(citizen: httpx.AsyncClient) -> None:
    """No cookie is needed and none is given."""
    assert (await citizen.post(f"{URL}/lihat", json=ONE)).json() == {"subscribed": False, "kecamatan_code": None}
    answer = await citizen.put(URL, json=WANTED | {"kecamatan_code": KARAWACI[:8]})
    assert (answer.status_code, answer.headers.get("set-cookie")) == (204, None)
    assert (await citizen.post(f"{URL}/lihat", json=ONE)).json() == {"subscribed": True, "kecamatan_code": KARAWACI[:8]}
    await citizen.put(URL, json=WANTED)
    assert (await citizen.post(f"{URL}/lihat", json=ONE)).json() == {"subscribed": True, "kecamatan_code": None}
    for _ in range(2):
        assert (await citizen.post(f"{URL}/berhenti", json=ONE)).status_code == 204
    assert await subscribers() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"endpoint": "https://10.0.0.1/x"}, "endpoint"),
        ({"endpoint": "https://fcm.googleapis.com.example.org/x"}, "endpoint"),
        ({"endpoint": "http://fcm.googleapis.com/x"}, "endpoint"),
        ({"endpoint": "ftp://x/y/z/abcdef"}, "endpoint"),
        ({"keys": {"p256dh": "x", "auth": "y"}}, "keys.p256dh"),
        ({"kecamatan_code": "99.99.99"}, "kecamatan_code"),
        ({"kecamatan_code": "Karawaci"}, "kecamatan_code"),
        ({"nama": "Siti"}, "nama"),
    ],
)
async def test_what_is_wrong_is_refused_by_name(citizen: httpx.AsyncClient, change: dict, field: str) -> None:
    answer = await citizen.put(URL, json=WANTED | change)
    assert answer.status_code == 422
    assert field in {fault["field"] for fault in answer.json()["errors"]}
    assert await subscribers() == 0


async def test_one_address_asks_seldom(citizen: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another address goes on."""
    monkeypatch.setattr(himbauan, "RATE", Rate(1))
    answers = [(await citizen.put(URL, json=WANTED)).status_code for _ in range(4)]
    assert answers == [204, 204, 204, 429]
    assert int((await citizen.post(f"{URL}/lihat", json=ONE)).headers["retry-after"]) > 0


async def test_another_site_cannot_subscribe_a_browser(citizen: httpx.AsyncClient) -> None:
    answer = await citizen.put(URL, json=WANTED, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert await subscribers() == 0
