"""A citizen's account, for whoever wants one: made by a code, on several phones, its end; and that no report ever needs it."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import PATIENCE_MS
from tests.e2e.conftest import MakeContext, MakeServer
from tests.e2e.pages.akun_warga import OTHER, PASSWORD, AccountPage, code_of
from tests.e2e.pages.lapor import TEXT, ReportPage, TicketsPage
from tests.e2e.server import LiveServer
from tests.e2e.test_pages import assert_for_everybody

CITIZEN = {"permissions": ["geolocation", "clipboard-read", "clipboard-write"]}
CONTACT = "Bagaimana kami menghubungi Anda?"


@pytest.fixture
def citizen(make_context: MakeContext) -> BrowserContext:
    """A phone that was never here."""
    return make_context(**CITIZEN)


_taken = (f"08125550{number:04}" for number in range(1000, 9999))


@pytest.fixture
def number() -> str:
    """A telephone number that no other test has used."""
    return next(_taken)


def disk(page: Page) -> str:
    """Everything that the page's origin keeps on the phone's disk, as text."""
    kept: str = page.evaluate(
        """async () => {
          const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
          for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((resolve, reject) => {
              const opening = indexedDB.open(name);
              opening.onsuccess = () => resolve(opening.result);
              opening.onerror = () => reject(opening.error);
            });
            for (const store of db.objectStoreNames) {
              found.push(await new Promise((resolve) => {
                const asked = db.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => resolve(JSON.stringify(asked.result));
              }));
            }
            db.close();
          }
          return found.join("\\n");
        }"""
    )
    return kept


def to_contact(form: ReportPage, text: str = TEXT, kind: str = "Tawuran") -> None:
    """A report as far as the question of who sends it."""
    form.open().start().describe(text, kind).next("Di mana?")
    form.page.get_by_label("Patokan atau alamat tempatnya").fill("Gg. Melati")
    form.next("Foto atau video")
    form.next(CONTACT)


def test_an_account_on_two_phones(
    citizen: BrowserContext, make_context: MakeContext, live_server: LiveServer, number: str
) -> None:
    """Made by the code, signed in on a second phone, which sees the first one's report; signed out, it sees it no more."""
    page = citizen.new_page()
    code = ReportPage(page).report()
    AccountPage(page).open().register(live_server, number)
    mine = page.get_by_role("list", name="Laporan dari semua HP saya")
    expect(mine.get_by_role("link", name=re.compile(code))).to_be_visible()

    other = make_context(**CITIZEN).new_page()
    account = AccountPage(other).open().sign_in(number, OTHER)
    account.told("Nomor telepon atau kata sandi salah.")
    account.fill("Kata sandi", PASSWORD).press("Masuk").told("Anda masuk di HP ini.")
    other.get_by_role("link", name=re.compile(code)).click()
    expect(other.get_by_role("heading", name=f"Laporan {code}")).to_be_visible()
    expect(other.get_by_text(TEXT)).to_be_visible()
    assert other.url.endswith("/tiket/")
    assert code in disk(other)
    account.open().told("Akun ini juga masuk di 1 HP lain.")
    account.press("Keluar dari HP ini").told("Anda sudah keluar.").told("Melapor tidak memerlukan akun.")
    assert TEXT not in disk(other)
    assert code not in disk(other)
    TicketsPage(other).open()
    expect(other.get_by_text("Belum ada laporan di HP ini")).to_be_visible()


def test_a_phone_that_is_signed_out_from_afar(
    citizen: BrowserContext, make_context: MakeContext, live_server: LiveServer, number: str
) -> None:
    """Lost: whoever has it sees what came by it, and nothing of the other phone's."""
    page = citizen.new_page()
    code = ReportPage(page).report()
    account = AccountPage(page).open().register(live_server, number)
    lost = make_context(**CITIZEN).new_page()
    AccountPage(lost).open().sign_in(number).told("Anda masuk di HP ini.")
    TicketsPage(lost).open().look(code)
    account.open().press("Keluarkan HP lain").press("Ya, keluarkan")
    account.told("HP lain sudah dikeluarkan dari akun ini.").told("Akun ini masuk di HP ini saja.")
    TicketsPage(lost).open()
    expect(lost.get_by_text("Belum ada laporan di HP ini")).to_be_visible()
    assert TEXT not in disk(lost)
    AccountPage(lost).open().told("Melapor tidak memerlukan akun.")


