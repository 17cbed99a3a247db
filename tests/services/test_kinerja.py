"""Numbers of Satbinmas on both databases: what counts, who sees it, and that every number opens exactly its rows."""

import re
import sqlite3
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, update

from sambang_digital.db import get_engine, reading, transaction
from sambang_digital.models import Akun, Laporan
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.services import hari_ini, kinerja, target, tinjauan
from sambang_digital.services.kinerja import Box, OfficerFilter, VillageFilter, Wanted
from sambang_digital.services.tinjauan import QueueFilter
from tests.factories import make_akun
from tests.laporan import KARAWACI, LAT, LON, NEIGHBOUR, position
from tests.polres import Polres, decide

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def polres(database: str) -> Polres:
    """Two polsek; Karawaci holds two villages, the second without an officer."""
    made = await Polres().fill()
    return await made.hold(neighbour=made.karawaci)


async def change(visit: UUID, **values: object) -> None:
    """What the visit became, without the way that led there."""
    async with transaction() as session:
        await session.execute(update(Laporan).where(Laporan.id == visit).values(**values))


async def back(polres: Polres, days: int, **more: object) -> UUID:
    """A visit so many days ago."""
    visit = await polres.visit(**more)
    moment = now() - timedelta(days=days)
    day = kinerja.today() - timedelta(days=days)
    await change(visit, day=day, captured_at=moment, received_at=moment)
    return visit


