"""The shelf of the app's files, in a real browser against a server that answers as bad networks do."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.conftest import ROOT

AT_ONCE = 6
FILES = [f"/{number}.txt" for number in range(2 * AT_ONCE)]


class Store:
    """Answers for files: as many at a time as are asked for together, with what ``answers`` says of a path instead."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, str]] = {}
        self.asked: list[str] = []
        self.together: threading.Barrier | None = None
        self.open = self.peak = 0
        self._lock = threading.Lock()

    def take(self, path: str) -> tuple[int, str]:
        with self._lock:
            self.asked.append(path)
            self.open += 1
            self.peak = max(self.peak, self.open)
        try:
            if self.together:
                self.together.wait(timeout=20)
        finally:
            with self._lock:
                self.open -= 1
        return self.answers.get(path, (200, f"isi {path}"))


class Handler(BaseHTTPRequestHandler):
    """The page, the module, and what :class:`Store` says."""

    def __init__(self, store: Store, *details: object) -> None:
        self.store = store
        super().__init__(*details)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.endswith(".txt"):
            status, body = self.store.take(self.path)
        else:
            module = ROOT / "assets" / "islands" / "lib" / "shelf.js"
            status, body = 200, module.read_text(encoding="utf-8") if self.path == "/shelf.js" else "<!doctype html>"
        self.send_response(status)
        self.send_header("Content-Type", "text/javascript" if self.path == "/shelf.js" else "text/html")
        if status == 302:
            self.send_header("Location", body)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def shelf(browser: Browser) -> Iterator[tuple[Page, Store]]:
    """An empty page of a server of our own; its origin keeps nothing from before."""
    store = Store()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, store))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    try:
        page = context.new_page()
        page.goto("/")
        yield page, store
    finally:
        context.close()
        server.shutdown()
        server.server_close()


def fill(page: Page, files: list[str], revision: str | None = None) -> None:
    page.evaluate(
        """async ([urls, revision]) => {
          const { shelf } = await import("/shelf.js");
          await shelf("rak", urls.map((url) => ({ url, revision }))).fill();
        }""",
        [files, revision],
    )


def found(page: Page, path: str, revision: str | None = None) -> str | None:
    return page.evaluate(
        """async ([url, revision]) => {
          const { shelf } = await import("/shelf.js");
          return (await shelf("rak", [{ url, revision }]).find(url))?.text() ?? null;
        }""",
        [path, revision],
    )


def test_six_files_travel_at_a_time_and_none_twice(shelf: tuple[Page, Store]) -> None:
    page, store = shelf
    # Nobody is answered until six ask together: one after the other would never get through.
    store.together = threading.Barrier(AT_ONCE)
    fill(page, FILES)
    assert sorted(store.asked) == sorted(FILES)
    assert store.peak == AT_ONCE
    assert found(page, FILES[-1]) == f"isi {FILES[-1]}"
    fill(page, FILES)
    assert len(store.asked) == len(FILES)


@pytest.mark.parametrize("answer", [(503, ""), (404, ""), (302, "/masuk")], ids=str)
def test_what_cannot_be_had_is_not_kept_and_the_rest_is(shelf: tuple[Page, Store], answer: tuple[int, str]) -> None:
    """A network's own sign-in page, too, is not taken for the app; the next try asks for what is missing alone."""
    page, store = shelf
    store.answers[FILES[1]] = answer
    with pytest.raises(Error, match=FILES[1]):
        fill(page, FILES[:2])
    assert found(page, FILES[1]) is None
    store.answers.clear()
    fill(page, FILES[:2])
    assert store.asked.count(FILES[1]) == 2
    assert [found(page, path) for path in FILES[:2]] == [f"isi {path}" for path in FILES[:2]]


def test_a_page_is_found_in_its_own_version_only(shelf: tuple[Page, Store]) -> None:
    page, store = shelf
    fill(page, FILES[:1], "lama")
    assert found(page, FILES[0], "baru") is None
    store.answers[FILES[0]] = (200, "isi baru")
    fill(page, FILES[:1], "baru")
    assert [found(page, FILES[0], revision) for revision in ("lama", "baru")] == [f"isi {FILES[0]}", "isi baru"]
