"""Finding one's Bhabinkamtibmas as citizens do: without JavaScript, by position, and again without network."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakeContext
from tests.e2e.test_pages import assert_for_everybody

VILLAGE, GAP = "/bhabin/36.71.07.1001", "/bhabin/36.71.07.1016"
HERE = {"latitude": -6.1904, "longitude": 106.6261}
"""In the middle of it."""
PAGES = (
    "/bhabin/",
    "/bhabin/?kecamatan=36.71.07",
    "/bhabin/?cari=zxqwv",
    "/bhabin/tidak-ada",
    VILLAGE,
    GAP,
    "/nomor-penting/",
    "/angka/",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_it_fits(make_context: MakeContext, path: str, scheme: str) -> None:
    """On a phone and on a desk, in both colour schemes, also with text at twice its size."""
    page = make_context(color_scheme=scheme, reduced_motion="reduce").new_page()
    page.goto(path)
    assert_for_everybody(page)


def test_all_is_done_without_javascript(make_context: MakeContext) -> None:
    """From the home page by kecamatan or by name to the officer, whom a tap calls; where nobody is assigned that is said."""
    page = make_context(java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_role("link", name="Cari Bhabinkamtibmas saya").click()
    expect(page.get_by_role("button", name="Pakai posisi saya")).to_be_hidden()
    page.get_by_role("link", name=re.compile("^Karawaci ")).click()
    page.get_by_role("link", name="Kelurahan Karawaci", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kelurahan Karawaci")
    expect(page.get_by_role("link", name=re.compile("^Telepon .+, 0810-")).first).to_have_attribute(
        "href", re.compile("^tel:0810")
    )
    page.get_by_role("link", name="Bukan kelurahan atau desa Anda?").click()
    page.get_by_role("searchbox").fill("bojong renged")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name="Desa Bojong Renged").click()
    expect(page.get_by_role("heading", name="Polsek Teluknaga")).to_be_visible()
    page.goto(GAP)
    expect(page.get_by_text("Hari ini belum ada Bhabinkamtibmas")).to_be_visible()
    expect(page.get_by_role("link", name="Telepon 110", exact=True)).to_have_attribute("href", "tel:110")


def test_found_by_the_position(make_context: MakeContext) -> None:
    """One tap leads to the village; the position stands in no address, and a bad fix names nobody."""
    context = make_context(geolocation={**HERE, "accuracy": 3000}, permissions=["geolocation"])
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/bhabin/")
    page.get_by_role("button", name="Pakai posisi saya").click()
    expect(page.get_by_role("status")).to_contain_text("belum cukup teliti")
    context.set_geolocation({**HERE, "accuracy": 20})
    page.get_by_role("button", name="Pakai posisi saya").click()
    expect(page).to_have_url(re.compile(re.escape(VILLAGE) + "$"))
    expect(page.get_by_role("heading", name="Bhabinkamtibmas Anda")).to_be_visible()
    assert any("/api/v1/bhabin/posisi" in url for url in asked)
    assert not any("106.6" in url for url in asked)


def test_a_position_that_is_refused_leads_to_the_list(make_context: MakeContext) -> None:
    page = make_context(permissions=[]).new_page()
    page.goto("/bhabin/")
    page.get_by_role("button", name="Pakai posisi saya").click()
    expect(page.get_by_role("status")).to_contain_text("pilih", ignore_case=True)
    expect(page.get_by_role("link", name=re.compile("^Karawaci "))).to_be_visible()


def test_figures_are_chosen_without_javascript(make_context: MakeContext) -> None:
    """Another month, one kecamatan: a form that needs no script; nothing small is shown."""
    page = make_context(java_script_enabled=False).new_page()
    page.goto("/angka/")
    page.get_by_label("Kerawanan di").select_option("Karawaci")
    page.get_by_label("Bulan").select_option(index=1)
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_role("heading", name=re.compile("^Kerawanan yang dicatat di Karawaci"))).to_be_visible()
    numbers = [text for text in page.locator("td").all_inner_texts() if text.strip().isdecimal()]
    assert all(int(text) >= 5 for text in numbers)