async def ids(who: Actor, wanted: Wanted) -> list[UUID]:
    """All rows behind a number, page by page; their total must say how many."""
    found: list[UUID] = []
    async with reading() as session:
        while True:
            part = await kinerja.counted(session, who, wanted, len(found) // kinerja.PAGE + 1)
            found += [row.id for row in part.rows]
            if len(part.rows) < kinerja.PAGE:
                assert part.total == len(found) == sum(part.days.values())
                return found


async def test_what_counts(polres: Polres) -> None:
    """Waiting and accepted reports; returned, upheld, practised and superseded ones do not."""
    waiting, accepted, returned, upheld = [await polres.visit() for _ in range(4)]
    await decide(polres.kanit, accepted)
    await decide(polres.kanit, returned, "dikembalikan", "Nama tempat keliru.")
    await change(upheld, upheld=True)
    await polres.visit(practice=True)
    today = Wanted(kinerja.today(), kinerja.today())
    assert set(await ids(polres.kanit, today)) == {waiting, accepted}
    await polres.visit(id=str(returned), revision=2, base_revision=1)
    assert set(await ids(polres.kanit, today)) == {waiting, accepted, returned}


async def test_who_sees_it(polres: Polres) -> None:
    """The own polsek and those above; an officer has no numbers of others."""
    await polres.visit()
    week = kinerja.week(kinerja.today())
    assert len(await ids(polres.kanit, week)) == len(await ids(polres.kasat, week)) == 1
    assert await ids(polres.other_kanit, week) == []
    async with reading() as session:
        assert [one.id for one in await kinerja.officers(session, polres.kanit, kinerja.today())] == [polres.officer.id]
        assert await kinerja.officers(session, polres.other_kanit, kinerja.today()) == []
        assert await kinerja.villages(session, polres.other_kanit, kinerja.today()) == []
        assert (await kinerja.scene(session, polres.other_kanit, week, None)).areas == {}
        for ask in (
            lambda: kinerja.officers(session, polres.officer, kinerja.today()),
            lambda: kinerja.counted(session, polres.officer, week),
            lambda: kinerja.scene(session, polres.officer, week, None),
            lambda: hari_ini.look(session, polres.officer),
        ):
            with pytest.raises(Forbidden):
                await ask()


async def test_a_long_list_is_paged_by_its_days(polres: Polres) -> None:
    """Every row once, the latest first, also where a page ends within a day and where days are empty."""
    for days, count in ((0, 3), (2, 60), (3, 1), (9, 55)):
        made = [await polres.visit() for _ in range(count)]
        async with transaction() as session:
            await session.execute(
                update(Laporan)
                .where(Laporan.id.in_(made))
                .values(day=kinerja.today() - timedelta(days=days), captured_at=now() - timedelta(days=days))
            )
    found = await ids(polres.kanit, Wanted(kinerja.today() - timedelta(days=20), kinerja.today()))
    assert len(set(found)) == len(found) == 119
    async with reading() as session:
        days = [
            row.captured_at.date()
            for page in (1, 2, 3)
            for row in (
                await kinerja.counted(
                    session, polres.kanit, Wanted(kinerja.today() - timedelta(days=20), kinerja.today()), page
                )
            ).rows
        ]
        beyond = await kinerja.counted(session, polres.kanit, kinerja.week(kinerja.today()), 9)
    assert days == sorted(days, reverse=True)
    assert (beyond.rows, beyond.total) == ([], 64)


async def test_an_officer_by_status_and_silence(polres: Polres) -> None:
    """More than three in seven days is active, none is poor; silent for a week: warn. A day outside does not count."""

    async def officer() -> kinerja.Officer:
        async with reading() as session:
            (found,) = await kinerja.officers(session, polres.kanit, kinerja.today())
            return found

    assert (await officer()).status == "kurang"
    assert ((await officer()).attention, (await officer()).last, (await officer()).villages) == ("warn", None, 1)
    await back(polres, 7)
    assert ((await officer()).week, (await officer()).status) == (0, "kurang")
    oldest = await back(polres, 6)
    now_ = await officer()
    assert (now_.week, now_.today, now_.status, now_.attention, now_.waiting) == (1, 0, "cukup", "remind", 2)
    await decide(polres.kanit, oldest)
    for _ in range(3):
        await polres.visit()
    now_ = await officer()
    assert (now_.week, now_.today, now_.status, now_.attention, now_.waiting) == (4, 3, "aktif", None, 4)
    assert OfficerFilter(status="aktif", text="petugas 8001").takes(now_)
    assert not OfficerFilter(attention="warn").takes(now_)


async def test_a_village_without_an_officer_is_a_gap(polres: Polres) -> None:
    """Also once its officer is no longer active."""
    await polres.visit()

    async def gaps() -> list[str]:
        async with reading() as session:
            found = await kinerja.villages(session, polres.kasat, kinerja.today())
        assert sum(one.week for one in found) == 1
        return [one.code for one in found if VillageFilter(gap=True).takes(one)]

    assert await gaps() == [NEIGHBOUR]
    async with transaction() as session:
        await session.execute(update(Akun).where(Akun.id == polres.officer.id).values(active=False))
    assert await gaps() == [KARAWACI, NEIGHBOUR]


async def test_the_map_from_afar_and_from_near(polres: Polres) -> None:
    """Numbers by village always; from near the places, those close together as one, the worst flag of each kept."""
    together = [await polres.visit() for _ in range(3)]
    await change(together[0], severity=4)
    apart = await polres.visit(position=position(lat=LAT + 0.009, lon=LON + 0.009))
    blind = {"lat": None, "lon": None, "accuracy_m": None, "time": None, "mode": "none", "reason": "HP tanpa GPS"}
    await polres.visit(position=blind)
    week = kinerja.week(kinerja.today())
    async with reading() as session:
        far = await kinerja.scene(session, polres.kanit, week, None)
        near = await kinerja.scene(session, polres.kanit, week, Box(LON - 0.01, LAT - 0.01, LON + 0.01, LAT + 0.01))
        beside = await kinerja.scene(session, polres.kanit, week, Box(LON + 0.02, LAT, LON + 0.03, LAT + 0.01))
        point = await kinerja.scene(session, polres.kanit, week, Box(LON, LAT, LON, LAT))
    assert far.areas == near.areas == {KARAWACI: 4, None: 1}
    assert far.clusters is None
    assert near.clusters
    assert beside.clusters == []
    assert sorted((one.n, one.severity, one.id) for one in near.clusters if one.n == 1) == [(1, 0, apart)]
    (many,) = (one for one in near.clusters if one.n > 1)
    assert (many.n, many.severity, many.id) == (3, 4, None)
    assert (round(many.lat, 4), round(many.lon, 4)) == (LAT, LON)
    assert point.clusters is not None
    assert sum(one.n for one in point.clusters) == 3


async def rows_of(who: Actor, opens: hari_ini.Opens) -> int:
    """How many rows the screens show under an address of this meaning."""
    async with reading() as session:
        match opens:
            case QueueFilter():
                return len(await tinjauan.queue(session, who, opens))
            case OfficerFilter():
                return sum(map(opens.takes, await kinerja.officers(session, who, kinerja.today())))
            case VillageFilter():
                return sum(map(opens.takes, await kinerja.villages(session, who, kinerja.today())))
    return len(await ids(who, opens))


async def test_every_number_of_the_day_opens_the_rows_it_counts(polres: Polres) -> None:
    """Each metric against its own rows, for the Kanit and the Kasat; and the numbers are what the story says."""
    await make_akun("80010009", satuan=polres.karawaci)
    old = await back(polres, 3)
    await change(old, severity=4)
    await back(polres, 1)
    returned = await polres.visit()
    await decide(polres.kanit, returned, "dikembalikan", "Nama tempat keliru.")
    await polres.visit()
    for who in (polres.kanit, polres.kasat):
        async with reading() as session:
            day = await hari_ini.look(session, who)
        for figure in (*day.decisions, *day.standing.values()):
            assert await rows_of(who, figure.opens) == figure.value, figure.key
        assert {figure.key: figure.value for figure in day.decisions} == {
            "tanda": 1, "lama": 2, "peringatkan": 1, "kosong": 1, "dikembalikan": 1,
        }  # fmt: skip
        assert [figure.key for figure in day.decisions] == ["tanda", "lama", "peringatkan", "kosong", "dikembalikan"]
        assert {key: figure.value for key, figure in day.standing.items()} == {
            "hari_ini": 1, "pekan": 3, "dikunjungi": 1, "aktif": 0, "cukup": 1, "kurang": 1,
        }  # fmt: skip
        assert list(day.trend.values())[-4:] == [1, 0, 1, 1]
        assert day.decisions[0].since
        assert day.decisions[0].since < now() - timedelta(days=2)
    async with reading() as session:
        empty = await hari_ini.look(session, polres.other_kanit)
    assert empty.decisions == []


MILLION = (
    ("laporan", "ix_laporan_counted", "965302 80442 111 7 6 3 3 3"),
    ("laporan", "ix_laporan_waiting", "27548 1 1 1 1 1 1 1"),
    ("laporan", "ix_laporan_received", "1000312 1 1 1 1 1 1 1 1"),
    ("laporan", "ix_laporan_returned", "7468 1 1 1 1 1 1 1"),
    ("laporan", "ix_laporan_author_day", "1000319 5002 8"),
    ("laporan", "ix_laporan_author_changed", "1000319 5002 1"),
    ("akun", "ix_akun_satuan_id", "240 17"),
)
"""What ``ANALYZE`` says of a million visits: plans for a handful are others."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda s, a: tinjauan.queue(s, a, QueueFilter()), "ix_laporan_waiting"),
        (lambda s, a: tinjauan.queue(s, a, QueueFilter(status="semua", kind="sambang_warga")), "ix_laporan_received"),
        (lambda s, a: tinjauan.count(s, a, QueueFilter("semua", kind="sambang")), "ix_laporan_received"),
        (lambda s, a: kinerja.tally(s, a, kinerja.visits(kinerja.today(), 84)), "ix_laporan_counted"),
        (lambda s, a: tinjauan.count(s, a, QueueFilter(severity=4)), "ix_laporan_waiting"),
        (lambda s, a: tinjauan.count(s, a, QueueFilter("dikembalikan")), "ix_laporan_returned"),
        (lambda s, a: tinjauan.count(s, a, QueueFilter("semua", upheld=True)), "ix_laporan_upheld"),
        (lambda s, a: kinerja.tally(s, a, kinerja.week(kinerja.today())), "ix_laporan_counted"),
        (lambda s, a: kinerja.officers(s, a, kinerja.today()), "ix_laporan_counted"),
    ],
)
async def test_sqlite_takes_the_index(polres: Polres, database_url: str, ask: object, index: str) -> None:
    """A partial index serves for the very words of its condition only: a change on either side would go unnoticed."""
    said: list[tuple[str, tuple[object, ...]]] = []
    event.listen(get_engine().sync_engine, "before_cursor_execute", lambda *a: said.append((a[2], a[3])))
    async with reading() as session:
        await ask(session, polres.kasat)  # type: ignore[operator]
    asked = [one for one in said if re.search(r"FROM laporan (?!.* AS last )", one[0], re.DOTALL)]
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as connection:
        new = _plans(connection, asked)
        connection.execute("ANALYZE")
        connection.execute("DELETE FROM sqlite_stat1 WHERE tbl IN ('laporan', 'akun')")
        connection.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", MILLION)
        connection.execute("ANALYZE sqlite_schema")
        known = _plans(connection, asked)
    assert {index} <= set(new) <= {index, "ix_laporan_waiting"}
    assert new == known


def _plans(connection: sqlite3.Connection, asked: list[tuple[str, tuple[object, ...]]]) -> list[str]:
    """The index by which each statement goes through the reports."""
    plans = [str(connection.execute(f"EXPLAIN QUERY PLAN {words}", values).fetchall()) for words, values in asked]
    return [name for plan in plans for name in re.findall(r"laporan USING (?:COVERING )?INDEX (\w+)", plan)]


ACTIVITY = {
    "theme": "Ronda malam", "held": {"on": "2025-11-21"}, "participants": 12, "outcome": "Aman terkendali",
}  # fmt: skip


async def test_activity_counts_all_kinds_the_target_visits_alone(polres: Polres) -> None:
    """Each number still opens just its rows."""
    activity = await polres.visit(kind="siskamling", subject=None, body=ACTIVITY)
    visit = await polres.visit()
    async with reading() as session:
        (officer,) = await kinerja.officers(session, polres.kanit, kinerja.today())
        profile = await kinerja.profile(session, polres.kanit, officer.id, kinerja.today())
        day = await hari_ini.look(session, polres.kanit)
    assert (officer.week, officer.today, profile.days[kinerja.today()]) == (2, 1, 1)
    assert (day.standing["hari_ini"].value, day.standing["pekan"].value, day.trend[kinerja.today()]) == (1, 2, 2)
    for figure in day.standing.values():
        assert await rows_of(polres.kanit, figure.opens) == figure.value, figure.key
    assert await ids(polres.kanit, kinerja.visits(kinerja.today())) == [visit]
    assert await ids(polres.kanit, replace(kinerja.week(kinerja.today()), kind="kegiatan")) == [activity]
    async with reading() as session:
        queue = await tinjauan.queue(session, polres.kanit, QueueFilter(kind="kegiatan"))
    assert [row.id for row in queue] == [activity]


async def test_numbers_follow_the_narrowing(polres: Polres) -> None:
    """Each filter alone, against rows that differ in it."""
    first = await polres.visit()
    second = await polres.visit(position=position(lat=-6.5))
    await change(first, severity=2)
    await change(second, severity=1)
    week = kinerja.week(kinerja.today())
    for wanted, expected in (
        (replace(week, author_id=polres.officer.id), {first, second}),
        (replace(week, author_id=polres.kasat.id), set()),
        (replace(week, satuan_id=polres.karawaci.id), {first, second}),
        (replace(week, satuan_id=polres.ciledug.id), set()),
        (replace(week, area_code=KARAWACI), {first}),
        (replace(week, area_code=kinerja.NO_AREA), {second}),
        (replace(week, kind="sambang_tempat"), {first, second}),
        (replace(week, kind="sambang_warga"), set()),
        (replace(week, verdict="outside"), {second}),
        (replace(week, verdict=kinerja.NO_POSITION), set()),
        (replace(week, severity=2), {first}),
        (replace(week, severity=4), set()),
    ):
        assert set(await ids(polres.kasat, wanted)) & {first, second} == expected, wanted


async def test_an_officers_page_says_what_the_list_says(polres: Polres) -> None:
    """Status, villages, target, and twelve weeks whose days open their rows; out of reach there is nobody."""
    await back(polres, 83)
    await back(polres, 84)
    await polres.visit()
    day, officer = kinerja.today(), polres.officer.id
    async with reading() as session:
        for who in (polres.kanit, polres.kasat):
            found = await kinerja.profile(session, who, officer, day)
            assert [found.officer] == await kinerja.officers(session, who, day)
        for akun_id in (officer, polres.kanit.id, 2**31 - 1):
            with pytest.raises(kinerja.NotFound):
                await kinerja.profile(session, polres.other_kanit, akun_id, day)
        with pytest.raises(Forbidden):
            await kinerja.profile(session, polres.officer, officer, day)
    assert found.villages == (f"Kelurahan {KARAWACI[-4:]}",)
    assert (len(found.days), min(found.days), max(found.days)) == (84, day - timedelta(days=83), day)
    assert {when: n for when, n in found.days.items() if n} == {day - timedelta(days=83): 1, day: 1}
    for when in (day - timedelta(days=83), day):
        assert len(await ids(polres.kanit, Wanted(when, when, author_id=officer))) == 1


async def test_every_number_of_a_satuan_opens_the_rows_it_counts(polres: Polres) -> None:
    """Officers by status, reports, villages without an officer; the polsek without any of them too."""
    await make_akun("80010009", satuan=polres.karawaci)
    beside = await make_akun("80010010", satuan=polres.polres)
    await polres.visit()
    async with transaction() as session:
        await target.set_unit(session, polres.kasat, polres.karawaci.id, "8")
    async with reading() as session:
        found = {one.id: one for one in await kinerja.by_unit(session, polres.kasat, kinerja.today())}
        (mine,) = await kinerja.by_unit(session, polres.kanit, kinerja.today())
        with pytest.raises(Forbidden):
            await kinerja.by_unit(session, polres.officer, kinerja.today())
    assert mine == found[polres.karawaci.id]
    assert {id_: (one.statuses, one.week, one.gaps) for id_, one in found.items()} == {
        polres.karawaci.id: ({"aktif": 0, "cukup": 1, "kurang": 1}, 1, 1),
        polres.ciledug.id: ({"aktif": 0, "cukup": 0, "kurang": 0}, 0, 0),
        beside.satuan_id: ({"aktif": 0, "cukup": 0, "kurang": 1}, 0, 0),
    }
    for id_, one in found.items():
        for status, n in one.statuses.items():
            assert await rows_of(polres.kasat, OfficerFilter(status, satuan_id=id_)) == n
        assert await rows_of(polres.kasat, OfficerFilter(satuan_id=id_)) == one.officers
        assert await rows_of(polres.kasat, replace(kinerja.week(kinerja.today()), satuan_id=id_)) == one.week
        assert await rows_of(polres.kasat, VillageFilter(gap=True, satuan_id=id_)) == one.gaps
    assert {id_: (one.target.value, one.may_have_target) for id_, one in found.items()} == {
        polres.karawaci.id: (8, True), polres.ciledug.id: (5, True), beside.satuan_id: (5, False),
    }  # fmt: skip
