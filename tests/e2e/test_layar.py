"""The screens of Satbinmas: numbers open their rows, filters stand in the address, the menu knows the person."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sambang_digital.models.base import now
from tests.e2e.browser import PHONE, assert_accessible
from tests.e2e.conftest import MakeContext, MakePhone, SignedIn
from tests.e2e.pages.petugas import AreaPage
from tests.e2e.sender import sender
from tests.e2e.server import LiveServer

SignIn = Callable[[Page, str], None]
PATHS = ("/hari-ini/", "/peta/", "/kinerja/")


@pytest.fixture
def open_screen(signed_in: SignedIn) -> Callable[..., Page]:
    """``open_screen("/peta/")`` as the Kanit."""

    def go(path: str, **options: object) -> Page:
        page = signed_in(**options)
        # With nothing in its cache yet.
        page.goto(path, wait_until="networkidle")
        return page

    return go


def number(text: str) -> int:
    """The first number of a text as people here write it."""
    found = re.search(r"\d[\d.]*", text)
    assert found, text
    return int(found[0].replace(".", ""))


def test_numbers_open_their_rows(open_screen: Callable[..., Page]) -> None:
    """From *Hari ini* to the village without an officer, to an officer's week, to a report; each number is its rows."""
    page = open_screen("/hari-ini/")
    gap = page.get_by_role("link", name="Kelurahan/desa tanpa petugas")
    gaps = number(gap.inner_text().splitlines()[-1])
    gap.click()
    expect(page).to_have_url(re.compile(r"/kinerja/\?tampil=kelurahan&keadaan=kosong"))
    expect(page.get_by_role("row").filter(has_text="Tanpa petugas")).to_have_count(gaps)
    page.goto("/kinerja/?urut=banyak")
    week = page.get_by_role("link", name="laporan dalam 7 hari dari").first
    reports = number(week.inner_text())
    week.click()
    expect(page.get_by_text(f"{reports} laporan, ")).to_be_visible()
    rows = page.get_by_role("table", name="Laporan").get_by_role("rowheader")
    expect(rows).to_have_count(min(reports, 50))
    title = rows.first.get_by_role("link").inner_text()
    rows.first.get_by_role("link").click()
    expect(page.get_by_role("article").get_by_role("heading", name=title, exact=True)).to_be_visible()


def test_coverage_opens_its_houses(open_screen: Callable[..., Page]) -> None:
    """From the list of villages to one by RW and RT, and from each number to a list of that many houses."""
    page = open_screen("/kinerja/?tampil=kelurahan&urut=cakupan")
    page.get_by_role("link", name="rumah dikunjungi di").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cakupan Kelurahan")
    table = page.get_by_role("table", name="Cakupan per RT dan RW")
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader")).last
    numbers = {link.get_attribute("href"): number(link.inner_text()) for link in row.get_by_role("link").all()}
    assert len(numbers) == 3
    for address, count in numbers.items():
        page.goto(address or "")
        expect(page.get_by_role("status").filter(has_text=f"{count:,} rumah".replace(",", "."))).to_be_visible()
        expect(page.get_by_role("table", name="Rumah").get_by_role("rowheader")).to_have_count(min(count, 50))
    page.get_by_role("link", name="Semua RT dan RW").click()
    expect(table).to_be_visible()
    page.goto("/kinerja/cakupan/?kelurahan=99.99.99.9999&rw=x&hal=-3")
    expect(page.get_by_text("Kelurahan ini tidak ditemukan")).to_be_visible()


