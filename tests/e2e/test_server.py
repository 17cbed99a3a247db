"""The server as an operator meets it: its log, its end, and several workers."""

import httpx
from playwright.sync_api import Browser, expect

from tests.e2e.browser import CONTEXT, DESK
from tests.e2e.conftest import MakeServer
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.server import LiveServer
from tests.servers import PATIENCE_S, wait_for

WORKERS = 2


def look_at_desk(browser: Browser, server: LiveServer) -> str:
    """Sign in as the Kanit, wait until the live queue is there; returns the secret token of the live connection."""
    with browser.new_context(**CONTEXT | {"base_url": server.url, "viewport": DESK}) as context:
        page = context.new_page()
        account = server.account("kanit")
        SignInPage(page).open().sign_in(account.nrp, account.password)
        page.goto("/tinjauan/")
        expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible(timeout=30_000)
        return str(page.evaluate("sessionStorage.getItem('token')"))


def test_log_holds_requests_but_no_secret(make_server: MakeServer, browser: Browser) -> None:
    """The access log names the paths; the token that stands in the query of the live connection is not in it."""
    server = make_server(SAMBANG_ACCESS_LOG="true")
    token = look_at_desk(browser, server)
    assert len(token) > 20
    assert "GET /tinjauan/" in server.log
    assert "/_event" in server.log
    assert token not in server.log
    assert server.account("kanit").password not in server.log


def test_ends_politely(make_server: MakeServer) -> None:
    """Asked to end, it ends by itself and without an error."""
    server = make_server()
    assert server.process is not None
    server.stop()
    assert server.process.returncode == 0, server.log
    assert "Traceback" not in server.log


def test_several_workers_share_sessions_and_state(make_server: MakeServer, browser: Browser, redis_url: str) -> None:
    """With Redis, it does not matter which worker answers."""
    server = make_server("postgresql", SAMBANG_WORKERS=str(WORKERS), REDIS_URL=redis_url)
    wait_for(lambda: server.log.count("Started worker") == WORKERS, "all workers")
    account = server.account("petugas")
    with httpx.Client(base_url=server.url, timeout=PATIENCE_S) as phone:
        phone.post("/api/v1/session", json={"nrp": account.nrp, "password": account.password}).raise_for_status()
    answers = []
    for _ in range(4 * WORKERS):
        # A new connection each time, so that the workers take turns.
        with httpx.Client(base_url=server.url, timeout=PATIENCE_S, cookies=phone.cookies) as again:
            answers.append(again.get("/api/v1/session").status_code)
    assert set(answers) == {200}
    look_at_desk(browser, server)
