"""The files in ``deploy/``, each tried with the program it is for: https, cookie, websocket, photos, limits, addresses, units.

Skipped where the program is not there; ``script/test`` brings Caddy and nginx where CI runs.
"""

import os
import re
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import httpx
import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from playwright.sync_api import Playwright, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from sambang_digital.models.base import now
from sambang_digital.settings import get_settings
from tests import tus
from tests.conftest import ROOT
from tests.e2e.browser import CONTEXT, DESK, Faults, chromium, pass_locks
from tests.e2e.conftest import MakeServer
from tests.e2e.pages.masuk import SignInPage
from tests.e2e.pages.petugas import HomePage
from tests.e2e.pages.tinjauan import DeskPage
from tests.servers import PATIENCE_S, free_port, wait_for

DOMAIN = "sambang.example.id"
TRUST = ("--ignore-certificate-errors", f"--host-resolver-rules=MAP {DOMAIN} 127.0.0.1")
"""What makes the browser take our own certificate, for the service worker too, and find the domain here."""


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for the domain and for localhost, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now(), now() + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(DOMAIN), x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "cert.pem", folder / "key.pem"


def caddy(folder: Path, http: int, https: int, backend: int) -> list[str]:
    """Caddy's command, with our file for this machine."""
    cert, key = certificate(folder)
    site = (ROOT / "deploy" / "Caddyfile").read_text().replace("127.0.0.1:3000", f"127.0.0.1:{backend}")
    site = site.replace(f"{DOMAIN} {{", f"{DOMAIN}, localhost {{\n\ttls {cert} {key}", 1)
    options = f"{{\n\tadmin off\n\thttp_port {http}\n\thttps_port {https}\n\tstorage file_system {folder}\n}}\n"
    (folder / "Caddyfile").write_text(options + site)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def nginx(folder: Path, http: int, https: int, backend: int) -> list[str]:
    """nginx's command, with our file for this machine."""
    cert, key = certificate(folder)
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    for pattern, value in (
        (f"server_name {DOMAIN};", f"server_name {DOMAIN} localhost;"),
        (r"127\.0\.0\.1:3000", f"127.0.0.1:{backend}"),
        (r"listen 80;", f"listen 127.0.0.1:{http};"),
        (r"listen 443 ", f"listen 127.0.0.1:{https} "),
        (r"ssl_certificate +/.*;", f"ssl_certificate {cert};"),
        (r"ssl_certificate_key +/.*;", f"ssl_certificate_key {key};"),
        (r"/var/log/nginx", str(folder)),
    ):
        site, count = re.subn(pattern, value, site)
        assert count, pattern
    temporary = " ".join(
        f"{kind}_temp_path {folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    own = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{own}daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\nhttp {{ access_log off; {temporary}\n{site}\n}}\n"
    )
    return ["nginx", "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """The proxy, until the end of the block."""
    with (folder / "proxy.log").open("wb") as log:
        process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command], stdout=log, stderr=log)
    try:
        wait_for(lambda: _reached(port), "proxy", 20)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def _reached(port: int) -> bool:
    try:
        return httpx.get(f"http://localhost:{port}/", follow_redirects=False, trust_env=False).status_code in (301, 308)
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="module", params=[caddy, nginx], ids=lambda program: program.__name__)
def site(
    request: pytest.FixtureRequest, make_server: MakeServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    """The product behind a proxy: Caddy before PostgreSQL, Redis and two workers, nginx before SQLite and one."""
    program = request.param
    if shutil.which(program.__name__) is None:
        pytest.skip(f"{program.__name__} is not installed (script/test fetches it under CI=true)")
    folder, http, https = tmp_path_factory.mktemp(program.__name__), free_port(), free_port()
    folder.chmod(0o755)
    origin = f"https://{DOMAIN}:{https}"
    settings = {"PUBLIC_URL": origin, "TRUSTED_PROXY_HOPS": "1"}
    kind = "sqlite"
    if program is caddy:
        kind = "postgresql"
        settings |= {"REDIS_URL": request.getfixturevalue("redis_url"), "SAMBANG_WORKERS": "2"}
    server = make_server(kind, **settings)
    with running(program(folder, http, https, server.port), folder, http):
        trust = ssl.create_default_context(cafile=str(folder / "cert.pem"))
        yield SimpleNamespace(
            origin=origin, url=f"https://localhost:{https}", http=http, trust=trust, server=server, folder=folder
        )


@pytest.fixture
def client(site: SimpleNamespace) -> Iterator[httpx.Client]:
    """A browser that trusts the certificate, signed in as an officer."""
    with httpx.Client(base_url=site.url, timeout=PATIENCE_S, verify=site.trust, trust_env=False) as made:
        account = site.server.account("petugas")
        answer = made.post("/api/v1/session", json={"nrp": account.nrp, "password": account.password})
        assert answer.status_code == 200, answer.text
        made.signed_in = answer
        yield made


def test_https_alone_and_its_headers(site: SimpleNamespace, client: httpx.Client) -> None:
    """http is led to https; the cookie is bound to this host and to https, and pages say that https it stays."""
    led = httpx.get(f"http://localhost:{site.http}/masuk/?lanjut=x", trust_env=False)
    # Without the port that only this test needs to name.
    assert re.sub(r":\d+/", "/", led.headers["location"]) == "https://localhost/masuk/?lanjut=x"
    # The one step that adds the last slash stays on https, too.
    assert client.get("/masuk?lanjut=x").headers["location"] == f"{site.url}/masuk/?lanjut=x"
    cookie = client.signed_in.headers["set-cookie"]
    assert cookie.startswith("__Host-sambang=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
        assert part in cookie
    page = client.get("/masuk/")
    assert page.status_code == 200
    assert "max-age" in page.headers["strict-transport-security"]
    assert "unsafe-eval" not in page.headers["content-security-policy"]
    assert page.headers["content-encoding"] in ("br", "gzip")
    assert client.get("/api/v1/sinkron").headers["cache-control"] == "no-store"


def test_what_may_be_kept_and_for_how_long(site: SimpleNamespace, client: httpx.Client) -> None:
    """Proxies change neither how files are compressed nor for how long a phone keeps them; unchanged ones do not travel."""
    page = client.get("/masuk/")
    script = next(path for path in re.findall(r"/assets/[^\"']+\.js", page.text))
    for path, kept in (
        ("/masuk/", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/manifest.webmanifest", "no-cache"),
        (script, "public, max-age=31536000, immutable"),
    ):
        headers = {"Accept-Encoding": "br, gzip"}
        first = client.get(path, headers=headers)
        direct = httpx.get(f"{site.server.url}{path}", headers=headers, trust_env=False)
        assert (first.status_code, first.headers["cache-control"]) == (200, kept), path
        for name in ("content-encoding", "content-security-policy", "etag"):
            assert first.headers.get(name) == direct.headers.get(name), f"{path}: {name}"
        assert client.get(path, headers=headers | {"If-None-Match": first.headers["etag"]}).status_code == 304, path


def test_what_is_too_large_is_refused_by_the_product(site: SimpleNamespace, client: httpx.Client) -> None:
    """In its own words, not by the proxy: the phone shows them, and knows what is safe. The largest photo passes."""
    refused = client.post("/api/v1/kiriman", content=b"[" * 3_000_000, headers={"Content-Type": "application/json"})
    assert (refused.status_code, refused.json()["detail"]) == (413, "Satu kiriman paling besar 1024 KB.")
    limit = get_settings().max_media_bytes
    about = {"Upload-Metadata": tus.metadata(sha256="a" * 64, filename="1.jpg")} | tus.VERSION | tus.STREAM
    whole = client.post(tus.URL, content=b"a" * limit, headers=about | {"Upload-Length": str(limit)})
    # It arrived to its last byte, which only then shows that these bytes are others than promised.
    assert whole.status_code == 460, whole.text
    larger = client.post(tus.URL, content=b"a" * (limit + 1), headers=about | {"Upload-Length": str(limit + 1)})
    assert (larger.status_code, larger.headers["content-type"]) == (413, "application/problem+json")


def test_phone_and_desk_work_through_the_proxy(site: SimpleNamespace, playwright: Playwright) -> None:
    """A browser gets ready for work without network, and a desk its live queue."""
    with playwright.chromium.launch(**chromium() | {"args": [*chromium()["args"], *TRUST]}) as browser:
        for key, options in (("petugas", {}), ("kanit", {"viewport": DESK})):
            with browser.new_context(**CONTEXT | {"base_url": site.origin} | options) as context:
                faults, account = Faults(context), site.server.account(key)
                pass_locks(context)
                page = context.new_page()
                SignInPage(page).open().sign_in(account.nrp, account.password)
                if key == "petugas":
                    HomePage(page).open().wait_until_ready_offline()
                else:
                    page.goto("/tinjauan/")
                    expect(DeskPage(page).rows.first).to_be_visible(timeout=30_000)
                faults.check()


def test_the_live_connection_passes(site: SimpleNamespace, client: httpx.Client) -> None:
    """A websocket from our own origin is served; one from another site is not."""
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())

    def greeting(origin: str) -> str:
        address = f"{site.url.replace('https', 'wss', 1)}/_event/?EIO=4&transport=websocket&token=t"
        with connect(
            address,
            additional_headers={"Cookie": cookie},
            origin=origin,
            ssl=site.trust,
            proxy=None,
            open_timeout=PATIENCE_S,
        ) as socket:
            return str(socket.recv(PATIENCE_S))

    assert greeting(site.origin).startswith("0{")
    with pytest.raises(InvalidStatus, match="HTTP 40"):
        greeting("https://lain.example")
    logs = "".join(path.read_text() for path in site.folder.glob("*.log"))
    assert "transport=websocket" not in logs, "a tab's token stands in the proxy's log"


def test_other_origins_cannot_write(site: SimpleNamespace, client: httpx.Client) -> None:
    refused = client.post("/api/v1/kiriman", json={"items": []}, headers={"Origin": "https://lain.example"})
    assert refused.status_code == 403
    taken = client.post("/api/v1/kiriman", json={"items": []}, headers={"Origin": site.origin})
    assert taken.status_code == 200


def test_a_photo_that_is_cut_off_goes_on(site: SimpleNamespace, client: httpx.Client) -> None:
    """What arrived before the cut is at the server, not lost with the proxy's copy."""
    data = bytes(range(256)) * 4096
    about = {"Upload-Length": str(len(data)), "Upload-Metadata": tus.metadata(sha256=tus.sha(data))}
    made = client.post(tus.URL, headers=tus.VERSION | about)
    assert made.status_code == 201, made.text
    address = made.headers["location"]

    def half() -> Iterator[bytes]:
        yield data[:400_000]
        raise ConnectionError

    piece = {"Upload-Offset": "0", "Content-Length": str(len(data))}
    with pytest.raises(ConnectionError):
        client.patch(address, headers=tus.VERSION | tus.STREAM | piece, content=half())
    # The server hears of the cut a moment after us.
    wait_for(lambda: _offset(client, address) > 0, "what arrived")
    assert _offset(client, address) <= 400_000


def _offset(client: httpx.Client, address: str) -> int:
    return int(client.head(address, headers=tus.VERSION).headers["upload-offset"])


def test_the_address_is_the_proxys_word(site: SimpleNamespace) -> None:
    """Guesses are counted by the address that the proxy saw; who names others in a header is counted all the same."""
    with httpx.Client(base_url=site.url, timeout=PATIENCE_S, verify=site.trust, trust_env=False) as stranger:
        for number in range(12):
            answer = stranger.post(
                "/api/v1/session",
                json={"nrp": "99999999", "password": "x"},
                headers={"X-Forwarded-For": f"203.0.113.{number}"},
            )
    assert answer.status_code == 429
    counted = _addresses(site.server)
    assert "alamat:127.0.0.1" in counted
    assert not any(key.startswith("alamat:203.") for key in counted)


def _addresses(server: SimpleNamespace) -> set[str]:
    """Counters by address, as the database has them."""
    url = server.settings.get("DATABASE_URL", "")
    query = "SELECT key FROM percobaan WHERE key LIKE 'alamat:%'"
    if url.startswith("postgresql"):
        with psycopg.connect(url) as connection:
            return {row[0] for row in connection.execute(query)}
    with sqlite3.connect(server.data_dir / "sambang.db") as connection:
        return {row[0] for row in connection.execute(query)}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_units_are_understood(tmp_path: Path) -> None:
    """systemd knows every word of the units, and the programs that they start are there."""
    units = [ROOT / "deploy" / name for name in ("sambang.service", "sambang-backup.service", "sambang-backup.timer")]
    for unit in units:
        text = unit.read_text().replace("/opt/sambang/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in units)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
