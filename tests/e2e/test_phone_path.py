"""The first path: captured without network, killed, sent, returned, corrected without network, accepted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Phone
from tests.e2e.officer import VILLAGES, decide, picture, rows
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.server import LiveServer

SignIn = Callable[[Page, str], None]
MakePhone = Callable[..., Phone]


@pytest.fixture
def phone(make_phone: MakePhone, sign_in: SignIn) -> Phone:
    """The phone of the demo officer, signed in and ready to work without network."""
    made = make_phone()
    sign_in(made.page, "petugas")
    HomePage(made.page).open().wait_until_ready_offline()
    # Chromium writes cookies to the disk half a minute late; closing it properly once does so now.
    made.close()
    made.open()
    return made


def test_three_visits_without_network_reach_the_server_once(
    phone: Phone, live_server: LiveServer, tmp_path: Path
) -> None:
    """Airplane mode, browser killed in the middle of a draft, three visits with photos, then signal."""
    phone.offline()
    phone.at(*VILLAGES[0])
    capture = CapturePage(phone.page).open().start()
    capture.fill_place("Pos Kamling Karawaci", notes="Ronda aktif setiap malam.")
    capture.add_photos([picture(tmp_path / "0a.jpg", 1), picture(tmp_path / "0b.jpg", 2)])
    expect(capture.draft_kept).to_be_visible()

    phone.kill()
    phone.open()
    phone.offline()
    phone.at(*VILLAGES[0])
    capture = CapturePage(phone.page).open()
    expect(phone.page.get_by_label("Nama tempat")).to_have_value("Pos Kamling Karawaci")
    expect(phone.page.get_by_label("Catatan", exact=True)).to_have_value("Ronda aktif setiap malam.")
    expect(capture.photos).to_have_count(2)
    expect(phone.page.get_by_text("Di dalam wilayah")).to_be_visible()
    capture.save()
    expect(phone.page.get_by_text("Akan terkirim saat ada sinyal.")).to_be_visible()

    for number, (name, place) in enumerate(zip(("Pasar Bojong", "Masjid Nusa Jaya"), VILLAGES[1:], strict=True), 1):
        phone.at(*place)
        capture = CapturePage(phone.page).open().start()
        capture.fill_place(name)
        capture.add_photos([picture(tmp_path / f"{number}.jpg", number * 10)], by="Kamera")
        capture.save()

    queue = QueuePage(phone.page).open()
    titles = ("Pos Kamling Karawaci", "Pasar Bojong", "Masjid Nusa Jaya")
    for title in titles:
        queue.expect_state(title, "Menunggu dikirim")
    phone.offline(False)
    for title in titles:
        queue.expect_state(title, "Terkirim")
    expect(phone.page.get_by_text("foto menyusul")).to_have_count(0, timeout=30_000)

    stored = rows(
        live_server,
        "SELECT title, verdict, mode, receipt, json_array_length(photos) FROM laporan WHERE title IN (?, ?, ?)",
        *titles,
    )
    assert {(title, photos) for title, _, _, _, photos in stored} == {(titles[0], 2), (titles[1], 1), (titles[2], 1)}
    assert len(stored) == 3
    assert {mode for _, _, mode, _, _ in stored} == {"on_site"}
    assert {verdict for _, verdict, _, _, _ in stored} <= {"inside", "uncertain"}
    for title, _, _, receipt, _ in stored:
        expect(queue.row(title).get_by_text(receipt, exact=True)).to_be_visible()
    officer = "SELECT id FROM akun WHERE nrp = ?"
    ready = f"SELECT count(*) FROM media WHERE uploader_id = ({officer}) AND state = 'siap'"
    (named,) = rows(
        live_server, "SELECT sum(json_array_length(photos)) FROM laporan WHERE title IN (?, ?, ?)", *titles
    )[0]
    assert rows(live_server, ready, live_server.account("petugas").nrp)[0][0] >= named == 4


def test_returned_visit_is_corrected_without_network_and_accepted(
    phone: Phone, live_server: LiveServer, tmp_path: Path
) -> None:
    """The reviewer's note arrives, the correction is made offline, the next revision is accepted by the server."""
    title = "Sekolah Bojong Jaya"
    phone.at(*VILLAGES[1])
    capture = CapturePage(phone.page).open().start()
    capture.fill_place(title)
    capture.add_photos([picture(tmp_path / "kembali.jpg", 5)])
    capture.save()
    queue = QueuePage(phone.page).open()
    queue.expect_state(title, "Terkirim")
    expect(phone.page.get_by_text("foto menyusul")).to_have_count(0, timeout=30_000)

    decide(live_server, title, "dikembalikan", "Sebutkan siapa yang ditemui.")
    queue.open().expect_state(title, "Dikembalikan")
    phone.offline()
    expect(queue.unfold(title).get_by_text("Sebutkan siapa yang ditemui.")).to_be_visible()
    queue.row(title).get_by_role("link", name="Perbaiki").click()
    expect(phone.page.get_by_text("Sebutkan siapa yang ditemui.")).to_be_visible()
    expect(phone.page.get_by_label("Nama tempat")).to_have_value(title)
    phone.page.get_by_label("Catatan", exact=True).fill("Bertemu kepala sekolah.")
    capture.save()
    queue.open().expect_state(title, "Menunggu dikirim")
    phone.offline(False)
    queue.expect_state(title, "Terkirim")
    assert rows(
        live_server,
        "SELECT revision, base_revision, current, state FROM laporan WHERE title = ? ORDER BY revision",
        title,
    ) == [(1, None, 0, "dikembalikan"), (2, 1, 1, "diperbaiki")]

    decide(live_server, title, "diterima")
    queue.open().expect_state(title, "Diterima")
