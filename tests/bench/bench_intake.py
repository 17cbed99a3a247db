"""Intake of visits: whole requests with all checks, beside a bare-driver insert of the report's row alone."""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiosqlite
import asyncpg
import orjson
import psycopg

from sambang_digital.db import SQLITE_PRAGMAS
from tests import servers
from tests.api_server import Connection
from tests.bench.report import Row
from tests.conftest import run_cli
from tests.e2e.server import LiveServer
from tests.laporan import household, item, photo, position

CLIENTS = 32
BATCH = 20
SECONDS = 8.0
PREPARED = 16_000
"""Visits made before the clock starts; a run ends when they are used up."""
BARE_SECONDS = 3.0
OFFICERS = (
    "SELECT a.id, a.nrp, min(w.lat), min(w.lon) FROM akun a JOIN penugasan p ON p.akun_id = a.id "
    "JOIN wilayah w ON w.code = p.area_code WHERE NOT a.must_change_password GROUP BY a.id, a.nrp"
)


@dataclass(frozen=True, slots=True)
class Officer:
    """Who sends, and a place in one of their villages."""

    id: int
    nrp: str
    lat: float
    lon: float


@dataclass
class Load:
    """What was answered: visits, the time it took (seconds), and how long each request took (seconds)."""

    visits: int = 0
    took: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Visits a second."""
        return self.visits / self.took

    @property
    def p95_ms(self) -> float:
        """The time within which 95 % of the requests were answered."""
        return statistics.quantiles(self.latencies, n=20)[-1] * 1000


@dataclass(frozen=True, slots=True)
class Product:
    """A running server with demo data, its officers, and the plain URL of its database."""

    server: LiveServer
    officers: list[Officer]
    database: str


@contextmanager
def product(kind: str) -> Iterator[Product]:
    """SQLite with one worker, PostgreSQL with two and Redis between them."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sambang-bench-")))
        settings = {"DATABASE_URL": f"sqlite:///{folder / 'sambang.db'}"}
        if kind == "postgresql":
            cluster = stack.enter_context(servers.postgres())
            settings = {"DATABASE_URL": cluster.rsplit("/", 1)[0] + "/bench", "SAMBANG_WORKERS": "2"}
            settings["REDIS_URL"] = stack.enter_context(servers.redis())
            with psycopg.connect(cluster, autocommit=True) as connection:
                connection.execute("CREATE DATABASE bench")
        run_cli("prepare", data_dir=folder, **settings)
        url = settings["DATABASE_URL"]
        connect: Any = psycopg.connect if kind == "postgresql" else sqlite3.connect
        with connect(url.removeprefix("sqlite:///")) as connection:
            officers = [Officer(*row) for row in connection.execute(OFFICERS).fetchall()[:CLIENTS]]
        server = LiveServer(folder, settings).start()
        stack.callback(server.stop)
        yield Product(server, officers, url)


def visit(officer: Officer) -> dict[str, Any]:
    """A household of four with two photos."""
    digest = uuid4().hex * 2
    place = position(lat=officer.lat, lon=officer.lon)
    photos = [photo(digest), photo(digest[::-1])]
    return item(officer.id, kind="sambang_warga", body=household(), position=place, photos=photos)


