"""Content Security Policy: no ``unsafe-eval``, no foreign script; inline scripts only by the hashes taken at build.

Reflex writes about nine inline scripts into each prerendered page, other ones in each, so every path has its own
policy. The build plugin collects the hashes once the pages are final; the server reads them at its start.
"""

import base64
import hashlib
import json
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from sambang_digital.settings import BUILD, get_settings

HASHES = BUILD / "csp.json"
STAND_INS = ("404.html", "__spa-fallback.html")
"""Pages that are served in place of any path without one of its own."""
FALLBACK = "*"
"""Their key."""
RENDERED = ("/angka/", "/baca/", "/bhabin/", "/himbauan/", "/nomor-penting/")
"""Pages that the server writes itself, and all below them: no inline script at all."""
API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
"""Answers of the API are data and pictures: nothing in them may run or load anything."""
FILE_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'"
"""Scripts and pictures; it is the workers' own policy, which they take from their file. Argon2id, which turns a PIN into a
key, is WebAssembly and runs in such a worker; pages may not run any."""


class _InlineScripts(HTMLParser):
    """Collects the CSP hash of each inline script of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.hashes: list[str] = []
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and "src" not in dict(attrs):
            self._text = []

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._text is not None:
            digest = hashlib.sha256("".join(self._text).encode()).digest()
            self.hashes.append(f"'sha256-{base64.b64encode(digest).decode()}'")
            self._text = None


def collect(static_dir: Path) -> dict[str, list[str]]:
    """Hashes of the inline scripts of each built page, by path without a trailing slash (``/`` is the home page)."""
    found: dict[str, list[str]] = {FALLBACK: []}
    for page in sorted(static_dir.rglob("*.html")):
        relative = page.relative_to(static_dir)
        parser = _InlineScripts()
        parser.feed(page.read_text(encoding="utf-8"))
        parser.close()
        if relative.name in STAND_INS:
            found[FALLBACK] += parser.hashes
        else:
            found["/" + relative.as_posix().removesuffix("index.html").rstrip("/")] = parser.hashes
    return {path: sorted(set(hashes)) for path, hashes in found.items()}


def write(static_dir: Path) -> None:
    """Collect the hashes of a finished build into the file that the server reads."""
    (static_dir.parent / HASHES.name).write_text(json.dumps(collect(static_dir)))


@cache
def _hashes() -> dict[str, list[str]]:
    # Without a build (hot reload, tests of the API) there are no pages to describe.
    return json.loads(HASHES.read_text()) if HASHES.exists() else {FALLBACK: []}


@cache
def _sources() -> tuple[str, str]:
    """Where the live connection goes, and where map tiles come from (empty without tiles)."""
    settings = get_settings()
    live = settings.public_url.replace("http", "ws", 1)
    if not settings.tile_url:
        return live, ""
    tiles = urlsplit(settings.tile_url.replace("{s}.", "*."))
    return live, f" {tiles.scheme}://{tiles.netloc}"


def page_policy(path: str) -> str:
    """The policy of the page at ``path``."""
    hashes = _hashes()
    key = path.rstrip("/") or "/"
    live, tiles = _sources()
    inline = () if f"{key}/".startswith(RENDERED) else hashes.get(key, hashes[FALLBACK])
    scripts = " ".join(("'self'", *inline))
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        f"img-src 'self' blob: data:{tiles}; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; "
        f"connect-src 'self' {live}; frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
        "object-src 'none'"
    )
