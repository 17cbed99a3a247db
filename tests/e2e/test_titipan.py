"""Reports of a phone without signal, carried to the server by a colleague's."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import MakeContext
from tests.e2e.officer import HERE, picture, rows
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.server import LiveServer

SignIn = Callable[[Page, str], None]


@pytest.fixture
def carrier(make_context: MakeContext, sign_in: SignIn) -> BrowserContext:
    """The colleague's phone, ready to work without network, and without it."""
    made = make_context(**HERE)
    page = made.new_page()
    sign_in(page, "petugas_dua")
    HomePage(page).open().wait_until_ready_offline()
    made.set_offline(True)
    return made


def test_carried_by_a_colleague(
    context: BrowserContext, carrier: BrowserContext, live_server: LiveServer, tmp_path: Path
) -> None:
    """Written offline, sealed, carried offline, delivered: one report with its photo, its author's; the file tells nothing."""
    page, file = context.pages[0], tmp_path / "titipan.txt"
    context.set_offline(True)
    capture = CapturePage(page).open().start()
    capture.fill_place("Pos Titipan Rahasia")
    capture.add_photos([picture(tmp_path / "pos.jpg", 1)])
    capture.save()
    QueuePage(page).open().expect_state("Pos Titipan Rahasia", "Menunggu dikirim")
    with page.expect_download() as download:
        page.get_by_role("button", name="Buat berkas titipan").click()
    download.value.save_as(file)
    expect(page.get_by_text("1 laporan disegel dalam satu berkas.")).to_be_visible()
    assert_accessible(page)
    assert "Rahasia" not in file.read_text()

    hands = QueuePage(carrier.pages[0]).open().page
    hands.get_by_label("Terima titipan rekan").set_input_files(file)
    expect(hands.get_by_text("titipan menunggu sinyal di HP ini.")).to_be_visible()
    expect(hands.get_by_text("Rahasia")).to_have_count(0)
    assert_accessible(hands)
    QueuePage(hands).open()
    expect(hands.get_by_text("titipan menunggu sinyal di HP ini.")).to_be_visible()
    carrier.set_offline(False)
    expect(hands.get_by_text("titipan menunggu sinyal di HP ini.")).to_be_hidden(timeout=20_000)
    stored = rows(live_server, "SELECT author_id, receipt FROM laporan WHERE title = 'Pos Titipan Rahasia'")
    uploaded = rows(live_server, "SELECT uploader_id, state FROM media ORDER BY created_at DESC LIMIT 1")
    author = rows(live_server, "SELECT id FROM akun WHERE nrp = ?", live_server.account("petugas").nrp)[0][0]
    assert [row[0] for row in stored] == [author]
    assert uploaded == [(author, "siap")]

    context.set_offline(False)
    queue = QueuePage(page).open()
    queue.expect_state("Pos Titipan Rahasia", "Terkirim")
    expect(queue.row("Pos Titipan Rahasia").get_by_text(stored[0][1], exact=True)).to_be_visible()


def test_another_file_is_no_parcel(context: BrowserContext, tmp_path: Path) -> None:
    """It is refused with a sentence, and nothing waits."""
    context.set_offline(True)
    page = QueuePage(context.pages[0]).open().page
    for text in ("", "halo\ndunia", "sambang-titipan 1\n<b>bukan</b>", "sambang-titipan 1"):
        wrong = tmp_path / "salah.txt"
        wrong.write_text(text)
        page.get_by_label("Terima titipan rekan").set_input_files(wrong)
        expect(page.get_by_text("Berkas ini bukan titipan Sambang Digital, atau rusak.")).to_be_visible()
    expect(page.get_by_text("titipan menunggu sinyal di HP ini.")).to_be_hidden()
