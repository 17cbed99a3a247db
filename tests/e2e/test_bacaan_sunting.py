"""A text for citizens from its first line to its readers; and nobody loses what they typed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import pictures
from tests.e2e.browser import PHONE, assert_accessible
from tests.e2e.conftest import MakeContext, SignedIn
from tests.e2e.pages.naskah import NaskahPage
from tests.e2e.test_pages import assert_for_everybody


def test_written_previewed_handed_in_published_and_read(signed_in: SignedIn, make_context: MakeContext) -> None:
    """News of a patrol: the preview follows, the schedule may be taken back, citizens read it, then a new version, then not at all."""
    desk = signed_in()
    text = NaskahPage(desk).new("Berita").write("Patroli malam ditambah")
    expect(text.preview.get_by_role("heading", name="Yang bisa warga lakukan")).to_be_visible()
    expect(text.preview.locator("strong")).to_have_text("pukul 23.00")
    text.save()
    expect(desk).to_have_url(re.compile(r"/bacaan/naskah/\?id="))
    text.publish()

    reader = make_context(java_script_enabled=False).new_page()
    reader.goto("/baca/patroli-malam-ditambah")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Patroli malam ditambah")
    expect(reader.locator(".isi strong")).to_have_text("pukul 23.00")

    text.press("Tulis versi baru")
    text.title.fill("Patroli malam diperpanjang")
    text.save()
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Patroli malam ditambah")
    desk.get_by_role("button", name="Bandingkan dengan versi 1").click()
    differences = desk.get_by_role("list", name="Perbedaan")
    expect(differences.locator("ins")).to_have_text("diperpanjang")
    expect(differences.locator("del")).to_have_text("ditambah")
    assert_accessible(desk)
    text.publish()
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Patroli malam diperpanjang")

    text.press("Arsipkan")
    text.press("Ya, arsipkan")
    expect(text.told("Diarsipkan.")).to_be_visible()
    assert reader.goto("/baca/patroli-malam-ditambah").status == 404  # type: ignore[union-attr]
    desk.goto("/bacaan/?tampil=diarsipkan")
    expect(desk.get_by_role("link", name="Patroli malam diperpanjang")).to_be_visible()


def test_what_is_missing_is_said_beside_its_field(signed_in: SignedIn) -> None:
    """Guidance without its parts is kept as a draft, and says what it lacks; the first of it has the focus."""
    desk = signed_in()
    text = NaskahPage(desk).new("Penyuluhan").write("Jaga", body="Baru mulai")
    desk.get_by_role("button", name="Tambah soal").click()
    desk.get_by_label("Pertanyaan").fill("Kunci apa yang dipasang?")
    text.press("Simpan dan ajukan")
    expect(text.told("belum dapat diajukan")).to_be_visible()
    expect(text.title).to_be_focused()
    expect(text.title).to_have_attribute("aria-invalid", "true")
    expect(desk.get_by_text("Paling sedikit 5 huruf.").first).to_be_visible()
    expect(desk.get_by_text("Tandai jawaban yang benar.")).to_be_visible()
    expect(desk.get_by_text("Pilih salah satu dari daftar.")).to_be_visible()
    assert_for_everybody(desk)
    # All of it is there after a reload: it was kept.
    desk.reload()
    expect(desk.get_by_label("Pertanyaan")).to_have_value("Kunci apa yang dipasang?")
    expect(text.body).to_have_value("Baru mulai")


def test_nothing_that_is_typed_is_lost(signed_in: SignedIn) -> None:
    """Not without network, not by a reload, not by a link; and a save after it comes back keeps it."""
    desk = signed_in()
    text = NaskahPage(desk).new("Himbauan").write("Waspada banjir")
    text.save()
    text.title.fill("Waspada banjir di bantaran")
    expect(desk.get_by_text("Ada tulisan yang belum disimpan.")).to_be_visible()

    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    desk.once("dialog", stay)
    desk.get_by_role("link", name="Semua bacaan").click()
    expect(text.title).to_have_value("Waspada banjir di bantaran")
    assert asked == ["Tulisan belum disimpan. Tinggalkan halaman ini?"]

    desk.context.set_offline(True)
    expect(desk.get_by_text("Tanpa jaringan. Tulisan tetap ada di layar ini")).to_be_visible()
    expect(desk.get_by_role("button", name="Simpan draf")).to_be_disabled()
    text.title.fill("Waspada banjir di bantaran sungai")
    desk.context.set_offline(False)
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.reload()
    expect(text.title).to_have_value("Waspada banjir di bantaran sungai")
    expect(desk.get_by_text("Tulisan yang belum disimpan dipulihkan")).to_be_visible()
    text.save()
    desk.reload()
    expect(text.title).to_have_value("Waspada banjir di bantaran sungai")
    expect(desk.get_by_text("Tulisan yang belum disimpan dipulihkan")).to_have_count(0)


def test_a_text_is_scheduled_by_keyboard(signed_in: SignedIn) -> None:
    """Ctrl+S saves; a time that has passed is refused beside its field; a later one stands in the list."""
    desk = signed_in()
    text = NaskahPage(desk).new("Berita").write("Terbit lusa")
    text.body.press("Control+s")
    expect(desk.get_by_text("Semua tersimpan.")).to_be_visible()
    text.press("Simpan dan ajukan")
    expect(text.told("Diajukan.")).to_be_visible()
    step = desk.get_by_role("button", name="Jadwalkan", exact=True)
    step.focus()
    step.press("Enter")
    desk.get_by_label("Tanggal terbit").fill("2020-01-01")
    desk.get_by_label("Jam terbit").fill("08:00")
    desk.get_by_label("Jam terbit").press("Enter")
    expect(desk.get_by_text("Waktu ini sudah lewat.")).to_be_visible()
    assert_accessible(desk)
    year = int(desk.get_by_label("Tanggal terbit").get_attribute("min")[:4])  # type: ignore[index]
    desk.get_by_label("Tanggal terbit").fill(f"{year + 1}-01-01")
    desk.get_by_label("Jam terbit").press("Enter")
    expect(text.told("Dijadwalkan.")).to_be_visible()
    desk.goto("/bacaan/?tampil=dijadwalkan")
    expect(desk.get_by_text(f"Terbit 1 Jan {year + 1} 08.00 WIB")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_axe_finds_nothing(signed_in: SignedIn, scheme: str) -> None:
    """The whole form of guidance, and a text that is out, on a phone and on a desk."""
    desk = signed_in(color_scheme=scheme, reduced_motion="reduce", viewport=PHONE)
    NaskahPage(desk).new("Penyuluhan")
    for button in ("Tambah kontak", "Tambah soal", "Tambah sumber"):
        desk.get_by_role("button", name=button).click()
    assert_for_everybody(desk)
    big_enough(desk)
    text = NaskahPage(desk)
    desk.on("dialog", lambda dialog: dialog.accept())
    text.new("Berita").write(f"Uji tampilan {scheme}")
    text.publish()
    assert_for_everybody(desk)


def big_enough(page: Page) -> None:
    """Every button of the form is a target for a thumb."""
    for button in page.get_by_role("form", name="Naskah").get_by_role("button").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 47.5, button


def test_a_picture_is_uploaded_previewed_and_public_with_its_text(
    signed_in: SignedIn, make_context: MakeContext, tmp_path: Path
) -> None:
    """It says in words what it shows before it may go out; a reader without a session sees it."""
    file = tmp_path / "peta.jpg"
    file.write_bytes(pictures.photo(800, 600))
    desk = signed_in()
    text = NaskahPage(desk).new("Berita").write("Peta patroli malam")
    text.body.press("Control+End")
    desk.get_by_label("Berkas gambar").set_input_files(file)
    expect(desk.get_by_text("Gambar diunggah.")).to_be_visible()
    expect(text.preview.get_by_role("img", name="keterangan gambar")).to_be_visible()
    # The words that stand for it are selected, to be written over.
    desk.keyboard.type("Peta tujuh titik patroli")
    shown = text.preview.get_by_role("img", name="Peta tujuh titik patroli")
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("image => image.naturalWidth") == 800
    text.publish()
    reader = make_context(java_script_enabled=False).new_page()
    reader.goto("/baca/peta-patroli-malam")
    picture = reader.get_by_role("img", name="Peta tujuh titik patroli")
    picture.scroll_into_view_if_needed()
    address = picture.get_attribute("src")
    answer = reader.request.get(address)  # type: ignore[arg-type]
    assert answer.ok
    text.press("Arsipkan")
    text.press("Ya, arsipkan")
    expect(text.told("Diarsipkan.")).to_be_visible()
    assert reader.request.get(address).status == 404  # type: ignore[arg-type]


def test_a_text_that_goes_back_says_why_where_it_is_written(signed_in: SignedIn) -> None:
    """A polsek hands in, the Kasat above it finds the text and sends it back: the reason stands above the form."""
    desk = signed_in()
    text = NaskahPage(desk).new("Himbauan").write("Waspada balap liar")
    text.press("Simpan dan ajukan")
    expect(text.told("Diajukan.")).to_be_visible()
    above = signed_in("kasat")
    above.goto("/bacaan/?tampil=ditinjau")
    above.get_by_role("link", name="Waspada balap liar").click()
    decided = NaskahPage(above)
    decided.press("Kembalikan ke penulis")
    decided.press("Kembalikan")
    expect(above.get_by_text("Tulis apa yang perlu diperbaiki")).to_be_visible()
    above.get_by_label("Apa yang perlu diperbaiki?").fill("Sebutkan jam dan tempatnya.")
    decided.press("Kembalikan")
    expect(decided.told("Kembali menjadi draf.")).to_be_visible()
    desk.reload()
    expect(desk.get_by_role("alert").filter(has_text="Sebutkan jam dan tempatnya.")).to_be_visible()
    expect(text.title).to_have_value("Waspada balap liar")
    # What both write stays apart: neither is replaced.
    decided.title.fill("Waspada balap liar malam Minggu")
    decided.save()
    text.title.fill("Waspada balap liar di Karawaci")
    text.press("Simpan draf")
    expect(text.told("Orang lain menyimpan lebih dulu. Tulisan Anda menjadi versi 3")).to_be_visible()
    expect(text.title).to_have_value("Waspada balap liar di Karawaci")
