"""Photos and videos of a citizen: taken along without network, sent over one that is cut, seen again by their sender alone."""

import re

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, Route, expect

from tests import pictures, videos
from tests.e2e.conftest import MakeContext, MakePhone
from tests.e2e.pages.lapor import ReportPage, TicketsPage
from tests.e2e.test_lapor import CITIZEN
from tests.e2e.test_pages import assert_for_everybody

PHOTO: FilePayload = {"name": "gang.jpg", "mimeType": "image/jpeg", "buffer": pictures.photo(800, 600)}
VIDEO: FilePayload = {"name": "gang.mp4", "mimeType": "video/mp4", "buffer": videos.large(9_000_000)}


def attach(page: Page, *files: FilePayload) -> None:
    """Choose them, and see them on the phone."""
    page.get_by_label("Pilih foto atau video").set_input_files(list(files))
    expect(page.get_by_role("list", name="Foto dan video").get_by_role("listitem")).to_have_count(len(files))


def with_files(page: Page, *files: FilePayload) -> ReportPage:
    """A report up to its last step."""
    form = ReportPage(page).open().start().describe()
    form.next("Di mana?")
    page.get_by_label("Patokan atau alamat tempatnya").fill("Gg. Melati")
    form.next("Foto atau video")
    attach(page, *files)
    form.next("Bagaimana kami menghubungi Anda?")
    form.next("Periksa, lalu kirim")
    page.get_by_label("Saya mengerti").check()
    return form


def received(page: Page, code: str, *, photos: int, films: int) -> None:
    """The ticket shows them, from the server."""
    TicketsPage(page).open().look(code)
    files = page.get_by_role("list", name="Foto dan video")
    expect(files.get_by_role("button", name=re.compile("^Foto "))).to_have_count(photos)
    expect(files.get_by_role("button", name=re.compile("^Video "))).to_have_count(films)
    expect(page.get_by_text("belum terkirim")).to_have_count(0)
    for picture in files.locator("img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("img => img.naturalWidth") > 0


def test_without_network_they_wait_with_their_report(make_phone: MakePhone) -> None:
    """The phone dies after "Kirim"; with the signal first the report goes, then photo and video."""
    phone = make_phone(**CITIZEN)
    ReportPage(phone.page).open().keep()
    # What chooses files is loaded with the step, as a citizen would have seen it once.
    with_files(phone.page, PHOTO)
    phone.page.get_by_role("button", name="Hapus isian ini").click()
    phone.page.get_by_role("button", name="Ya, hapus").click()
    phone.offline()
    with_files(phone.page, PHOTO, VIDEO).send()
    expect(phone.page.get_by_text("2 foto atau video belum terkirim")).to_be_visible()
    phone.kill()
    phone.open()
    phone.offline(False)
    TicketsPage(phone.page).open()
    mine = phone.page.get_by_role("button", name=re.compile("Gangguan keamanan · "))
    expect(mine).to_be_visible()
    mine.click()
    code = phone.page.get_by_role("heading", level=1).inner_text().removeprefix("Laporan ")
    received(phone.page, code, photos=1, films=1)


def test_a_connection_that_is_cut_goes_on_where_it_was(make_context: MakeContext) -> None:
    """Each piece of a video is cut once; it arrives whole, and nobody pressed anything but "Kirim"."""
    page = make_context(**CITIZEN).new_page()
    sent: list[int] = []

    def cut(route: Route) -> None:
        sent.append(int(route.request.headers["upload-offset"]))
        if len(sent) % 2:
            route.abort("connectionreset")
        else:
            route.fallback()

    page.context.route(
        "**/api/v1/media/tus-warga/*", lambda route: cut(route) if route.request.method == "PATCH" else route.fallback()
    )
    code = with_files(page, VIDEO).send().ticket()
    received(page, code, photos=0, films=1)
    assert len(sent) >= 8
    assert sorted(set(sent)) == sent[1::2], "each piece went through once, in order"


def test_what_cannot_be_taken_along_says_so(make_context: MakeContext) -> None:
    """Too large at once; what is no picture after sending, while the report itself stands."""
    page = make_context(**CITIZEN).new_page()
    form = ReportPage(page).open().start().describe()
    form.next("Di mana?")
    page.get_by_label("Patokan atau alamat tempatnya").fill("Gg. Melati")
    form.next("Foto atau video")
    page.get_by_label("Ambil foto").set_input_files([PHOTO | {"buffer": b"x" * 12_000_001}])
    expect(page.get_by_text("Foto paling besar 12 MB")).to_be_visible()
    attach(page, PHOTO | {"buffer": b"%PDF-1.7 bukan foto"})
    page.get_by_role("button", name="Hapus foto 1").click()
    expect(page.get_by_role("list", name="Foto dan video")).to_have_count(0)
    attach(page, PHOTO | {"buffer": b"%PDF-1.7 bukan foto"})
    form.next("Bagaimana kami menghubungi Anda?")
    form.next("Periksa, lalu kirim")
    page.get_by_label("Saya mengerti").check()
    form.send().ticket()
    expect(page.get_by_text("Ada yang tidak diterima")).to_be_visible()
    assert_for_everybody(page)


@pytest.fixture
def sender(make_context: MakeContext) -> BrowserContext:
    return make_context(**CITIZEN)


def test_added_later_and_nobody_elses(sender: BrowserContext, make_context: MakeContext) -> None:
    """A photo beside further words reaches the ticket; another phone does not get it by its address."""
    page = sender.new_page()
    code = ReportPage(page).report()
    TicketsPage(page).open().look(code)
    page.get_by_role("button", name="Tambah keterangan").click()
    attach(page, PHOTO)
    page.get_by_role("button", name="Kirim keterangan").click()
    expect(page.get_by_text("Menunggu terkirim")).to_have_count(0)
    received(page, code, photos=1, films=0)
    address = page.get_by_role("list", name="Foto dan video").locator("img").get_attribute("src")
    assert address
    stranger = make_context().new_page()
    ReportPage(stranger).open()
    assert sender.request.get(address).status == 200
    assert stranger.request.get(address).status in (401, 404)
