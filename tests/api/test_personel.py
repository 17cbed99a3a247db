"""Lists of people over HTTP: who gets whom, and what is refused."""

import httpx
import pytest

from sambang_digital.models import Satuan
from sambang_digital.security.permissions import Peran
from sambang_digital.services.personel_berkas import MAX_BYTES
from tests.api.conftest import Client, sign_in
from tests.factories import make_akun, make_satuan

URL = "/api/v1/personel"
HEAD = "NRP;Nama;Satuan;Peran\n"


@pytest.fixture
async def polda(client: httpx.AsyncClient) -> Satuan:
    """A Polda with two Polres and an admin at each; ``client`` is signed in as the first Polres's."""
    polda = await make_satuan("POLDA", level="polda")
    await make_akun("80010000", Peran.ADMIN, satuan=polda)
    for number, code in enumerate(("SATU", "DUA"), 1):
        polres = await make_satuan(code, parent=polda)
        await make_akun(f"8001000{number}", Peran.ADMIN, satuan=polres)
        polsek = await make_satuan(f"{code}-A", level="polsek", parent=polres)
        await make_akun(f"8002000{number}", satuan=polsek)
    await sign_in(client, "80010001")
    return polda


async def exported(client: httpx.AsyncClient, query: str = "") -> list[str]:
    """Service numbers in the export."""
    answer = await client.get(f"{URL}/ekspor{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    return sorted(line.partition(";")[0] for line in answer.text.splitlines()[1:])


async def test_export_ends_at_the_own_units(polda: Satuan, client: httpx.AsyncClient, client_of: Client) -> None:
    """Whatever the address asks for."""
    assert await exported(client) == ["80010001", "80020001"]
    assert await exported(client, "?peran=bhabinkamtibmas&status=semua") == ["80020001"]
    assert await exported(client, f"?satuan={polda.id}") == ["80010001", "80020001"]
    above = client_of("10.0.0.9")
    await sign_in(above, "80010000")
    assert len(await exported(above)) == 5


async def test_import_ends_at_the_own_units(polda: Satuan, client: httpx.AsyncClient) -> None:
    """A unit of the other Polres is unknown here; nobody comes in."""
    content = f"{HEAD}9001;Sri;SATU-A;Bhabinkamtibmas\n9002;Budi;DUA-A;Bhabinkamtibmas\n"
    checked = (await client.post(f"{URL}/impor/periksa", content=content)).json()
    assert checked["faults"] == [
        {"row": 3, "column": "Satuan", "message": "Satuan DUA-A tidak dikenal, atau di luar satuan Anda."}
    ]
    refused = await client.post(f"{URL}/impor", content=content)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "baris 3, Satuan")
    assert await exported(client) == ["80010001", "80020001"]


async def test_import(polda: Satuan, client: httpx.AsyncClient) -> None:
    """Checked, done, and the passwords in the answer open the accounts."""
    content = f"{HEAD}9001;Sri;SATU-A;Bhabinkamtibmas\n"
    checked = (await client.post(f"{URL}/impor/periksa", content=content)).json()
    assert (checked["count"], checked["faults"], checked["people"][0]["name"]) == (1, [], "Sri")
    done = (await client.post(f"{URL}/impor", content=content)).json()
    assert done["created"] == 1
    password = done["passwords"].splitlines()[1].rpartition(";")[2]
    assert (await sign_in(client, "9001", password)).json()["must_change_password"] is True


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "kosong"),
        (b"%PDF-1.7\0", 422, "bukan CSV"),
        (b"a" * (MAX_BYTES + 1), 413, "paling besar 5 MB"),
    ],
)
async def test_what_is_no_list(
    polda: Satuan, client: httpx.AsyncClient, content: bytes, status: int, said: str
) -> None:
    """Refused in words, by the dry run and by the import alike."""
    for path in ("impor/periksa", "impor"):
        answer = await client.post(f"{URL}/{path}", content=content)
        assert answer.status_code == status
        assert said in answer.json()["detail"]


async def test_only_admins(client: httpx.AsyncClient) -> None:
    """Neither without a session nor as a Kasat."""
    routes = [("GET", "ekspor"), ("GET", "contoh"), ("POST", "impor"), ("POST", "impor/periksa")]
    for method, path in routes:
        assert (await client.request(method, f"{URL}/{path}")).status_code == 401
    await make_akun("80010005", Peran.KASAT)
    await sign_in(client, "80010005")
    for method, path in routes:
        assert (await client.request(method, f"{URL}/{path}")).status_code == 403
