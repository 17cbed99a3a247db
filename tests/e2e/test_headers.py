"""Headers of a served production build, as a browser gets them."""

import re

import httpx
import pytest

from tests.e2e.server import LiveServer
from tests.servers import PATIENCE_S


@pytest.fixture(scope="module")
def client(live_server: LiveServer) -> httpx.Client:
    """Plain HTTP to the server."""
    return httpx.Client(base_url=live_server.url, timeout=PATIENCE_S, follow_redirects=False)


def test_every_answer_is_guarded(client: httpx.Client) -> None:
    """Pages, files, API, redirects and errors alike."""
    for path in ("/", "/masuk/", "/tidak-ada/", "/sw.js", "/api/v1/session", "/api/tidak-ada", "/ping", "/masuk"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "'unsafe-eval'" not in headers["content-security-policy"], path
        assert "strict-transport-security" not in headers, f"{path}: plain http on localhost"


def test_pages_keep_to_themselves(client: httpx.Client) -> None:
    """No other site shares their window, and they use the position and the camera alone."""
    for path in ("/", "/masuk/", "/tidak-ada/"):
        headers = client.get(path).headers
        assert headers["cross-origin-opener-policy"] == "same-origin", path
        assert headers["permissions-policy"].startswith("geolocation=(self), camera=(self)"), path


def test_pages_allow_exactly_their_own_inline_scripts(client: httpx.Client) -> None:
    """As many hashes as inline scripts, and no blanket permission."""
    answer = client.get("/")
    inline = set(re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", answer.text, re.DOTALL))
    (scripts,) = re.findall(r"script-src ([^;]*)", answer.headers["content-security-policy"])
    assert len(inline) > 1
    assert len(re.findall(r"'sha256-[A-Za-z0-9+/=]{44}'", scripts)) == len(inline)
    assert "unsafe-inline" not in scripts


def test_unchanged_pages_keep_their_policy(client: httpx.Client) -> None:
    """The headers of "not modified" replace those that the browser has: the policy must be the page's again."""
    first = client.get("/masuk/")
    again = client.get("/masuk/", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]


def test_only_hashed_files_are_kept(client: httpx.Client) -> None:
    """A changed page is seen at once; a hashed file is never asked for again; data are never kept."""
    page = client.get("/")
    (script, *_) = re.findall(r"/assets/[^\"']+\.js", page.text)
    assert page.headers["cache-control"] == "no-cache"
    assert client.get(script).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/assets/tidak-ada.js").headers["cache-control"] == "no-cache"
    assert client.get("/api/v1/session").headers["cache-control"] == "no-store"
