"""Reports that are no visits: an activity and guidance with a list of those present; and a report made out of another."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import MakePhone, OpenDesk
from tests.e2e.pages.formulir import FormPage
from tests.e2e.pages.informasi import InformationPage
from tests.e2e.pages.petugas import CapturePage, QueuePage

CONCERN = "Dua warga berebut tempat parkir di depan pos."
ACTIVITIES = {
    "Polisi RW": "Kenal warga RW 011",
    "Jumat Curhat": "Curhat truk parkir liar",
    "Rapat Tiga Pilar": "Rapat banjir kiriman",
    "Kegiatan lain": "Donor darah kelurahan",
}
PASTED = "\n".join(f"{number}. Warga {number:02}" for number in range(3, 31))


@pytest.fixture
def officer(ready_phone: MakePhone) -> Page:
    """The demo officer in their village, ready to work without network."""
    return ready_phone().page


def choose(page: Page, kind: str) -> FormPage:
    """Begin a report of that kind, which asks for no house."""
    page.goto("/petugas/sambang/")
    page.get_by_role("button", name=kind).click()
    expect(page.get_by_role("meter", name="Ketelitian posisi")).to_be_visible()
    expect(page.get_by_text("Siapa yang dikunjungi?")).to_have_count(0)
    return FormPage(page)


def test_activities_with_those_present_reach_the_desk(officer: Page, open_desk: OpenDesk) -> None:
    """Without network: a watch by night, and guidance with thirty names, typed and pasted; the desk reads and accepts them."""
    officer.context.set_offline(True)
    form = choose(officer, "Siskamling")
    form.field("Tema").fill("Ronda malam RW 05")
    form.field("Jam mulai").fill("21:30")
    form.field("Jumlah peserta").fill("12")
    form.field("Hasil").fill("Aman, dua portal ditutup pukul sebelas.")
    form.fold("Tiga pilar yang hadir").click()
    form.pick("Babinsa")
    CapturePage(officer).save()

    form = choose(officer, "Penyuluhan lapangan")
    form.save()
    expect(form.faults).to_contain_text("isian perlu diperbaiki")
    form.field("Tema").fill("Penyuluhan narkoba SMP 7")
    officer.get_by_role("button", name="Tulis materi lain").click()
    officer.get_by_role("textbox", name="Materi 1").fill("Judi online merusak keluarga.")
    form.field("Uraian materi").fill("Cara mengenali judi online dan ke mana melapor.")
    form.pick("Warga umum")
    form.field("Jumlah peserta").fill("30")
    form.field("Hasil").fill("Warga memahami dan akan saling mengingatkan.")
    form.fold("Daftar hadir").click()
    name, role = officer.get_by_label("Nama", exact=True), officer.get_by_label("Unsur/jabatan")
    role.fill("Kader PKK")
    name.fill("Siti Aminah")
    name.press("Enter")
    expect(name).to_have_value("")
    expect(role).to_have_value("Kader PKK")
    name.fill("Salah Tulis")
    name.press("Enter")
    officer.get_by_role("button", name="Hapus Salah Tulis").click()
    expect(officer.get_by_text("Salah Tulis dihapus.")).to_be_visible()
    name.evaluate(
        "(input, text) => { const data = new DataTransfer(); data.setData('text', text);"
        " input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })) }",
        PASTED,
    )
    expect(officer.get_by_text("29 orang, 29 hadir.")).to_be_visible()
    officer.get_by_role("checkbox", name="Hadir: Warga 30").uncheck()
    assert_accessible(officer)
    # The last name stands in the line still: saving must not lose it.
    role.fill("Ketua RW")
    name.fill("H. Ahmad")
    CapturePage(officer).save()
    officer.context.set_offline(False)
    queue = QueuePage(officer).open()
    for title in ("Ronda malam RW 05", "Penyuluhan narkoba SMP 7"):
        queue.expect_state(title, "Terkirim")

    desk = open_desk("kanit", "?jenis=kegiatan")
    desk.read("Ronda malam RW 05")
    for words in ("21.30", "Babinsa", "Aman, dua portal"):
        expect(desk.report.get_by_text(words).first).to_be_visible()
    desk.read("Penyuluhan narkoba SMP 7")
    expect(desk.report.get_by_text("Siti Aminah · Kader PKK · Hadir")).to_be_visible()
    expect(desk.report.get_by_text("Warga 30 · Kader PKK", exact=True)).to_be_visible()
    expect(desk.report.get_by_text("H. Ahmad · Ketua RW · Hadir")).to_be_visible()
    desk.accept.click()
    expect(desk.page.get_by_text("Diterima: Penyuluhan narkoba SMP 7")).to_be_visible()


def test_every_other_kind_reaches_the_desk(officer: Page, open_desk: OpenDesk) -> None:
    """Each is captured without network and read by the Kanit."""
    officer.context.set_offline(True)
    form = FormPage(officer).open("Sambang usaha")
    form.field("Nama usaha").fill("Emas Murni Sentosa")
    form.field("Jenis usaha").select_option(label="Toko emas atau pegadaian")
    form.pick("Aman")
    CapturePage(officer).save()
    form = FormPage(officer).open("Sambang tokoh")
    form.field("Nama tokoh").fill("KH. Zainal Muttaqin")
    form.pick("Tokoh agama")
    form.pick("Aman")
    CapturePage(officer).save()
    for kind, theme in ACTIVITIES.items():
        form = choose(officer, kind)
        form.field("Tema").fill(theme)
        form.field("Jumlah peserta").fill("12")
        form.field("Hasil").fill("Warga sepakat bertemu lagi bulan depan.")
        CapturePage(officer).save()
    queue = QueuePage(officer).open()
    titles = ACTIVITIES | {"Sambang usaha": "Emas Murni Sentosa", "Sambang tokoh": "KH. Zainal Muttaqin"}
    for title in titles.values():
        queue.expect_state(title, "Menunggu dikirim")
    officer.context.set_offline(False)
    for title in titles.values():
        queue.expect_state(title, "Terkirim")
    desk = open_desk("kanit")
    for kind, title in titles.items():
        desk.read(title)
        expect(desk.report.get_by_text(kind, exact=True).first).to_be_visible()


def test_a_concern_becomes_other_reports_without_network(officer: Page, open_desk: OpenDesk) -> None:
    """A problem solving and a Laporan Informasi: what is known is carried over; the reports name each other on the phone and at
    the desk."""
    officer.context.set_offline(True)
    capture = CapturePage(officer).open().start()
    capture.fill_place("Pos Kamling Sengketa")
    form = FormPage(officer)
    form.fold("Keluhan dan harapan").click()
    officer.get_by_role("button", name="Tambah keluhan").click()
    form.field("Bidang").select_option(label="Sosial dan kerukunan")
    form.field("Uraian").fill(CONCERN)
    capture.save()
    expect(officer.get_by_role("link", name="Jadikan Laporan Informasi")).to_be_visible()
    officer.get_by_role("link", name="Jadikan Pemecahan masalah").click()
    expect(officer.get_by_role("meter", name="Ketelitian posisi")).to_be_visible()
    expect(form.field("Pokok masalah")).to_have_value(CONCERN)
    form.pick("Masalah lain")
    expect(officer.get_by_role("textbox", name="Masalah", exact=True)).to_have_value(CONCERN)
    form.field("Pokok masalah").fill("Rebutan parkir")
    # The draft is the same one after the page was lost.
    expect(capture.draft_kept).to_be_visible()
    officer.reload()
    expect(form.field("Pokok masalah")).to_have_value("Rebutan parkir")
    form.field("Tindakan").fill("Dipertemukan dan disepakati giliran.")
    form.field("Hasil").fill("Keduanya setuju bergantian.")
    capture.save()
    queue = QueuePage(officer).open()
    visit = queue.unfold("Pos Kamling Sengketa")
    expect(visit.get_by_role("link", name="Menjadi Pemecahan masalah Rebutan parkir")).to_be_visible()
    expect(visit.get_by_role("link", name="Jadikan Laporan Informasi")).to_be_visible()
    expect(visit.get_by_role("link", name="Jadikan Pemecahan masalah")).to_have_count(0)
    made = queue.unfold("Rebutan parkir")
    expect(made.get_by_role("link", name="Dibuat dari Sambang tempat Pos Kamling Sengketa")).to_be_visible()

    queue.open().unfold("Pos Kamling Sengketa").get_by_role("link", name="Jadikan Laporan Informasi").click()
    information = InformationPage(officer)
    for name, within, known in (
        ("Perihal", "", CONCERN),
        ("Sumber", "Sumber informasi", "Pos Kamling Sengketa"),
        ("Cara mendapatkan", "", "Wawancara saat sambang"),
        ("Apa", "Fakta", CONCERN),
    ):
        expect(information.textbox(name, within)).to_have_value(known)
    expect(officer.get_by_role("radio", name="Sosial budaya")).to_be_checked()
    information.textbox("Di mana").fill("Di depan pos")
    information.fill_judgement()
    capture.save()
    visit = queue.open().unfold("Pos Kamling Sengketa")
    expect(visit.get_by_role("link", name=f"Menjadi Laporan Informasi {CONCERN}")).to_be_visible()
    expect(visit.get_by_role("link", name=re.compile("Jadikan"))).to_have_count(0)
    made = queue.unfold(CONCERN)
    expect(made.get_by_role("link", name="Dibuat dari Sambang tempat Pos Kamling Sengketa")).to_be_visible()

    officer.context.set_offline(False)
    queue.open().expect_state("Rebutan parkir", "Terkirim")
    # Its words leave the phone, the link stays.
    visit = queue.unfold("Pos Kamling Sengketa")
    expect(visit.get_by_role("link", name="Menjadi Laporan Informasi R/LI-")).to_be_visible(timeout=20_000)

    desk = open_desk("kanit")
    desk.read("Rebutan parkir")
    desk.report.get_by_role("link", name="Dibuat dari Sambang tempat").click()
    desk.shows("Pos Kamling Sengketa")
    expect(desk.report.get_by_role("link", name="Menjadi Pemecahan masalah")).to_be_visible()
    desk.report.get_by_role("link", name="Menjadi Laporan Informasi").click()
    desk.shows(CONCERN)
    expect(desk.report.get_by_role("link", name="Dibuat dari Sambang tempat")).to_be_visible()
