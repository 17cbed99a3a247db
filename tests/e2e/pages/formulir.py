"""The form of any report, as an officer fills it in on ``/petugas/sambang/``."""

from playwright.sync_api import Locator, Page, expect


class FormPage:
    """The fields between the position and the button "Simpan"."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults = page.get_by_role("alert").filter(has_text="perlu diperbaiki")

    def open(self, kind: str) -> "FormPage":
        """Begin a report of that kind about somebody new."""
        self.page.goto("/petugas/sambang/")
        self.page.get_by_role("button", name=kind).click()
        expect(self.page.get_by_role("meter", name="Ketelitian posisi")).to_be_visible()
        self.page.get_by_role(
            "button", name=f"{kind.removeprefix('Sambang ').replace('warga', 'rumah').capitalize()} baru"
        ).click()
        return self

    def field(self, name: str, within: str = "") -> Locator:
        """A text field or list by its label; ``within`` names the section or item that holds it."""
        around = self.page.get_by_role("group", name=within, exact=True) if within else self.page
        return around.get_by_label(name)

    def pick(self, option: str) -> None:
        """Tap a chip."""
        self.page.get_by_text(option, exact=True).click()

    def fold(self, title: str) -> Locator:
        """The line that opens and closes a folded group."""
        return self.page.locator("summary").filter(has_text=title)

    def save(self) -> None:
        """Press "Simpan"."""
        self.page.get_by_role("button", name="Simpan", exact=True).click()
