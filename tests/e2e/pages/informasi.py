"""The form of a Laporan Informasi on ``/petugas/sambang/``."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.formulir import FormPage


class InformationPage:
    """Its fields, from the field of life it belongs to down to who must get it."""

    def __init__(self, page: Page) -> None:
        self.page, self.form = page, FormPage(page)

    def textbox(self, name: str, within: str = "") -> Locator:
        """A field by exactly this name; ``within`` names its section."""
        around = self.page.get_by_role("group", name=within, exact=True) if within else self.page
        return around.get_by_role("textbox", name=name, exact=True)

    def fill(self, matter: str, fact: str) -> None:
        """All that the form demands."""
        self.form.pick("Keamanan")
        self.textbox("Perihal").fill(matter)
        self.textbox("Sumber", "Sumber informasi").fill("Melati")
        self.textbox("Cara mendapatkan").fill("Wawancara")
        self.textbox("Tanggal mendapatkan").fill("2025-01-01")
        self.textbox("Apa", "Fakta").fill(fact)
        self.textbox("Di mana").fill("Gudang ban")
        self.fill_judgement()

    def fill_judgement(self) -> None:
        """What no other report knows: how far it can be believed, who and how, what to make of it, who must get it."""
        self.textbox("Hubungan dengan sumber").fill("Warga binaan")
        self.form.pick("B · Dapat dipercaya")
        self.form.pick("2 · Mengandung kebenaran")
        expect(self.page.get_by_text("Nilai B-2: dapat dipercaya, mengandung kebenaran")).to_be_visible()
        for name, words in (
            ("Siapa", "Tiga pemuda"),
            ("Kapan", "Nanti malam"),
            ("Bagaimana", "Bensin disimpan di semak"),
        ):
            self.textbox(name, "Fakta").fill(words)
        self.textbox("Analisa").fill("Sakit hati karena diberhentikan.")
        self.form.pick("Kapolsek")
        self.form.pick("Kasat Intelkam")
