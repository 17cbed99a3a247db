"""What is said around reports goes after its time too: tasks, cases, void numbers, requests, addresses; what they came to stays."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from sambang_digital import db
from sambang_digital.forms.permintaan import Identity, Jawaban, Kind, Permintaan
from sambang_digital.models import Alamat, Cari, EskalasiLangkah, Laporan, Nomor, PermintaanWarga, Tugas, Utas
from sambang_digital.models.base import now
from sambang_digital.repositories.retensi import GONE
from sambang_digital.services import (
    cari,
    cari_indeks,
    eskalasi,
    nomor,
    pengaturan,
    permintaan,
    retensi,
    sinkron,
    tinjauan,
    utas,
)
from sambang_digital.services.eskalasi import Deed
from sambang_digital.state.register_view import request_row
from sambang_digital.state.tinjauan_view import detail_of
from tests.laporan import LAT, LON, household, information, uuid7
from tests.polres import Polres
from tests.sengketa import escalation
from tests.services.test_retensi import told
from tests.tugas import do, give_task, shown
from tests.utas import pesan

pytestmark = pytest.mark.usefixtures("database")
WORDS = "Tanyakan kepada Bu Siti tentang warung kosong."


@pytest.fixture
async def polres(polres: Polres) -> Polres:
    return await polres.hold()


async def ago(model: Any, days: int, *columns: str, id: Any = None) -> None:
    """Let it have happened so long ago."""
    values = dict.fromkeys(columns, now() - timedelta(days=days))
    async with db.transaction() as session:
        same = model.id == id if id else model.__table__.c[columns[0]].is_not(None)
        await session.execute(update(model).where(same).values(values))


async def everything_goes() -> None:
    """The nightly work, twice: what is done stays done."""
    for _ in range(2):
        await retensi.apply_rules()


async def found(polres: Polres, words: str) -> set[Any]:
    """What search finds for the Kanit."""
    async with db.reading() as session:
        return {hit.id for sort in await cari.search(session, polres.kanit, words) for hit in sort.hits}


async def phone(polres: Polres) -> dict[str, Any]:
    async with db.reading() as session:
        page = await sinkron.page(session, polres.officer, None)
    return {one["id"]: one["data"] for one in page["changes"] if one["type"] == "tugas"}


async def test_words_and_places_of_old_tasks_go(polres: Polres) -> None:
    """Of a closed one nothing comes up again on the phone; an open one is told there; a younger one, or one that was due later, stays."""
    done, left, young, later = [
        await give_task(polres.kanit, polres.officer.id, text=WORDS, kind="check", lat=LAT, lon=LON) for _ in range(4)
    ]
    await do(polres.officer, done, "tidak_dapat", "Bu Siti sudah pindah.")
    for task, changed, due in ((done, 1096, 1096), (left, 1096, 1096), (young, 1094, 1096), (later, 1096, 1094)):
        await ago(Tugas, changed, "changed_at", id=task)
        await ago(Tugas, due, "due_at", id=task)
    await cari_indeks.drain()
    assert await found(polres, "siti warung") == {done, left, young, later}
    await everything_goes()
    await cari_indeks.drain()
    assert await found(polres, "siti warung") == {young, later}
    assert await found(polres, "pindah") == set()
    for task in (done, left):
        seen = await shown(polres.kanit, task)
        assert (seen["text"], seen["reason"], seen["point"], seen["subject"]) == (GONE, "", None, None)
        assert {step["note"] for step in seen["steps"]} == {""}
        assert (seen["kind"], seen["officer"]["id"]) == ("check", polres.officer.id)
    assert (await shown(polres.kanit, done))["state"] == "tidak_dapat"
    assert [step["step"] for step in (await shown(polres.kanit, done))["steps"]] == ["diberi", "tidak_dapat"]
    for task in (young, later):
        assert (await shown(polres.kanit, task))["text"] == WORDS
    held = await phone(polres)
    assert done.hex not in {id_.replace("-", "") for id_ in held}
    assert held[str(left)]["text"] == GONE
    assert held[str(left)]["changed_at"] > now() - timedelta(minutes=5)
    assert await told() == [(str(polres.officer.id), "task", 2)]


async def test_threads_of_tasks_go_as_those_of_reports_and_are_found_no_more(polres: Polres) -> None:
    task, visit = await give_task(polres.kanit, polres.officer.id), await polres.visit()
    for topic in (task, visit):
        await utas.post(polres.kanit, topic, pesan("Bu Siti belum lapor."))
    await cari_indeks.drain()
    await ago(Utas, 731, "changed_at")
    await everything_goes()
    await cari_indeks.drain()
    for topic in (task, visit):
        assert (await utas.thread(polres.officer, topic))[0]["posts"] == []
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Cari).where(Cari.jenis == "percakapan")) == 0
    assert await told() == [(str(polres.officer.id), "thread", 2)]


async def test_what_was_noted_on_a_case_goes_and_its_steps_stay(polres: Polres) -> None:
    case = await polres.visit(kind="pemecahan_masalah", subject=None, body=escalation(polres.ciledug.name))
    for deed, note in ((Deed.TERIMA, ""), (Deed.SELESAI, "Pak Budi didamaikan.")):
        async with db.transaction() as session:
            await eskalasi.act(session, polres.other_kanit, case, deed, note)
    await ago(EskalasiLangkah, 1826, "at")
    await everything_goes()
    async with db.reading() as session:
        steps = (await eskalasi.look(session, polres.other_kanit, case)).steps
    assert [(step.state, step.note) for step in steps] == [("diterima", ""), ("selesai", "")]
    assert await told() == [(str(polres.other_kanit.id), "note", 1)]


async def test_why_a_number_is_void_goes_with_its_report(polres: Polres) -> None:
    old, young = [
        await polres.visit(kind="laporan_informasi", subject=None, body=information("Rencana tawuran"))
        for _ in range(2)
    ]
    for one in (old, young):
        async with db.transaction() as session:
            await nomor.void(session, polres.kanit, one, "Pak Budi bukan sumber.")
    async with db.transaction() as session:
        day = (now() - timedelta(days=1826)).date()
        await session.execute(update(Laporan).where(Laporan.id == old).values(day=day))
    await everything_goes()
    async with db.reading() as session:
        numbers = {row.id: row for row in await session.scalars(select(Nomor))}
        report = await tinjauan.open_report(session, polres.kanit, old)
    assert (numbers[old].void_reason, numbers[young].void_reason) == (None, "Pak Budi bukan sumber.")
    assert numbers[old].void_at
    assert numbers[old].number == report.nomor.number
    assert polres.kanit.name in detail_of(report).void
    assert "None" not in detail_of(report).void


async def request(polres: Polres, house: UUID, kind: Kind = Kind.COPY) -> int:
    async with db.transaction() as session:
        wanted = Permintaan(
            kind=kind, requester="Siti Rahmawati", identity=Identity.CARD, note="Datang dengan anaknya."
        )
        return (await permintaan.note(session, polres.kanit, house, wanted)).id


async def answer(polres: Polres, asked: int) -> None:
    async with db.transaction() as session:
        await permintaan.answer(session, polres.kanit, asked, Jawaban(state="selesai", answer="Diserahkan ke Bu Siti."))


async def visited_house(polres: Polres) -> tuple[UUID, UUID]:
    """The house, and the report on it."""
    subject = {"id": uuid7(), "new": True}
    report = await polres.visit(kind="sambang_warga", body=household(), subject=subject)
    return UUID(subject["id"]), report


async def test_who_asked_goes_and_that_it_was_answered_stays(polres: Polres) -> None:
    house, _ = await visited_house(polres)
    old, waiting, young = [await request(polres, house) for _ in range(3)]
    await answer(polres, old)
    await answer(polres, young)
    for one in (old, waiting, young):
        await ago(PermintaanWarga, 1830, "created_at", id=one)
    for one, days in ((old, 1826), (young, 1824)):
        await ago(PermintaanWarga, days, "decided_at", id=one)
    await everything_goes()
    async with db.reading() as session:
        rows = {row.id: row for row in await session.scalars(select(PermintaanWarga))}
    assert (rows[old].requester, rows[old].note, rows[old].answer) == (GONE, "", "")
    assert (rows[old].kind, rows[old].state, rows[old].decided_by) == ("salinan", "selesai", polres.kanit.id)
    assert {rows[one].requester for one in (waiting, young)} == {"Siti Rahmawati"}
    assert request_row(rows[old], "Kanit").requester == GONE
    assert await told() == [(str(polres.kanit.id), "request", 1)]


async def test_addresses_of_points_stay_as_long_as_any_polres_keeps_them(polres: Polres) -> None:
    async with db.transaction() as session:
        for key, days in (("-6.1719,106.6317", 366), ("-6.1720,106.6317", 364)):
            session.add(Alamat(key=key, text="Jalan Melati", asked_at=now() - timedelta(days=days)))
    await pengaturan_of(polres, 400)
    await everything_goes()
    assert await addresses() == 2
    await pengaturan_of(polres, 365)
    await everything_goes()
    assert await addresses() == 1
    assert await told() == [("", "address", 1)]


async def pengaturan_of(polres: Polres, days: int) -> None:
    async with db.transaction() as session:
        await pengaturan.change(session, polres.kasat, polres.polres.id, "retensi", {"address_days": days})
    pengaturan.forget()


async def addresses() -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(Alamat)) or 0


@pytest.mark.parametrize("kind", [Kind.ERASURE, Kind.WITHDRAWAL])
async def test_what_was_said_around_a_house_goes_with_it(polres: Polres, kind: Kind) -> None:
    """Its data go on request: what reviewers noted, tasks that lead there, and both threads; what is about others stays."""
    house, report = await visited_house(polres)
    other = await polres.visit()
    task = await give_task(polres.kanit, polres.officer.id, text=WORDS, kind="visit", subject_id=str(house))
    follow = await give_task(polres.kanit, polres.officer.id, text=WORDS, kind="follow_up", source_id=str(report))
    beside = await give_task(polres.kanit, polres.officer.id, text=WORDS)
    for topic in (report, task, other, beside):
        await utas.post(polres.kanit, topic, pesan("Bu Siti belum lapor."))
    for one in (report, other):
        async with db.transaction() as session:
            await tinjauan.decide(session, polres.kanit, one, 1, "dikembalikan", "Tulis nama Bu Siti.")
    await answer(polres, await request(polres, house, kind))
    for one in (task, follow):
        assert (await shown(polres.kanit, one))["text"] == GONE
    assert (await shown(polres.kanit, beside))["text"] == WORDS
    said = [len((await utas.thread(polres.kanit, topic))[0]["posts"]) for topic in (report, task, other, beside)]
    assert said == [0, 0, 1, 1]
    async with db.reading() as session:
        notes = {one: (await tinjauan.open_report(session, polres.kanit, one)).decisions for one in (report, other)}
    assert [decision.note for decision in notes[report]] == [None]
    assert [decision.note for decision in notes[other]] == ["Tulis nama Bu Siti."]
    assert (await phone(polres))[str(task)]["text"] == GONE
