"""Lost devices, the rules that a phone keeps to, and the secret behind a forgotten PIN; on both databases."""

from base64 import b64decode
from datetime import UTC, datetime
from uuid import uuid4

import httpx
from sqlalchemy import or_, select, update

from sambang_digital.db import reading, transaction
from sambang_digital.models import Audit, NilaiPengaturan, SesiPerangkat
from sambang_digital.services import akun, pengaturan
from sambang_digital.services.percobaan import PER_ACCOUNT
from tests.api.conftest import NRP, SESSION, Client, sign_in
from tests.factories import PASSWORD, make_akun

DEVICES = f"{SESSION}/perangkat"
SECRETS = f"{SESSION}/kunci"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def actions() -> list[str]:
    """What was recorded of devices and keys, in order."""
    mine = or_(Audit.object_type == "perangkat", Audit.object_type == "kunci")
    async with reading() as session:
        return list(await session.scalars(select(Audit.action).where(mine).order_by(Audit.id)))


async def current(client: httpx.AsyncClient) -> int:
    """The id of this client's own session."""
    return next(row["id"] for row in (await client.get(DEVICES)).json() if row["current"])


async def change_lost(**values: datetime) -> None:
    """Rewrite the rows of lost devices."""
    async with transaction() as session:
        await session.execute(update(SesiPerangkat).where(SesiPerangkat.lost_at.is_not(None)).values(**values))


async def test_the_session_says_what_the_phone_has_to_keep_to(client: httpx.AsyncClient) -> None:
    """Defaults, then what was set for everybody."""
    await make_akun()
    defaults = {"state": "active", "lock_after_minutes": 15, "lease_days": 7, "unsent_warning_days": 2}
    assert (await sign_in(client)).json()["device"] == defaults
    async with transaction() as session:
        session.add(NilaiPengaturan(key="ponsel.lock_after_minutes", value="3"))
    pengaturan.forget()
    assert (await client.get(SESSION)).json()["device"] == defaults | {"lock_after_minutes": 3}


async def test_a_lost_device_is_told_to_erase_itself(client_of: Client) -> None:
    """Its cookie opens nothing any more; every answer names the account; that it was told is recorded once."""
    person = await make_akun()
    lost, kept = client_of(), client_of()
    await sign_in(lost, device_name="HP hilang")
    await sign_in(kept)
    target = await current(lost)
    assert (await kept.delete(f"{DEVICES}/{target}?lost=true")).status_code == 204
    (row,) = [row for row in (await kept.get(DEVICES)).json() if row["id"] == target]
    assert (row["state"], row["wiped_at"]) == ("lost", None)
    for path in (SESSION, "/api/v1/sinkron", DEVICES):
        answer = await lost.get(path)
        assert answer.status_code == 401
        assert answer.json()["device"] == {"state": "lost", "akun_id": person.id}
    (row,) = [row for row in (await kept.get(DEVICES)).json() if row["id"] == target]
    assert row["wiped_at"] is not None
    assert (await kept.delete(f"{DEVICES}/{target}?lost=true")).status_code == 404
    assert await actions() == ["perangkat.hilang", "perangkat.dihapus"]


async def test_a_lost_device_whose_cookie_has_gone_is_known_by_its_own_id(client_of: Client) -> None:
    """The browser drops the cookie after its term; the id that the device made itself stays."""
    person = await make_akun()
    device = str(uuid4())
    lost, kept, stranger = client_of(), client_of(), client_of()
    await sign_in(lost, device_id=device)
    await sign_in(kept, device_id=str(uuid4()))
    assert (await kept.delete(f"{DEVICES}/{await current(lost)}?lost=true")).status_code == 204
    answer = await stranger.get(SESSION, headers={"X-Perangkat": device})
    assert answer.json()["device"]["akun_id"] == person.id
    for other in (str(uuid4()), "bukan-uuid", "' OR 1=1 --", ""):
        assert "device" not in (await stranger.get(SESSION, headers={"X-Perangkat": other})).json()


async def test_a_device_that_is_found_again_is_an_ordinary_one(client_of: Client) -> None:
    """Signing in with the password ends the order to erase."""
    await make_akun()
    device = str(uuid4())
    lost, kept = client_of(), client_of()
    await sign_in(lost, device_id=device)
    await sign_in(kept)
    await kept.delete(f"{DEVICES}/{await current(lost)}?lost=true")
    assert (await sign_in(lost, device_id=device)).json()["device"]["state"] == "active"
    assert (await lost.get(SESSION)).status_code == 200
    assert "device" not in (await client_of().get(SESSION, headers={"X-Perangkat": device})).json()


