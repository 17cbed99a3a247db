"""Announcements as citizens have them: read without JavaScript; asked for without an account; shown on the phone, leading to the text."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.e2e.conftest import MakeContext, MakePhone
from tests.e2e.langganan import HELD, with_vendor
from tests.e2e.officer import rows
from tests.e2e.server import LiveServer
from tests.e2e.test_kabar import PRESSED, deliver, shown
from tests.e2e.test_pages import assert_for_everybody
from tests.push import PushService
from tests.servers import wait_for

pytestmark = pytest.mark.whole_chromium
PAGE, TITLE = "/himbauan/", "Jalan Merdeka ditutup malam ini"
ASKED = "SELECT kecamatan_code FROM langganan_warga"
PUBLISH = """
import asyncio, sys
from sambang_digital.db import transaction
from sambang_digital.models import Bacaan, BacaanVersi
from sambang_digital.models.base import now
from sambang_digital.repositories.bacaan import renew_token
from sambang_digital.services.bacaan_terbit import Langkah, published, take

async def publish(slug, title, area):
    async with transaction() as session:
        row = Bacaan(slug=slug, kind="himbauan", area_code=area, state="ditinjau")
        session.add(row)
        await session.flush()
        session.add(BacaanVersi(bacaan_id=row.id, n=1, title=title, summary="Lewat Jalan Teuku Umar sampai pukul 22.00.", author_id=1,
                                body="Jalan Merdeka ditutup pukul 18.00 sampai 22.00 untuk pawai."))
        take(row, Langkah.TERBITKAN, now())
        await session.flush()
        await published(session, row)
        await renew_token(session)

asyncio.run(publish(*sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def live_server(pushing_server: LiveServer) -> LiveServer:
    """A server that may send messages to our push service."""
    return pushing_server


def publish(server: LiveServer, slug: str, area: str) -> None:
    """As an editor does who takes the last step."""
    env = os.environ | {
        "DATA_DIR": str(server.data_dir),
        "DATABASE_URL": f"sqlite:///{server.data_dir / 'sambang.db'}",
    }
    command = [sys.executable, "-c", PUBLISH, slug, TITLE, area]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def key_of(page: Page) -> bytes:
    """To which browsers subscribe, as the page says."""
    text = page.locator("[data-langganan]").get_attribute("data-kunci")
    assert text
    found: list[int] = page.evaluate(
        "text => [...atob(text.replaceAll('-', '+').replaceAll('_', '/'))].map((letter) => letter.charCodeAt(0))", text
    )
    return bytes(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_it_fits(make_context: MakeContext, scheme: str) -> None:
    """On a phone and on a desk, in both colour schemes, also with text at twice its size."""
    page = make_context(color_scheme=scheme, reduced_motion="reduce", permissions=["notifications"]).new_page()
    page.goto(PAGE)
    expect(page.get_by_role("button", name="Terima himbauan")).to_be_visible()
    assert_for_everybody(page)


def test_all_are_read_without_javascript(make_context: MakeContext) -> None:
    """From any page; what needs a script says so."""
    page = make_context(java_script_enabled=False).new_page()
    page.goto("/nomor-penting/")
    page.get_by_role("link", name="Himbauan", exact=True).click()
    expect(page.get_by_text("nyalakan JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Terima himbauan")).to_be_hidden()
    page.get_by_role("link", name=re.compile("Musim hujan")).click()
    page.get_by_role("link", name="Terima himbauan di HP").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Himbauan")


def test_a_browser_that_may_not_says_what_to_do(make_context: MakeContext) -> None:
    """Blocked, or without push messages: in words, and no button that does nothing."""
    context = make_context()
    context.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page = context.new_page()
    page.goto(PAGE)
    expect(page.get_by_text("diblokir. Izinkan di pengaturan peramban")).to_be_visible()
    expect(page.get_by_role("button", name="Terima himbauan")).to_be_hidden()
    context = make_context(service_workers="block")
    context.add_init_script("delete window.PushManager")
    page = context.new_page()
    page.goto(PAGE)
    expect(page.get_by_text("Peramban ini tidak dapat menerima pemberitahuan.")).to_be_visible()


def test_asked_for_announced_shown_and_ended(
    make_phone: MakePhone, live_server: LiveServer, service: PushService
) -> None:
    """Of one kecamatan, then of another; a text of the first one comes no more, one of the second does; pressed, it opens the text."""
    phone = make_phone(permissions=["notifications"])
    phone.page.goto(PAGE)
    browser = service.browser()
    with_vendor(phone.context, browser, key_of(phone.page))
    page = phone.context.new_page()
    page.goto(PAGE)
    expect(page.get_by_text("HP ini belum menerima himbauan.")).to_be_visible()
    choice = page.get_by_label("Kecamatan", exact=True)
    choice.select_option(label="Karawaci")
    page.get_by_role("button", name="Terima himbauan").click()
    expect(page.get_by_text("HP ini menerima himbauan untuk Kecamatan Karawaci.")).to_be_visible()
    assert rows(live_server, ASKED) == [("36.71.07",)]
    page.reload()
    expect(page.get_by_text("HP ini menerima himbauan untuk Kecamatan Karawaci.")).to_be_visible()
    expect(choice).to_have_value("36.71.07")
    choice.select_option(label="Cipondoh")
    page.get_by_role("button", name="Simpan pilihan").click()
    expect(page.get_by_text("HP ini menerima himbauan untuk Kecamatan Cipondoh.")).to_be_visible()
    ((cipondoh,),) = rows(live_server, ASKED)

    publish(live_server, "jalan-ditutup-karawaci", "36.71.07")
    publish(live_server, "jalan-ditutup", f"{cipondoh}.1001")
    wait_for(lambda: bool(service.opened(browser)), "message", 30)
    (message,) = service.opened(browser)
    assert (message["title"], message["url"]) == (TITLE, "/baca/jalan-ditutup")
    deliver(phone.context, page, message)
    assert shown(page) == [{name: message[name] for name in ("title", "body", "tag")}]
    phone.context.pages[0].close()
    phone.context.service_workers[0].evaluate(PRESSED)
    expect(page).to_have_url(re.compile("/baca/jalan-ditutup$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)

    page.get_by_role("link", name="Terima himbauan di HP").click()
    page.get_by_role("button", name="Berhenti menerima").click()
    expect(page.get_by_text("HP ini belum menerima himbauan.")).to_be_visible()
    assert rows(live_server, ASKED) == []
    assert page.evaluate(HELD) is None
