"""The second factor over HTTP: nothing opens without it, no code opens twice."""

import asyncio
import re
from collections.abc import Callable

import httpx
import pyotp
import pytest
from sqlalchemy import select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Audit, FaktorKedua, KodePemulihan
from sambang_digital.models.base import now
from sambang_digital.security.permissions import Peran
from sambang_digital.services import akun, faktor, percobaan
from sambang_digital.settings import get_settings
from tests.api.conftest import NRP, SESSION, Client, sign_in
from tests.factories import PASSWORD, make_akun

URL = f"{SESSION}/faktor"
NOBODY = "01930000-0000-7000-8000-000000000001"
TUS = {"Tus-Resumable": "1.0.0"}
OPEN = {
    (SESSION, "post"), (SESSION, "get"), (SESSION, "delete"), (f"{URL}/kode", "post"),
    ("/api/v1/demo", "get"), ("/api/v1/media/tus", "options"), ("/api/v1/media/tus-bacaan", "options"), ("/api/v1/bhabin/posisi", "post"),
    ("/api/v1/media/tus-warga", "options"), ("/api/v1/media/tus-warga", "post"), ("/api/v1/media/tus-warga/{upload_id}", "head"),
    ("/api/v1/media/tus-warga/{upload_id}", "patch"), ("/api/v1/media/tus-warga/{upload_id}", "delete"),
    ("/api/v1/media/warga/{media_id}/{size}", "get"),
    ("/api/v1/lapor", "post"), ("/api/v1/lapor/wilayah", "get"), ("/api/v1/lapor/peta", "get"),
    ("/api/v1/lapor/tiket", "post"), ("/api/v1/lapor/tiket", "get"), ("/api/v1/lapor/tiket/{code}", "get"),
    ("/api/v1/wa/webhook", "get"), ("/api/v1/wa/webhook", "post"),
    ("/api/v1/lapor/tiket/{code}", "delete"), ("/api/v1/lapor/tiket/{code}/langkah", "post"),
    ("/api/v1/himbauan/langganan", "put"), ("/api/v1/himbauan/langganan/lihat", "post"), ("/api/v1/himbauan/langganan/berhenti", "post"),
    *(("/api/v1/warga/kabar", method) for method in ("get", "put", "delete")),
    ("/api/v1/warga/kabar/{code}", "put"), ("/api/v1/warga/kabar/{code}", "delete"),
    *((f"/api/v1/warga/{name}", "post") for name in ("daftar", "kode", "masuk", "keluar", "keluar/lain", "sandi/kode", "sandi", "hapus")),
    ("/api/v1/warga/akun", "get"), ("/api/v1/warga/saya", "get"), ("/api/v1/warga/saya", "put"), ("/api/v1/warga/sandi", "put"),
    ("/api/v1/lapor/serupa", "post"), ("/api/v1/lapor/ikuti", "post"), ("/api/v1/lapor/ikuti/{ikut_id}", "delete"),
    ("/api/v1/lapor/teguran", "get"), ("/api/v1/lapor/teguran/{teguran_id}/banding", "post"),
}  # fmt: skip
"""What needs no second factor: signing in and out, saying who one is, the code itself; and what needs no session at all."""
Codes = Callable[[int], str]


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No step of thirty seconds ends between making up a code and using it."""
    moment = now()
    monkeypatch.setattr(faktor, "now", lambda: moment)


@pytest.fixture
def exposed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No demo: roles that need a second factor have to set one up."""
    monkeypatch.setenv("SAMBANG_DEMO", "false")
    get_settings.cache_clear()


async def enrol(client: httpx.AsyncClient, password: str = PASSWORD) -> tuple[Codes, list[str]]:
    """Set up; gives what the app would show so many steps from now, and the recovery codes."""
    begun = await client.post(URL)
    assert begun.status_code == 200, begun.text
    totp = pyotp.TOTP(begun.json()["secret"])
    assert begun.json()["qr"].startswith("data:image/svg+xml")
    assert f"secret={begun.json()['secret']}" in begun.json()["uri"]

    def code(steps: int) -> str:
        return totp.at(faktor.now(), counter_offset=steps)

    # A step back, so that the present one and the next are still there for the test.
    done = await client.put(URL, json={"code": code(-1), "password": password})
    assert done.status_code == 200, done.text
    return code, done.json()["recovery_codes"]


async def send(client: httpx.AsyncClient, code: str) -> int:
    """Answer the question for a code."""
    return (await client.post(f"{URL}/kode", json={"code": code})).status_code


async def test_a_role_that_needs_it_does_nothing_before(client: httpx.AsyncClient, exposed: None) -> None:
    """Enrolment at the next sign-in; until then no permission at all, and afterwards all of them."""
    await make_akun(NRP, Peran.KASAT)
    person = (await sign_in(client)).json()
    assert (person["factor"], person["permissions"]) == ("enrol", [])
    assert (await client.get("/api/v1/sinkron")).status_code == 403
    await enrol(client)
    person = (await client.get(SESSION)).json()
    assert person["factor"] is None
    assert "laporan:review" in person["permissions"]


