"""The officers' screens on the phone."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class HomePage:
    """``/petugas/``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> "HomePage":
        """Go there and wait for the officer's own data."""
        self.page.goto("/petugas/")
        # The lock, which may have to be set up first, makes its key slowly on purpose.
        expect(self.page.get_by_role("link", name="Mulai Sambang")).to_be_visible(timeout=30_000)
        return self

    def wait_until_ready_offline(self) -> None:
        """Every file that the officer needs is on the phone, and the villages too."""
        expect(self.page.get_by_text("Siap dipakai tanpa sinyal")).to_be_visible(timeout=30_000)
        expect(self.page.get_by_text("Data dari server: ")).to_be_visible(timeout=30_000)


class CapturePage:
    """``/petugas/sambang/``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.draft_kept = page.get_by_text("Draf tersimpan di HP")

    def open(self, correct: str = "") -> "CapturePage":
        """Go there; with ``correct`` to the correction of that report."""
        self.page.goto(f"/petugas/sambang/{f'?ubah={correct}' if correct else ''}")
        return self

    def start(self, kind: str = "Sambang tempat", subject: str = "Tempat baru") -> "CapturePage":
        """Choose the kind, wait for a good position, and take somebody new."""
        self.page.get_by_role("button", name=kind).click()
        expect(self.page.get_by_role("meter", name="Ketelitian posisi")).to_be_visible()
        self.page.get_by_role("button", name=subject).click()
        return self

    def fill_place(self, name: str, notes: str = "") -> None:
        """The fields that a place must have."""
        self.page.get_by_label("Nama tempat").fill(name)
        self.page.get_by_label("Jenis tempat").select_option(label="Poskamling")
        self.page.get_by_role("radiogroup", name="Keadaan keamanan").get_by_text("Aman", exact=True).click()
        if notes:
            self.page.get_by_label("Catatan", exact=True).fill(notes)

    def add_photos(self, files: Sequence[Path], by: str = "Galeri") -> None:
        """Through the browser's own file chooser; waits for the thumbnails."""
        before = self.photos.count()
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name=by).click()
        chooser.value.set_files(files)
        expect(self.photos).to_have_count(before + len(files), timeout=20_000)

    @property
    def photos(self) -> Locator:
        """The thumbnails."""
        return self.page.get_by_role("img", name="Foto ")

    def save(self) -> None:
        """Press "Simpan" and read that it is stored on the phone."""
        self.page.get_by_role("button", name="Simpan", exact=True).click()
        self.expect_saved()

    def expect_saved(self) -> None:
        """It is stored on the phone."""
        expect(self.page.get_by_role("heading", name="Tersimpan di HP.")).to_be_visible()


class QueuePage:
    """``/petugas/antrean/``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> "QueuePage":
        """Go there."""
        self.page.goto("/petugas/antrean/")
        expect(self.page.get_by_role("heading", name="Terkirim & Antrean")).to_be_visible()
        return self

    def row(self, title: str) -> Locator:
        """The report of that title."""
        return self.page.get_by_role("listitem").filter(has=self.page.get_by_role("group").filter(has_text=title))

    def expect_state(self, title: str, word: str, timeout: float = 20_000) -> None:
        """Wait until the report shows that state."""
        expect(self.row(title).get_by_text(word, exact=True)).to_be_visible(timeout=timeout)

    def unfold(self, title: str) -> Locator:
        """Open the report's details."""
        row = self.row(title)
        row.get_by_text(title).first.click()
        return row


class AreaPage:
    """``/petugas/wilayah/``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.search = page.get_by_role("searchbox")
        self.rows = page.get_by_role("list", name="Rumah dan tempat").get_by_role("button")
        self.map = page.get_by_role("img", name="Peta wilayah Anda")

    def open(self, query: str = "") -> "AreaPage":
        """Go there and wait for the list."""
        self.page.goto(f"/petugas/wilayah/{query}")
        expect(self.rows.first).to_be_visible()
        return self

    def filter(self, name: str) -> None:
        """Press one of the chips."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def metres(self) -> list[float]:
        """How far away each row says it is, infinity if it does not; from what is in the page, as rows below the screen
        are not laid out."""
        told = [row.locator("span.shrink-0 > span.font-medium").all_text_contents() for row in self.rows.all()]
        parts = [text[0].replace(".", "").replace(",", ".").split() if text else ("inf", "m") for text in told]
        return [float(number) * (1000 if unit == "km" else 1) for number, unit in parts]

    @property
    def status(self) -> Locator:
        """The line that says how many the list has, and in which order."""
        return self.page.get_by_role("status").filter(has_text="dari yang terdekat")

    def total(self) -> int:
        """How many the list says it has."""
        expect(self.status).to_be_visible()
        return int(self.status.inner_text().split()[0].replace(".", ""))


class KinerjaPage:
    """``/petugas/kinerja/``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.figures = page.get_by_role("list", name="Angka").get_by_role("button")
        self.rows = page.locator("#baris").get_by_role("listitem")

    def open(self) -> "KinerjaPage":
        """Go there and wait for the figures."""
        self.page.goto("/petugas/kinerja/")
        expect(self.figures.first).to_be_visible()
        return self

    def number(self, name: str) -> int:
        """What a figure says."""
        return int(self._value(name).inner_text().replace(".", ""))

    def expect_number(self, name: str, number: int) -> None:
        """Wait until a figure says this."""
        expect(self._value(name)).to_have_text(f"{number:,}".replace(",", "."))

    def _value(self, name: str) -> Locator:
        return self.figures.filter(has_text=name).locator("span").first

    def show(self, name: str) -> None:
        """Open the rows that a figure counts."""
        self.figures.filter(has_text=name).click()
