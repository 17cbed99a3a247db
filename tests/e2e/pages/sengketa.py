"""Problem solving on the phone: people, points, signatures."""

from math import pi, sin

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import SETTLE
from tests.e2e.pages.formulir import FormPage

STEPS = 40
"""Straight pieces of a signature."""


class DisputePage:
    """The form of problem solving on ``/petugas/sambang/``."""

    def __init__(self, page: Page) -> None:
        self.page, self.form = page, FormPage(page)
        self.signatures = page.get_by_role("list", name="Tanda tangan")

    def open(self, bentuk: str) -> "DisputePage":
        """Begin a report of that form."""
        self.page.goto("/petugas/sambang/")
        self.page.get_by_role("button", name="Pemecahan masalah").click()
        expect(self.page.get_by_role("meter", name="Ketelitian posisi")).to_be_visible()
        self.form.pick(bentuk)
        return self

    def mediated(self, title: str, first: str, second: str) -> None:
        """A dispute whose sides agreed."""
        self.form.field("Pokok masalah").fill(title)
        for side, name in (("Pihak pertama", first), ("Pihak kedua", second)):
            self.page.get_by_role("button", name=f"Tambah {side.lower()}").click()
            self.form.field("Nama", f"{side} 1").fill(name)
        self.form.field("Kronologi").fill("Pagar baru melewati batas lama setengah meter.")
        self.form.field("Tempat", "Mediasi").fill("Balai warga RW 02")
        self.form.field("Mediator").fill("Ketua RW 02")
        self.page.get_by_role("radiogroup", name="Hasil mediasi").get_by_text("Sepakat", exact=True).click()

    def add_point(self, starts: str, **gaps: str) -> None:
        """Choose a usual clause, and fill what is open in it."""
        self.page.get_by_role("button", name="Pilih butir").click()
        self.page.get_by_role("list", name="Butir yang lazim").get_by_role("button", name=starts).click()
        for gap, words in gaps.items():
            self.page.get_by_role("group", name="Lengkapi butir").get_by_label(gap.replace("_", " "), exact=True).fill(
                words
            )
        if gaps:
            self.page.get_by_role("button", name="Tambahkan").click()

    @property
    def points(self) -> list[str]:
        """What the points say, in their order."""
        return [point.input_value() for point in self.page.get_by_role("textbox", name="Butir ").all()]

    def start_signing(self, who: str) -> Locator:
        """Open somebody's sheet, and let it come to rest."""
        self.page.get_by_role("button", name=f"Tanda tangani sebagai {who}").click()
        sheet = self.page.get_by_role("dialog", name=f"Tanda tangan {who}")
        expect(sheet).to_be_visible()
        self.page.evaluate(SETTLE)
        return sheet

    def draw(self, sheet: Locator, loops: int = 4) -> None:
        """One stroke across the sheet, in loops that grow smaller."""
        box = sheet.get_by_role("img", name="Bidang tanda tangan").bounding_box()
        assert box
        mouse = self.page.mouse
        for step in range(STEPS):
            turn, done = 2 * pi * loops * step / STEPS, step / STEPS
            x, y = 0.2 + 0.6 * done + 0.05 * sin(turn + pi / 2), 0.5 + (0.3 - 0.15 * done) * sin(turn)
            mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
            if not step:
                mouse.down()
        mouse.up()

    def sign(self, who: str) -> None:
        """Draw somebody's signature and keep it."""
        sheet = self.start_signing(who)
        self.draw(sheet, loops=3 + len(who) % 4)
        sheet.get_by_role("button", name="Selesai").click()
        expect(self.signatures.get_by_role("img", name=f"Tanda tangan {who}")).to_be_visible()
