"""Search on both databases: the same questions find the same, nobody finds what they may not read, and nothing waits for ever."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from sambang_digital.db import reading, transaction
from sambang_digital.forms.personel import Personel
from sambang_digital.models import Akun, Cari, Laporan
from sambang_digital.models.base import now
from sambang_digital.repositories import cari as index
from sambang_digital.repositories.tinjauan import COUNTED
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran, Permission
from sambang_digital.services import (
    cari,
    cari_indeks,
    cari_saring,
    cari_tanda,
    latihan,
    personel,
    putusan,
    retensi,
    tinjauan,
    utas,
    wilayah_satuan,
)  # fmt: skip
from sambang_digital.services.cari import Found, Jenis
from sambang_digital.services.tinjauan import QueueFilter
from tests.factories import make_akun
from tests.laporan import KARAWACI, LAT, body, household, item, li_item, make_subject, position
from tests.polres import Polres, actor, send
from tests.utas import pesan

pytestmark = pytest.mark.usefixtures("database")


async def visit(polres: Polres, who: Actor | None = None, **more: Any) -> UUID:
    """A report of the officer's, filed."""
    who = who or polres.officer
    sent = await send(who, item(who.id, **more))
    await cari_indeks.drain()
    return sent


async def note(polres: Polres, text: str, **more: Any) -> UUID:
    """A visit with these notes."""
    return await visit(polres, body=body(result={"situation": "safe", "notes": text}), **more)


async def search(who: Actor, text: str, jenis: Jenis | None = None, page: int = 1) -> list[Found]:
    async with reading() as session:
        return await cari.search(session, who, text, jenis, page)


async def found(who: Actor, text: str, jenis: Jenis = Jenis.LAPORAN) -> list[Any]:
    """Ids of what is found of one sort, in order."""
    return [hit.id for one in await search(who, text, jenis) for hit in one.hits]


async def queue(who: Actor, **wanted: Any) -> list[UUID]:
    async with reading() as session:
        rows = await tinjauan.queue(session, who, QueueFilter(**wanted))
        assert await tinjauan.count(session, who, QueueFilter(**wanted)) == len(rows)
    return [row.id for row in rows]


NOTES = (
    "Dua orang mencuri sepeda motor di parkiran pasar",
    "Warga membicarakan pencurian kabel",
    "Pemuda ditangkap karena membawa sajam",
    "Keributan di Café Mawar, RT 003/RW 005",
    "Keadaan aman dan tertib",
)
QUESTIONS: dict[str, tuple[int, ...]] = {
    "pencurian": (1, 0),
    "curi motor": (0,),
    "curanmor": (0,),
    "PASAR mencuri": (0,),
    "tangkap": (2,),
    "senjata tajam": (2,),
    "cafe": (3,),
    "rt 3 rw 5": (3,),
    "rt 5 rw 3": (),
    "pa": (0,),
    "kab": (1,),
    "kabe": (1,),
    "kabel": (1,),
    "keadaan aman": (4,),
    "karawaci pencurian": (1, 0),
    "80010001 sajam": (2,),
    "tidak-ada": (),
    "\"' OR words MATCH 'a' --": (),
    "NEAR(pencurian kabel, 2)": (),
    "pencurian* AND NOT kabel": (),
}
"""Questions and which of :data:`NOTES` they find, the newest first."""


async def test_same_results_on_both_databases(polres: Polres) -> None:
    """One table of questions holds for SQLite and PostgreSQL alike."""
    ids = [await note(polres, text) for text in NOTES]
    for question, places in QUESTIONS.items():
        assert await found(polres.kanit, question) == [ids[place] for place in places], question


