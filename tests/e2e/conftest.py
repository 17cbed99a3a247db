"""Fixtures of the browser tests: the production build, a server for each module, phones and desks."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from sambang_digital.pwa.build import build
from tests.e2e.browser import CONTEXT, DESK, PATIENCE_MS, Faults, Phone, chromium, pass_locks
from tests.e2e.officer import HERE
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.pages.petugas import HomePage
from tests.e2e.pages.tinjauan import DeskPage
from tests.e2e.ready import REVIEWER, Ready, prepare
from tests.e2e.server import LiveServer, copy_data
from tests.push import PushService, push_service
from tests.servers import copy_database, free_port

MakeServer = Callable[..., LiveServer]
MakeContext = Callable[..., BrowserContext]
MakePhone = Callable[..., Phone]
OpenDesk = Callable[..., DeskPage]
SignedIn = Callable[..., Page]

# Several browsers share few cores: what takes a moment on a phone may take long here.
expect.set_options(timeout=20_000)


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
    """Call it for a further server: ``make_server("postgresql", SAMBANG_DEMO="false")``; all end with the module.

    With ``ready`` it knows the prepared phone and desk, at their origin.
    """
    with ExitStack() as stack:

        def make(database: str = "sqlite", ready: Ready | None = None, **settings: str) -> LiveServer:
            folder = tmp_path_factory.mktemp("live") / "data"
            if database == "sqlite":
                copy_data(ready.data if ready else request.getfixturevalue("sqlite_data"), folder)
            else:
                template, source = request.getfixturevalue("postgres_data")
                name = f"live_{uuid4().hex[:12]}"
                url = copy_database(request.getfixturevalue("postgres_server"), source, name)
                copy_data(template, folder)
                settings = {"DATABASE_URL": url} | settings
            server = LiveServer(folder, settings, ready.port if ready else free_port()).start()
            stack.callback(server.stop)
            return server

        yield make


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


@pytest.fixture(scope="package")
def ready(
    playwright: Playwright,
    browser: Browser,
    production_build: None,
    sqlite_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Ready:
    """A phone and a desk that have been signed in, once for each process of a run."""
    return prepare(playwright, browser, sqlite_data, tmp_path_factory.mktemp("ready"))


@pytest.fixture(scope="module")
def live_server(make_server: MakeServer, ready: Ready) -> LiveServer:
    """One server with demo data for the module."""
    return make_server(ready=ready)


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    """Where messages for the browsers of a module go."""
    with push_service() as running:
        yield running


@pytest.fixture(scope="module")
def pushing_server(make_server: MakeServer, service: PushService) -> LiveServer:
    """A server that may send messages there: what ``live_server`` is in modules about them."""
    return make_server(PUSH_HOSTS="127.0.0.1")


@pytest.fixture
def make_context(browser: Browser, live_server: LiveServer) -> Iterator[MakeContext]:
    """Call it for a fresh browser profile at ``live_server``; options as Playwright's ``new_context``.

    The lock of an officer's phone is set up and opened in passing, unless the test is about ``locks``.
    """
    with ExitStack() as stack:

        def make(*, locks: bool = False, **options: Any) -> BrowserContext:
            context = browser.new_context(**({"base_url": live_server.url} | CONTEXT | options))
            context.set_default_timeout(PATIENCE_MS)
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
def make_phone(playwright: Playwright, live_server: LiveServer, tmp_path: Path) -> Iterator[MakePhone]:
    """Call it for a phone with a profile on disk (service worker, IndexedDB and cookie survive ``kill``): a new one, or
    a copy of ``profile``."""
    with ExitStack() as stack:

        def make(*, profile: Path | None = None, **options: Any) -> Phone:
            folder = tmp_path / f"profile-{uuid4().hex[:6]}"
            if profile:
                shutil.copytree(profile, folder)
            phone = Phone(playwright, folder, base_url=live_server.url, **options)
            stack.callback(phone.close)
            return phone

        yield make


@pytest.fixture
def ready_phone(make_phone: MakePhone, ready: Ready) -> MakePhone:
    """Call it for the demo officer's phone in one of their villages, at home, ready to work without network.

    All copies are one device with one session: a test that ends it signs in a phone of its own.
    """

    def make(**options: Any) -> Phone:
        phone = make_phone(profile=ready.phone, **(HERE | options))
        HomePage(phone.page).open().wait_until_ready_offline()
        return phone

    return make


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, str], None]:
    """``sign_in(page, "petugas")``: as a person does, on the sign-in page, with a demo account's key."""

    def go(page: Page, key: str) -> None:
        account = live_server.account(key)
        SignInPage(page).open().sign_in(account.nrp, account.password)

    return go


@pytest.fixture
def new_phone(make_context: MakeContext, sign_in: Callable[[Page, str], None]) -> BrowserContext:
    """A phone on which the demo officer has just signed in, with a session of its own; else as ``context``."""
    made = make_context(**HERE)
    page = made.new_page()
    sign_in(page, "petugas")
    # Signing in leads there.
    HomePage(page).wait_until_ready_offline()
    return made


@pytest.fixture
def context(ready_phone: MakePhone) -> BrowserContext:
    """The demo officer's phone in one of their villages, signed in, ready to work without network."""
    return ready_phone().context


@pytest.fixture
def signed_in(make_context: MakeContext, sign_in: Callable[[Page, str], None], ready: Ready) -> SignedIn:
    """``signed_in("kanit", viewport=…)``: a page of a desk's browser in which that person is signed in.

    All of the Kanit are one session: a test that ends it signs in for itself.
    """

    def make(key: str = REVIEWER, **options: Any) -> Page:
        options = {"viewport": DESK} | options
        if key == REVIEWER:
            return make_context(storage_state=ready.desk, **options).new_page()
        page = make_context(**options).new_page()
        sign_in(page, key)
        return page

    return make


@pytest.fixture
def open_desk(signed_in: SignedIn) -> OpenDesk:
    """``open_desk("kanit", "?status=…")``: that person's desk in a browser of its own."""

    def go(key: str = REVIEWER, query: str = "", **options: object) -> DeskPage:
        return DeskPage(signed_in(key, **options)).open(query)

    return go
