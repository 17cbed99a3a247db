"""Threads: written at the desk and on the phone, live at both, exactly once, read marks, photos, hostile text."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import officer as pictures
from tests.e2e.browser import DESK, PHONE, assert_accessible, overtaken
from tests.e2e.conftest import MakePhone, OpenDesk
from tests.e2e.officer import rows
from tests.e2e.pages.petugas import HomePage, QueuePage
from tests.e2e.sender import Sender, sender
from tests.e2e.server import LiveServer
from tests.laporan import uuid7


@pytest.fixture
def officer(live_server: LiveServer) -> Iterator[Sender]:
    """The demo officer's phone, without a screen."""
    with sender(live_server) as device:
        yield device


def write(page: Page, text: str) -> None:
    """Type a comment and send it."""
    page.get_by_label("Tulis komentar").fill(text)
    page.get_by_role("button", name="Kirim komentar").click()


def say(officer: Sender, laporan_id: str, text: str, mentions: Sequence[int] = ()) -> None:
    """The officer's comment, over the API."""
    body = {"id": uuid7(), "text": text, "created_at": "2026-11-22T08:00:00+07:00", "mentions": mentions}
    answer = officer.client.post(f"/api/v1/utas/{laporan_id}", json=body)
    assert answer.status_code == 200, answer.text


def read_all(server: LiveServer) -> None:
    """Everybody has read whatever the demo and other tests have written."""
    last = "(SELECT last_at FROM utas WHERE utas.id = utas_id)"
    with sqlite3.connect(server.data_dir / "sambang.db", timeout=30) as connection:
        connection.execute(f"UPDATE utas_peserta SET unread = 0, mentioned = 0, read_at = {last}")


def test_two_desks_talk_live(open_desk: OpenDesk, officer: Sender, live_server: LiveServer, tmp_path: Path) -> None:
    """Mention by keyboard, photo, read mark and unread count; markup in a comment stays text."""
    sent = officer.visit("Pos Bicara")
    kanit, kasat = (open_desk(key, f"?id={sent['id']}") for key in ("kanit", "kasat"))
    for desk in (kanit, kasat):
        expect(desk.report.get_by_text("Belum ada komentar.")).to_be_visible()
    name = live_server.account("kasat").name
    bare = name.removeprefix("Kompol ").removeprefix("AKBP ")
    field = kanit.page.get_by_label("Tulis komentar")
    field.press_sequentially(f"Mohon arahan @{bare[:4]}")
    kanit.page.keyboard.press("ArrowDown")
    kanit.page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile("@.+ $"))
    field.press_sequentially("<b>segera</b>")
    kanit.page.get_by_label("Pilih foto untuk komentar").set_input_files(pictures.picture(tmp_path / "1.jpg", 5))
    expect(kanit.page.get_by_alt_text("Foto 1 untuk dikirim")).to_be_visible()
    assert_accessible(kanit.page)
    kanit.page.get_by_role("button", name="Kirim komentar").click()
    for desk in (kanit, kasat):
        comment = desk.report.get_by_role("list", name="Komentar").locator("> li")
        expect(comment).to_have_count(1)
        expect(comment).to_contain_text("<b>segera</b>")
        expect(comment.locator("strong")).to_have_text(re.compile("^@"))
        small = comment.get_by_role("button", name="Foto 1 dari 1")
        expect(small).to_be_visible()
        small.press("Enter")
        large = desk.page.get_by_role("dialog", name="Foto").get_by_role("img", name="Foto 1 dari 1")
        expect(large).not_to_have_js_property("naturalWidth", 0)
        assert_accessible(desk.page)
        desk.page.keyboard.press("Escape")
        expect(small).to_be_focused()
    # He has it on the screen: his mark appears at the writer's desk by itself.
    expect(kanit.report.get_by_text(re.compile("Dibaca sampai sini: "))).to_be_visible()
    assert_accessible(kasat.page)
    assert rows(live_server, "SELECT count(*) FROM utas_pesan WHERE utas_id = ?", sent["id"].replace("-", "")) == [(1,)]

    kanit.open("?cari=Pos+Bicara")
    say(officer, sent["id"], "Sudah saya lihat, Pak.")
    row = kanit.row("Pos Bicara")
    expect(row.get_by_text("1 komentar baru")).to_be_visible()
    kanit.page.get_by_role("link", name="laporan dengan komentar baru").click()
    expect(kanit.row("Pos Bicara")).to_be_visible()
    assert_accessible(kanit.page)
    kanit.row("Pos Bicara").click()
    expect(kanit.report.get_by_text("Sudah saya lihat, Pak.")).to_be_visible()
    expect(kanit.row("Pos Bicara").get_by_text("1 komentar baru")).to_be_hidden()


