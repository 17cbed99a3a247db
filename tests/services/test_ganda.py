"""Doubles of the register on both databases: found beside the intake, made one, taken apart again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from sambang_digital.db import reading, transaction
from sambang_digital.models import CalonGanda, GabunganSubjek, Laporan, Subjek
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.services import audit_seal, audit_verify, bendera, cakupan, ganda, register
from sambang_digital.services.cakupan import HouseFilter
from sambang_digital.services.register import NotFound, RegisterError
from tests.laporan import KARAWACI, LAT, household, position, uuid7
from tests.polres import Polres

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def polres(database: str) -> Polres:
    return await (await Polres().fill()).hold()


async def visited(polres: Polres, name: str, house: UUID | None = None, north_m: float = 0, **more: Any) -> UUID:
    """A visit to a house; gives the house's id."""
    subject = {"id": str(house or uuid7()), "new": house is None}
    place = position(lat=LAT + north_m / 110_600)
    body = household() | {"name": name} | more
    await polres.visit(kind="sambang_warga", body=body, subject=subject, position=place)
    return UUID(subject["id"])


async def pairs(who: Actor) -> Sequence[ganda.Pair]:
    await bendera.drain()
    async with reading() as session:
        found = await ganda.pairs(session, who)
        assert await ganda.count(session, who) == len(found)
    return found


async def entry(id_: UUID) -> Subjek:
    async with reading() as session:
        return await session.get_one(Subjek, id_)


async def numbers(house: UUID) -> list[int | None]:
    """Numbers of all visits that count for a house."""
    async with reading() as session:
        ids = await register.repository.standing_for(session, house)
        rows = await session.execute(
            select(Laporan.visit_number).where(Laporan.subject_id.in_(ids)).order_by(Laporan.captured_at)
        )
        return list(rows.scalars())


async def merge(polres: Polres, kept: UUID, gone: UUID, *taken: str) -> None:
    async with transaction() as session:
        await ganda.merge(session, polres.kanit, kept, gone, taken)


async def undo(polres: Polres, kept: UUID) -> None:
    async with transaction() as session:
        (last, *_) = await ganda.mergers(session, polres.kanit, kept)
        await ganda.undo(session, polres.kanit, last.id)


async def test_who_is_proposed(polres: Polres) -> None:
    """Alike names beside each other or in one RT; not the neighbour, not the namesake of another RT, nobody twice."""
    one = await visited(polres, "Bpk. H. Soeparman")
    other = await visited(polres, "Suparman", north_m=20)
    await visited(polres, "Dewi Lestari", north_m=10)
    await visited(polres, "Suparman", north_m=600, neighbourhood={"rt": "9", "rw": "9"})
    far = await visited(polres, "Haji Suparman Wijaya", north_m=150, address="Gg. Kenanga")
    again = await visited(polres, "Suparman Widjaja", north_m=300, address="Gg. Mawar")
    found = await pairs(polres.kanit)
    assert [{pair.one.id, pair.other.id} for pair in found] == [{one, other}, {far, again}]
    assert found[0].metres == pytest.approx(20, abs=1)
    assert await pairs(polres.other_kanit) == []
    async with transaction() as session:
        await ganda.not_the_same(session, polres.kanit, far, again)
    await visited(polres, "Suparman Wijaja", again, north_m=300, address="Gg. Mawar")
    assert len(await pairs(polres.kanit)) == 1
    async with reading() as session:
        assert await ganda.doubles_of(session, polres.kanit, one) == [other]
        dismissed = (await session.scalars(select(CalonGanda).where(CalonGanda.dismissed_by.is_not(None)))).all()
        assert {dismissed[0].one_id, dismissed[0].other_id} == {far, again}


async def test_two_become_one_and_two_again(polres: Polres) -> None:
    """Visits, their numbers, coverage and the phones follow; what was taken comes back with the undoing."""
    kept = await visited(polres, "Suparman", address="")
    gone = await visited(polres, "Soeparman", north_m=15)
    await visited(polres, "Soeparman", gone, north_m=15)
    await bendera.drain()
    assert await numbers(gone) == [1, 2]
    await merge(polres, kept, gone, "alamat")
    house = await entry(kept)
    assert (house.visits, house.name, house.address) == (3, "Suparman", household()["address"])
    assert "melati" in house.words
    assert house.last_visit_at == (await entry(gone)).last_visit_at
    assert (await entry(gone)).removed_at
    assert await numbers(kept) == [1, 2, 3]
    async with reading() as session:
        assert (await cakupan.houses(session, polres.kanit, HouseFilter(KARAWACI)))[0] == 1
        seen = await register.house(session, polres.kanit, gone)
        assert (seen.subjek.id, len(seen.visits)) == (kept, 3)
    assert await pairs(polres.kanit) == []
    await undo(polres, kept)
    assert ((await entry(kept)).visits, (await entry(kept)).address, (await entry(gone)).visits) == (1, "", 2)
    assert (await numbers(kept), await numbers(gone)) == ([1], [1, 2])
    assert len(await pairs(polres.kanit)) == 1
    with pytest.raises(NotFound):
        async with transaction() as session:
            await ganda.undo(session, polres.kanit, 1)


