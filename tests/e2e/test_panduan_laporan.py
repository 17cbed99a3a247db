"""The officers' guide, its chapters on reports that are no visits, on tasks and on news, walked through as its readers do."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from sambang_digital.services.demo import foto
from tests.e2e.conftest import MakePhone
from tests.e2e.pages.formulir import FormPage
from tests.e2e.pages.panduan import Guide
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.pages.sengketa import DisputePage

pytestmark = pytest.mark.whole_chromium

CONCERN = "Dua warga berebut tempat parkir di depan pos."


def discard(page: Page) -> None:
    """Throw the draft away: the guide is about its fields."""
    page.get_by_role("button", name="Buang draf").click()
    page.get_by_role("button", name="Ya, buang").click()
    expect(page.get_by_text("Apa yang Anda lakukan?")).to_be_visible()


def test_guide_to_other_reports(context: BrowserContext, tmp_path: Path) -> None:
    """Without network: the secret one, a vulnerable spot, a dispute signed on the screen, a roll, and a report made of another."""
    guide, (page,) = Guide("petugas", 4), context.pages
    context.set_offline(True)
    capture, form = CapturePage(page).open(), FormPage(page)
    expect(page.get_by_role("heading", name="Kegiatan")).to_be_visible()
    guide.see(page)

    page.get_by_role("button", name="Laporan Informasi").click()
    form.pick("B · Dapat dipercaya")
    form.pick("2 · Mengandung kebenaran")
    rating = page.get_by_text("Nilai B-2: dapat dipercaya, mengandung kebenaran")
    expect(rating).to_be_visible()
    guide.picture(page, "informasi", rating)
    discard(page)

    page.get_by_role("button", name="Deteksi dini").click()
    expect(page.get_by_role("button", name="Pilih di peta")).to_be_enabled()
    guide.see(page)
    page.get_by_role("button", name="Pilih di peta").click()
    taken = page.get_by_role("button", name="Pakai titik ini")
    expect(taken).to_be_visible()
    guide.picture(page, "titik", page.get_by_label("Geser peta sampai silang"))

    dispute = DisputePage(page).open("Sengketa")
    dispute.mediated("Batas pagar Gang Melati", "Budi Santoso", "Sri Wahyuni")
    dispute.add_point("Kedua belah pihak sepakat berdamai")
    dispute.add_point("[pihak] mengganti kerugian", pihak="Sri Wahyuni", pihak_lain="Budi Santoso", jumlah="500.000")
    form.pick("Di kertas, lalu difoto")
    paper = tmp_path / "surat.jpg"
    paper.write_bytes(foto.picture(20261122)[0])
    capture.add_photos([paper])
    expect(page.get_by_role("button", name="Surat")).to_be_visible()
    guide.picture(page, "butir", page.get_by_role("button", name="Pilih butir"))
    form.pick("Di layar HP ini")
    sheet = dispute.start_signing("Budi Santoso")
    dispute.draw(sheet)
    guide.picture(page, "tandatangan")
    sheet.get_by_role("button", name="Selesai").click()
    dispute.sign("Sri Wahyuni")
    guide.picture(page, "kesepakatan", dispute.signatures)
    discard(page)

    page.get_by_role("button", name="Penyuluhan lapangan").click()
    form.fold("Daftar hadir").click()
    name, role = page.get_by_label("Nama", exact=True), page.get_by_label("Unsur/jabatan")
    role.fill("Kader PKK")
    for person in ("Siti Aminah", "Dewi Anggraini", "Yuni Astuti"):
        name.fill(person)
        name.press("Enter")
    expect(page.get_by_text("3 orang, 3 hadir.")).to_be_visible()
    guide.picture(page, "hadir", page.get_by_text("3 orang, 3 hadir."))
    discard(page)

    capture.open().start().fill_place("Poskamling Gg. Mawar")
    form.fold("Keluhan dan harapan").click()
    page.get_by_role("button", name="Tambah keluhan").click()
    form.field("Bidang").select_option(label="Sosial dan kerukunan")
    form.field("Uraian").fill(CONCERN)
    capture.save()
    expect(page.get_by_role("link", name="Jadikan Laporan Informasi")).to_be_visible()
    guide.picture(page, "lanjutan")
    page.get_by_role("link", name="Jadikan Pemecahan masalah").click()
    form.pick("Masalah lain")
    expect(form.field("Pokok masalah")).to_have_value(CONCERN)
    form.field("Tindakan").fill("Dipertemukan dan disepakati giliran.")
    form.field("Hasil").fill("Keduanya setuju bergantian.")
    capture.save()
    visit = QueuePage(page).open().unfold("Poskamling Gg. Mawar")
    expect(visit.get_by_role("heading", name="Laporan terkait")).to_be_visible()
    guide.see(page)
    guide.check()


def test_guide_to_texts_for_citizens(context: BrowserContext) -> None:
    """Without network: found, shown in large letters, and attached to the report of a visit."""
    guide, (page,) = Guide("petugas", 15), context.pages
    context.set_offline(True)
    HomePage(page).open()
    guide.see(page)
    page.get_by_role("link", name="Bacaan untuk warga").click()
    expect(page.get_by_role("heading", name="Penyuluhan", exact=True)).to_be_visible()
    page.get_by_role("searchbox", name="Cari bacaan").fill("maling motor")
    expect(page.get_by_role("status").filter(has_text="bacaan.")).to_be_visible()
    guide.picture(page, "bacaan")
    page.get_by_role("button", name="Jaga motor dari pencurian").click()
    expect(page.get_by_role("heading", name="Lakukan")).to_be_visible()
    guide.picture(page, "bacaan-layar")
    page.keyboard.press("Escape")

    capture, form = CapturePage(page).open(), FormPage(page)
    expect(page.get_by_role("button", name="Penyuluhan lapangan")).to_be_visible()
    guide.see(page)
    capture.start()
    form.fold("Penyuluhan yang disampaikan").click()
    page.get_by_role("button", name="Pilih bacaan").click()
    page.get_by_role("checkbox", name="Jaga motor dari pencurian").check()
    guide.see(page)
    page.get_by_role("button", name="Selesai (1)").click()
    page.get_by_role("button", name="Tulis materi lain").click()
    page.get_by_role("textbox", name="Materi 2").fill("Jadwal ronda RW")
    form.field("Jumlah orang yang menerima").fill("4")
    guide.picture(page, "bacaan-lampir", page.get_by_role("button", name="Pilih bacaan"))
    guide.check()


def test_guide_to_tasks_and_news(ready_phone: MakePhone) -> None:
    """What superiors asked, answered without network; the bell, and how far news reach; the search."""
    guide = Guide("petugas", 8, 11, 14)
    page = ready_phone(permissions=["geolocation", "notifications"]).page
    expect(page.get_by_role("link", name="Semua tugas")).to_be_visible()
    guide.see(page)
    page.get_by_role("link", name="Semua tugas").click()
    expect(page.get_by_role("heading", name="Terbuka")).to_be_visible()
    guide.picture(page, "tugas")
    page.get_by_role("link", name="Penyuluhan cegah curanmor").click()
    expect(page.get_by_role("button", name="Mulai kerjakan")).to_be_visible()
    expect(page.get_by_role("heading", name="Percakapan")).to_be_visible()
    expect(page.get_by_text("Belum terkirim")).to_have_count(0)  # that it was seen
    guide.picture(page, "tugas-jawab")
    page.context.set_offline(True)
    page.get_by_role("button", name="Tidak dapat dilaksanakan").click()
    page.get_by_label("Mengapa tidak dapat dilaksanakan?").fill("Satpam perumahan sedang berganti regu.")
    page.get_by_role("button", name="Sampaikan").click()
    expect(page.get_by_text("Belum terkirim")).to_be_visible()
    guide.see(page)
    page.context.set_offline(False)

    HomePage(page).open()
    page.get_by_role("link", name="Kabar").click()
    expect(page.get_by_role("button", name="Tandai semua dibaca")).to_be_visible()
    guide.picture(page, "kabar")
    page.get_by_role("link", name="Atur").click()
    expect(page.get_by_role("button", name="Nyalakan di perangkat ini")).to_be_visible()
    guide.picture(page, "pemberitahuan", page.get_by_role("group", name="Jam tenang"))
    page.goto("/petugas/")
    guide.see(page)
    page.get_by_role("link", name="Cari laporan, rumah, atau tugas").click()
    page.get_by_role("searchbox", name="Cari di semua milik Anda").fill("curanmor")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("Di HP ini dan di server.")
    guide.picture(page, "cari")
    guide.check()
