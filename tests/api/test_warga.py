"""Citizens over HTTP: strikes, similar reports, accounts."""

import re
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from sambang_digital.db import reading
from sambang_digital.models import PerangkatWarga
from sambang_digital.services import pesan
from sambang_digital.services.warga import Warga
from tests.api.conftest import SESSION, Client, sign_in
from tests.api.test_faktor import OPEN
from tests.api.test_rahasia import PATHS
from tests.factories import make_akun
from tests.pengaduan import report
from tests.surel import Kept
from tests.warga import PASSWORD, PHONE, make_desk, strike

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


WARGA = "/api/v1/warga"
OTHER = "perahu-kertas-biru"
FORM = {"phone": PHONE, "password": PASSWORD, "name": "Siti Rahmawati", "consent": True}


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """What citizens were sent."""
    messenger = Kept()
    monkeypatch.setitem(pesan.MESSENGERS, "console", messenger)
    return messenger


async def code(kept: Kept) -> str:
    """The last one that was sent."""
    await pesan.drain()
    return kept.codes()[-1]


async def make_account(client: httpx.AsyncClient, kept: Kept) -> None:
    """An account, signed in on this phone."""
    assert (await client.post(f"{WARGA}/daftar", json=FORM)).status_code == 202
    done = await client.post(f"{WARGA}/kode", json={"code": await code(kept)})
    assert done.status_code == 200, done.text


async def test_an_account_from_first_to_last(client: httpx.AsyncClient, client_of: Client, kept: Kept) -> None:
    mine = (await client.post(LAPOR, json=report())).json()["code"]
    before = dict(client.cookies)
    await make_account(client, kept)
    assert dict(client.cookies).keys() == before.keys()
    assert dict(client.cookies) != before
    me = await client.get(f"{WARGA}/saya")
    assert (me.json()["name"], me.headers["Cache-Control"]) == ("Siti Rahmawati", "no-store")
    other = client_of("10.0.0.2")
    assert (await other.get(f"{WARGA}/saya")).status_code == 401
    wrong = await other.post(f"{WARGA}/masuk", json={"phone": PHONE, "password": OTHER})
    nobody = await other.post(f"{WARGA}/masuk", json={"phone": "081255500000", "password": PASSWORD})
    assert (wrong.status_code, wrong.json()) == (401, nobody.json())
    cookie = (await other.post(f"{WARGA}/masuk", json={"phone": "+62 812 5550 1234", "password": PASSWORD})).headers
    assert re.search(r"httponly.*samesite=lax", cookie["set-cookie"].lower())
    assert [one["code"] for one in (await other.get(f"{LAPOR}/tiket")).json()["tickets"]] == [mine]
    said = {"name": "Siti R.", "address": "", "email": "siti@example.id"}
    refused = await other.put(f"{WARGA}/saya", json=said)
    assert [one["field"] for one in refused.json()["errors"]] == ["password"]
    changed = await other.put(f"{WARGA}/saya", json=said | {"password": PASSWORD})
    assert (changed.json()["name"], changed.json()["email"]) == ("Siti R.", "siti@example.id")
    weak = await other.put(f"{WARGA}/sandi", json={"current": PASSWORD, "new": "pendek"})
    assert [one["field"] for one in weak.json()["errors"]] == ["new"]
    false = await other.put(f"{WARGA}/sandi", json={"current": OTHER, "new": "angin-laut-selatan"})
    assert [one["field"] for one in false.json()["errors"]] == ["current"]
    assert (await other.put(f"{WARGA}/sandi", json={"current": PASSWORD, "new": OTHER})).status_code == 204
    assert (await client.get(f"{WARGA}/saya")).status_code == 401
    assert (await other.post(f"{WARGA}/keluar")).status_code == 204
    assert (await other.get(f"{LAPOR}/tiket")).json()["tickets"] == []
    assert (await client.post(f"{WARGA}/sandi/kode", json={"phone": PHONE})).status_code == 202
    sent = await code(kept)
    stolen = await other.post(f"{WARGA}/sandi", json={"code": sent, "new": "angin-laut-selatan"})
    assert [one["field"] for one in stolen.json()["errors"]] == ["code"]
    done = await client.post(f"{WARGA}/sandi", json={"code": sent, "new": "angin-laut-selatan"})
    assert done.json()["name"] == "Siti R."
    assert (await client.post(f"{WARGA}/hapus", json={"password": PASSWORD})).status_code == 422
    assert (await client.post(f"{WARGA}/hapus", json={"password": "angin-laut-selatan"})).status_code == 204
    assert (await client.get(f"{WARGA}/saya")).status_code == 401
    assert [one["code"] for one in (await client.get(f"{LAPOR}/tiket")).json()["tickets"]] == [mine]


