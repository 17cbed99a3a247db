"""The officer's own screens: villages with everybody in them, own kinerja, Mode latihan; all of it without network."""

import json
import math
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from sambang_digital.services.waktu import today
from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import MakePhone, OpenDesk
from tests.e2e.officer import add_houses, rows
from tests.e2e.pages.petugas import AreaPage, CapturePage, HomePage, KinerjaPage, QueuePage
from tests.e2e.server import LiveServer

THREAT = "FROM laporan WHERE title = 'Curanmor, Parkiran Pasar Malabar'"


@pytest.fixture
def officer(ready_phone: MakePhone) -> Page:
    """The demo officer's phone in Karawaci, with everything on it."""
    return ready_phone().page


def test_five_destinations_without_network(officer: Page) -> None:
    """Each is one tap away, says where one is, and opens without network."""
    officer.context.set_offline(True)
    menu = officer.get_by_role("navigation", name="Menu utama")
    headings = {
        "Wilayah": "Wilayah saya", "Sambang": "Sambang", "Antrean": "Terkirim & Antrean", "Kinerja": "Kinerja saya",
    }  # fmt: skip
    expect(menu.get_by_role("link")).to_have_text(["Beranda", "Wilayah", "Sambang", "Antrean", "Kinerja"])
    for name, heading in headings.items():
        menu.get_by_role("link", name=name).click()
        expect(officer.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        expect(menu.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        officer.reload()
        expect(officer.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def test_own_villages_without_network(officer: Page) -> None:
    """Nearest first, those without a place last; a word, a kind and a village narrow list and address; from the map or the list to the visit."""
    officer.context.set_offline(True)
    area = AreaPage(officer).open()
    away = area.metres()
    assert sum(map(math.isfinite, away)) > 10
    assert away == sorted(away)
    everybody = area.total()

    area.filter("Tempat")
    places = area.total()
    assert 0 < places < everybody
    expect(officer).to_have_url(re.compile("jenis=tempat"))
    officer.reload()
    expect(officer.get_by_role("button", name="Tempat", exact=True)).to_have_attribute("aria-pressed", "true")
    assert area.total() == places

    area.filter("Semua")
    name = area.rows.nth(2).locator("span.font-semibold").first.inner_text()
    area.search.fill(name)
    expect(area.rows.first).to_contain_text(name)
    area.search.fill("tidak ada yang begini")
    expect(officer.get_by_text("Tidak ada yang cocok")).to_be_visible()
    officer.get_by_role("button", name="Tampilkan semua").click()
    assert area.total() == everybody

    area.rows.first.click()
    chosen = officer.get_by_role("region", name="Yang dipilih")
    expect(chosen).to_be_focused()
    expect(chosen.get_by_text("Jumlah kunjungan")).to_be_visible()
    assert_accessible(officer)
    title = chosen.get_by_role("heading").inner_text()
    chosen.get_by_role("link", name="Sambang ke sini").click()
    expect(officer.locator("#dikunjungi")).to_contain_text(title)


def test_a_tap_on_the_map_goes_nearer_until_it_finds_somebody(officer: Page) -> None:
    """What stands for many opens up; a place on its own shows who is there; buttons bring everything back."""
    area = AreaPage(officer).open()
    red = officer.locator(".fill-error, .stroke-error")  # dangers: drawn on top, and nobody to visit
    signs = area.map.locator("g[transform]").filter(has_not=red)
    chosen = officer.get_by_role("region", name="Yang dipilih")
    together = officer.get_by_text("di titik ini")
    signs.filter(has_text=re.compile(r"\d")).last.click(force=True)
    for _ in range(12):
        if chosen.or_(together).count():
            break
        signs.last.click(force=True)
    expect(chosen.or_(together)).to_be_visible()
    officer.get_by_role("button", name="Tampilkan semua").first.click()
    box = area.map.bounding_box()
    assert box
    before = area.map.get_attribute("viewBox")
    officer.mouse.move(box["x"] + 100, box["y"] + 100)
    officer.mouse.down()
    officer.mouse.move(box["x"] + 160, box["y"] + 140, steps=4)
    officer.mouse.up()
    assert area.map.get_attribute("viewBox") != before


def test_kinerja_counts_what_is_not_sent_yet_and_opens_its_rows(
    officer: Page, open_desk: OpenDesk, live_server: LiveServer
) -> None:
    """Saved without network it counts at once; returned it counts no more, corrected it does; every number has its rows."""
    title = "Pos Kinerja Karawaci"
    kinerja = KinerjaPage(officer).open()
    before = kinerja.number("Hari ini")
    officer.context.set_offline(True)
    capture = CapturePage(officer).open().start()
    capture.fill_place(title)
    capture.save()
    kinerja.open()
    kinerja.expect_number("Hari ini", before + 1)
    kinerja.expect_number("Belum terkirim", 1)
    kinerja.show("Belum terkirim")
    expect(kinerja.rows).to_have_count(1)
    expect(kinerja.rows).to_contain_text(title)
    officer.context.set_offline(False)
    QueuePage(officer).open().expect_state(title, "Terkirim")

    open_desk("kanit").send_back(title, "Sebutkan siapa yang ditemui.")
    QueuePage(officer).open().expect_state(title, "Dikembalikan")
    kinerja.open()
    kinerja.expect_number("Hari ini", before)
    kinerja.show("Dikembalikan")
    expect(kinerja.rows.filter(has_text=title)).to_have_count(1)
    for name in ("Hari ini", "7 hari terakhir", "Semua laporan"):
        kinerja.show(name)
        expect(kinerja.rows).to_have_count(kinerja.number(name))
    [(counted,)] = rows(
        live_server,
        "SELECT count(*) FROM laporan JOIN akun ON akun.id = author_id WHERE nrp = ? AND current AND NOT practice "
        "AND NOT upheld AND state <> 'dikembalikan' AND kind LIKE 'sambang%' AND day = ?",
        live_server.account("petugas").nrp,
        today().isoformat(),
    )
    kinerja.expect_number("Hari ini", counted)


def test_calendar_is_walked_with_the_keyboard(officer: Page) -> None:
    """One stop of Tab, arrows from day to day, Enter opens that day's visits; also an address opens them."""
    kinerja = KinerjaPage(officer).open()
    days = officer.get_by_role("table").get_by_role("button")
    assert officer.get_by_role("table").locator("button[tabindex='0']").count() == 1
    today = officer.get_by_role("table").locator("button[tabindex='0']")
    today.focus()
    label = today.get_attribute("aria-label")
    officer.keyboard.press("ArrowLeft")
    expect(days.and_(officer.locator(":focus"))).not_to_have_attribute("aria-label", label or "")
    officer.keyboard.press("ArrowRight")
    expect(days.and_(officer.locator(":focus"))).to_have_attribute("aria-label", label or "")
    officer.keyboard.press("Enter")
    expect(kinerja.rows).to_have_count(int((label or "").rpartition(": ")[2].split()[0]))
    officer.reload()
    expect(today).to_have_attribute("aria-pressed", "true")
    assert_accessible(officer)


def test_coverage_opens_as_many_houses_as_it_counts(officer: Page) -> None:
    """Without network: each number of a village and of an RT leads to a list of that length, narrowed in the address."""
    officer.context.set_offline(True)
    KinerjaPage(officer).open()
    card = officer.get_by_role("region", name="Cakupan rumah")
    village = card.get_by_role("listitem").filter(has=officer.locator("summary")).first
    village.locator("summary").click()
    neighbourhood = village.get_by_role("list", name="RT dan RW di").get_by_role("listitem").last
    assert_accessible(officer)
    numbers = {}
    for place in (village.locator(":scope > p"), neighbourhood):
        for word in ("dikunjungi", "belum", "rumah"):
            link = place.get_by_role("link", name=re.compile(rf"^[\d.]+ {word}"))
            numbers[link.get_attribute("href")] = int(link.inner_text().split()[0].replace(".", ""))
    assert len(numbers) == 6
    assert sum(numbers.values()) > 0
    for address, count in numbers.items():
        officer.goto(address or "")
        expect(officer.get_by_role("status").filter(has_text="dari yang terdekat")).to_have_text(
            f"{count:,} dari yang terdekat".replace(",", ".")
        )
    officer.get_by_role("button", name="hapus saringan ini").click()
    expect(officer).not_to_have_url(re.compile("r[tw]="))


def test_practice_is_marked_everywhere_counts_nowhere_and_is_deleted(
    officer: Page, open_desk: OpenDesk, live_server: LiveServer, tmp_path: Path
) -> None:
    """From its own door over capture, queue, desk and kinerja to its end on phone and server."""
    title = "Pos Latihan Karawaci"
    kinerja = KinerjaPage(officer).open()
    before = kinerja.number("Hari ini")
    capture = CapturePage(officer).open()
    officer.get_by_role("link", name="Mode latihan").click()
    expect(officer.get_by_role("heading", name="Latihan", exact=True)).to_be_visible()
    assert_accessible(officer)
    officer.context.set_offline(True)
    capture.start()
    expect(officer.get_by_text("Tidak dihitung, tidak masuk daftar rumah, dapat Anda hapus.")).to_be_visible()
    capture.fill_place(title)
    expect(capture.draft_kept).to_be_visible()

    # A real visit is not taken for the unfinished practice, nor the other way round.
    capture.open()
    expect(officer.get_by_role("heading", name="Laporan baru")).to_be_visible()
    officer.get_by_role("link", name="Mode latihan").click()
    expect(officer.get_by_label("Nama tempat")).to_have_value(title)
    capture.save()
    expect(officer.get_by_text("Latihan", exact=True)).to_be_visible()

    queue = QueuePage(officer).open()
    expect(queue.row(title).get_by_text("Latihan", exact=True)).to_be_visible()
    officer.context.set_offline(False)
    queue.expect_state(title, "Terkirim")
    assert rows(live_server, "SELECT practice FROM laporan WHERE title = ?", title) == [(1,)]
    assert rows(live_server, "SELECT count(*) FROM subjek WHERE name = ?", title) == [(0,)]
    kinerja.open()
    kinerja.expect_number("Hari ini", before)
    kinerja.expect_number("Latihan", 1)
    HomePage(officer).open()
    expect(officer.get_by_role("listitem").filter(has_text=title).get_by_text("Latihan", exact=True)).to_be_visible()

    desk = open_desk("kanit")
    expect(desk.rows.first).to_be_visible()
    expect(desk.row(title)).to_have_count(0)
    desk.open("?status=latihan")
    desk.read(title)
    expect(desk.report.get_by_text("Latihan, tidak dihitung")).to_be_visible()

    # Deleted without network: gone here at once, on the server with the next contact.
    queue.open()
    officer.context.set_offline(True)
    queue.unfold(title).get_by_role("button", name="Hapus").click()
    expect(officer.get_by_text("hilang dari HP dan dari server")).to_be_visible()
    officer.get_by_role("button", name="Ya, hapus").click()
    expect(queue.row(title)).to_have_count(0)
    assert rows(live_server, "SELECT count(*) FROM laporan WHERE title = ?", title) == [(1,)]
    officer.context.set_offline(False)
    expect(desk.row(title)).to_have_count(0, timeout=20_000)
    assert rows(live_server, "SELECT count(*) FROM laporan WHERE title = ?", title) == [(0,)]


def test_practice_deleted_on_one_phone_leaves_the_other(new_phone: BrowserContext, officer: Page) -> None:
    """The same officer's second phone drops it with its next contact."""
    title = "Pos Latihan Dua HP"
    capture = CapturePage(officer)
    officer.goto("/petugas/sambang/?latihan")
    capture.start().fill_place(title)
    capture.save()
    first = QueuePage(officer).open()
    first.expect_state(title, "Terkirim")
    other = new_phone.pages[0]
    second = QueuePage(other).open()
    expect(second.row(title).get_by_text("Latihan", exact=True)).to_be_visible()
    officer.reload()  # its own record came down by now
    second.unfold(title).get_by_role("button", name="Hapus").click()
    other.get_by_role("button", name="Ya, hapus").click()
    expect(second.row(title)).to_have_count(0)
    first.open()
    expect(first.row(title)).to_have_count(0, timeout=20_000)


def test_ten_thousand_houses_stay_usable(officer: Page, live_server: LiveServer) -> None:
    """All come down, are counted and on the map as few signs; fifty are drawn, a word finds the one."""
    add_houses(live_server, 10_000)
    area = AreaPage(officer).open()
    expect(area.status).to_have_text(re.compile(r"^10\.\d{3} "), timeout=60_000)
    expect(area.rows).to_have_count(50)
    assert 0 < area.map.locator("g[transform]").count() < 300
    area.search.fill("keluarga 4321")
    expect(area.rows).to_have_count(1)
    expect(area.rows).to_contain_text("Keluarga 4321")
    area.search.fill("")
    officer.get_by_role("button", name="Tampilkan lagi").click()
    expect(area.rows).to_have_count(100)
    officer.get_by_role("button", name="Perlu dikunjungi").click()
    assert area.total() >= 10_000


def test_a_threat_becomes_a_spot_on_every_map(officer: Page, open_desk: OpenDesk, live_server: LiveServer) -> None:
    """Written without network, with its place from the map by keys alone; then on the village's map and at the desk, until the
    report is returned."""
    officer.context.set_offline(True)
    capture = CapturePage(officer).open()
    officer.get_by_role("button", name="Deteksi dini").click()
    officer.get_by_label("Kerawanan", exact=False).select_option(label="Curanmor")
    officer.get_by_role("radiogroup", name="Urgensi").get_by_text("Mendesak").click()
    officer.get_by_role("radiogroup", name="Keseringan").get_by_text("Tiap pekan").click()
    officer.get_by_label("Uraian").fill("Dua motor hilang dalam sepekan, selalu menjelang magrib.")
    officer.get_by_label("Tempat", exact=False).first.fill("Parkiran Pasar Malabar")
    officer.get_by_role("button", name="Pilih di peta").press("Enter")
    point = officer.get_by_role("group", name="Titik di peta")
    chooser = point.get_by_role("application")
    chooser.focus()
    for key in ("+", "ArrowUp", "ArrowRight"):
        chooser.press(key)
    assert_accessible(officer)
    point.get_by_role("button", name="Pakai titik ini").press("Enter")
    expect(point.get_by_role("button", name="Ganti di peta")).to_be_visible()
    officer.reload()
    expect(point.get_by_role("button", name="Hapus titik")).to_be_visible()
    capture.save()
    officer.context.set_offline(False)
    expect(officer.get_by_text("Terkirim ·")).to_be_visible(timeout=20_000)
    ((body,),) = rows(live_server, f"SELECT body {THREAT}")
    assert json.loads(body)["point"].keys() == {"lat", "lon"}

    officer.goto("/petugas/wilayah/")
    spots = officer.get_by_role("group").filter(has_text="Titik rawan dari deteksi dini")
    expect(spots).to_be_visible(timeout=20_000)
    spots.locator("summary").press("Enter")
    spots.get_by_role("button", name="Curanmor, Parkiran Pasar Malabar").press("Enter")
    chosen = officer.get_by_role("region", name="Titik rawan yang dipilih")
    expect(chosen).to_be_focused()
    expect(chosen.get_by_text("hari ini")).to_be_visible()
    assert_accessible(officer)

    desk = open_desk().page
    desk.goto("/peta/")
    listed = desk.get_by_role("group").filter(has_text="Titik rawan dari deteksi dini")
    listed.locator("summary").click()
    listed.get_by_role("button", name="Curanmor, Parkiran Pasar Malabar").click()
    assert_accessible(desk)
    desk.get_by_role("link", name="Buka laporannya").click()
    desk.get_by_role("button", name="Kembalikan").click()
    desk.get_by_label("Apa yang harus diperbaiki petugas?").fill("Titiknya keliru.")
    desk.get_by_role("button", name="Kembalikan ke petugas").click()
    expect(desk.get_by_text("Dikembalikan: Curanmor")).to_be_visible()
    desk.goto("/peta/")
    expect(desk.get_by_text("Parkiran Pasar Malabar")).to_have_count(0)
    assert rows(live_server, f"SELECT state {THREAT}") == [("dikembalikan",)]
