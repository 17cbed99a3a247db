"""Sign-in, devices and passwords over HTTP, on both databases."""

from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select, update

from sambang_digital.db import reading, transaction
from sambang_digital.models import Percobaan, SesiPerangkat
from sambang_digital.models.base import now
from sambang_digital.security.permissions import ROLES, Peran
from sambang_digital.settings import get_settings
from tests.api.conftest import NRP, SESSION, Client, sign_in
from tests.factories import PASSWORD, make_akun

URL = SESSION
WRONG = "bukan-kata-sandinya"


async def signed_in(client: httpx.AsyncClient) -> bool:
    """Whether this device's cookie still opens something."""
    return (await client.get(URL)).status_code == 200


async def unused_for(span: timedelta) -> None:
    """Let every device have been seen last this long ago."""
    async with transaction() as session:
        await session.execute(update(SesiPerangkat).values(last_seen_at=now() - span))


async def test_sign_in_opens_a_session_that_says_who(client: httpx.AsyncClient) -> None:
    """The cookie alone is enough afterwards; the token is in no body."""
    akun = await make_akun()
    answer = await sign_in(client)
    assert answer.status_code == 200, answer.text
    person = answer.json()
    assert person == {
        "id": akun.id,
        "nrp": NRP,
        "name": f"Petugas {NRP}",
        "rank": "Aipda",
        "satuan": {"id": akun.satuan_id, "name": f"Satuan S{NRP}"},
        "unit": None,
        "roles": ["bhabinkamtibmas"],
        "permissions": [
            "cari:read",
            "kabar:read",
            "media:write",
            "pengaduan:desk",
            "pengaduan:handle",
            "sambang:write",
            "sinkron:read",
            "tugas:do",
            "utas:write",
            "wilayah:read",
        ],
        "must_change_password": False,
        "factor": None,
        "home": "/petugas/",
        "device": {"state": "active", "lock_after_minutes": 15, "lease_days": 7, "unsent_warning_days": 2},
    }
    token = client.cookies["sambang"]
    assert answer.headers["set-cookie"] == (
        f"sambang={token}; HttpOnly; Max-Age={get_settings().session_days * 86400}; Path=/; SameSite=lax"
    )
    again = await client.get(URL)
    assert again.json() == person
    assert token not in again.text
    async with reading() as session:
        kept = (await session.scalars(select(SesiPerangkat.token_hash))).one()
    assert token.encode() not in kept
    assert len(kept) == 32


