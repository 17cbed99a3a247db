"""Cases handed on, on both databases: who receives them, who may follow them, each step once, and what the officer hears."""

import asyncio
import sqlite3
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import event, select, update

from sambang_digital.db import get_engine, reading, transaction
from sambang_digital.models import Audit, Eskalasi, Kabar
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import broadcast, eskalasi, hari_ini, kiriman, pengaturan, sinkron
from sambang_digital.services.eskalasi import CaseFilter, Deed
from sambang_digital.services.laporan import Arrival
from tests.factories import make_akun, make_satuan
from tests.laporan import item
from tests.polres import Polres, actor, send
from tests.sengketa import dispute, escalation, signature

pytestmark = pytest.mark.usefixtures("database")
RECEIVED, SENT = CaseFilter(), CaseFilter(side="keluar")


@pytest.fixture
async def polres(database: str) -> SimpleNamespace:
    """A Polres with two polsek, whose unit Binkamsa has a head."""
    made = await Polres().fill()
    akun = await make_akun("60010009", Peran.KEPALA_UNIT, satuan=made.polres)
    async with transaction() as session:
        (await session.merge(akun)).unit = "binkamsa"
    head = actor(akun, made.polres, Peran.KEPALA_UNIT)
    made.head = Actor(**{name: getattr(head, name) for name in Actor.__slots__} | {"unit": "binkamsa"})
    return made


async def problem(who: Actor, body: dict, **more: object) -> UUID:
    sent = item(who.id, kind="pemecahan_masalah", subject=None, body=body, **more)
    return await send(who, sent)


async def seen(who: Actor, wanted: CaseFilter = RECEIVED) -> list[UUID]:
    async with reading() as session:
        rows = await eskalasi.cases(session, who, wanted)
        assert await eskalasi.count(session, who, wanted) == len(rows)
        return [row.id for row in rows]


async def act(who: Actor, case: UUID, deed: Deed, note: str = "") -> None:
    async with transaction() as session:
        await eskalasi.act(session, who, case, deed, note)


async def heard(who: Actor) -> set[str]:
    async with reading() as session:
        return set(await session.scalars(select(Kabar.jenis).where(Kabar.akun_id == who.id)))


async def on_phone(who: Actor) -> dict | None:
    async with reading() as session:
        page = await sinkron.page(session, who, None)
    return next(one["data"].get("escalation") for one in page["changes"] if one["type"] == "laporan")


async def test_a_case_reaches_the_unit_it_is_for_and_nobody_else(polres: SimpleNamespace) -> None:
    to_polres = await problem(polres.officer, escalation())
    to_unit = await problem(polres.officer, escalation("Unit Binkamsa Satbinmas"))
    to_polsek = await problem(polres.officer, escalation(polres.ciledug.name))
    unknown = await problem(polres.officer, escalation("Satuan yang sudah tidak ada"))
    assert set(await seen(polres.kasat)) == {to_polres, to_unit, to_polsek, unknown}
    assert await seen(polres.head) == [to_unit]
    assert await seen(polres.other_kanit) == [to_polsek]
    assert await seen(polres.kanit) == []
    assert set(await seen(polres.kanit, SENT)) == {to_polres, to_unit, to_polsek, unknown}
    assert await seen(polres.other_kanit, SENT) == []
    assert await heard(polres.other_kanit) == await heard(polres.head) == {"eskalasi"}
    assert await heard(polres.kanit) == set()


async def test_who_receives_reads_what_was_handed_on_and_the_others_find_nothing(polres: SimpleNamespace) -> None:
    case = await problem(polres.officer, escalation(polres.ciledug.name, place="Pasar Malabar"))
    async with reading() as session:
        found = await eskalasi.look(session, polres.other_kanit, case)
        assert (found.description, found.place) == ("Enam warga kehilangan uang arisan.", "Pasar Malabar")
        assert found.deeds == [Deed.TERIMA, Deed.TOLAK]
        for reader in (polres.kanit, polres.head):
            assert (await eskalasi.look(session, reader, case)).deeds == []
        with pytest.raises(Forbidden):
            await eskalasi.cases(session, polres.officer, CaseFilter())
    elsewhere = await problem(polres.officer, escalation())
    async with reading() as session:
        with pytest.raises(eskalasi.NotFound):
            await eskalasi.look(session, polres.other_kanit, elsewhere)
    for stranger in (polres.kanit, polres.head):
        with pytest.raises(eskalasi.NotFound):
            await act(stranger, case, Deed.TERIMA)
    with pytest.raises(Forbidden):
        await act(polres.officer, case, Deed.TERIMA)


