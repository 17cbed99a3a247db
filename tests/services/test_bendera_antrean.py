"""The worker of the flags that compare, on both databases: soon, by many at once, and nothing is lost."""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.models import AntreanBendera, Laporan, Sidik
from sambang_digital.models.base import now
from sambang_digital.services import bendera, bendera_antrean, broadcast
from tests.killed import run_until_killed
from tests.laporan import photo
from tests.polres import Polres
from tests.services.test_bendera import LONG, OTHER, codes, flags, text, visit

pytestmark = pytest.mark.usefixtures("database")


async def waiting() -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(AntreanBendera))


async def test_the_desk_hears_of_new_flags(polres: Polres) -> None:
    first = await visit(polres, 0)
    await bendera.drain()
    second = await visit(polres, 4, 20_000)
    async with broadcast.subscribe(broadcast.LAPORAN) as messages:
        await bendera.drain()
        told = [await asyncio.wait_for(anext(messages), 5) for _ in range(2)]
    assert {message["id"] for message in told} == {str(first), str(second)}
    assert {message["satuan_id"] for message in told} == {polres.karawaci.id}


async def test_flags_follow_within_five_seconds(polres: Polres) -> None:
    """The worker of the server's process, woken by the intake's commit."""
    worker = asyncio.create_task(bendera.keep_flags())
    try:
        first = await visit(polres, 0)
        second = await visit(polres, 4, 20_000)
        async with asyncio.timeout(5):
            async with broadcast.subscribe(broadcast.LAPORAN) as messages:
                while not ("KECEPATAN_MUSTAHIL" in await flags(first) and "KECEPATAN_MUSTAHIL" in await flags(second)):
                    await anext(messages)
    finally:
        worker.cancel()


async def test_many_workers_at_once_agree_with_one(polres: Polres) -> None:
    """Forty reports that all concern each other, four workers, reports still coming in."""
    ids = [await visit(polres, n * 0.5, n % 7) for n in range(30)]

    async def more() -> None:
        for n in range(10):
            ids.append(await visit(polres, 15 + n * 0.5, n % 7))

    await asyncio.gather(more(), *(bendera.drain() for _ in range(4)))
    await bendera.drain()
    at_once = await codes(*ids)
    assert await waiting() == 0
    async with transaction() as session:
        await bendera_antrean.enqueue(session, ids)
    assert at_once == await codes(*ids)
    assert {"MENUMPUK"} <= set.intersection(*at_once)


async def test_a_report_that_fails_holds_up_nobody(polres: Polres) -> None:
    """Its row waits for a later try; the others are done."""
    good, bad = await visit(polres, 0), await visit(polres, 30, 500)
    async with transaction() as session:
        row = await session.get(Laporan, (bad, 1))
        row.photos = [{"name": "without a hash"}]
    second = await visit(polres, 4, 20_000)
    await bendera.drain()
    assert "KECEPATAN_MUSTAHIL" in await flags(good)
    assert "KECEPATAN_MUSTAHIL" in await flags(second)
    async with reading() as session:
        (left,) = await session.scalars(select(AntreanBendera))
    assert (left.laporan_id, left.attempts) == (bad, 1)
    assert left.due_at > now()


KILLED = """
import asyncio, os, signal, sys
from sambang_digital.services import bendera, putusan
async def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
putusan.settle = die
asyncio.run(bendera.drain())
"""


async def test_a_worker_killed_in_the_middle_loses_nothing(polres: Polres) -> None:
    """Flags written, rows taken, then kill -9 before the commit: another worker finds everything as it was."""
    first, second = await visit(polres, 0), await visit(polres, 4, 20_000)
    await run_until_killed(KILLED, "bendera")
    assert await waiting() == 2
    assert "KECEPATAN_MUSTAHIL" not in await flags(second)
    assert await codes(first, second) == [{"KECEPATAN_MUSTAHIL"}, {"KECEPATAN_MUSTAHIL", "DI_LUAR_WILAYAH"}]


async def test_old_fingerprints_of_places_and_texts_are_forgotten(polres: Polres) -> None:
    """Photos stay findable for ever."""
    old = UUID(int=int((now() - timedelta(days=200)).timestamp() * 1000) << 80 | 7 << 76 | 2 << 62 | 1)
    await visit(polres, 0, body=text(LONG), photos=[photo("a" * 64)], id=str(old))
    fresh = await visit(polres, 60, 500, body=text(OTHER))
    await bendera.drain()

    async def kinds(laporan_id: UUID) -> Collection[int]:
        async with reading() as session:
            return {key >> 60 for key in await session.scalars(select(Sidik.key).where(Sidik.laporan_id == laporan_id))}

    assert await kinds(old) == {1, 2, 4}
    await bendera.sweep()
    assert await kinds(old) == {2}
    assert await kinds(fresh) == {1, 4}
