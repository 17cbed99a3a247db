"""The public home page: a person in danger finds the number at once, with or without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, PHONE, assert_accessible
from tests.e2e.conftest import MakeContext

NUMBERS = ("110", "112", "113", "115", "119")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_110_is_seen_first(make_context: MakeContext, viewport: dict[str, int]) -> None:
    """On the first screen, large enough for a shaking thumb, and it dials."""
    page = make_context(viewport=viewport).new_page()
    page.goto("/")
    call = page.get_by_role("link", name="Telepon 110")
    expect(call).to_be_in_viewport(ratio=1)
    expect(call).to_have_attribute("href", "tel:110")
    box = call.bounding_box()
    assert box
    assert box["height"] >= 88
    assert box["width"] >= 280


def test_all_is_there_without_javascript(make_context: MakeContext) -> None:
    """Numbers, explanation and the officers' door come with the HTML itself."""
    page = make_context(java_script_enabled=False).new_page()
    page.goto("/")
    for number in NUMBERS:
        expect(page.locator(f"main a[href='tel:{number}']").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_text("NIK tidak ditanyakan.")).to_be_visible()
    expect(page.get_by_role("link", name="Semua nomor penting")).to_have_attribute("href", "/nomor-penting/")
    expect(page.get_by_role("link", name="Cari Bhabinkamtibmas saya")).to_have_attribute("href", "/bhabin/")
    expect(page.get_by_role("link", name="Masuk petugas").last).to_have_attribute("href", "/masuk/")


def test_search_engines_and_chats_are_told_what_it_is(page: Page) -> None:
    """Language, title, description, Open Graph."""
    page.goto("/")
    expect(page).to_have_title("Sambang Digital · Polres Metro Tangerang Kota")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    for selector in ("meta[name=description]", "meta[property='og:title']", "meta[property='og:description']"):
        assert len(page.locator(selector).get_attribute("content") or "") > 20


def test_light_and_dark_are_chosen_by_hand_and_kept(make_context: MakeContext) -> None:
    """As the device by default; the choice holds over a reload, from the very first paint."""
    page = make_context(color_scheme="dark").new_page()
    page.goto("/")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Tampilan: ikut perangkat. Ganti ke terang").click()
    expect(page.get_by_role("button", name="Tampilan: terang. Ganti ke gelap")).to_be_visible()
    light = page.evaluate(ground)
    assert light != dark
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { window.first = getComputedStyle(document.body).backgroundColor })"
    )
    page.reload()
    assert page.evaluate("window.first") == light


def test_every_target_is_large_enough(page: Page) -> None:
    """48 px for whatever one taps, links inside a sentence excepted."""
    page.goto("/")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button')]
            .filter(one => one.checkVisibility() && !one.closest('p') && !one.matches('.lewati'))
            .map(one => [one.textContent, one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 48 || box.width < 48).map(([text]) => text)"""
    )
    assert small == []


def test_the_bar_leads_from_everywhere(page: Page) -> None:
    """Its places are of two kinds, screens of the app and pages of the server: from each to the other."""
    page.goto("/")
    for word, title in (
        ("Bacaan", "Bacaan untuk warga"),
        ("Lapor", "Apakah sedang ada bahaya sekarang?"),
        ("Bacaan", "Bacaan untuk warga"),
        ("Laporan saya", "Laporan saya"),
        ("Bacaan", "Bacaan untuk warga"),
        ("Beranda", "Polisi yang datang menyapa, warga yang didengar"),
    ):
        page.get_by_role("navigation", name="Menu utama").get_by_role("link", name=word, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_an_unknown_address_is_answered_calmly(make_context: MakeContext) -> None:
    """In Indonesian, with the way home."""
    for scheme in ("light", "dark"):
        page = make_context(color_scheme=scheme).new_page()
        answer = page.goto("/tidak/ada/ini")
        assert answer
        assert answer.status == 404
        expect(page.get_by_text("Halaman ini tidak ada")).to_be_visible()
        expect(page).to_have_title("Halaman tidak ditemukan · Sambang Digital")
        assert_accessible(page)
        page.get_by_role("link", name="Ke beranda").click()
        expect(page.get_by_role("link", name="Telepon 110")).to_be_visible()
