"""A citizen's report at the desk, from its arrival to its end by the keyboard, and on an officer's phone without network."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, PHONE, assert_accessible
from tests.e2e.conftest import MakePhone, SignedIn
from tests.e2e.server import LiveServer
from tests.pengaduan import report
from tests.servers import PATIENCE_S

ADDRESS = "/pengaduan/"


class Citizen:
    """A citizen's phone, over HTTP."""

    def __init__(self, server: LiveServer) -> None:
        self.client = httpx.Client(base_url=server.url, timeout=PATIENCE_S)

    def send(self, text: str, **more: Any) -> str:
        """Report something; the code of its ticket."""
        answer = self.client.post("/api/v1/lapor", json=report(text=text, area_code=None) | more)
        assert answer.status_code == 200, answer.text
        return answer.json()["code"]

    def reads(self, code: str) -> dict[str, Any]:
        """The ticket."""
        return self.client.get(f"/api/v1/lapor/tiket/{code}").json()


def rows(desk: Page) -> Any:
    return desk.get_by_role("region", name="Daftar pengaduan").get_by_role("list").get_by_role("link")


def verify(desk: Page, code: str) -> None:
    """Find a report and take the first step."""
    desk.goto(f"{ADDRESS}?tampil=semua&cari={code}")
    rows(desk).filter(has_text=code).click()
    desk.get_by_role("button", name="Verifikasi").click()
    desk.get_by_role("form", name="Verifikasi").get_by_role("button", name="Verifikasi").click()
    expect(desk.get_by_text("Diverifikasi. Pelapor melihat")).to_be_visible()


def sees_both(desk: Page) -> None:
    """Nothing for axe to find on a phone and on a desk."""
    for size in (PHONE, DESK):
        desk.set_viewport_size(size)
        assert_accessible(desk)


