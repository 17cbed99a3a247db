"""Search over HTTP: who may ask, what is asked senselessly, and what the answer looks like."""

import httpx
import pytest

from sambang_digital.models import Akun
from sambang_digital.security.permissions import Peran
from sambang_digital.services import cari_indeks
from tests.api.conftest import SESSION, Client, Send
from tests.factories import PASSWORD, make_akun
from tests.laporan import body, item

SEARCH = "/api/v1/cari"


async def test_an_officer_finds_their_own(client: httpx.AsyncClient, officer: Akun, send: Send) -> None:
    """Pieces are plain text; nothing of it is kept on the way."""
    await send(item(officer.id, body=body("Pos <b>Anggrek</b>")))
    await cari_indeks.drain()
    answer = await client.get(SEARCH, params={"q": "anggrek"})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    found = {one["jenis"]: one for one in answer.json()["found"]}
    assert set(found) == {"laporan", "register"}
    assert {sort: one["hits"][0]["opens"] for sort, one in found.items()} == {sort: sort for sort in found}
    assert found["laporan"]["hits"][0]["title"] == [
        {"text": "Pos <b>", "marked": False}, {"text": "Anggrek", "marked": True}, {"text": "</b>", "marked": False},
    ]  # fmt: skip
    assert [
        one["jenis"] for one in (await client.get(SEARCH, params={"q": "anggrek", "jenis": "laporan"})).json()["found"]
    ] == ["laporan"]


@pytest.mark.parametrize(
    "wrong", [{}, {"q": "a"}, {"q": "x" * 501}, {"q": "aman", "jenis": "rahasia"}, {"q": "aman", "hal": 0}]
)
async def test_senseless_questions(client: httpx.AsyncClient, officer: Akun, wrong: dict[str, str]) -> None:
    """A sentence that names the parameter."""
    answer = await client.get(SEARCH, params=wrong)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"]


async def test_who_may_ask(client_of: Client, officer: Akun) -> None:
    """Nobody: 401. Somebody who reads no reports: 403."""
    assert (await client_of("10.0.0.9").get(SEARCH, params={"q": "aman"})).status_code == 401
    await make_akun("70010009", Peran.MITRA)
    mitra = client_of("10.0.0.3")
    assert (await mitra.post(SESSION, json={"nrp": "70010009", "password": PASSWORD})).status_code == 200
    assert (await mitra.get(SEARCH, params={"q": "aman"})).status_code == 403