async def test_everything_is_found_however_much_came_since(polres: Polres, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL looks at the newest of a sort one by one and asks its index for the rest: both together are everything, in order,
    whatever came of other sorts."""
    ids = [await note(polres, f"Keributan ke {number}") for number in range(6)]
    await cari_indeks.enqueue_everything()
    await cari_indeks.drain()
    for near in (1, 3, 6, 100):
        monkeypatch.setattr(index, "NEAR", near)
        assert await found(polres.kanit, "keributan") == ids[::-1]
        assert await found(polres.kasat, "80010001", Jenis.PETUGAS) == [polres.officer.id]
        assert await queue(polres.kanit, text="keributan", oldest_first=True) == ids


async def test_numbers_and_names(polres: Polres) -> None:
    """By receipt with and without dashes, by names in the body; never by what is said of people at home."""
    report = await visit(polres, kind="sambang_warga", body=household())
    async with reading() as session:
        receipt = await session.scalar(select(Laporan.receipt).where(Laporan.id == report))
    for question in (
        receipt,
        receipt.replace("-", ""),
        receipt.lower()[:9],
        "siti rahmawati",
        "melati 17",
        "lampu mati",
    ):
        assert await found(polres.kanit, question) == [report], question
    for hidden in ("0812 3456 7890", "081234567890", "Dewi", "Dinda Safitri", "1979"):
        assert await found(polres.kanit, hidden) == [], hidden


async def test_marks_cannot_be_spelt(polres: Polres) -> None:
    """Nobody asks for another's reports by the marks of the index."""
    await note(polres, "Keributan")
    for mark in (f"~l{polres.karawaci.id}", f"~la{polres.officer.id}", "~smenunggu", f"l{polres.karawaci.id}"):
        assert await found(polres.other_kanit, mark) == []
    await assert_nothing_found(polres.other_kanit, "keributan")


async def assert_nothing_found(who: Actor, question: str) -> None:
    assert await search(who, question) == []
    for jenis in Jenis:
        assert await search(who, question, jenis) == []
    if who.may(Permission.LAPORAN_READ):
        assert await queue(who, text=question, status="semua") == []


async def test_scope_of_every_sort(polres: Polres) -> None:
    """Own unit and all below it; an officer their own reports and villages, a colleague's not."""
    colleague = actor(await make_akun("80010002", satuan=polres.karawaci), polres.karawaci, Peran.BHABINKAMTIBMAS)
    async with transaction() as session:
        await session.execute(update(Akun).where(Akun.id == polres.officer.id).values(name="Zulkifli Harahap"))
    report = await note(polres, "Zulkifli membantu warga")
    house = await make_subject(polres.officer, name="Rumah Zulkifli", rt="003", rw="005")
    await utas.post(polres.kanit, report, pesan("Terima kasih Zulkifli"))
    async with transaction() as session:
        await session.execute(update(Laporan).values(area_code=KARAWACI))
    await give_village(polres.karawaci.id)
    await file_everything()
    everything = {
        Jenis.LAPORAN: [report], Jenis.REGISTER: [house.id], Jenis.PETUGAS: [polres.officer.id], Jenis.PERCAKAPAN: [report],
    }  # fmt: skip
    for who in (polres.kanit, polres.kasat):
        assert {one.jenis: [hit.id for hit in one.hits] for one in await search(who, "zulkifli")} == everything
    own = {sort: ids for sort, ids in everything.items() if sort is not Jenis.PETUGAS}
    assert {one.jenis: [hit.id for hit in one.hits] for one in await search(polres.officer, "zulkifli")} == own
    for stranger in (polres.other_kanit, colleague):
        await assert_nothing_found(stranger, "zulkifli")
    for role in (Peran.ADMIN, Peran.WARGA):
        with pytest.raises(Forbidden):
            await search(actor_of(polres, role), "zulkifli")


def actor_of(polres: Polres, role: Peran) -> Actor:
    """The Kasat in another role."""
    return replace(polres.kasat, roles=frozenset({role}))


async def give_village(satuan_id: int) -> None:
    async with transaction() as session:
        await wilayah_satuan.repository.move(session, [KARAWACI], satuan_id)


async def file_everything() -> None:
    await cari_indeks.rebuild(lambda *_: None)


async def test_what_moves_is_found_by_others(polres: Polres) -> None:
    """A village that is given to another polsek takes its houses along; the index follows, the reading at once."""
    await give_village(polres.karawaci.id)
    house = await make_subject(polres.officer, name="Rumah Haji Soleh")
    await file_everything()
    assert await found(polres.kanit, "soleh", Jenis.REGISTER) == [house.id]
    admin = actor_of(polres, Peran.ADMIN)
    async with transaction() as session:
        await wilayah_satuan.move(session, admin, [KARAWACI], polres.ciledug.id)
    assert await found(polres.kanit, "soleh", Jenis.REGISTER) == [], "before the index knows"
    await cari_indeks.drain()
    assert await found(polres.kanit, "soleh", Jenis.REGISTER) == []
    assert await found(polres.other_kanit, "soleh", Jenis.REGISTER) == [house.id]


async def test_secret_reports_are_as_if_they_were_not_there(polres: Polres) -> None:
    """Without ``li:read`` neither their text nor their thread is found, nor counted, not even by whoever wrote one."""
    said = {name: li_item(polres.officer.id)[name] for name in ("kind", "body", "subject")}
    report = await visit(polres, **said)
    await utas.post(polres.kanit, report, pesan("Dalami unjuk rasa"))
    await cari_indeks.drain()
    staff = actor_of(polres, Peran.STAF_UNIT)
    await assert_nothing_found(staff, "unjuk rasa")
    async with reading() as session:
        number = await session.scalar(select(Laporan.number).where(Laporan.id == report))
    await assert_nothing_found(staff, number)
    assert await found(polres.kanit, number) == [report]
    # An index that is wrong about it leaks nothing either.
    async with transaction() as session:
        row = (await session.execute(select(Cari.__table__).where(Cari.ref == report, Cari.jenis == "laporan"))).one()
        marked = " ".join(cari_tanda.within(Jenis.LAPORAN, polres.kasat.satuan_path))
        await index.change(session, [{"id": row.id, "sum": "", "words": f"unjuk rasa {marked}"}])
    await assert_nothing_found(staff, "unjuk rasa")
    await file_everything()
    await assert_nothing_found(polres.officer, "unjuk rasa")
    for reader in (polres.kanit, polres.kasat):
        groups = await search(reader, "unjuk rasa")
        assert [one.jenis for one in groups] == [Jenis.LAPORAN, Jenis.PERCAKAPAN]
        assert [hit.pieces for one in groups for hit in one.hits] == [[], []], "its text is read elsewhere"


async def test_corrections_replace(polres: Polres) -> None:
    """Only the newest revision is found, as the newest of all."""
    first = await note(polres, "Keributan antarwarga")
    second = await note(polres, "Keributan di pasar")
    again = body(result={"situation": "safe", "notes": "Ternyata hanya keributan latihan menari"})
    await visit(polres, id=str(first), revision=2, base_revision=1, body=again)
    assert await found(polres.kanit, "antarwarga") == []
    assert await found(polres.kanit, "keributan") == [first, second]


async def test_practice_and_erased_reports_vanish(polres: Polres) -> None:
    """Practice is found in its own part of the queue only, and not after it was deleted; contents not after their time."""
    real = await note(polres, "Keributan nyata")
    practice = await note(polres, "Keributan rekaan", practice=True)
    assert await found(polres.kanit, "keributan") == [real]
    assert await queue(polres.kanit, text="keributan", status="latihan") == [practice]
    async with transaction() as session:
        assert await latihan.erase(session, polres.officer, practice)
    assert await queue(polres.kanit, text="keributan", status="latihan") == []
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Cari).where(Cari.ref == practice)) == 0
    async with transaction() as session:
        await session.execute(update(Laporan).values(day=(now() - timedelta(days=10_000)).date()))
    await retensi.apply_rules()
    await cari_indeks.drain()
    assert await found(polres.kanit, "keributan") == []


