"""A citizen's account, as its owner sees it."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.server import LiveServer

PASSWORD, OTHER = "kebun-teh-di-gunung", "perahu-kertas-biru"


def code_of(server: LiveServer, phone: str) -> str:
    """The last code that was sent to a number: demo mode writes messages into the log."""
    sent = re.findall(rf"message to {re.escape(phone)}: Kode Sambang Digital Anda: (\d{{6}})", server.log)
    assert sent, f"no code for {phone}"
    return str(sent[-1])


class AccountPage:
    """``/akun-warga/``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, where: str = "") -> "AccountPage":
        """The page anew."""
        self.page.goto("about:blank")
        self.page.goto(f"/akun-warga/{where}")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self

    def at(self, title: str) -> "AccountPage":
        """The screen with this title is shown."""
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible()
        return self

    def press(self, name: str) -> "AccountPage":
        """A button."""
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def fill(self, label: str, text: str) -> "AccountPage":
        """A field by its label."""
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def told(self, words: str) -> "AccountPage":
        """The page says so."""
        expect(self.page.get_by_text(words).first).to_be_visible()
        return self

    def ask(self, phone: str, name: str = "Siti Rahmawati") -> "AccountPage":
        """Fill the form for a new account and have the code sent."""
        self.press("Buat akun").at("Buat akun")
        self.fill("Nomor telepon", phone).fill("Nama", name).fill("Kata sandi", PASSWORD)
        self.page.get_by_label("Saya mengerti untuk apa data ini dipakai.").check()
        return self.press("Kirim kode").at("Tulis kodenya")

    def register(self, server: LiveServer, phone: str) -> "AccountPage":
        """A whole new account, signed in here."""
        self.ask(phone).fill("Kode", code_of(server, phone)).press("Selesai")
        return self.told("Akun Anda jadi, dan Anda masuk di HP ini.").at("Akun warga")

    def sign_in(self, phone: str, password: str = PASSWORD) -> "AccountPage":
        """With number and password."""
        self.press("Masuk").at("Masuk")
        self.fill("Nomor telepon", phone).fill("Kata sandi", password)
        return self.press("Masuk")
