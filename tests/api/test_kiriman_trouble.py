"""The intake when the database fails or clients vanish: a clear answer, nothing half done, and then it goes on."""

import asyncio
import random
import sqlite3
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from sambang_digital import db
from sambang_digital.models import Akun, Laporan, LaporanSaingan, Subjek
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import group_commit, kiriman
from sambang_digital.services.laporan import Arrival
from sambang_digital.settings import get_settings
from tests.api.conftest import KIRIMAN, Send
from tests.laporan import item


async def count(model: Any) -> int:
    """Number of rows."""
    async with db.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(model)) or 0)


async def assert_outage(client: httpx.AsyncClient, *items: dict[str, Any]) -> None:
    """503 with the time to come back: the phone keeps everything."""
    answer = await client.post(KIRIMAN, json={"items": items})
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    assert "tetap di HP" in answer.json()["detail"]


async def test_locked_database_is_an_outage_and_nothing_is_half_done(
    client: httpx.AsyncClient, send: Send, officer: Akun, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else holds the table; once they let go, the same item is accepted."""
    monkeypatch.setattr(db, "SQLITE_PRAGMAS", (*db.SQLITE_PRAGMAS, "busy_timeout=100"))
    await send(item(officer.id))
    await db.get_engine().dispose()
    monkeypatch.setattr(group_commit, "MAX_SECONDS", 0.5)
    sent = item(officer.id)
    if database.startswith("sqlite"):
        holder: Any = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
    else:
        holder = psycopg.connect(database)
        holder.execute("LOCK TABLE laporan IN ACCESS EXCLUSIVE MODE")
    await assert_outage(client, sent, item(officer.id))
    holder.rollback()
    holder.close()
    assert (await count(Laporan), await count(Subjek)) == (1, 1)
    monkeypatch.undo()
    await db.get_engine().dispose()


DISK_FULL = """
CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER disk_full BEFORE INSERT ON subjek FOR EACH ROW EXECUTE FUNCTION disk_full();
"""


async def test_full_disk_is_an_outage_and_nothing_is_half_done(
    client: httpx.AsyncClient, send: Send, officer: Akun, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite refuses to grow; PostgreSQL's own word for a full disk comes from a trigger."""
    await send(item(officer.id))
    sent = [item(officer.id) for _ in range(50)]
    with monkeypatch.context() as patch:
        if database.startswith("sqlite"):
            with sqlite3.connect(database.removeprefix("sqlite:///")) as file:
                (pages,) = file.execute("PRAGMA page_count").fetchone()
            patch.setattr(db, "SQLITE_PRAGMAS", (*db.SQLITE_PRAGMAS, f"max_page_count={pages}"))
            await db.get_engine().dispose()
        else:
            with psycopg.connect(database) as other:
                other.execute(DISK_FULL)
        await assert_outage(client, *sent)
    if database.startswith("sqlite"):
        await db.get_engine().dispose()
    else:
        with psycopg.connect(database) as other:
            other.execute("DROP TRIGGER disk_full ON subjek")
    assert (await count(Laporan), await count(Subjek)) == (1, 1)
    assert {result["status"] for result in await send(*sent)} == {"accepted"}


async def test_database_that_is_gone_is_an_outage(
    client: httpx.AsyncClient, send: Send, officer: Akun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens there; when it is back, all goes on."""
    await send(item(officer.id))
    sent = item(officer.id)
    url = get_settings().database_url_override
    with monkeypatch.context() as patch:
        patch.setattr(get_settings(), "database_url_override", "postgresql://x@127.0.0.1:9/x")
        await db.dispose()
        await assert_outage(client, sent)
    await db.dispose()
    assert get_settings().database_url_override == url
    [result] = await send(sent)
    assert result["status"] == "accepted"


async def test_cut_connections_are_replaced_unnoticed(send: Send, officer: Akun, database: str) -> None:
    """A restart of PostgreSQL between two requests costs no visit and no error."""
    await send(item(officer.id))
    if database.startswith("postgresql"):
        with psycopg.connect(database, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid()"
            )
    [result] = await send(item(officer.id))
    assert result["status"] == "accepted"


async def test_requests_that_are_cancelled_leave_no_connection_behind(
    client: httpx.AsyncClient, send: Send, officer: Akun
) -> None:
    """At any moment of their way; what was committed is committed whole."""
    chance = random.Random(11)

    async def vanish(task: asyncio.Task[Any]) -> None:
        for _ in range(chance.randrange(60)):
            await asyncio.sleep(0)
        task.cancel()

    sent = [item(officer.id) for _ in range(100)]
    tasks = [asyncio.create_task(client.post(KIRIMAN, json={"items": [one]})) for one in sent]
    await asyncio.gather(*(vanish(task) for task in tasks))
    await asyncio.gather(*tasks, return_exceptions=True)
    assert {result["status"] for result in await send(*sent[:50])} <= {"accepted", "duplicate"}
    assert {result["status"] for result in await send(*sent[50:])} <= {"accepted", "duplicate"}
    assert db.get_engine().pool.checkedout() == 0  # type: ignore[attr-defined]
    assert (await count(Laporan), await count(Subjek)) == (100, 100)


async def test_too_many_waiting_are_sent_away(client: httpx.AsyncClient, officer: Akun, monkeypatch: Any) -> None:
    """Rather than all waiting for ever."""
    monkeypatch.setattr(kiriman.writer, "_max_waiting", 2)
    answers = await asyncio.gather(*(client.post(KIRIMAN, json={"items": [item(officer.id)]}) for _ in range(20)))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {200, 503}
    assert await count(Laporan) == statuses.count(200)


SENDS = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.integers(0, 1)), min_size=1, max_size=4),
    min_size=1,
    max_size=8,
)
"""Requests of items (which report, which revision, which content)."""


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=SENDS)
async def test_any_order_and_repetition_ends_in_the_same_state(officer: Akun, requests: list[list[Any]]) -> None:
    """What is first under a revision is the report; the rest repeats or competes; the newest revision is current."""
    roles = frozenset({Peran.BHABINKAMTIBMAS})
    actor = Actor(officer.id, officer.nrp, officer.name, None, officer.satuan_id, "", "/", None, roles, 1)
    before = (await count(Laporan), await count(LaporanSaingan))
    reports = [item(officer.id) for _ in range(3)]
    first: dict[tuple[int, int], int] = {}
    competing: set[tuple[int, int, int]] = set()
    receipts: dict[tuple[int, int, int], str] = {}
    for request in requests:
        sent = [reports[n] | {"revision": revision, "duration_s": 100 + content} for n, revision, content in request]
        results = await kiriman.receive(actor, sent, "", Arrival(now()))
        expected: dict[tuple[int, int], list[str]] = {}
        for n, revision, content in request:
            if (n, revision) not in first:
                first[n, revision] = content
                status = "accepted"
            elif first[n, revision] == content:
                status = "duplicate"
            else:
                status = "conflict"
                competing.add((n, revision, content))
            expected.setdefault((n, revision), []).append(status)
        for key, result in zip(request, results, strict=True):
            assert result["status"] == expected[key[0], key[1]].pop(0), (request, results)
            assert receipts.setdefault(tuple(key), result["receipt"]) == result["receipt"]
    assert (await count(Laporan), await count(LaporanSaingan)) == (before[0] + len(first), before[1] + len(competing))
    async with db.reading() as session:
        for n, report in enumerate(reports):
            rows = (await session.scalars(select(Laporan).where(Laporan.id == UUID(report["id"])))).all()
            assert {row.revision for row in rows} == {revision for number, revision in first if number == n}
            if rows:
                assert [row.revision for row in rows if row.current] == [max(row.revision for row in rows)]
                assert (
                    await session.scalar(select(Subjek.visits).where(Subjek.id == UUID(report["subject"]["id"]))) == 1
                )
