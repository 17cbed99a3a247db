"""Where a hurried officer and a slow phone meet: photos still in the making, a report sent while it is edited, a forgotten form."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.conftest import MakeContext
from tests.e2e.officer import KEYS, LEAVE_IN_CLEAR, leave_in_clear, picture, rows
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.server import LiveServer
from tests.servers import wait_for

FOCUS = "document.activeElement.innerText"
HOLD_PHOTOS = """
const post = Worker.prototype.postMessage;
const released = new Promise((done) => { window.releasePhotos = done; });
Worker.prototype.postMessage = function (...message) {
  (message[0]?.file ? released : Promise.resolve()).then(() => post.apply(this, message));
};
"""
"""Photos reach their worker when the test says so: however fast the machine, they are still being made ready until then."""


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Its only tab."""
    return context.pages[0]


def choose(page: Page, files: list[Path]) -> None:
    """Choose photos; with :data:`HOLD_PHOTOS` they are not ready yet."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Galeri").click()
    chooser.value.set_files(files)
    expect(page.get_by_role("status", name="Foto sedang disiapkan").first).to_be_visible()


def test_saving_waits_for_photos_still_made_ready(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    """Saved right after choosing: all photos belong to the report, and no draft of it comes back."""
    page.add_init_script(HOLD_PHOTOS)
    capture = CapturePage(page).open().start()
    capture.fill_place("Foto Menyusul Simpan")
    choose(page, [picture(tmp_path / f"{number}.jpg", number, (4000, 3000)) for number in range(3)])
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.evaluate("releasePhotos()")
    capture.expect_saved()
    QueuePage(page).open().expect_state("Foto Menyusul Simpan", "Terkirim")
    count = "SELECT json_array_length(photos) FROM laporan WHERE title = 'Foto Menyusul Simpan'"
    assert rows(live_server, count) == [(3,)]
    CapturePage(page).open()
    expect(page.get_by_role("heading", name="Laporan baru")).to_be_visible()


def test_saving_stops_when_a_chosen_photo_turns_out_to_be_none(page: Page, tmp_path: Path) -> None:
    """A file that is no picture: the officer is told before the report is gone, and saves it without at the second press."""
    page.add_init_script(HOLD_PHOTOS)
    capture = CapturePage(page).open().start()
    capture.fill_place("Foto Rusak")
    broken = tmp_path / "rusak.jpg"
    broken.write_bytes(b"bukan gambar")
    choose(page, [picture(tmp_path / "besar.jpg", 7, (4000, 3000)), broken])
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.evaluate("releasePhotos()")
    expect(page.get_by_role("alert").get_by_text("rusak.jpg")).to_be_visible()
    expect(page.get_by_label("Nama tempat")).to_have_value("Foto Rusak")
    capture.save()


def test_two_choices_of_photos_at_once_keep_the_limit(page: Page, tmp_path: Path) -> None:
    """More photos chosen while the first are made ready: never more than five."""
    page.add_init_script(HOLD_PHOTOS)
    capture = CapturePage(page).open().start()
    choose(page, [picture(tmp_path / f"a{number}.jpg", number, (4000, 3000)) for number in range(4)])
    choose(page, [picture(tmp_path / f"b{number}.jpg", 10 + number) for number in range(4)])
    page.evaluate("releasePhotos()")
    expect(page.get_by_text("Paling banyak 5 foto")).to_be_visible()
    expect(page.get_by_role("heading", name="Foto (5 dari 5)")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("status", name="Foto sedang disiapkan")).to_have_count(0)
    expect(capture.photos).to_have_count(5)


def test_report_sent_while_it_is_edited_becomes_its_next_revision(
    page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    """The signal comes back in the middle of an edit: what was typed is not lost and nothing conflicts."""
    context.set_offline(True)
    capture = CapturePage(page).open().start()
    capture.fill_place("Terkirim Saat Diubah")
    capture.save()
    queue = QueuePage(page).open()
    queue.unfold("Terkirim Saat Diubah").get_by_role("link", name="Ubah").click()
    page.get_by_label("Catatan", exact=True).fill("Ditambahkan belakangan")
    context.set_offline(False)
    other = context.new_page()
    QueuePage(other).open().expect_state("Terkirim Saat Diubah", "Terkirim")
    capture.save()
    queue.open().expect_state("Terkirim Saat Diubah", "Terkirim")
    query = (
        "SELECT revision, body LIKE '%Ditambahkan belakangan%' FROM laporan"
        " WHERE title = 'Terkirim Saat Diubah' ORDER BY revision"
    )
    assert rows(live_server, query) == [(1, 0), (2, 1)]


def test_form_left_untouched_does_not_stand_in_the_way(page: Page) -> None:
    """A form opened and left: the house chosen on the home screen is the one visited."""
    CapturePage(page).open()
    page.get_by_role("button", name="Sambang warga").click()
    expect(page.get_by_role("meter", name="Ketelitian posisi")).to_be_visible()
    HomePage(page).open()
    house = page.locator("a[href*='subjek=']").first
    name = house.locator("span.font-semibold").inner_text()
    house.click()
    expect(page.locator("#dikunjungi").get_by_text(name, exact=True)).to_be_visible()


def test_unfinished_visit_comes_back_after_another_one(page: Page) -> None:
    """A house chosen while a visit elsewhere is unfinished: each keeps its own, nothing is lost."""
    capture = CapturePage(page).open().start()
    page.get_by_label("Nama tempat").fill("Belum Selesai")
    expect(capture.draft_kept).to_be_visible()
    HomePage(page).open()
    house = page.locator("a[href*='subjek=']").first
    name = house.locator("span.font-semibold").inner_text()
    house.click()
    expect(page.locator("#dikunjungi").get_by_text(name, exact=True)).to_be_visible()
    page.get_by_role("button", name="Buang draf").click()
    expect(page.get_by_label("Nama tempat")).to_have_value("Belum Selesai")


def test_clock_put_back_while_typing_does_not_reject_the_report(page: Page) -> None:
    """Begun by a clock an hour ahead, saved after it was put right: accepted."""
    page.add_init_script(
        "const Real = Date; globalThis.Date = class extends Real {"
        " constructor(...a) { a.length ? super(...a) : super(Real.now() + (globalThis.ujiMaju ?? 3_600_000)) }"
        " static now() { return Real.now() + (globalThis.ujiMaju ?? 3_600_000) } }"
    )
    capture = CapturePage(page).open().start()
    capture.fill_place("Jam Dimundurkan")
    page.evaluate("globalThis.ujiMaju = 0")
    capture.save()
    QueuePage(page).open().expect_state("Jam Dimundurkan", "Terkirim")


def test_position_of_no_use_is_none(page: Page, context: BrowserContext) -> None:
    """Hundreds of kilometres of accuracy, as a device without GPS gives: said at once, not refused by the server later."""
    context.set_geolocation({"latitude": -6.19, "longitude": 106.62, "accuracy": 250_000})
    CapturePage(page).open()
    page.get_by_role("button", name="Sambang tempat").click()
    expect(page.get_by_role("alert").get_by_text("Posisi belum didapat.")).to_be_visible()


def test_focus_goes_along_by_keyboard(page: Page, context: BrowserContext) -> None:
    """Kind, subject, saved, deleted: the focus is never lost with the button that was pressed."""
    context.set_offline(True)
    CapturePage(page).open()
    page.get_by_role("button", name="Sambang tempat").press("Enter")
    expect(page.get_by_role("heading", name="Sambang tempat")).to_be_focused()
    page.get_by_role("button", name="Tempat baru").press("Enter")
    expect(page.locator("#dikunjungi")).to_be_focused()
    CapturePage(page).fill_place("Papan Ketik")
    page.get_by_role("button", name="Simpan", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Tersimpan di HP.")).to_be_focused()
    queue = QueuePage(page).open()
    queue.unfold("Papan Ketik").get_by_role("button", name="Hapus").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Ya, hapus").press("Enter")
    expect(page.get_by_role("button", name="Urungkan")).to_be_focused()


def test_waiting_photos_are_not_called_sent(page: Page, context: BrowserContext, tmp_path: Path) -> None:
    """The report has arrived, its photo has not: the home screen says so, and deleting says what would be lost."""
    context.route(re.compile("/media/tus"), lambda route: route.abort())
    capture = CapturePage(page).open().start()
    capture.fill_place("Foto Tertinggal")
    capture.add_photos([picture(tmp_path / "1.jpg", 3)])
    capture.save()
    queue = QueuePage(page).open()
    queue.expect_state("Foto Tertinggal", "Terkirim")
    queue.unfold("Foto Tertinggal").get_by_role("button", name="Hapus").click()
    expect(page.get_by_role("dialog").get_by_text("1 foto belum terkirim")).to_be_visible()
    HomePage(page).open()
    expect(page.get_by_text("1 foto belum terkirim")).to_be_visible()
    expect(page.get_by_text("Semua terkirim")).to_have_count(0)


def test_worker_sends_what_waits_after_the_page_is_gone(
    page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    """The browser's background sync wakes the worker: the report arrives though no officer's page is open."""
    context.set_offline(True)
    capture = CapturePage(page).open().start()
    capture.fill_place("Dikirim Pekerja")
    capture.save()
    person = page.evaluate("JSON.parse(localStorage.getItem('sambang.person')).id")
    devtools = context.new_cdp_session(page)
    versions: list[dict[str, str]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: versions.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    page.goto("/luring.html")
    context.set_offline(False)
    devtools.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": live_server.url,
            "registrationId": versions[0]["registrationId"],
            "tag": f"kirim-{person}",
            "lastChance": True,
        },
    )
    query = "SELECT count(*) FROM laporan WHERE title = 'Dikirim Pekerja'"
    wait_for(lambda: rows(live_server, query) == [(1,)], "the worker's report", 20)


def test_request_too_large_for_the_server_is_halved(
    page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    """413 on the way: ever smaller requests, and what is too large by itself says so and holds up nothing else."""
    sizes: list[int] = []

    def narrow(route: Route) -> None:
        items = route.request.post_data_json["items"]
        sizes.append(len(items))
        if len(items) > 1 or items[0]["body"]["name"] == "Sempit 1":
            route.fulfill(status=413, body="")
        else:
            route.continue_()

    context.set_offline(True)
    for number in range(3):
        capture = CapturePage(page).open().start()
        capture.fill_place(f"Sempit {number}")
        capture.save()
    queue = QueuePage(page).open()
    context.route(re.compile("/api/v1/kiriman$"), narrow)
    context.set_offline(False)
    queue.expect_state("Sempit 2", "Terkirim")
    queue.expect_state("Sempit 0", "Terkirim")
    queue.expect_state("Sempit 1", "Menunggu dikirim")
    expect(queue.unfold("Sempit 1").get_by_text("terlalu besar untuk dikirim")).to_be_visible()
    assert sizes[:5] == [3, 2, 1, 1, 1]


def test_storage_closed_by_the_browser_is_opened_again(page: Page, live_server: LiveServer) -> None:
    """As Safari does under memory pressure: the next key stroke is on the disk all the same."""
    capture = CapturePage(page).open().start()
    page.get_by_label("Nama tempat").fill("Sebelum")
    expect(capture.draft_kept).to_be_visible()
    devtools = page.context.new_cdp_session(page)
    # Clearing is the only way to have it closed here; the phone's lock, which closing leaves alone, is put back.
    lock = page.evaluate_handle(KEYS)
    devtools.send("Storage.clearDataForOrigin", {"origin": live_server.url, "storageTypes": "indexeddb"})
    page.get_by_label("Nama tempat").fill("Sesudah")
    expect(page.get_by_text("Menyimpan draf …")).to_have_count(0)
    expect(capture.draft_kept).to_be_visible()
    page.evaluate(LEAVE_IN_CLEAR, ["keys", lock])
    page.reload()
    expect(page.get_by_label("Nama tempat")).to_have_value("Sesudah")


def test_signal_found_on_opening_is_used_at_once(page: Page, context: BrowserContext) -> None:
    """Many tries without signal made the pauses long: whoever opens the app where there is signal does not wait them out."""
    context.set_offline(True)
    capture = CapturePage(page).open().start()
    capture.fill_place("Sinyal Kembali")
    capture.save()
    queue = QueuePage(page).open()
    queue.expect_state("Sinyal Kembali", "Menunggu dikirim")
    pause = {"failures": 9, "by_server": False, "retry_at": (time.time() + 300) * 1000}
    leave_in_clear(page, "meta", [{"key": "sender", "phase": "sinyal", "message": "", **pause}])
    page.goto("/luring.html")
    context.set_offline(False)
    queue.open().expect_state("Sinyal Kembali", "Terkirim")


def test_first_password_cannot_be_walked_around(make_context: MakeContext, live_server: LiveServer) -> None:
    """The app is closed at the question for a new password: opening it again asks again, instead of working in vain."""
    account = live_server.account("petugas_baru")
    page = make_context().new_page()
    SignInPage(page).open().fill(account.nrp, account.password)
    question = page.get_by_role("textbox", name="Kata sandi baru", exact=True)
    expect(question).to_be_visible()
    page.goto("/petugas/sambang/")
    expect(question).to_be_visible()
