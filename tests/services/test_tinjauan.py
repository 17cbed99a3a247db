"""Reviewing on both databases: who sees what, who decides first, and what the desk is told."""

import asyncio
import dataclasses
from uuid import UUID

import pytest

from sambang_digital.db import reading, transaction
from sambang_digital.models.laporan import WAITING
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import broadcast, cari_indeks, tinjauan
from sambang_digital.services.tinjauan import QueueFilter
from tests.factories import make_akun
from tests.laporan import body, information, item, photo, position
from tests.polres import Polres, actor, decide, send

EVERYTHING_WAITING = QueueFilter()

pytestmark = pytest.mark.usefixtures("database")


async def listed(who: Actor, wanted: QueueFilter = EVERYTHING_WAITING) -> list[UUID]:
    async with reading() as session:
        rows = await tinjauan.queue(session, who, wanted)
        if wanted.page == 1 and len(rows) < tinjauan.PAGE:
            assert await tinjauan.count(session, who, wanted) == len(rows)
        return [row.id for row in rows]


async def test_only_the_own_polsek_and_those_above_see_a_visit(polres: Polres) -> None:
    visit = await polres.visit()
    assert await listed(polres.kanit) == await listed(polres.kasat) == [visit]
    assert await listed(polres.other_kanit) == []
    async with reading() as session:
        assert await tinjauan.authors(session, polres.kanit) == [(polres.officer.id, polres.officer.name)]
        assert await tinjauan.authors(session, polres.other_kanit) == []
        with pytest.raises(tinjauan.NotFound):
            await tinjauan.open_report(session, polres.other_kanit, visit)
    with pytest.raises(tinjauan.NotFound):
        await decide(polres.other_kanit, visit)


async def test_an_officer_has_no_desk(polres: Polres) -> None:
    visit = await polres.visit()
    async with reading() as session:
        with pytest.raises(Forbidden):
            await tinjauan.queue(session, polres.officer, QueueFilter())
        with pytest.raises(Forbidden):
            await tinjauan.open_report(session, polres.officer, visit)
    with pytest.raises(Forbidden):
        await decide(polres.officer, visit)


async def test_filters(polres: Polres) -> None:
    inside = await polres.visit(body=body("Pos 100% Melati_A"))
    outside = await polres.visit(position=position(lat=-6.5), body=body("Pasar Anyar"))
    blind = await polres.visit(
        position={"lat": None, "lon": None, "accuracy_m": None, "time": None, "mode": "none", "reason": "HP tanpa GPS"}
    )
    newest_first = [blind, outside, inside]
    await cari_indeks.drain()
    assert await listed(polres.kanit) == newest_first
    assert await listed(polres.kanit, QueueFilter(oldest_first=True)) == newest_first[::-1]
    for wanted, expected in (
        (QueueFilter(verdict="inside"), [inside]),
        (QueueFilter(verdict="outside"), [outside]),
        (QueueFilter(verdict=tinjauan.NO_POSITION), [blind]),
        (QueueFilter(text="pasar any"), [outside]),
        (QueueFilter(text="100%"), [inside]),
        (QueueFilter(text="melati_a"), [inside]),
        (QueueFilter(text="%"), []),
        (QueueFilter(kind="sambang_warga"), []),
        (QueueFilter(author_id=polres.officer.id), newest_first),
        (QueueFilter(author_id=polres.kanit.id), []),
        (QueueFilter(page=2), []),
    ):
        assert await listed(polres.kanit, wanted) == expected, wanted
    await decide(polres.kanit, inside)
    await decide(polres.kanit, outside, "dikembalikan", "Titik jauh dari pasar.")
    assert await listed(polres.kanit) == [blind]
    assert await listed(polres.kanit, QueueFilter(status="diterima")) == [inside]
    assert await listed(polres.kanit, QueueFilter(status="dikembalikan")) == [outside]
    assert await listed(polres.kanit, QueueFilter(status="semua")) == newest_first


async def test_an_open_report_carries_what_helps_to_judge_it(polres: Polres) -> None:
    visit = await polres.visit(photos=[photo("a" * 64)], duration_s=5)
    async with reading() as session:
        report = await tinjauan.open_report(session, polres.kanit, visit)
    assert (report.author, report.satuan, report.area) == (polres.officer.name, "Satuan KARAWACI", "Kelurahan 1001")
    assert [area["name"] for area in report.areas] == ["Kelurahan 1001"]
    assert report.areas[0]["boundary"]["type"] == "MultiPolygon"
    assert [flag["code"] for flag in report.laporan.flags] == ["TERLALU_CEPAT"]
    assert report.media == {}
    assert report.waiting


async def test_the_first_reviewer_wins(polres: Polres) -> None:
    visit = await polres.visit()
    await decide(polres.kasat, visit, "dikembalikan", "Foto belum ada.")
    with pytest.raises(tinjauan.AlreadyDecided) as refused:
        await decide(polres.kanit, visit)
    assert (refused.value.by, refused.value.state) == (polres.kasat.name, "dikembalikan")
    async with reading() as session:
        report = await tinjauan.open_report(session, polres.kanit, visit)
    assert [(past.state, past.note) for past in report.decisions] == [("dikembalikan", "Foto belum ada.")]
    assert not report.waiting


async def test_ten_reviewers_at_once_make_one_decision(polres: Polres) -> None:
    visit = await polres.visit()
    done = await asyncio.gather(*(decide(polres.kanit, visit) for _ in range(10)), return_exceptions=True)
    assert sum(result is None for result in done) == 1
    assert sum(isinstance(result, tinjauan.AlreadyDecided) for result in done) == 9