async def test_how_a_phone_stands(
    client: httpx.AsyncClient, client_of: Client, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking begins nothing; who is signed in, and on how many phones besides; the others can be signed out."""
    asked = await client.get(f"{WARGA}/akun")
    assert (asked.json(), dict(client.cookies)) == ({"way": "phone", "by": "console", "me": None, "others": 0}, {})
    assert asked.headers["Cache-Control"] == "no-store"
    assert (await client.post(f"{WARGA}/keluar/lain")).status_code == 401
    await make_account(client, kept)
    other = client_of("10.0.0.2")
    assert (await other.post(f"{WARGA}/masuk", json={"phone": PHONE, "password": PASSWORD})).status_code == 200
    standing = (await client.get(f"{WARGA}/akun")).json()
    assert (standing["me"]["name"], standing["others"]) == ("Siti Rahmawati", 1)
    assert (await client.post(f"{WARGA}/keluar/lain")).status_code == 204
    assert (await client.get(f"{WARGA}/akun")).json() == standing | {"others": 0}
    assert (await other.get(f"{WARGA}/akun")).json()["me"] is None
    monkeypatch.setattr(pesan, "MESSENGERS", {})
    assert (await client.get(f"{WARGA}/akun")).json() == standing | {"way": None, "by": None, "others": 0}


@pytest.mark.parametrize(("path", "body"), [("daftar", FORM), ("sandi/kode", {"phone": PHONE})])
async def test_a_stranger_learns_not_whether_a_number_is_known(
    client: httpx.AsyncClient, client_of: Client, kept: Kept, path: str, body: dict[str, Any]
) -> None:
    await make_account(client, kept)
    stranger = client_of("10.0.0.2")
    known = await stranger.post(f"{WARGA}/{path}", json=body)
    unknown = await stranger.post(f"{WARGA}/{path}", json=body | {"phone": "081255500000"})
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json()) == (202, known.json())
    tries = [await stranger.post(f"{WARGA}/kode", json={"code": "000000"}) for _ in range(2)]
    assert [one.status_code for one in tries] == [422, 422]


async def test_no_citizen_becomes_an_officer(client: httpx.AsyncClient, kept: Kept) -> None:
    """Signed in with the number and password of an officer, too: every route of the desk asks who is there."""
    await make_akun(PHONE)
    await make_account(client, kept)
    assert (await client.get(SESSION)).status_code == 401
    routes = {(path, method) for path, methods in PATHS.items() for method in methods} - OPEN
    assert len(routes) > 15
    for path, method in routes:
        filled = re.sub(r"{(\w*akun_id|session_id)}", "1", path).replace("{size}", "kecil")
        filled = re.sub(r"{\w+}", "0193f0a0-0000-7000-8000-000000000000", filled)
        answer = await client.request(method, filled, json={}, headers={"Tus-Resumable": "1.0.0"})
        assert answer.status_code == 401, (method, path, answer.status_code)


async def test_no_officer_becomes_a_citizen(client: httpx.AsyncClient, kept: Kept) -> None:
    akun = await make_akun()
    assert (await sign_in(client, akun.nrp)).status_code == 200
    assert (await client.get(f"{WARGA}/saya")).status_code == 401
    assert (await client.post(f"{WARGA}/hapus", json={"password": PASSWORD})).status_code == 401
    # One browser may hold both; signing out of one leaves the other.
    await make_account(client, kept)
    assert (await client.get(SESSION)).json()["nrp"] == akun.nrp
    assert (await client.delete(SESSION)).status_code == 204
    assert (await client.get(f"{WARGA}/saya")).status_code == 200


async def test_another_site_signs_nobody_in(client: httpx.AsyncClient) -> None:
    for path in ("daftar", "kode", "masuk", "keluar", "keluar/lain", "sandi", "sandi/kode", "hapus"):
        answer = await client.post(f"{WARGA}/{path}", json={}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403, path


async def test_without_a_messenger_it_says_so(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pesan, "MESSENGERS", {})
    answer = await client.post(f"{WARGA}/daftar", json=FORM)
    assert (answer.status_code, "tanpa akun" in answer.json()["detail"]) == (503, True)


@pytest.mark.parametrize(
    ("field", "more"),
    [("phone", {"phone": "x"}), ("password", {"password": "tangerang1"}), ("email", {"email": "siti"})],
)
async def test_a_wrong_field_is_named_and_no_password_told(
    client: httpx.AsyncClient, kept: Kept, field: str, more: dict[str, Any]
) -> None:
    answer = await client.post(f"{WARGA}/daftar", json=FORM | more)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])
    assert PASSWORD not in answer.text
    assert kept.sent == []