def test_a_forgotten_password(
    citizen: BrowserContext, make_context: MakeContext, live_server: LiveServer, number: str
) -> None:
    """A new one by a code, on this phone alone; the other phone is out, and the old password opens nothing."""
    first = AccountPage(citizen.new_page()).open().register(live_server, number)
    account = AccountPage(make_context(**CITIZEN).new_page()).open().press("Masuk").press("Lupa kata sandi")
    account.at("Lupa kata sandi").fill("Nomor telepon", number).press("Kirim kode").at("Tulis kodenya")
    account.fill("Kode", "000000").fill("Kata sandi baru", OTHER).press("Pakai kata sandi ini")
    account.told("Kode salah atau sudah tidak berlaku.")
    account.fill("Kode", code_of(live_server, number)).fill("Kata sandi baru", "pendek").press("Pakai kata sandi ini")
    account.told("Paling sedikit 10 huruf.")
    account.fill("Kata sandi baru", OTHER).press("Pakai kata sandi ini").told("Kata sandi baru berlaku.")
    account.told("Siti Rahmawati").told("Akun ini masuk di HP ini saja.")
    first.open().sign_in(number).told("Nomor telepon atau kata sandi salah.")


def test_what_can_be_wrong_names_its_field(citizen: BrowserContext, live_server: LiveServer, number: str) -> None:
    """The first fault has the focus; the server's faults stand at their fields as well; a wrong code is told."""
    page = citizen.new_page()
    account = AccountPage(page).open().press("Buat akun").at("Buat akun").press("Kirim kode")
    for words in ("Tulis nomor telepon Anda", "Tulis nama Anda.", "Pilih kata sandi.", "Centang ini dahulu"):
        account.told(words)
    expect(page.get_by_label("Nomor telepon")).to_be_focused()
    account.fill("Nomor telepon", number).fill("Nama", "Siti").fill("Alamat surel (boleh dikosongkan)", "siti")
    account.fill("Kata sandi", "pendek")
    page.get_by_label("Saya mengerti untuk apa data ini dipakai.").check()
    account.press("Kirim kode").told("Tulis alamat surel yang lengkap")
    account.fill("Alamat surel (boleh dikosongkan)", "").press("Kirim kode").told("Paling sedikit 10 huruf.")
    expect(page.get_by_label("Kata sandi", exact=True)).to_be_focused()
    account.fill("Kata sandi", PASSWORD).press("Kirim kode").at("Tulis kodenya")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    account.press("Selesai").told("Tulis enam angka dari pesan itu.")
    sent = code_of(live_server, number)
    account.fill("Kode", f"{(int(sent) + 1) % 1_000_000:06}").press("Selesai").told(
        "Kode salah atau sudah tidak berlaku."
    )
    account.fill("Kode", f" {sent[:3]} {sent[3:]} ").press("Selesai").told("Akun Anda jadi")


def test_another_code(citizen: BrowserContext, live_server: LiveServer, number: str) -> None:
    """After a wait that is told in words; the one before is good no more. An ended one says so."""
    page = citizen.new_page()
    page.clock.install()
    account = AccountPage(page).open().ask(number)
    first = code_of(live_server, number)
    expect(page.get_by_text(re.compile(r"Kode baru bisa diminta \d+ detik lagi."))).to_be_visible()
    page.clock.run_for(61_000)
    account.press("Minta kode baru").told("Kode baru dikirim.")
    account.fill("Kode", first).press("Selesai").told("Kode salah atau sudah tidak berlaku.")
    page.clock.run_for(600_000)
    account.told("Kode ini sudah berakhir")
    account.fill("Kode", code_of(live_server, number)).press("Selesai").told(
        "Kode ini sudah berakhir. Minta kode baru."
    )


