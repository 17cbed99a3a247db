"""The reviewer's desk: visits come by themselves, are read with their evidence, and decided by keyboard."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, PHONE, assert_accessible
from tests.e2e.conftest import MakeContext, OpenDesk, SignedIn
from tests.e2e.officer import rows
from tests.e2e.pages.tinjauan import DeskPage
from tests.e2e.sender import Sender, picture, sender
from tests.e2e.server import LiveServer
from tests.laporan import body

SignIn = Callable[[Page, str], None]


@pytest.fixture
def officer(live_server: LiveServer) -> Iterator[Sender]:
    """The demo officer's phone."""
    with sender(live_server) as device:
        yield device


def test_a_visit_appears_at_open_desks_by_itself_and_at_no_other(
    open_desk: OpenDesk, officer: Sender, live_server: LiveServer
) -> None:
    """The Kanit and the Kasat above see it come in without a reload; the Kanit of another polsek never."""
    kanit, kasat, other = open_desk("kanit"), open_desk("kasat"), open_desk("kanit_ciledug")
    for desk in (kanit, kasat):
        desk.page.evaluate("window.notReloaded = true")
    sent = officer.visit("Pos Ronda Anggrek")
    for desk in (kanit, kasat):
        expect(desk.rows.first).to_contain_text("Pos Ronda Anggrek")
        expect(desk.rows.first.get_by_text("Baru", exact=True)).to_be_visible()
        assert desk.page.evaluate("window.notReloaded")
    with sender(live_server, "petugas_ciledug") as neighbour:
        neighbour.visit("Pos Ciledug Indah")
    # What was sent later has arrived there, so the first one would have too.
    expect(other.rows.first).to_contain_text("Pos Ciledug Indah")
    expect(other.row("Pos Ronda Anggrek")).to_have_count(0)
    other.open(f"?status=semua&id={sent['id']}")
    expect(other.page.get_by_text("Laporan ini tidak dapat dibuka")).to_be_visible()
    expect(other.page.get_by_text("Pos Ronda Anggrek")).to_have_count(0)


def test_queue_is_worked_through_by_keyboard(open_desk: OpenDesk, officer: Sender, live_server: LiveServer) -> None:
    """J opens and goes on, K goes back, A accepts and leads to the next; the row leaves the queue."""
    for name in ("Gardu Satu", "Gardu Dua", "Gardu Tiga"):
        officer.visit(name)
    desk = open_desk(query="?cari=Gardu")
    expect(desk.rows).to_have_count(3)
    desk.page.keyboard.press("j")
    desk.shows("Gardu Tiga")
    desk.page.keyboard.press("j")
    desk.shows("Gardu Dua")
    desk.page.keyboard.press("k")
    desk.shows("Gardu Tiga")
    desk.page.keyboard.press("a")
    desk.shows("Gardu Dua")
    expect(desk.page.get_by_text("Diterima: Gardu Tiga")).to_be_visible()
    expect(desk.rows).to_have_count(2)
    assert rows(live_server, "SELECT state FROM laporan WHERE title = 'Gardu Tiga'") == [("diterima",)]
    assert rows(live_server, "SELECT state FROM laporan WHERE title = 'Gardu Dua'") == [("diperiksa",)]


def test_letters_typed_into_a_field_decide_nothing(
    open_desk: OpenDesk, officer: Sender, live_server: LiveServer
) -> None:
    """Keys work outside of fields only, and can be switched off."""
    officer.visit("Kantor Ketik")
    desk = open_desk(query="?cari=Kantor+Ketik")
    desk.read("Kantor Ketik")
    desk.queue.get_by_label("Cari di laporan").press_sequentially("ajar")
    desk.report.click()
    desk.page.keyboard.press("?")
    dialog = desk.page.get_by_role("dialog", name="Pintasan papan ketik")
    dialog.get_by_label("Pintasan aktif").uncheck()
    dialog.get_by_role("button", name="Tutup").click()
    desk.page.keyboard.press("r")
    desk.page.keyboard.press("a")
    expect(desk.note).to_have_count(0)
    expect(desk.accept).to_be_visible()
    assert rows(live_server, "SELECT state FROM laporan WHERE title = 'Kantor Ketik'") == [("diperiksa",)]


