"""A guide that is walked through: its pictures, and the words in bold that the reader is told to look for on the screen."""

import os
import re

from playwright.sync_api import Locator, Page

from tests.conftest import ROOT

PICTURES = ROOT / "docs" / "img" / "panduan"
WRITE = os.environ.get("WRITE_PICTURES") == "1"
"""Whether pictures are taken anew; without it a walk changes no file."""
NAMES = (
    "[...document.querySelectorAll('[aria-label], [placeholder]')].map((e) => e.ariaLabel || e.placeholder).join('\\n')"
)
IMAGE = re.compile(r"img/panduan/([a-z-]+\.png)")


def chapters(name: str) -> dict[int, str]:
    """The text of each numbered chapter of ``docs/panduan-….md``."""
    text = (ROOT / "docs" / f"panduan-{name}.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (\d+)\. ", text, flags=re.MULTILINE)[1:]
    return {int(number): words for number, words in zip(parts[::2], parts[1::2], strict=True)}


class Guide:
    """Some chapters of a guide. Walk with :meth:`picture` at each step; :meth:`check` at the end."""

    def __init__(self, name: str, *numbers: int) -> None:
        known = chapters(name)
        self.name = name
        self.text = "\n".join(known[number] for number in numbers)
        self._taken: set[str] = set()
        self._seen = ""

    def see(self, page: Page) -> None:
        """Remember the words that are on the screen."""
        self._seen += f"\n{page.locator('body').inner_text()}\n{page.evaluate(NAMES)}"

    def picture(self, page: Page, step: str, show: Locator | None = None) -> None:
        """The screen at this step, ``show`` in the middle of it."""
        self.see(page)
        self._taken.add(f"{self.name}-{step}.png")
        if show:
            show.evaluate("element => element.scrollIntoView({ block: 'center' })")
        if not WRITE:
            return
        page.evaluate("document.fonts.ready")
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{self.name}-{step}.png", animations="disabled")

    def check(self) -> None:
        """Every picture of these chapters was taken and is there, and every word in bold was seen on a screen."""
        named = set(IMAGE.findall(self.text))
        assert named == self._taken, f"{self.name}: {named ^ self._taken}"
        missing = [name for name in named if not (PICTURES / name).exists()]
        assert not missing, f"{self.name}: no file {missing}"
        seen = self._seen.casefold()
        unseen = [word for word in re.findall(r"\*\*(.+?)\*\*", self.text) if word.casefold() not in seen]
        assert not unseen, f"{self.name}: on no screen: {unseen}"