def test_nothing_typed_is_lost_and_no_password_is_kept(
    citizen: BrowserContext, live_server: LiveServer, number: str
) -> None:
    """Without network it says so and keeps the words; whoever comes back from the message with the code goes on there."""
    page = citizen.new_page()
    account = AccountPage(page).open().press("Buat akun")
    account.fill("Nomor telepon", number).fill("Nama", "Siti Rahmawati").fill("Kata sandi", PASSWORD)
    page.get_by_label("Saya mengerti untuk apa data ini dipakai.").check()
    citizen.set_offline(True)
    account.told("Tidak ada sambungan. Yang Anda tulis tetap ada").press("Kirim kode").told("Kode belum dikirim")
    expect(page.get_by_label("Nama", exact=True)).to_have_value("Siti Rahmawati")
    expect(page.get_by_label("Kata sandi", exact=True)).to_have_value(PASSWORD)
    citizen.set_offline(False)
    page.reload()
    account.at("Buat akun")
    expect(page.get_by_label("Nama", exact=True)).to_have_value("Siti Rahmawati")
    expect(page.get_by_label("Kata sandi", exact=True)).to_have_value("")
    account.fill("Kata sandi", PASSWORD)
    page.get_by_label("Saya mengerti untuk apa data ini dipakai.").check()
    account.press("Kirim kode").at("Tulis kodenya")
    assert PASSWORD not in disk(page)
    page.close()
    page = citizen.new_page()
    account = AccountPage(page).open().told("Anda sedang menunggu kode").press("Lanjutkan").at("Tulis kodenya")
    account.fill("Kode", code_of(live_server, number)).press("Selesai").told("Akun Anda jadi")
    assert number not in disk(page)
    assert PASSWORD not in disk(page)


def test_own_data_and_the_end_of_an_account(
    citizen: BrowserContext, make_context: MakeContext, live_server: LiveServer, number: str
) -> None:
    """Name, address and mail are changed, the password, too; deleted, the number is free and the report stays."""
    page = citizen.new_page()
    code = ReportPage(page).report()
    account = AccountPage(page).open().register(live_server, number)
    account.press("Ubah data").fill("Nama", "Siti R.").fill("Alamat (boleh dikosongkan)", "Gg. Kenanga 4")
    account.fill("Alamat surel (boleh dikosongkan)", "siti@example.id").press("Simpan")
    account.told("Tulis kata sandi Anda untuk mengganti alamat surel.")
    account.fill("Kata sandi", PASSWORD).press("Simpan").told("Data tersimpan.").told("Gg. Kenanga 4")
    account.press("Ganti kata sandi").fill("Kata sandi sekarang", "bukan-yang-ini-ya").fill("Kata sandi baru", OTHER)
    account.press("Ganti kata sandi").told("Kata sandi lama tidak cocok.")
    account.fill("Kata sandi sekarang", PASSWORD).press("Ganti kata sandi").told("Kata sandi diganti.")
    account.press("Hapus akun").told("Yang tetap ada:").press("Hapus akun saya").told("Tulis kata sandi Anda")
    account.fill("Kata sandi", OTHER).press("Hapus akun saya").told("Akun Anda sudah dihapus.")
    TicketsPage(page).open().look(code)
    other = AccountPage(make_context().new_page()).open().sign_in(number, OTHER)
    other.told("Nomor telepon atau kata sandi salah.")


def test_a_report_takes_the_contact_along_unless_it_is_to_hide_it(
    citizen: BrowserContext, live_server: LiveServer, number: str
) -> None:
    """Filled in once, and out again by a button; for violence at home nothing is filled in unasked."""
    page = citizen.new_page()
    AccountPage(page).open().register(live_server, number)
    form = ReportPage(page)
    to_contact(form)
    name, called = page.get_by_label("Nama", exact=True), page.get_by_label("Nomor telepon")
    expect(name).to_have_value("Siti Rahmawati")
    expect(called).to_have_value(number)
    page.get_by_role("button", name="Kosongkan").click()
    expect(name).to_have_value("")
    page.reload()
    expect(page.get_by_role("button", name="Isi dari akun saya")).to_be_visible()
    expect(name).to_have_value("")
    page.get_by_role("button", name="Hapus isian ini").click()
    page.get_by_role("button", name="Ya, hapus").click()
    to_contact(form, "Tetangga dipukuli suaminya.", "Kekerasan di rumah atau pada anak")
    expect(page.get_by_role("button", name="Isi dari akun saya")).to_be_visible()
    expect(name).to_have_value("")


