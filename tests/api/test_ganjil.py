"""Odd parameters of documents, exports and search: repeated, empty, huge, negative, no UTF-8. A sentence that names the parameter,
or what an empty one gives; never our fault."""

import httpx
import pytest

from sambang_digital.forms.messages import DEFAULT
from sambang_digital.models import Akun
from sambang_digital.security.permissions import Peran
from tests.api.conftest import Client, sign_in
from tests.factories import make_akun

EMPTY = ("", "%20", "%00", "%E2%80%8B")
ODD = (
    "0", "-1", "1.5", "1e3", "1e400", "true", "false", "null", "NaN", "[]", "x%00y", "%FF%FE", "%ED%A0%80", "%F0%9F%98%80", "%D9%A2",
    "2147483648", "9" * 5000, "17356896000", "253402300800", "2026-13", "2026-02-30", "0001-01-01", "9999-12-31", "'%3B--", "%25_*",
)  # fmt: skip
"""As they stand in an address. None of them is a day, a month, an id, a page or a sort."""


@pytest.fixture
async def kanit(client_of: Client, officer: Akun) -> httpx.AsyncClient:
    """A Kanit, signed in."""
    akun = await make_akun("70010001", Peran.KANIT_POLSEK)
    client = client_of("10.0.0.7")
    assert (await sign_in(client, akun.nrp)).status_code == 200
    return client


def refused(answer: httpx.Response, name: str) -> None:
    """With a sentence that says what is wrong with this parameter."""
    assert answer.status_code == 422, (str(answer.url)[:120], answer.text[:300])
    (fault,) = answer.json()["errors"]
    assert fault["field"] == name
    assert fault["message"].endswith(".")
    assert fault["message"] != DEFAULT, str(answer.url)[:120]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("dokumen/laphar.pdf", "tanggal"),
        ("dokumen/laphar.pdf", "satuan"),
        ("dokumen/lapbul.pdf", "bulan"),
        ("dokumen/lapbul.pdf", "petugas"),
    ],
)
async def test_recaps(kanit: httpx.AsyncClient, path: str, name: str) -> None:
    """Nothing chosen is as if it were not there: a form sends it so."""
    for value in EMPTY:
        answer = await kanit.get(f"/api/v1/{path}?{name}=7&{name}={value}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), (
            value,
            answer.text[:300],
        )
    for value in ODD:
        refused(await kanit.get(f"/api/v1/{path}?{name}=1&{name}={value}"), name)


async def test_search(kanit: httpx.AsyncClient) -> None:
    """Words may be anything of two letters; sorts and pages are what there is."""
    for name in ("jenis", "hal"):
        for value in (*EMPTY, *ODD):
            refused(await kanit.get(f"/api/v1/cari?q=aman&{name}=1&{name}={value}"), name)
    for value in EMPTY:
        refused(await kanit.get(f"/api/v1/cari?q={value}"), "q")
    for value in ODD:
        answer = await kanit.get(f"/api/v1/cari?q=aman&q={value}")
        if answer.status_code != 200:
            refused(answer, "q")


@pytest.mark.parametrize(
    "id_", ["-1", "0", "%00", "%FF", "9" * 4000, "null", "[]", "..%2F..", "00000000-0000-0000-0000-00000000000g"]
)
async def test_ids(kanit: httpx.AsyncClient, id_: str) -> None:
    """What is no id is said to be none, or is not found; neither is there for anybody."""
    for path in (f"ekspor/{id_}", f"dokumen/dds/{id_}.pdf", f"dokumen/{id_}/00000000-0000-7000-8000-000000000000.pdf"):
        answer = await kanit.get(f"/api/v1/{path}")
        assert answer.status_code in (404, 422), (path[:80], answer.text[:300])
        assert answer.headers["content-type"] == "application/problem+json"
