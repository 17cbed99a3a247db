"""The reviewer's desk."""

from playwright.sync_api import Locator, Page, expect


class DeskPage:
    """``/tinjauan/``: the queue and the open report."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.queue = page.get_by_role("region", name="Antrean laporan")
        self.rows = self.queue.get_by_role("list").get_by_role("link")
        self.report = page.get_by_role("article")
        self.accept = page.get_by_role("button", name="Terima")
        self.return_ = page.get_by_role("button", name="Kembalikan", exact=True)
        self.note = page.get_by_label("Apa yang harus diperbaiki petugas?")

    def open(self, query: str = "") -> "DeskPage":
        """Go there and wait for the queue."""
        self.page.goto(f"/tinjauan/{query}")
        expect(self.page.get_by_role("heading", name="Tinjauan", exact=True)).to_be_visible()
        expect(self.page.get_by_text("Memuat antrean")).to_have_count(0)
        return self

    def row(self, title: str) -> Locator:
        """The row of a report."""
        return self.rows.filter(has_text=title)

    def read(self, title: str) -> None:
        """Open a report and wait for it."""
        self.row(title).click()
        self.shows(title)

    def shows(self, title: str) -> None:
        """The report of that title is open."""
        expect(self.report.get_by_role("heading", name=title, exact=True)).to_be_visible()

    def send_back(self, title: str, note: str) -> None:
        """Open a report and return it to its officer."""
        self.read(title)
        self.return_.click()
        self.note.fill(note)
        self.page.get_by_role("button", name="Kembalikan ke petugas").click()
        expect(self.page.get_by_text(f"Dikembalikan: {title}")).to_be_visible()
