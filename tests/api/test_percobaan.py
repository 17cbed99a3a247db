"""Guessing at passwords is slowed down: by account, device and address, on both databases."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select, update

from sambang_digital.db import reading, transaction
from sambang_digital.models import Percobaan
from sambang_digital.services import percobaan
from sambang_digital.settings import get_settings
from tests.api.conftest import SESSION, Client, sign_in
from tests.factories import make_akun

WRONG = "bukan-kata-sandinya"


@pytest.fixture
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that does not end in the middle of a test, and small limits, because each guess costs a hash."""
    monkeypatch.setattr(percobaan, "WINDOW", timedelta(days=36_500))
    monkeypatch.setattr(percobaan, "PER_ACCOUNT", 3)
    monkeypatch.setattr(percobaan, "PER_DEVICE", 5)
    monkeypatch.setattr(percobaan, "PER_ADDRESS", 20)


async def test_guessing_at_an_account_is_slowed_down(client: httpx.AsyncClient) -> None:
    """429 says when to come back, also to the right password; when the window is over it is heard again."""
    await make_akun()
    await sign_in(client, password=WRONG)
    async with transaction() as session:
        await session.execute(update(Percobaan).values(count=percobaan.PER_ACCOUNT))
    answer = await sign_in(client)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= percobaan.WINDOW.total_seconds()
    assert "Coba lagi dalam" in answer.json()["detail"]
    async with transaction() as session:
        row = (await session.scalars(select(Percobaan).where(Percobaan.key.startswith("akun:")))).one()
        row.window_start -= percobaan.WINDOW
    assert (await sign_in(client)).status_code == 200


@pytest.mark.usefixtures("one_window")
async def test_parallel_guesses_are_all_counted(client_of: Client) -> None:
    """Twelve at once from as many devices: as many are looked at as the limit says."""
    await make_akun()
    clients = [client_of(f"10.0.1.{number}") for number in range(12)]
    answers = await asyncio.gather(*(sign_in(client, password=WRONG, device_id=str(uuid4())) for client in clients))
    assert Counter(answer.status_code for answer in answers) == {401: 3, 429: 9}


@pytest.mark.usefixtures("one_window")
async def test_a_stranger_cannot_lock_the_owner_out(client_of: Client) -> None:
    """A phone on which the person signed in before has a counter of its own."""
    await make_akun()
    device = str(uuid4())
    await sign_in(client_of(), device_id=device)
    stranger = client_of("10.9.9.9")
    while (await sign_in(stranger, password=WRONG, device_id=str(uuid4()))).status_code != 429:
        pass
    assert (await sign_in(client_of("10.0.0.2"), device_id=str(uuid4()))).status_code == 429
    assert (await sign_in(client_of("10.0.0.2"), device_id=device)).status_code == 200


@pytest.mark.usefixtures("one_window")
async def test_many_phones_share_an_address(client_of: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Success is not charged, nor a guess that the account's own limit refused already; a sweep over accounts is."""
    monkeypatch.setattr(percobaan, "PER_ADDRESS", 5)
    await make_akun()
    carrier = client_of("10.5.5.5")
    for _ in range(6):
        assert (await sign_in(carrier)).status_code == 200
    for _ in range(9):
        await sign_in(carrier, "80019999", WRONG)
    assert (await sign_in(carrier)).status_code == 200
    statuses = [(await sign_in(carrier, f"8002{number:04d}", WRONG)).status_code for number in range(3)]
    assert statuses == [401, 401, 429]
    assert (await sign_in(client_of("10.5.5.6"))).status_code == 200


@pytest.mark.usefixtures("one_window")
async def test_one_device_guessing_at_many_accounts(client: httpx.AsyncClient) -> None:
    """The device's own limit stops it before the address suffers."""
    device = str(uuid4())
    statuses = [
        (await sign_in(client, f"8002{number:04d}", WRONG, device_id=device)).status_code
        for number in range(percobaan.PER_DEVICE + 2)
    ]
    assert statuses == [401] * percobaan.PER_DEVICE + [429] * 2


@pytest.mark.usefixtures("one_window")
async def test_only_trusted_proxies_name_the_address(client_of: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a trusted proxy a made-up header changes nothing; with one, the address it saw counts."""
    monkeypatch.setattr(percobaan, "PER_ADDRESS", 3)
    client = client_of("10.7.7.7")

    async def guess(number: int) -> int:
        client.headers["X-Forwarded-For"] = f"1.1.1.{number}, 2.2.2.{number}"
        return (await sign_in(client, f"8003{number:04d}", WRONG)).status_code

    assert [await guess(number) for number in range(5)] == [401] * 3 + [429] * 2
    monkeypatch.setenv("TRUSTED_PROXY_HOPS", "1")
    get_settings.cache_clear()
    assert [await guess(number) for number in range(10, 15)] == [401] * 5
    async with reading() as session:
        keys = (await session.scalars(select(Percobaan.key).where(Percobaan.key.startswith("alamat:")))).all()
    assert {f"alamat:2.2.2.{number}" for number in range(10, 15)} <= set(keys)


@pytest.mark.usefixtures("one_window")
async def test_the_present_password_is_asked_for(client: httpx.AsyncClient) -> None:
    """A borrowed phone cannot take the account over, nor try forever."""
    await make_akun()
    await sign_in(client)
    body = {"current": WRONG, "new": "ombak tenang pagi hari"}
    answers = [await client.put(SESSION + "/password", json=body) for _ in range(percobaan.PER_ACCOUNT + 1)]
    assert answers[0].json()["errors"] == [{"field": "current", "message": "Kata sandi lama tidak cocok."}]
    assert [answer.status_code for answer in answers] == [422] * percobaan.PER_ACCOUNT + [429]
    assert (await sign_in(client)).status_code == 200
