"""The first path: captured without network, killed, sent, returned, corrected without network, accepted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Phone, assert_accessible
from tests.e2e.conftest import MakeContext, MakePhone, OpenDesk
from tests.e2e.officer import VILLAGES, picture, rows
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.server import LiveServer

pytestmark = pytest.mark.whole_chromium
SignIn = Callable[[Page, str], None]


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
    phone: Phone,
    live_server: LiveServer,
    open_desk: OpenDesk,
    make_context: MakeContext,
    sign_in: SignIn,
    tmp_path: Path,
) -> None:
    """Airplane mode, browser killed in the middle of a draft, three visits with photos, then signal: the desk has all."""
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

    desk = open_desk("kanit")
    desk.read(titles[0])
    photos = desk.report.get_by_role("img", name="Foto")
    expect(photos).to_have_count(2)
    addresses = [photo.get_attribute("src") or "" for photo in photos.all()]
    others = [open_desk("kanit_ciledug").page.request, make_context().request]
    neighbour = make_context()
    sign_in(neighbour.new_page(), "petugas_dua")
    others.append(neighbour.request)
    for photo, address in zip(photos.all(), addresses, strict=True):
        photo.scroll_into_view_if_needed()
        expect(photo).to_have_js_property("naturalWidth", 320)
        assert phone.context.request.get(address).ok
        assert [other.get(address).status for other in others] == [404, 401, 404]


def test_returned_visit_is_corrected_without_network_and_accepted(
    phone: Phone, live_server: LiveServer, open_desk: OpenDesk, tmp_path: Path
) -> None:
    """The Kanit returns it at the desk, the note arrives, the correction is made offline and accepted at the desk."""
    title = "Sekolah Bojong Jaya"
    phone.at(*VILLAGES[1])
    capture = CapturePage(phone.page).open().start()
    capture.fill_place(title)
    capture.add_photos([picture(tmp_path / "kembali.jpg", 5)])
    capture.save()
    queue = QueuePage(phone.page).open()
    queue.expect_state(title, "Terkirim")
    expect(phone.page.get_by_text("foto menyusul")).to_have_count(0, timeout=30_000)

    desk = open_desk("kanit")
    desk.send_back(title, "Sebutkan siapa yang ditemui.")
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

    # The correction has come to the open desk by itself.
    desk.read(title)
    expect(desk.report.get_by_text("versi 2", exact=True)).to_be_visible()
    expect(desk.report.get_by_role("definition").filter(has_text="Bertemu kepala sekolah.")).to_be_visible()
    desk.accept.click()
    expect(desk.page.get_by_text(f"Diterima: {title}")).to_be_visible()
    queue.open().expect_state(title, "Diterima")


def test_returned_visit_is_corrected_on_a_phone_that_never_had_it(
    ready_phone: MakePhone,
    make_phone: MakePhone,
    sign_in: SignIn,
    live_server: LiveServer,
    open_desk: OpenDesk,
    tmp_path: Path,
) -> None:
    """The old phone is gone: the same officer's new one corrects the visit without network and keeps its photo."""
    title = "Gereja Karawaci"
    old = ready_phone()
    capture = CapturePage(old.page).open().start()
    capture.fill_place(title, notes="Ibadah berjalan tertib.")
    capture.add_photos([picture(tmp_path / "lama.jpg", 7)])
    capture.save()
    QueuePage(old.page).open().expect_state(title, "Terkirim")
    expect(old.page.get_by_text("foto menyusul")).to_have_count(0, timeout=30_000)
    old.close()
    open_desk("kanit").send_back(title, "Sebutkan siapa yang ditemui.")

    new = make_phone()
    sign_in(new.page, "petugas")
    HomePage(new.page).open().wait_until_ready_offline()
    queue = QueuePage(new.page).open()
    queue.expect_state(title, "Dikembalikan")
    queue.unfold(title).get_by_role("link", name="Perbaiki").click()
    capture = CapturePage(new.page)
    expect(capture.photos).to_have_js_property("naturalWidth", 320)

    new.offline()
    QueuePage(new.page).open().unfold(title).get_by_role("link", name="Perbaiki").click()
    expect(new.page.get_by_text("Sebutkan siapa yang ditemui.")).to_be_visible()
    expect(new.page.get_by_label("Nama tempat")).to_have_value(title)
    expect(new.page.get_by_role("img", name="Foto 1, ada di server")).to_be_visible()
    assert_accessible(new.page)
    notes = new.page.get_by_label("Catatan", exact=True)
    expect(notes).to_have_value("Ibadah berjalan tertib.")
    notes.fill("Bertemu pendeta.")
    expect(capture.draft_kept).to_be_visible()
    new.page.reload()
    expect(notes).to_have_value("Bertemu pendeta.")
    capture.save()
    queue.open().expect_state(title, "Menunggu dikirim")
    new.offline(False)
    queue.expect_state(title, "Terkirim")
    assert rows(
        live_server,
        "SELECT revision, base_revision, current, state FROM laporan WHERE title = ? ORDER BY revision",
        title,
    ) == [(1, None, 0, "dikembalikan"), (2, 1, 1, "diperbaiki")]
    [(first,), (second,)] = rows(live_server, "SELECT photos FROM laporan WHERE title = ? ORDER BY revision", title)
    assert first == second
    desk = open_desk("kanit")
    desk.read(title)
    expect(desk.report.get_by_role("definition").filter(has_text="Bertemu pendeta.")).to_be_visible()
    shown = desk.report.get_by_role("img", name="Foto 1 dari 1")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("naturalWidth", 320)
