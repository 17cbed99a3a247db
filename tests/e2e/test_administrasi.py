"""The administration as an admin meets it: people, villages, import, settings, and a second factor."""

import re
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from sambang_digital.models.base import now
from tests.conftest import run_cli
from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import MakeContext, MakeServer
from tests.e2e.officer import rows
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.server import LiveServer

SignIn = Callable[[Page, str], None]


@pytest.fixture
def admin(desk: Page, sign_in: SignIn) -> Page:
    """The admin of the Polres at a desk, in the administration."""
    sign_in(desk, "admin")
    expect(desk).to_have_url(re.compile("/administrasi/$"))
    expect(desk.locator("#personel li")).to_have_count(50)
    return desk


def test_a_new_officer_from_the_form_to_the_first_sign_in(admin: Page, page: Page, live_server: LiveServer) -> None:
    """Faults beside their fields, the password once, villages for a period, out again."""
    admin.get_by_role("button", name="Tambah orang").click()
    admin.get_by_role("button", name="Tambahkan").click()
    expect(admin.get_by_text("NRP hanya angka").or_(admin.get_by_text("Harus berupa teks")).first).to_be_visible()
    assert_accessible(admin)
    admin.get_by_label("NRP", exact=True).fill("91020304")
    admin.get_by_label("Nama", exact=True).fill("Melati Kusuma")
    admin.get_by_label("Bhabinkamtibmas", exact=True).check()
    admin.locator("form:has([name=nrp]) [name=satuan_id]").select_option(label="Polsek Karawaci")
    admin.get_by_role("button", name="Tambahkan").click()
    shown = admin.get_by_label("Kata sandi sementara")
    expect(shown).to_have_text(re.compile(r"^([a-z2-9]{4}-){2}[a-z2-9]{4}$"))
    password = shown.inner_text()
    assert_accessible(admin)
    admin.get_by_role("button", name="Sudah disampaikan").click()
    admin.get_by_placeholder("Cari nama atau NRP").fill("Melati Kusuma")
    admin.keyboard.press("Enter")
    admin.get_by_role("link", name=re.compile("Melati Kusuma")).click()
    expect(admin.get_by_role("heading", name="Melati Kusuma")).to_be_visible()
    expect(admin.get_by_text(password)).to_have_count(0)
    admin.get_by_role("button", name="Tugaskan").click()
    expect(admin.locator("#tugas").get_by_text("Berjalan")).to_be_visible()
    assert_accessible(admin)
    SignInPage(page).open().fill("91020304", password)
    expect(page.get_by_role("heading", name=re.compile("Selamat datang"))).to_be_visible()
    admin.get_by_role("button", name="Nonaktifkan akun").click()
    expect(admin.get_by_text("tidak dapat masuk lagi")).to_be_visible()
    admin.get_by_role("button", name="Ya, nonaktifkan akun").click()
    expect(admin.get_by_text("Akun dinonaktifkan")).to_be_visible()
    SignInPage(page).open().fill("91020304", password)
    expect(page.get_by_text("NRP atau kata sandi salah.")).to_be_visible()
    deeds = [deed for (deed,) in rows(live_server, "SELECT action FROM audit ORDER BY id")]
    assert {"akun.dibuat", "penugasan.dibuat", "akun.dinonaktifkan"} <= set(deeds)


def test_import_tells_every_fault_and_then_takes_all(admin: Page, tmp_path: Path, live_server: LiveServer) -> None:
    """The corrected file under the same name is chosen again; passwords come as a file."""
    head = "NRP;Nama;Satuan;Peran;Wilayah\n"
    file = tmp_path / "orang.csv"
    file.write_text(head + "9201;Satu;Polsek Antah;Bhabinkamtibmas;\n9202;=HYPERLINK(1);Polsek Benda;Kasat;\n")
    admin.get_by_role("link", name="Impor").click()
    admin.get_by_label("Pilih berkas").set_input_files(file)
    expect(admin.get_by_role("heading", name="3 kesalahan, tidak ada yang diimpor")).to_be_visible()
    table = admin.get_by_role("region", name="Daftar kesalahan").get_by_role("row")
    expect(table).to_have_text([
        "BarisKolomKesalahan",
        "2SatuanSatuan Polsek Antah tidak dikenal, atau di luar satuan Anda.",
        re.compile("^3Nama.*rumus"),
        re.compile("^3Peran.*Kasat"),
    ])  # fmt: skip
    assert_accessible(admin)
    file.write_text(
        head + "9201;Satu Dua;Polsek Benda;Bhabinkamtibmas;Belendung\n9202;Tiga;Polsek Benda;Kanit Binmas Polsek;\n"
    )
    admin.get_by_label("Pilih berkas").set_input_files(file)
    expect(admin.get_by_role("heading", name="2 orang siap ditambahkan")).to_be_visible()
    assert_accessible(admin)
    admin.get_by_role("button", name="Tambahkan 2 orang").click()
    expect(admin.get_by_role("heading", name="2 orang ditambahkan")).to_be_visible()
    with admin.expect_download() as download:
        admin.get_by_role("button", name="Unduh kata sandi").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[:3] for line in lines[1:]] == [
        ["9201", "Satu Dua", "Polsek Benda"],
        ["9202", "Tiga", "Polsek Benda"],
    ]
    assert rows(
        live_server, "SELECT count(*) FROM penugasan p JOIN akun a ON a.id = p.akun_id WHERE a.nrp = '9201'"
    ) == [(1,)]


