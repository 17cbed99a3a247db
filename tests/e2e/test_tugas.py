"""A task from the desk to the phone and back: given, opened and answered without network, closed; given up; talked about."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from sambang_digital.models.base import now
from sambang_digital.services.waktu import day_of
from tests.e2e.browser import PHONE, assert_accessible
from tests.e2e.conftest import MakePhone, SignedIn
from tests.e2e.pages.petugas import CapturePage
from tests.e2e.server import LiveServer

TEXT, SECOND = "Cek lampu jalan di ujung gang, malam hari.", "Antar undangan rapat ke ketua RW."


def give(desk: Page, officer: str, text: str) -> None:
    """As a Kanit does, from the empty form."""
    desk.goto("/tugas/baru/?jenis=other")
    boxes = desk.get_by_role("list", name="Petugas", exact=True).get_by_role("checkbox")
    desk.get_by_label("Cari petugas").fill(officer)
    desk.get_by_label("Cari petugas").press("Enter")
    expect(boxes).to_have_count(1)
    # Enter looked for somebody; it gave nothing.
    expect(desk.get_by_text("Tulis tanggal tenggatnya.")).to_have_count(0)
    desk.get_by_role("button", name="Beri tugas").click()
    expect(desk.get_by_text("Pilih petugasnya.")).to_be_visible()
    expect(desk.get_by_text("Tulis tanggal tenggatnya.")).to_be_visible()
    assert_accessible(desk)
    boxes.click()
    expect(boxes).to_be_checked()
    expect(desk.get_by_role("list", name="Petugas yang dipilih").get_by_role("button")).to_have_count(1)
    desk.get_by_label("Apa yang harus dikerjakan?").fill(text)
    desk.get_by_label("Tanggal").fill(day_of(now() + timedelta(days=2)).isoformat())
    desk.get_by_role("button", name="Beri tugas").click()
    expect(desk.get_by_role("heading", name="Tugas lain")).to_be_visible()
    expect(desk.get_by_text(text)).to_be_visible()


def history(desk: Page, *words: str) -> None:
    """The steps of the open task, the latest first."""
    steps = desk.get_by_role("listitem").filter(has_text=re.compile("WIB"))
    for word in words:
        expect(steps.filter(has_text=word).first).to_be_visible(timeout=30_000)


def test_given_answered_without_network_and_done(
    signed_in: SignedIn, ready_phone: MakePhone, live_server: LiveServer
) -> None:
    """The task comes down, is opened and answered offline with a visit, and the desk sees it done by itself; another is given up."""
    officer = live_server.account("petugas").name
    desk = signed_in()
    give(desk, officer, SECOND)
    second = desk.url
    give(desk, officer, TEXT)
    first = desk.url

    device = ready_phone()
    context, phone = device.context, device.page
    expect(phone.get_by_role("heading", name=re.compile(r"^Tugas: \d+ terbuka"))).to_be_visible()
    phone.goto("/petugas/tugas/")
    expect(phone.get_by_role("link", name=TEXT)).to_be_visible()

    context.set_offline(True)
    phone.goto("/petugas/tugas/")
    phone.get_by_role("link", name=TEXT).click()
    expect(phone.get_by_role("heading", name="Tugas lain")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_label("Tulis komentar").fill("Saya berangkat malam ini.")
    phone.get_by_role("button", name="Kirim komentar").click()
    expect(phone.get_by_text("Menunggu dikirim")).to_be_visible()
    phone.get_by_role("button", name="Mulai kerjakan").click()
    capture = CapturePage(phone).start()
    capture.fill_place("Gang Lampu Mati")
    capture.save()
    phone.goto("/petugas/tugas/")
    phone.get_by_role("link", name=TEXT).click()
    expect(phone.get_by_role("link", name=re.compile("Gang Lampu Mati.*Menunggu dikirim"))).to_be_visible()
    phone.goto("/petugas/tugas/")
    phone.get_by_role("link", name=SECOND).click()
    phone.get_by_role("button", name="Tidak dapat dilaksanakan").click()
    phone.get_by_role("button", name="Sampaikan").click()
    expect(phone.get_by_text("Tulis alasannya, paling sedikit 5 huruf.")).to_be_visible()
    phone.get_by_label("Mengapa tidak dapat dilaksanakan?").fill("Ketua RW sedang di luar kota.")
    phone.get_by_role("button", name="Sampaikan").click()
    expect(phone.get_by_label("Mengapa tidak dapat dilaksanakan?")).to_have_count(0)
    expect(phone.get_by_text("Ketua RW sedang di luar kota.")).to_be_visible()
    expect(phone.get_by_text("Belum terkirim")).to_be_visible()
    assert_accessible(phone)

    desk.goto(first)
    expect(desk.get_by_text("Baru", exact=True).first).to_be_visible()
    context.set_offline(False)
    history(desk, "Dijawab dengan laporan", "Mulai dikerjakan", "Dilihat")
    expect(desk.get_by_text("Saya berangkat malam ini.")).to_be_visible()
    expect(desk.get_by_role("link", name=re.compile("Gang Lampu Mati"))).to_be_visible()
    assert_accessible(desk)
    desk.get_by_label("Tulis komentar").fill("Hati-hati di jalan.")
    desk.get_by_role("button", name="Kirim komentar").click()
    expect(desk.get_by_role("list", name="Komentar").get_by_text("Hati-hati di jalan.")).to_be_visible()

    desk.get_by_role("link", name=re.compile("Gang Lampu Mati")).click()
    expect(desk.get_by_role("link", name=re.compile("Menjawab tugas"))).to_be_visible()

    desk.goto(second)
    expect(desk.get_by_text("Ketua RW sedang di luar kota.").first).to_be_visible(timeout=30_000)
    desk.get_by_role("button", name="Minta lagi").click()
    desk.get_by_label("Bagaimana tugas ini dapat dilaksanakan?").fill("Titipkan kepada sekretaris RW.")
    desk.get_by_role("button", name="Minta lagi").last.click()
    expect(desk.get_by_text("Tugas diminta lagi.")).to_be_visible()
    history(desk, "Diminta lagi")
    desk.set_viewport_size(PHONE)
    assert_accessible(desk)

    phone.goto("/petugas/tugas/")
    expect(phone.get_by_role("link", name=re.compile(f"{TEXT}.*Selesai"))).to_be_visible(timeout=30_000)
    phone.get_by_role("link", name=TEXT).click()
    expect(phone.get_by_text("Hati-hati di jalan.")).to_be_visible(timeout=30_000)
