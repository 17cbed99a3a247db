"""Search at the desk: from anywhere by a key, to a report that has just come; on the phone with and without network."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import MakePhone, OpenDesk
from tests.e2e.sender import Sender, sender
from tests.e2e.server import LiveServer
from tests.laporan import body
from tests.servers import wait_for


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


def test_the_phone_finds_with_and_without_network(ready_phone: MakePhone, officer: Sender) -> None:
    """What only the server knows is found while there is one; what the phone holds always, said plainly, and each leads there."""
    note = {"situation": "safe", "notes": "Warga kehilangan ayam kate"}
    officer.visit("Pos Rajawali Enam", body=body("Pos Rajawali Enam", result=note))
    wait_for(
        lambda: officer.client.get("/api/v1/cari", params={"q": "hilang kate"}).json()["found"],
        "the search of what came just now",
    )
    phone = ready_phone()
    page = phone.page
    page.get_by_role("link", name="Cari laporan, rumah, atau tugas").click()
    box = page.get_by_role("searchbox", name="Cari di semua milik Anda")
    box.fill("hilang KATE")
    status = page.get_by_role("main").get_by_role("status")
    expect(status).to_have_text("1 hasil. Di HP ini dan di server.")
    reports, places = (page.get_by_role("region", name=name) for name in ("Laporan", "Rumah dan tempat"))
    expect(reports.get_by_role("link")).to_contain_text("Pos Rajawali Enam")
    assert reports.locator("mark").all_text_contents() == ["kehilangan", "kate"]
    assert_accessible(page)

    phone.offline()
    expect(status).to_have_text("Tidak ada hasil. Hanya di HP ini. Belum ada sambungan.")
    box.fill("rajawali enam")
    expect(status).to_have_text("2 hasil. Hanya di HP ini. Belum ada sambungan.")
    places.get_by_role("link").click()
    expect(page.get_by_role("region", name="Yang dipilih")).to_contain_text("Pos Rajawali Enam")
    page.go_back()
    reports.get_by_role("link").click()
    expect(page.get_by_role("group").filter(has_text="Pos Rajawali Enam").first).to_have_attribute("open", "")
