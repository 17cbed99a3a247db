"""The lock before the officers' screens."""

from playwright.sync_api import Page, expect


class LockPage:
    """Whatever officer's page was opened, while its data are locked or have no lock yet."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.title = page.locator("#judul-kunci")
        self.install = page.get_by_role("button", name="Pasang kunci")
        self.open_ = page.get_by_role("button", name="Buka", exact=True)
        self.locked = page.get_by_role("heading", name="Aplikasi terkunci")
        self.pin = page.get_by_label("PIN", exact=True)
        self.forgot = page.get_by_role("button", name="Lupa PIN?")

    def set_up(self, pin: str) -> None:
        """Choose a PIN, and wait until the screen behind it is open."""
        self.page.get_by_label("PIN baru", exact=True).fill(pin)
        self.page.get_by_label("Ulangi PIN", exact=True).fill(pin)
        self.install.click()
        expect(self.title).to_have_count(0, timeout=60_000)

    def try_pin(self, pin: str) -> None:
        """Type and press Enter."""
        self.pin.fill(pin)
        self.pin.press("Enter")

    def unlock(self, pin: str) -> None:
        """Open, and wait until the screen behind is there."""
        self.try_pin(pin)
        expect(self.title).to_have_count(0, timeout=60_000)
