"""What every test would do before its own matter, done once for all of them: an officer's phone that is signed in, locked
with a PIN and filled with all that it needs without network, and a desk that is signed in. Tests start from copies.

What a browser keeps belongs to an origin, which has the port in it: servers on the prepared data take the same port, one
after the other.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Playwright

from tests.e2e.browser import CONTEXT, DESK, Phone
from tests.e2e.officer import HERE
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.pages.petugas import HomePage
from tests.e2e.server import LiveServer, copy_data
from tests.servers import lasting_port

OFFICER, REVIEWER = "petugas", "kanit"


@dataclass(frozen=True)
class Ready:
    """To be copied, never changed."""

    port: int
    data: Path
    """The server's data folder, in which both sessions are."""
    phone: Path
    """Profile of the phone of ``OFFICER``."""
    desk: dict[str, Any]
    """What a browser keeps (Playwright's ``storage_state``) in which ``REVIEWER`` is signed in."""


def prepare(playwright: Playwright, browser: Browser, demo: Path, folder: Path, *, whole: bool) -> Ready:
    """Make it in ``folder``, from the sign-in page on as a person would, on a server with the data of ``demo``; the phone's
    profile for one kind of Chromium (``chromium``), which the other does not read."""
    server = LiveServer(copy_data(demo, folder / "data"), port=lasting_port()).start()
    try:
        phone = Phone(playwright, folder / "phone", whole=whole, base_url=server.url, **HERE)
        _sign_in(phone, server)
        with browser.new_context(**(CONTEXT | {"viewport": DESK, "base_url": server.url})) as desk:
            account = server.account(REVIEWER)
            SignInPage(desk.new_page()).open().sign_in(account.nrp, account.password)
            state = dict(desk.storage_state())
    finally:
        server.stop()
    return Ready(server.port, server.data_dir, folder / "phone", state)


def _sign_in(phone: Phone, server: LiveServer) -> None:
    """Until the phone needs no network any more; closed, so that everything is on the disk."""
    account = server.account(OFFICER)
    SignInPage(phone.page).open().sign_in(account.nrp, account.password)
    HomePage(phone.page).wait_until_ready_offline()
    phone.close()
