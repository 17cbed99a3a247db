"""Fixtures of the browser tests: the production build, a server for each module, phones and desks."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from sambang_digital.pwa.build import build
from tests.e2e.browser import CONTEXT, DESK, Faults, Phone, chromium, pass_locks
from tests.e2e.officer import VILLAGES
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.pages.petugas import HomePage
from tests.e2e.pages.tinjauan import DeskPage
from tests.e2e.server import LiveServer, copy_data
from tests.servers import copy_database

MakeServer = Callable[..., LiveServer]
MakeContext = Callable[..., BrowserContext]
OpenDesk = Callable[..., DeskPage]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the build and Chromium, and goes first: quick files then fill what is left of the
    time of each of several processes."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
    items.sort(key=lambda item: here not in item.path.parents)


@pytest.fixture(scope="session")
def production_build() -> None:
    """The build is current; workers of one run wait for the one that builds."""
    build()


@pytest.fixture(scope="module")
def make_server(
    request: pytest.FixtureRequest, production_build: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MakeServer]:
    """Call it for a further server: ``make_server("postgresql", SAMBANG_DEMO="false")``; all end with the module."""
    with ExitStack() as stack:

        def make(database: str = "sqlite", **settings: str) -> LiveServer:
            folder = tmp_path_factory.mktemp("live") / "data"
            if database == "sqlite":
                copy_data(request.getfixturevalue("sqlite_data"), folder)
            else:
                template, source = request.getfixturevalue("postgres_data")
                name = f"live_{uuid4().hex[:12]}"
                url = copy_database(request.getfixturevalue("postgres_server"), source, name)
                copy_data(template, folder)
                settings = {"DATABASE_URL": url} | settings
            server = LiveServer(folder, settings).start()
            stack.callback(server.stop)
            return server

        yield make


@pytest.fixture(scope="module")
def live_server(request: pytest.FixtureRequest, make_server: MakeServer) -> LiveServer:
    """One server with demo data for the module: SQLite, or what an indirect parameter names."""
    return make_server(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver. Package scope: its event loop must be gone before asyncio tests elsewhere run."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the tests that need no profile on disk."""
    with playwright.chromium.launch(**chromium()) as launched:
        yield launched


@pytest.fixture
def make_context(browser: Browser, live_server: LiveServer) -> Iterator[MakeContext]:
    """Call it for a fresh browser profile at ``live_server``; options as Playwright's ``new_context``.

    The lock of an officer's phone is set up and opened in passing, unless the test is about ``locks``.
    """
    with ExitStack() as stack:

        def make(*, locks: bool = False, **options: Any) -> BrowserContext:
            context = browser.new_context(**({"base_url": live_server.url} | CONTEXT | options))
            faults = Faults(context)
            if not locks:
                pass_locks(context)
            stack.callback(faults.check)
            stack.callback(context.close)
            return context

        yield make


@pytest.fixture
def page(make_context: MakeContext) -> Page:
    """A page on a phone; addresses are relative to ``live_server``."""
    return make_context().new_page()


@pytest.fixture
def desk(make_context: MakeContext) -> Page:
    """A page on a wide screen."""
    return make_context(viewport=DESK).new_page()


@pytest.fixture
def make_phone(playwright: Playwright, live_server: LiveServer, tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Call it for a phone with a profile on disk (service worker, IndexedDB and cookie survive ``kill``)."""
    with ExitStack() as stack:

        def make(**options: Any) -> Phone:
            phone = Phone(playwright, tmp_path / f"profile-{uuid4().hex[:6]}", base_url=live_server.url, **options)
            stack.callback(phone.close)
            return phone

        yield make


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, str], None]:
    """``sign_in(page, "petugas")``: as a person does, on the sign-in page, with a demo account's key."""

    def go(page: Page, key: str) -> None:
        account = live_server.account(key)
        SignInPage(page).open().sign_in(account.nrp, account.password)

    return go


@pytest.fixture
def context(make_context: MakeContext, sign_in: Callable[[Page, str], None]) -> BrowserContext:
    """A phone in one of the officer's villages, signed in, ready to work without network."""
    latitude, longitude = VILLAGES[0]
    made = make_context(geolocation={"latitude": latitude, "longitude": longitude, "accuracy": 8})
    page = made.new_page()
    sign_in(page, "petugas")
    # Signing in leads there.
    HomePage(page).wait_until_ready_offline()
    return made


@pytest.fixture
def open_desk(make_context: MakeContext, sign_in: Callable[[Page, str], None]) -> OpenDesk:
    """``open_desk("kanit", "?status=…")``: that person's desk in a browser of its own."""

    def go(key: str = "kanit", query: str = "", **options: object) -> DeskPage:
        page = make_context(**({"viewport": DESK} | options)).new_page()
        sign_in(page, key)
        return DeskPage(page).open(query)

    return go
