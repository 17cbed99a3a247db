"""The reviewers' guide, walked through step by step as its readers do. ``WRITE_PICTURES=1`` takes its pictures anew (see README)."""

import hashlib
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from sambang_digital.services.demo import foto
from sambang_digital.services.demo.tugas import QUESTION
from tests.e2e.browser import DESK
from tests.e2e.conftest import MakeContext, OpenDesk
from tests.e2e.pages.panduan import Guide
from tests.e2e.sender import sender
from tests.e2e.server import LiveServer
from tests.laporan import body, photo
from tests.sengketa import escalation

GUARDED = "Pos dijaga dua orang setiap malam."
COMPLETED = "Pos dijaga Pak Mulyadi dan Pak Darto setiap malam. Lampu pos sudah diganti."


def test_guide_of_reviewers(
    open_desk: OpenDesk, make_context: MakeContext, sign_in: Callable[[Page, str], None], live_server: LiveServer
) -> None:
    """See the day, find a report, read it with its evidence, accept and return, by keyboard too; map and lists."""
    guide = Guide("peninjau", 1, 2, 3, 4, 5, 9, 11, 15, 16)
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
        found = {"situation": "safe", "notes": GUARDED}
        visit = officer.visit(
            "Poskamling Gg. Anggrek", duration_s=14, photos=[named], body=body("Poskamling Gg. Anggrek", result=found)
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
    page.get_by_role("button", name="Tutup pesan").click()
    with sender(live_server) as officer:
        corrected = body("Poskamling Gg. Anggrek", result=found | {"notes": COMPLETED})
        officer.post(visit | {"revision": 2, "base_revision": 1, "body": corrected})
    desk.open("?cari=Anggrek")
    desk.read("Poskamling Gg. Anggrek")
    changed = desk.report.get_by_role("heading", name="Perubahan dari versi 1")
    expect(changed).to_be_visible()
    guide.picture(page, "perubahan", changed)
    for path, step, shown in (
        ("/hari-ini/", "hari-ini", page.get_by_role("heading", name="Petugas, 7 hari terakhir")),
        ("/peta/", "peta", page.get_by_text(re.compile(r"Tabel per kelurahan \([1-9]"))),
        ("/kinerja/", "kinerja", page.get_by_role("table", name="Petugas")),
    ):
        page.goto(path)
        expect(shown).to_be_visible()
        guide.picture(page, step)
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
    sign_in(make_context(viewport=DESK).new_page(), "kanit")
    page.goto("/akun/")
    expect(page.get_by_role("button", name="Keluarkan").first).to_be_visible()
    expect(page.get_by_role("button", name="Pasang faktor kedua")).to_be_visible()
    expect(page.get_by_text("Jam tenang").first).to_be_visible()
    guide.picture(page, "akun", page.get_by_role("list", name="Perangkat saya"))
    desk.open("?cari=Kenanga")
    desk.read("Musala Gg. Kenanga")
    expect(desk.report.get_by_role("heading", name="Laporan terkait")).to_be_visible()
    guide.see(page)
    guide.check()


def see_case(guide: Guide, kasat: Page) -> None:
    """The Kasat takes a case on, and looks where its rules are set."""
    kasat.goto("/eskalasi/?cari=arisan")
    kasat.get_by_role("link", name="Dugaan penipuan arisan RW 03").click()
    case = kasat.get_by_role("article")
    expect(case.get_by_role("button", name="Tolak")).to_be_visible()
    guide.picture(kasat, "eskalasi")
    case.get_by_role("button", name="Terima").click()
    case.get_by_role("button", name="Simpan").click()
    expect(case.get_by_role("button", name="Selesaikan")).to_be_visible()
    guide.see(kasat)
    kasat.goto("/administrasi/pengaturan/")
    expect(kasat.get_by_role("heading", name="Dokumen dan kop surat")).to_be_visible()
    expect(kasat.get_by_role("heading", name="Penanda tangan satuan ini")).to_be_visible()
    guide.see(kasat)


def see_tasks(guide: Guide, page: Page) -> None:
    """All of them, one that is late, one that was given up."""
    page.goto("/tugas/")
    expect(page.get_by_role("table", name="Tugas")).to_be_visible()
    guide.picture(page, "tugas")
    for tab, shown in (
        ("terlambat", page.get_by_text(QUESTION)),
        ("tidak_dapat", page.get_by_role("button", name="Minta lagi")),
    ):
        page.goto(f"/tugas/?tampil={tab}")
        page.get_by_role("table", name="Tugas").get_by_role("link").first.click()
        expect(shown).to_be_visible()
        expect(page.get_by_role("button", name="Batalkan tugas")).to_be_visible()
        guide.see(page)
        if tab == "terlambat":
            guide.picture(page, "tugas-rincian")


def see_register(guide: Guide, page: Page) -> None:
    """The list, two entries that may be one, and what a citizen asks."""
    page.goto("/register/")
    expect(page.get_by_role("table", name="Register")).to_be_visible()
    guide.picture(page, "register")
    page.get_by_role("link", name="Mungkin ganda").click()
    expect(page.get_by_role("button", name="Gabungkan").first).to_be_visible()
    guide.picture(page, "ganda")
    page.goto("/register/permintaan/")
    page.get_by_role("table", name="Permintaan warga").get_by_role("link").first.click()
    expect(page.get_by_role("button", name="Tampilkan data pribadi")).to_be_visible()
    page.get_by_role("button", name="Jawab", exact=True).click()
    expect(page.get_by_label("Penjelasan")).to_be_visible()
    guide.picture(page, "permintaan")


def test_guide_to_what_follows(open_desk: OpenDesk, live_server: LiveServer) -> None:
    """Secret reports, cases handed on, tasks, the register, tables to take home, search and news."""
    guide = Guide("peninjau", 6, 7, 8, 10, 12, 13, 14)
    with sender(live_server) as officer:
        case = escalation(name="Dugaan penipuan arisan RW 03")
        officer.visit(case["name"], kind="pemecahan_masalah", subject=None, body=case)
        lost = {"situation": "watch", "situation_note": "Warga kehilangan sepeda motor di depan warung."}
        officer.visit("Warung Gg. Cempaka", body=body("Warung Gg. Cempaka", result=lost))
    desk = open_desk(query="?status=semua&jenis=laporan_informasi", viewport=DESK)
    page = desk.page
    desk.queue.locator("summary").click()
    guide.see(page)
    desk.queue.locator("summary").click()
    desk.rows.first.click()
    expect(desk.report.get_by_role("heading", name="Dilihat oleh")).to_be_visible()
    guide.picture(page, "informasi")
    see_tasks(guide, page)
    see_register(guide, page)

    page.goto("/kinerja/")
    expect(page.get_by_role("link", name="Laporan harian")).to_be_visible()
    guide.see(page)
    page.get_by_role("button", name="Ekspor XLSX").click()
    expect(page.get_by_text("Siap diunduh")).to_be_visible(timeout=60_000)
    guide.picture(page, "ekspor")

    # The queue follows the index by itself: what stands in it can be found.
    desk.open("?status=semua&cari=hilang+motor")
    expect(desk.row("Warung Gg. Cempaka")).to_be_visible()
    page.goto("/cari/?q=hilang+motor")
    expect(page.get_by_role("main").get_by_role("link", name="Warung Gg. Cempaka")).to_be_visible()
    guide.picture(page, "cari")
    page.get_by_role("banner").get_by_role("link", name=re.compile("^Kabar")).click()
    expect(page.get_by_role("list", name="Kabar")).to_be_visible()
    guide.picture(page, "kabar")
    page.goto("/akun/#pemberitahuan")
    expect(page.get_by_text("Jam tenang")).to_be_visible()
    guide.see(page)
    see_case(guide, open_desk("kasat", viewport=DESK).page)
    guide.check()
