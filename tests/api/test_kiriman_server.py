"""The intake of a real server process: races, power cuts, clients that hang up. On both databases, two workers each."""

import asyncio
import random
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select, text

from sambang_digital import db
from sambang_digital.models import Akun, Laporan, LaporanSaingan, Subjek
from tests.api_server import ApiServer, Connection, api_server
from tests.factories import PASSWORD, make_akun
from tests.laporan import assign, item, make_village, photo

URL = "/api/v1/kiriman"


@pytest.fixture
async def author(database: str) -> Akun:
    """An officer with a village."""
    akun = await make_akun()
    await make_village()
    await assign(akun)
    return akun


@pytest.fixture
def server(author: Akun, database: str, tmp_path: Path) -> Iterator[ApiServer]:
    """Two workers over the test's database."""
    with api_server(tmp_path, database, workers=2) as running:
        yield running


async def clients(server: ApiServer, count: int) -> list[Connection]:
    """Connections of one signed-in phone."""
    first = await Connection(server.port).sign_in("80010001", PASSWORD)
    others = [Connection(server.port) for _ in range(count - 1)]
    for other in others:
        other.cookie = first.cookie
    return [first, *others]


async def post(client: Connection, *items: dict[str, Any]) -> list[dict[str, Any]]:
    """Send items, get results."""
    status, answer = await client.post(URL, {"items": items})
    assert status == 200, answer
    return answer["results"]


async def count(model: Any) -> int:
    """Number of rows."""
    async with db.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(model)) or 0)


async def test_fifty_identical_posts_at_once_make_one_row(server: ApiServer, author: Akun) -> None:
    """All 50 are answered, with one receipt; the house was visited once."""
    sent = item(author.id, photos=[photo()])
    results = [r for [r] in await asyncio.gather(*(post(client, sent) for client in await clients(server, 50)))]
    assert sorted(result["status"] for result in results) == ["accepted"] + ["duplicate"] * 49
    assert len({result["receipt"] for result in results}) == 1
    assert await count(Laporan) == 1
    async with db.reading() as session:
        assert (await session.scalars(select(Subjek.visits))).all() == [1]


async def test_fifty_contents_under_one_number_are_all_kept(server: ApiServer, author: Akun) -> None:
    """One wins, 49 compete, each with its own receipt."""
    one = item(author.id)
    sent = [one | {"duration_s": 100 + n} for n in range(50)]
    results = [r for [r] in await asyncio.gather(*map(post, await clients(server, 50), sent))]
    assert sorted(result["status"] for result in results) == ["accepted"] + ["conflict"] * 49
    assert len({result["receipt"] for result in results}) == 50
    assert (await count(Laporan), await count(LaporanSaingan)) == (1, 49)


async def test_racing_revisions_end_with_the_newest_current(server: ApiServer, author: Akun) -> None:
    """Whatever came first, in whatever company."""
    reports = [item(author.id) for _ in range(10)]
    sent = [report | {"revision": n} for report in reports for n in range(1, 6)]
    random.Random(7).shuffle(sent)
    # Each request holds two items: transactions meet on several reports at once.
    pairs = list(zip(sent[::2], sent[1::2], strict=True))
    results = await asyncio.gather(*(post(c, *pair) for c, pair in zip(await clients(server, 25), pairs, strict=True)))
    assert {result["status"] for answers in results for result in answers} == {"accepted"}
    async with db.reading() as session:
        current = await session.scalars(select(Laporan.revision).where(Laporan.current))
        assert current.all() == [5] * 10
        assert (await session.scalars(select(Subjek.visits))).all() == [1] * 10
    assert await count(Laporan) == 50


async def test_power_cut_in_the_middle_of_batches(server: ApiServer, author: Akun) -> None:
    """No half request, every receipt given is kept, and sending again completes the rest."""
    batches = [[item(author.id, photos=[photo(f"{n:032x}{k:032x}")]) for k in range(10)] for n in range(120)]
    waiting, receipts = list(batches), dict[str, str]()
    enough_answered = asyncio.Event()

    async def work(client: Connection) -> None:
        while waiting:
            for result in await post(client, *waiting.pop()):
                receipts[result["id"]] = result["receipt"]
            if len(receipts) >= 100:
                enough_answered.set()

    phones = [asyncio.create_task(work(client)) for client in await clients(server, 8)]
    await enough_answered.wait()
    server.stop(signal.SIGKILL)
    ended = await asyncio.gather(*phones, return_exceptions=True)
    assert waiting, "the server was to be killed while there was work"
    assert any(isinstance(end, OSError | EOFError) for end in ended)
    async with db.reading() as session:
        stored = {str(key): receipt for key, receipt in await session.execute(select(Laporan.id, Laporan.receipt))}
        visited = {str(key) for key in await session.scalars(select(Subjek.id).where(Subjek.visits == 1))}
    assert receipts.items() <= stored.items()
    assert {len([sent for sent in batch if sent["id"] in stored]) for batch in batches} <= {0, 10}
    assert visited == {sent["subject"]["id"] for batch in batches for sent in batch if sent["id"] in stored}
    server.start()
    [again] = await clients(server, 1)
    for batch in batches:
        for sent, result in zip(batch, await post(again, *batch), strict=True):
            assert result["status"] == ("duplicate" if sent["id"] in stored else "accepted")
            assert result["receipt"] == stored.get(sent["id"], result["receipt"])
    assert await count(Laporan) == 1200


async def test_a_thousand_clients_that_hang_up_cost_nothing(server: ApiServer, author: Akun) -> None:
    """In the middle of the request, or before the answer: no connection stays taken, the server goes on answering."""
    [phone] = await clients(server, 1)
    sent = item(author.id)
    whole = phone.request("POST", URL, orjson.dumps({"items": [sent]}))

    async def hang_up(n: int) -> None:
        client = Connection(server.port)
        await client.write(whole if n % 2 else whole[: len(whole) * (n % 10) // 10 + 1])
        client.drop()

    for start in range(0, 1000, 100):
        await asyncio.gather(*(hang_up(n) for n in range(start, start + 100)))
    # More at once than both pools hold together: a leak of a few connections would show.
    many = await clients(server, 60)
    assert {status for status, _ in await asyncio.gather(*(c.send("GET", "/api/v1/sinkron") for c in many))} == {200}
    [result] = await post(phone, sent)
    assert result["status"] in ("accepted", "duplicate")
    assert await count(Laporan) == 1
    if db.get_engine().dialect.name == "postgresql":
        async with db.reading() as session:
            taken = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
            assert await session.scalar(text(taken)) == 0
