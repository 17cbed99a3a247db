"""Signing in and out as people see it: the way back to where one was going, the first password, a lost device."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.browser import assert_accessible
from tests.e2e.conftest import MakeContext, MakeServer
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.server import LiveServer

SignIn = Callable[[Page, str], None]


def test_a_wrong_password_is_said_and_changes_nothing(page: Page, live_server: LiveServer) -> None:
    """One sentence for NRP and password alike; the form keeps what was typed."""
    account = live_server.account("kanit")
    SignInPage(page).open().fill(account.nrp, "salah sama sekali")
    expect(page.get_by_text("NRP atau kata sandi salah.")).to_be_visible()
    expect(page.get_by_label("NRP")).to_have_value(account.nrp)
    assert page.context.cookies() == []
    assert_accessible(page)


def test_the_sign_in_leads_back_to_where_one_was_going(desk: Page, live_server: LiveServer) -> None:
    """A link to a view of the desk, opened without a session."""
    account = live_server.account("kanit")
    desk.goto("/tinjauan/?status=diterima")
    expect(desk).to_have_url(re.compile("/masuk/"))
    SignInPage(desk).fill(account.nrp, account.password)
    expect(desk).to_have_url(re.compile(r"/tinjauan/\?status=diterima"))
    (cookie,) = desk.context.cookies()
    assert cookie["httpOnly"]
    assert desk.evaluate("document.cookie") == ""


def test_the_first_sign_in_asks_for_an_own_password(page: Page, live_server: LiveServer) -> None:
    """A weak one is refused beside its field; with a good one the work begins."""
    account = live_server.account("petugas_baru")
    SignInPage(page).open().fill(account.nrp, account.password)
    expect(page.get_by_role("heading", name=re.compile("Selamat datang"))).to_be_visible()
    new, again = (
        page.get_by_label("Kata sandi baru", exact=True),
        page.get_by_label("Ulangi kata sandi baru", exact=True),
    )
    new.fill("1234567890")
    again.fill("1234567890")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.get_by_text("Terlalu mudah ditebak")).to_be_visible()
    assert_accessible(page)
    new.fill("ombak tenang pagi hari")
    again.fill("ombak tenang pagi hari")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page).to_have_url(re.compile("/petugas/"))


def test_a_lost_device_is_signed_out_while_its_page_is_open(make_context: MakeContext, sign_in: SignIn) -> None:
    """Revoked on another device: the open desk empties itself and asks to sign in, without a touch."""
    lost, kept = (make_context().new_page() for _ in range(2))
    for page in (lost, kept):
        sign_in(page, "kanit")
        expect(page.get_by_role("heading", name="Hari ini")).to_be_visible()
    (device,) = [row["id"] for row in lost.request.get("/api/v1/session/perangkat").json() if row["current"]]
    assert kept.request.delete(f"/api/v1/session/perangkat/{device}").status == 204
    expect(lost).to_have_url(re.compile("/masuk/"), timeout=20_000)
    expect(lost.get_by_label("NRP")).to_be_visible()
    kept.reload()
    expect(kept.get_by_role("heading", name="Hari ini")).to_be_visible()


def test_demo_account_is_one_tap_away(page: Page, live_server: LiveServer) -> None:
    """In demo mode the page lists the accounts; choosing one fills the form, and signing in leads to work."""
    account = live_server.account("petugas")
    page.goto("/masuk/")
    page.get_by_role("button", name=account.nrp).click()
    expect(page.get_by_label("NRP")).to_have_value(account.nrp)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/petugas/")
    expect(page.get_by_text(account.name)).to_be_visible()


def test_no_demo_account_is_shown_outside_of_demo_mode(make_server: MakeServer, make_context: MakeContext) -> None:
    """Even with a database that was filled with demo data before."""
    server = make_server(SAMBANG_DEMO="false")
    page = make_context(base_url=server.url).new_page()
    with page.expect_response("**/api/v1/demo") as answer:
        page.goto("/masuk/")
    assert answer.value.json() == {"accounts": []}
    expect(page.get_by_text("Akun contoh")).to_have_count(0)
