"""Problem solving end to end: agreed and signed without network, read and accepted at the desk; a case handed on and answered."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import OpenDesk
from tests.e2e.officer import picture, rows
from tests.e2e.pages.petugas import CapturePage, QueuePage
from tests.e2e.pages.sengketa import DisputePage
from tests.e2e.server import LiveServer

SignIn = Callable[[Page, str], None]


def test_an_agreement_signed_without_network_is_read_and_accepted_at_the_desk(
    context: BrowserContext, live_server: LiveServer, open_desk: OpenDesk, tmp_path: Path
) -> None:
    """One drawn on the screen, one on paper with its photo."""
    (page,) = context.pages
    officer = page.evaluate("JSON.parse(localStorage.getItem('sambang.person'))")
    me = f"{officer['rank']} {officer['name']}"
    context.set_offline(True)
    dispute = DisputePage(page).open("Sengketa")
    dispute.mediated("Batas pagar Gang Melati", "Budi Santoso", "Sri Wahyuni")
    expect(dispute.form.field("Pekerjaan", "Pihak pertama 1")).to_be_hidden()
    dispute.form.fold("Umur, pekerjaan, alamat, telepon").first.click()
    dispute.form.field("Pekerjaan", "Pihak pertama 1").fill("Pedagang sayur")
    expect(dispute.form.fold("1 terisi")).to_have_count(1)
    dispute.add_point("Kedua belah pihak sepakat berdamai")
    dispute.add_point("[pihak] mengganti kerugian", pihak="Sri Wahyuni", pihak_lain="Budi Santoso", jumlah="500.000")
    page.get_by_role("button", name="Naikkan butir 2").press("Enter")
    assert [text.split()[0] for text in dispute.points] == ["Sri", "Kedua"]
    expect(page.get_by_role("button", name="Naikkan butir 1")).to_be_focused()
    page.get_by_role("button", name="Hapus butir 2").click()
    page.get_by_role("button", name="Urungkan").press("Enter")
    assert dispute.points[0] == "Sri Wahyuni mengganti kerugian kepada Budi Santoso sebesar Rp500.000."

    dispute.form.pick("Di layar HP ini")
    sheet = dispute.start_signing("Budi Santoso")
    sheet.get_by_role("button", name="Selesai").click()
    expect(sheet.get_by_role("alert")).to_contain_text("Belum ada goresan")
    dispute.draw(sheet)
    sheet.get_by_role("button", name="Hapus").click()
    dispute.draw(sheet)
    sheet.get_by_role("button", name="Urung", exact=True).click()
    sheet.get_by_role("button", name="Ulang", exact=True).click()
    assert_accessible(page)
    sheet.get_by_role("button", name="Selesai").click()
    expect(page.get_by_text("Sudah ada yang menandatangani.")).to_be_visible()
    expect(page.get_by_text("Draf tersimpan di HP")).to_be_visible()

    page.reload()
    expect(dispute.signatures.get_by_role("img", name="Tanda tangan Budi Santoso")).to_be_visible()
    dispute.form.save()
    expect(page.get_by_text("Belum tanda tangan: Sri Wahyuni (Pihak kedua), Petugas.").first).to_be_visible()
    sheet = dispute.start_signing("Sri Wahyuni")
    sheet.get_by_text("Tidak dapat menggambar?").click()
    sheet.get_by_role("textbox").fill("Sri")
    sheet.get_by_role("button", name="Selesai").click()
    expect(sheet.get_by_role("alert")).to_contain_text("Sri Wahyuni")
    sheet.get_by_role("textbox").fill("sri wahyuni")
    sheet.get_by_role("button", name="Selesai").click()
    dispute.sign(me)
    assert_accessible(page)
    dispute.form.save()
    expect(page.get_by_role("heading", name="Tersimpan di HP.")).to_be_visible()

    capture = CapturePage(page)
    dispute.open("Sengketa")
    dispute.mediated("Utang arisan Gang Kenanga", "Budi Santoso", "Sri Wahyuni")
    dispute.add_point("Kedua belah pihak sepakat berdamai")
    dispute.form.pick("Di kertas, lalu difoto")
    expect(dispute.signatures).to_have_count(0)
    capture.add_photos([picture(tmp_path / "balai.jpg", 1), picture(tmp_path / "surat.jpg", 2)])
    dispute.form.save()
    expect(page.get_by_text("tandai fotonya sebagai surat").first).to_be_visible()
    paper = page.get_by_role("button", name="Foto 2 adalah surat yang ditandatangani")
    paper.press("Enter")
    expect(paper).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("tandai fotonya sebagai surat")).to_have_count(0)
    assert_accessible(page)
    capture.save()
    context.set_offline(False)
    expect(page.get_by_text("Terkirim ·")).to_be_visible(timeout=30_000)
    ((body,),) = rows(live_server, "SELECT body FROM laporan WHERE title = 'Batas pagar Gang Melati'")
    # Folding changes nothing of what is stored.
    assert json.loads(body)["first_party"][0]["occupation"] == "Pedagang sayur"
    kept = json.loads(body)["agreement"]["signatures"]
    assert [(one["role"], one["typed"]) for one in kept] == [
        ("first_party", False),
        ("second_party", True),
        ("officer", False),
    ]

    desk = open_desk(query="?cari=Batas+pagar")
    desk.read("Batas pagar Gang Melati")
    report = desk.report
    expect(report.get_by_role("heading", name="Pihak pertama")).to_be_visible()
    expect(report.get_by_text("Sri Wahyuni mengganti kerugian")).to_be_visible()
    drawn = report.get_by_role("img", name="Tanda tangan Budi Santoso").locator("path")
    assert drawn.get_attribute("d") == kept[0]["ink"]
    expect(report.get_by_text("Menyetujui tanpa menggambar")).to_be_visible()
    assert_accessible(desk.page)
    desk.accept.click()
    expect(desk.page.get_by_text("Diterima: Batas pagar Gang Melati")).to_be_visible()
    desk.open("?cari=Utang+arisan")
    desk.read("Utang arisan Gang Kenanga")
    expect(report.get_by_text("Ditandatangani: Di kertas, lalu difoto.")).to_be_visible()
    letter = report.get_by_role("img", name="Surat yang ditandatangani, Foto 2 dari 2")
    letter.scroll_into_view_if_needed()
    expect(letter).to_have_js_property("naturalWidth", 320, timeout=30_000)


def test_a_case_handed_on_is_acknowledged_and_the_phone_says_so(context: BrowserContext, open_desk: OpenDesk) -> None:
    (page,) = context.pages
    context.set_offline(True)
    case = DisputePage(page).open("Eskalasi")
    case.form.field("Pokok masalah").fill("Penggelapan iuran warga")
    case.form.field("Diteruskan kepada").select_option("Satreskrim")
    case.form.field("Alasan").fill("Perlu penyelidikan.")
    case.form.field("Uraian").fill("Enam warga kehilangan uang arisan.")
    case.form.save()
    expect(page.get_by_role("heading", name="Tersimpan di HP.")).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_text("Terkirim ·")).to_be_visible(timeout=30_000)

    kasat = open_desk("kasat").page
    kasat.goto("/eskalasi/?cari=iuran")
    kasat.get_by_role("link", name="Penggelapan iuran warga").click()
    article = kasat.get_by_role("article")
    expect(article.get_by_text("Enam warga kehilangan uang arisan.")).to_be_visible()
    article.get_by_role("button", name="Terima").click()
    article.get_by_label("Catatan, misalnya siapa yang menangani").fill("Ditangani Unit Tipidum.")
    article.get_by_role("button", name="Simpan").click()
    expect(kasat.get_by_text("Eskalasi diterima.")).to_be_visible()
    expect(article.get_by_text("Ditangani", exact=True).first).to_be_visible()
    article.get_by_role("button", name="Selesaikan").click()
    article.get_by_role("button", name="Simpan").click()
    expect(article.get_by_role("alert")).to_contain_text("Tulis 5 sampai")
    assert_accessible(kasat)

    queue = QueuePage(page).open()
    row = queue.unfold("Penggelapan iuran warga")
    expect(row.get_by_text("Diteruskan ke Satreskrim: sudah diterima")).to_be_visible(timeout=30_000)
    expect(row.get_by_text("Ditangani Unit Tipidum.")).to_be_visible()
    assert_accessible(page)
