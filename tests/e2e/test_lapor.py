"""A citizen reports and follows the report: without account, with or without network, and nobody else can look."""

import re
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import KARAWACI, Phone
from tests.e2e.conftest import MakeContext, MakePhone
from tests.e2e.pages.lapor import TEXT, ReportPage, TicketsPage
from tests.e2e.server import LiveServer
from tests.e2e.test_pages import assert_for_everybody

CITIZEN = {"permissions": ["geolocation", "clipboard-read", "clipboard-write"]}


@pytest.fixture
def citizen(make_context: MakeContext) -> BrowserContext:
    """A phone that was never here."""
    return make_context(**CITIZEN)


def test_a_report_without_network_arrives_with_its_ticket(make_phone: MakePhone, live_server: LiveServer) -> None:
    """Written and sent in airplane mode; the phone dies; with the signal it goes by itself and shows where it stands."""
    phone: Phone = make_phone(**CITIZEN)
    ReportPage(phone.page).open().keep()
    phone.offline()
    ReportPage(phone.page).open().start().describe().finish().send()
    expect(phone.page.get_by_text("Akan terkirim saat ada sinyal.")).to_be_visible()
    phone.kill()
    phone.open()
    phone.offline()
    mine = TicketsPage(phone.page).open()
    expect(phone.page.get_by_text("Menunggu terkirim")).to_be_visible()
    expect(phone.page.get_by_text(TEXT)).to_be_visible()
    phone.offline(False)
    received = phone.page.get_by_role("button", name=re.compile("Gangguan keamanan · "))
    expect(received).to_be_visible()
    expect(phone.page.get_by_text("Menunggu terkirim")).to_have_count(0)
    received.click()
    expect(phone.page.get_by_text("Laporan menunggu dibaca petugas.")).to_be_visible()
    expect(phone.page.get_by_text(TEXT)).to_be_visible()
    # What was seen last can be read without network, and says so.
    phone.offline()
    mine.open()
    received.click()
    expect(phone.page.get_by_text("Yang tampil adalah keadaan terakhir")).to_be_visible()
    expect(phone.page.get_by_text(re.compile("^Terakhir diperbarui .* WIB"))).to_be_visible()


def test_a_draft_survives(citizen: BrowserContext) -> None:
    """Each letter is kept; the report goes on where it was left, and can be thrown away."""
    page = citizen.new_page()
    form = ReportPage(page).open().start()
    form.describe("Motor digembok orang tak dikenal", "Pencurian")
    expect(page.get_by_label("Ceritakan")).to_have_value("Motor digembok orang tak dikenal")
    page.reload()
    expect(page.get_by_label("Ceritakan")).to_have_value("Motor digembok orang tak dikenal")
    page.close()
    page = citizen.new_page()
    ReportPage(page).open().at("Apa yang terjadi?")
    expect(page.get_by_label("Ceritakan")).to_have_value("Motor digembok orang tak dikenal")
    page.go_back()
    ReportPage(page).open()
    page.get_by_role("button", name="Hapus isian ini").click()
    page.get_by_role("button", name="Ya, hapus").click()
    ReportPage(page).at("Apakah sedang ada bahaya sekarang?")
    page.reload()
    ReportPage(page).at("Apakah sedang ada bahaya sekarang?")


def test_a_private_link_opens_elsewhere_and_leaves_the_address(
    citizen: BrowserContext, make_context: MakeContext
) -> None:
    """Another phone reads the report; the secret is in no address and in no request but the one that shows it."""
    page = citizen.new_page()
    code = ReportPage(page).report()
    link = TicketsPage(page).open().look(code).link()
    secret = link.rpartition(".")[2]
    other = make_context().new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))
    frames: list[str] = []
    other.on("websocket", lambda socket: socket.on("framesent", lambda sent: frames.append(str(sent))))
    TicketsPage(other).open(link)
    expect(other.get_by_role("heading", name=f"Laporan {code}")).to_be_visible()
    expect(other.get_by_text(TEXT)).to_be_visible()
    assert other.url.endswith("/tiket/")
    assert not [address for address in [*asked, *frames] if secret in address]
    # In a page that is open already, too.
    third = make_context().new_page()
    TicketsPage(third).open()
    third.evaluate("link => { location.href = link }", link)
    expect(third.get_by_role("heading", name=f"Laporan {code}")).to_be_visible()
    assert third.url.endswith("/tiket/")