async def test_an_ended_device_may_still_turn_out_to_be_lost(client_of: Client) -> None:
    """Signed out first, called lost a day later: it is told all the same."""
    person = await make_akun()
    lost, kept = client_of(), client_of()
    await sign_in(lost)
    await sign_in(kept)
    target = await current(lost)
    assert (await kept.delete(f"{DEVICES}/{target}")).status_code == 204
    assert "device" not in (await lost.get(SESSION)).json()
    assert (await kept.delete(f"{DEVICES}/{target}?lost=true")).status_code == 204
    assert (await lost.get(SESSION)).json()["device"]["akun_id"] == person.id
    assert await actions() == ["perangkat.dikeluarkan", "perangkat.hilang", "perangkat.dihapus"]


async def test_nobody_calls_a_strangers_device_lost(client_of: Client) -> None:
    """An id of somebody else's session is as good as none."""
    await make_akun()
    await make_akun("80010002")
    mine, stranger = client_of(), client_of()
    await sign_in(mine)
    await sign_in(stranger, "80010002")
    assert (await stranger.delete(f"{DEVICES}/{await current(mine)}?lost=true")).status_code == 404
    assert (await mine.get(SESSION)).status_code == 200
    assert await actions() == []


async def test_a_lost_device_is_remembered_until_it_was_told(client_of: Client) -> None:
    """Spring cleaning forgets old sessions, but not an order that has not been delivered."""
    person = await make_akun()
    lost, kept = client_of(), client_of()
    await sign_in(lost)
    await sign_in(kept)
    await kept.delete(f"{DEVICES}/{await current(lost)}?lost=true")
    await change_lost(last_seen_at=LONG_AGO, revoked_at=LONG_AGO)
    await akun.sweep()
    assert (await lost.get(SESSION)).json()["device"]["akun_id"] == person.id
    await change_lost(wiped_at=LONG_AGO)
    await akun.sweep()
    assert "device" not in (await lost.get(SESSION)).json()


async def test_the_password_brings_the_secret_back(client_of: Client) -> None:
    """The same as first given, on another device too; each number has its own, and each person."""
    await make_akun()
    await make_akun("80010002")
    client, other, stranger = client_of(), client_of(), client_of()
    await sign_in(client)
    await sign_in(other)
    await sign_in(stranger, "80010002")
    given, second = (await client.post(SECRETS)).json(), (await client.post(SECRETS)).json()
    assert len(b64decode(given["secret"])) == 32
    assert given["token"] != second["token"]
    assert given["secret"] != second["secret"]
    body = {"token": given["token"], "password": PASSWORD}
    for device in (client, other):
        assert (await device.post(f"{SECRETS}/pulih", json=body)).json() == given
    assert (await stranger.post(f"{SECRETS}/pulih", json=body)).json()["secret"] != given["secret"]
    assert (await client_of().post(f"{SECRETS}/pulih", json=body)).status_code == 401
    assert await actions() == ["kunci.dipulihkan"] * 3


async def test_a_living_session_alone_does_not_bring_the_secret_back(client: httpx.AsyncClient) -> None:
    """Whoever finds the phone has the cookie but not the password; guessing ends, also for the right one."""
    await make_akun(NRP)
    await sign_in(client)
    token = (await client.post(SECRETS)).json()["token"]
    for _ in range(PER_ACCOUNT):
        answer = await client.post(f"{SECRETS}/pulih", json={"token": token, "password": "tebakan"})
        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": "password", "message": "Kata sandi salah."}]
    answer = await client.post(f"{SECRETS}/pulih", json={"token": token, "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert await actions() == []


async def test_tokens_that_are_none(client: httpx.AsyncClient) -> None:
    """Refused with the field, before any password is looked at."""
    await make_akun()
    await sign_in(client)
    for token in ("", "x", "A" * 24, "A" * 22 + "=", "é" * 22 + "==", None, 5, "A" * 10_000):
        answer = await client.post(f"{SECRETS}/pulih", json={"token": token, "password": PASSWORD})
        assert answer.status_code == 422, token
        assert answer.json()["errors"][0]["field"] == "token"