async def test_demo_accounts_are_not_made_to(client: httpx.AsyncClient) -> None:
    """On loopback whoever set one up is asked for it, nobody else."""
    await make_akun(NRP, Peran.ADMIN)
    assert (await sign_in(client)).json()["factor"] is None
    code, _ = await enrol(client)
    assert (await sign_in(client)).json()["factor"] == "verify"
    assert await send(client, code(0)) == 204


async def test_no_way_around_it(client: httpx.AsyncClient, client_of: Client, exposed: None) -> None:
    """With the password alone every route but sign-in, sign-out and the code refuses, whatever the method."""
    await make_akun(NRP, Peran.KASAT, Peran.ADMIN, Peran.BHABINKAMTIBMAS)
    await sign_in(client)
    await enrol(client)
    thief = client_of("10.9.9.9")
    person = (await sign_in(thief)).json()
    assert (person["factor"], person["permissions"]) == ("verify", [])
    spec = (await thief.get("/api/v1/openapi.json")).json()
    routes = {(path, method) for path, operations in spec["paths"].items() for method in operations} - OPEN
    assert len(routes) > 15
    for path, method in routes:
        filled = re.sub(r"{(\w*akun_id|session_id)}", "1", path).replace("{size}", "kecil")
        answer = await thief.request(method, re.sub(r"{\w+}", NOBODY, filled), json={}, headers=TUS)
        assert answer.status_code == 403, (method, path, answer.status_code)
    words = {"current": PASSWORD, "new": "ombak tenang pagi hari"}
    assert (await thief.put(f"{SESSION}/password", json=words)).status_code == 403
    assert (await client.get(f"{SESSION}/perangkat")).status_code == 200


async def test_a_code_opens_once(client: httpx.AsyncClient, client_of: Client) -> None:
    """The same code again, and any of an earlier step, is refused, on any device."""
    await make_akun()
    await sign_in(client)
    code, _ = await enrol(client)
    first, second = client_of("10.0.0.2"), client_of("10.0.0.3")
    for device in (first, second):
        await sign_in(device)
    assert await send(first, code(-1)) == 422  # used at the enrolment
    assert await send(first, f" {code(1)[:3]} {code(1)[3:]} ") == 204
    assert await send(second, code(1)) == 422
    assert await send(second, code(0)) == 422
    assert (await second.get(SESSION)).json()["factor"] == "verify"
    assert (await first.get(SESSION)).json()["factor"] is None


