"""What a citizen sees besides their own reports: like ones nearby that they follow, and strikes that they object to."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import MakeContext, SignedIn
from tests.e2e.pages.lapor import ReportPage, TicketsPage
from tests.e2e.test_lapor import CITIZEN
from tests.e2e.test_pages import assert_for_everybody
from tests.e2e.test_pengaduan import ADDRESS, rows

PLACE = {"latitude": -6.2031, "longitude": 106.6175, "accuracy": 8.0}


def here(page: Page, kind: str, text: str) -> ReportPage:
    """A report from the phone's position, up to its last step."""
    form = ReportPage(page).open().start().describe(text, kind)
    form.next("Di mana?")
    page.get_by_role("button", name="Pakai posisi saya sekarang").click()
    expect(page.get_by_text("ketelitian ±")).to_be_visible()
    form.next("Foto atau video")
    form.next("Bagaimana kami menghubungi Anda?")
    form.next("Periksa, lalu kirim")
    return form


def test_a_like_report_nearby_is_followed_instead(make_context: MakeContext) -> None:
    """The second citizen learns that somebody reported, not what or who; what they wrote is still there."""
    first, second = (make_context(**CITIZEN, geolocation=PLACE).new_page() for _ in range(2))
    form = here(first, "Kemacetan", "Truk mogok menutup dua jalur di depan pasar.")
    first.get_by_label("Saya mengerti").check()
    form.send().ticket()
    # The phone is known to the server only when it has sent something, or asked.
    here(second, "Kemacetan", "Jalan depan pasar tidak bergerak sama sekali.")
    expect(second.get_by_role("heading", name="Sudah ada yang melapor")).to_be_visible()
    expect(second.get_by_text("Truk mogok")).to_have_count(0)
    assert_for_everybody(second)
    second.get_by_role("button", name="Ikuti").click()
    expect(second.get_by_text("Anda mengikuti laporan itu")).to_be_visible()
    TicketsPage(second).open()
    expect(second.get_by_role("heading", name="Laporan orang lain yang Anda ikuti")).to_be_visible()
    expect(second.get_by_text("Menunggu dibaca")).to_be_visible()
    assert_for_everybody(second)
    second.get_by_role("button", name="Berhenti mengikuti").click()
    expect(second.get_by_role("heading", name="Laporan orang lain yang Anda ikuti")).to_have_count(0)


def strike(page: Page) -> Locator:
    """The card of strikes."""
    return page.locator("section").filter(has=page.get_by_role("heading", name="Teguran", exact=True))


def decide(desk: Page, code: str, button: str) -> None:
    """Open a report and take a decision about its strike."""
    desk.goto(f"{ADDRESS}?tampil=semua&cari={code}")
    rows(desk).filter(has_text=code).click()
    desk.get_by_role("button", name=button, exact=True).click()
    expect(desk.get_by_text("Putusan tercatat.")).to_be_visible()


def refuse(desk: Page, code: str) -> None:
    """Refuse a report as a prank, which proposes a strike."""
    desk.goto(f"{ADDRESS}?tampil=semua&cari={code}")
    rows(desk).filter(has_text=code).click()
    desk.get_by_role("button", name="Tolak", exact=True).click()
    desk.get_by_label("Alasan").select_option(label="Laporan palsu atau iseng")
    desk.get_by_label("Penjelasan untuk pelapor").fill("Kejadian ini tidak mungkin terjadi.")
    desk.get_by_role("button", name="Tolak", exact=True).last.click()
    expect(desk.get_by_text("Menunggu pengesahan orang lain")).to_be_visible()


def test_a_prank_brings_a_strike_that_its_sender_sees_and_objects_to(
    make_context: MakeContext, signed_in: SignedIn
) -> None:
    """Proposed by the operator, confirmed by the Pa Siaga, taken away by the Kasat after the objection."""
    page = make_context(**CITIZEN).new_page()
    code = ReportPage(page).report("Ada naga terbang di atas kantor kelurahan.")
    operator = signed_in("operator")
    refuse(operator, code)
    expect(operator.get_by_role("button", name="Sahkan teguran")).to_have_count(0)
    TicketsPage(page).open()
    expect(page.get_by_role("heading", name="Teguran")).to_have_count(0)

    decide(signed_in("pa_siaga"), code, "Sahkan teguran")
    TicketsPage(page).open()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Teguran")
    expect(strike(page)).to_contain_text("Ada kabar")
    page.get_by_label("Mengapa teguran ini keliru?").fill("pendek")
    page.get_by_role("button", name="Ajukan keberatan").click()
    expect(page.get_by_text("paling sedikit 10 huruf")).to_be_visible()
    assert_for_everybody(page)
    page.get_by_label("Mengapa teguran ini keliru?").fill("Itu layang-layang naga, saya salah lihat dan takut.")
    page.get_by_role("button", name="Ajukan keberatan").click()
    expect(page.get_by_text("menunggu putusan")).to_be_visible()
    TicketsPage(page).open()
    expect(strike(page)).to_contain_text("menunggu putusan")
    expect(strike(page)).not_to_contain_text("Ada kabar")

    decide(signed_in("kasat"), code, "Kabulkan keberatan")
    TicketsPage(page).open()
    expect(strike(page)).to_contain_text("Keberatan dikabulkan; teguran dicabut.")
    expect(strike(page)).to_contain_text("Ada kabar")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Teguran")
    page.reload()
    expect(strike(page)).to_be_visible()
    expect(page.get_by_role("heading", level=2).first).not_to_have_text("Teguran")
