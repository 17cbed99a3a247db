"""Reading as citizens do: without JavaScript, without network, and away at once."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import transferred
from tests.e2e.conftest import MakeContext
from tests.e2e.server import LiveServer
from tests.e2e.test_pages import assert_for_everybody

LIBRARY, MOTOR, KDRT, SKCK = (
    "/baca/",
    "/baca/jaga-motor-dari-pencurian",
    "/baca/kdrt-dan-kekerasan-pada-anak",
    "/baca/skck",
)
PAGES = (LIBRARY, "/baca/?cari=zxqwv", MOTOR, KDRT, SKCK, "/baca/siaga-musim-hujan", "/baca/tidak-ada")
ARTICLE_BYTES = 40 * 1024


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_it_fits(make_context: MakeContext, path: str, scheme: str) -> None:
    """On a phone and on a desk, in both colour schemes, also with text at twice its size."""
    page = make_context(color_scheme=scheme, reduced_motion="reduce").new_page()
    page.goto(path)
    assert_for_everybody(page)


@pytest.mark.parametrize("path", [MOTOR, KDRT, SKCK])
def test_an_article_is_small(make_context: MakeContext, path: str) -> None:
    """All that a first visit downloads, as it goes over the wire."""
    page = make_context(service_workers="block").new_page()
    with transferred(page) as sizes:
        page.goto(path, wait_until="networkidle")
    assert len(sizes) > 3, sizes
    assert sum(sizes.values()) <= ARTICLE_BYTES, sorted(sizes.items(), key=lambda row: -row[1])


def test_all_is_done_without_javascript(make_context: MakeContext) -> None:
    """From the home page to a text by searching, its quiz answered, and the number to call in sight."""
    page = make_context(java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_role("link", name="Lihat semua bacaan").click()
    page.get_by_role("searchbox", name="Cari bacaan").fill("pencurian motor")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("main").get_by_role("link").filter(has_text="Jaga motor dari pencurian").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jaga motor dari pencurian")
    expect(page.get_by_role("heading", name="Lakukan")).to_be_visible()
    expect(page.get_by_role("heading", name="Jangan", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Telepon 110", exact=True)).to_have_attribute("href", "tel:110")
    # What only a script can do is not offered.
    expect(page.get_by_role("button", name="Dengarkan")).to_be_hidden()
    expect(page.get_by_role("button", name="Simpan untuk dibaca tanpa sinyal")).to_be_hidden()
    answer_all(page)
    expect(page.get_by_role("status").filter(has_text="4 dari 4 jawaban benar.")).to_be_visible()
    expect(page.get_by_text("Benar", exact=True)).to_have_count(4)


def answer_all(page: Page) -> None:
    for right in (
        "Kunci dicabut dan setang dikunci",
        "Menelepon 110 dan menyebut ciri serta tempat kejadian",
        "Mengamankannya tanpa memukul, lalu menelepon 110",
        "Menolak, karena asal motor tidak jelas",
    ):
        page.get_by_label(right).check()
    page.get_by_role("button", name="Lihat hasil").click()


def test_a_text_that_was_saved_is_read_without_network(make_context: MakeContext, live_server: LiveServer) -> None:
    """Whole and with its look; the library tells what is there; what is not there says so calmly."""
    context = make_context()
    page = context.new_page()
    page.goto(MOTOR)
    page.get_by_role("button", name="Simpan untuk dibaca tanpa sinyal").click()
    expect(page.get_by_role("button", name="Tersimpan di HP")).to_be_visible()
    controlled(page)
    context.set_offline(True)
    page.goto(MOTOR)
    expect(page.get_by_role("heading", level=1)).to_have_text("Jaga motor dari pencurian")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Plus Jakarta Sans"')
    assert page.evaluate("document.fonts.check('16px \"Plus Jakarta Sans\"')")
    page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Bacaan").click()
    saved = page.get_by_role("region", name="Tersimpan di HP ini")
    expect(saved.get_by_role("link", name="Jaga motor dari pencurian")).to_be_visible()
    page.goto(SKCK)
    expect(page.get_by_role("heading", name="Belum ada sinyal")).to_be_visible()


def test_what_was_read_is_kept_and_what_may_leave_no_trace_is_not(make_context: MakeContext) -> None:
    """On a device that has the app already."""
    context = make_context()
    page = context.new_page()
    page.goto("/")
    controlled(page)
    for path in (SKCK, KDRT):
        page.goto(path)
    expect(page.get_by_role("link", name="Keluar cepat")).to_be_visible()
    page.goto(LIBRARY)
    page.reload()
    expect(page.get_by_role("region", name="Tersimpan di HP ini").get_by_role("link")).to_have_text(
        ["SKCK baru dan perpanjangan"]
    )
    context.set_offline(True)
    page.goto(SKCK)
    expect(page.get_by_role("heading", level=1)).to_have_text("SKCK baru dan perpanjangan")
    page.goto(KDRT)
    expect(page.get_by_role("heading", name="Belum ada sinyal")).to_be_visible()


def controlled(page: Page) -> None:
    """Wait until the service worker answers for this page."""
    page.evaluate(
        """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller
            || new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }))).then(() => null)"""
    )


def test_away_at_once_and_back_does_not_lead_here(make_context: MakeContext) -> None:
    context = make_context()
    context.route("https://www.bmkg.go.id/**", lambda route: route.fulfill(body="<title>Cuaca</title>"))
    page = context.new_page()
    page.goto(LIBRARY)
    page.goto(KDRT)
    page.get_by_role("link", name="Keluar cepat").click()
    expect(page).to_have_title("Cuaca")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/baca/$"))


def test_the_chosen_look_holds_here_too(make_context: MakeContext) -> None:
    """Light and dark as the device says, or as chosen on the app's own pages, also against the device."""

    def ground(context: BrowserContext, path: str) -> str:
        page = context.new_page()
        page.goto(path)
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    by_scheme = {scheme: ground(make_context(color_scheme=scheme), MOTOR) for scheme in ("light", "dark")}
    assert by_scheme["light"] != by_scheme["dark"]
    assert ground(make_context(color_scheme="dark", java_script_enabled=False), MOTOR) == by_scheme["dark"]
    for device, chosen in (("dark", "light"), ("light", "dark")):
        context = make_context(color_scheme=device)
        # It also runs in the empty page of a new tab, which has no storage.
        context.add_init_script(f"if (location.protocol !== 'about:') localStorage.setItem('theme', '{chosen}')")
        assert ground(context, MOTOR) == by_scheme[chosen]