async def test_a_turn_that_met_an_erasure_leaves_nothing(polres: Polres) -> None:
    """What is read, then erased, then written is looked at again."""
    practice = await note(polres, "Keributan rekaan", practice=True)
    async with reading() as session:
        row = (await session.execute(select(Cari.__table__).where(Cari.ref == practice))).one()
    async with transaction() as session:
        await latihan.erase(session, polres.officer, practice)
        await index.add(session, [{name: getattr(row, name) for name in ("jenis", "ref", "at", "sum", "words")}])
    await cari_indeks.drain()
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Cari).where(Cari.ref == practice)) == 0


async def test_the_queue_of_reviewers(polres: Polres) -> None:
    """Words and flags together with all other filters; a decision shows at once, and to the index soon."""
    plain = await note(polres, "Keributan di pasar")
    flagged = await note(polres, "Keributan di terminal", duration_s=1, position=position(lat=LAT + 1))
    async with reading() as session:
        flag = next(
            iter(one["code"] for one in await session.scalar(select(Laporan.flags).where(Laporan.id == flagged)))
        )
    everything = {"text": "keributan", "status": "semua"}
    assert await queue(polres.kanit, **everything) == [flagged, plain]
    assert await queue(polres.kanit, **everything, oldest_first=True) == [plain, flagged]
    assert await queue(polres.kanit, **everything, flag=flag) == [flagged]
    assert await queue(polres.kanit, flag=flag) == [flagged]
    assert await queue(polres.kanit, **everything, author_id=polres.officer.id, kind="sambang_tempat") == [
        flagged,
        plain,
    ]
    assert await queue(polres.kanit, **everything, kind="sambang_warga") == []
    assert await queue(polres.kanit, **everything, verdict="outside") == [flagged]
    assert await queue(polres.kanit, text="terminal") == [flagged]
    assert await queue(polres.kanit, text="t") == []
    async with transaction() as session:
        await tinjauan.decide(session, polres.kanit, plain, 1, "diterima")
    assert await queue(polres.kanit, text="keributan") == [flagged]
    await cari_indeks.drain()
    assert await queue(polres.kanit, text="keributan", status="diterima") == [plain]
    async with transaction() as session:
        await putusan.rule(session, polres.kanit, flagged, 1, flag, "upheld", "Sudah diperiksa langsung.")
    await cari_indeks.drain()
    assert await queue(polres.kanit, text="keributan", upheld=True) == [flagged]
    assert await queue(polres.kanit, text="pasar", status="semua", upheld=True) == []


