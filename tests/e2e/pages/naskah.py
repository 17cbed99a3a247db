"""``/bacaan/naskah/``: the form of a text for citizens, as somebody at a desk fills it in."""

from playwright.sync_api import Locator, Page, expect

BODY = "Patroli berjalan **pukul 23.00** sampai 04.00 di tujuh titik.\n\n## Yang bisa warga lakukan\n\n- Telepon 110"
SUMMARY = "Polsek menambah patroli pada jam rawan sampai akhir bulan."


class NaskahPage:
    """One text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.title = page.get_by_label("Judul", exact=True)
        self.body = page.get_by_label("Isi", exact=True)
        self.preview = page.get_by_role("region", name="Pratinjau isi")

    def new(self, kind: str) -> "NaskahPage":
        """From the list, by the kind's name."""
        self.page.goto("/bacaan/")
        self.page.get_by_role("link", name="Tulis bacaan").first.click()
        self.page.get_by_role("link", name=kind).click()
        expect(self.title).to_be_visible()
        return self

    def write(self, title: str, body: str = BODY, summary: str = SUMMARY) -> "NaskahPage":
        """What every kind needs."""
        self.title.fill(title)
        self.page.get_by_label("Ringkasan").fill(summary)
        self.body.fill(body)
        return self

    def press(self, button: str) -> None:
        """A button of the form, or a step."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def told(self, text: str) -> Locator:
        """The notice of what was done."""
        return self.page.get_by_role("status").filter(has_text=text).first

    def save(self) -> "NaskahPage":
        """Keep the draft, and wait until the server has it."""
        self.press("Simpan draf")
        expect(self.page.get_by_text("Semua tersimpan.")).to_be_visible()
        return self

    def publish(self) -> None:
        """Hand in and publish."""
        self.press("Simpan dan ajukan")
        expect(self.told("Diajukan.")).to_be_visible()
        self.press("Terbitkan sekarang")
        expect(self.told("Diterbitkan.")).to_be_visible()
