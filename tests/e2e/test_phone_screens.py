"""The officers' screens: accessible in light and dark, small at first load, quick with a full queue, usable with somebody from the register."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import assert_accessible, transferred
from tests.e2e.conftest import MakeContext, MakePhone
from tests.e2e.officer import HERE, leave_in_clear, rows, unsent
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.server import LiveServer
from tests.e2e.test_pages import FIRST_LOAD_BYTES, PAGES

SignIn = Callable[[Page, str], None]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(make_context: MakeContext, sign_in: SignIn, scheme: str) -> None:
    """Sign-in, home, choice of kind, capture with its faults and its map, saved, queue unfolded, question, new password."""
    page = make_context(color_scheme=scheme, reduced_motion="reduce", **HERE).new_page()
    page.goto("/masuk/")
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_text("Isi NRP Anda.")).to_be_visible()
    assert_accessible(page)
    sign_in(page, "petugas")
    HomePage(page).open().wait_until_ready_offline()
    assert_accessible(page)
    capture = CapturePage(page).open()
    expect(page.get_by_role("button", name="Sambang warga")).to_be_visible()
    assert_accessible(page)
    capture.start("Sambang warga", "Rumah baru")
    page.get_by_text("Lihat di peta").click()
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Wajib diisi.").first).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Buang draf").click()
    assert_accessible(page)
    page.get_by_role("button", name="Ya, buang").click()
    capture.start().fill_place(f"Pos {scheme}")
    capture.save()
    assert_accessible(page)
    queue = QueuePage(page).open()
    queue.expect_state(f"Pos {scheme}", "Terkirim")
    queue.unfold(f"Pos {scheme}")
    assert_accessible(page)


def test_first_loads_are_small(make_context: MakeContext, sign_in: SignIn) -> None:
    """Everything that a first visit to a screen downloads, as it goes over the wire, without the register.

    With the lock open: before it stands, test_pages measures.
    """
    context = make_context(service_workers="block")
    first = context.new_page()
    sign_in(first, "petugas")
    HomePage(first).open()
    for path in (path for path, user in PAGES.items() if user == "petugas"):
        page = context.new_page()
        context.new_cdp_session(page).send("Network.clearBrowserCache")
        with transferred(page) as sizes:
            page.goto(path, wait_until="networkidle")
        app = {address: size for address, size in sizes.items() if "/api/" not in address}
        assert len(app) > 5, (path, app)
        assert sum(app.values()) <= FIRST_LOAD_BYTES, (path, sorted(app.items(), key=lambda row: -row[1]))
        page.close()


def test_empty_phone_says_what_will_come(make_context: MakeContext, sign_in: SignIn) -> None:
    """An officer without any report sees no blank list but the next step."""
    page = make_context(**HERE).new_page()
    sign_in(page, "petugas_dua")
    page.evaluate("indexedDB.databases()")
    HomePage(page).open().wait_until_ready_offline()
    page.goto("/petugas/antrean/?jenis=laporan_informasi")
    page.get_by_role("searchbox").fill("tidak ada yang begini")
    expect(page.get_by_text("Tidak ada yang cocok")).to_be_visible()
    page.get_by_role("button", name="Tampilkan semua").click()
    expect(page).to_have_url(re.compile(r"/petugas/antrean/$"))
    expect(page.get_by_text("Tidak ada yang cocok")).to_have_count(0)


def test_somebody_of_the_register_is_visited_again(ready_phone: MakePhone, live_server: LiveServer) -> None:
    """Nearest first, offline; picking fills in what is known, and the server counts one more visit of that house."""
    page = ready_phone().page
    page.context.set_offline(True)
    CapturePage(page).open()
    page.get_by_role("button", name="Sambang warga").click()
    expect(page.get_by_role("meter", name="Ketelitian posisi")).to_be_visible()
    houses = page.get_by_role("list", name="Daftar rumah, terdekat dahulu").get_by_role("button")
    expect(houses).not_to_have_count(0)
    away = [re.search(r"([\d.,]+) (k?m)\b", text) for text in houses.all_inner_texts()]
    metres = [
        float(found[1].replace(".", "").replace(",", ".")) * (1000 if found[2] == "km" else 1)
        for found in away
        if found
    ]
    assert len(metres) == houses.count()
    assert metres == sorted(metres)
    name = houses.first.locator("span.font-semibold").inner_text()
    houses.first.click()
    page.get_by_role("radiogroup", name="Kesediaan warga").get_by_text("Bersedia didata").click()
    expect(page.get_by_label("Nama kepala keluarga")).to_have_value(name)
    page.get_by_role("radiogroup", name="Keadaan keamanan").get_by_text("Aman", exact=True).click()
    CapturePage(page).save()
    before = rows(live_server, "SELECT sum(visits) FROM subjek")[0][0]
    page.context.set_offline(False)
    latest = QueuePage(page).open().row(name).first
    expect(latest.get_by_text("Terkirim", exact=True)).to_be_visible(timeout=20_000)
    assert rows(live_server, "SELECT sum(visits) FROM subjek")[0][0] == before + 1


def test_queue_of_a_thousand_reports_stays_usable(ready_phone: MakePhone) -> None:
    """All are counted, fifty are drawn, a search finds the one."""
    page = ready_phone().page
    page.context.set_offline(True)
    leave_in_clear(page, "items", unsent(page, (f"Kunjungan ke-{number}" for number in range(1000))))
    QueuePage(page).open()
    expect(page.get_by_role("button", name="Belum terkirim 1000")).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_count(50)
    page.get_by_role("searchbox").fill("ke-777")
    expect(page.get_by_role("listitem")).to_have_count(1)
    assert "cari=ke-777" in page.url
