"""WhatsApp as it runs: Meta's webhook reaches a server of its own, its worker answers, and the admin sees how the channel fares."""

import re
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import DESK, PHONE, assert_accessible
from tests.e2e.conftest import MakeContext, MakeServer
from tests.e2e.server import LiveServer
from tests.graph import PHONE_ID, TOKEN, Graph, error, graph_api
from tests.servers import wait_for
from tests.wa import SECRET, VERIFY, row, signature, text, webhook

SETTINGS = "/administrasi/pengaturan/"
SignIn = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def graph() -> Iterator[Graph]:
    with graph_api() as running:
        yield running


@pytest.fixture(scope="module")
def live_server(make_server: MakeServer, graph: Graph) -> LiveServer:
    values = {"PHONE_ID": PHONE_ID, "TOKEN": TOKEN, "APP_SECRET": SECRET, "VERIFY_TOKEN": VERIFY, "API": graph.base}
    return make_server(**{f"WHATSAPP_{name}": value for name, value in values.items()})


def hear(server: LiveServer, body: bytes) -> int:
    """As Meta calls: without origin, without cookie."""
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature(body)}
    request = urllib.request.Request(f"{server.url}/api/v1/wa/webhook", body, headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return int(answer.status)


def test_from_a_message_to_a_dead_channel(
    make_context: MakeContext, live_server: LiveServer, graph: Graph, sign_in: SignIn
) -> None:
    """The worker answers by itself; when Meta refuses our token the page says so, and news of it reaches the admin."""
    page = make_context(viewport=DESK).new_page()
    sign_in(page, "admin")
    assert hear(live_server, webhook(text("halo"))) == 200
    wait_for(lambda: len(graph.sent) == 1, "an answer", 30)
    page.goto(SETTINGS)
    card = page.locator("section").filter(has=page.get_by_role("heading", name="Saluran WhatsApp"))
    expect(card).to_contain_text("Sehat")
    assert_accessible(page)
    graph.answers = [(401, {}, error(190))]
    assert hear(live_server, webhook(row("informasi"))) == 200
    wait_for(lambda: not graph.answers, "the refusal", 30)
    page.reload()
    expect(card).to_contain_text("Mati")
    expect(card).to_be_in_viewport()
    expect(card).to_contain_text("WHATSAPP_TOKEN")
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/kabar/")
    expect(page.get_by_text("Saluran WhatsApp mati").first).to_be_visible()
    assert not re.search(f"{TOKEN}|{SECRET}", live_server.log)
