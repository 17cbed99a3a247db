"""The guides, walked through step by step as their readers do. ``WRITE_PICTURES=1`` takes their pictures anew (see README)."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from sambang_digital.services.demo import foto
from tests.e2e.browser import DESK, PIN, pass_locks
from tests.e2e.conftest import MakeContext, OpenDesk
from tests.e2e.officer import VILLAGES
from tests.e2e.pages.formulir import FormPage
from tests.e2e.pages.kunci import LockPage
from tests.e2e.pages.panduan import Guide
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.sender import sender
from tests.e2e.server import LiveServer
from tests.laporan import body, photo

SignIn = Callable[[Page, str], None]
LATITUDE, LONGITUDE = VILLAGES[0]
HERE = {"geolocation": {"latitude": LATITUDE, "longitude": LONGITUDE, "accuracy": 8}}


def street(path: Path) -> Path:
    """A photo as the demo draws them."""
    path.write_bytes(foto.picture(20261122)[0])
    return path


def test_guide_of_officers(
    make_context: MakeContext, sign_in: SignIn, open_desk: OpenDesk, live_server: LiveServer, tmp_path: Path
) -> None:
    """Sign in, look around, record a visit with and without network, follow it, correct it."""
    guide = Guide("petugas")
    page = make_context(locks=True, **HERE, reduced_motion="reduce").new_page()
    page.goto("/masuk/")
    expect(page.get_by_role("heading", name="Akun contoh")).to_be_visible()
    guide.picture(page, "masuk")
    sign_in(page, "petugas")
    lock = LockPage(page)
    expect(lock.install).to_be_visible(timeout=30_000)
    guide.picture(page, "kunci")
    lock.set_up(PIN)
    pass_locks(page.context)
    HomePage(page).open().wait_until_ready_offline()
    guide.picture(page, "beranda")

    capture, form = CapturePage(page).open(), FormPage(page)
    expect(page.get_by_role("button", name="Sambang warga")).to_be_visible()
    guide.picture(page, "jenis")
    page.get_by_role("button", name="Sambang warga").click()
    expect(page.get_by_role("meter", name="Ketelitian posisi")).to_be_visible()
    expect(page.get_by_text("Di dalam wilayah")).to_be_visible()
    guide.picture(page, "posisi")
    page.get_by_text("Cukup teliti").or_(page.get_by_text("Teliti", exact=True)).first.wait_for()
    page.get_by_role("button", name="Rumah baru").click()
    page.get_by_text("Bersedia didata").click()
    form.field("Nama kepala keluarga").fill("Keluarga Rohmat")
    form.field("Alamat").first.fill("Gg. Melati No. 7")
    page.get_by_role("radiogroup", name="Keadaan keamanan").get_by_text("Aman", exact=True).click()
    guide.picture(page, "isian", page.get_by_role("radiogroup", name="Keadaan keamanan"))
    capture.add_photos([street(tmp_path / "rumah.jpg")])
    capture.save()
    guide.picture(page, "tersimpan")

    page.goto("/petugas/sambang/")
    page.get_by_role("button", name="Penyuluhan lapangan").click()
    form.fold("Daftar hadir").click()
    expect(page.get_by_label("Unsur/jabatan")).to_be_visible()
    guide.see(page)
    page.get_by_role("button", name="Buang draf").click()
    page.goto("/petugas/sambang/")
    page.get_by_role("button", name="Deteksi dini").click()
    expect(page.get_by_role("button", name="Pilih di peta")).to_be_visible()
    guide.see(page)
    page.get_by_role("button", name="Buang draf").click()

    page.context.set_offline(True)
    capture.open().start().fill_place("Poskamling Gg. Melati")
    form.pick("Perlu dipantau")
    form.field("Apa yang terjadi atau perlu dipantau?").fill("Pemuda berkumpul sampai larut malam.")
    capture.save()
    expect(page.get_by_role("link", name="Jadikan Laporan Informasi")).to_be_visible()
    guide.see(page)
    queue = QueuePage(page).open()
    queue.expect_state("Poskamling Gg. Melati", "Menunggu dikirim")
    expect(page.get_by_role("heading", name="Titip lewat HP lain")).to_be_visible()
    guide.picture(page, "luring")
    page.context.set_offline(False)
    queue.expect_state("Poskamling Gg. Melati", "Terkirim")
    queue.expect_state("Keluarga Rohmat", "Terkirim")
    guide.picture(page, "antrean")

    open_desk(query="?cari=Rohmat").send_back("Keluarga Rohmat", "Mohon tulis RT dan RW rumah ini.")
    page.reload()
    queue.expect_state("Keluarga Rohmat", "Dikembalikan")
    row = queue.unfold("Keluarga Rohmat")
    expect(row.get_by_text("Mohon tulis RT dan RW rumah ini.")).to_be_visible()
    expect(row.get_by_role("heading", name="Percakapan")).to_be_visible()
    guide.picture(page, "perbaiki")
    row.get_by_role("link", name="Perbaiki").click()
    form.field("RT", "RT dan RW").fill("3")
    form.field("RW", "RT dan RW").fill("5")
    guide.see(page)
    capture.save()
    QueuePage(page).open().expect_state("Keluarga Rohmat", "Terkirim")

    page.goto("/petugas/wilayah/")
    expect(page.get_by_label(re.compile("Peta wilayah Anda"))).to_be_visible()
    page.get_by_role("list", name="Rumah dan tempat, terdekat dahulu").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="Sambang ke sini")).to_be_visible()
    guide.picture(page, "wilayah", page.get_by_role("heading", name="Wilayah saya"))
    page.goto("/petugas/kinerja/")
    expect(page.get_by_role("heading", name="12 pekan terakhir")).to_be_visible()
    expect(page.get_by_role("heading", name="Cakupan rumah")).to_be_visible()
    guide.picture(page, "kinerja")
    capture.open()
    page.get_by_role("link", name="Mode latihan").click()
    expect(page.get_by_role("heading", name="Latihan", exact=True)).to_be_visible()
    guide.picture(page, "latihan")
    HomePage(page).open()
    guide.see(page)
    with sender(live_server):  # the officer's other phone
        page.get_by_role("link", name="Akun saya").click()
        expect(page.get_by_role("button", name="Keluarkan").first).to_be_visible()
    guide.picture(page, "akun", page.get_by_role("list", name="Perangkat saya"))
    guide.check()


def test_guide_of_reviewers(open_desk: OpenDesk, live_server: LiveServer) -> None:
    """See the day, find a report, read it with its evidence, accept and return, by keyboard too; map and lists."""
    guide = Guide("peninjau")
    desk = open_desk(viewport=DESK)
    page = desk.page
    expect(desk.rows.first).to_be_visible()
    desk.queue.locator("summary").click()
    guide.see(page)
    desk.queue.locator("summary").click()
    guide.picture(page, "antrean")
    with sender(live_server) as officer:
        content = foto.picture(7)[0]
        officer.upload(content)
        named = photo(sha256=hashlib.sha256(content).hexdigest())
        visit = officer.visit(
            "Poskamling Gg. Anggrek", duration_s=14, photos=[named], body=body("Poskamling Gg. Anggrek")
        )
        officer.visit("Musala Gg. Kenanga", origin={"id": visit["id"], "path": None})
    desk.read("Poskamling Gg. Anggrek")
    expect(desk.report.get_by_role("img", name="Foto 1 dari 1")).to_be_visible()
    expect(desk.report.get_by_text("Diisi sangat cepat")).to_be_visible()
    guide.picture(page, "laporan")
    page.get_by_label("Tulis komentar").fill("Apakah buku tamu pos ini sudah diperiksa?")
    page.get_by_role("button", name="Kirim komentar").click()
    expect(page.get_by_role("list", name="Komentar").get_by_text("Apakah buku tamu pos ini")).to_be_visible()
    guide.picture(page, "percakapan", page.get_by_role("list", name="Komentar"))
    desk.return_.click()
    desk.note.fill("Mohon tulis siapa yang ditemui di pos dan apa yang dibicarakan.")
    guide.picture(page, "kembalikan")
    page.get_by_role("button", name="Kembalikan ke petugas").click()
    expect(page.get_by_text("Dikembalikan: Poskamling Gg. Anggrek")).to_be_visible()
    for path, step, shown in (
        ("/hari-ini/", "hari-ini", page.get_by_role("heading", name="Petugas, 7 hari terakhir")),
        ("/peta/", "peta", page.get_by_text(re.compile(r"Tabel per kelurahan \([1-9]"))),
        ("/kinerja/", "kinerja", page.get_by_role("table", name="Petugas")),
    ):
        page.goto(path)
        expect(shown).to_be_visible()
        guide.picture(page, step)
    page.goto("/ekspor/")
    expect(page.get_by_text("Belum ada ekspor")).to_be_visible()
    guide.see(page)
    page.goto("/kinerja/?tampil=kelurahan")
    expect(page.get_by_role("table", name="Kelurahan/desa")).to_be_visible()
    guide.see(page)
    kasat = open_desk("kasat", viewport=DESK).page
    kasat.goto("/kinerja/")
    kasat.get_by_role("table", name="Petugas").get_by_role("rowheader").get_by_role("link").first.click()
    expect(kasat.get_by_label("Target sendiri")).to_be_visible()
    guide.see(kasat)
    desk.open()
    page.get_by_role("button", name="Pintasan").click()
    expect(page.get_by_role("dialog", name="Pintasan papan ketik")).to_be_visible()
    guide.picture(page, "pintasan")
    open_desk()
    page.goto("/akun/")
    expect(page.get_by_role("button", name="Keluarkan").first).to_be_visible()
    guide.picture(page, "akun")
    desk.open("?cari=Kenanga")
    desk.read("Musala Gg. Kenanga")
    expect(desk.report.get_by_role("heading", name="Laporan terkait")).to_be_visible()
    guide.see(page)
    guide.check()
