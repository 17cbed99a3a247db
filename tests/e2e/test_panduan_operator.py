"""The guide of the desk for citizens' reports, walked through step by step. ``WRITE_PICTURES=1`` takes its pictures anew (see README)."""

from typing import Any
from uuid import UUID

from playwright.sync_api import Page, expect

from sambang_digital.models.base import now
from tests.e2e.conftest import SignedIn
from tests.e2e.pages.panduan import Guide
from tests.e2e.sender import Sender, sender
from tests.e2e.server import LiveServer
from tests.e2e.test_pengaduan import ADDRESS, Citizen, rows
from tests.laporan import body

SEEN = "Kami periksa malam ini. Terima kasih laporannya."


def opened(desk: Page, code: str) -> None:
    """The report with this code, open."""
    desk.goto(f"{ADDRESS}?tampil=semua&cari={code}")
    rows(desk).filter(has_text=code).click()
    expect(desk.get_by_role("article").get_by_role("heading", name="Riwayat")).to_be_visible()


def press(desk: Page, deed: str) -> None:
    """Open the form of a deed."""
    desk.get_by_role("button", name=deed, exact=True).or_(desk.get_by_role("button", name=f"{deed} A")).click()
    expect(desk.get_by_role("form", name=deed)).to_be_visible()


def do(desk: Page, deed: str, said: str) -> None:
    """Send it, and read what came of it."""
    desk.get_by_role("form", name=deed).get_by_role("button", name=deed).click()
    expect(desk.get_by_text(said)).to_be_visible()


def task_of(officer: Sender, code: str) -> str:
    """Id of the task that came down to the officer's phone with the report."""
    cursor: dict[str, Any] = {}
    while True:
        page = officer.client.get("/api/v1/sinkron", params=cursor).json()
        for one in page["changes"]:
            if one["type"] == "tugas" and code in one["data"]["text"]:
                return str(UUID(one["data"]["id"]))
        assert page["more"], "no such task"
        cursor = {"cursor": page["cursor"]}


def test_guide_of_the_desk(signed_in: SignedIn, live_server: LiveServer) -> None:
    """Find, read, verify, give to an officer who goes there, answer, finish."""
    guide = Guide("operator", 1, 2, 3, 4, 5)
    text = "Pos ronda RW 04 dipakai mabuk-mabukan tiap malam, warga takut melapor ke ketua RT."
    code = Citizen(live_server).send(text, kind="premanisme", place="Pos ronda RW 04, ujung Gang Manggis")
    desk = signed_in("operator")
    desk.goto(ADDRESS)
    expect(rows(desk).filter(has_text="Respon Cepat").first).to_be_visible()
    guide.picture(desk, "daftar")
    opened(desk, code)
    guide.picture(desk, "laporan")
    press(desk, "Verifikasi")
    desk.get_by_label("Pesan untuk pelapor").fill(SEEN)
    guide.picture(desk, "verifikasi")
    do(desk, "Verifikasi", "Diverifikasi. Pelapor melihat")
    press(desk, "Tugaskan")
    option = desk.locator("option").filter(has_text=live_server.account("petugas").name)
    desk.locator("select[name=target]").select_option(value=option.get_attribute("value"))
    desk.get_by_label("Arahan untuk penerima").fill("Temui ketua RT, lalu periksa pos rondanya.")
    guide.picture(desk, "tugaskan")
    do(desk, "Tugaskan", "Ditugaskan. Penerimanya diberi tahu.")
    with sender(live_server) as officer:
        found = {
            "situation": "watch",
            "situation_note": "Dua botol miras di pos ronda.",
            "follow_up": {"action": "coordinate"},
        }
        seen = body("Pos Ronda RW 04", result=found)
        officer.visit("Pos Ronda RW 04", at=now(), body=seen, task_id=task_of(officer, code))
    visit = desk.get_by_role("region", name="Ringkasan kunjungan")
    expect(visit.get_by_text("Dua botol miras di pos ronda.")).to_be_visible(timeout=30_000)
    expect(desk.get_by_role("link", name="Lihat laporan kunjungan")).to_have_count(0)
    guide.picture(desk, "kunjungan", visit)
    press(desk, "Selesaikan")
    desk.get_by_label("Apa hasilnya?").fill("Pos ronda sudah dibersihkan dan dijaga warga bersama petugas kami.")
    guide.picture(desk, "selesai")
    do(desk, "Selesaikan", "Pelapor membaca hasilnya")
    guide.see(desk)
    kasat = signed_in("kasat")
    opened(kasat, code)
    expect(kasat.get_by_role("link", name="Lihat laporan kunjungan")).to_be_visible()
    guide.check()


def test_guide_to_what_is_not_handled_or_not_shown(signed_in: SignedIn, live_server: LiveServer) -> None:
    """Doubles, refusals with their strikes, who hides, and what is about an officer."""
    guide = Guide("operator", 6, 7, 8, 9)
    citizen, other, hidden = (Citizen(live_server) for _ in range(3))
    main = citizen.send("Tiang listrik miring di depan pasar, kabelnya menjuntai ke jalan.", kind="lain")
    double = other.send("Kabel listrik menjuntai di depan pasar, hampir kena pengendara.", kind="lain")
    prank = other.send("Ada naga terbang di atas kantor kecamatan, cepat kemari haha.", kind="lain")
    secret = hidden.send("Ada penjual obat keras di warung belakang sekolah.", kind="narkoba", hide_identity=True)
    about = hidden.send(
        "Petugas di loket meminta uang untuk surat kehilangan.", about_police=True, category="kritik_saran", kind=None
    )
    desk = signed_in("operator")
    opened(desk, double)
    press(desk, "Gabungkan")
    desk.get_by_label("Kode pengaduan induk").fill(main)
    guide.picture(desk, "gabung")
    do(desk, "Gabungkan", "Digabung. Pelapor melihatnya di tiket.")
    opened(desk, prank)
    press(desk, "Tolak")
    desk.locator("select[name=reason]").select_option(label="Laporan palsu atau iseng")
    desk.locator("textarea[name=note]").fill("Petugas sudah ke lokasi dan tidak menemukan kejadian apa pun.")
    guide.picture(desk, "tolak")
    do(desk, "Tolak", "Ditolak. Pelapor membaca alasannya.")
    expect(desk.get_by_role("button", name="Sahkan teguran")).to_have_count(0)
    leader = signed_in("pa_siaga")
    opened(leader, prank)
    expect(leader.get_by_role("button", name="Tidak terbukti")).to_be_visible()
    guide.picture(leader, "teguran", leader.get_by_role("button", name="Sahkan teguran"))
    opened(desk, secret)
    shown = desk.get_by_text("Pelapor minta identitasnya disembunyikan")
    expect(shown).to_be_visible()
    guide.picture(desk, "sembunyi", shown)
    propam = signed_in("propam")
    opened(propam, about)
    expect(propam.get_by_role("article").get_by_text("Tentang anggota")).to_be_visible()
    guide.picture(propam, "propam")
    guide.check()
