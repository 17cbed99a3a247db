"""The gate of the intake: 60 visits a second for 30 seconds, every one of them answered and stored exactly once."""

import asyncio
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sambang_digital import db
from sambang_digital.models import Laporan, Subjek
from tests.api_server import Connection, api_server
from tests.factories import PASSWORD, make_akun
from tests.laporan import assign, item, make_village, photo

RATE = 60
SECONDS = 30
PHONES = 40


@pytest.mark.load
async def test_sixty_visits_a_second_for_half_a_minute(database: str, tmp_path: Path) -> None:
    """The gate is on numbers and errors; how long an answer took is the benchmark's business."""
    author = await make_akun()
    await make_village()
    await assign(author)
    sent = [item(author.id, photos=[photo(f"{n:064x}")]) for n in range(RATE * SECONDS)]
    idle: asyncio.Queue[Connection] = asyncio.Queue()
    statuses: list[str] = []

    async def send(visit: dict) -> None:
        phone = await idle.get()
        code, answer = await phone.post("/api/v1/kiriman", {"items": [visit]})
        statuses.append(answer["results"][0]["status"] if code == 200 else str(code))
        idle.put_nowait(phone)

    with api_server(tmp_path, database) as server:
        first = await Connection(server.port).sign_in(author.nrp, PASSWORD)
        for _ in range(PHONES):
            phone = Connection(server.port)
            phone.cookie = first.cookie
            idle.put_nowait(phone)
        start, tasks = time.monotonic(), []
        for n, visit in enumerate(sent):
            # Visits come by the clock, whether or not earlier ones have been answered.
            await asyncio.sleep(max(0.0, start + n / RATE - time.monotonic()))
            tasks.append(asyncio.create_task(send(visit)))
        await asyncio.gather(*tasks)
    assert statuses == ["accepted"] * len(sent)
    async with db.reading() as session:
        assert await session.scalar(select(func.count(func.distinct(Laporan.id)))) == len(sent)
        assert await session.scalar(select(func.count()).select_from(Laporan)) == len(sent)
        assert await session.scalar(select(func.sum(Subjek.visits))) == len(sent)
