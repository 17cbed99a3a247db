"""A phone in the tests: real Chromium with GPS, camera, a profile that survives, and eyes for faults."""

import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, Route

from tests.e2e.pages.kunci import LockPage

PIN = "481516"
"""With which every officer of the tests locks their phone."""
PATIENCE_MS = 60_000
"""For what a page does on a machine that does much else."""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
KARAWACI = {"latitude": -6.2027, "longitude": 106.6172, "accuracy": 8.0}
"""In Nusa Jaya, one of the villages of the demo account ``petugas``."""
ADDRESS_BAR = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"]
"""Pages of the browser's own, for suggestions below an address bar that nobody sees: they took a third of the processor."""
AS_PLAYWRIGHT = [
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
"""What Playwright switches off: of several such arguments the last counts alone."""
ARGS = [
    f"--disable-features={','.join(ADDRESS_BAR + AS_PLAYWRIGHT)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
CONTEXT: dict[str, Any] = {
    "viewport": PHONE,
    "locale": "id-ID",
    "timezone_id": "Asia/Jakarta",
    "geolocation": KARAWACI,
    "permissions": ["geolocation"],
}


def chromium(*, whole: bool = True) -> dict[str, Any]:
    """Launch options: the system's Chromium where there is one, else Playwright's own. Not ``whole``: the same engine without all
    around it where that is installed, for half the processor time; it allows no notifications."""
    names = ("chromium", "chromium-browser") if whole else ("chromium-headless-shell", "chromium", "chromium-browser")
    found = next(filter(None, map(shutil.which, names)), None)
    return {"executable_path": found, "args": ARGS} | ({} if found or not whole else {"channel": "chromium"})


class Faults:
    """What a person would not see but must not happen: uncaught errors and CSP violations on any page of a context."""

    def __init__(self, context: BrowserContext) -> None:
        self.found: list[str] = []
        context.on("weberror", lambda fault: self.found.append(f"uncaught: {fault.error}"))
        context.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.found.append(message.text)

    def check(self) -> None:
        """Fail on anything found."""
        assert self.found == []


def pass_locks(context: BrowserContext, pin: str = PIN) -> None:
    """From now on, whenever the lock stands before a page of the context, set it up or open it, as its owner would."""

    def attend(page: Page) -> None:
        lock = LockPage(page)
        page.add_locator_handler(lock.install, lambda: lock.set_up(pin))
        page.add_locator_handler(lock.open_, lambda: lock.unlock(pin))

    for page in context.pages:
        attend(page)
    context.on("page", attend)


class Phone:
    """A phone with a profile on disk: it can lose its network, be killed and be opened again."""

    def __init__(self, playwright: Playwright, profile: Path, *, whole: bool = True, **options: Any) -> None:
        self._playwright, self._profile = playwright, profile
        self._options = chromium(whole=whole) | CONTEXT | options
        self.faults: list[Faults] = []
        self.context: BrowserContext
        self.page: Page
        self.open()

    def open(self) -> Page:
        """Start the browser on its profile."""
        self.context = self._playwright.chromium.launch_persistent_context(self._profile, **self._options)
        self.context.set_default_timeout(PATIENCE_MS)
        self.faults.append(Faults(self.context))
        pass_locks(self.context)
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        return self.page

    def offline(self, on: bool = True) -> None:
        """Airplane mode."""
        self.context.set_offline(on)

    def at(self, latitude: float, longitude: float, accuracy: float = 8.0) -> None:
        """Where the GPS says it is: degrees, metres."""
        self.context.set_geolocation({"latitude": latitude, "longitude": longitude, "accuracy": accuracy})

    def kill(self) -> None:
        """As when the battery is pulled: no handler runs, no buffer is flushed by the browser."""
        needle = f"--user-data-dir={self._profile}".encode()
        with self.context.expect_event("close"):
            for process in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    words = process.read_bytes().split(b"\0")
                except OSError:
                    continue
                if needle in words and not any(word.startswith(b"--type=") for word in words):
                    os.kill(int(process.parent.name), signal.SIGKILL)

    def close(self) -> None:
        """Close the browser and fail on any fault seen."""
        self.context.close()
        for faults in self.faults:
            faults.check()


SETTLE = """() => Promise.all(
  document.getAnimations()
    .filter((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime))
    .map((animation) => animation.finished.catch(() => null))
).then(() => null)"""
"""Resolves when everything that fades or slides has come to rest; what turns for ever (a skeleton) is left alone."""


COLOURS = ("color-contrast", "link-in-text-block")
"""Rules of axe that another colour scheme may break."""


def assert_accessible(page: Page, *, colours_alone: bool = False) -> None:
    """axe finds nothing on the page once it has come to rest: half faded in, any text is too pale. ``colours_alone``: of a page
    whose everything else was looked at in the other colour scheme."""
    page.evaluate(SETTLE)
    rules = {"runOnly": {"type": "rule", "values": COLOURS}} if colours_alone else {}
    violations = Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]
    assert violations == [], "\n".join(
        f"{v['id']} ({v['impact']}): {v['help']}\n" + "\n".join(f"    {node['html']}" for node in v["nodes"])
        for v in violations
    )


def overtaken(page: Page, address: re.Pattern[str], ask: Callable[[], object], again: str, **old: object) -> None:
    """``ask`` makes the page request ``address``, and its event ``again`` (JavaScript) once more: the first request is answered last,
    with ``old`` in the place of what is true by then, and the page has heard of both."""
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(address, hold_first)
    with page.expect_request(address):
        ask()
    with page.expect_response(address):
        page.evaluate(again)
    answer = held[0].fetch()
    with page.expect_response(address):
        held[0].fulfill(response=answer, json=answer.json() | old)
    page.evaluate("() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))")


@contextmanager
def transferred(page: Page) -> Iterator[dict[str, int]]:
    """Counts, by address, the bytes of the bodies (compressed, as they travel) that ``page`` loads inside the block.

    Headers are left out: this is HTTP/1.1 on loopback, while a proxy in front speaks HTTP/2 and compresses them.
    """
    session = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    headers: dict[str, int] = {}
    sizes: dict[str, int] = {}

    def received(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["response"]["url"]
        headers[event["requestId"]] = int(event["response"]["encodedDataLength"])

    def finished(event: dict[str, Any]) -> None:
        request = event["requestId"]
        if (address := addresses.get(request, "")).startswith("http"):
            sizes[address] = sizes.get(address, 0) + int(event["encodedDataLength"]) - headers[request]

    session.on("Network.responseReceived", received)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    yield sizes
    session.detach()
