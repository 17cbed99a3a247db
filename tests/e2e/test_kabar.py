"""News: said at the desk, on the phone's bell, read without network, known to the server; and a message on the phone's screen."""

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, TimeoutError, expect

from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import MakePhone, OpenDesk
from tests.e2e.officer import rows
from tests.e2e.pages.petugas import HomePage
from tests.e2e.sender import Sender, sender
from tests.e2e.server import LiveServer
from tests.laporan import uuid7

pytestmark = pytest.mark.whole_chromium
UNREAD = "SELECT count(*) FROM kabar WHERE akun_id = ? AND read_at IS NULL"


@pytest.fixture
def officer(live_server: LiveServer) -> Iterator[Sender]:
    """The demo officer's phone, without a screen."""
    with sender(live_server) as device:
        yield device


def bell(page: Page) -> Any:
    """The officer's bell."""
    return page.get_by_role("link", name=re.compile("^Kabar"))


def read_everything(page: Page) -> None:
    """On the phone, whatever the demo has to tell."""
    page.goto("/petugas/kabar/")
    expect(page.get_by_role("heading", name="Kabar", exact=True)).to_be_visible()
    button, done = page.get_by_role("button", name="Tandai semua dibaca"), page.get_by_text("Semua sudah dibaca.")
    expect(button.or_(done)).to_be_visible()
    if button.is_visible():
        # Where another phone of the officer read everything, that comes down in this moment and the button goes by itself.
        with suppress(TimeoutError):
            button.click(timeout=10_000)
    expect(done).to_be_visible()


def test_said_at_the_desk_read_on_the_phone_without_network(
    ready_phone: MakePhone, open_desk: OpenDesk, officer: Sender, live_server: LiveServer
) -> None:
    """A mention rings the bell and opens its thread; a returned report is read in a dead spot, and the mark goes up later."""
    talked = officer.visit("Pos Disebut")
    officer.visit("Pos Kembali")
    me = officer.person["id"]
    phone = ready_phone()
    page = phone.page
    read_everything(page)

    desk = open_desk(query=f"?id={talked['id']}")
    field = desk.page.get_by_label("Tulis komentar")
    field.press_sequentially(f"Mohon dilengkapi @{officer.person['name']}")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    desk.page.get_by_role("button", name="Kirim komentar").click()
    expect(desk.report.get_by_role("list", name="Komentar").get_by_role("listitem")).to_have_count(1)

    HomePage(page).open()
    expect(bell(page)).to_have_accessible_name("Kabar, 1 belum dibaca")
    assert_accessible(page)
    bell(page).click()
    row = page.get_by_role("list", name="Kabar").get_by_role("link").filter(has_text="Pos Disebut")
    expect(row).to_contain_text("Baru")
    assert_accessible(page)
    row.click()
    expect(page).to_have_url(re.compile(rf"/petugas/antrean/\?buka={talked['id']}"))
    expect(page.get_by_text("Mohon dilengkapi")).to_be_visible()

    desk.open("?status=semua&cari=Pos+Kembali")
    desk.send_back("Pos Kembali", "Foto tampak depan belum ada.")
    page.goto("/petugas/kabar/")
    row = page.get_by_role("list", name="Kabar").get_by_role("link").filter(has_text="Pos Kembali")
    expect(row).to_contain_text("Laporan dikembalikan")
    phone.close()
    page = phone.open()
    phone.offline()
    page.goto("/petugas/kabar/")
    row = page.get_by_role("list", name="Kabar").get_by_role("link").filter(has_text="Pos Kembali")
    expect(row).to_contain_text("Baru")
    row.click()
    expect(page.get_by_text("Foto tampak depan belum ada.")).to_be_visible()
    page.goto("/petugas/kabar/")
    expect(page.get_by_text("Semua sudah dibaca.")).to_be_visible()
    assert rows(live_server, UNREAD, me) == [(1,)]
    with page.expect_response(re.compile("/api/v1/kabar/dibaca")) as marked:
        phone.offline(False)
        page.reload()
    assert marked.value.status == 204
    assert rows(live_server, UNREAD, me) == [(0,)]