def test_what_is_unread_stands_in_every_menu(open_desk: OpenDesk, officer: Sender, live_server: LiveServer) -> None:
    """It counts by itself on whatever screen, says who is meant in another sign, and goes once it was read; half a comment stays."""
    desk = open_desk(query="?status=semua")
    page = desk.page
    read_all(live_server)
    menu = page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Tinjauan")
    page.goto("/hari-ini/")
    expect(menu).to_have_text("Tinjauan")
    me = page.evaluate("JSON.parse(localStorage.getItem('sambang.person')).id")
    first, second = officer.visit("Pos Hitung Satu"), officer.visit("Pos Hitung Dua")
    say(officer, first["id"], "Mohon dilihat.")
    expect(menu).to_contain_text("1 percakapan belum dibaca")
    expect(menu).not_to_contain_text("menyebut Anda")
    say(officer, second["id"], "Mohon arahan.", [me])
    expect(menu).to_contain_text("2 percakapan belum dibaca, 1 menyebut Anda")
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    expect(page.get_by_role("button", name="Buka menu, 2 percakapan belum dibaca")).to_be_visible()
    assert_accessible(page)
    page.set_viewport_size(DESK)
    desk.open(f"?status=semua&id={second['id']}")
    expect(menu).to_contain_text("1 percakapan belum dibaca")
    page.get_by_label("Tulis komentar").press_sequentially("Baik, besok")
    desk.open(f"?status=semua&id={first['id']}")
    expect(menu).to_have_text("Tinjauan")
    expect(page.get_by_label("Tulis komentar")).to_have_value("")
    desk.open(f"?status=semua&id={second['id']}")
    expect(page.get_by_label("Tulis komentar")).to_have_value("Baik, besok")
    page.get_by_role("button", name="Kirim komentar").click()
    expect(page.get_by_label("Tulis komentar")).to_have_value("")
    page.reload()
    expect(desk.report.get_by_text("Baik, besok")).to_be_visible()
    expect(page.get_by_label("Tulis komentar")).to_have_value("")


def test_an_answer_that_was_overtaken_takes_no_comment_away(open_desk: OpenDesk, officer: Sender) -> None:
    """Of two looks at a thread the first is answered last, without the comment that came meanwhile."""
    sent = officer.visit("Pos Terlambat")
    desk = open_desk(query=f"?id={sent['id']}")
    # One's own: a comment of somebody else is marked as read, which brings a third look by itself.
    write(desk.page, "Sudah sampai di pos.")
    comment = desk.report.get_by_role("list", name="Komentar").get_by_text("Sudah sampai di pos.")
    expect(comment).to_be_visible()
    desk.open("?cari=Pos+Terlambat")
    address, again = re.compile(f"/utas/{sent['id']}$"), "document.dispatchEvent(new Event('visibilitychange'))"
    overtaken(desk.page, address, lambda: desk.row("Pos Terlambat").click(), again, posts=[], unread=0)
    expect(comment).to_be_visible()


