"""Desk of citizens' reports over 10,000 of them: a page of each tab, the numbers beside, the number in the menu

All of them are open but for one in five, one in fifty is danger. Each figure is the time of one whole question to the service, as the desk
asks it; 95 of 100 are quicker. Asked in turn as an operator (the whole Polres) and as a Kanit (one polsek). Beside it the driver
alone with one bare query of the first page. The variables of the screens' benchmark that name databases hold here too.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital import db
from sambang_digital.models import Pengaduan
from sambang_digital.models.base import now, uuid7
from sambang_digital.models.pengaduan import OPEN
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import pengaduan_meja
from sambang_digital.services.pengaduan_meja import PengaduanFilter
from sambang_digital.settings import get_settings
from tests.bench.bench_screens import actor_of, driver, filled, p95_ms
from tests.bench.report import Row

REPORTS, CHUNK, ROUNDS = 10_000, 1_000, 60
ENDED = ("selesai", "ditutup")
BARE = (
    "SELECT id, code, text FROM pengaduan WHERE state IN ('baru', 'diverifikasi', 'ditugaskan', 'ditangani') "
    "ORDER BY priority, received_at LIMIT 50"
)
Ask = Callable[[AsyncSession, Actor, UUID], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the desk and its budget."""

    name: str
    budget_ms: int
    ask: Ask


def _view(**wanted: Any) -> Ask:
    """What the desk asks for one view: a page, and how many each tab holds."""

    async def ask(session: AsyncSession, actor: Actor, _: UUID) -> None:
        here = PengaduanFilter(**wanted)
        await pengaduan_meja.listed(session, actor, here)
        await pengaduan_meja.counts(session, actor, here)

    return ask


QUESTIONS = (
    Question("open reports, page 1", 100, _view()),
    Question("open reports, page 20", 100, _view(page=20)),
    Question("new reports", 100, _view(tab="baru")),
    Question("all reports, last changed first", 100, _view(tab="semua")),
    Question("words, all reports", 100, _view(tab="semua", text="knalpot")),
    Question("one report", 25, lambda session, actor, report: pengaduan_meja.look(session, actor, report)),
    Question("the number in the menu", 25, lambda session, actor, _: pengaduan_meja.waiting(session, actor)),
)


async def _fill(kanit: Actor) -> None:
    """Reports like those of the demo, over two months, each tenth of them with the polsek of ``kanit``."""
    random, at = Random("complaints"), now()
    async with db.reading() as session:
        samples = (await session.scalars(select(Pengaduan))).all()
    names = [column.name for column in Pengaduan.__table__.columns]
    letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
    for start in range(0, REPORTS, CHUNK):
        rows = []
        for number in range(start, start + CHUNK):
            sample = random.choice(samples)
            received = at - timedelta(minutes=random.randrange(60 * 24 * 60))
            urgent = number % 50 == 0
            state = random.choice(ENDED if number % 5 == 0 else OPEN)
            given = {"to_satuan_id": kanit.satuan_id if state != "baru" and number % 10 == 1 else None}
            own = {
                "id": uuid7(received, random), "code": f"{number:04}-" + "".join(random.choices(letters, k=4)), "state": state,
                "urgent": urgent, "priority": (number // 50) % 2 if urgent else 2, "received_at": received, "made_at": received,
                "changed_at": received, "about_police": False, "to_unit": None, "to_akun_id": None, "merged_into": None,
            }  # fmt: skip
            rows.append({name: getattr(sample, name) for name in names} | own | given)
        async with db.transaction() as session:
            await session.execute(insert(Pengaduan), rows)


async def measure(kind: str) -> list[Row]:
    """All questions, with both roles."""
    async with db.reading() as session:
        actors = [await actor_of(session, role) for role in (Peran.OPERATOR, Peran.KANIT_POLSEK)]
    await _fill(actors[1])
    if kind == "postgresql":
        plain = get_settings().database_url.replace("+asyncpg", "")
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE pengaduan")
    async with db.reading() as session:
        reports = [(await pengaduan_meja.listed(session, actor, PengaduanFilter()))[0].id for actor in actors]
    rows = []
    async with driver(get_settings().database_url) as bare:
        for question in QUESTIONS:
            whole, floor = [], []
            for number in range(ROUNDS + 2):
                async with db.reading() as session:
                    start = time.perf_counter()
                    await question.ask(session, actors[number % 2], reports[number % 2])
                    whole.append(time.perf_counter() - start)
                start = time.perf_counter()
                await bare(BARE)
                floor.append(time.perf_counter() - start)
            # The first of each warms up.
            name = "PostgreSQL" if kind == "postgresql" else "SQLite"
            figure, beside = f"p95 {p95_ms(whole[2:]):.1f} ms", f"bare query p95 {p95_ms(floor[2:]):.1f} ms"
            rows.append(Row(f"{name}: {question.name}", figure, beside, f"p95 ≤ {question.budget_ms} ms"))
    await db.dispose()
    return rows


def run() -> list[Row]:
    """Both databases."""
    rows: list[Row] = []
    for kind in ("sqlite", "postgresql"):
        with filled(kind, visits=0):
            rows += asyncio.run(measure(kind))
    return rows