def test_without_an_account_nothing_is_asked_and_nothing_is_missing(citizen: BrowserContext) -> None:
    """The way to an account is a line that says it is not needed; the report asks the server for none."""
    page = citizen.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    form = ReportPage(page)
    to_contact(form)
    expect(page.get_by_label("Nama", exact=True)).to_have_value("")
    form.next("Periksa, lalu kirim")
    page.get_by_label("Saya mengerti").check()
    form.send().ticket()
    assert not [address for address in asked if "/api/v1/warga/" in address and not address.endswith("/kabar")]
    page.get_by_role("link", name="akun warga", exact=True).click()
    AccountPage(page).told("Melapor tidak memerlukan akun.")


@pytest.mark.parametrize("path", ["/lapor/", "/tiket/", "/baca/"])
def test_pages_for_citizens_lead_there_at_their_end(citizen: BrowserContext, path: str) -> None:
    page = citizen.new_page()
    page.goto(path)
    page.get_by_role("link", name="Akun warga (tidak wajib)").click()
    AccountPage(page).at("Akun warga")


def test_a_number_that_has_an_account_is_not_told(
    citizen: BrowserContext, make_context: MakeContext, live_server: LiveServer, number: str
) -> None:
    """A stranger sees the same screen; the owner who forgot it finds the way from there."""
    AccountPage(citizen.new_page()).open().register(live_server, number)
    stranger = AccountPage(make_context().new_page()).open().ask(number)
    stranger.told("Bila nomor ini sudah punya akun, kode tidak dikirim")
    stranger.press("Lupa kata sandi").at("Lupa kata sandi")
    expect(stranger.page.get_by_label("Nomor telepon")).to_have_value(number)


def test_where_no_message_can_leave_there_are_no_accounts(make_server: MakeServer, make_context: MakeContext) -> None:
    """It says so plainly, and that reports work; the address of a form opens none."""
    server = make_server(WARGA_PESAN="whatsapp")
    page = make_context(base_url=server.url).new_page()
    for where in ("", "#daftar"):
        account = AccountPage(page).open(where).told("Di Polres ini akun warga belum ditawarkan")
        expect(page.get_by_role("button", name="Buat akun")).to_have_count(0)
    account.page.get_by_role("link", name="Lapor tanpa akun").click()
    ReportPage(page).at("Apakah sedang ada bahaya sekarang?")


def test_without_network_it_says_that_reports_work(citizen: BrowserContext) -> None:
    """From the phone, where the page is kept; with the signal it goes on by itself."""
    page = citizen.new_page()
    ReportPage(page).open().keep()
    citizen.set_offline(True)
    account = AccountPage(page).open().told("Akun memerlukan sinyal. Melapor tidak")
    citizen.set_offline(False)
    account.told("Melapor tidak memerlukan akun.")


def test_it_hides_when_it_is_left_in_a_hurry(citizen: BrowserContext) -> None:
    page = citizen.new_page()
    AccountPage(page).open()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/baca/")
    page.goto("/akun-warga/")
    expect(page.get_by_role("heading", level=1, name="Halaman ini ditutup")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_is_for_everybody(
    make_context: MakeContext, live_server: LiveServer, number: str, scheme: Any
) -> None:
    """Front, form with its faults, code, sign-in, forgotten password, own account with each of its forms."""

    def screen() -> Page:
        page = make_context(color_scheme=scheme, reduced_motion="reduce").new_page()
        page.set_default_timeout(PATIENCE_MS)
        return page

    page = screen()
    AccountPage(page).open()
    assert_for_everybody(page)
    page = screen()
    AccountPage(page).open("#daftar").press("Kirim kode").told("Tulis nama Anda.")
    assert_for_everybody(page)
    for where in ("#masuk", "#lupa"):
        page = screen()
        AccountPage(page).open(where)
        assert_for_everybody(page)
    page = screen()
    AccountPage(page).open().ask(number).press("Selesai").told("Tulis enam angka")
    assert_for_everybody(page)
    page = screen()
    account = AccountPage(page).open().register(live_server, next(_taken))
    account.press("Ubah data").press("Ganti kata sandi").press("Hapus akun").told("Yang tetap ada:")
    assert_for_everybody(page)