async def test_a_visit_for_what_is_gone_arrives_late(polres: Polres) -> None:
    """An officer was offline: it lands at the one that stays, which follows the latest visit; what it was sent for stays sealed."""
    kept, gone = await visited(polres, "Suparman"), await visited(polres, "Soeparman", north_m=15)
    await merge(polres, kept, gone)
    await visited(polres, "Suparman bin Ali", gone)
    house = await entry(kept)
    assert (house.visits, house.name) == (3, "Suparman bin Ali")
    assert (await entry(gone)).removed_at
    await bendera.drain()
    assert await numbers(kept) == [1, 2, 3]
    declined = {"consent": "declined", "result": {"situation": "safe"}}
    await polres.visit(kind="sambang_warga", body=declined, subject={"id": str(gone), "new": False})
    assert (await entry(kept)).declined
    await audit_seal.seal_all()
    async with reading() as session:
        assert not (await audit_verify.verify(session)).faults


async def test_mergers_come_apart_in_their_order(polres: Polres) -> None:
    """What was merged into somebody who was merged stands for the last; undoing goes the way back."""
    first, second, third = [await visited(polres, "Suparman", north_m=10 * n) for n in range(3)]
    await merge(polres, second, first)
    await merge(polres, third, second)
    assert [(await entry(one)).merged_into for one in (first, second, third)] == [third, third, None]
    assert (await entry(third)).visits == 3
    async with reading() as session:
        assert (await register.house(session, polres.kanit, first)).subjek.id == third
    await undo(polres, third)
    assert [(await entry(one)).merged_into for one in (first, second, third)] == [second, None, None]
    assert [(await entry(one)).visits for one in (second, third)] == [2, 1]
    await undo(polres, second)
    assert [(await entry(one)).visits for one in (first, second)] == [1, 1]


async def test_the_same_pair_decided_twice_is_decided_once(polres: Polres) -> None:
    """By a second click, or at another desk the other way round: the house stays on the register, with one merger to undo."""
    one, other = await visited(polres, "Suparman"), await visited(polres, "Suparman", north_m=15)
    await merge(polres, one, other)
    for kept, gone in ((one, other), (other, one)):
        with pytest.raises(NotFound):
            await merge(polres, kept, gone, "nama")
    async with transaction() as session:
        with pytest.raises(NotFound):
            await ganda.not_the_same(session, polres.kanit, one, other)
    house = await entry(one)
    assert (house.removed_at, house.merged_into, house.visits) == (None, None, 2)
    async with reading() as session:
        assert len((await session.scalars(select(GabunganSubjek))).all()) == 1
    await undo(polres, one)
    assert [(await entry(each)).visits for each in (one, other)] == [1, 1]


async def test_a_merger_below_another_is_not_undone_first(polres: Polres) -> None:
    """A page that was open since before the second merger changes nothing."""
    first, second, third = [await visited(polres, "Suparman", north_m=10 * n) for n in range(3)]
    await merge(polres, second, first)
    async with reading() as session:
        (stale,) = await ganda.mergers(session, polres.kanit, second)
    await merge(polres, third, second)
    with pytest.raises(RegisterError):
        async with transaction() as session:
            await ganda.undo(session, polres.kanit, stale.id)
    assert [(await entry(one)).merged_into for one in (first, second, third)] == [third, third, None]
    assert ((await entry(third)).visits, (await entry(first)).removed_at is None) == (3, False)


async def test_the_latest_visit_decides_about_consent(polres: Polres) -> None:
    """A household that said no last gets no name from an older entry."""
    named = await visited(polres, "Suparman")
    silent = {"id": uuid7(), "new": True}
    declined = {"consent": "declined", "result": {"situation": "safe"}}
    await polres.visit(kind="sambang_warga", body=declined, subject=silent)
    await merge(polres, named, UUID(silent["id"]), "nama")
    house = await entry(named)
    assert house.declined
    assert "Suparman" not in house.name + house.words
    assert house.address == ""


async def test_who_may_and_what_cannot_be(polres: Polres) -> None:
    one, other = await visited(polres, "Suparman"), await visited(polres, "Suparman", north_m=15)
    async with transaction() as session:
        with pytest.raises(Forbidden):
            await ganda.merge(session, polres.officer, one, other)
        with pytest.raises(NotFound):
            await ganda.merge(session, polres.other_kanit, one, other)
        with pytest.raises(RegisterError):
            await ganda.merge(session, polres.kanit, one, one)
        with pytest.raises(RegisterError):
            await ganda.merge(session, polres.kanit, one, other, ["tanggal_lahir"])
    async with transaction() as session:
        await session.execute(update(Subjek).where(Subjek.id == other).values(kind="usaha"))
    async with transaction() as session:
        with pytest.raises(RegisterError):
            await ganda.merge(session, polres.kanit, one, other)
    assert (await entry(one)).visits == 1


async def test_after_thirty_days_it_is_for_good(polres: Polres) -> None:
    """Nobody can undo it, and who was merged away is forgotten."""
    kept, gone = await visited(polres, "Suparman"), await visited(polres, "Soeparman", north_m=15)
    await merge(polres, kept, gone)
    assert await ganda.sweep() == 0
    async with transaction() as session:
        await session.execute(update(GabunganSubjek).values(at=now() - ganda.UNDO - timedelta(minutes=1)))
    with pytest.raises(RegisterError):
        async with transaction() as session:
            await ganda.undo(session, polres.kanit, 1)
    assert await ganda.sweep() == 1
    forgotten = await entry(gone)
    assert (forgotten.name, forgotten.lat, forgotten.merged_into) == ("", None, kept)
    assert (await entry(kept)).visits == 2