def kanit_passes_on(kanit: Page, code: str, officer: str) -> None:
    """The Kanit, whom the menu told, gives it to an officer of the own polsek: no other is offered."""
    kanit.goto(f"{ADDRESS}?tampil=semua&cari={code}")
    menu = kanit.get_by_role("navigation", name="Menu utama")
    expect(menu.get_by_role("link", name=re.compile(r"^Pengaduan\s*\d+ menunggu"))).to_be_visible()
    expect(rows(kanit)).to_have_count(1)
    kanit.keyboard.press("j")
    kanit.get_by_role("button", name="Tugaskan").click()
    offered = kanit.locator("select[name=target] optgroup option")
    expect(offered.filter(has_text=officer)).to_have_count(1)
    assert all("Polsek Karawaci" in one for one in offered.all_inner_texts())
    chosen = offered.filter(has_text=officer).get_attribute("value")
    kanit.locator("select[name=target]").select_option(value=chosen)
    kanit.get_by_role("form", name="Tugaskan").get_by_role("button", name="Tugaskan").click()
    expect(kanit.get_by_text("Ditugaskan. Penerimanya diberi tahu.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_its_arrival_to_its_end_by_the_keyboard(signed_in: SignedIn, live_server: LiveServer, scheme: str) -> None:
    """Verified, given to a polsek, answered and finished; the citizen reads what is for them and nothing else."""
    citizen = Citizen(live_server)
    code = citizen.send("Rombongan motor berknalpot bising memutari taman setiap malam.")
    desk = signed_in("operator", color_scheme=scheme, reduced_motion="reduce")
    desk.goto(f"{ADDRESS}?tampil=semua&cari={code}")
    rows(desk).filter(has_text=code).click()
    shown = desk.get_by_role("article")
    expect(shown.get_by_text("berknalpot bising")).to_be_visible()
    expect(shown.get_by_role("link", name=re.compile("Telepon"))).to_have_attribute("href", re.compile("^tel:"))
    sees_both(desk)

    desk.keyboard.press("a")
    expect(desk.get_by_label("Pesan untuk pelapor")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.get_by_label("Pesan untuk pelapor")).to_have_count(0)
    desk.keyboard.press("a")
    expect(desk.get_by_label("Pesan untuk pelapor")).to_be_focused()
    desk.keyboard.type("Kami periksa malam ini.")
    desk.get_by_role("button", name="Verifikasi").press("Enter")
    expect(desk.get_by_text("Diverifikasi. Pelapor melihat")).to_be_visible()

    desk.keyboard.press("a")
    expect(desk.get_by_label("Arahan untuk penerima")).to_be_focused()
    sees_both(desk)
    desk.get_by_role("button", name="Tugaskan").press("Enter")
    expect(desk.get_by_text("Pilih satuan, unit, atau petugas")).to_be_visible()
    desk.get_by_label("Arahan untuk penerima").fill("Pasang petugas di taman.")
    desk.get_by_label("Diberikan kepada").last.select_option(label="Polsek Karawaci")
    desk.get_by_role("button", name="Tugaskan").press("Enter")
    expect(desk.get_by_text("Ditugaskan. Penerimanya diberi tahu.")).to_be_visible()
    expect(shown.get_by_text("Diberikan kepada Polsek Karawaci. Arahan: Pasang petugas di taman.")).to_be_visible()

    kanit_passes_on(signed_in("kanit"), code, live_server.account("petugas").name)
    expect(shown.get_by_role("heading", name="Tugas petugas")).to_be_visible(timeout=30_000)

    desk.keyboard.press("a")
    desk.get_by_label("Jawaban untuk pelapor").fill("Petugas berjaga mulai nanti malam.")
    desk.get_by_role("button", name="Jawab pelapor").press("Enter")
    expect(desk.get_by_text("Jawaban terkirim ke tiket pelapor.")).to_be_visible()
    desk.get_by_role("button", name="Selesaikan").press("Enter")
    desk.get_by_label("Apa hasilnya?").fill("Sudah ditertibkan bersama warga.")
    desk.get_by_role("button", name="Selesaikan").press("Enter")
    expect(desk.get_by_text("Pelapor membaca hasilnya")).to_be_visible()
    expect(shown.get_by_text("Selesai", exact=True).first).to_be_visible()
    sees_both(desk)

    ticket = citizen.reads(code)
    words = " ".join(step["note"] for step in ticket["steps"])
    for said in ("Kami periksa malam ini.", "berjaga mulai nanti malam", "Sudah ditertibkan"):
        assert said in words
    assert "Pasang petugas" not in words
    assert (ticket["state"], ticket["office"]) == ("selesai", "Polsek Karawaci")


def test_danger_comes_to_the_top_by_itself_and_what_came_late_says_so(
    signed_in: SignedIn, live_server: LiveServer
) -> None:
    desk = signed_in("pa_siaga")
    desk.goto(ADDRESS)
    expect(rows(desk).first).to_be_visible()
    late = rows(desk).filter(has_text="terlambat sampai").first
    expect(late).to_contain_text(re.compile("Ditulis 5 jam sebelum sampai"))
    code = Citizen(live_server).send("Ada orang membawa senjata tajam di depan warung.", urgent=True)
    mine = rows(desk).filter(has_text=code)
    expect(mine).to_contain_text("Respon Cepat", timeout=30_000)
    expect(mine).not_to_contain_text("terlambat")
    danger = rows(desk).filter(has_text="Respon Cepat").all_inner_texts()
    assert "terlambat" not in danger[0]
    assert "terlambat" in danger[-1]
    for place in range(6):
        desk.keyboard.press("j")
        expect(rows(desk).nth(place)).to_have_attribute("aria-current", "true")
        expect(rows(desk).nth(place)).to_be_in_viewport()
    desk.goto(ADDRESS)
    desk.set_viewport_size(PHONE)
    mine.click()
    expect(desk.get_by_role("heading", name="Tawuran")).to_be_visible()
    desk.get_by_role("link", name="Daftar", exact=True).click()
    expect(mine).to_be_visible()


def test_what_is_given_to_an_officer_is_on_the_phone_without_network(
    signed_in: SignedIn, ready_phone: MakePhone, live_server: LiveServer
) -> None:
    """The officer opens it offline and gives it up; who gave it reads why, and takes it back with the end of the report."""
    text = "Anjing liar menggigit anak di gang belakang musala."
    code = Citizen(live_server).send(text, hide_identity=True)
    desk = signed_in("operator")
    verify(desk, code)
    desk.get_by_role("button", name="Tugaskan").click()
    officer = live_server.account("petugas")
    option = desk.locator("option").filter(has_text=officer.name)
    desk.locator("select[name=target]").select_option(value=option.get_attribute("value"))
    desk.get_by_role("form", name="Tugaskan").get_by_role("button", name="Tugaskan").click()
    expect(desk.get_by_role("heading", name="Tugas petugas")).to_be_visible()

    device = ready_phone()
    context, phone = device.context, device.page
    phone.goto("/petugas/tugas/")
    mine = phone.get_by_role("link", name=re.compile(code))
    expect(mine).to_be_visible(timeout=30_000)
    context.set_offline(True)
    phone.goto("/petugas/tugas/")
    mine.click()
    expect(phone.get_by_role("heading", name="Tindak lanjuti pengaduan warga")).to_be_visible()
    expect(phone.get_by_text(text)).to_be_visible()
    expect(phone.get_by_text("Rahmat")).to_have_count(0)
    assert_accessible(phone)
    phone.get_by_role("button", name="Tidak dapat dilaksanakan").click()
    phone.get_by_label("Mengapa tidak dapat dilaksanakan?").fill("Perlu petugas dinas peternakan.")
    phone.get_by_role("button", name="Sampaikan").click()
    expect(phone.get_by_text("Belum terkirim")).to_be_visible()
    context.set_offline(False)
    expect(desk.get_by_text("Perlu petugas dinas peternakan.").first).to_be_visible(timeout=30_000)