def test_returning_needs_a_note_which_reaches_the_officer(
    open_desk: OpenDesk, officer: Sender, live_server: LiveServer
) -> None:
    """Without a note it is refused beside the field; the correction comes back to the same desk as version 2, with what it
    changed: fields, and photos added and taken away."""
    (_, stays), (before, goes), (after, comes) = picture("olive"), picture("navy"), picture("plum")
    officer.upload(before)
    officer.upload(after)
    sent = officer.visit("Taman Flamboyan", photos=[stays, goes])
    desk = open_desk(query="?cari=Flamboyan")
    desk.read("Taman Flamboyan")
    desk.page.keyboard.press("r")
    expect(desk.note).to_be_focused()
    # Escape gives it up, and the keyboard goes on from the decision.
    desk.page.keyboard.press("Escape")
    expect(desk.note).to_have_count(0)
    expect(desk.report.locator("section:focus")).to_contain_text("Kembalikan")
    desk.page.keyboard.press("Tab")
    expect(desk.accept).to_be_focused()
    desk.page.keyboard.press("r")
    expect(desk.note).to_be_focused()
    desk.note.fill("   ")
    send_back = desk.page.get_by_role("button", name="Kembalikan ke petugas")
    send_back.click()
    expect(desk.page.get_by_text("Tulis apa yang harus diperbaiki")).to_be_visible()
    assert_accessible(desk.page)
    desk.note.fill("Sebut RT dan RW taman ini.")
    send_back.click()
    expect(desk.page.get_by_text("Dikembalikan: Taman Flamboyan")).to_be_visible()
    expect(desk.rows).to_have_count(0)

    changes = officer.client.get("/api/v1/sinkron").json()["changes"]
    (told,) = (change["data"] for change in changes if change["id"] == sent["id"] and change["type"] == "laporan")
    assert (told["state"], told["note"]) == ("dikembalikan", "Sebut RT dan RW taman ini.")

    corrected = sent | {
        "revision": 2,
        "base_revision": 1,
        "body": body("Taman Flamboyan", neighbourhood={"rt": "3", "rw": "5"}),
        "photos": [stays, comes],
    }
    officer.post(corrected)
    desk.read("Taman Flamboyan")
    expect(desk.report.get_by_text("versi 2", exact=True)).to_be_visible()
    expect(desk.report.get_by_text("Sebut RT dan RW taman ini.")).to_be_visible()
    expect(desk.report.get_by_text("Versi 1", exact=True)).to_be_visible()
    # What the correction changed, field by field: from nothing to a number.
    changes = desk.report.get_by_role("list").filter(has=desk.page.locator("ins"))
    expect(changes.get_by_role("listitem")).to_have_text(["RTSebelumkosongSesudah003", "RWSebelumkosongSesudah005"])
    for words, changed in (("Foto yang ditambahkan", comes), ("Foto yang dihapus", goes)):
        ((media,),) = rows(live_server, "SELECT id FROM media WHERE sha256 = ?", changed["sha256"])
        photos = desk.report.get_by_text(words, exact=True).locator("..").get_by_role("img")
        expect(photos).to_have_attribute("src", re.compile(str(UUID(media))))
    desk.accept.click()
    expect(desk.page.get_by_text("Diterima: Taman Flamboyan")).to_be_visible()
    assert rows(live_server, "SELECT revision, state FROM laporan WHERE title = 'Taman Flamboyan' ORDER BY 1") == [
        (1, "dikembalikan"),
        (2, "diterima"),
    ]


