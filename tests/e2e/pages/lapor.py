"""A citizen's report and tickets, as its reporter sees them."""

import re

from playwright.sync_api import Locator, Page, expect

TEXT = "Dua kelompok anak muda membawa kayu di ujung gang."
SHELL = """() => new Promise((resolve) => {
  const look = async () => {
    const ready = (await navigator.serviceWorker.ready).active && (await caches.match("/tiket/", { ignoreSearch: true }));
    if (ready && navigator.serviceWorker.controller) resolve(null);
    else setTimeout(look, 100);
  };
  look();
})"""
"""Resolves when the pages for citizens are on the phone."""


class ReportPage:
    """``/lapor/``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, where: str = "") -> "ReportPage":
        """The page anew, at the first question or where the address leads."""
        self.page.goto("about:blank")
        self.page.goto(f"/lapor/{where}")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self

    def keep(self) -> "ReportPage":
        """Wait until the pages work without network."""
        self.page.evaluate(SHELL)
        return self

    def at(self, title: str) -> None:
        """The step with this title is shown."""
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible()

    def next(self, title: str) -> None:
        """On to the step with this title."""
        self.page.get_by_role("button", name="Lanjut", exact=True).click()
        self.at(title)

    def start(self) -> "ReportPage":
        """No danger now: to the categories."""
        self.page.get_by_role("button", name="Tidak, saya mau melapor").click()
        self.at("Apa yang ingin Anda sampaikan?")
        return self

    def describe(self, text: str = TEXT, kind: str = "Tawuran") -> "ReportPage":
        """Category, kind, what happened."""
        self.page.locator("label").filter(has_text="Gangguan keamanan").click()
        self.page.get_by_text(kind, exact=True).click()
        self.next("Apa yang terjadi?")
        self.page.get_by_label("Ceritakan").fill(text)
        return self

    def finish(self, place: str = "Gg. Melati, dekat pos ronda", *, danger: bool = False) -> "ReportPage":
        """From what happened to the last step, with everything that it needs. In danger nobody is asked for photos."""
        self.next("Di mana?")
        self.page.get_by_label("Patokan atau alamat tempatnya").fill(place)
        if not danger:
            self.next("Foto atau video")
        self.next("Bagaimana kami menghubungi Anda?")
        self.next("Periksa, lalu kirim")
        self.page.get_by_label("Saya mengerti").check()
        return self

    def send(self) -> "ReportPage":
        """Press the button; gives an answer at once, whatever the network."""
        self.page.get_by_role("button", name="Kirim laporan").click()
        expect(self.page.get_by_role("heading", name=re.compile("Tersimpan di HP|Laporan diterima"))).to_be_visible()
        return self

    def ticket(self) -> str:
        """Its code, once the report was received."""
        self.at("Laporan diterima.")
        shown = self.page.get_by_text(re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}$"))
        return shown.inner_text()

    def report(self, text: str = TEXT) -> str:
        """A whole report with network; gives the ticket's code."""
        return self.open().start().describe(text).finish().send().ticket()


class TicketsPage:
    """``/tiket/``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, link: str = "/tiket/") -> "TicketsPage":
        """The list, or what a private link opens."""
        self.page.goto("about:blank")
        self.page.goto(link)
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self

    def row(self, code: str) -> Locator:
        """The ticket in the list."""
        return self.page.get_by_role("button", name=re.compile(code))

    def look(self, code: str) -> "TicketsPage":
        """Open it."""
        self.row(code).click()
        expect(self.page.get_by_role("heading", name=f"Laporan {code}")).to_be_visible()
        return self

    def link(self) -> str:
        """The private link of the ticket that is open."""
        self.page.get_by_role("button", name="Bagikan tautan rahasia").click()
        expect(self.page.get_by_text("Tautan rahasia disalin.")).to_be_visible()
        copied: str = self.page.evaluate("navigator.clipboard.readText()")
        return copied
