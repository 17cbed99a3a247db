"""The proxies' files in ``deploy/``, each tried with the program it is for: https, cookie, websocket, photos, addresses.

Skipped where the program is not installed (Debian packages ``caddy`` and ``nginx-light``).
"""

import asyncio
import os
import re
import shutil
import signal
import sqlite3
import ssl
import subprocess
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
from websockets.asyncio.client import connect

from sambang_digital.models.base import now
from tests import tus
from tests.conftest import ROOT
from tests.e2e.conftest import MakeServer
from tests.servers import free_port, wait_for

DOMAIN = "sambang.example.id"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for localhost, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now(), now() + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "cert.pem", folder / "key.pem"


def caddy(folder: Path, http: int, https: int, backend: int) -> list[str]:
    """Caddy's command, with our file for this machine."""
    cert, key = certificate(folder)
    site = (ROOT / "deploy" / "Caddyfile").read_text().replace(DOMAIN, "localhost")
    site = site.replace("127.0.0.1:3000", f"127.0.0.1:{backend}").replace(
        "localhost {", f"localhost {{\n\ttls {cert} {key}", 1
    )
    options = f"{{\n\tadmin off\n\thttp_port {http}\n\thttps_port {https}\n\tstorage file_system {folder}\n}}\n"
    (folder / "Caddyfile").write_text(options + site)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def nginx(folder: Path, http: int, https: int, backend: int) -> list[str]:
    """nginx's command, with our file for this machine."""
    cert, key = certificate(folder)
    site = (ROOT / "deploy" / "nginx.conf").read_text().replace(DOMAIN, "localhost")
    for pattern, value in (
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
        pytest.skip(f"{program.__name__} is not installed")
    folder, http, https = tmp_path_factory.mktemp(program.__name__), free_port(), free_port()
    folder.chmod(0o755)
    settings = {"PUBLIC_URL": f"https://localhost:{https}", "TRUSTED_PROXY_HOPS": "1"}
    kind = "sqlite"
    if program is caddy:
        kind = "postgresql"
        settings |= {"REDIS_URL": request.getfixturevalue("redis_url"), "SAMBANG_WORKERS": "2"}
    server = make_server(kind, **settings)
    with running(program(folder, http, https, server.port), folder, http):
        trust = ssl.create_default_context(cafile=str(folder / "cert.pem"))
        yield SimpleNamespace(url=f"https://localhost:{https}", http=http, trust=trust, server=server, folder=folder)


@pytest.fixture
def client(site: SimpleNamespace) -> Iterator[httpx.Client]:
    """A browser that trusts the certificate, signed in as an officer."""
    with httpx.Client(base_url=site.url, verify=site.trust, trust_env=False) as made:
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


def test_the_live_connection_passes(site: SimpleNamespace, client: httpx.Client) -> None:
    """A websocket from our own origin is served; one from another site is not."""
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())

    async def greeting(origin: str) -> str:
        address = f"{site.url.replace('https', 'wss', 1)}/_event/?EIO=4&transport=websocket&token=t"
        async with connect(
            address, additional_headers={"Cookie": cookie}, origin=origin, ssl=site.trust, proxy=None
        ) as socket:
            return str(await asyncio.wait_for(socket.recv(), 10))

    assert asyncio.run(greeting(site.url)).startswith("0{")
    with pytest.raises(Exception, match="HTTP 40"):
        asyncio.run(greeting("https://lain.example"))
    logs = "".join(path.read_text() for path in site.folder.glob("*.log"))
    assert "transport=websocket" not in logs, "a tab's token stands in the proxy's log"


def test_other_origins_cannot_write(site: SimpleNamespace, client: httpx.Client) -> None:
    refused = client.post("/api/v1/kiriman", json={"items": []}, headers={"Origin": "https://lain.example"})
    assert refused.status_code == 403
    taken = client.post("/api/v1/kiriman", json={"items": []}, headers={"Origin": site.url})
    assert taken.status_code == 200


def test_a_photo_that_is_cut_off_goes_on(site: SimpleNamespace, client: httpx.Client) -> None:
    """What arrived before the cut is at the server, not lost with the proxy's copy."""
    data = bytes(range(256)) * 4096

    async def upload() -> int:
        async with httpx.AsyncClient(
            base_url=site.url, verify=site.trust, trust_env=False, cookies=client.cookies
        ) as phone:
            made = await tus.create(phone, data)
            assert made.status_code == 201, made.text
            address = made.headers["location"]

            async def half() -> object:
                yield data[:400_000]
                raise ConnectionError

            with pytest.raises(ConnectionError):
                await phone.patch(
                    address,
                    headers=tus.VERSION | tus.STREAM | {"Upload-Offset": "0", "Content-Length": str(len(data))},
                    content=half(),
                )
            async with asyncio.timeout(20):
                while (here := await tus.offset(phone, address)) == 0:
                    pass
            return here

    assert 0 < asyncio.run(upload()) <= 400_000


def test_the_address_is_the_proxys_word(site: SimpleNamespace) -> None:
    """Guesses are counted by the address that the proxy saw; who names others in a header is counted all the same."""
    with httpx.Client(base_url=site.url, verify=site.trust, trust_env=False) as stranger:
        for number in range(12):
            answer = stranger.post(
                "/api/v1/session",
                json={"nrp": "99999999", "password": "x"},
                headers={"X-Forwarded-For": f"203.0.113.{number}"},
            )
    assert answer.status_code == 429
    assert _addresses(site.server) == {"alamat:127.0.0.1"}


def _addresses(server: SimpleNamespace) -> set[str]:
    """Counters by address, as the database has them."""
    url = server.settings.get("DATABASE_URL", "")
    query = "SELECT key FROM percobaan WHERE key LIKE 'alamat:%'"
    if url.startswith("postgresql"):
        with psycopg.connect(url) as connection:
            return {row[0] for row in connection.execute(query)}
    with sqlite3.connect(server.data_dir / "sambang.db") as connection:
        return {row[0] for row in connection.execute(query)}
