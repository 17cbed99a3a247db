"""Screens of Satbinmas over 1,000,000 visits: lookups, lists, dashboards, map

Each figure is the time of one whole question to the service, as a screen asks it, with all checks and rows made; 95 of 100
are quicker. Asked in turn as the Kasat (the whole Polres) and as a Kanit (one polsek). Beside it the driver alone with one
bare indexed query of the same sort, over the whole Polres. `SAMBANG_BENCH_VISITS` changes the number of visits;
`SAMBANG_BENCH_SQLITE` and `SAMBANG_BENCH_POSTGRESQL` name databases (URLs) that were filled before: filling takes an hour.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import aiosqlite
import asyncpg
import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital import db
from sambang_digital.models import Akun, Laporan, PeranAkun, Satuan, Wilayah
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import cakupan, hari_ini, kinerja, pengaturan, tinjauan
from sambang_digital.services.cakupan import HouseFilter
from sambang_digital.services.kinerja import Box, Wanted
from sambang_digital.services.tinjauan import QueueFilter
from sambang_digital.settings import get_settings
from tests import servers
from tests.bench.report import Row
from tests.conftest import run_cli

VISITS = int(os.environ.get("SAMBANG_BENCH_VISITS", "1000000"))
ROUNDS = 40
SEEN = "current {yes} AND {no_practice}"
COUNTED = SEEN + " AND {not_upheld} AND state != 'dikembalikan'"
WORDS = {
    "sqlite": {"yes": "= 1", "no_practice": "practice = 0", "not_upheld": "upheld = 0"},
    "postgresql": {"yes": "", "no_practice": "NOT practice", "not_upheld": "NOT upheld"},
}
Ask = Callable[[AsyncSession, Actor, "Known"], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Known:
    """What questions are asked about: a report, an officer, a village and its middle (degrees)."""

    report: UUID
    author: int
    area: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a screen, its budget, and the bare query beside it."""

    sort: str
    name: str
    budget_ms: int
    ask: Ask
    bare: str


def _week() -> Wanted:
    return kinerja.week(kinerja.today())


def _quarter() -> Wanted:
    return Wanted(kinerja.today() - timedelta(days=kinerja.MAX_DAYS - 1), kinerja.today())


def _box(known: Known) -> Box:
    return Box(known.lon - 0.02, known.lat - 0.015, known.lon + 0.02, known.lat + 0.015)


async def _queue(session: AsyncSession, actor: Actor, wanted: QueueFilter) -> None:
    """What the desk asks for one view: a page, how many in all, how many wait."""
    await tinjauan.queue(session, actor, wanted)
    await tinjauan.count(session, actor, wanted)
    await tinjauan.count(session, actor, QueueFilter())


ONE = "SELECT * FROM laporan WHERE id = (SELECT id FROM laporan LIMIT 1)"
NEWEST = f"SELECT id, title FROM laporan WHERE {SEEN} ORDER BY received_at DESC LIMIT 50"
BY_DAY = f"SELECT day, count(*) FROM laporan WHERE {COUNTED} AND satuan_id IN (SELECT id FROM satuan) AND day >= {{since}} GROUP BY day"
BY_AREA = BY_DAY.replace("day, count", "area_code, count").replace("GROUP BY day", "GROUP BY area_code")
HOUSES = "SELECT area_code, count(*), max(last_visit_at) FROM subjek WHERE kind = 'rumah' GROUP BY area_code"
QUESTIONS = (
    Question("lookup", "a report by its id", 25, lambda s, a, k: tinjauan.open_report(s, a, k.report), ONE),
    Question("list", "queue, waiting", 100, lambda s, a, k: _queue(s, a, QueueFilter()), NEWEST),
    Question("list", "queue, all, page 20", 100, lambda s, a, k: _queue(s, a, QueueFilter("semua", page=20)), NEWEST),
    Question(
        "list",
        "queue, one officer",
        100,
        lambda s, a, k: _queue(s, a, QueueFilter("semua", author_id=k.author)),
        NEWEST,
    ),
    Question("list", "queue, high flags", 100, lambda s, a, k: _queue(s, a, QueueFilter("semua", severity=4)), NEWEST),
    Question("list", "reports of 7 days", 100, lambda s, a, k: kinerja.counted(s, a, _week()), BY_DAY),
    Question("list", "reports of 92 days, page 5", 100, lambda s, a, k: kinerja.counted(s, a, _quarter(), 5), BY_DAY),
    Question("dashboard", "Hari ini", 200, lambda s, a, k: hari_ini.look(s, a), BY_DAY),
    Question("dashboard", "Kinerja, officers", 200, lambda s, a, k: kinerja.officers(s, a, kinerja.today()), BY_DAY),
    Question("dashboard", "Kinerja, villages", 200, lambda s, a, k: kinerja.villages(s, a, kinerja.today()), BY_AREA),
    Question("dashboard", "Kinerja, satuan", 200, lambda s, a, k: kinerja.by_unit(s, a, kinerja.today()), BY_DAY),
    Question("dashboard", "an officer", 200, lambda s, a, k: kinerja.profile(s, a, k.author, kinerja.today()), BY_DAY),
    Question("dashboard", "coverage, villages", 200, lambda s, a, k: cakupan.villages(s, a, kinerja.today()), HOUSES),
    Question("dashboard", "coverage, RT of a village", 200, lambda s, a, k: cakupan.place(s, a, k.area), HOUSES),
    Question("list", "houses of a village", 100, lambda s, a, k: cakupan.houses(s, a, HouseFilter(k.area)), HOUSES),
    Question("map", "7 days, by village", 200, lambda s, a, k: kinerja.scene(s, a, _week(), None), BY_AREA),
    Question("map", "92 days, from near", 200, lambda s, a, k: kinerja.scene(s, a, _quarter(), _box(k)), BY_AREA),
)


