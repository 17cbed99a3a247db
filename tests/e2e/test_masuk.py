"""Signing in on the real page."""

from playwright.sync_api import Page, expect

from tests.e2e.server import LiveServer


def test_demo_account_is_one_tap_away(page: Page, live_server: LiveServer) -> None:
    """In demo mode the page lists the accounts; choosing one fills the form, and signing in leads to work."""
    account = live_server.account("petugas")
    page.goto("/masuk/")
    page.get_by_role("button", name=account.nrp).click()
    expect(page.get_by_label("NRP")).to_have_value(account.nrp)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/petugas/")
    expect(page.get_by_text(account.name)).to_be_visible()
