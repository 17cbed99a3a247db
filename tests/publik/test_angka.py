"""Public figures as HTML: a table that can be read aloud, and not one small number in it."""

import re
from uuid import uuid4

import httpx
import pytest

from sambang_digital.db import transaction
from sambang_digital.models import Laporan
from sambang_digital.models.base import now
from sambang_digital.services import angka
from sambang_digital.services.format import month_text
from sambang_digital.services.waktu import today
from tests.laporan import KARAWACI, make_village
from tests.polres import Polres

OTHER = "36.71.11.1001"
LAST, BEFORE = angka.months(today())[:2]


@pytest.fixture
async def polres(database: str) -> Polres:
    """In the latest month 1234 visits and 17 brawls in one kecamatan, 3 visits in another."""
    made = await (await Polres().fill()).hold()
    await make_village(OTHER, lat=-6.6)
    async with transaction() as session:
        session.add_all(
            Laporan(
                id=uuid4(), revision=1, author_id=made.officer.id, satuan_id=made.karawaci.id, form_version=1, kind=kind, day=LAST,
                created_at=now(), captured_at=now(), mode="none", content_hash="0" * 64, receipt="0000-0000-0000", area_code=area,
                body=body,
            )
            for number, kind, area, body in (
                (1234, "sambang_tempat", KARAWACI, {}),
                (3, "sambang_tempat", OTHER, {}),
                (17, "deteksi_dini", KARAWACI, {"threat": "brawl"}),
            )
            for _ in range(number)
        )  # fmt: skip
    return made


def cells(page: str) -> list[str]:
    """What stands in the cells of both tables, as it is read out."""
    found = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    spoken = [re.sub(r'<span aria-hidden="true".*?</span>', "", cell) for cell in found]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in spoken]


async def test_small_numbers_are_hidden(client: httpx.AsyncClient, polres: Polres) -> None:
    """And the large one beside a lone small one, since the total is there."""
    answer = await client.get("/angka/")
    assert answer.status_code == 200
    first, second, total = cells(answer.text)[0], cells(answer.text)[3], cells(answer.text)[6]
    assert (first, second, total) == ("disembunyikan", "kurang dari 5", "1.237")
    assert set(cells(answer.text)[1:3]) == {"kurang dari 5"}
    assert "1.234" not in answer.text


async def test_a_kecamatan_and_a_month(client: httpx.AsyncClient, polres: Polres) -> None:
    """Chosen by the address; what nobody knows is the latest month and all kecamatan."""
    latest, earlier = month_text(LAST), month_text(BEFORE)
    assert f"Yang dikerjakan, {earlier}" in (await client.get(f"/angka/?bulan={BEFORE:%Y-%m}")).text
    one = (await client.get(f"/angka/?kecamatan={OTHER[:8]}")).text
    assert f"Kerawanan yang dicatat di Karawaci, {latest}" in one
    assert "17" not in cells(one)
    for odd in ("?bulan=1999-01", "?bulan=", "?kecamatan=x&bulan=%3Cscript%3E", f"?bulan={today():%Y-%m}"):
        page = (await client.get(f"/angka/{odd}")).text
        assert f"Yang dikerjakan, {latest}" in page
        assert "di semua kecamatan" in page
        assert "<script>" not in page


async def test_the_rule_is_told(client: httpx.AsyncClient, polres: Polres) -> None:
    """Whoever reads the table is told what is hidden, and why."""
    page = (await client.get("/angka/")).text
    assert "UU 14/2008" in page
    assert page.count("<caption") + page.count("<h2") >= 3
