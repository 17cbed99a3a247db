"""Documents over HTTP: for whom they are, what they say, and that each is recorded."""

import io
from typing import Any

import httpx
import pypdf
import pytest
from sqlalchemy import select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Akun, Audit, Satuan
from sambang_digital.security.permissions import Peran
from sambang_digital.services import kinerja
from tests.api.conftest import Client, Send, sign_in
from tests.factories import make_akun, make_satuan
from tests.laporan import household, item, uuid7


def said(answer: httpx.Response) -> str:
    """The text of a PDF that was answered."""
    assert answer.status_code == 200, answer.text
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


async def made() -> list[tuple[str, dict[str, Any]]]:
    """Object and details of each document that the audit trail knows of."""
    async with reading() as session:
        rows = await session.scalars(select(Audit).where(Audit.action == "dokumen.dibuat").order_by(Audit.id))
        return [(row.object_id, row.data) for row in rows]


@pytest.fixture
async def desk_of(client_of: Client, officer: Akun) -> Any:
    """``await desk_of(role, satuan)``: somebody at the officer's unit, or at another, signed in."""
    numbers = iter(range(70010001, 70010099))

    async def make(role: Peran, satuan: Satuan | None = None) -> httpx.AsyncClient:
        async with transaction() as session:
            own = await session.get_one(Satuan, officer.satuan_id)
        akun = await make_akun(str(next(numbers)), role, satuan=satuan or own)
        client = client_of(f"10.0.1.{akun.id}")
        assert (await sign_in(client, akun.nrp)).status_code == 200
        return client

    return make


async def visit(officer: Akun, send: Send, **more: Any) -> str:
    """A household visit that was accepted."""
    sent = item(officer.id, kind="sambang_warga", body=household(), **more)
    (result,) = await send(sent)
    assert result["status"] == "accepted", result
    return sent["id"]


async def test_the_sheet_of_a_visit(client: httpx.AsyncClient, desk_of: Any, officer: Akun, send: Send) -> None:
    """For its author and their Kanit; the same bytes each time, never kept, and each time recorded."""
    id_ = await visit(officer, send)
    kanit = await desk_of(Peran.KANIT_POLSEK)
    answers = [await who.get(f"/api/v1/dokumen/dds/{id_}.pdf") for who in (kanit, kanit, client)]
    assert "Siti Rahmawati" in said(answers[0])
    assert len({answer.content for answer in answers}) == 1
    first = answers[0].headers
    assert (first["content-type"], first["cache-control"]) == ("application/pdf", "no-store")
    assert first["content-disposition"].startswith('attachment; filename="dds-')
    assert await made() == [(id_, {"kind": "dds", "revision": 1})] * 3


async def test_beyond_reach_there_is_nothing(client_of: Client, desk_of: Any, officer: Akun, send: Send) -> None:
    """Nobody: 401; without any right to reports: 403; another unit, an unknown id or document: 404; and nothing is recorded."""
    id_ = await visit(officer, send)
    paths = (f"/api/v1/dokumen/dds/{id_}.pdf", "/api/v1/dokumen/laphar.pdf", "/api/v1/dokumen/lapbul.pdf")
    assert [(await client_of("10.9.9.9").get(path)).status_code for path in paths] == [401] * 3
    operator = await desk_of(Peran.OPERATOR)
    assert [(await operator.get(path)).status_code for path in paths] == [403] * 3
    stranger = await desk_of(Peran.KANIT_POLSEK, await make_satuan("LAIN", level="polsek"))
    kanit = await desk_of(Peran.KANIT_POLSEK)
    for who, path in (
        (stranger, paths[0]),
        (stranger, f"{paths[1]}?petugas={officer.id}"),
        (stranger, f"{paths[2]}?satuan={officer.satuan_id}"),
        (kanit, f"/api/v1/dokumen/dds/{uuid7()}.pdf"),
        (kanit, f"/api/v1/dokumen/lembar/{id_}.pdf"),
        (kanit, f"/api/v1/dokumen/apa/{id_}.pdf"),
    ):
        assert (await who.get(path)).status_code == 404, path
    assert await made() == []


async def test_recaps(client: httpx.AsyncClient, desk_of: Any, officer: Akun, send: Send) -> None:
    """Of the unit, of an officer, and an officer's own; by day and by month."""
    await visit(officer, send)
    kanit = await desk_of(Peran.KANIT_POLSEK)
    today = kinerja.today()
    unit = said(await kanit.get("/api/v1/dokumen/laphar.pdf", params={"tanggal": today.isoformat()}))
    assert "LAPORAN HARIAN BHABINKAMTIBMAS" in unit
    assert "Per satuan" in unit
    assert "Lampu jalan" not in unit, "themes are counted, nobody's words are told"
    assert "Keamanan dan ketertiban" in unit
    own = said(await client.get("/api/v1/dokumen/laphar.pdf"))
    assert "Siti Rahmawati" in own
    assert "Siti Rahmawati" in said(await kanit.get("/api/v1/dokumen/laphar.pdf", params={"petugas": officer.id}))
    assert (await client.get("/api/v1/dokumen/laphar.pdf", params={"satuan": officer.satuan_id})).status_code == 404
    month = said(await kanit.get("/api/v1/dokumen/lapbul.pdf", params={"bulan": f"{today:%Y-%m}"}))
    assert "LAPORAN BULANAN BHABINKAMTIBMAS" in month
    assert "Sambang warga" in month
    assert [(name, sorted(data)) for name, data in await made()][:2] == [
        ("laphar", ["satuan_id", "until"]),
        ("laphar", ["akun_id", "until"]),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "laphar.pdf?tanggal=2026-02-30",
        "laphar.pdf?tanggal=2999-01-01",
        "lapbul.pdf?bulan=2026-13",
        "lapbul.pdf?petugas=0",
    ],
)
async def test_nonsense_is_refused(desk_of: Any, query: str) -> None:
    kanit = await desk_of(Peran.KANIT_POLSEK)
    answer = await kanit.get(f"/api/v1/dokumen/{query}")
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["message"]
