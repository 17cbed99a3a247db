"""Documents and exports as a Kanit gets them: a PDF of the open report, a recap, and the table of a filter."""

import io
from pathlib import Path

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import OpenDesk
from tests.e2e.sender import sender
from tests.e2e.server import LiveServer
from tests.laporan import body

pytestmark = pytest.mark.e2e


def saved(page: Page, name: str, role: str = "link") -> tuple[str, bytes]:
    """Name and content of the file behind a link."""
    with page.expect_download() as download:
        page.get_by_role(role, name=name).first.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def text_of(pdf: bytes) -> str:
    """What a PDF says."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_a_kanit_takes_papers_home(open_desk: OpenDesk, live_server: LiveServer) -> None:
    """The sheet of a report, the recap of the day, and an XLSX of what a filter shows; the page stays and stays live."""
    with sender(live_server) as officer:
        officer.visit("Poskamling Gg. Cempaka", body=body("Poskamling Gg. Cempaka"))
        officer.visit("Pasar Cempaka", body=body("Pasar Cempaka"))
    desk = open_desk(query="?cari=Cempaka")
    page = desk.page
    desk.read("Poskamling Gg. Cempaka")
    name, content = saved(page, "Unduh PDF: Lembar laporan")
    assert name.startswith("lembar-")
    assert "Poskamling Gg. Cempaka" in text_of(content)
    assert "KEPOLISIAN NEGARA REPUBLIK INDONESIA" in text_of(content)

    desk.open("?cari=Pasar+Cempaka")
    desk.queue.locator("summary").click()
    page.get_by_role("button", name="Ekspor XLSX").click()
    row = page.get_by_role("list", name="Ekspor saya").get_by_role("listitem")
    expect(row.get_by_text("Siap diunduh")).to_be_visible(timeout=60_000)
    expect(row.get_by_role("paragraph").filter(has_text="Laporan: Menunggu, “Pasar Cempaka”")).to_be_visible()
    name, content = saved(page, "Unduh Laporan")
    assert name.endswith(".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    titles = [cell.value for cell in next(sheet.iter_cols(min_col=3, max_col=3))]
    assert titles == ["Judul", "Pasar Cempaka"]
    assert_accessible(page)
    row.get_by_role("button", name="Hapus").click()
    expect(page.get_by_text("Belum ada ekspor")).to_be_visible()

    page.goto("/kinerja/")
    expect(page.get_by_role("table", name="Petugas")).to_be_visible()
    page.get_by_label("Bulan").select_option(index=1)
    name, content = saved(page, "Laporan bulanan")
    assert "LAPORAN BULANAN BHABINKAMTIBMAS" in text_of(content)
    name, content = saved(page, "Laporan harian")
    assert name.startswith("laphar-")
    page.get_by_role("button", name="Ekspor XLSX").click()
    expect(page.get_by_role("paragraph").filter(has_text="Kinerja petugas")).to_be_visible()
