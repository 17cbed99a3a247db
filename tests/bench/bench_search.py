"""Search over 1,000,000 visits: rare and common words, beginnings, numbers, the queue of reviewers

Each figure is the time of one whole question to the service, with its rights, its excerpts and everything read; 95 of 100 are
quicker. Asked as the staff of the Polda, as a Kanit (one polsek), and as an officer. Beside it the driver alone with the bare
``LIKE`` that such a search would be without an index. The variables of the screens' benchmark hold here too; the database
that they name must be filed.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital import db
from sambang_digital.models import Laporan
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import cari, cari_indeks, tinjauan
from sambang_digital.services.cari import Jenis
from sambang_digital.services.tinjauan import QueueFilter
from sambang_digital.settings import get_settings
from tests.bench.bench_screens import actor_of, driver, filled, p95_ms, there
from tests.bench.report import Row

ROUNDS = 40
BUDGET = "p95 ≤ 100 ms"
LIKE = "SELECT id FROM laporan WHERE title LIKE '%xyzzy%' LIMIT 50"
WORDS = {
    "a word of nearly every report": "warga",
    "a frequent word in another form": "mengamankan",
    "two frequent words": "warga keamanan",
    "a name": "keluarga suparman",
    "a word that is nowhere": "xyzzyq",
    "a frequent word and one that is nowhere": "warga xyzzyq",
    "a beginning of 2 letters": "pe",
    "a beginning of 4 letters": "kead",
    "a beginning of 6 letters": "keaman",
    "RT and RW": "rt 3 rw 5",
}
Ask = Callable[[AsyncSession, Actor], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question and who asks it."""

    name: str
    ask: Ask
    roles: tuple[Peran, ...]


def _words(text: str, jenis: Jenis | None) -> Ask:
    return lambda session, actor: cari.search(session, actor, text, jenis)


def _queue(wanted: QueueFilter) -> Ask:
    """What the desk asks for one view: a page, and how many in all."""

    async def ask(session: AsyncSession, actor: Actor) -> None:
        await tinjauan.queue(session, actor, wanted)
        await tinjauan.count(session, actor, wanted)

    return ask


ALL = (Peran.STAF_UNIT, Peran.KANIT_POLSEK, Peran.BHABINKAMTIBMAS)
DESKS = (Peran.KASAT, Peran.KANIT_POLSEK)


def questions(receipt: str) -> list[Question]:
    """All of them."""
    return [
        *(Question(f"all sorts: {name} (*{text}*)", _words(text, None), ALL) for name, text in WORDS.items()),
        Question("all sorts: a receipt", _words(receipt, None), ALL),
        *(
            Question(f"reports, a page: {name}", _words(WORDS[name], Jenis.LAPORAN), ALL)
            for name in ("a word of nearly every report", "a beginning of 2 letters")
        ),
        *(
            Question(f"queue: {name}", _queue(wanted), DESKS)
            for name, wanted in {
                "a frequent word, waiting": QueueFilter(text="warga"),
                "a frequent word, all": QueueFilter("semua", text="warga"),
                "a frequent word, returned, oldest first": QueueFilter("dikembalikan", text="warga", oldest_first=True),
                "a word that is nowhere, all": QueueFilter("semua", text="xyzzyq"),
                "a flag, all": QueueFilter("semua", flag="FOTO_GANDA"),
            }.items()
        ),
    ]


async def measure(kind: str) -> list[Row]:
    """All questions, each role by itself."""
    rows = []
    async with db.reading() as session:
        receipt = await session.scalar(select(Laporan.receipt).where(Laporan.current).limit(1))
        actors = {role: await actor_of(session, role) for role in {*ALL, *DESKS}}
    async with driver(get_settings().database_url) as bare:
        for question in questions(receipt or ""):
            for role in question.roles:
                whole: list[float] = []
                floor: list[float] = []
                for _ in range(ROUNDS + 2):
                    async with db.reading() as session:
                        start = time.perf_counter()
                        await question.ask(session, actors[role])
                        whole.append(time.perf_counter() - start)
                for _ in range(3):
                    start = time.perf_counter()
                    await bare(LIKE)
                    floor.append(time.perf_counter() - start)
                # The first of each warms up.
                rows.append(
                    Row(
                        f"{kind}: {question.name}, {role}",
                        f"p95 {p95_ms(whole[2:]):.1f} ms",
                        f"LIKE {min(floor) * 1000:.0f} ms",
                        BUDGET,
                    )
                )
    await db.dispose()
    return rows


async def _file() -> None:
    await cari_indeks.rebuild(lambda *_: None)
    await db.dispose()


def run() -> list[Row]:
    """Both databases."""
    rows: list[Row] = []
    for kind, name in {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.items():
        with filled(kind):
            if not there(kind):
                asyncio.run(_file())
            rows += asyncio.run(measure(name))
    return rows