def test_the_kasat_sets_targets_and_the_phone_shows_them(
    signed_in: SignedIn, ready_phone: MakePhone, live_server: LiveServer
) -> None:
    """A polsek's in the list of satuan, an officer's on their page; what cannot be is said; the phone asks what holds."""
    officer = live_server.account("petugas")
    kasat = signed_in("kasat")
    kasat.goto("/kinerja/?tampil=satuan")
    karawaci = kasat.get_by_label(f"Target sehari untuk {officer.satuan}")
    save = kasat.get_by_role("button", name=f"Simpan target {officer.satuan}")
    karawaci.fill("60")
    save.click()
    expect(kasat.get_by_text(f"{officer.satuan}: Target kunjungan per hari: Paling besar 50.")).to_be_visible()
    karawaci.fill("7")
    save.click()
    expect(kasat.get_by_text(f"Target {officer.satuan} disimpan.")).to_be_visible()
    assert_accessible(kasat)

    kasat.goto(f"/kinerja/?cari={officer.name}")
    kasat.get_by_role("rowheader").get_by_role("link", name=officer.name).click()
    expect(kasat.get_by_text("7 kunjungan sehari, target Polsek.")).to_be_visible()
    phone = ready_phone().page
    phone.goto("/petugas/kinerja/")
    expect(phone.get_by_role("img", name="dari 7 kunjungan hari ini")).to_be_visible()
    kasat.get_by_label("Target sendiri").fill("2")
    kasat.get_by_role("button", name="Simpan target").click()
    expect(kasat.get_by_text("2 kunjungan sehari, target sendiri.")).to_be_visible()
    assert_accessible(kasat)
    phone.reload()
    expect(phone.get_by_role("img", name="dari 2 kunjungan hari ini")).to_be_visible()

    day = kasat.get_by_role("table").get_by_role("button").last
    visits = number((day.get_attribute("aria-label") or "").rpartition(": ")[2])
    day.click()
    expect(kasat).to_have_url(re.compile(r"/peta/\?.*petugas="))
    expect(kasat.get_by_text(f"{visits} laporan, ")).to_be_visible()


def test_filters_stand_in_the_address(open_screen: Callable[..., Page]) -> None:
    """Chosen by hand, kept over a reload, taken away again; nonsense in the address is left out."""
    page = open_screen("/kinerja/")
    page.locator("summary", has_text="Saringan").click()
    page.get_by_label("Status 7 hari").select_option("aktif")
    page.get_by_role("button", name="Terapkan").click()
    expect(page).to_have_url(re.compile("status=aktif"))
    expect(page.get_by_role("row").filter(has_text="Kurang")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("Aktif", exact=True).first).to_be_visible()
    page.goto("/kinerja/?cari=tidak+ada+yang+begini")
    page.get_by_role("link", name="Hapus saringan").last.click()
    expect(page).to_have_url(re.compile(r"/kinerja/$"))
    page.goto("/peta/?dari=kapan&petugas=x&kelurahan=%00&hal=-4")
    expect(page.get_by_role("table", name="Laporan")).to_be_visible()


def test_the_map_says_in_words_what_it_draws(open_screen: Callable[..., Page]) -> None:
    """The table under the map leads to a village's reports; nearing the map leaves its frame where it is."""
    page = open_screen("/peta/")
    page.locator("summary", has_text="Tabel per kelurahan").click()
    village = page.get_by_role("link", name="laporan di").first
    reports = number(village.inner_text())
    page.get_by_role("button", name="Perbesar peta").click()
    expect(page.get_by_role("button", name="Tampilkan semua")).to_be_visible()
    village.click()
    expect(page.get_by_text(f"{reports} laporan, ")).to_be_visible()


