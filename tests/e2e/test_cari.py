"""Search at the desk: from anywhere by a key, to a report that has just come."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import OpenDesk
from tests.e2e.sender import Sender, sender
from tests.e2e.server import LiveServer
from tests.laporan import body


@pytest.fixture
def officer(live_server: LiveServer) -> Iterator[Sender]:
    """The demo officer's phone."""
    with sender(live_server) as device:
        yield device


def test_a_fresh_report_is_found_by_keyboard(open_desk: OpenDesk, officer: Sender) -> None:
    """A slash leads to the box, Enter searches, the arrows go to what was found; other forms of the word are marked."""
    note = {"situation": "safe", "notes": "Warga <i>kehilangan</i> burung murai"}
    sent = officer.visit("Pos Kenari Lima", body=body("Pos Kenari Lima", result=note))
    page = open_desk(query="?status=semua&cari=kenari+lima").page
    # The list of this filter follows the index by itself: what stands in it can be found.
    expect(page.get_by_role("link").filter(has_text="Pos Kenari Lima").first).to_be_visible()
    page.locator("body").click(position={"x": 5, "y": 300})
    page.keyboard.press("/")
    page.keyboard.type("hilang MURAI")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/cari/\?q=hilang\+MURAI$"))
    result = page.get_by_role("main").get_by_role("link").filter(has_text="Pos Kenari Lima")
    expect(result).to_be_visible()
    assert result.locator("mark").all_text_contents() == ["kehilangan", "murai"]
    expect(result).to_contain_text("Warga <i>kehilangan</i>")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("searchbox", name="Cari").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(sent["id"]))
    expect(page.get_by_role("article").get_by_role("heading", name="Pos Kenari Lima", exact=True)).to_be_visible()
    page.goto("/cari/?q=tidakadayangsepertiini")
    expect(page.get_by_text("Tidak ada yang cocok")).to_be_visible()