async def test_the_steps_in_their_order_and_no_other(polres: SimpleNamespace) -> None:
    case = await problem(polres.officer, escalation())
    assert await on_phone(polres.officer) | {"at": None} == {
        "to": "Satreskrim", "state": "dikirim", "at": None, "by": None, "note": None,
    }  # fmt: skip
    for early in (Deed.CATAT, Deed.SELESAI):
        with pytest.raises(eskalasi.TooLate):
            await act(polres.kasat, case, early, "Sudah ditangani.")
    with pytest.raises(eskalasi.NoteMissing):
        await act(polres.kasat, case, Deed.TOLAK, " x ")
    await act(polres.kasat, case, Deed.TERIMA)
    with pytest.raises(eskalasi.TooLate):
        await act(polres.kasat, case, Deed.TERIMA)
    await act(polres.kasat, case, Deed.CATAT, "Saksi sudah dimintai keterangan.")
    await act(polres.kasat, case, Deed.SELESAI, "Pelaku mengembalikan uang warga.")
    for late in Deed:
        with pytest.raises(eskalasi.TooLate):
            await act(polres.kasat, case, late, "Sekali lagi.")
    told = await on_phone(polres.officer)
    assert (told["state"], told["note"]) == ("selesai", "Pelaku mengembalikan uang warga.")
    assert told["by"].endswith(polres.kasat.name)
    assert "eskalasi" in await heard(polres.officer)
    async with reading() as session:
        found = await eskalasi.look(session, polres.kasat, case)
        actions = (
            await session.scalars(select(Audit.action).where(Audit.object_id == str(case)).order_by(Audit.id))
        ).all()
    assert [step.state for step in found.steps] == ["diterima", "diterima", "selesai"]
    assert list(actions) == ["eskalasi.dikirim", "eskalasi.diterima", "eskalasi.dicatat", "eskalasi.selesai"]


async def test_declined_with_the_reason(polres: SimpleNamespace) -> None:
    case = await problem(polres.officer, escalation())
    await act(polres.kasat, case, Deed.TOLAK, "Bukan tindak pidana.")
    assert (await on_phone(polres.officer))["state"] == "ditolak"
    assert await seen(polres.kasat, CaseFilter(state=eskalasi.Status.DITOLAK)) == [case]
    assert await seen(polres.kasat, CaseFilter(state=eskalasi.Status.DIKIRIM)) == []


async def test_a_correction_changes_the_unit_until_somebody_answers(polres: SimpleNamespace) -> None:
    case = await problem(polres.officer, escalation())
    again = {"id": str(case), "revision": 2, "base_revision": 1}
    async with broadcast.subscribe(broadcast.ESKALASI) as messages:
        await problem(polres.officer, escalation(polres.ciledug.name), **again)
        moved = await asyncio.wait_for(anext(messages), 10)
    assert await seen(polres.other_kanit) == [case]
    assert set(moved["satuan_ids"]) == {polres.karawaci.id, polres.polres.id, polres.ciledug.id}, (
        "the desk it left, too"
    )
    await act(polres.other_kanit, case, Deed.TERIMA)
    await problem(polres.officer, escalation(), **again | {"revision": 3, "base_revision": 2})
    assert await seen(polres.other_kanit) == [case]
    taken_back = await problem(polres.officer, escalation())
    solved = {
        "bentuk": "non_sengketa",
        "name": "Arisan",
        "problem": "Uang arisan hilang.",
        "action": "Dimediasi.",
        "effect": "Uang kembali.",
    }
    async with broadcast.subscribe(broadcast.ESKALASI) as messages:
        await problem(polres.officer, solved, id=str(taken_back), revision=2, base_revision=1)
        told = await asyncio.wait_for(anext(messages), 10)
    assert polres.polres.id in told["satuan_ids"], "open desks drop it"
    assert await seen(polres.kasat) == [case]