def test_a_comment_survives_a_lost_answer_at_the_desk(
    open_desk: OpenDesk, officer: Sender, live_server: LiveServer
) -> None:
    """The words stay in the field with the reason; sending again stores one post."""
    sent = officer.visit("Pos Sinyal Buruk")
    desk = open_desk(query=f"?id={sent['id']}")
    expect(desk.report.get_by_text("Belum ada komentar.")).to_be_visible()
    lost: list[str] = []

    def lose(route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/api/v1/utas/*", lose)
    write(desk.page, "Terkirim sekali saja.")
    expect(desk.report.get_by_role("alert").filter(has_text="Belum ada sambungan ke server.")).to_be_visible()
    expect(desk.page.get_by_label("Tulis komentar")).to_have_value("Terkirim sekali saja.")
    desk.page.get_by_role("button", name="Kirim komentar").click()
    expect(desk.page.get_by_label("Tulis komentar")).to_have_value("")
    expect(desk.report.get_by_role("list", name="Komentar").get_by_role("listitem")).to_have_count(1)
    assert rows(live_server, "SELECT count(*) FROM utas_pesan WHERE text = 'Terkirim sekali saja.'") == [(1,)]


def test_on_the_phone_without_network(
    ready_phone: MakePhone,
    open_desk: OpenDesk,
    officer: Sender,
    live_server: LiveServer,
    tmp_path: Path,
) -> None:
    """Written in a dead spot, phone killed, sent once the signal is back; the answer comes down and is counted."""
    sent = officer.visit("Pos Titik Mati")
    read_all(live_server)
    phone = ready_phone()
    queue = QueuePage(phone.page).open()
    queue.expect_state("Pos Titik Mati", "Terkirim")
    phone.close()
    phone.open()
    phone.offline()
    page = phone.page
    QueuePage(page).open()
    row = page.get_by_role("listitem").filter(has=page.get_by_text("Pos Titik Mati", exact=True))
    row.locator("summary").first.click()
    page.get_by_label("Tulis komentar").press_sequentially("Rumahnya ko")
    expect(page.get_by_text("Draf tersimpan di HP.")).to_be_visible()
    phone.kill()
    phone.open()
    phone.offline()
    page = phone.page
    QueuePage(page).open()
    row = page.get_by_role("listitem").filter(has=page.get_by_text("Pos Titik Mati", exact=True))
    row.locator("summary").first.click()
    expect(page.get_by_label("Tulis komentar")).to_have_value("Rumahnya ko")
    page.get_by_label("Pilih foto untuk komentar").set_input_files(pictures.picture(tmp_path / "1.jpg", 9))
    expect(page.get_by_alt_text("Foto 1 untuk dikirim")).to_be_visible()
    write(page, "Rumahnya kosong, Pak.")
    expect(row.get_by_text("Menunggu dikirim", exact=True)).to_be_visible()
    row.get_by_role("list", name="Komentar").get_by_role("button", name="Foto 1 dari 1").click()
    expect(page.get_by_role("dialog", name="Foto").get_by_role("img")).not_to_have_js_property("naturalWidth", 0)
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert_accessible(page)
    phone.kill()
    phone.open()
    page = phone.page
    QueuePage(page).open()

    desk = open_desk(query=f"?id={sent['id']}")
    expect(desk.report.get_by_text("Rumahnya kosong, Pak.")).to_be_visible(timeout=30_000)
    expect(desk.report.get_by_role("list", name="Komentar").get_by_alt_text("Foto 1")).to_be_visible(timeout=30_000)
    write(desk.page, "Kunjungi lagi sore ini.")
    # What is typed stands in the field before it stands among the comments, and is not sent yet.
    expect(desk.report.get_by_role("list", name="Komentar").get_by_text("Kunjungi lagi sore ini.")).to_be_visible()
    menu = page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Antrean")
    page.reload()
    expect(menu).to_contain_text("1 laporan atau tugas dengan komentar baru", timeout=60_000)
    phone.offline()
    HomePage(page).open()
    expect(menu).to_contain_text("1 laporan atau tugas dengan komentar baru")
    assert_accessible(page)
    phone.offline(False)
    QueuePage(page).open()
    row = page.get_by_role("listitem").filter(has=page.get_by_text("Pos Titik Mati", exact=True))
    expect(row.get_by_text("1 komentar baru")).to_be_visible()
    row.locator("summary").first.click()
    expect(row.get_by_text("Kunjungi lagi sore ini.")).to_be_visible()
    expect(row.get_by_role("list", name="Komentar").locator("> li")).to_have_count(2)
    expect(row.get_by_text("1 komentar baru")).to_have_count(0)
    expect(menu).to_have_text("Antrean")
    expect(page.get_by_label("Tulis komentar")).to_have_value("")
    expect(desk.report.get_by_text(re.compile("Dibaca sampai sini: "))).to_be_visible()
    assert rows(live_server, "SELECT count(*) FROM utas_pesan WHERE text = 'Rumahnya kosong, Pak.'") == [(1,)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(open_desk: OpenDesk, officer: Sender, viewport: dict[str, int], scheme: str) -> None:
    """A thread with a long word, the list of people, a fault; nothing sticks out sideways."""
    sent = officer.visit(f"Axe utas {scheme} {viewport['width']}")
    say(officer, sent["id"], "Panjang" * 60)
    desk = open_desk(query=f"?id={sent['id']}", viewport=viewport, color_scheme=scheme)
    expect(desk.report.get_by_role("list", name="Komentar").get_by_role("listitem")).to_have_count(1)
    desk.page.get_by_role("button", name="Kirim komentar").click()
    expect(desk.page.get_by_text("Tulis komentar atau tambahkan foto dahulu.")).to_be_visible()
    desk.page.get_by_label("Tulis komentar").press_sequentially("@")
    expect(desk.page.get_by_role("list", name="Sebut orang")).to_be_visible()
    assert_accessible(desk.page)
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
