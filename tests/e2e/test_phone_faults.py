"""What must survive on the phone: two tabs, an ended session, another person, a full phone, a wrong clock."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import MakeContext
from tests.e2e.officer import HERE, noise, rows
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.sender import sender
from tests.e2e.server import LiveServer

SignIn = Callable[[Page, str], None]
ROOM_BYTES = 5_000_000
"""Of a phone that is nearly full: the app fits in, five detailed photos do not."""


def save_offline(context: BrowserContext, title: str) -> Page:
    """One visit, saved in airplane mode; ends on the queue."""
    page = context.pages[0]
    context.set_offline(True)
    capture = CapturePage(page).open().start()
    capture.fill_place(title)
    capture.save()
    QueuePage(page).open().expect_state(title, "Menunggu dikirim")
    return page


def test_two_tabs_send_a_report_once(context: BrowserContext, live_server: LiveServer) -> None:
    """Both notice the network at the same moment; one of them sends."""
    page = save_offline(context, "Dua Tab")
    second = context.new_page()
    QueuePage(second).open().expect_state("Dua Tab", "Menunggu dikirim")
    sent: list[str] = []
    context.on("request", lambda r: sent.append(r.post_data or "") if r.url.endswith("/kiriman") else None)
    context.set_offline(False)
    for tab in (page, second):
        QueuePage(tab).expect_state("Dua Tab", "Terkirim")
    assert len([body for body in sent if "Dua Tab" in body]) == 1
    assert rows(live_server, "SELECT count(*) FROM laporan WHERE title = 'Dua Tab'") == [(1,)]


def test_ended_session_keeps_the_outbox_until_the_next_sign_in(
    new_phone: BrowserContext, live_server: LiveServer
) -> None:
    """Signed out from afar while offline: nothing is lost, the phone asks, then sends."""
    (device,) = [row["id"] for row in new_phone.request.get("/api/v1/session/perangkat").json() if row["current"]]
    page = save_offline(new_phone, "Sesi Dicabut")
    with sender(live_server) as other:
        assert other.client.delete(f"/api/v1/session/perangkat/{device}").is_success
    new_phone.set_offline(False)
    expect(page.get_by_text("Sesi berakhir", exact=True)).to_be_visible(timeout=20_000)
    QueuePage(page).expect_state("Sesi Dicabut", "Menunggu dikirim")
    assert rows(live_server, "SELECT count(*) FROM laporan WHERE title = 'Sesi Dicabut'") == [(0,)]
    page.get_by_role("link", name="Masuk lagi").click()
    account = live_server.account("petugas")
    SignInPage(page).fill(account.nrp, account.password)
    page.wait_for_url("**/petugas/antrean/")
    QueuePage(page).expect_state("Sesi Dicabut", "Terkirim")


def test_report_waits_for_its_author_when_somebody_else_signs_in(
    new_phone: BrowserContext, live_server: LiveServer, sign_in: SignIn
) -> None:
    """The cookie belongs to a colleague: the report is neither sent in their name nor shown to them."""
    title = "Milik Petugas Pertama"
    page = save_offline(new_phone, title)
    first, second = live_server.account("petugas"), live_server.account("petugas_dua")
    signed_in = new_phone.request.post(
        "/api/v1/session",
        data={"nrp": second.nrp, "password": second.password},
        headers={"Origin": live_server.url},
    )
    assert signed_in.ok
    new_phone.set_offline(False)
    expect(page.get_by_text("Akun lain sedang masuk")).to_be_visible(timeout=20_000)
    expect(page.get_by_text(f"Yang sedang masuk adalah {second.name}")).to_be_visible()
    QueuePage(page).expect_state(title, "Menunggu dikirim")

    page.goto("/masuk/")  # whoever is signed in goes straight on
    expect(page.get_by_role("heading", name=second.name)).to_be_visible()
    QueuePage(page).open()
    expect(page.get_by_text(title)).to_have_count(0)
    assert rows(live_server, "SELECT count(*) FROM laporan WHERE title = ?", title) == [(0,)]

    HomePage(page).open()
    page.get_by_role("button", name="Keluar").click()
    page.get_by_role("button", name="Ya, keluar").click()
    page.wait_for_url(re.compile("/masuk/"))
    sign_in(page, "petugas")
    QueuePage(page).open().expect_state(title, "Terkirim")
    author = "SELECT nrp FROM laporan JOIN akun ON akun.id = author_id WHERE title = ?"
    assert rows(live_server, author, title) == [(first.nrp,)]


def test_full_phone_says_so_and_loses_nothing(
    make_context: MakeContext, sign_in: SignIn, live_server: LiveServer, tmp_path: Path
) -> None:
    """No room left: the person is told, everything before stays, and the visit is saved without the last photo."""
    page = make_context(**HERE).new_page()
    browser = page.context.new_cdp_session(page)
    browser.send("Storage.overrideQuotaForOrigin", {"origin": live_server.url, "quotaSize": ROOM_BYTES})
    sign_in(page, "petugas")
    HomePage(page).open().wait_until_ready_offline()
    capture = CapturePage(page).open().start()
    capture.fill_place("HP Penuh")
    files = [noise(tmp_path / f"{number}.jpg") for number in range(5)]
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Galeri").click()
    chooser.value.set_files(files)
    expect(page.get_by_role("alert").get_by_text("Penyimpanan HP penuh.").first).to_be_visible(timeout=30_000)
    expect(page.get_by_role("status", name="Foto sedang disiapkan")).to_have_count(0)
    kept = capture.photos.count()
    assert 0 < kept < 5
    page.reload()
    expect(page.get_by_label("Nama tempat")).to_have_value("HP Penuh")
    expect(capture.photos).to_have_count(kept)
    page.get_by_role("button", name="Hapus foto 1").click()
    expect(capture.photos).to_have_count(kept - 1)
    # The person makes room; the browser gives back what a deleted photo took only later.
    browser.send("Storage.overrideQuotaForOrigin", {"origin": live_server.url, "quotaSize": 2 * ROOM_BYTES})
    capture.save()
    QueuePage(page).open().expect_state("HP Penuh", "Terkirim")


def test_report_of_a_wrong_clock_is_rejected_with_the_reason_and_corrected(
    context: BrowserContext, live_server: LiveServer
) -> None:
    """Three days ahead: the server says why, the phone keeps the report, the next revision is accepted."""
    title = "Jam HP Salah"
    page = context.pages[0]
    page.add_init_script(
        "const Real = Date; const ahead = sessionStorage.getItem('uji.jam') ? 0 : 3 * 86_400_000;"
        "globalThis.Date = class extends Real { constructor(...a) { a.length ? super(...a) : super(Real.now() + ahead) }"
        " static now() { return Real.now() + ahead } }"
    )
    capture = CapturePage(page).open().start()
    capture.fill_place(title)
    capture.save()
    queue = QueuePage(page).open()
    queue.expect_state(title, "Perlu diperbaiki")
    expect(queue.unfold(title).get_by_text("Periksa jam HP.").first).to_be_visible()
    page.evaluate("sessionStorage.setItem('uji.jam', 'benar')")
    queue.row(title).get_by_role("link", name="Perbaiki").click()
    expect(page.get_by_text("Periksa jam HP.").first).to_be_visible()
    capture.save()
    queue.open().expect_state(title, "Terkirim")
    assert rows(live_server, "SELECT revision FROM laporan WHERE title = ?", title) == [(2,)]


def test_deleting_asks_with_the_consequence_and_can_be_undone(context: BrowserContext) -> None:
    """An unsent report has no copy anywhere: the question says so, and "Urungkan" brings it back."""
    page = save_offline(context, "Salah Hapus")
    queue = QueuePage(page)
    queue.unfold("Salah Hapus").get_by_role("button", name="Hapus").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("tidak ada salinannya")).to_be_visible()
    dialog.get_by_role("button", name="Batal").click()
    expect(queue.row("Salah Hapus")).to_be_visible()
    queue.row("Salah Hapus").get_by_role("button", name="Hapus").click()
    dialog.get_by_role("button", name="Ya, hapus").click()
    expect(queue.row("Salah Hapus")).to_have_count(0)
    page.get_by_role("button", name="Urungkan").click()
    queue.expect_state("Salah Hapus", "Menunggu dikirim")


def test_a_sent_report_deleted_from_the_list_stays_away(context: BrowserContext) -> None:
    """The server tells of it again, as of all that changed lately; the list does not."""
    page = save_offline(context, "Sudah Beres")
    queue = QueuePage(page)
    context.set_offline(False)
    queue.expect_state("Sudah Beres", "Terkirim")
    queue.unfold("Sudah Beres").get_by_role("button", name="Hapus").click()
    page.get_by_role("dialog").get_by_role("button", name="Ya, hapus").click()
    expect(queue.row("Sudah Beres")).to_have_count(0)
    with page.expect_response("**/api/v1/sinkron*") as answer:
        page.reload(wait_until="networkidle")
    assert "Sudah Beres" in answer.value.text()
    page.reload(wait_until="networkidle")
    expect(page.get_by_role("listitem").filter(has_text="Diterima").first).to_be_visible()
    expect(queue.row("Sudah Beres")).to_have_count(0)


def test_service_worker_keeps_what_it_should_and_nothing_else(context: BrowserContext, tmp_path: Path) -> None:
    """Officers' screens open without network with and without slash; the API and staff pages are never kept."""
    page = context.pages[0]
    page.goto("/tinjauan/")
    kept = page.evaluate(
        "caches.keys().then(async names => (await Promise.all(names.map(async name =>"
        " (await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname)))).flat())"
    )
    assert {"/", "/masuk/", "/luring.html", "/petugas/", "/petugas/sambang/", "/petugas/antrean/"} <= set(kept)
    assert not [
        path
        for path in kept
        if re.match(r"/(api|_event|ping|tinjauan|hari-ini|kinerja|peta)", path) or path.endswith((".gz", ".br"))
    ]
    context.set_offline(True)
    page.goto("/petugas/antrean")
    expect(page.get_by_role("heading", name="Terkirim & Antrean")).to_be_visible()
    assert page.url.endswith("/petugas/antrean/")
    page.goto("/tinjauan/")
    expect(page.get_by_role("heading", name="Belum ada sinyal")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