async def test_people_follow_their_account(polres: Polres) -> None:
    """A new name is found soon, the old one no more."""
    await file_everything()
    assert await found(polres.kasat, "80010001", Jenis.PETUGAS) == [polres.officer.id]
    named = Personel(
        nrp="80010001", name="Bambang Wijanarko", satuan_id=polres.karawaci.id, roles={Peran.BHABINKAMTIBMAS}
    )
    admin = actor(await make_akun("50010001", Peran.ADMIN, satuan=polres.polres), polres.polres, Peran.ADMIN)
    await personel.change(admin, polres.officer.id, named)
    await cari_indeks.drain()
    assert await found(polres.kasat, "bambang wija", Jenis.PETUGAS) == [polres.officer.id]
    assert await found(polres.kasat, "petugas 80010001", Jenis.PETUGAS) == []


async def test_pages(polres: Polres) -> None:
    """A few of each sort, and page by page of one; the number of pages is bounded."""
    ids = [await note(polres, f"Keributan {number}") for number in range(cari.FEW + 2)]
    (few,) = await search(polres.kanit, "keributan")
    assert ([hit.id for hit in few.hits], few.more) == (ids[::-1][: cari.FEW], True)
    (page,) = await search(polres.kanit, "keributan", Jenis.LAPORAN)
    assert ([hit.id for hit in page.hits], page.more) == (ids[::-1], False)
    assert await search(polres.kanit, "keributan", Jenis.LAPORAN, 2) == []
    assert await search(polres.kanit, "keributan", Jenis.LAPORAN, 10**9) == []


async def test_finds_are_counted_up_to_the_next_page(polres: Polres, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a word that much has nobody waits for a count; what is asked for besides needs all finds."""
    monkeypatch.setattr(cari_saring, "PAGE", 2)
    for number in range(5):
        await note(polres, f"Keributan {number}")
    for wanted, counted in (
        (QueueFilter(text="keributan"), 3),
        (QueueFilter(text="keributan", page=2), 5),
        (QueueFilter(text="keributan", waiting_hours=0), 3),
        (QueueFilter(text="keributan", waiting_hours=1), 0),
        (QueueFilter(), 5),
    ):
        async with reading() as session:
            assert await tinjauan.count(session, polres.kanit, wanted) == counted, wanted
    assert [tinjauan.most(QueueFilter(text="a", page=page)) for page in (1, 2, 10**4)] == [3, 5, COUNTED]
    assert tinjauan.most(QueueFilter(text="a", unread=True)) == tinjauan.most(QueueFilter()) == COUNTED