def test_a_stranger_with_the_code_alone_sees_nothing(
    citizen: BrowserContext, make_context: MakeContext, live_server: LiveServer
) -> None:
    """Whether the code exists is not told either; typed by hand with its secret it opens."""
    page = citizen.new_page()
    code = ReportPage(page).report()
    secret = TicketsPage(page).open().look(code).link().rpartition(".")[2]
    stranger = make_context().new_page()
    for wrong in (code, "ABCD-EFGH"):
        TicketsPage(stranger).open(f"/tiket/#{wrong}.{'a' * 32}")
        expect(stranger.get_by_text("Kode dan rahasia ini tidak cocok.")).to_be_visible()
        expect(stranger.get_by_text(TEXT)).to_have_count(0)
    answer = stranger.request.get(f"{live_server.url}/api/v1/lapor/tiket/{code}")
    assert answer.status == 404
    TicketsPage(stranger).open()
    stranger.get_by_text("Buka dengan kode dan rahasia").click()
    stranger.get_by_label("Kode tiket").fill(code.lower().replace("-", " "))
    stranger.get_by_role("button", name="Tampilkan laporan").click()
    expect(stranger.get_by_text("Rahasia adalah bagian tautan sesudah titik")).to_be_visible()
    stranger.get_by_label("Rahasia, atau tautan lengkapnya").fill(secret)
    stranger.get_by_role("button", name="Tampilkan laporan").click()
    expect(stranger.get_by_text(TEXT)).to_be_visible()


def test_danger_is_a_call(make_phone: MakePhone) -> None:
    """110 first. What was written without network says that nobody has it, with call and SMS, until it arrives."""
    phone = make_phone(**CITIZEN)
    page = phone.page
    form = ReportPage(page).open().keep()
    page.get_by_role("button", name="Ya, sekarang").click()
    form.at("Respon Cepat")
    call = page.get_by_role("link", name="Telepon 110", exact=True)
    expect(call).to_have_attribute("href", "tel:110")
    phone.offline()
    expect(page.get_by_text("BELUM TERKIRIM, telepon 110")).to_be_visible()
    expect(call).to_have_attribute("href", "tel:110")
    page.get_by_role("button", name="Saya tidak bisa menelepon").click()
    form.at("Apa yang terjadi?")
    page.get_by_label("Ceritakan").fill("Ada orang membawa parang di warung.")
    form.finish("Warung Bu Tini", danger=True).send()
    alarm = page.get_by_role("alert").filter(has_text="BELUM TERKIRIM, telepon 110")
    expect(alarm).to_be_visible()
    expect(alarm.get_by_role("link", name="Telepon 110")).to_have_attribute("href", "tel:110")
    sms = alarm.get_by_role("link", name="SMS orang yang bisa menelepon 110").get_attribute("href")
    assert sms
    assert sms.startswith("sms:")
    assert "Warung%20Bu%20Tini" in sms
    phone.offline(False)
    form.ticket()
    expect(page.get_by_text("BELUM TERKIRIM")).to_have_count(0)
    expect(page.get_by_text("Bahaya belum lewat? Telepon 110.")).to_be_visible()


def test_what_the_citizen_adds_arrives_once(make_phone: MakePhone) -> None:
    """Without network it waits in the history; then it is there once."""
    phone = make_phone(**CITIZEN)
    page = phone.page
    ReportPage(page).open().keep()
    code = ReportPage(page).report()
    TicketsPage(page).open().look(code)
    expect(page.get_by_text("Laporan menunggu dibaca petugas.")).to_be_visible()
    phone.offline()
    page.get_by_role("button", name="Tambah keterangan").click()
    page.get_by_role("button", name="Kirim keterangan").click()
    expect(page.get_by_text("Tulis keterangannya, paling sedikit 5 huruf.")).to_be_visible()
    page.get_by_label("Keterangan tambahan").fill("Sekarang ada lima orang.")
    page.get_by_role("button", name="Kirim keterangan").click()
    expect(page.get_by_text("Menunggu terkirim")).to_be_visible()
    phone.offline(False)
    expect(page.get_by_text("Menunggu terkirim")).to_have_count(0)
    expect(page.get_by_text("Sekarang ada lima orang.")).to_have_count(1)
    page.reload()
    TicketsPage(page).look(code)
    expect(page.get_by_text("Sekarang ada lima orang.")).to_have_count(1)