async def test_a_correction_of_an_answered_case_tells_nobody_else(polres: SimpleNamespace) -> None:
    """The case stays where it was answered: no news of what the others cannot open, and nothing on record that was not done."""
    case = await problem(polres.officer, escalation(polres.ciledug.name))
    await act(polres.other_kanit, case, Deed.TERIMA)
    await problem(polres.officer, escalation(), id=str(case), revision=2, base_revision=1)
    assert await heard(polres.kasat) == set()
    assert await seen(polres.other_kanit) == [case]
    async with reading() as session:
        sent = select(Audit.data).where(Audit.action == "eskalasi.dikirim")
        assert [row["satuan_id"] for row in await session.scalars(sent)] == [polres.ciledug.id]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_to_whom_a_case_can_go_is_found_without_walking_all_satuan(
    polres: SimpleNamespace, database_url: str
) -> None:
    """A Polda has thousands, and each phone asks at each contact: its own Polres's are read, by their index."""
    elsewhere = await make_satuan("LAIN")
    await make_satuan("JAUH", level="polsek", parent=elsewhere)
    said: list[tuple[str, tuple[object, ...]]] = []
    async with reading() as session:
        await pengaturan.of(session, polres.karawaci.id)
        event.listen(get_engine().sync_engine, "before_cursor_execute", lambda *a: said.append((a[2], a[3])))
        for satuan in (polres.karawaci, polres.polres):
            found = await eskalasi.targets(session, satuan.id)
            assert [name for name in found if name.startswith("Satuan ")] == [polres.ciledug.name, polres.karawaci.name]
    assert len(said) == 2
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as connection:
        for statement, parameters in said:
            plan = str(connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall())
            assert "ix_satuan_parent_id" in plan, plan


async def test_only_an_escalation_is_handed_on_and_never_a_practice(polres: SimpleNamespace) -> None:
    await problem(polres.officer, dispute())
    await problem(polres.officer, escalation(), practice=True)
    assert await seen(polres.kasat) == []


async def test_an_unanswered_case_stands_in_the_day_of_who_receives_it(polres: SimpleNamespace) -> None:
    case = await problem(polres.officer, escalation(polres.ciledug.name))

    async def late(who: Actor) -> list[hari_ini.Figure]:
        async with reading() as session:
            return [one for one in (await hari_ini.look(session, who)).decisions if one.key == "eskalasi"]

    assert await late(polres.other_kanit) == []
    async with transaction() as session:
        await session.execute(update(Eskalasi).values(sent_at=now() - timedelta(hours=25)))
    (figure,) = await late(polres.other_kanit)
    assert figure.value == 1
    assert await seen(polres.other_kanit, figure.opens) == [case]
    assert await late(polres.kanit) == []
    await act(polres.other_kanit, case, Deed.TERIMA)
    assert await late(polres.other_kanit) == []


async def test_an_agreement_needs_its_signatures_or_a_photo_of_the_paper(polres: SimpleNamespace) -> None:
    async def refused(body: dict, *photos: dict) -> list[dict[str, str]]:
        sent = item(polres.officer.id, kind="pemecahan_masalah", subject=None, body=body, photos=list(photos))
        (result,) = await kiriman.receive(polres.officer, [sent], "", Arrival(now()))
        return result["errors"]

    photo = {"sha256": "a" * 64, "name": "1.jpg", "source": "camera"}
    agreement = dispute()["agreement"]
    paper = dispute(agreement={"points": agreement["points"], "signing": "paper"})
    assert await refused(dispute()) == []
    unsigned = agreement | {"signatures": agreement["signatures"][1:]}
    assert await refused(dispute(agreement=unsigned)) == [
        {"field": "body.agreement.signatures", "message": "Belum tanda tangan: Budi Santoso (Pihak pertama)."}
    ]
    strange = agreement | {"signatures": [*agreement["signatures"], signature("witnesses", "Orang Lain")]}
    assert [one["field"] for one in await refused(dispute(agreement=strange))] == ["body.agreement.signatures"]
    assert [one["field"] for one in await refused(paper, photo)] == ["body.agreement.signing"]
    assert await refused(paper, photo | {"purpose": "signed_paper"}) == []