def test_every_target_is_large_enough(page: Page) -> None:
    """48 px for whatever one taps, links inside a sentence excepted."""
    for path in (LIBRARY, MOTOR, KDRT):
        page.goto(path)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, label:has(input), summary')]
                .filter(one => one.checkVisibility() && !one.closest('p:not(:has(.btn)), .isi') && !one.matches('.lewati'))
                .map(one => [one.textContent.trim(), one.getBoundingClientRect()])
                .filter(([, box]) => box.height < 47.9 || box.width < 47.9).map(([text]) => text)"""
        )
        assert small == [], path


def test_a_reader_says_where_if_they_wish(make_context: MakeContext) -> None:
    """Chosen once, it stays on the device and goes along with what is counted; a text whose readers may be watched never asks."""
    page = make_context().new_page()
    page.goto(SKCK)
    where = page.get_by_label("Kecamatan Anda (boleh kosong)")
    expect(where).to_have_value("")
    where.select_option("Karawaci")
    with page.expect_request(lambda sent: sent.url.endswith("/dibaca")) as told:
        page.reload()
    assert told.value.post_data == "kecamatan=36.71.07"
    expect(where).to_have_value("36.71.07")
    page.goto(MOTOR)
    expect(page.locator("#kuis input[name=kecamatan]")).to_have_value("36.71.07")
    page.goto(KDRT)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(where).to_have_count(0)


VOICE = """
window.said = [];
const voice = {
  speaking: false,
  speak(one) { voice.speaking = true; said.push([one.lang, one.text]); if (one.onend) window.ended = one.onend; },
  cancel() { voice.speaking = false; said.push(["", "diam"]); },
};
Object.defineProperty(window, "speechSynthesis", { value: voice });
"""
"""A voice that writes down what it is told: browsers of tests have none."""


def test_a_text_is_read_aloud_in_indonesian(make_context: MakeContext) -> None:
    """Its title, what to do and not to do, all of the body; not the quiz; a second press ends it, and so does its end."""
    context = make_context()
    context.add_init_script(VOICE)
    page = context.new_page()
    page.goto(MOTOR)
    listen = page.get_by_role("button", name="Dengarkan")
    listen.click()
    expect(page.get_by_role("button", name="Berhenti")).to_have_attribute("aria-pressed", "true")
    said = page.evaluate("said")
    assert {lang for lang, _ in said} == {"id-ID"}
    words = [text for _, text in said]
    assert words[:2] == ["Jaga motor dari pencurian", "Lakukan"]
    assert "Jangan" in words
    for paragraph in page.locator("[data-isi] p").all_inner_texts():
        assert paragraph.strip() in words
    assert not [text for text in words if "Kuis singkat" in text]
    page.get_by_role("button", name="Berhenti").click()
    expect(listen).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("said.at(-1)[1]") == "diam"
    listen.click()
    page.evaluate("ended()")
    expect(listen).to_be_visible()
