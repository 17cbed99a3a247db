"""News of tickets as citizens have it: switched on by a press, shown with words that say nothing, leading to the list; guarded reports only after
a warning; and announcements on the same browser go on by themselves."""

import re
import sqlite3
from base64 import urlsafe_b64decode
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import Phone
from tests.e2e.conftest import MakeContext, MakePhone, SignedIn
from tests.e2e.langganan import HELD, with_vendor
from tests.e2e.officer import rows
from tests.e2e.pages.lapor import ReportPage, TicketsPage
from tests.e2e.server import LiveServer
from tests.e2e.test_kabar import PRESSED, deliver, shown
from tests.e2e.test_pages import assert_for_everybody
from tests.e2e.test_pengaduan import verify
from tests.push import Browser, PushService
from tests.servers import wait_for
from tests.warga import NEWS

pytestmark = pytest.mark.whole_chromium
ALLOWED = {"permissions": ["geolocation", "notifications"]}
COUNTED = """() => {
  globalThis.asked = 0;
  const ask = Notification.requestPermission.bind(Notification);
  Notification.requestPermission = () => { globalThis.asked += 1; return ask(); };
}"""
PHONES = "SELECT count(*) FROM langganan_tiket"


@pytest.fixture(scope="module")
def live_server(pushing_server: LiveServer) -> LiveServer:
    """A server that may send messages to our push service."""
    return pushing_server