def test_the_desk_hears_at_once_and_reads_on(open_desk: OpenDesk, officer: Sender, live_server: LiveServer) -> None:
    """The bell counts by itself on any screen; a row leads to its thread and is read then; all can be marked."""
    with sqlite3.connect(live_server.data_dir / "sambang.db", timeout=30) as connection:
        connection.execute("UPDATE kabar SET read_at = at WHERE read_at IS NULL")
    desk = open_desk()
    page = desk.page
    mark = page.get_by_role("button", name="Tandai semua dibaca")
    rung = page.get_by_role("banner").get_by_role("link", name=re.compile("^Kabar"))
    expect(rung).to_have_accessible_name("Kabar")
    page.goto("/hari-ini/")
    kanit = page.evaluate("JSON.parse(localStorage.getItem('sambang.person')).id")
    for name in ("Pos Panggil Satu", "Pos Panggil Dua"):
        sent = officer.visit(name)
        post = {"id": uuid7(), "text": "Mohon arahan.", "created_at": "2026-11-22T08:00:00+07:00", "mentions": [kanit]}
        assert officer.client.post(f"/api/v1/utas/{sent['id']}", json=post).status_code == 200
    expect(rung).to_have_accessible_name("Kabar, 2 belum dibaca")
    rung.focus()
    page.keyboard.press("Enter")
    row = page.get_by_role("list", name="Kabar").get_by_role("link").filter(has_text="Pos Panggil Dua")
    expect(row).to_contain_text("Baru")
    assert_accessible(page)
    row.click()
    expect(page).to_have_url(re.compile(rf"/tinjauan/\?id={sent['id']}"))
    expect(desk.report.get_by_text("Mohon arahan.")).to_be_visible()
    expect(rung).to_have_accessible_name("Kabar, 1 belum dibaca")
    page.goto("/kabar/")
    mark.click()
    expect(rung).to_have_accessible_name("Kabar")
    expect(mark).to_have_count(0)


def deliver(context: BrowserContext, page: Page, message: dict[str, Any]) -> None:
    """As the browser does when a push service brings a message."""
    session = context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    session.send("ServiceWorker.enable")
    expect(page.get_by_role("main")).to_be_visible()
    origin = page.evaluate("location.origin")
    # One is told of as often as anything about it changes.
    (registration,) = {one["registrationId"] for one in found if one["scopeURL"] == f"{origin}/"}
    sent = {"origin": origin, "registrationId": registration, "data": json.dumps(message)}
    # The browser drops it without a word while it starts the worker: it is brought again, as push services do.
    for _ in range(6):
        session.send("ServiceWorker.deliverPushMessage", sent)
        patience = time.monotonic() + 10
        while time.monotonic() < patience:
            if any(one["tag"] == message["tag"] for one in page.evaluate(SHOWN)):
                return


SHOWN = """async () => {
  const worker = await navigator.serviceWorker.ready;
  return (await worker.getNotifications()).map(({title, body, tag}) => ({title, body, tag}));
}"""


def shown(page: Page) -> list[dict[str, str]]:
    """What stands on the phone's screen, as soon as anything does."""
    patience = time.monotonic() + 60
    while not (found := page.evaluate(SHOWN)):
        assert time.monotonic() < patience, "no notification"
    return found


PRESSED = """async () => {
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", {notification}));
}"""


def test_a_message_is_shown_and_leads_to_its_news(
    ready_phone: MakePhone, open_desk: OpenDesk, officer: Sender, live_server: LiveServer
) -> None:
    """Neutral words, once for each tag; pressed, they open what they are about in the window that is there."""
    phone = ready_phone(permissions=["geolocation", "notifications"])
    page = phone.page
    read_everything(page)
    sent = officer.visit("Pos Pesan")
    desk = open_desk(query=f"?status=semua&cari=Pos+Pesan&id={sent['id']}")
    desk.send_back("Pos Pesan", "Alamat belum lengkap.")
    page.goto("/petugas/wilayah/")
    # By what it is about: that the rest was read may still be under way.
    ((news,),) = rows(live_server, "SELECT id FROM kabar WHERE ref = ?", sent["id"].replace("-", ""))
    message = {
        "jenis": "dikembalikan",
        "title": "Laporan dikembalikan",
        "body": "Ada laporan yang perlu Anda perbaiki.",
        "tag": f"kabar-{news}",
        "url": f"/petugas/kabar/?buka={uuid_of(news)}",
    }
    for _ in range(2):
        deliver(phone.context, page, message)
        assert shown(page) == [{name: message[name] for name in ("title", "body", "tag")}]
    phone.context.service_workers[0].evaluate(PRESSED)
    expect(page).to_have_url(re.compile(rf"/petugas/antrean/\?buka={sent['id']}"))
    expect(page.get_by_text("Alamat belum lengkap.")).to_be_visible()


def uuid_of(stored: str) -> str:
    """As SQLite keeps it → as everybody writes it."""
    return str(UUID(stored))
