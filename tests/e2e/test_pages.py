"""What holds for every page: axe finds nothing in light and dark, the first load is small, and no CSP rule is broken."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sambang_digital.pwa.build import STATIC
from tests.e2e.browser import DESK, PHONE, assert_accessible, transferred
from tests.e2e.conftest import MakeContext

PAGES = {
    "/": None,
    "/masuk/": None,
    "/petugas/": "petugas",
    "/petugas/sambang/": "petugas",
    "/petugas/antrean/": "petugas",
    "/petugas/wilayah/": "petugas",
    "/petugas/kinerja/": "petugas",
    "/hari-ini/": "kanit",
    "/tinjauan/": "kanit",
    "/peta/": "kanit",
    "/kinerja/": "kanit",
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

SignIn = Callable[[Page, str], None]


def open_page(page: Page, path: str, sign_in: SignIn) -> None:
    """Open a page as its user and wait until it has settled."""
    if person := PAGES[path]:
        sign_in(page, person)
    page.goto(path, wait_until="networkidle")
    expect(page.get_by_role("main")).to_be_visible()


def test_no_page_is_forgotten(production_build: None) -> None:
    """A new page that nobody lists above would go untested."""
    built = {
        f"/{file.parent.relative_to(STATIC).as_posix()}/".replace("/./", "/") for file in STATIC.rglob("index.html")
    }
    assert built == PAGES.keys() - {"/tidak-ada/"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(make_context: MakeContext, sign_in: SignIn, path: str, scheme: str) -> None:
    """Zero violations on a phone and on a desk, in both colour schemes."""
    page = make_context(color_scheme=scheme).new_page()
    open_page(page, path, sign_in)
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert_accessible(page)


@pytest.mark.parametrize("path", PAGES)
def test_fits_a_phone(make_context: MakeContext, sign_in: SignIn, path: str) -> None:
    """Nothing sticks out sideways on a narrow screen, also with text at twice its size."""
    page = make_context(viewport={"width": 360, "height": 740}).new_page()
    open_page(page, path, sign_in)
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate(overflow) <= 0


@pytest.mark.parametrize("path", PAGES)
def test_first_load_is_small(make_context: MakeContext, sign_in: SignIn, path: str) -> None:
    """Everything a first visit downloads with an empty cache, as it goes over the wire."""
    context = make_context(service_workers="block")
    page = context.new_page()
    if person := PAGES[path]:
        sign_in(page, person)
    fresh = make_context(service_workers="block", storage_state=context.storage_state()).new_page()
    with transferred(fresh) as sizes:
        fresh.goto(path, wait_until="networkidle")
    assert len(sizes) > 3, sizes
    assert sum(sizes.values()) <= FIRST_LOAD_BYTES, sorted(sizes.items(), key=lambda row: -row[1])