def test_another_reviewers_decision_is_shown_to_whoever_reads_the_report(
    open_desk: OpenDesk, officer: Sender, live_server: LiveServer
) -> None:
    """No button is left that could overrule it, and who was first is said by name."""
    officer.visit("Masjid Nurul Iman")
    kanit, kasat = open_desk("kanit", "?cari=Nurul"), open_desk("kasat", "?cari=Nurul")
    for desk in (kanit, kasat):
        desk.read("Masjid Nurul Iman")
        expect(desk.accept).to_be_visible()
    kasat.accept.click()
    first = live_server.account("kasat").name
    expect(kanit.page.get_by_text(f"Diterima oleh {first} saat Anda membacanya.")).to_be_visible()
    expect(kanit.accept).to_have_count(0)
    expect(kanit.report.get_by_text("Riwayat tinjauan")).to_be_visible()


def test_photos_come_by_themselves_and_only_to_those_who_may_read_the_report(
    open_desk: OpenDesk, officer: Sender
) -> None:
    """Still on the phone at first; the one that arrives appears without a reload and opens large."""
    (content, first), (_, second) = picture("teal"), picture("maroon")
    officer.visit("Sekolah Berfoto", photos=[first, second])
    desk = open_desk(query="?cari=Berfoto")
    desk.read("Sekolah Berfoto")
    expect(desk.report.get_by_text("Foto belum sampai")).to_have_count(2)
    officer.upload(content)
    small = desk.report.get_by_role("img", name="Foto 1 dari 2")
    small.scroll_into_view_if_needed()
    expect(small).to_have_js_property("naturalWidth", 320)
    expect(desk.report.get_by_text("Foto belum sampai")).to_have_count(1)
    small.click()
    dialog = desk.page.get_by_role("dialog", name="Foto")
    large = dialog.get_by_role("img", name="Foto 1 dari 2")
    expect(large).to_be_visible()
    assert_accessible(desk.page)
    address = large.get_attribute("src")
    desk.page.keyboard.press("ArrowRight")
    expect(dialog.get_by_text("Foto belum sampai")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    assert desk.page.request.get(address).status == 200
    other = open_desk("kanit_ciledug")
    assert other.page.request.get(address).status == 404


def test_the_address_is_the_view(open_desk: OpenDesk, officer: Sender) -> None:
    """Filters, report and page stand in the address: they survive a reload, and the back button goes back."""
    officer.visit("Pasar Kliwon", duration_s=12)
    desk = open_desk()
    desk.queue.get_by_label("Cari di laporan").fill("Kliwon")
    desk.queue.get_by_role("button", name="Cari").click()
    expect(desk.rows).to_have_count(1)
    desk.read("Pasar Kliwon")
    desk.page.reload()
    desk.shows("Pasar Kliwon")
    expect(desk.queue.get_by_label("Cari di laporan")).to_have_value("Kliwon")
    expect(desk.report.get_by_text("Diisi sangat cepat")).to_be_visible()
    desk.page.go_back()
    expect(desk.report).to_have_count(0)
    expect(desk.rows).to_have_count(1)
    desk.queue.get_by_label("Cari di laporan").fill("tidak ada yang begini")
    desk.queue.get_by_role("button", name="Cari").click()
    expect(desk.page.get_by_text("Tidak ada yang cocok")).to_be_visible()
    desk.page.goto("/tinjauan/?status=apa&hal=-3&id=bukan-id&petugas=x&posisi=%00")
    expect(desk.rows.first).to_be_visible()


def test_a_long_queue_is_paged(open_desk: OpenDesk, officer: Sender) -> None:
    """Fifty rows a page, whatever the length."""
    items = [officer.item(f"Rumah Panjang {number}") for number in range(55)]
    officer.post(*items[:50])
    officer.post(*items[50:])
    desk = open_desk(query="?cari=Rumah+Panjang")
    expect(desk.rows).to_have_count(50)
    pages = desk.page.get_by_role("navigation", name="Halaman antrean")
    expect(pages).to_contain_text("Halaman 1 dari 2")
    pages.get_by_role("link", name="Selanjutnya").click()
    expect(pages).to_contain_text("Halaman 2 dari 2")
    expect(desk.rows).to_have_count(5)


def test_a_lost_connection_is_said_and_healed(open_desk: OpenDesk, officer: Sender) -> None:
    """The desk says that it stands still; once back it shows what came meanwhile."""
    desk = open_desk()
    desk.page.context.set_offline(True)
    desk.page.get_by_role("link", name="Register", exact=True).click()
    expect(desk.page.get_by_text("Sambungan terputus.")).to_be_visible()
    # What cannot be opened now does not take away what is on the screen.
    expect(desk.rows.first).to_be_visible()
    officer.visit("Terminal Saat Putus")
    expect(desk.row("Terminal Saat Putus")).to_have_count(0)
    desk.page.context.set_offline(False)
    expect(desk.row("Terminal Saat Putus")).to_be_visible()
    expect(desk.page.get_by_text("Sambungan terputus.")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(open_desk: OpenDesk, officer: Sender, viewport: dict[str, int], scheme: str) -> None:
    """Queue, report with flags and map, filters, note, help."""
    officer.visit(f"Axe {scheme} {viewport['width']}", duration_s=5)
    desk = open_desk(query="?cari=Axe", viewport=viewport, color_scheme=scheme)
    assert_accessible(desk.page)
    desk.queue.locator("summary").click()
    assert_accessible(desk.page)
    desk.rows.first.click()
    expect(desk.page.get_by_role("img", name="Peta: ")).to_be_visible()
    assert_accessible(desk.page)
    desk.return_.click()
    expect(desk.note).to_be_visible()
    assert_accessible(desk.page)
    if viewport == DESK:
        # Its parts scroll, the window does not: queue, report and decision are in sight together.
        assert desk.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    desk.page.goto("/tinjauan/?cari=tidak+ada+yang+begini")
    expect(desk.page.get_by_text("Tidak ada yang cocok")).to_be_visible()
    assert_accessible(desk.page)


def test_whoever_has_no_desk_is_led_away(make_context: MakeContext, sign_in: SignIn) -> None:
    """Nobody signed in: the sign-in page. An officer: the officer's own page. Who has other screens: the first of those."""
    page = make_context().new_page()
    page.goto("/tinjauan/")
    expect(page.get_by_label("NRP")).to_be_visible()
    for key, heading in (("petugas", "Hari ini"), ("admin", "Administrasi")):
        page = make_context().new_page()
        sign_in(page, key)
        page.goto("/tinjauan/")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_a_session_ended_elsewhere_closes_the_desk(
    make_context: MakeContext, sign_in: SignIn, signed_in: SignedIn
) -> None:
    """Revoked from another device: the open desk is gone at once, and the sign-in page says why."""
    page = make_context(viewport=DESK).new_page()
    sign_in(page, "kanit")
    lost = DeskPage(page).open()
    (device,) = [row["id"] for row in page.request.get("/api/v1/session/perangkat").json() if row["current"]]
    assert signed_in().request.delete(f"/api/v1/session/perangkat/{device}").ok
    expect(lost.page.get_by_text("Sesi di perangkat ini sudah berakhir")).to_be_visible()
    expect(lost.rows).to_have_count(0)
    assert_accessible(lost.page)


def test_leaving_the_desk(make_context: MakeContext, sign_in: SignIn, live_server: LiveServer) -> None:
    """The account menu says who is there and signs out; nothing of the desk is left behind."""
    page = make_context(viewport=DESK).new_page()
    sign_in(page, "kanit")
    desk = DeskPage(page).open()
    page.locator("summary", has_text=live_server.account("kanit").name).click()
    assert_accessible(page)
    page.get_by_role("button", name="Keluar dari perangkat ini").click()
    expect(page.get_by_label("NRP")).to_be_visible()
    expect(page.get_by_text("sudah berakhir")).to_have_count(0)
    page.goto("/tinjauan/")
    expect(page.get_by_label("NRP")).to_be_visible()
    expect(desk.rows).to_have_count(0)
