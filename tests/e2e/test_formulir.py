"""Filling in a form: faults lead to their fields, folded groups open, items come back, drafts stay as typed."""

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import MakePhone
from tests.e2e.officer import rows
from tests.e2e.pages.formulir import FormPage
from tests.e2e.server import LiveServer


@pytest.fixture
def form(ready_phone: MakePhone) -> FormPage:
    return FormPage(ready_phone().page)


def test_faults_are_listed_and_stand_beside_their_fields(form: FormPage) -> None:
    form.open("Sambang tempat").save()
    expect(form.faults).to_have_text("3 isian perlu diperbaiki")
    name = form.field("Nama tempat")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description("Wajib diisi.")

    name.fill("P")
    expect(name).to_have_accessible_description("Paling sedikit 2 huruf.")
    name.fill("Pasar Malabar")
    expect(name).not_to_have_attribute("aria-invalid", "true")
    expect(form.faults).to_have_text("2 isian perlu diperbaiki")

    form.page.get_by_role("link", name="Keadaan keamanan Wajib diisi.").click()
    expect(form.page.get_by_role("radio", name="Aman")).to_be_focused()
    form.page.keyboard.press("Space")
    form.field("Jenis tempat").select_option(label="Pasar atau pertokoan")
    expect(form.faults).to_have_count(0)


def test_the_same_fault_twice_gets_the_focus_twice(form: FormPage) -> None:
    form.open("Sambang tempat").save()
    form.field("Catatan").click()
    form.save()
    expect(form.field("Nama tempat")).to_be_focused()


def test_a_fault_opens_its_folded_group(form: FormPage) -> None:
    form.open("Sambang usaha")
    form.field("Nama usaha").fill("Toko Emas Jaya")
    form.field("Jenis usaha").select_option(label="Toko emas atau pegadaian")
    form.pick("Aman")
    form.fold("Pengamanan").click()
    guards = form.field("Jumlah satpam")
    guards.fill("dua")
    form.fold("Pengamanan").click()
    expect(guards).to_be_hidden()

    form.save()
    expect(guards).to_be_focused()
    expect(guards).to_have_accessible_description("Tulis dengan angka bulat.")
    expect(form.fold("Pengamanan")).to_contain_text("Perbaiki 1")
    expect(form.page.get_by_role("link", name="Pengamanan · Jumlah satpam")).to_be_visible()
    guards.fill("2")
    expect(form.fold("Pengamanan")).to_contain_text("1 terisi")


def test_a_removed_person_comes_back_where_he_stood(form: FormPage) -> None:
    form.open("Sambang warga").pick("Bersedia didata")
    form.fold("Anggota serumah").click()
    add = form.page.get_by_role("button", name="Tambah anggota")
    for number, name in enumerate(("Ani", "Budi", "Citra"), 1):
        add.click()
        expect(form.field("Nama", f"Anggota {number}")).to_be_focused()
        form.page.keyboard.type(name)
    form.field("Tanggal lahir", "Anggota 2").fill("31/12/1990")
    expect(form.page.get_by_role("group", name="Anggota 2")).to_contain_text("31 Desember 1990")

    form.page.get_by_role("button", name="Hapus Anggota 2").click()
    expect(form.field("Nama", "Anggota 2")).to_have_value("Citra")
    undo = form.page.get_by_role("button", name="Urungkan")
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(form.field("Nama", "Anggota 2")).to_be_focused()
    for number, name in enumerate(("Ani", "Budi", "Citra"), 1):
        expect(form.field("Nama", f"Anggota {number}")).to_have_value(name)
    expect(form.field("Tanggal lahir", "Anggota 2")).to_have_value("31/12/1990")
    expect(undo).to_have_count(0)


