"""Takes the pictures of the documents from the running product: ``python -m tests.e2e.pictures``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, sync_playwright

from sambang_digital.pwa.build import build
from tests.conftest import ROOT
from tests.e2e.browser import CONTEXT, DESK, chromium
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.server import LiveServer, run_cli

FOLDER = ROOT / "docs" / "img"
PICTURES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("beranda", "petugas", "/petugas/", {}),
    ("sambang", "petugas", "/petugas/sambang/", {}),
    ("antrean", "petugas", "/petugas/antrean/", {"color_scheme": "dark"}),
    ("tinjauan", "kanit", "/tinjauan/", {"viewport": DESK}),
)
"""Name, who looks, at what, and with which browser."""


@contextmanager
def demo_server() -> Iterator[LiveServer]:
    """The product on fresh demo data."""
    build()
    with TemporaryDirectory() as folder:
        data = Path(folder)
        run_cli("prepare", data_dir=data, DATABASE_URL=f"sqlite:///{data / 'sambang.db'}", SAMBANG_DEMO_DAYS="60")
        server = LiveServer(data).start()
        try:
            yield server
        finally:
            server.stop()


def settle(page: Page) -> None:
    """Wait until nothing is loaded or drawn any more; at the desk, open the first report."""
    page.wait_for_load_state("networkidle")
    first = page.get_by_text("Buka yang pertama", exact=True)
    if first.count():
        first.click()
        page.get_by_role("button", name="Terima").first.wait_for()
    page.evaluate("document.fonts.ready")


def main() -> None:
    """Take all pictures anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo_server() as server, sync_playwright() as playwright, playwright.chromium.launch(**chromium()) as browser:
        for name, person, path, options in PICTURES:
            with browser.new_context(
                **CONTEXT | {"base_url": server.url, "service_workers": "block"} | options
            ) as context:
                page = context.new_page()
                account = server.account(person)
                SignInPage(page).open().sign_in(account.nrp, account.password)
                page.goto(path)
                settle(page)
                page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
