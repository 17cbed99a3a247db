"""The register on both databases: who reads what of it, and who moved away."""

import sqlite3
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select

from sambang_digital.db import get_engine, reading, transaction
from sambang_digital.models import Audit, Subjek
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import cakupan, register, tinjauan, utas
from sambang_digital.services.cakupan import HouseFilter
from sambang_digital.services.register import NotFound, RegisterError, RegisterFilter
from sambang_digital.services.waktu import today
from tests.factories import make_akun
from tests.laporan import KARAWACI, NEIGHBOUR, household, make_subject, uuid7
from tests.polres import Polres, actor
from tests.utas import pesan

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def polres(database: str) -> Polres:
    """Karawaci with one village, Ciledug with the other."""
    made = await Polres().fill()
    return await made.hold(neighbour=made.ciledug)


async def names(who: Actor, **wanted: Any) -> list[str]:
    async with reading() as session:
        rows = await register.page(session, who, RegisterFilter(**wanted))
        assert await register.count(session, who, RegisterFilter(**wanted)) == len(rows)
        return [row.name for row in rows]


async def entry(id_: UUID) -> Subjek:
    async with reading() as session:
        return await session.get_one(Subjek, id_)


async def deeds(action: str) -> int:
    async with reading() as session:
        return len((await session.scalars(select(Audit).where(Audit.action == action))).all())


async def test_filters_of_the_list(polres: Polres) -> None:
    """Village, RT, kind, state, how long ago, and words; the latest visit first or last."""

    async def add(name: str, days: int, **more: Any) -> None:
        words = f"{name} {more.get('address', '')}".lower()
        await make_subject(
            polres.officer, name=name, words=words, last_visit_at=now() - timedelta(days=days), visits=1, **more
        )

    await add("Suparman", 1, rt="003", rw="005", address="Gg. Melati No. 4")
    await add("Dewi", 40, rt="003", rw=None)
    await add("Toko Melati", 2, kind="usaha")
    await add("Pindah", 3, moved_on=today())
    await add("Menolak", 4, declined=True)
    await add("Hilang", 1, removed_at=now())
    await add("Tetangga", 5, area_code=NEIGHBOUR)
    everybody = ["Suparman", "Toko Melati", "Pindah", "Menolak", "Dewi"]
    assert await names(polres.kanit) == everybody
    assert await names(polres.kanit, oldest_first=True) == everybody[::-1]
    assert await names(polres.kasat, area_code=NEIGHBOUR) == ["Tetangga"]
    assert await names(polres.other_kanit) == ["Tetangga"]
    assert await names(polres.kanit, area_code=NEIGHBOUR) == []
    assert await names(polres.kanit, rt="003", rw="005") == ["Suparman"]
    assert await names(polres.kanit, rt="003", rw="-") == ["Dewi"]
    assert await names(polres.kanit, kind="usaha") == ["Toko Melati"]
    assert await names(polres.kanit, state="aktif") == ["Suparman", "Toko Melati", "Dewi"]
    assert await names(polres.kanit, state="pindah") == ["Pindah"]
    assert await names(polres.kanit, state="menolak") == ["Menolak"]
    assert await names(polres.kanit, unvisited_since=now() - timedelta(days=30)) == ["Dewi"]
    assert await names(polres.kanit, text="MELATI gg") == ["Suparman"]
    assert await names(polres.kanit, text="100%") == []
    async with reading() as session:
        with pytest.raises(Forbidden):
            await register.page(session, polres.officer, RegisterFilter())


async def test_a_house_with_its_history(polres: Polres) -> None:
    """Visits that the reader may read; who lives there and the telephone only for those who may, and recorded."""
    subject = {"id": uuid7(), "new": True}
    visit = await polres.visit(kind="sambang_warga", body=household(), subject=subject)
    await utas.post(polres.kanit, visit, pesan())
    house_id = UUID(subject["id"])
    staff = actor(await make_akun("50010001", Peran.STAF_UNIT, satuan=polres.polres), polres.polres, Peran.STAF_UNIT)
    async with reading() as session:
        seen = await register.house(session, polres.kanit, house_id, private=True)
        assert [(one.situation, one.posts) for one in seen.visits] == [("Perlu dipantau", 1)]
        assert [one.name for one in seen.residents] == [
            "Siti Rahmawati",
            "Citra Safitri",
            "Dinda Safitri",
            "Nadia Safitri",
        ]
        assert "081234567890" in {line.value for line in seen.private}
        assert not seen.withheld
        for who in (polres.kanit, staff):
            masked = await register.house(session, who, house_id)
            assert (masked.residents, masked.private, masked.members, masked.withheld) == ([], [], 4, True)
        with pytest.raises(Forbidden):
            await register.house(session, staff, house_id, private=True)
        with pytest.raises(NotFound):
            await register.house(session, polres.other_kanit, house_id)
        with pytest.raises(Forbidden):
            await register.house(session, polres.officer, house_id)
    async with transaction() as session:
        await register.look(session, polres.kanit, house_id, private=True)
    assert await deeds("subjek.data_pribadi_dibuka") == 1


