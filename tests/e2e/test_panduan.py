"""The officers' guide, walked through step by step as its readers do. ``WRITE_PICTURES=1`` takes its pictures anew (see README)."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from sambang_digital.services.demo import foto
from tests.e2e.browser import PIN, pass_locks
from tests.e2e.conftest import MakeContext, OpenDesk
from tests.e2e.officer import HERE
from tests.e2e.pages.formulir import FormPage
from tests.e2e.pages.kunci import LockPage
from tests.e2e.pages.panduan import Guide
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.sender import sender
from tests.e2e.server import LiveServer
from tests.laporan import household, uuid7

SignIn = Callable[[Page, str], None]


MEMBERS = [
    {"name": name, "relation": relation, "gender": gender, "birth_date": born, "work_status": work}
    for name, relation, gender, born, work in (
        ("Ratna Dewi", "spouse", "female", "1984-05-02", "working"),
        ("Dimas Wijaya", "child", "male", "2004-09-17", "studying"),
        ("Sari Wijaya", "child", "female", "2015-02-11", "studying"),
    )
]


def street(path: Path) -> Path:
    """A photo as the demo draws them."""
    path.write_bytes(foto.picture(20261122)[0])
    return path


def test_guide_of_officers(
    make_context: MakeContext, sign_in: SignIn, open_desk: OpenDesk, live_server: LiveServer, tmp_path: Path
) -> None:
    """Sign in, look around, record a visit with and without network, follow it, correct it."""
    guide = Guide("petugas", 1, 2, 3, 5, 6, 7, 9, 10, 12, 13)
    with sender(live_server) as other:  # the officer's other phone
        new = {"kind": "sambang_warga", "subject": {"id": uuid7(), "new": True}}
        other.visit("Hendra Wijaya", body=household() | {"name": "Hendra Wijaya", "members": MEMBERS}, **new)
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

    page.context.set_offline(True)
    capture.open().start().fill_place("Poskamling Gg. Melati")
    form.pick("Perlu dipantau")
    form.field("Apa yang terjadi atau perlu dipantau?").fill("Pemuda berkumpul sampai larut malam.")
    capture.save()
    queue = QueuePage(page).open()
    queue.expect_state("Poskamling Gg. Melati", "Menunggu dikirim")
    expect(page.get_by_role("heading", name="Titip lewat HP lain")).to_be_visible()
    guide.picture(page, "luring")
    queue.unfold("Poskamling Gg. Melati")
    expect(page.get_by_role("link", name="Ubah")).to_be_visible()
    guide.see(page)
    queue.open()
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
    guide.picture(page, "perbaiki", row.get_by_text("Mohon tulis RT dan RW rumah ini."))
    row.get_by_role("link", name="Perbaiki").click()
    form.field("RT", "RT dan RW").fill("3")
    form.field("RW", "RT dan RW").fill("5")
    guide.see(page)
    capture.save()
    QueuePage(page).open().expect_state("Keluarga Rohmat", "Terkirim")

    page.goto("/petugas/wilayah/")
    expect(page.get_by_label(re.compile("Peta wilayah Anda"))).to_be_visible()
    expect(page.get_by_role("list", name="Rumah dan tempat, terdekat dahulu")).to_be_visible()
    guide.picture(page, "wilayah")
    page.goto("/petugas/wilayah/?cari=Hendra")
    page.get_by_role("button", name=re.compile("Hendra Wijaya")).click()
    chosen = page.get_by_role("region", name="Yang dipilih")
    expect(chosen.get_by_text("Ratna Dewi")).to_be_visible()
    expect(chosen.get_by_text("Sari Wijaya")).to_have_count(0)
    guide.picture(page, "rumah", chosen.get_by_role("link", name="Sambang ke sini"))
    chosen.get_by_role("button", name="Sudah pindah").click()
    chosen.get_by_label("Alasan pindah").fill("Pindah ke Bekasi")
    chosen.get_by_role("button", name="Simpan pindah").click()
    expect(chosen.get_by_role("button", name="Batalkan pindah")).to_be_visible()
    guide.see(page)
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
    page.get_by_role("link", name="Akun saya").click()
    expect(page.get_by_role("button", name="Keluarkan").first).to_be_visible()
    expect(page.get_by_role("button", name="Pasang faktor kedua")).to_be_visible()
    expect(page.get_by_text("Jam tenang").first).to_be_visible()
    guide.picture(page, "akun", page.get_by_role("list", name="Perangkat saya"))
    guide.check()
