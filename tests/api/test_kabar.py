"""News over HTTP: what comes down, marks of what was read, choices, and the browser that takes messages."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from sambang_digital.db import transaction
from sambang_digital.models import Akun, Kabar
from sambang_digital.security.permissions import Peran
from sambang_digital.services import kabar, kabar_push
from sambang_digital.services.kabar import Jenis
from tests.api.conftest import SESSION, sign_in
from tests.factories import make_akun
from tests.laporan import uuid7
from tests.push import PushService

KABAR = "/api/v1/kabar"


async def tell(who: Akun, jenis: Jenis = Jenis.TUGAS) -> None:
    async with transaction() as session:
        await kabar.notify(session, [who.id], jenis)


async def down(client: httpx.AsyncClient, cursor: str = "") -> tuple[list[dict[str, Any]], str]:
    """News that came down since, and where to go on."""
    page = (await client.get("/api/v1/sinkron", params={"cursor": cursor} if cursor else {})).json()
    return [change["data"] for change in page["changes"] if change["type"] == "kabar"], page["cursor"]


async def test_news_comes_down_and_its_read_mark_goes_up_as_often_as_it_likes(
    client: httpx.AsyncClient, officer: Akun
) -> None:
    await tell(officer)
    (news,), cursor = await down(client)
    assert (news["title"], news["href"], news["read_at"]) == ("Tugas", "/petugas/tugas/", None)
    mark = {"news": [{"id": news["id"], "at": news["at"]}]}
    for _ in range(2):
        assert (await client.put(f"{KABAR}/dibaca", json=mark)).status_code == 204
    (read,), _ = await down(client, cursor)
    assert read["read_at"]


async def test_news_said_again_after_it_was_seen_stays_unread(client: httpx.AsyncClient, officer: Akun) -> None:
    await tell(officer)
    (seen,), _ = await down(client)
    await tell(officer)
    await client.put(f"{KABAR}/dibaca", json={"news": [{"id": seen["id"], "at": seen["at"]}]})
    (now,), _ = await down(client)
    assert (now["id"], now["count"], now["read_at"]) == (seen["id"], 2, None)


async def test_nobody_marks_anothers_news(client: httpx.AsyncClient, officer: Akun) -> None:
    other = await make_akun("80010002")
    await tell(other)
    async with transaction() as session:
        (row,) = await session.scalars(select(Kabar))
        mark = {"id": str(row.id), "at": row.at.isoformat()}
    assert (await client.put(f"{KABAR}/dibaca", json={"news": [mark]})).status_code == 204
    async with transaction() as session:
        assert (await session.scalars(select(Kabar.read_at))).all() == [None]
    assert (await down(client))[0] == []


@pytest.mark.parametrize(
    "body",
    [
        {}, {"news": []}, {"news": "semua"}, {"news": [{"id": "x", "at": "2026-11-22T08:00:00Z"}]},
        {"news": [{"id": uuid7(), "at": "2026-11-22T08:00:00"}]}, {"news": [{"id": uuid7()}]},
        {"news": [{"id": uuid7(), "at": "2026-11-22T08:00:00Z"}] * 501}, [], None,
    ],
)  # fmt: skip
async def test_bad_marks_are_refused(client: httpx.AsyncClient, officer: Akun, body: Any) -> None:
    assert (await client.put(f"{KABAR}/dibaca", json=body)).status_code == 422


async def test_choices_are_shown_and_kept(client: httpx.AsyncClient, officer: Akun) -> None:
    before = (await client.get(f"{KABAR}/pilihan")).json()
    assert (before["quiet_from"], before["quiet_until"], before["endpoint"]) == (1320, 300, None)
    assert [kind["jenis"] for kind in before["kinds"]] == [
        "dikembalikan",
        "tugas",
        "sebutan",
        "sebutan_tugas",
        "pengingat",
        "tanpa_laporan",
        "eskalasi",
        "pengaduan",
    ]
    assert {kind["level"] for kind in before["kinds"]} == {"layar"}
    wanted = {"quiet_from": 0, "quiet_until": 0, "levels": {"sebutan": "aplikasi", "besok": "mati"}}
    assert (await client.put(f"{KABAR}/pilihan", json=wanted)).status_code == 204
    after = (await client.get(f"{KABAR}/pilihan")).json()
    assert (after["quiet_from"], after["kinds"][2]["level"]) == (0, "aplikasi")


@pytest.mark.parametrize(
    "change",
    [
        {"quiet_from": -1},
        {"quiet_until": 1440},
        {"quiet_from": "22:00"},
        {"levels": {"tugas": "keras"}},
        {"levels": []},
        {"lain": 1},
    ],
)
async def test_bad_choices_are_refused(client: httpx.AsyncClient, officer: Akun, change: dict[str, Any]) -> None:
    wanted = {"quiet_from": 0, "quiet_until": 0, "levels": {}} | change
    assert (await client.put(f"{KABAR}/pilihan", json=wanted)).status_code == 422
    assert (await client.get(f"{KABAR}/pilihan")).json()["quiet_from"] == 1320


async def test_a_browser_subscribes_tries_it_out_and_ends_it(
    client: httpx.AsyncClient, service: PushService, officer: Akun
) -> None:
    browser = service.browser()
    known = {"endpoint": browser.endpoint, "expirationTime": None, "keys": browser.keys}
    assert (await client.put(f"{KABAR}/langganan", json=known)).status_code == 204
    assert (await client.get(f"{KABAR}/pilihan")).json()["endpoint"] == browser.endpoint
    assert (await client.post(f"{KABAR}/langganan/uji")).status_code == 204
    await kabar_push.work()
    assert [one["jenis"] for one in service.opened(browser)] == ["uji"]
    for _ in range(kabar.TRIALS - 1):
        await client.post(f"{KABAR}/langganan/uji")
    refused = await client.post(f"{KABAR}/langganan/uji")
    assert (refused.status_code, refused.json()["detail"]) == (
        429,
        "Sudah beberapa kali dicoba. Tunggu beberapa menit, lalu coba lagi.",
    )
    assert (await client.delete(f"{KABAR}/langganan")).status_code == 204
    assert (await client.get(f"{KABAR}/pilihan")).json()["endpoint"] is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"endpoint": "https://sambang.internal/x"}, "endpoint"), ({"endpoint": "x" * 11}, "endpoint"),
        ({"endpoint": "https://127.0.0.1/" + "x" * 1000}, "endpoint"), ({"endpoint": 7}, "endpoint"),
        ({"keys": {"p256dh": "x", "auth": "x"}}, "keys.p256dh"), ({"keys": None}, "keys"),
    ],
)  # fmt: skip
async def test_bad_subscriptions_are_refused_with_their_field(
    client: httpx.AsyncClient, service: PushService, officer: Akun, change: dict[str, Any], field: str
) -> None:
    browser = service.browser()
    answer = await client.put(f"{KABAR}/langganan", json={"endpoint": browser.endpoint, "keys": browser.keys} | change)
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert (await client.get(f"{KABAR}/pilihan")).json()["endpoint"] is None


async def test_signing_out_ends_the_subscription_and_signing_in_again_does_not_bring_it_back(
    client: httpx.AsyncClient, service: PushService, officer: Akun
) -> None:
    device = {"device_id": "5e6f0c55-9f0f-4a5e-8b0e-0f3d1f0c1a11"}
    await sign_in(client, **device)
    browser = service.browser()
    await client.put(f"{KABAR}/langganan", json={"endpoint": browser.endpoint, "keys": browser.keys})
    await client.delete(SESSION)
    await sign_in(client, **device)
    await tell(officer)
    assert await kabar_push.work() == 0
    assert (await client.get(f"{KABAR}/pilihan")).json()["endpoint"] is None


async def test_without_a_session_or_a_right_there_is_no_news(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"{KABAR}/pilihan")).status_code == 401
    await make_akun("90010001", Peran.WARGA)
    await sign_in(client, "90010001")
    for answer in (
        await client.get(f"{KABAR}/pilihan"),
        await client.post(f"{KABAR}/langganan/uji"),
        await client.delete(f"{KABAR}/langganan"),
    ):
        assert answer.status_code == 403