async def test_reports_hide_it_too(polres: Polres) -> None:
    """Whoever has no business with it finds at Tinjauan only that it is there; nothing of that is ever written."""
    visit = await polres.visit(kind="sambang_warga", body=household())
    staff = actor(await make_akun("50010001", Peran.STAF_UNIT, satuan=polres.polres), polres.polres, Peran.STAF_UNIT)
    for who, hidden in ((staff, True), (polres.kanit, False)):
        async with transaction() as session:
            body = (await tinjauan.open_report(session, who, visit)).laporan.body
        for secret in ("Nadia Safitri", "081234567890", "1979-11-30"):
            assert (secret not in str(body)) is hidden, secret
        assert body["result"]["situation"] == "watch"


async def test_a_household_that_declines_leaves_no_personal_data(polres: Polres) -> None:
    """Its earlier name and address go with the visit at which it says no; where it stands stays for coverage."""
    subject = {"id": uuid7(), "new": True}
    await polres.visit(kind="sambang_warga", body=household(), subject=subject)
    declined = {"consent": "declined", "neighbourhood": {"rt": "3", "rw": "5"}, "result": {"situation": "safe"}}
    await polres.visit(kind="sambang_warga", body=declined, subject=subject)
    house = await entry(UUID(subject["id"]))
    assert (house.declined, house.address, house.rt, house.rw) == (True, "", "003", "005")
    assert "Siti" not in house.name + house.words
    async with reading() as session:
        seen = await register.house(session, polres.kanit, house.id, private=True)
    assert (seen.residents, seen.private, seen.withheld) == ([], [], False)
    assert [one.consent for one in seen.visits] == ["declined", "given"]


async def test_moved_away_and_back(polres: Polres) -> None:
    """Due no more and no part of coverage, until somebody says otherwise or meets them there again."""
    house = await make_subject(polres.officer, last_visit_at=now() - timedelta(days=1), visits=1)

    async def counted() -> int:
        async with reading() as session:
            return (await cakupan.houses(session, polres.kanit, HouseFilter(KARAWACI)))[0]

    for field, on, reason in (("on", today() + timedelta(days=1), "Pindah kota"), ("reason", today(), " x ")):
        with pytest.raises(RegisterError) as refused:
            async with transaction() as session:
                await register.move_away(session, polres.officer, house.id, on, reason)
        assert refused.value.field == field
    for who in (polres.officer, polres.kanit):
        async with transaction() as session:
            await register.move_away(session, who, house.id, today(), "Pindah ke Bekasi")
        assert await counted() == 0
        moved = await entry(house.id)
        assert (moved.moved_on, moved.moved_reason, moved.moved_by) == (today(), "Pindah ke Bekasi", who.id)
        assert moved.changed_at > house.changed_at
        async with transaction() as session:
            await register.come_back(session, who, house.id)
        assert await counted() == 1
    async with transaction() as session:
        await register.move_away(session, polres.officer, house.id, today(), "Pindah ke Bekasi")
    await polres.visit(kind="sambang_warga", body=household(), subject={"id": str(house.id), "new": False})
    assert (await entry(house.id)).moved_on is None
    assert await deeds("subjek.pindah") == 3
    with pytest.raises(NotFound):
        async with transaction() as session:
            await register.move_away(session, polres.other_kanit, house.id, today(), "Bukan wilayahnya")


async def test_a_stranger_moves_nobody(polres: Polres) -> None:
    """An officer of other villages reads and changes nothing here."""
    house = await make_subject(polres.officer)
    stranger = actor(await make_akun("80010009", satuan=polres.karawaci), polres.karawaci, Peran.BHABINKAMTIBMAS)
    for deed in (
        lambda session: register.move_away(session, stranger, house.id, today(), "Pindah"),
        lambda session: register.sheet(session, stranger, house.id),
    ):
        with pytest.raises(NotFound):
            async with transaction() as session:
                await deed(session)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "wanted", [{}, {"text": "melati"}, {"oldest_first": True}, {"state": "menolak", "kind": "rumah"}]
)
async def test_sqlite_walks_the_list(polres: Polres, database_url: str, wanted: dict[str, Any]) -> None:
    """However many entries a Polres has: in the order of the index, and nothing is sorted."""
    said: list[tuple[str, tuple[object, ...]]] = []
    event.listen(get_engine().sync_engine, "before_cursor_execute", lambda *a: said.append((a[2], a[3])))
    await names(polres.kasat, **wanted)
    asked = [one for one in said if "FROM subjek" in one[0]]
    assert len(asked) == 2
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as connection:
        for statement, parameters in asked:
            plan = str(connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall())
            assert "ix_subjek_list" in plan, plan
            assert "TEMP B-TREE" not in plan, plan