def test_villages_change_hands_and_gaps_show(admin: Page, live_server: LiveServer) -> None:
    """From one polsek to another, by ticking; a village without an officer is one click away."""
    admin.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Wilayah", exact=True).click()
    admin.get_by_role("link", name="Lihat yang kosong").click()
    expect(admin).to_have_url(re.compile("petugas=kosong"))
    villages = admin.locator("#wilayah > li")
    expect(villages.filter(has_not_text="Tanpa petugas")).to_have_count(0)
    first = villages.first
    name = first.locator("span").first.inner_text()
    first.get_by_role("checkbox").check()
    admin.get_by_label("Pindahkan yang dicentang ke").select_option(label="Polsek Benda")
    admin.get_by_role("button", name="Pindahkan", exact=True).click()
    expect(admin.get_by_text("1 wilayah dipindah ke Polsek Benda.")).to_be_visible()
    moved = rows(
        live_server, "SELECT w.name FROM wilayah w JOIN satuan s ON s.id = w.satuan_id WHERE s.name = 'Polsek Benda'"
    )
    assert (name,) in moved
    assert_accessible(admin)


def test_a_setting_is_changed_and_given_back(admin: Page) -> None:
    """A wrong value is refused beside its field; empty means the usual one."""
    admin.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Pengaturan").click()
    target = admin.get_by_label("Target kunjungan per hari")
    expect(target).to_have_attribute("placeholder", "Bawaan: 5")
    target.fill("99")
    save = admin.get_by_role("button", name="Simpan Kinerja petugas")
    save.click()
    expect(admin.get_by_text("Paling besar 50.")).to_be_visible()
    assert_accessible(admin)
    target.fill("8")
    save.click()
    expect(admin.get_by_text("Pengaturan disimpan.")).to_be_visible()
    admin.reload()
    expect(target).to_have_value("8")
    target.fill("")
    save.click()
    expect(admin.get_by_text("Pengaturan disimpan.")).to_be_visible()
    admin.reload()
    expect(target).to_have_value("")


def test_the_second_factor_of_an_exposed_server(make_server: MakeServer, make_context: MakeContext) -> None:
    """Set up at the first sign-in, asked for at the next; a recovery code opens once."""
    server = make_server(SAMBANG_DEMO="false")
    settings = {"DATABASE_URL": f"sqlite:///{server.data_dir / 'sambang.db'}", "SAMBANG_DEMO": "false"}
    words = ("admin", "create", "--nrp", "90010001", "--nama", "Ratna Admin")
    printed = run_cli(*words, data_dir=server.data_dir, **settings)
    password = re.search(r"sementara: (\S+)", printed)[1]  # type: ignore[index]
    page = make_context(base_url=server.url).new_page()
    SignInPage(page).open().fill("90010001", password)
    own = "ombak tenang pagi hari"
    page.get_by_label("Kata sandi baru", exact=True).fill(own)
    page.get_by_label("Ulangi kata sandi baru", exact=True).fill(own)
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.get_by_role("img", name="Kode QR")).to_be_visible()
    assert_accessible(page)
    page.get_by_text("Tidak dapat memindai?").click()
    totp = pyotp.TOTP(page.locator("details p.break-all").inner_text().replace(" ", ""))
    page.get_by_label("Kode dari aplikasi").fill("000000")
    page.get_by_label("Kata sandi Anda", exact=True).fill(own)
    page.get_by_role("button", name="Pasang").click()
    expect(page.get_by_text("Kode salah")).to_be_visible()
    page.get_by_label("Kode dari aplikasi").fill(totp.at(now()))
    page.get_by_role("button", name="Pasang").click()
    codes = page.get_by_role("list", name="Kode pemulihan").get_by_role("listitem")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    assert_accessible(page)
    page.get_by_role("button", name="Sudah saya simpan, lanjut").click()
    expect(page).to_have_url(re.compile("/administrasi/"))
    other = make_context(base_url=server.url).new_page()
    SignInPage(other).open().fill("90010001", own)
    expect(other.get_by_role("heading", name=re.compile("Satu langkah lagi"))).to_be_visible()
    assert_accessible(other)
    other.goto("/administrasi/")
    expect(other).to_have_url(re.compile("/masuk/"))
    other.get_by_role("button", name=re.compile("Pakai kode pemulihan")).click()
    other.get_by_label("Kode pemulihan").fill(recovery)
    other.get_by_role("button", name="Lanjut").click()
    expect(other).to_have_url(re.compile("/administrasi/"))


def test_polda_sees_all_and_a_polsek_nothing_of_it(make_context: MakeContext, sign_in: SignIn) -> None:
    """A reviewer has no way into the administration: not by the menu, not by the address."""
    page = make_context().new_page()
    sign_in(page, "kanit")
    page.goto("/administrasi/")
    expect(page).to_have_url(re.compile("/hari-ini/"))
    expect(page.get_by_text("Administrasi")).to_have_count(0)
    assert page.request.get("/api/v1/personel/ekspor").status == 403
