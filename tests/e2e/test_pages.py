"""What holds for every page: axe finds nothing in light and dark, the first load is small, and no CSP rule is broken."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from sambang_digital.pwa.build import STATIC
from tests.e2e.browser import DESK, PHONE, assert_accessible, transferred
from tests.e2e.conftest import MakeContext, MakePhone
from tests.e2e.pages.kunci import LockPage

PAGES = {
    "/": None,
    "/masuk/": None,
    "/lapor/": None,
    "/tiket/": None,
    "/akun-warga/": None,
    "/petugas/": "petugas",
    "/petugas/sambang/": "petugas",
    "/petugas/antrean/": "petugas",
    "/petugas/tugas/": "petugas",
    "/petugas/wilayah/": "petugas",
    "/petugas/kinerja/": "petugas",
    "/petugas/akun/": "petugas",
    "/petugas/kabar/": "petugas",
    "/petugas/cari/": "petugas",
    "/petugas/bacaan/": "petugas",
    "/akun/": "kanit",
    "/kabar/": "kanit",
    "/hari-ini/": "kanit",
    "/tinjauan/": "kanit",
    "/cari/": "kanit",
    "/eskalasi/": "kanit",
    "/pengaduan/": "operator",
    "/tugas/": "kanit",
    "/tugas/baru/": "kanit",
    "/peta/": "kanit",
    "/register/": "kanit",
    "/register/rumah/": "kanit",
    "/register/ganda/": "kanit",
    "/register/permintaan/": "kanit",
    "/kinerja/": "kanit",
    "/kinerja/cakupan/": "kanit",
    "/kinerja/petugas/": "kanit",
    "/bacaan/": "kanit",
    "/bacaan/naskah/": "kanit",
    "/ekspor/": "kanit",
    "/audit/": "admin",
    "/administrasi/": "admin",
    "/administrasi/orang/": "admin",
    "/administrasi/impor/": "admin",
    "/administrasi/wilayah/": "admin",
    "/administrasi/pengaturan/": "admin",
    "/tanpa-akses/": "admin",
    "/tidak-ada/": None,
}
"""Each page, and who uses it."""
FIRST_LOAD_BYTES = 200 * 1024
DARK = re.compile(r"\bdark\b")

SignIn = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def signed_in() -> dict[str, Any]:
    """Cookies and device of each person, from their one sign-in."""
    return {}


@pytest.fixture
def browser_of(make_context: MakeContext, sign_in: SignIn, signed_in: dict[str, Any]) -> MakeContext:
    """``browser_of(path, viewport=…)``: a browser with nothing in its cache, in which the page's user is signed in."""

    def make(path: str, **options: Any) -> BrowserContext:
        person = PAGES[path]
        if person is None:
            return make_context(**options)
        if person not in signed_in:
            context = make_context()
            sign_in(context.new_page(), person)
            signed_in[person] = context.storage_state()
        return make_context(storage_state=signed_in[person], **options)

    return make


def open_page(context: BrowserContext, path: str) -> Page:
    """The page once it has settled."""
    page = context.new_page()
    page.goto(path, wait_until="networkidle")
    expect(page.get_by_role("main")).to_be_visible()
    return page


def test_no_page_is_forgotten(production_build: None) -> None:
    """A new page that nobody lists above would go untested."""
    built = {
        f"/{file.parent.relative_to(STATIC).as_posix()}/".replace("/./", "/") for file in STATIC.rglob("index.html")
    }
    assert built == PAGES.keys() - {"/tidak-ada/"}


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_it_fits(browser_of: MakeContext, ready_phone: MakePhone, path: str) -> None:
    """Zero violations on a phone and on a desk, in the dark those of colours; nothing sticks out sideways. An officer's page
    once its lock is open."""
    officers = PAGES[path] == "petugas"
    options = {"color_scheme": "dark", "reduced_motion": "reduce"}
    page = open_page(ready_phone(**options).context if officers else browser_of(path, **options), path)
    expect(page.locator("h1:not(#judul-kunci)").first).to_be_attached()
    expect(page.locator("html")).to_have_class(DARK)
    assert_for_everybody(page, colours_alone=True)
    turn_light(page)
    assert_for_everybody(page)


def turn_light(page: Page) -> None:
    """As a phone does in the morning: what is open follows, here at once."""
    page.add_style_tag(content="*, ::before, ::after { transition: none !important }")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).not_to_have_class(DARK)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lock_fits(browser_of: MakeContext, scheme: str) -> None:
    """What stands before every officer's page until a PIN is chosen."""
    page = open_page(browser_of("/petugas/", color_scheme=scheme, reduced_motion="reduce", locks=True), "/petugas/")
    expect(LockPage(page).install).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def assert_for_everybody(page: Page, *, colours_alone: bool = False) -> None:
    """Zero violations on a phone and on a desk; nothing sticks out sideways, also with text at twice its size."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert_accessible(page, colours_alone=colours_alone)
    if not colours_alone:
        assert_fits(page)


def assert_fits(page: Page) -> None:
    """Nothing sticks out sideways on a narrow screen, also with text at twice its size."""
    page.set_viewport_size({"width": 360, "height": 740})
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate(overflow) <= 0
    crowded = (
        "[...document.querySelectorAll('nav a')].filter((a) => a.scrollWidth > a.clientWidth).map((a) => a.innerText)"
    )
    assert page.evaluate(crowded) == []


@pytest.mark.parametrize("path", PAGES)
def test_first_load_is_small(browser_of: MakeContext, path: str) -> None:
    """Everything a first visit downloads with an empty cache, as it goes over the wire."""
    page = browser_of(path, service_workers="block").new_page()
    with transferred(page) as sizes:
        page.goto(path, wait_until="networkidle")
    assert len(sizes) > 3, sizes
    assert sum(sizes.values()) <= FIRST_LOAD_BYTES, sorted(sizes.items(), key=lambda row: -row[1])
