"""A really running server with the probe states, over memory and over Redis, and people to sign in."""

import asyncio
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.error import URLError
from uuid import uuid4

import httpx
import pytest

from sambang_digital import db
from sambang_digital.security.permissions import Peran
from sambang_digital.services import broadcast
from sambang_digital.settings import get_settings
from tests.conftest import ROOT
from tests.events.wire import Wire
from tests.factories import PASSWORD, make_akun, make_satuan
from tests.servers import PATIENCE_S, free_port, wait_for

Open = Callable[..., Awaitable[Wire]]
SignIn = Callable[[str], Awaitable[httpx.AsyncClient]]
REVIEWERS = ("80010001", "80010002")
OFFICER = "80010003"
NEWCOMER = "80010004"
PROMOTED = "80010005"


async def _people() -> None:
    satuan = await make_satuan()
    for nrp in (*REVIEWERS, PROMOTED):
        await make_akun(nrp, Peran.KANIT_POLSEK, satuan=satuan)
    await make_akun(OFFICER, satuan=satuan)
    await make_akun(NEWCOMER, Peran.KANIT_POLSEK, satuan=satuan, must_change_password=True)
    await db.dispose()


@pytest.fixture(scope="module", params=["memory", "redis"])
def server(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    """``url``, ``log()``, ``database_url`` and ``redis_url`` of the server."""
    folder = tmp_path_factory.mktemp("events")
    shutil.copy(sqlite_template, folder / "sambang.db")
    redis_url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    port = free_port()
    ours = {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'sambang.db'}", "PORT": str(port)}
    if redis_url:
        ours["REDIS_URL"] = redis_url
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ours.items():
            patch.setenv(name, value)
        get_settings.cache_clear()
        asyncio.run(_people())
    get_settings.cache_clear()
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--host", "127.0.0.1",
                "--port", str(port), "tests.events.probe:app",
            ],
            cwd=ROOT, env=os.environ | ours | {"REFLEX_ENV_MODE": "prod", "__REFLEX_SKIP_COMPILE": "true"},
            stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/ping", timeout=5) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False

    try:
        wait_for(answers, "server", 60)
        yield SimpleNamespace(
            url=f"http://localhost:{port}", log=log.read_text, redis_url=redis_url, database_url=ours["DATABASE_URL"]
        )
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
async def sign_in(server: SimpleNamespace) -> AsyncIterator[SignIn]:
    """Signs a person in on a device of its own; the client holds the cookie."""
    clients: list[httpx.AsyncClient] = []

    async def do(nrp: str) -> httpx.AsyncClient:
        client = httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S)
        clients.append(client)
        answer = await client.post(
            "/api/v1/session", json={"nrp": nrp, "password": PASSWORD, "device_id": str(uuid4())}
        )
        assert answer.status_code == 200, answer.text
        return client

    yield do
    for client in clients:
        await client.aclose()


@pytest.fixture
async def connect(server: SimpleNamespace) -> AsyncIterator[Open]:
    """Opens live connections with the cookie of a client, or with none."""
    wires: list[Wire] = []

    async def do(client: httpx.AsyncClient | None = None, **options) -> Wire:
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items()) if client else ""
        wires.append(await Wire.open(server.url, cookie=cookie, **options))
        return wires[-1]

    yield do
    for wire in wires:
        await wire.close()


@pytest.fixture
async def beside(server: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """This process works on the server's database and Redis, as another worker would."""
    monkeypatch.setenv("DATABASE_URL", server.database_url)
    if server.redis_url:
        monkeypatch.setenv("REDIS_URL", server.redis_url)
    get_settings.cache_clear()
    yield
    await broadcast.close()
    await db.dispose()
    get_settings.cache_clear()
