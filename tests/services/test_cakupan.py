"""Coverage on both databases: which houses count, who sees them, and that every number opens exactly its houses."""

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from sambang_digital.db import get_engine, reading, transaction
from sambang_digital.models.base import now
from sambang_digital.repositories import pengaturan as settings
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.services import cakupan, kinerja, pengaturan
from sambang_digital.services.cakupan import NO_NUMBER, Coverage, HouseFilter, NotFound
from tests.laporan import KARAWACI, NEIGHBOUR, household, make_subject
from tests.polres import Polres

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def polres(database: str) -> Polres:
    """Karawaci with one village, Ciledug with the other."""
    made = await Polres().fill()
    return await made.hold(neighbour=made.ciledug)


async def house(polres: Polres, days: float | None = None, **more: Any) -> None:
    """A house on record, last visited so many days ago."""
    visited = {} if days is None else {"last_visit_at": now() - timedelta(days=days), "visits": 1}
    await make_subject(polres.officer, **(visited | more))


async def listed(who: Actor, wanted: HouseFilter) -> list[str]:
    """Names of all houses behind a number, page by page; their total must say how many."""
    names: list[str] = []
    async with reading() as session:
        while True:
            total, part = await cakupan.houses(session, who, wanted, len(names) // cakupan.PAGE + 1)
            names += [one.name for one in part]
            if len(part) < cakupan.PAGE:
                assert total == len(names)
                return names


async def of_villages(who: Actor) -> dict[str, tuple[int, int]]:
    async with reading() as session:
        found = await cakupan.villages(session, who, kinerja.today())
    return {village.code: (coverage.visited, coverage.houses) for village, coverage in found}


async def test_which_houses_count(polres: Polres) -> None:
    """Houses of the village that are still there; visited are those whose last visit is younger than the setting says."""
    await house(polres, 29.9)
    await house(polres, 30.1)
    await house(polres)
    await house(polres, 1, removed_at=now())
    await house(polres, 1, kind="usaha")
    await house(polres, 1, area_code=None)
    assert await of_villages(polres.kasat) == {KARAWACI: (1, 3), NEIGHBOUR: (0, 0)}
    async with transaction() as session:
        await settings.put(session, polres.polres.id, "kinerja.overdue_after_days", 60, None)
    pengaturan.forget()
    assert (await of_villages(polres.kasat))[KARAWACI] == (2, 3)
    assert (await of_villages(polres.kanit))[KARAWACI] == (2, 3)


async def test_a_visit_counts_at_once_and_practice_never(polres: Polres) -> None:
    """From the officer's report to the number; the house of a practice visit is not even on record."""
    await polres.visit(kind="sambang_warga", body=household())
    await polres.visit(kind="sambang_warga", body=household(), practice=True)
    assert (await of_villages(polres.kanit))[KARAWACI] == (1, 1)
    async with reading() as session:
        found = await cakupan.place(session, polres.kanit, KARAWACI)
    assert [(one.rw, one.rt) for one in found.neighbourhoods] == [("005", "003")]
    assert found.coverage.share == 100
    assert await listed(polres.kanit, HouseFilter(KARAWACI, "005", "003", True)) == ["Siti Rahmawati"]


async def test_every_number_opens_the_houses_it_counts(polres: Polres) -> None:
    """Of the village, of each RT, and of those without a number; together they are the village."""
    for rw, rt, days in (
        ("001", "001", 2), ("001", "001", 45), ("001", "002", None), ("002", "001", 3),
        ("002", None, 4), (None, None, 90), (None, "001", 5),
    ):  # fmt: skip
        await house(polres, days, rw=rw, rt=rt, name=f"{rw} {rt} {days}")
    for number in range(60):
        await house(polres, 40 + number, rw="003", rt="001", name=f"Rumah {number}")
    async with reading() as session:
        place = await cakupan.place(session, polres.kanit, KARAWACI)
    assert (place.coverage.houses, place.coverage.visited, place.patience) == (67, 4, 30)
    assert place.coverage.share == 5
    counted = {}
    for rw, rt, coverage in [(None, None, place.coverage)] + [
        (one.rw or NO_NUMBER, one.rt or NO_NUMBER, one.coverage) for one in place.neighbourhoods
    ]:
        all_, visited, due = [
            await listed(polres.kanit, HouseFilter(KARAWACI, rw, rt, which)) for which in (None, True, False)
        ]
        assert (len(all_), len(visited)) == (coverage.houses, coverage.visited), (rw, rt)
        assert sorted(visited + due) == sorted(all_)
        counted[rw, rt] = (coverage.visited, coverage.houses)
    assert counted == {
        (None, None): (4, 67), ("-", "-"): (0, 1), ("-", "001"): (1, 1), ("001", "001"): (1, 2),
        ("001", "002"): (0, 1), ("002", "-"): (1, 1), ("002", "001"): (1, 1), ("003", "001"): (0, 60),
    }  # fmt: skip
    assert place.coverage.last
    assert now() - place.coverage.last < timedelta(days=2, hours=1)
    due = await listed(polres.kanit, HouseFilter(KARAWACI, visited=False))
    assert due[:3] == ["001 002 None", "Rumah 59", "Rumah 58"]


async def test_only_within_reach(polres: Polres) -> None:
    """The own polsek's villages, the Kasat's of all; no names for who may not read reports."""
    await house(polres, 1)
    assert await of_villages(polres.other_kanit) == {NEIGHBOUR: (0, 0)}
    assert await listed(polres.other_kanit, HouseFilter(KARAWACI)) == []
    assert await listed(polres.kasat, HouseFilter(KARAWACI)) == ["Budi"]
    async with reading() as session:
        for code in (KARAWACI, "99.99.99.9999", ""):
            with pytest.raises(NotFound):
                await cakupan.place(session, polres.other_kanit, code)
        for ask in (
            lambda: cakupan.place(session, polres.officer, KARAWACI),
            lambda: cakupan.villages(session, polres.officer, kinerja.today()),
            lambda: cakupan.houses(session, polres.officer, HouseFilter(KARAWACI)),
        ):
            with pytest.raises(Forbidden):
                await ask()


def test_a_share_never_rounds_up() -> None:
    """100 % is all of them, and nothing is no share at all."""
    assert [Coverage(n, v).share for n, v in ((200, 199), (200, 200), (3, 1), (0, 0))] == [99, 100, 33, None]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_numbers_read_the_index_alone(polres: Polres, database_url: str) -> None:
    """However many houses there are, their rows stay unread."""
    said: list[tuple[str, tuple[object, ...]]] = []
    event.listen(get_engine().sync_engine, "before_cursor_execute", lambda *a: said.append((a[2], a[3])))
    await of_villages(polres.kasat)
    async with reading() as session:
        await cakupan.place(session, polres.kasat, KARAWACI)
    asked = [one for one in said if "FROM subjek" in one[0]]
    assert len(asked) == 2
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as connection:
        for statement, parameters in asked:
            plan = str(connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall())
            assert "COVERING INDEX ix_subjek_coverage" in plan, plan
