"""The citizens' guide, walked through step by step as its readers do. ``WRITE_PICTURES=1`` takes its pictures anew (see README)."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sambang_digital.services.demo import foto
from tests.e2e.conftest import MakeContext, MakePhone, SignedIn
from tests.e2e.pages.akun_warga import PASSWORD, AccountPage, code_of
from tests.e2e.pages.lapor import ReportPage, TicketsPage
from tests.e2e.pages.panduan import Guide
from tests.e2e.server import LiveServer
from tests.e2e.test_akun_warga import to_contact
from tests.e2e.test_bacaan import KDRT, VOICE, answer_all, controlled
from tests.e2e.test_kabar_warga import subscribes_as, switch
from tests.e2e.test_lapor import CITIZEN
from tests.e2e.test_lapor_berkas import attach, received
from tests.e2e.test_lapor_bersama import PLACE, decide, here, refuse
from tests.e2e.test_lapor_peta import MAP_KEPT, open_map, tap_twice
from tests.e2e.test_panduan_operator import do, press
from tests.e2e.test_pengaduan import Citizen, verify
from tests.pengaduan import report
from tests.push import PushService

pytestmark = pytest.mark.whole_chromium

PHONE: dict[str, Any] = CITIZEN | {"reduced_motion": "reduce"}
RINGS: dict[str, Any] = PHONE | {"permissions": [*CITIZEN["permissions"], "notifications"]}
NUMBER = "081255509001"


@pytest.fixture(scope="module")
def live_server(pushing_server: LiveServer) -> LiveServer:
    """A server that may send messages to our push service."""
    return pushing_server


def also(page: Page, text: str, kind: str) -> str:
    """The same phone sends another report; its code."""
    answer = page.request.post("/api/v1/lapor", data=report(text=text, kind=kind, area_code=None))
    assert answer.ok, answer.text()
    code: str = answer.json()["code"]
    return code


def test_guide_to_reporting(make_context: MakeContext) -> None:
    """In danger; then a report with its place on the map and a photo, sent without network, received with it; away in a hurry."""
    guide = Guide("warga", 1, 2, 3, 4, 5, 8)
    context = make_context(**PHONE)
    page = context.new_page()
    page.goto("/")
    guide.see(page)
    form = ReportPage(page).open().keep()
    page.evaluate(MAP_KEPT)
    guide.picture(page, "bahaya")
    page.get_by_role("button", name="Ya, sekarang").click()
    form.at("Respon Cepat")
    guide.picture(page, "darurat")
    context.set_offline(True)
    expect(page.get_by_text("BELUM TERKIRIM, telepon 110")).to_be_visible()
    guide.see(page)
    context.set_offline(False)
    page.get_by_role("button", name="Kembali").click()

    form.start()
    guide.picture(page, "jenis")
    form.describe()
    guide.see(page)
    form.next("Di mana?")
    guide.see(page)
    drawn = open_map(page)
    tap_twice(drawn)
    expect(page.get_by_text("Silang ada di")).to_be_visible()
    guide.picture(page, "peta", drawn)
    page.get_by_role("button", name="Pakai titik ini").click()
    page.get_by_label("Patokan atau alamat tempatnya").fill("Ujung Gg. Melati, dekat pos ronda")
    guide.see(page)
    form.next("Foto atau video")
    attach(page, {"name": "gang.jpg", "mimeType": "image/jpeg", "buffer": foto.picture(20261122)[0]})
    guide.picture(page, "foto")
    form.next("Bagaimana kami menghubungi Anda?")
    guide.see(page)
    form.next("Periksa, lalu kirim")
    page.get_by_label("Saya mengerti").check()
    guide.see(page)

    context.set_offline(True)
    form.send()
    expect(page.get_by_text("1 foto atau video belum terkirim")).to_be_visible()
    guide.picture(page, "luring")
    mine = TicketsPage(context.new_page()).open()
    expect(mine.page.get_by_text("Menunggu terkirim")).to_be_visible()
    guide.see(mine.page)
    mine.page.close()
    context.set_offline(False)
    code = form.ticket()
    expect(page.get_by_text("belum terkirim")).to_have_count(0)
    guide.picture(page, "kode")
    received(page, code, photos=1, films=0)
    guide.see(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/baca/$"))
    tickets = TicketsPage(page).open()
    expect(page.get_by_role("heading", name="Halaman ini ditutup")).to_be_visible()
    guide.see(page)
    page.get_by_role("button", name="Tampilkan").click()
    expect(tickets.row(code)).to_be_visible()
    guide.check()


def test_guide_to_answers(make_phone: MakePhone, signed_in: SignedIn, service: PushService) -> None:
    """Told of news, asked and answering, judging the end; a report that rings after a warning alone; a strike and the objection."""
    guide = Guide("warga", 6, 7, 16)
    phone = make_phone(**RINGS)
    subscribes_as(phone, service)
    page, mine = phone.page, TicketsPage(phone.page)
    form = ReportPage(page).open().start().describe("Lampu jalan mati, tiap malam gelap dan rawan.", "Lain-lain")
    code = form.finish("Gg. Melati, depan musala").send().ticket()
    expect(page.get_by_role("button", name="Beri tahu saya bila ada jawaban")).to_be_visible()
    guide.see(page)
    mine.open()
    switch(page).click()
    expect(page.get_by_text("Menyala di HP ini")).to_be_visible()

    desk = signed_in("operator")
    verify(desk, code)
    press(desk, "Tanya pelapor")
    desk.get_by_label("Apa yang perlu dijelaskan pelapor?").fill("Berapa lampu yang mati, dan sejak kapan?")
    do(desk, "Tanya pelapor", "Pertanyaan terkirim.")
    mine.open()
    expect(mine.row(code)).to_contain_text("Ada kabar")
    expect(page.get_by_text("Menyala di HP ini")).to_be_visible()
    guide.picture(page, "kabar")
    mine.look(code)
    answer = page.locator("section").filter(has=page.get_by_role("heading", name="Jawab petugas"))
    expect(answer).to_contain_text("Berapa lampu yang mati")
    guide.picture(page, "tiket")
    page.get_by_label("Keterangan tambahan").fill("Tiga lampu, sejak hari Senin.")
    page.get_by_role("button", name="Kirim keterangan").click()
    expect(page.get_by_role("button", name="Tambah keterangan")).to_be_visible()
    guide.see(page)
    press(desk, "Selesaikan")
    desk.get_by_label("Apa hasilnya?").fill("Ketiga lampu sudah diganti bersama dinas.")
    do(desk, "Selesaikan", "Pelapor membaca hasilnya")
    page.get_by_role("button", name="Perbarui").click()
    page.get_by_role("button", name="Beri nilai").click()
    expect(page.get_by_role("button", name="Buka lagi")).to_be_visible()
    page.get_by_text("5 · Baik sekali").click()
    page.get_by_role("button", name="Kirim nilai").click()
    expect(page.get_by_text("Anda memberi nilai: 5 dari 5")).to_be_visible()
    guide.see(page)

    guarded = also(page, "Suami tetangga memukul istrinya.", "kdrt")
    mine.open().look(guarded)
    warned = page.get_by_role("button", name="Tetap beri tahu saya")
    expect(warned).to_be_enabled()
    guide.see(page)
    warned.click()
    guide.see(page)
    page.get_by_role("button", name="Ya, beri tahu saya").click()
    expect(page.get_by_text("Menyala untuk laporan ini")).to_be_visible()

    prank = also(page, "Ada naga terbang di atas kantor kelurahan.", "lain")
    refuse(signed_in("operator"), prank)
    decide(signed_in("pa_siaga"), prank, "Sahkan teguran")
    mine.open()
    page.get_by_label("Mengapa teguran ini keliru?").fill("Itu layang-layang naga, saya salah lihat dan takut.")
    guide.see(page)
    page.get_by_role("button", name="Ajukan keberatan").click()
    expect(page.get_by_text("menunggu putusan")).to_be_visible()
    guide.check()


def test_guide_to_others_reports_and_the_account(make_context: MakeContext, live_server: LiveServer) -> None:
    """Somebody reported it already; an account made, used on a second phone, taken along into a report, and deleted."""
    guide = Guide("warga", 9, 10)
    at = {"lat": PLACE["latitude"], "lon": PLACE["longitude"], "accuracy_m": PLACE["accuracy"]}
    Citizen(live_server).send("Truk mogok menutup dua jalur di depan pasar.", kind="kemacetan", position=at)
    page = make_context(**PHONE, geolocation=PLACE).new_page()
    form = here(page, "Kemacetan", "Jalan depan pasar tidak bergerak sama sekali.")
    offered = page.get_by_role("heading", name="Sudah ada yang melapor")
    expect(offered).to_be_visible()
    guide.picture(page, "ikuti", offered)
    page.get_by_role("button", name="Ikuti").click()
    expect(page.get_by_text("Anda mengikuti laporan itu")).to_be_visible()
    TicketsPage(page).open()
    expect(page.get_by_text("Menunggu dibaca")).to_be_visible()
    guide.see(page)
    page.get_by_role("button", name="Berhenti mengikuti").click()
    expect(page.get_by_text("Laporan orang lain yang Anda ikuti")).to_have_count(0)
    form.open().at("Periksa, lalu kirim")
    page.get_by_label("Saya mengerti").check()
    code = form.send().ticket()

    page.get_by_role("link", name="Akun warga (tidak wajib)").click()
    account = AccountPage(page).at("Akun warga")
    guide.see(page)
    account.ask(NUMBER)
    guide.see(page)
    account.fill("Kode", code_of(live_server, NUMBER)).press("Selesai").told("Akun Anda jadi").at("Akun warga")
    expect(page.get_by_role("link", name=re.compile(code))).to_be_visible()
    guide.picture(page, "akun")
    other = AccountPage(make_context(**PHONE).new_page()).open().press("Masuk").at("Masuk")
    guide.see(other.page)
    other.press("Lupa kata sandi").at("Lupa kata sandi")
    guide.see(other.page)
    other.press("Kembali").at("Akun warga").sign_in(NUMBER).told("Anda masuk di HP ini.")
    expect(other.page.get_by_role("link", name=re.compile(code))).to_be_visible()
    account.open().told("Akun ini juga masuk di 1 HP lain.")
    guide.see(page)
    account.press("Keluarkan HP lain").press("Ya, keluarkan").told("Akun ini masuk di HP ini saja.")
    to_contact(form)
    expect(page.get_by_label("Nama", exact=True)).to_have_value("Siti Rahmawati")
    guide.see(page)
    page.get_by_role("button", name="Kosongkan").click()
    expect(page.get_by_label("Nama", exact=True)).to_have_value("")
    account.open().press("Hapus akun").fill("Kata sandi", PASSWORD).press("Hapus akun saya")
    account.told("Akun Anda sudah dihapus.")
    guide.check()


def test_guide_to_what_is_read(make_phone: MakePhone, service: PushService) -> None:
    """A text found, heard, saved and read without network; one's officer by kecamatan; announcements; numbers; figures."""
    guide = Guide("warga", 11, 12, 13, 14, 15)
    phone = make_phone(**RINGS)
    subscribes_as(phone, service)
    phone.context.add_init_script(VOICE)
    page = phone.page
    main, foot = page.get_by_role("main"), page.get_by_role("navigation", name="Halaman untuk warga")
    # Not by the home page: with it the app would come onto the phone, which from then on keeps by itself what is read.
    page.goto("/baca/")
    page.get_by_role("searchbox", name="Cari bacaan").fill("motor hilang")
    guide.see(page)
    page.get_by_role("button", name="Cari").click()
    main.get_by_role("link").filter(has_text="Jaga motor dari pencurian").click()
    listen = page.get_by_role("button", name="Dengarkan")
    save = page.get_by_role("button", name="Simpan untuk dibaca tanpa sinyal")
    for button in (listen, save):
        expect(button).to_be_visible()
    guide.picture(page, "bacaan")
    listen.click()
    page.get_by_role("button", name="Berhenti").click()
    save.click()
    expect(page.get_by_role("button", name="Tersimpan di HP")).to_be_visible()
    guide.see(page)
    answer_all(page)
    expect(page.get_by_text("4 dari 4 jawaban benar.")).to_be_visible()
    controlled(page)
    phone.offline()
    page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Bacaan").click()
    page.get_by_role("region", name="Tersimpan di HP ini").get_by_role("link").first.wait_for()
    guide.see(page)
    phone.offline(False)
    page.goto("/")
    guide.see(page)
    page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Bacaan").click()
    expect(page.get_by_role("searchbox", name="Cari bacaan")).to_be_visible()
    page.goto(KDRT)
    expect(page.get_by_role("link", name="Keluar cepat")).to_be_visible()
    guide.see(page)

    foot.get_by_role("link", name="Bhabinkamtibmas saya").click()
    expect(page.get_by_role("button", name="Pakai posisi saya")).to_be_visible()
    guide.see(page)
    page.get_by_role("link", name=re.compile("^Karawaci ")).click()
    page.get_by_role("link", name="Kelurahan Karawaci", exact=True).click()
    expect(page.get_by_role("heading", name="Bhabinkamtibmas Anda")).to_be_visible()
    for portrait in page.get_by_role("img").all():
        expect(portrait).to_have_js_property("complete", True)
    guide.picture(page, "bhabin")
    foot.get_by_role("link", name="Himbauan").click()
    page.get_by_label("Kecamatan", exact=True).select_option(label="Karawaci")
    guide.see(page)
    page.get_by_role("button", name="Terima himbauan").click()
    expect(page.get_by_text("HP ini menerima himbauan untuk Kecamatan Karawaci.")).to_be_visible()
    guide.picture(page, "himbauan")
    page.get_by_role("button", name="Berhenti menerima").click()
    expect(page.get_by_text("HP ini belum menerima himbauan.")).to_be_visible()
    foot.get_by_role("link", name="Nomor penting").click()
    expect(main.get_by_role("link", name=re.compile("119"))).to_have_attribute("href", "tel:119")
    guide.see(page)
    foot.get_by_role("link", name="Angka untuk publik").click()
    page.get_by_label("Kerawanan di").select_option("Karawaci")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_role("heading", name=re.compile("^Kerawanan yang dicatat di Karawaci"))).to_be_visible()
    guide.see(page)
    guide.check()