def subscribes_as(phone: Phone, service: PushService) -> Browser:
    """Let the phone subscribe at our push service, and count how often it asks its person."""
    key = phone.page.request.get("/api/v1/warga/kabar").json()["key"]
    browser = service.browser()
    with_vendor(phone.context, browser, urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    phone.context.add_init_script(f"({COUNTED})()")
    return browser


def gathered(server: LiveServer) -> None:
    """The minutes are over in which changes wait for others."""
    with sqlite3.connect(server.data_dir / "sambang.db", timeout=30) as connection:
        connection.execute("UPDATE antrean_tiket SET due_at = at")


def switch(page: Page) -> Any:
    return page.get_by_role("button", name="Beri tahu saya", exact=True)


def test_switched_on_rings_leads_to_the_list_and_ends_alone(
    make_phone: MakePhone, signed_in: SignedIn, live_server: LiveServer, service: PushService
) -> None:
    """With announcements on the same browser: ending either leaves the other, ending both ends the subscription."""
    phone = make_phone(**ALLOWED)
    browser = subscribes_as(phone, service)
    page = phone.context.new_page()
    code = ReportPage(page).report()
    page.goto("/himbauan/")
    page.get_by_role("button", name="Terima himbauan").click()
    expect(page.get_by_text("HP ini menerima himbauan untuk semua kecamatan.")).to_be_visible()
    TicketsPage(page).open()
    expect(switch(page)).to_be_enabled()
    expect(TicketsPage(page).row(code)).not_to_contain_text("Ada kabar")
    assert page.evaluate("asked") == 0
    assert_for_everybody(page)
    switch(page).click()
    expect(page.get_by_text("Menyala di HP ini")).to_be_visible()
    assert page.evaluate("asked") == 1
    assert_for_everybody(page)

    verify(signed_in("operator"), code)
    gathered(live_server)
    wait_for(lambda: bool(service.opened(browser)), "message", 30)
    assert service.opened(browser) == [NEWS]
    page.goto("/lapor/")
    deliver(phone.context, page, NEWS)
    assert shown(page) == [{name: NEWS[name] for name in ("title", "body", "tag")}]
    phone.context.pages[0].close()
    phone.context.service_workers[0].evaluate(PRESSED)
    expect(page).to_have_url(re.compile("/tiket/$"))
    mine = TicketsPage(page)
    expect(mine.row(code)).to_contain_text("Ada kabar")
    mine.look(code)
    page.get_by_role("button", name="Semua laporan").click()
    expect(mine.row(code)).to_contain_text("Sudah dibaca")
    expect(mine.row(code)).not_to_contain_text("Ada kabar")

    page.goto("/himbauan/")
    page.get_by_role("button", name="Berhenti menerima").click()
    expect(page.get_by_text("HP ini belum menerima himbauan.")).to_be_visible()
    assert page.evaluate(HELD) == "ada"
    TicketsPage(page).open()
    expect(page.get_by_text("Menyala di HP ini")).to_be_visible()
    page.get_by_role("button", name="Berhenti diberi tahu").click()
    expect(switch(page)).to_be_enabled()
    assert page.evaluate(HELD) is None
    assert rows(live_server, PHONES) == [(0,)]


def test_offered_after_a_report_and_asked_by_a_press_alone(
    make_phone: MakePhone, live_server: LiveServer, service: PushService
) -> None:
    """Forgetting the only ticket takes it away again."""
    phone = make_phone(**ALLOWED)
    subscribes_as(phone, service)
    page = phone.context.new_page()
    ReportPage(page).report()
    offer = page.get_by_role("button", name="Beri tahu saya bila ada jawaban")
    expect(offer).to_be_visible()
    assert page.evaluate("asked") == 0
    assert_for_everybody(page)
    offer.click()
    expect(page.get_by_text("HP ini diberi tahu bila ada kabar.")).to_be_visible()
    assert rows(live_server, PHONES) == [(1,)]
    page.get_by_role("button", name="Lupakan di HP ini").click()
    with page.expect_response(re.compile("/api/v1/lapor/tiket/")):
        page.get_by_role("button", name="Ya, lupakan").click()
    assert rows(live_server, PHONES) == [(0,)]


def test_a_guarded_report_rings_only_after_a_warning(
    make_phone: MakePhone, signed_in: SignedIn, live_server: LiveServer, service: PushService
) -> None:
    """Nothing is offered for it; on the ticket it is off until somebody has read who may see it."""
    phone = make_phone(**ALLOWED, color_scheme="dark")
    browser = subscribes_as(phone, service)
    page = phone.context.new_page()
    form = ReportPage(page).open().start()
    code = (
        form.describe("Suami tetangga memukul istrinya.", "Kekerasan di rumah atau pada anak").finish().send().ticket()
    )
    expect(page.get_by_role("button", name="Beri tahu saya bila ada jawaban")).to_have_count(0)
    TicketsPage(page).open()
    switch(page).click()
    expect(page.get_by_text("Satu laporan yang perlu dijaga tidak ikut.")).to_be_visible()
    verify(signed_in("operator"), code)
    assert rows(live_server, "SELECT count(*) FROM antrean_tiket") == [(0,)]

    TicketsPage(page).look(code)
    page.get_by_role("button", name="Tetap beri tahu saya").click()
    expect(page.get_by_text("Siapa pun yang melihatnya tahu bahwa Anda melapor.")).to_be_visible()
    assert_for_everybody(page)
    page.get_by_role("button", name="Ya, beri tahu saya").click()
    expect(page.get_by_text("Menyala untuk laporan ini")).to_be_visible()
    assert_for_everybody(page)
    assert rows(live_server, "SELECT count(*) FROM kabar_dijaga") == [(1,)]
    page.get_by_role("button", name="Berhenti untuk laporan ini").click()
    expect(page.get_by_role("button", name="Tetap beri tahu saya")).to_be_visible()
    assert service.opened(browser) == []


def blocked(context: BrowserContext) -> Page:
    """A browser whose person said no to all of it."""
    context.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    return context.new_page()


def test_what_hinders_it_is_said_in_words(make_context: MakeContext, make_phone: MakePhone) -> None:
    """Blocked in the browser; without network."""
    page = blocked(make_context())
    ReportPage(page).report()
    TicketsPage(page).open()
    expect(page.get_by_text("diblokir. Izinkan di pengaturan peramban")).to_be_visible()
    expect(switch(page)).to_have_count(0)

    phone = make_phone(**ALLOWED)
    code = ReportPage(phone.page).report()
    ReportPage(phone.page).open().keep()
    phone.offline()
    TicketsPage(phone.page).open()
    expect(TicketsPage(phone.page).row(code)).to_be_visible()
    expect(phone.page.get_by_text("Menyalakan dan mematikan pemberitahuan perlu sinyal.")).to_be_visible()
    expect(switch(phone.page)).to_be_disabled()
    assert_for_everybody(phone.page)
    phone.offline(False)
    expect(switch(phone.page)).to_be_enabled()