def there(kind: str) -> str | None:
    """URL of a database of this kind that was filled before."""
    return os.environ.get(f"SAMBANG_BENCH_{kind.upper()}")


@contextmanager
def filled(kind: str, visits: int = VISITS) -> Iterator[None]:
    """This process works on a database of this kind with the demo and so many visits, or one that is there."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sambang-bench-")))
        url = there(kind) or f"sqlite:///{folder / 'sambang.db'}"
        if not there(kind):
            if kind == "postgresql":
                cluster = stack.enter_context(servers.postgres())
                with psycopg.connect(cluster, autocommit=True) as connection:
                    connection.execute("CREATE DATABASE bench")
                url = cluster.rsplit("/", 1)[0] + "/bench"
            run_cli("prepare", data_dir=folder, DATABASE_URL=url)
            if visits:
                run_cli("demo", "--visits", str(visits), data_dir=folder, DATABASE_URL=url)
        if kind == "postgresql":
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")
        patch.setenv("DATABASE_URL", url)
        patch.setenv("DATA_DIR", str(folder))
        get_settings.cache_clear()
        pengaturan.forget()
        yield
        get_settings.cache_clear()


def p95_ms(took: list[float]) -> float:
    """The time within which 95 % ended, milliseconds."""
    return statistics.quantiles(took, n=20)[-1] * 1000


async def actor_of(session: AsyncSession, role: Peran) -> Actor:
    statement = (
        select(Akun, Satuan)
        .join(PeranAkun, PeranAkun.akun_id == Akun.id)
        .join(Satuan, Satuan.id == Akun.satuan_id)
        .where(PeranAkun.role == role)
        .order_by(Akun.id)
        .limit(1)
    )
    akun, satuan = (await session.execute(statement)).one()
    return Actor(
        id=akun.id, nrp=akun.nrp, name=akun.name, rank=akun.rank, satuan_id=satuan.id, satuan_name=satuan.name,
        satuan_path=satuan.path, unit=None, roles=frozenset({role}), session_id=0,
    )  # fmt: skip


async def _known(session: AsyncSession, actor: Actor) -> Known:
    """Something of the polsek, so that both may ask about it."""
    statement = (
        select(Laporan.id, Laporan.author_id, Wilayah.code, Wilayah.lat, Wilayah.lon)
        .join(Wilayah, Wilayah.code == Laporan.area_code)
        .where(Laporan.satuan_id == actor.satuan_id, Laporan.counted)
        .limit(1)
    )
    return Known(*(await session.execute(statement)).one())


@asynccontextmanager
async def driver(url: str) -> AsyncIterator[Callable[[str], Awaitable[Any]]]:
    """The driver alone: sends a statement, fetches all."""
    if url.startswith("postgresql"):
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        yield connection.fetch
        await connection.close()
        return
    async with aiosqlite.connect(url.partition("///")[2]) as connection:
        yield connection.execute_fetchall


async def measure(kind: str) -> list[Row]:
    """All questions."""
    rows = []
    async with db.reading() as session:
        kasat, kanit = await actor_of(session, Peran.KASAT), await actor_of(session, Peran.KANIT_POLSEK)
        known = await _known(session, kanit)
    async with driver(get_settings().database_url) as bare:
        for question in QUESTIONS:
            whole: list[float] = []
            floor: list[float] = []
            statement = question.bare.format(since=f"'{_week().first.isoformat()}'", **WORDS[kind])
            for number in range(ROUNDS + 2):
                async with db.reading() as session:
                    start = time.perf_counter()
                    await question.ask(session, kasat if number % 2 else kanit, known)
                    whole.append(time.perf_counter() - start)
                start = time.perf_counter()
                await bare(statement)
                floor.append(time.perf_counter() - start)
            name = "PostgreSQL" if kind == "postgresql" else "SQLite"
            # The first of each warms up.
            rows.append(
                Row(
                    f"{name}: {question.sort}: {question.name}",
                    f"p95 {p95_ms(whole[2:]):.1f} ms",
                    f"bare query p95 {p95_ms(floor[2:]):.1f} ms",
                    f"p95 ≤ {question.budget_ms} ms",
                )
            )
    await db.dispose()
    return rows


def run() -> list[Row]:
    """Both databases."""
    rows: list[Row] = []
    for kind in ("sqlite", "postgresql"):
        with filled(kind):
            rows += asyncio.run(measure(kind))
    return rows
