"""Numbers of Laporan Informasi over HTTP: one series for each satuan and year, whoever sends what how often at once."""

import asyncio
import random
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from sambang_digital import db
from sambang_digital.models import Laporan, Nomor
from sambang_digital.repositories import nomor as repository
from sambang_digital.services import nomor
from tests.api.conftest import KIRIMAN, Send
from tests.api_server import Connection, api_server
from tests.factories import PASSWORD, make_akun, make_satuan
from tests.laporan import assign, item, li_item, make_village, uuid7

REPORTS = 200


async def test_two_hundred_at_once_are_consecutive(database: str, tmp_path: Path) -> None:
    """Two workers, two officers of one polsek on sixteen connections; single and in batches, with repeats, visits and refusals."""
    polsek = await make_satuan("POLSEK", level="polsek")
    authors = [await make_akun(f"8001000{n}", satuan=polsek) for n in (1, 2)]
    await make_village()
    for author in authors:
        await assign(author)
    chance = random.Random(7)
    reports = [li_item(authors[n % 2].id, f"Perihal nomor {n}") for n in range(REPORTS)]
    batches: dict[int, list[list[dict]]] = {author.id: [] for author in authors}
    waiting = [*reports, *chance.sample(reports, 60)]
    chance.shuffle(waiting)
    for one in waiting:
        mine = batches[one["author_id"]]
        if mine and len(mine[-1]) < chance.choice([1, 1, 3, 12]):
            mine[-1].append(one)
        else:
            mine.append([one])
        if chance.random() < 0.2:
            mine[-1].append(li_item(one["author_id"], body={"matter": "x"}))
        if chance.random() < 0.2:
            mine[-1].append(item(one["author_id"]))
    with api_server(tmp_path, database, workers=2) as server:
        results = []

        async def phone(author_nrp: str, cookie: str, todo: list[list[dict]]) -> None:
            line = Connection(server.port)
            line.cookie = cookie
            while todo:
                code, answer = await line.post(KIRIMAN, {"items": todo.pop()})
                assert code == 200, answer
                results.extend(answer["results"])

        async with asyncio.TaskGroup() as group:
            for author in authors:
                first = await Connection(server.port).sign_in(author.nrp, PASSWORD)
                for _ in range(8):
                    group.create_task(phone(author.nrp, first.cookie, batches[author.id]))
    told: dict[str, set[str]] = {}
    mine = {one["id"] for one in reports}
    for result in results:
        if result["id"] in mine:
            assert result["status"] in {"accepted", "duplicate"}, result
            told.setdefault(result["id"], set()).add(result["number"])
        else:
            assert result["number"] is None
    assert {len(numbers) for numbers in told.values()} == {1}, "whoever asks again is told the same number"
    async with db.reading() as session:
        given = list(await session.scalars(select(Nomor.n).order_by(Nomor.n)))
        stored = dict((await session.execute(select(Laporan.id, Laporan.number).where(Laporan.secret))).all())
    assert given == list(range(1, REPORTS + 1))
    assert {str(id_): number for id_, number in stored.items()} == {id_: numbers.pop() for id_, numbers in told.items()}
    assert len(set(stored.values())) == REPORTS


async def test_how_a_number_is_written(send: Send, officer) -> None:
    (one,) = await send(li_item(officer.id))
    now = nomor.day_of(datetime.now(UTC))
    assert one["number"] == f"R/LI-1/{nomor.ROMAN[now.month - 1]}/{now.year}/Satuan S{officer.nrp}"
    assert nomor.written(12, 2026, 11, "Polsek A/B") == "R/LI-12/XI/2026/Polsek A-B"


async def test_a_correction_keeps_it_and_practice_has_none(send: Send, officer) -> None:
    """The newer revision may even come first, or in the same request; a visit has no number."""
    first = li_item(officer.id)
    correction = first | {"revision": 2, "base_revision": 1}
    one, two, three, other, visit = await send(
        correction,
        first,
        first | {"revision": 3, "base_revision": 2},
        li_item(officer.id, practice=True),
        item(officer.id),
    )
    assert one["number"] == two["number"] == three["number"] is not None
    assert other["status"] == visit["status"] == "accepted"
    assert other["number"] is None
    assert visit["number"] is None
    (again,) = await send(first | {"revision": 4, "base_revision": 3})
    assert again["number"] == one["number"]
    (next_,) = await send(li_item(officer.id))
    assert next_["number"] == one["number"].replace("LI-1/", "LI-2/")


async def test_a_report_stays_what_it_is(send: Send, officer) -> None:
    """Neither does a visit become secret, nor a secret one a visit, by a later revision or another content."""
    secret, visit = li_item(officer.id), item(officer.id)
    await send(secret, visit)
    for kept, other in ((secret, item(officer.id)), (visit, li_item(officer.id))):
        for revision in (1, 2):
            (result,) = await send(other | {"id": kept["id"], "revision": revision})
            assert (result["status"], result["errors"][0]["field"]) == ("rejected", "kind")


async def test_what_fails_uses_up_no_number(
    database: str, send: Send, officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The series goes back with the transaction: the next report has the number of the one that was not stored."""
    await send(li_item(officer.id))
    give = repository.give

    async def broken(session, rows) -> None:
        await give(session, rows)
        raise RuntimeError("cut off")

    monkeypatch.setattr(repository, "give", broken)
    with pytest.raises(AssertionError):
        await send(li_item(officer.id))
    monkeypatch.setattr(repository, "give", give)
    (next_,) = await send(li_item(officer.id))
    assert next_["number"].startswith("R/LI-2/")
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Laporan)) == 2


@pytest.mark.usefixtures("database")
async def test_series_of_satuan_and_year_are_their_own() -> None:
    """The day is that of the Polres's zone: at 17.30 UTC on New Year's Eve the new year has begun in Tangerang."""
    one, two = await make_satuan("A"), await make_satuan("B")
    eve, late = datetime(2026, 12, 31, 16, 30, tzinfo=UTC), datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    rows = [
        {
            "id": UUID(uuid7()),
            "satuan_id": satuan.id,
            "received_at": at,
            "kind": "laporan_informasi",
            "practice": False,
            "number": None,
        }
        for satuan in (one, two, one)
        for at in (eve, late)
    ]
    async with db.transaction() as session:
        await nomor.allot(session, rows)
    assert [row["number"] for row in rows] == [
        "R/LI-1/XII/2026/Satuan A", "R/LI-1/I/2027/Satuan A", "R/LI-1/XII/2026/Satuan B", "R/LI-1/I/2027/Satuan B",
        "R/LI-2/XII/2026/Satuan A", "R/LI-2/I/2027/Satuan A",
    ]  # fmt: skip