def test_forgetting_and_leaving(citizen: BrowserContext, live_server: LiveServer) -> None:
    """A ticket is gone from this phone; the quick exit shows a neutral page, and the way back shows nothing unasked."""
    page = citizen.new_page()
    code = ReportPage(page).report()
    tickets = TicketsPage(page).open().look(code)
    expect(page.get_by_text(TEXT)).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/baca/$"))
    tickets.open()
    expect(page.get_by_role("heading", name="Halaman ini ditutup")).to_be_visible()
    expect(page.get_by_text(code)).to_have_count(0)
    page.get_by_role("button", name="Tampilkan").click()
    tickets.look(code)
    page.get_by_role("button", name="Lupakan di HP ini").click()
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as gone:
        page.get_by_role("button", name="Ya, lupakan").click()
    assert gone.value.status == 204
    expect(page.get_by_text("Belum ada laporan di HP ini")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Belum ada laporan di HP ini")).to_be_visible()
    assert page.request.get(f"{live_server.url}/api/v1/lapor/tiket/{code}").status == 404
    page.get_by_role("button", name="Keluar cepat").click()
    expect(page).to_have_url(re.compile("/baca/$"))


def test_violence_at_home_leaves_no_text_on_the_phone(make_phone: MakePhone) -> None:
    """The hint comes with the choice; what was received is read with network only."""
    phone = make_phone(**CITIZEN)
    page = phone.page
    form = ReportPage(page).open().keep().start()
    form.describe("Suami memukul saya dan anak saya.", "Kekerasan di rumah atau pada anak")
    page.go_back()
    expect(page.get_by_text("Bila HP Anda diperiksa orang lain")).to_be_visible()
    page.go_forward()
    code = form.finish().send().ticket()
    tickets = TicketsPage(page).open().look(code)
    expect(page.get_by_text("Suami memukul saya")).to_be_visible()
    phone.offline()
    tickets.open()
    expect(page.get_by_text("Suami memukul saya")).to_have_count(0)
    tickets.look(code)
    expect(page.get_by_text("Laporan dibuka begitu ada sinyal.")).to_be_visible()
    expect(page.get_by_text("Suami memukul saya")).to_have_count(0)


def test_the_place_by_position_and_by_list(citizen: BrowserContext) -> None:
    """The phone's own position names its village; a list does as well; one of them is asked for."""
    page = citizen.new_page()
    form = ReportPage(page).open().start().describe()
    form.next("Di mana?")
    page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(page.get_by_text("Isi tempatnya dengan salah satu cara")).to_be_visible()
    page.get_by_role("button", name="Pakai posisi saya sekarang").click()
    expect(page.get_by_text(f"ketelitian ± {KARAWACI['accuracy']:.0f} m")).to_be_visible()
    expect(page.get_by_label("Kelurahan atau desa").locator("option:checked")).to_have_text("Nusa Jaya")
    page.get_by_role("button", name="Hapus posisi").click()
    page.get_by_label("Kecamatan").select_option(label="Ciledug")
    page.get_by_label("Kelurahan atau desa").select_option(index=1)
    form.next("Foto atau video")


def test_what_the_server_refuses_can_be_mended(citizen: BrowserContext) -> None:
    """The field is shown with its fault, and the corrected report goes under the same id."""
    page = citizen.new_page()
    form = ReportPage(page).open().start().describe()
    form.next("Di mana?")
    page.get_by_label("Patokan atau alamat tempatnya").fill("Gg. Melati")
    form.next("Foto atau video")
    form.next("Bagaimana kami menghubungi Anda?")
    page.get_by_label("Nomor telepon").fill("081255501234567890")
    form.next("Periksa, lalu kirim")
    page.get_by_label("Saya mengerti").check()
    form.send()
    expect(page.get_by_text("Laporan ini belum diterima")).to_be_visible()
    page.get_by_role("button", name="Perbaiki").click()
    form.at("Bagaimana kami menghubungi Anda?")
    expect(page.get_by_label("Nomor telepon")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Nomor telepon").fill("081255501234")
    form.next("Periksa, lalu kirim")
    form.send()
    form.ticket()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_step_is_for_everybody(make_context: MakeContext, scheme: str) -> None:
    """axe finds nothing on any step, its faults shown, and it fits, also with text at twice its size."""
    page = make_context(color_scheme=scheme, reduced_motion="reduce", **CITIZEN).new_page()
    form = ReportPage(page).open("#darurat")
    assert_for_everybody(page)
    for title in ("jenis", "kejadian", "tempat", "foto", "kontak", "kirim"):
        _at(page, title)
        page.get_by_role("button", name=re.compile("Lanjut|Kirim laporan")).first.click()
        assert_for_everybody(page)
    form.open("#kirim")
    page.get_by_label("Saya mengerti").check()
    form.send().ticket()
    assert_for_everybody(page)
    TicketsPage(page).open()
    assert_for_everybody(page)
    page.get_by_role("button", name=re.compile("Gangguan keamanan · ")).click()
    expect(page.get_by_role("heading", name="Riwayat")).to_be_visible()
    page.get_by_role("button", name="Tambah keterangan").click()
    assert_for_everybody(page)


def _at(page: Page, step: str) -> None:
    """A fresh page (without the doubled text of the check before) with this step, and what the steps before it need."""
    page.set_viewport_size({"width": 390, "height": 844})
    form = ReportPage(page)
    if step == "jenis":
        form.open().start()
        return
    form.open(f"#{'jenis' if step == 'kejadian' else step}")
    if step == "kejadian":
        form.describe()
        page.get_by_text("Tanggal lain", exact=True).click()
        page.get_by_label("Ceritakan").fill("pendek")
    if step == "tempat":
        form.open("#kejadian")
        page.get_by_label("Ceritakan").fill(TEXT)
        page.get_by_text("Tidak tahu", exact=True).click()
        form.next("Di mana?")
    if step == "foto":
        form.open("#tempat")
        page.get_by_label("Patokan atau alamat tempatnya").fill("Gg. Melati")
        form.next("Foto atau video")
    if step == "kontak":
        form.open("#foto")
        form.next("Bagaimana kami menghubungi Anda?")
        page.get_by_label("Nomor telepon").fill("12")
    if step == "kirim":
        form.open("#kontak")
        page.get_by_label("Nomor telepon").fill("")
        form.next("Periksa, lalu kirim")


def test_by_keyboard(citizen: BrowserContext) -> None:
    """Choices, steps and sending without a pointer; the title of a new step has the focus."""
    page = citizen.new_page()
    form = ReportPage(page).open()
    page.get_by_role("button", name="Tidak, saya mau melapor").press("Enter")
    expect(page.get_by_role("heading", name="Apa yang ingin Anda sampaikan?")).to_be_focused()
    page.get_by_role("radio", name="Informasi").press("Space")
    page.get_by_role("button", name="Lanjut", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Apa yang terjadi?")).to_be_focused()
    page.get_by_role("button", name="Lanjut", exact=True).press("Enter")
    expect(page.get_by_label("Ceritakan")).to_be_focused()
    page.keyboard.type("Lampu jalan mati di depan sekolah.")
    form.finish()
    page.get_by_role("button", name="Kirim laporan").press("Enter")
    form.ticket()


def test_others_get_the_page_whole(live_server: LiveServer) -> None:
    """The prerendered file needs no script to say 110, and no third party is named."""
    with urllib.request.urlopen(f"{live_server.url}/lapor/") as answer:
        text = answer.read().decode()
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert 'href="tel:110"' in text
    hosts = {urlsplit(found).netloc for found in re.findall(r'(?:src|href)="(https?://[^"]+)"', text)}
    assert hosts <= {urlsplit(live_server.url).netloc}