async def send(running: Product, size: int) -> Load:
    """Each officer sends one request of ``size`` visits after the other."""
    password = running.server.account("petugas").password
    # Made before anybody connects: the server closes connections that stay silent for long.
    requests = [
        [orjson.dumps({"items": [visit(officer) for _ in range(size)]}) for _ in range(PREPARED // CLIENTS // size)]
        for officer in running.officers
    ]
    clients = [await Connection(running.server.port).sign_in(officer.nrp, password) for officer in running.officers]
    load, start = Load(), time.perf_counter()

    async def work(client: Connection, waiting: list[bytes]) -> None:
        while waiting and time.perf_counter() - start < SECONDS:
            sent = time.perf_counter()
            status, answer = await client.send("POST", "/api/v1/kiriman", waiting.pop())
            load.latencies.append(time.perf_counter() - sent)
            assert status == 200, answer
            assert answer.count(b'"status":"accepted"') == size, answer
            load.visits += size

    await asyncio.gather(*map(work, clients, requests))
    load.took = time.perf_counter() - start
    for client in clients:
        client.drop()
    return load


Insert = Callable[[int], Awaitable[None]]


async def bare(url: str, size: int) -> float:
    """Rows a second that the driver alone inserts, ``size`` in a transaction, with the table's indexes and keys."""
    async with (_bare_postgres if url.startswith("postgresql") else _bare_sqlite)(url) as insert:
        rows, start = 0, time.perf_counter()

        async def work() -> None:
            nonlocal rows
            while time.perf_counter() - start < BARE_SECONDS:
                await insert(size)
                rows += size

        await asyncio.gather(*(work() for _ in range(CLIENTS)))
        return rows / (time.perf_counter() - start)


@asynccontextmanager
async def _bare_postgres(url: str) -> AsyncIterator[Insert]:
    async with asyncpg.create_pool(url, min_size=20, max_size=20) as pool:
        record = dict(await pool.fetchrow("SELECT * FROM laporan WHERE current LIMIT 1"))
        names = ", ".join(f'"{name}"' for name in record)
        places = ", ".join(f"${n}" for n in range(1, len(record) + 1))
        statement = f"INSERT INTO laporan ({names}) VALUES ({places})"

        async def insert(size: int) -> None:
            rows = [tuple((record | {"id": uuid4()}).values()) for _ in range(size)]
            async with pool.acquire() as connection:
                if size == 1:
                    await connection.execute(statement, *rows[0])
                else:
                    await connection.executemany(statement, rows)

        yield insert


@asynccontextmanager
async def _bare_sqlite(url: str) -> AsyncIterator[Insert]:
    async with aiosqlite.connect(url.removeprefix("sqlite:///"), isolation_level=None) as connection:
        for pragma in SQLITE_PRAGMAS:
            await connection.execute(f"PRAGMA {pragma}")
        cursor = await connection.execute("SELECT * FROM laporan WHERE current LIMIT 1")
        names = [column[0] for column in cursor.description]
        record = dict(zip(names, await cursor.fetchone() or (), strict=True))
        columns = ", ".join(f'"{name}"' for name in names)
        statement = f"INSERT INTO laporan ({columns}) VALUES ({', '.join('?' * len(names))})"
        one_at_a_time = asyncio.Lock()

        async def insert(size: int) -> None:
            rows = [tuple((record | {"id": uuid4().hex}).values()) for _ in range(size)]
            async with one_at_a_time:
                await connection.execute("BEGIN IMMEDIATE")
                await connection.executemany(statement, rows)
                await connection.commit()

        yield insert


def run() -> list[Row]:
    """Both databases, singly and in batches."""
    rows = []
    budgets = {
        ("postgresql", 1): "≥ 1,000/s, p95 ≤ 60 ms",
        ("postgresql", BATCH): "≥ 5,000/s",
        ("sqlite", 1): "≥ 60/s",
        ("sqlite", BATCH): "≥ 60/s",
    }
    for (kind, size), budget in budgets.items():
        with product(kind) as running:
            load = asyncio.run(send(running, size))
            # It still compares and files what came.
            running.server.stop()
            floor = asyncio.run(bare(running.database, size))
        name = "PostgreSQL, 2 workers" if kind == "postgresql" else "SQLite, 1 worker"
        how = "one a request" if size == 1 else f"{size} a request"
        rows.append(
            Row(
                f"{name}, {CLIENTS} clients, {how}",
                f"{load.per_second:,.0f} visits/s, p95 {load.p95_ms:.0f} ms",
                f"driver alone {floor:,.0f} rows/s",
                budget,
            )
        )
    return rows
