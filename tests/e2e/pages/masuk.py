"""The sign-in page."""

import re

from playwright.sync_api import Page, expect


class SignInPage:
    """``/masuk``: NRP, password, and where one arrives afterwards."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> "SignInPage":
        """Go there."""
        self.page.goto("/masuk")
        return self

    def fill(self, nrp: str, password: str) -> None:
        """Fill in and press the button."""
        self.page.get_by_label("NRP").fill(nrp)
        self.page.get_by_label("Kata sandi", exact=True).fill(password)
        self.page.get_by_role("button", name="Masuk", exact=True).click()

    def sign_in(self, nrp: str, password: str) -> None:
        """Sign in and wait for the person's own first page."""
        self.fill(nrp, password)
        expect(self.page).not_to_have_url(re.compile("/masuk"), timeout=30_000)