async def test_one_code_on_four_devices_at_once(
    client: httpx.AsyncClient, client_of: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One gets in."""
    monkeypatch.setattr(faktor, "PER_ACCOUNT", 50)
    await make_akun()
    await sign_in(client)
    code, recovery = await enrol(client)
    devices = [client_of(f"10.0.1.{number}") for number in range(4)]
    for device in devices:
        await sign_in(device)
    assert sorted(await asyncio.gather(*(send(device, code(0)) for device in devices))) == [204, 422, 422, 422]
    late = [device for device in devices if (await device.get(SESSION)).json()["factor"]]
    assert sorted(await asyncio.gather(*(send(device, recovery[0]) for device in late))) == [204, 422, 422]


async def test_recovery_codes(client: httpx.AsyncClient, client_of: Client) -> None:
    """Each once, however it is typed; new ones take the old ones away and cost a code of the app."""
    await make_akun()
    await sign_in(client)
    code, codes = await enrol(client)
    assert len(set(codes)) == faktor.RECOVERY_CODES
    device = client_of("10.0.0.2")
    await sign_in(device)
    assert await send(device, codes[0].upper().replace("-", " ")) == 204
    assert (await device.get(URL)).json() == {"enrolled": True, "codes_left": 9, "required": False}
    await sign_in(device)
    assert await send(device, codes[0]) == 422
    assert (await device.post(f"{URL}/pemulihan", json={"code": code(0)})).status_code == 403
    assert (await client.post(f"{URL}/pemulihan", json={"code": codes[2]})).status_code == 422
    renewed = (await client.post(f"{URL}/pemulihan", json={"code": code(0)})).json()["recovery_codes"]
    assert await send(device, codes[1]) == 422
    assert await send(device, renewed[1]) == 204


async def test_guessing_is_slowed_down(client: httpx.AsyncClient, client_of: Client) -> None:
    """Five wrong codes for the account, from wherever; then the right one waits too."""
    await make_akun()
    await sign_in(client)
    code, _ = await enrol(client)
    for number in range(faktor.PER_ACCOUNT):
        device = client_of(f"10.0.2.{number}")
        await sign_in(device)
        assert await send(device, "000000") == 422
    blocked = await device.post(f"{URL}/kode", json={"code": code(0)})
    assert blocked.status_code == 429
    assert int(blocked.headers["Retry-After"]) > 0


async def test_it_cannot_be_replaced_by_its_owner(client: httpx.AsyncClient) -> None:
    """A stolen, open session must not bind another phone."""
    await make_akun()
    await sign_in(client)
    await enrol(client)
    assert (await client.post(URL)).status_code == 409
    assert (await client.put(URL, json={"code": "123456", "password": PASSWORD})).status_code == 409


async def test_an_open_session_sets_none_up(client: httpx.AsyncClient) -> None:
    """Without the password, asked again, no phone is bound to the account; guesses at it are counted. Nothing is half done."""
    await make_akun()
    await sign_in(client)
    totp = pyotp.TOTP((await client.post(URL)).json()["secret"])
    missing = await client.put(URL, json={"code": totp.at(faktor.now())})
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (422, "password")
    for _ in range(percobaan.PER_ACCOUNT):
        refused = await client.put(URL, json={"code": totp.at(faktor.now()), "password": "kata sandi tebakan"})
        assert refused.status_code == 422
        assert refused.json()["errors"] == [{"field": "password", "message": "Kata sandi salah."}]
    blocked = await client.put(URL, json={"code": totp.at(faktor.now()), "password": PASSWORD})
    assert blocked.status_code == 429
    assert (await client.get(URL)).json() == {"enrolled": False, "codes_left": 0, "required": False}
    async with reading() as session:
        assert "akun.faktor_dipasang" not in set(await session.scalars(select(Audit.action)))


async def test_first_an_own_password(client: httpx.AsyncClient, exposed: None) -> None:
    """The password that an admin gave must not bind a phone to the account."""
    await make_akun(NRP, Peran.ADMIN, must_change_password=True)
    person = (await sign_in(client)).json()
    assert (person["must_change_password"], person["factor"]) == (True, "enrol")
    assert (await client.post(URL)).status_code == 403
    words = {"current": PASSWORD, "new": "ombak tenang pagi hari"}
    assert (await client.put(f"{SESSION}/password", json=words)).status_code == 204
    await enrol(client, words["new"])


async def test_a_reset_asks_for_a_new_one(client: httpx.AsyncClient, exposed: None) -> None:
    """After it the next sign-in enrols again."""
    person = await make_akun(NRP, Peran.ADMIN)
    await sign_in(client)
    await enrol(client)
    async with transaction() as session:
        assert await faktor.reset(session, None, person.id)
        assert not await faktor.reset(session, None, person.id)
    await akun.announce()
    assert (await sign_in(client)).json()["factor"] == "enrol"
    await enrol(client)


async def test_the_database_alone_makes_no_codes(client: httpx.AsyncClient) -> None:
    """Neither the secret nor a recovery code stands in it, and the deeds are on record."""
    await make_akun()
    await sign_in(client)
    begun = (await client.post(URL)).json()
    totp = pyotp.TOTP(begun["secret"])
    codes = (await client.put(URL, json={"code": totp.at(faktor.now()), "password": PASSWORD})).json()["recovery_codes"]
    async with reading() as session:
        (sealed,) = await session.scalars(select(FaktorKedua.secret))
        hashes = list(await session.scalars(select(KodePemulihan.hash)))
        deeds = set(await session.scalars(select(Audit.action)))
    assert begun["secret"].encode() not in sealed
    assert all(code.encode() not in b"".join(hashes) for code in codes)
    assert "akun.faktor_dipasang" in deeds


async def test_whoever_need_not_have_one_takes_it_away(client: httpx.AsyncClient) -> None:
    """Only with a code asked again; a recovery code does where the phone is gone. All of it is on record."""
    await make_akun()
    await sign_in(client)
    assert (await client.post(f"{URL}/lepas", json={"code": "123456"})).status_code == 409
    _, codes = await enrol(client)
    refused = await client.post(f"{URL}/lepas", json={"code": "000000"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "code")
    assert (await client.get(URL)).json() == {"enrolled": True, "codes_left": 10, "required": False}
    assert (await client.post(f"{URL}/lepas", json={"code": codes[0]})).status_code == 204
    assert (await client.get(URL)).json() == {"enrolled": False, "codes_left": 0, "required": False}
    assert (await sign_in(client)).json()["factor"] is None
    code, _ = await enrol(client)
    assert (await client.post(f"{URL}/pemulihan", json={"code": code(0)})).status_code == 200
    assert (await client.post(f"{URL}/lepas", json={"code": code(1)})).status_code == 204
    async with reading() as session:
        deeds = list(
            await session.scalars(select(Audit.action).where(Audit.action.startswith("akun.")).order_by(Audit.id))
        )
    assert deeds == [
        "akun.faktor_dipasang", "akun.kode_pemulihan_dipakai", "akun.faktor_dilepas",
        "akun.faktor_dipasang", "akun.kode_pemulihan_dibuat", "akun.faktor_dilepas",
    ]  # fmt: skip


async def test_whoever_must_have_one_keeps_it(client: httpx.AsyncClient, exposed: None) -> None:
    """A right code changes nothing either."""
    await make_akun(NRP, Peran.KASAT)
    await sign_in(client)
    code, codes = await enrol(client)
    for one in (code(0), codes[0]):
        assert (await client.post(f"{URL}/lepas", json={"code": one})).status_code == 409
    assert (await client.get(URL)).json() == {"enrolled": True, "codes_left": 10, "required": True}
