"""Sending over a bad network, and an update of the app with a full outbox."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.browser import CONTEXT, Faults, pass_locks
from tests.e2e.conftest import MakeServer
from tests.e2e.officer import VILLAGES, leave_in_clear, rows, unsent
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.proxy import BadNetwork, bad_network
from tests.e2e.server import LiveServer
from tests.servers import free_port

KIRIMAN = "/api/v1/kiriman"


@pytest.fixture(scope="module")
def network(make_server: MakeServer) -> Iterator[tuple[BadNetwork, LiveServer]]:
    """A server that can be reached through a bad network only."""
    started: list[LiveServer] = []

    def start(url: str) -> int:
        started.append(make_server(PUBLIC_URL=url))
        return started[0].port

    with bad_network(free_port(), start) as made:
        yield made, started[0]


@pytest.fixture
def page(browser: Browser, network: tuple[BadNetwork, LiveServer]) -> Iterator[Page]:
    """A phone behind the bad network, signed in and ready to work without it."""
    bad, server = network
    latitude, longitude = VILLAGES[0]
    here = {"geolocation": {"latitude": latitude, "longitude": longitude, "accuracy": 8}}
    context: BrowserContext = browser.new_context(base_url=bad.url, **(CONTEXT | here))
    faults = Faults(context)
    pass_locks(context)
    made = context.new_page()
    account = server.account("petugas")
    SignInPage(made).open().sign_in(account.nrp, account.password)
    HomePage(made).open().wait_until_ready_offline()
    yield made
    context.close()
    faults.check()
    bad.refuse.clear()
    bad.swallow.clear()


def capture(page: Page, title: str) -> None:
    """One visit to a place, saved."""
    screen = CapturePage(page).open().start()
    screen.fill_place(title)
    screen.save()


def test_lost_answer_is_asked_for_again(page: Page, network: tuple[BadNetwork, LiveServer]) -> None:
    """The server took the report but the answer was lost: the next try gets the same receipt; one row."""
    bad, server = network
    bad.swallow.add(KIRIMAN)
    capture(page, "Jawaban Hilang")
    queue = QueuePage(page).open()
    queue.expect_state("Jawaban Hilang", "Menunggu dikirim")
    bad.swallow.clear()
    queue.open().expect_state("Jawaban Hilang", "Terkirim")
    ((receipt,),) = rows(server, "SELECT receipt FROM laporan WHERE title = 'Jawaban Hilang'")
    expect(queue.row("Jawaban Hilang").get_by_text(receipt, exact=True)).to_be_visible()


def test_busy_server_is_left_alone_for_as_long_as_it_asks(page: Page, network: tuple[BadNetwork, LiveServer]) -> None:
    """429 with Retry-After: the report waits, the reason is shown, and even the button does not ask before the time."""
    bad, _ = network
    bad.refuse[KIRIMAN] = (429, {"Retry-After": "3600"})
    capture(page, "Server Sibuk")
    queue = QueuePage(page).open()
    expect(page.get_by_text("Server belum dapat menerima")).to_be_visible()
    queue.expect_state("Server Sibuk", "Menunggu dikirim")
    asked = len([request for request in bad.seen if KIRIMAN in request])
    page.get_by_role("button", name="Kirim sekarang").first.click()
    expect(page.get_by_role("button", name="Kirim sekarang").first).to_be_visible()
    page.reload()
    queue.expect_state("Server Sibuk", "Menunggu dikirim")
    assert len([request for request in bad.seen if KIRIMAN in request]) == asked


def test_update_of_the_app_with_a_full_outbox(page: Page, network: tuple[BadNetwork, LiveServer]) -> None:
    """A new version is not offered where somebody types; elsewhere it takes over, and everything that waited is sent."""
    bad, server = network
    bad.refuse[KIRIMAN] = (503, {})
    titles = [f"Antre {number}" for number in range(3)]
    for title in titles:
        capture(page, title)
    QueuePage(page).open()
    typing = CapturePage(page).open().start()
    page.get_by_label("Nama tempat").fill("Sedang diketik")
    bad.worker_suffix = b"\n// versi berikut\n"
    page.evaluate(
        "navigator.serviceWorker.getRegistration().then(r => r.update()).then(({ installing }) =>"
        " new Promise(installed => installing.addEventListener('statechange', installed)))"
    )
    expect(typing.draft_kept).to_be_visible()
    expect(page.get_by_text("Versi baru siap.")).to_have_count(0)

    tab = page.context.new_page()
    queue = QueuePage(tab).open()
    with tab.expect_navigation():
        tab.get_by_role("button", name="Pakai sekarang").click()
    for title in titles:
        queue.expect_state(title, "Menunggu dikirim")
    expect(tab.get_by_text("Versi baru siap.")).to_have_count(0)
    expect(page.get_by_label("Nama tempat")).to_have_value("Sedang diketik")
    bad.refuse.clear()
    queue.open()
    for title in titles:
        queue.expect_state(title, "Terkirim")
    assert rows(server, "SELECT count(*) FROM laporan WHERE title LIKE 'Antre %'") == [(3,)]
    CapturePage(tab).open()
    expect(tab.get_by_label("Nama tempat")).to_have_value("Sedang diketik")


def test_long_queue_goes_in_batches_of_twenty(page: Page, network: tuple[BadNetwork, LiveServer]) -> None:
    """Forty-five reports from a week without signal: three requests, every report once."""
    _, server = network
    page.context.set_offline(True)
    leave_in_clear(page, "items", unsent(page, (f"Sepekan {number}" for number in range(45))))
    sizes: list[int] = []
    page.on("request", lambda r: sizes.append(len(r.post_data_json["items"])) if r.url.endswith(KIRIMAN) else None)
    queue = QueuePage(page).open()
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Belum terkirim 0")).to_be_visible(timeout=30_000)
    queue.expect_state("Sepekan 44", "Terkirim")
    assert sizes == [20, 20, 5]
    assert rows(server, "SELECT count(*) FROM laporan WHERE title LIKE 'Sepekan %'") == [(45,)]
