"""Photos and videos of a ticket: each opens large in the page, by finger and by keyboard; none of them stays on the phone. And many tickets."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests import pictures, videos
from tests.e2e.browser import overtaken
from tests.e2e.conftest import MakeContext, MakePhone, SignedIn
from tests.e2e.pages.lapor import ReportPage, TicketsPage
from tests.e2e.test_lapor import CITIZEN
from tests.e2e.test_lapor_berkas import attach, with_files
from tests.e2e.test_pages import assert_for_everybody
from tests.e2e.test_pengaduan import sees_both

PHOTO: Any = {"name": "gang.jpg", "mimeType": "image/jpeg", "buffer": pictures.photo(1200, 900)}
OTHER: Any = {"name": "pos.jpg", "mimeType": "image/jpeg", "buffer": pictures.photo(900, 1200, shift=40)}
FILM: Any = {"name": "gang.mp4", "mimeType": "video/mp4", "buffer": videos.video()}
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) found.push(url);
  return found.filter((url) => url.includes("/media/"));
}"""
"""Addresses of pictures that a page of the site keeps."""
TICKETS = """(codes) => new Promise((resolve) => {
  const asked = indexedDB.open("warga");
  asked.onsuccess = () => {
    const tx = asked.result.transaction("tickets", "readwrite");
    codes.forEach((code, age) => tx.objectStore("tickets").put({
      code, secret: "x".repeat(32), category: "informasi", state: "baru", received_at: new Date(Date.UTC(2026, 0, 31 - age)).toISOString(),
      stand: age === codes.length - 1 ? "baru" : "lama", read: "lama", seen: null,
    }));
    tx.oncomplete = () => { asked.result.close(); resolve(); };
  };
})"""
"""Puts tickets on the phone, the latest first; of the oldest there is news."""


def shown(page: Page, code: str, count: int) -> Locator:
    """The small pictures of the ticket, once the server has all."""
    TicketsPage(page).open().look(code)
    files = page.get_by_role("list", name="Foto dan video")
    expect(files.get_by_role("button")).to_have_count(count)
    expect(page.get_by_text("belum terkirim")).to_have_count(0)
    return files