def by_keyboard(page: Page) -> None:
    """Pan, turn larger and smaller, and see all again, on the map of the page; each is told."""
    map_ = page.get_by_role("application", name="Peta yang dapat digeser")
    drawing = map_.locator("svg")

    def press(key: str, told: str) -> list[float]:
        before = drawing.get_attribute("viewBox") or ""
        page.keyboard.press(key)
        expect(drawing).not_to_have_attribute("viewBox", before)
        expect(
            page.get_by_role("status").filter(has_text=re.compile(rf"^{told}\. Lebar peta .+ k?m\.$"))
        ).to_have_count(1)
        return [float(side) for side in (drawing.get_attribute("viewBox") or "").split()]

    page.get_by_role("button", name="Perbesar peta").focus()
    page.keyboard.press("Shift+Tab")
    expect(map_).to_be_focused()
    assert map_.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    expect(page.locator(f"#{map_.get_attribute('aria-describedby')}".replace(":", "\\:"))).to_contain_text(
        "Panah menggeser"
    )
    first = drawing.get_attribute("viewBox")
    x, y, span, _ = press("+", "Diperbesar")
    east = press("ArrowRight", "Ke timur")
    assert (east[0], east[1], east[2]) == pytest.approx((x + span / 8, y, span))
    south = press("ArrowDown", "Ke selatan")
    assert south[1] > east[1]
    press("ArrowLeft", "Ke barat")
    assert press("ArrowUp", "Ke utara")[:2] == pytest.approx([x, y])
    assert press("-", "Diperkecil")[2] == pytest.approx(2 * span)
    press("ArrowRight", "Ke timur")
    press("Home", "Semua ditampilkan")
    expect(drawing).to_have_attribute("viewBox", first or "")
    press("ArrowRight", "Ke timur")
    page.get_by_role("button", name="Tampilkan semua").press("Enter")
    expect(map_).to_be_focused()


def test_every_map_goes_by_keyboard(open_screen: Callable[..., Page], live_server: LiveServer) -> None:
    """On the map of the reports and beside a report; Escape lets go of what is picked."""
    page = open_screen("/peta/")
    expect(page.get_by_text("Ketuk kelurahan atau titik")).to_be_visible()
    by_keyboard(page)
    page.get_by_role("img", name="Peta laporan").click()
    expect(page.get_by_text("Lihat laporannya")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Ketuk kelurahan atau titik")).to_be_visible()
    assert_accessible(page)
    with sender(live_server) as officer:
        sent = officer.visit("Pos Peta Papan Ketik")
    page.goto(f"/tinjauan/?status=semua&id={sent['id']}")
    by_keyboard(page)
    assert_accessible(page)


def test_the_officers_map_goes_by_keyboard(ready_phone: MakePhone) -> None:
    """The same keys; Escape lets go of whoever was picked in the list, and leads back to the map."""
    page = ready_phone().page
    area = AreaPage(page).open()
    by_keyboard(page)
    area.rows.first.press("Enter")
    expect(page.get_by_role("link", name="Sambang ke sini")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Sambang ke sini")).to_have_count(0)
    expect(page.get_by_role("application")).to_be_focused()


def test_a_visit_shows_by_itself(open_screen: Callable[..., Page], live_server: LiveServer) -> None:
    """A visit sent from the field raises the day's number without a reload."""
    page = open_screen("/hari-ini/")
    today = page.get_by_role("link", name="Kunjungan hari ini")
    expect(today).to_be_visible()
    before = number(today.inner_text().splitlines()[-1])
    with sender(live_server) as officer:
        officer.visit("Pos Kamling Langsung", at=now())
    expect(today).to_contain_text(f"{before + 1} dari", timeout=15_000)


def test_the_menu_on_a_phone(open_screen: Callable[..., Page]) -> None:
    """A drawer with what this person may use; it closes by Escape and by going somewhere."""
    page = open_screen("/hari-ini/", viewport=PHONE)
    drawer = page.get_by_role("dialog", name="Menu")
    page.get_by_role("button", name="Buka menu").click()
    for name in ("Hari ini", "Tinjauan", "Peta", "Kinerja"):
        expect(drawer.get_by_role("link", name=name)).to_be_visible()
    expect(drawer.get_by_role("link", name="Jejak audit")).to_have_count(0)
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    page.get_by_role("button", name="Buka menu").click()
    drawer.get_by_role("link", name="Kinerja").click()
    expect(page.get_by_role("heading", name="Kinerja")).to_be_visible()
    expect(drawer).to_be_hidden()


def test_an_officer_is_led_home(make_context: MakeContext, sign_in: SignIn) -> None:
    """These screens are not for officers."""
    page = make_context().new_page()
    sign_in(page, "petugas")
    for path in PATHS:
        page.goto(path)
        expect(page).to_have_url(re.compile("/petugas/$"))
