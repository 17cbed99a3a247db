"""Akun saya: the officer's with their phone, without network too; the desk's with password, second factor and devices."""

import re
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import PIN, assert_accessible
from tests.e2e.conftest import MakeContext, MakeServer
from tests.e2e.officer import rows
from tests.e2e.pages.kunci import LockPage
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.pages.petugas import HomePage
from tests.e2e.server import LiveServer

SignIn = Callable[[Page, str], None]
NEW = "ombak tenang pagi hari"


@pytest.fixture(scope="module")
def live_server(make_server: MakeServer) -> LiveServer:
    """Where nobody has signed in before: devices are counted here."""
    return make_server()


def deeds(server: LiveServer, nrp: str) -> list[str]:
    """What the audit trail says somebody did to an account or a device, oldest first."""
    found = rows(
        server,
        "SELECT action FROM audit JOIN akun ON akun.id = akun_id WHERE nrp = ? AND object_type IN ('akun', 'perangkat') ORDER BY audit.id",
        nrp,
    )
    return [action for (action,) in found]


def device(page: Page, word: str):
    """The devices of that state."""
    return page.get_by_role("list", name="Perangkat saya").get_by_role("listitem").filter(has_text=word)


def test_the_officers_page_opens_without_network(
    make_context: MakeContext, sign_in: SignIn, live_server: LiveServer
) -> None:
    """From home; what needs a signal says so, another PIN does not; the way out asks first."""
    context = make_context(locks=True)
    page = context.new_page()
    sign_in(page, "petugas")
    LockPage(page).set_up(PIN)
    HomePage(page).wait_until_ready_offline()
    context.set_offline(True)
    page.get_by_role("link", name="Akun saya").click()
    expect(page.get_by_role("heading", name="Akun saya")).to_be_visible()
    account = live_server.account("petugas")
    for fact in (account.nrp, "Polsek Karawaci", "Bhabinkamtibmas", "Nusa Jaya"):
        expect(page.get_by_role("definition").filter(has_text=fact)).to_be_visible()
    expect(page.get_by_text("Perlu sinyal.", exact=True)).to_have_count(4)
    phone = page.locator("section").filter(has=page.get_by_role("heading", name="HP ini"))
    expect(phone.get_by_text("Penyimpanan aman dari penghapusan otomatis")).to_be_visible()
    expect(phone.get_by_text(re.compile("MB dari .+ yang boleh dipakai"))).to_be_visible()
    expect(phone.get_by_text(re.compile("^[0-9a-f]{12}$"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Ganti PIN").click()
    page.get_by_label("PIN sekarang", exact=True).fill(PIN)
    page.keyboard.press("Enter")
    LockPage(page).set_up("705139")
    expect(page.get_by_text("Kunci baru terpasang.")).to_be_visible()
    page.get_by_role("button", name="Kunci sekarang").click()
    LockPage(page).unlock("705139")
    context.set_offline(False)
    expect(device(page, "Perangkat ini")).to_have_count(1)
    assert_accessible(page)
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("heading", name="Keluar dari HP ini?")).to_be_visible()
    page.get_by_role("button", name="Ya, keluar").click()
    expect(page).to_have_url(re.compile("/masuk/"))


def test_devices_and_password_at_the_desk(make_context: MakeContext, sign_in: SignIn, live_server: LiveServer) -> None:
    """One is ended, one is called lost, with the consequence first; another password signs the rest out. All is on record."""
    ended, lost, rest, page = (make_context().new_page() for _ in range(4))
    for one in (ended, lost, rest, page):
        sign_in(one, "kanit")
    page.get_by_label("Akun:").click()
    page.get_by_role("link", name="Akun saya").click()
    expect(device(page, "Perangkat ini")).to_have_count(1)
    expect(device(page, "Masih masuk")).to_have_count(3)
    expect(device(page, "Perangkat ini").get_by_role("button")).to_have_count(0)
    device(page, "Masih masuk").last.get_by_role("button", name="Keluarkan").click()
    expect(page.get_by_role("dialog").get_by_text("belum terkirim tetap tersimpan")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Ya, keluarkan").click()
    expect(device(page, "Masih masuk")).to_have_count(2)
    expect(ended).to_have_url(re.compile("/masuk/"), timeout=20_000)
    device(page, "Masih masuk").last.get_by_role("button", name="hilang").click()
    expect(page.get_by_role("dialog").get_by_text("semua data Anda di dalamnya dihapus")).to_be_visible()
    page.get_by_role("button", name="Batal").click()
    expect(device(page, "Masih masuk")).to_have_count(2)
    device(page, "Masih masuk").last.get_by_role("button", name="hilang").click()
    page.get_by_role("button", name="Ya, perangkat ini hilang").click()
    expect(device(page, "Hilang, dihapus begitu tersambung")).to_have_count(1)
    expect(lost).to_have_url(re.compile("/masuk/"), timeout=20_000)

    account = live_server.account("kanit")
    page.get_by_role("button", name="Ganti kata sandi").click()
    for label, value in (
        ("Kata sandi sekarang", "bukan ini"),
        ("Kata sandi baru", NEW),
        ("Ulangi kata sandi baru", NEW),
    ):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page.get_by_text("Kata sandi lama tidak cocok.")).to_be_visible()
    expect(page.get_by_label("Kata sandi sekarang", exact=True)).to_be_focused()
    page.get_by_label("Kata sandi sekarang", exact=True).fill(account.password)
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page.get_by_text("Kata sandi diganti.")).to_be_visible()
    expect(rest).to_have_url(re.compile("/masuk/"), timeout=20_000)
    SignInPage(rest).open().sign_in(account.nrp, NEW)
    assert deeds(live_server, account.nrp) == ["perangkat.dikeluarkan", "perangkat.hilang", "akun.sandi_diganti"]


def test_a_second_factor_by_choice(make_context: MakeContext, sign_in: SignIn, live_server: LiveServer) -> None:
    """Set up by keyboard, asked for on the next device, new recovery codes, and away again; each against a code."""
    other, page = (make_context().new_page() for _ in range(2))
    for one in (other, page):
        sign_in(one, "kasat")
    page.goto("/akun/")
    page.get_by_role("button", name="Pasang faktor kedua").press("Enter")
    page.get_by_text("Tidak dapat memindai?").press("Enter")
    secret = page.locator("details p.tracking-wider").inner_text().replace(" ", "")
    totp = pyotp.TOTP(secret)
    assert_accessible(page)
    page.get_by_label("Kode dari aplikasi").fill("000000")
    page.get_by_label("Kata sandi Anda", exact=True).fill("bukan kata sandinya")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kata sandi salah.")).to_be_visible()
    page.get_by_label("Kata sandi Anda", exact=True).fill(live_server.account("kasat").password)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kode salah")).to_be_visible()
    page.get_by_label("Kode dari aplikasi").fill(totp.now())
    page.keyboard.press("Enter")
    codes = page.get_by_role("list", name="Kode pemulihan").get_by_role("listitem")
    expect(codes).to_have_count(10)
    first, second, *_ = codes.all_inner_texts()
    page.get_by_role("button", name="Sudah saya simpan").click()
    expect(page.get_by_text("10 kode pemulihan tersisa")).to_be_visible()
    assert_accessible(page)

    expect(other).to_have_url(re.compile("/masuk/"), timeout=20_000)
    account = live_server.account("kasat")
    SignInPage(other).open().fill(account.nrp, account.password)
    other.get_by_role("button", name="Pakai kode pemulihan").click()
    other.get_by_label("Kode pemulihan").fill(first)
    other.get_by_role("button", name="Lanjut").click()
    expect(other).to_have_url(re.compile("/hari-ini/"))
    page.reload()
    expect(page.get_by_text("9 kode pemulihan tersisa")).to_be_visible()

    page.get_by_role("button", name="Lepas faktor kedua").click()
    page.get_by_role("button", name="Batal").click()
    page.get_by_role("button", name="Lepas faktor kedua").click()
    page.get_by_role("button", name="Pakai kode pemulihan").click()
    page.get_by_label("Kode pemulihan").fill(second)
    page.get_by_role("button", name="Lepas", exact=True).click()
    expect(page.get_by_text("Faktor kedua dilepas.")).to_be_visible()
    expect(page.get_by_role("button", name="Pasang faktor kedua")).to_be_visible()
    assert deeds(live_server, account.nrp) == [
        "akun.faktor_dipasang", "akun.kode_pemulihan_dipakai", "akun.kode_pemulihan_dipakai", "akun.faktor_dilepas",
    ]  # fmt: skip