def test_a_draft_comes_back_exactly_as_typed(form: FormPage) -> None:
    form.open("Sambang warga").pick("Bersedia didata")
    form.field("Nama kepala keluarga").fill("  Siti  Aminah ")
    form.fold("Data kepala keluarga").click()
    form.pick("Perempuan")
    form.field("Tanggal lahir").fill("3112")
    form.fold("Keluhan dan harapan").click()
    form.page.get_by_role("button", name="Tambah keluhan").click()
    form.field("Uraian").fill("Parkir liar <b>tiap pagi</b>\n\n\nsampai siang ")
    form.fold("Didampingi").click()
    form.pick("Babinsa")
    expect(form.page.get_by_text("Draf tersimpan di HP")).to_be_visible()

    form.page.reload()
    expect(form.field("Nama kepala keluarga")).to_have_value("  Siti  Aminah ")
    expect(form.page.get_by_role("radio", name="Bersedia didata")).to_be_checked()
    expect(form.fold("Data kepala keluarga")).to_contain_text("2 terisi")
    form.fold("Data kepala keluarga").click()
    expect(form.field("Tanggal lahir")).to_have_value("3112")
    expect(form.page.get_by_role("radio", name="Perempuan")).to_be_checked()
    form.fold("Keluhan dan harapan").click()
    expect(form.field("Uraian")).to_have_value("Parkir liar <b>tiap pagi</b>\n\n\nsampai siang ")
    form.fold("Didampingi").click()
    expect(form.page.get_by_role("checkbox", name="Babinsa")).to_be_checked()


def test_a_household_that_declines_sends_nothing_personal(form: FormPage, live_server: LiveServer) -> None:
    form.open("Sambang warga").pick("Bersedia didata")
    expect(form.page.get_by_text("Warga boleh menolak")).to_be_visible()
    form.field("Nama kepala keluarga").fill("Siti Rahasia")
    form.pick("Menolak didata")
    expect(form.field("Nama kepala keluarga")).to_have_count(0)
    expect(form.fold("Anggota serumah")).to_have_count(0)
    form.field("RT", "RT dan RW").fill("7")
    form.pick("Aman")
    form.save()
    expect(form.page.get_by_role("heading", name="Tersimpan di HP.")).to_be_visible()
    expect(form.page.get_by_text("Terkirim ·")).to_be_visible(timeout=20_000)
    title = "Rumah yang menolak didata · RT 007"
    ((body,),) = rows(live_server, "SELECT body FROM laporan WHERE title = ?", title)
    assert "Siti Rahasia" not in body
    assert json.loads(body)["consent"] == "declined"


def test_a_short_form_is_filled_in_by_keyboard_alone(form: FormPage) -> None:
    form.open("Sambang tempat")
    press, type_ = form.page.keyboard.press, form.page.keyboard.type
    form.field("Nama tempat").focus()
    type_("Poskamling RW 05")
    press("Tab")
    type_("Poskamling")
    for _ in range(3):
        press("Tab")  # address, RT, RW
    press("Tab")
    expect(form.page.get_by_role("radio", name="Aman")).to_be_focused()
    press("ArrowRight")
    expect(form.page.get_by_role("radio", name="Perlu dipantau")).to_be_checked()
    press("Tab")
    type_("Lampu jalan mati")
    press("Tab")
    press("Tab")
    expect(form.fold("Keluhan dan harapan")).to_be_focused()
    press("Enter")
    expect(form.page.get_by_role("button", name="Tambah keluhan")).to_be_visible()
    expect(form.field("Jenis tempat")).to_have_value("guard_post")
    form.save()
    expect(form.page.get_by_role("heading", name="Tersimpan di HP.")).to_be_visible()


@pytest.mark.parametrize(
    ("kind", "scheme"),
    [
        ("Sambang warga", "light"),
        ("Sambang warga", "dark"),
        ("Sambang tempat", "light"),
        ("Sambang usaha", "light"),
        ("Sambang tokoh", "light"),
    ],
)
def test_axe_finds_nothing_however_much_is_open(ready_phone: MakePhone, kind: str, scheme: str) -> None:
    page = ready_phone(color_scheme=scheme).page
    form = FormPage(page).open(kind)
    if kind == "Sambang warga":
        form.pick("Bersedia didata")
    form.pick("Perlu dipantau")
    for summary in page.locator("form summary").all():
        summary.click()
    for add in page.get_by_role("button", name="Tambah").all():
        add.click()
    form.pick("Dimediasi")
    form.pick("Babinsa")
    assert_accessible(page)
    form.save()
    expect(form.faults).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 390])
def test_text_twice_as_large_fits_the_screen(ready_phone: MakePhone, width: int) -> None:
    page = ready_phone(viewport={"width": width, "height": 844}).page
    form = FormPage(page).open("Sambang warga")
    form.pick("Bersedia didata")
    form.pick("Ada gangguan")
    for summary in page.locator("form summary").all():
        summary.click()
    page.get_by_role("button", name="Tambah anggota").click()
    form.save()
    page.add_style_tag(content="html { font-size: 200% }")
    outside = page.locator("form *").evaluate_all(
        "(all) => all.filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.outerHTML)"
    )
    assert outside == []