async def test_over_https_the_cookie_is_bound_to_the_host(client_of: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """``__Host-`` and Secure, and such a cookie is understood."""
    monkeypatch.setenv("PUBLIC_URL", "https://sambang.example.id")
    get_settings.cache_clear()
    await make_akun()
    client = client_of()
    answer = await sign_in(client)
    assert answer.headers["set-cookie"].startswith("__Host-sambang=")
    assert "; Secure" in answer.headers["set-cookie"]
    assert await signed_in(client)
    await client.delete(URL)
    assert not client.cookies


async def test_a_reviewer_starts_at_the_desk(client: httpx.AsyncClient) -> None:
    """Several roles give the union of their permissions."""
    await make_akun(NRP, Peran.KANIT_POLSEK, Peran.ADMIN)
    person = (await sign_in(client)).json()
    assert person["home"] == "/hari-ini/"
    assert person["permissions"] == sorted(ROLES[Peran.KANIT_POLSEK] | ROLES[Peran.ADMIN])
    assert {"akun:admin", "laporan:review"} <= set(person["permissions"])


async def test_a_given_password_opens_the_account_for_a_while_only(client: httpx.AsyncClient) -> None:
    """After that the right one is refused too, in words that say whom to ask; the wrong one is just wrong."""
    akun = await make_akun(must_change_password=True)
    async with transaction() as session:
        (await session.merge(akun)).password_until = now() - timedelta(seconds=1)
    refused = await sign_in(client)
    assert (refused.status_code, refused.cookies) == (403, httpx.Cookies())
    assert "Minta yang baru kepada admin" in refused.json()["detail"]
    assert (await sign_in(client, password=WRONG)).status_code == 401
    async with transaction() as session:
        (await session.merge(akun)).password_until = now() + timedelta(minutes=5)
    assert (await sign_in(client)).json()["must_change_password"] is True


async def test_every_wrong_sign_in_gets_the_same_answer(client: httpx.AsyncClient) -> None:
    """Wrong password, unknown NRP, somebody who left: nobody learns which."""
    await make_akun()
    await make_akun("80010002", active=False)
    answers = [
        await sign_in(client, password=WRONG),
        await sign_in(client, "99999999"),
        await sign_in(client, "80010002"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["detail"] == "NRP atau kata sandi salah."
    assert answers[0].headers["content-type"] == "application/problem+json"
    assert not client.cookies


async def test_without_a_session_there_is_nobody(client: httpx.AsyncClient) -> None:
    """No cookie, a made-up one, somebody else's word for it: 401."""
    for cookie in ("", "sambang=", "sambang=abc", "sambang=" + "a" * 5000, "session-hash=00", "__Host-sambang=x"):
        for method, path in (("GET", ""), ("PUT", "/password"), ("GET", "/perangkat"), ("DELETE", "/perangkat/1")):
            body = {"json": {"current": "a", "new": "b"}} if method == "PUT" else {}
            answer = await client.request(method, URL + path, headers={"Cookie": cookie}, **body)
            assert answer.status_code == 401, (method, path, cookie)


async def test_the_same_device_replaces_its_session(client_of: Client) -> None:
    """One row for a device; the older token ends; another device goes on."""
    await make_akun()
    device = str(uuid4())
    before, after, other = client_of(), client_of(), client_of()
    await sign_in(before, device_id=device, device_name="HP lama")
    await sign_in(other, device_id=str(uuid4()))
    await sign_in(after, device_id=device, device_name="HP\u200b baru\u202e\x00")
    assert [await signed_in(client) for client in (before, after, other)] == [False, True, True]
    devices = (await after.get(URL + "/perangkat")).json()
    assert sorted((row["name"], row["current"]) for row in devices) == [
        ("HP baru", True),
        ("Perangkat tanpa nama", False),
    ]


async def test_signing_in_ends_the_session_that_the_browser_had(client: httpx.AsyncClient, client_of: Client) -> None:
    """A shared phone: the next person's sign-in leaves nothing of the one before."""
    await make_akun()
    await make_akun("80010002")
    await sign_in(client)
    kept = client_of(cookies=dict(client.cookies))
    assert (await sign_in(client, "80010002")).json()["nrp"] == "80010002"
    assert not await signed_in(kept)


async def test_signing_out(client: httpx.AsyncClient, client_of: Client) -> None:
    """The cookie goes and so does what it opened; a second time is no error."""
    await make_akun()
    await sign_in(client)
    kept = client_of(cookies=dict(client.cookies))
    assert (await client.delete(URL)).status_code == 204
    assert not client.cookies
    assert not await signed_in(kept)
    assert (await client.delete(URL)).status_code == 204


async def test_revoking_a_device(client_of: Client) -> None:
    """One's own devices only, each once."""
    await make_akun()
    await make_akun("80010002")
    mine, lost, stranger = client_of(), client_of(), client_of()
    await sign_in(mine)
    await sign_in(lost)
    await sign_in(stranger, "80010002")
    (target,) = [row["id"] for row in (await lost.get(URL + "/perangkat")).json() if row["current"]]
    assert (await stranger.delete(f"{URL}/perangkat/{target}")).status_code == 404
    assert await signed_in(lost)
    assert (await mine.delete(f"{URL}/perangkat/{target}")).status_code == 204
    assert [await signed_in(client) for client in (mine, lost, stranger)] == [True, False, True]
    assert (await mine.delete(f"{URL}/perangkat/{target}")).status_code == 404
    assert len((await mine.get(URL + "/perangkat")).json()) == 1


async def test_device_ids_that_cannot_be(client: httpx.AsyncClient) -> None:
    """Refused with the field, never an error of the database."""
    await make_akun()
    await sign_in(client)
    for wrong in ("0", "-1", "x", "99999999999999999999"):
        answer = await client.delete(f"{URL}/perangkat/{wrong}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"].endswith("session_id")


async def test_a_device_in_use_stays_signed_in(client: httpx.AsyncClient, client_of: Client) -> None:
    """The term starts again with each use, on the server and in the browser; unused, it ends."""
    await make_akun()
    days = timedelta(days=get_settings().session_days)
    await sign_in(client)
    await unused_for(days - timedelta(hours=1))
    await (await _someone_else(client_of)).delete(URL)  # ends what this process remembers
    answer = await client.get(URL)
    assert answer.status_code == 200
    assert f"Max-Age={days.days * 86400}" in answer.headers["set-cookie"]
    await unused_for(days - timedelta(hours=1))
    await (await _someone_else(client_of)).delete(URL)
    assert await signed_in(client)
    await unused_for(days + timedelta(hours=1))
    await (await _someone_else(client_of)).delete(URL)
    assert not await signed_in(client)


async def _someone_else(client_of: Client) -> httpx.AsyncClient:
    other = client_of()
    await make_akun(nrp := str(uuid4().int)[:12])
    await sign_in(other, nrp)
    return other


async def test_first_sign_in_must_change_the_password(client_of: Client) -> None:
    """Until then nothing is allowed; afterwards everything the role has, and other devices are signed out."""
    await make_akun(must_change_password=True)
    client, other = client_of(), client_of()
    await sign_in(other)
    person = (await sign_in(client)).json()
    assert (person["must_change_password"], person["permissions"], person["home"]) == (True, [], "/petugas/")
    assert (await client.get("/api/v1/sinkron")).status_code in {403, 404}
    new = "ombak tenang pagi hari"
    answer = await client.put(URL + "/password", json={"current": PASSWORD, "new": new})
    assert answer.status_code == 204, answer.text
    person = (await client.get(URL)).json()
    assert person["must_change_password"] is False
    assert "sambang:write" in person["permissions"]
    assert not await signed_in(other)
    assert (await sign_in(client_of())).status_code == 401
    assert (await sign_in(client_of(), password=new)).status_code == 200


WEAK = [
    ("pendek", "Paling sedikit 10 huruf."),
    ("", "Paling sedikit 10 huruf."),
    ("1234567890", "Terlalu mudah ditebak"),
    ("bhabinkamtibmas", "Terlalu mudah ditebak"),
    ("petugas2024", "Terlalu mudah ditebak"),
    ("aaaaaaaaaaaaaaaaaaaa", "Terlalu mudah ditebak"),
    (f"rahasia-{NRP}-saya", "Jangan memuat NRP"),
    (PASSWORD, "Harus berbeda"),
    ("x" * 129, "Paling banyak 128 huruf."),
]


async def test_passwords_that_are_refused(client: httpx.AsyncClient) -> None:
    """With the field and the reason; the old one stays."""
    await make_akun()
    await sign_in(client)
    for new, message in WEAK:
        answer = await client.put(URL + "/password", json={"current": PASSWORD, "new": new})
        assert answer.status_code == 422, new
        (error,) = answer.json()["errors"]
        assert error["field"] == "new"
        assert message in error["message"]
    assert (await sign_in(client)).status_code == 200


BAD_FORMS: list[tuple[object, str]] = [
    ({}, "nrp"),
    ([], ""),
    ("teks", ""),
    (None, ""),
    ({"nrp": 80010001, "password": PASSWORD}, "nrp"),
    ({"nrp": None, "password": PASSWORD}, "nrp"),
    ({"nrp": ["80010001"], "password": PASSWORD}, "nrp"),
    ({"nrp": "", "password": PASSWORD}, "nrp"),
    ({"nrp": "8" * 21, "password": PASSWORD}, "nrp"),
    ({"nrp": " 80010001", "password": PASSWORD}, "nrp"),
    ({"nrp": "80010001\n", "password": PASSWORD}, "nrp"),
    ({"nrp": "8001\u200b0001", "password": PASSWORD}, "nrp"),
    ({"nrp": "\u202e80010001", "password": PASSWORD}, "nrp"),
    ({"nrp": "٨٠٠١٠٠٠١", "password": PASSWORD}, "nrp"),
    ({"nrp": "8001🚓001", "password": PASSWORD}, "nrp"),
    ({"nrp": "' OR 1=1 --", "password": PASSWORD}, "nrp"),
    ({"nrp": NRP}, "password"),
    ({"nrp": NRP, "password": ""}, "password"),
    ({"nrp": NRP, "password": 1234567890}, "password"),
    ({"nrp": NRP, "password": True}, "password"),
    ({"nrp": NRP, "password": "x" * 129}, "password"),
    ({"nrp": NRP, "password": PASSWORD, "device_id": "bukan-uuid"}, "device_id"),
    ({"nrp": NRP, "password": PASSWORD, "device_id": 5}, "device_id"),
    ({"nrp": NRP, "password": PASSWORD, "device_name": {"a": 1}}, "device_name"),
    ({"nrp": NRP, "password": PASSWORD, "device_name": "x" * 1001}, "device_name"),
    ({"nrp": NRP, "password": PASSWORD, "role": "admin"}, "role"),
]


async def test_bad_sign_in_forms(client: httpx.AsyncClient) -> None:
    """Refused with the field, in Indonesian, before any password is looked at."""
    await make_akun()
    for body, field in BAD_FORMS:
        answer = await client.post(URL, json=body)
        assert answer.status_code == 422, (body, answer.text)
        errors = answer.json()["errors"]
        assert field in [error["field"] for error in errors], body
        assert all(error["message"] for error in errors), body
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Percobaan)) == 0
        assert await session.scalar(select(func.count()).select_from(SesiPerangkat)) == 0


async def test_bodies_that_are_no_json(client: httpx.AsyncClient) -> None:
    """A clear refusal, never an error of the server."""
    surrogate, nan = (b'{"nrp": "80010001", "password": %s}' % value for value in (b'"\\ud800"', b"NaN"))
    for raw in (b"", b"{", b"\xff\xfe", surrogate, nan):
        answer = await client.post(URL, content=raw, headers={"Content-Type": "application/json"})
        assert answer.status_code in {400, 422}, raw
        assert answer.headers["content-type"] == "application/problem+json"


async def test_odd_but_lawful_texts(client: httpx.AsyncClient) -> None:
    """A password of any letters is only ever wrong; a device's name is cleaned."""
    await make_akun()
    for password in ("🚓" * 20, "مرحبا", "a\x00b", "'; DROP TABLE akun; --", "<script>"):
        assert (await sign_in(client, password=password)).status_code == 401
    device = uuid4()
    assert (await sign_in(client, device_id=str(device), device_name="<b>\x00\u202e HP 🚓")).status_code == 200
    async with reading() as session:
        row = (await session.scalars(select(SesiPerangkat))).one()
    assert (row.device_id, row.device_name) == (UUID(str(device)), "<b> HP 🚓")
    assert row.created_at <= now()
