"""Filing for search: nothing is lost, nothing is filed twice, nothing waits for ever."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select, update

from sambang_digital.db import reading, transaction
from sambang_digital.models import AntreanCari, Cari, Laporan, Subjek
from sambang_digital.models.base import now
from sambang_digital.repositories import cari as index
from sambang_digital.services import broadcast, cari_indeks
from tests.killed import run_until_killed
from tests.laporan import body, item
from tests.polres import Polres, send
from tests.services.test_cari import file_everything, found, note, queue

pytestmark = pytest.mark.usefixtures("database")


async def waiting() -> int:
    async with reading() as session:
        return await index.waiting(session)


async def test_a_crash_loses_nothing(polres: Polres) -> None:
    """A process that dies before its turn is through leaves the rows waiting; the next one files them."""
    sent = item(polres.officer.id, body=body(result={"situation": "safe", "notes": "Keributan di pasar"}))
    await send(polres.officer, sent)
    program = """
import asyncio, os, signal
from sambang_digital.repositories import cari
async def die(*_): os.kill(os.getpid(), signal.SIGKILL)
cari.add = die
from sambang_digital.services import cari_indeks
asyncio.run(cari_indeks.drain())
"""
    await run_until_killed(program, "cari")
    assert await waiting() > 0
    await cari_indeks.drain()
    assert await waiting() == 0
    assert await found(polres.kanit, "keributan") == [UUID(sent["id"])]


async def test_one_that_fails_holds_up_nobody(polres: Polres) -> None:
    """A report whose body nobody can read waits; the others are filed."""
    async with transaction() as session:
        await session.execute(delete(AntreanCari))
    bad, good = await visit_unfiled(polres), await visit_unfiled(polres)
    async with transaction() as session:
        await session.execute(update(Laporan).where(Laporan.id == bad).values(body=[1], title="Rusak"))
    await cari_indeks.drain()
    assert await found(polres.kanit, "kamling") == [good]
    assert await waiting() == 1


async def visit_unfiled(polres: Polres) -> UUID:
    return await polres.visit()


async def test_several_processes_and_a_stream_of_reports(polres: Polres) -> None:
    """Workers take turns while reports come in; in the end each is filed once."""
    sent: list[UUID] = []

    async def more() -> None:
        for _ in range(12):
            sent.append(await visit_unfiled(polres))

    await asyncio.gather(more(), *(cari_indeks.drain() for _ in range(4)))
    await cari_indeks.drain()
    assert sorted(await queue(polres.kanit, text="kamling")) == sorted(sent)
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Cari).where(Cari.jenis == "laporan")) == len(sent)


async def test_the_worker_files_and_tells(polres: Polres) -> None:
    """As a server runs it: soon after the receipt a desk that listens hears that there is something to find."""
    worker = asyncio.create_task(cari_indeks.keep_filed())
    try:
        async with broadcast.subscribe(broadcast.CARI) as messages:
            report = await visit_unfiled(polres)
            async with asyncio.timeout(30):
                async for _ in messages:
                    if await found(polres.kanit, "kamling") == [report]:
                        break
    finally:
        worker.cancel()


async def test_rebuilding_mends_the_index(polres: Polres) -> None:
    """What is missing is filed, what is gone goes, what is right stays as it is."""
    first, second = await note(polres, "Keributan satu"), await note(polres, "Keributan dua")
    async with transaction() as session:
        await session.execute(delete(Cari).where(Cari.ref == second))
        await session.execute(update(Subjek).values(removed_at=now()))
        await index.add(session, [{"jenis": "laporan", "ref": uuid4(), "at": now(), "sum": "", "words": "keributan"}])
    await file_everything()
    assert await found(polres.kanit, "keributan") == [second, first]
    async with reading() as session:
        filed = (await session.execute(select(Cari.jenis, func.count()).group_by(Cari.jenis))).all()
    assert dict(map(tuple, filed)) == {"laporan": 2, "petugas": 4}