@pytest.mark.parametrize("note", ["", "    ", "abc", "x" * (tinjauan.NOTE_MAX + 1)])
async def test_returning_needs_a_note(polres: Polres, note: str) -> None:
    visit = await polres.visit()
    with pytest.raises(tinjauan.NoteMissing):
        await decide(polres.kanit, visit, "dikembalikan", note)
    assert await listed(polres.kanit) == [visit]


async def test_a_correction_comes_back_to_the_queue_and_only_it_can_be_decided(polres: Polres) -> None:
    visit = await polres.visit()
    await decide(polres.kanit, visit, "dikembalikan", "Nama tempat keliru.")
    await polres.visit(id=str(visit), revision=2, base_revision=1, body=body("Pos Kamling Mawar"))
    assert await listed(polres.kanit) == [visit]
    with pytest.raises(tinjauan.Superseded):
        await decide(polres.kanit, visit, revision=1)
    await decide(polres.kanit, visit, revision=2)
    async with reading() as session:
        report = await tinjauan.open_report(session, polres.kanit, visit)
    assert (report.laporan.revision, report.laporan.state, report.laporan.title) == (2, "diterima", "Pos Kamling Mawar")
    assert [older.revision for older in report.older] == [1]
    assert [(past.revision, past.state) for past in report.decisions] == [(2, "diterima"), (1, "dikembalikan")]


async def test_every_waiting_state_may_be_decided() -> None:
    assert set(tinjauan.TRANSITIONS) == set(WAITING)


async def test_a_decision_is_announced_once_it_is_written(polres: Polres) -> None:
    visit = await polres.visit()
    async with broadcast.subscribe(broadcast.LAPORAN) as messages:
        with pytest.raises(tinjauan.NoteMissing):
            await decide(polres.kanit, visit, "dikembalikan")
        await decide(polres.kanit, visit)
        message = await asyncio.wait_for(anext(messages), 5)
    assert message == {
        "id": str(visit),
        "revision": 1,
        "satuan_id": polres.karawaci.id,
        "author_id": polres.officer.id,
        "state": "diterima",
    }


async def test_nobody_reviews_an_own_report(polres: Polres) -> None:
    """An officer who also reviews sees the report on the desk, but leaves it to others."""
    officer = polres.officer
    both = dataclasses.replace(officer, roles=frozenset({Peran.BHABINKAMTIBMAS, Peran.KANIT_POLSEK}))
    visit = await polres.visit()
    with pytest.raises(tinjauan.OwnReport):
        await decide(both, visit)
    async with transaction() as session:
        await tinjauan.begin(session, both, visit)
        report = await tinjauan.open_report(session, both, visit)
    assert (report.laporan.state, report.waiting) == ("terkirim", False)


async def test_opening_a_report_shows_that_it_is_being_reviewed(polres: Polres) -> None:
    """Within the reviewer's reach, and never after a decision."""
    visit = await polres.visit()
    for reviewer, state in ((polres.other_kanit, "terkirim"), (polres.kanit, "diperiksa")):
        async with transaction() as session:
            await tinjauan.begin(session, reviewer, visit)
        async with reading() as session:
            assert (await tinjauan.open_report(session, polres.kanit, visit)).laporan.state == state
    await decide(polres.kanit, visit)
    async with transaction() as session:
        await tinjauan.begin(session, polres.kasat, visit)
        assert (await tinjauan.open_report(session, polres.kanit, visit)).laporan.state == "diterima"


async def test_correction_and_decision_at_once_leave_one_clear_state(polres: Polres) -> None:
    """Either the old revision was decided before the correction came, or the reviewer is told of the correction."""
    for n in range(10):
        visit = await polres.visit()
        correction = polres.visit(id=str(visit), revision=2, base_revision=1, body=body(f"Pos {n}"))
        decision, _ = await asyncio.gather(
            decide(polres.kanit, visit, "dikembalikan", "Nama keliru."), correction, return_exceptions=True
        )
        assert decision is None or isinstance(decision, tinjauan.Superseded), decision
        async with reading() as session:
            report = await tinjauan.open_report(session, polres.kanit, visit)
        assert report.laporan.revision == 2
        assert report.laporan.state == ("diperbaiki" if decision is None else "terkirim")


async def test_a_report_and_what_was_made_of_it_name_each_other_to_those_who_may_read_both(polres: Polres) -> None:
    visit = await polres.visit()
    link = {"origin": {"id": str(visit), "path": "result.concerns.0"}}
    secret = await polres.visit(kind="laporan_informasi", subject=None, body=information(), **link)
    plain = await polres.visit(**link)
    # An officer of the same polsek says so of a report that is not theirs.
    colleague = actor(await make_akun("80010002", satuan=polres.karawaci), polres.karawaci, Peran.BHABINKAMTIBMAS)
    await send(colleague, item(colleague.id, **link))
    reader = dataclasses.replace(polres.kanit, roles=frozenset({Peran.KEPALA_UNIT}))
    async with reading() as session:
        opened = {one: await tinjauan.open_report(session, polres.kanit, one) for one in (visit, secret, plain)}
        assert [one.id for one in opened[visit].related] == [secret, plain]
        assert [one.id for one in opened[secret].related] == [one.id for one in opened[plain].related] == [visit]
        assert opened[secret].laporan.origin_path == "result.concerns.0"
        without = await tinjauan.open_report(session, reader, visit)
        assert [one.id for one in without.related] == [plain]
