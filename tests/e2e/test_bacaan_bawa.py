"""An officer shows a text to the person visited, without network, names it in the report, and the desk follows the link."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, assert_accessible
from tests.e2e.conftest import MakePhone, OpenDesk
from tests.e2e.officer import rows
from tests.e2e.pages.formulir import FormPage
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.server import LiveServer

TITLE, OTHER = "Jaga motor dari pencurian", "SKCK"
BROUGHT = "SELECT count(*), sum(people) FROM laporan_bacaan"


@pytest.fixture
def officer(ready_phone: MakePhone) -> Page:
    """The demo officer in their village, ready to work without network."""
    return ready_phone().page


def test_the_library_is_read_and_shown_without_network(officer: Page) -> None:
    """Found by words of its body, opened on the whole screen, letters as large as one likes; the address remembers which."""
    officer.context.set_offline(True)
    HomePage(officer).open()
    officer.get_by_role("link", name="Bacaan untuk warga").click()
    expect(officer.get_by_role("heading", name="Penyuluhan", exact=True)).to_be_visible()
    assert_accessible(officer)
    search = officer.get_by_role("searchbox", name="Cari bacaan")
    search.fill("qwertyuiop")
    expect(officer.get_by_text("Tidak ada yang cocok")).to_be_visible()
    officer.get_by_role("button", name="Hapus kata").click()
    search.fill("maling setang")
    officer.get_by_role("button", name=re.compile(TITLE)).click()
    shown = officer.get_by_role("dialog", name=TITLE)
    expect(shown.get_by_role("heading", name="Lakukan")).to_be_visible()
    expect(shown.get_by_text("110").first).to_be_visible()
    assert_accessible(officer)
    title = shown.get_by_role("heading", name=TITLE)
    before = title.bounding_box()
    larger = shown.get_by_role("button", name="Perbesar huruf")
    larger.click()
    larger.click()
    after = title.bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]
    assert officer.evaluate("document.querySelector('dialog').scrollWidth <= innerWidth"), "nothing runs off the side"
    officer.reload()
    expect(shown.get_by_role("heading", name=TITLE)).to_be_visible()
    officer.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    expect(search).to_have_value("maling setang")


def test_a_text_is_brought_to_people_and_read_at_the_desk(
    officer: Page, open_desk: OpenDesk, live_server: LiveServer
) -> None:
    """Picked and shown in the form without network, with one in own words; the draft keeps it; sent, linked, counted."""
    officer.context.set_offline(True)
    capture, form = CapturePage(officer).open().start(), FormPage(officer)
    capture.fill_place("Pos Bacaan")
    form.fold("Penyuluhan yang disampaikan").click()
    officer.get_by_role("button", name="Pilih bacaan").click()
    chooser = officer.get_by_role("dialog", name="Pilih bacaan")
    chooser.get_by_role("searchbox", name="Cari bacaan").fill("motor")
    chooser.get_by_role("button", name=f"Lihat {TITLE}").click()
    shown = officer.get_by_role("dialog", name=TITLE)
    shown.get_by_role("button", name="Sampaikan bacaan ini").click()
    expect(shown).to_have_count(0)
    expect(chooser.get_by_role("checkbox", name=re.compile(TITLE))).to_be_checked()
    chooser.get_by_role("searchbox", name="Cari bacaan").fill(OTHER)
    other = chooser.get_by_role("checkbox").first
    other.check()
    other.uncheck()
    assert_accessible(officer)
    chooser.get_by_role("button", name="Selesai (1)").click()
    officer.get_by_role("button", name="Tulis materi lain").click()
    officer.get_by_role("textbox", name="Materi 2").fill("Jadwal ronda")
    form.field("Jumlah orang yang menerima").fill("4")
    assert_accessible(officer)
    expect(capture.draft_kept).to_be_visible()

    officer.goto("/petugas/sambang/")
    form.fold("Penyuluhan yang disampaikan").click()
    officer.get_by_role("button", name=f"Tunjukkan {TITLE}").click()
    expect(shown.get_by_role("heading", name="Jangan")).to_be_visible()
    expect(shown.get_by_role("button", name="Sampaikan bacaan ini")).to_have_count(0)
    shown.get_by_role("button", name="Tutup").click()
    officer.get_by_role("button", name="Hapus Jadwal ronda").click()
    officer.get_by_role("button", name="Urungkan").click()
    expect(officer.get_by_role("textbox", name="Materi 2")).to_have_value("Jadwal ronda")
    capture.save()
    officer.context.set_offline(False)
    QueuePage(officer).open().expect_state("Pos Bacaan", "Terkirim")
    assert rows(live_server, BROUGHT) == [(1, 4)]

    desk = open_desk(query="?cari=Pos+Bacaan", viewport=DESK)
    desk.read("Pos Bacaan")
    expect(desk.report.get_by_text("Jadwal ronda", exact=True)).to_be_visible()
    expect(desk.report.get_by_role("link", name="Jadwal ronda")).to_have_count(0)
    assert_accessible(desk.page)
    desk.report.get_by_role("link", name=TITLE).click()
    expect(desk.page).to_have_url(re.compile("/baca/jaga-motor-dari-pencurian$"))
    expect(desk.page.get_by_role("heading", name=TITLE)).to_be_visible()