def viewer(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Foto dan video")


def test_each_opens_large_and_the_keyboard_goes_through_all(make_context: MakeContext) -> None:
    """Those that were sent with the report and one that was added; a video shows its picture and plays there."""
    page = make_context(**CITIZEN).new_page()
    code = with_files(page, PHOTO, FILM).send().ticket()
    shown(page, code, 2)
    page.get_by_role("button", name="Tambah keterangan").click()
    page.get_by_label("Pilih foto atau video").set_input_files([OTHER])
    expect(page.locator("form").get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Kirim keterangan").click()
    expect(page.get_by_text("Menunggu terkirim")).to_have_count(0)
    files = shown(page, code, 3)

    first = files.get_by_role("button", name="Foto 1 dari 3")
    first.click()
    large = viewer(page).get_by_role("img", name="Foto 1 dari 3")
    expect(large).to_have_js_property("naturalWidth", 1200)
    expect(viewer(page).get_by_role("button", name="Tutup")).to_be_focused()
    expect(viewer(page).get_by_role("status")).to_have_text("Foto 1 dari 3")
    page.keyboard.press("ArrowRight")
    film = viewer(page).get_by_label("Video 2 dari 3")
    expect(film).to_have_attribute("poster", re.compile("/besar$"))
    with page.expect_response(re.compile("/video$")) as sent:
        film.evaluate("film => { film.muted = true; film.play().catch(() => {}); }")
    assert sent.value.status in (200, 206)
    expect(film).not_to_have_js_property("videoWidth", 0)
    page.keyboard.press("ArrowRight")
    expect(viewer(page).get_by_role("img", name="Foto 3 dari 3")).to_have_js_property("naturalWidth", 900)
    page.keyboard.press("ArrowRight")
    expect(large).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(viewer(page).get_by_role("status")).to_have_text("Foto 3 dari 3")
    page.keyboard.press("Escape")
    expect(viewer(page)).to_have_count(0)
    expect(first).to_be_focused()

    files.get_by_role("button", name="Video 2 dari 3").press("Enter")
    expect(film).to_be_visible()
    viewer(page).get_by_role("button", name="Berikutnya").click()
    expect(viewer(page).get_by_role("status")).to_have_text("Foto 3 dari 3")
    viewer(page).get_by_role("button", name="Tutup").click()
    expect(files.get_by_role("button", name="Video 2 dari 3")).to_be_focused()


def test_they_open_large_at_the_desk(make_context: MakeContext, signed_in: SignedIn) -> None:
    """In the page, by the keyboard; under each what its camera wrote, and the bytes as they were sent."""
    page = make_context(**CITIZEN).new_page()
    code = with_files(page, PHOTO, FILM).send().ticket()
    shown(page, code, 2)
    desk = signed_in("operator", reduced_motion="reduce")
    desk.goto(f"/pengaduan/?tampil=semua&cari={code}")
    desk.get_by_role("link").filter(has_text=code).click()
    files = desk.get_by_role("list", name="Foto dan video")
    expect(files).to_contain_text("Menurut kameranya: ")
    with desk.expect_download() as sent:
        files.get_by_role("link", name="Unduh aslinya (tercatat)").first.click()
    assert sent.value.path().read_bytes() == PHOTO["buffer"]

    sees_both(desk)
    small = files.get_by_role("button", name="Foto 1 dari pelapor")
    small.press("Enter")
    large = viewer(desk).get_by_role("img", name="Foto 1 dari pelapor")
    expect(large).to_have_js_property("naturalWidth", 1200)
    sees_both(desk)
    desk.keyboard.press("ArrowRight")
    film = viewer(desk).get_by_label("Video 2 dari pelapor")
    film.evaluate("film => { film.muted = true; film.play().catch(() => {}); }")
    expect(film).not_to_have_js_property("videoWidth", 0)
    desk.keyboard.press("Escape")
    expect(small).to_be_focused()


def test_the_quick_exit_is_within_reach_and_it_is_for_everybody(make_context: MakeContext) -> None:
    """Nothing below a dialog can be pressed, so it has the button itself."""
    for scheme in ("light", "dark"):
        page = make_context(color_scheme=scheme, reduced_motion="reduce", **CITIZEN).new_page()
        files = shown(page, with_files(page, PHOTO, FILM).send().ticket(), 2)
        for name in ("Foto 1 dari 2", "Video 2 dari 2"):
            page.set_viewport_size({"width": 390, "height": 844})
            files.get_by_role("button", name=name).click()
            expect(viewer(page)).to_be_visible()
            assert_for_everybody(page)
            page.reload()
            page.get_by_role("button", name=re.compile("Gangguan keamanan · ")).click()
        page.set_viewport_size({"width": 390, "height": 844})
        files.get_by_role("button", name="Foto 1 dari 2").click()
        viewer(page).get_by_role("button", name="Keluar cepat").click()
        expect(page).to_have_url(re.compile("/baca/$"))


def test_without_network_it_is_said_that_they_are_not_here(make_phone: MakePhone) -> None:
    """Small and large; they come by themselves with the signal."""
    phone = make_phone(**CITIZEN)
    page = phone.page
    ReportPage(page).open().keep()
    files = shown(page, with_files(page, PHOTO, FILM).send().ticket(), 2)
    small = files.get_by_role("button", name="Foto 1 dari 2")
    expect(small.locator("img")).not_to_have_js_property("naturalWidth", 0)
    phone.offline()
    small.click()
    expect(viewer(page).get_by_text("Foto ini tidak tersimpan di sini. Tampil begitu ada sinyal.")).to_be_visible()
    phone.offline(False)
    expect(viewer(page).get_by_role("img", name="Foto 1 dari 2")).to_have_js_property("naturalWidth", 1200)
    page.keyboard.press("Escape")
    phone.offline()
    TicketsPage(page).open()
    page.get_by_role("button", name=re.compile("Gangguan keamanan · ")).click()
    for name in ("Foto 1 dari 2", "Video 2 dari 2"):
        expect(page.get_by_text(f"{name} tidak tersimpan di sini. Tampil begitu ada sinyal.")).to_be_visible()
    assert_for_everybody(page)
    phone.offline(False)
    expect(files.get_by_role("button")).to_have_count(2)


def test_pictures_of_a_guarded_report_stay_nowhere_on_the_phone(make_phone: MakePhone) -> None:
    """In no cache of the site, in none of the browser's, and in no database: without network there is nothing of them."""
    phone = make_phone(**CITIZEN)
    page = phone.page
    form = ReportPage(page).open().keep().start()
    form.describe("Suami tetangga memukul istrinya.", "Kekerasan di rumah atau pada anak").next("Di mana?")
    page.get_by_label("Patokan atau alamat tempatnya").fill("Gg. Melati")
    form.next("Foto atau video")
    attach(page, PHOTO)
    form.next("Bagaimana kami menghubungi Anda?")
    form.next("Periksa, lalu kirim")
    page.get_by_label("Saya mengerti").check()
    code = form.send().ticket()
    files = shown(page, code, 1)
    with page.expect_response(re.compile("/besar$")) as sent:
        files.get_by_role("button", name="Foto 1 dari 1").click()
    assert sent.value.headers["cache-control"] == "no-store"
    expect(viewer(page).get_by_role("img")).to_have_js_property("naturalWidth", 1200)
    assert page.evaluate(KEPT) == []
    phone.offline()
    assert page.evaluate("url => fetch(url).then(() => 'ada', () => 'tidak')", sent.value.url) == "tidak"
    TicketsPage(page).open().look(code)
    expect(page.get_by_text("Laporan dibuka begitu ada sinyal.")).to_be_visible()
    expect(page.get_by_role("list", name="Foto dan video")).to_have_count(0)


def test_an_answer_that_was_overtaken_shows_nothing_old(make_context: MakeContext) -> None:
    """Of two looks at a ticket the first is answered last, with what was true before."""
    page = make_context(**CITIZEN).new_page()
    code = with_files(page, PHOTO).send().ticket()
    shown(page, code, 1)
    waits = {"id": None, "state": "menunggu", "reason": None}
    address = re.compile(f"/lapor/tiket/{code}$")
    tickets = TicketsPage(page).open()
    overtaken(page, address, lambda: tickets.look(code), "dispatchEvent(new Event('online'))", files=[waits])
    expect(page.get_by_role("button", name="Foto 1 dari 1")).to_be_visible()
    expect(page.get_by_text("Belum sampai")).to_have_count(0)


def test_of_many_tickets_the_latest_and_those_with_news_are_shown(make_context: MakeContext) -> None:
    """The others when asked for, also for somebody who comes back to the list."""
    page = make_context(**CITIZEN).new_page()
    TicketsPage(page).open()
    page.evaluate(TICKETS, [f"AAAA-BB{number}" for number in range(10, 23)])
    page.reload()
    mine = page.get_by_role("button", name=re.compile("Informasi · "))
    expect(mine).to_have_count(11)
    expect(mine.last).to_contain_text("AAAA-BB22")
    expect(mine.last).to_contain_text("Ada kabar")
    page.get_by_role("button", name="Tampilkan 2 laporan yang lebih lama").press("Enter")
    expect(mine).to_have_count(13)
    expect(mine.nth(10)).to_be_focused()
    assert_for_everybody(page)
    mine.nth(10).press("Enter")
    page.get_by_role("button", name="Semua laporan").click()
    expect(mine).to_have_count(13)
