"""Rulings on flags, on both databases: what they make of a report, who may give them, and what stays on record."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Audit, Laporan, Media, PutusanBendera
from sambang_digital.repositories import laporan as reports
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.services import broadcast, cari_indeks, putusan, tinjauan
from sambang_digital.services.flags import Flag
from tests.laporan import body, photo
from tests.polres import Polres

pytestmark = pytest.mark.usefixtures("database")

HIGH = Flag(code="DI_LUAR_WILAYAH", severity="high", evidence="2,1 km di luar batas wilayah tugas.")
LOW = Flag(code="TERLALU_CEPAT", severity="low", evidence="Formulir diisi dalam 5 detik.")
RULED = select(Audit).where(Audit.action == "bendera.diputus")
WHY = "Pasar itu memang di perbatasan."


async def flagged(polres: Polres, *flags: Flag) -> UUID:
    """A visit that carries exactly these flags, weighed."""
    visit = await polres.visit()
    await carry(visit, *flags)
    return visit


async def carry(visit: UUID, *flags: Flag) -> None:
    """Give a visit these flags, as a recomputation does."""
    async with transaction() as session:
        row = await session.get(Laporan, (visit, 1), with_for_update=True)
        row.flags = list(flags)
        await session.flush()
        await putusan.settle(session, {(visit, 1): flags})


async def rule(who: Actor, visit: UUID, code: str, ruling: putusan.Ruling, note: str = WHY, revision: int = 1) -> None:
    async with transaction() as session:
        await putusan.rule(session, who, visit, revision, code, ruling, note)


async def weight(visit: UUID) -> tuple[int, bool]:
    async with reading() as session:
        row = await session.get(Laporan, (visit, 1))
    return row.severity, row.upheld


async def test_a_dismissed_flag_weighs_nothing_and_an_upheld_one_is_remembered(polres: Polres) -> None:
    visit = await flagged(polres, HIGH, LOW)
    assert await weight(visit) == (4, False)
    await rule(polres.kanit, visit, "DI_LUAR_WILAYAH", "dismissed")
    assert await weight(visit) == (2, False)
    await rule(polres.kanit, visit, "TERLALU_CEPAT", "upheld")
    assert await weight(visit) == (2, True)
    await rule(polres.kasat, visit, "TERLALU_CEPAT", "dismissed", "Formulir ini memang pendek.")
    assert await weight(visit) == (0, False)
    async with reading() as session:
        report = await tinjauan.open_report(session, polres.kanit, visit)
    assert [(one.code, one.ruling, one.note, one.reviewer) for one in report.rulings] == [
        ("DI_LUAR_WILAYAH", "dismissed", WHY, polres.kanit.name),
        ("TERLALU_CEPAT", "upheld", WHY, polres.kanit.name),
        ("TERLALU_CEPAT", "dismissed", "Formulir ini memang pendek.", polres.kasat.name),
    ]


async def test_flags_recomputed_keep_the_rulings_that_still_fit(polres: Polres) -> None:
    """A flag that goes takes its ruling's weight along; one that comes weighs at once."""
    visit = await flagged(polres, LOW)
    await rule(polres.kanit, visit, "TERLALU_CEPAT", "upheld")
    await carry(visit, HIGH)
    assert await weight(visit) == (4, False)
    await carry(visit, HIGH, LOW)
    assert await weight(visit) == (4, True)


async def test_a_ruling_and_a_recomputation_at_once_agree_in_the_end(polres: Polres) -> None:
    for _ in range(8):
        visit = await flagged(polres, HIGH)
        await asyncio.gather(carry(visit, HIGH, LOW), rule(polres.kanit, visit, "DI_LUAR_WILAYAH", "dismissed"))
        assert await weight(visit) == (2, False)


async def test_who_may_rule_on_what(polres: Polres) -> None:
    visit = await flagged(polres, HIGH)
    for who, code, revision, refused in (
        (polres.officer, "DI_LUAR_WILAYAH", 1, Forbidden),
        (polres.other_kanit, "DI_LUAR_WILAYAH", 1, tinjauan.NotFound),
        (polres.kanit, "DI_LUAR_WILAYAH", 2, tinjauan.Superseded),
        (polres.kanit, "FOTO_LAMA", 1, putusan.FlagGone),
    ):
        with pytest.raises(refused):
            await rule(who, visit, code, "upheld", revision=revision)
    for note in ("", "   ", "abcd", "x" * (putusan.NOTE_MAX + 1)):
        with pytest.raises(putusan.NoteMissing):
            await rule(polres.kanit, visit, "DI_LUAR_WILAYAH", "upheld", note)
    assert await weight(visit) == (4, False)
    async with reading() as session:
        assert (await session.scalars(select(PutusanBendera))).all() == []
        assert (await session.scalars(RULED)).all() == []


async def test_a_ruling_is_audited_told_and_comes_down_to_the_phone(polres: Polres) -> None:
    visit = await flagged(polres, HIGH)
    async with reading() as session:
        before = await session.get(Laporan, (visit, 1))
    async with broadcast.subscribe(broadcast.LAPORAN) as messages:
        await rule(polres.kanit, visit, "DI_LUAR_WILAYAH", "upheld")
        message = await asyncio.wait_for(anext(messages), 5)
    assert (message["id"], message["satuan_id"]) == (str(visit), polres.karawaci.id)
    async with reading() as session:
        after = await session.get(Laporan, (visit, 1))
        deed = await session.scalar(RULED)
    assert after.changed_at > before.changed_at
    assert (deed.akun_id, deed.object_id) == (polres.kanit.id, str(visit))
    assert deed.data == {"revision": 1, "code": "DI_LUAR_WILAYAH", "ruling": "upheld"}


async def test_a_new_revision_is_judged_anew(polres: Polres) -> None:
    visit = await flagged(polres, HIGH)
    await rule(polres.kanit, visit, "DI_LUAR_WILAYAH", "upheld")
    await polres.visit(id=str(visit), revision=2, base_revision=1)
    async with reading() as session:
        newest = (await reports.revisions(session, {visit}))[visit][-1]
        report = await tinjauan.open_report(session, polres.kanit, visit)
    assert newest.revision == 2
    assert (report.laporan.upheld, report.rulings) == (False, [])


async def test_the_queue_is_filtered_by_flag_severity_and_ruling(polres: Polres) -> None:
    high, low, plain = await flagged(polres, HIGH, LOW), await flagged(polres, LOW), await flagged(polres)

    async def listed(**wanted: object) -> list[UUID]:
        # Flags are filtered by the index of search, which is filed beside.
        await cari_indeks.drain()
        async with reading() as session:
            rows = await tinjauan.queue(session, polres.kanit, tinjauan.QueueFilter(**wanted))
            assert await tinjauan.count(session, polres.kanit, tinjauan.QueueFilter(**wanted)) == len(rows)
        return [row.id for row in rows]

    assert await listed() == [plain, low, high]
    assert await listed(severity=1) == [low, high]
    assert await listed(severity=4) == await listed(flag="DI_LUAR_WILAYAH") == [high]
    assert await listed(flag="TERLALU_CEPAT") == [low, high]
    assert await listed(flag="FOTO_LAMA") == await listed(upheld=True) == []
    await rule(polres.kanit, high, "DI_LUAR_WILAYAH", "dismissed")
    await rule(polres.kanit, low, "TERLALU_CEPAT", "upheld")
    assert await listed(severity=4) == []
    assert await listed(upheld=True) == [low]


async def test_evidence_is_read_with_the_readers_own_rights(polres: Polres) -> None:
    """Photos, places and words of the other report for whoever may read it; for another only that there is one."""
    one, two = "a" * 64, "b" * 64
    other = await polres.visit(
        photos=[photo(two)], body=body("Pasar", result={"situation": "safe", "notes": "Aman sekali"})
    )
    refs = {
        "laporan": str(other),
        "photos": [one, two],
        "points": [[-6.18, 106.62, 12.5], [-6.18, 106.63, None]],
        "spans": [{"field": "result.notes", "start": 0, "end": 4}],
        "other_spans": [{"field": "result.notes", "start": 0, "end": 4}, {"field": "hilang", "start": 0, "end": 4}],
        "count": 2,
    }
    mine = await polres.visit(photos=[photo(one)], body=body("Pos", result={"situation": "safe", "notes": "Aman saja"}))
    await carry(mine, Flag(code="TEKS_MIRIP", severity="high", evidence="Mirip.", refs=refs), HIGH)
    media_id = uuid4()
    async with transaction() as session:
        session.add(Media(id=media_id, uploader_id=polres.officer.id, sha256=two, size=1, state="siap"))
    async with reading() as session:
        seen = (await tinjauan.open_report(session, polres.kanit, mine)).exhibits
    assert set(seen) == {"TEKS_MIRIP"}
    exhibit = seen["TEKS_MIRIP"]
    assert (exhibit.other.id, exhibit.other.title, exhibit.hidden, exhibit.count) == (other, "Pasar", False, 2)
    assert [(one.named["sha256"], one.media_id, one.other) for one in exhibit.photos] == [
        (one, None, False),
        (two, media_id, True),
    ]
    assert exhibit.apart_m == pytest.approx(1107, abs=2)
    assert [(text.pieces, text.other) for text in exhibit.texts] == [
        ([("Aman", True), (" saja", False)], False),
        ([("Aman", True), (" sekali", False)], True),
    ]
    async with transaction() as session:
        (await session.get(Laporan, (other, 1))).satuan_id = polres.ciledug.id
    async with reading() as session:
        exhibit = (await tinjauan.open_report(session, polres.kanit, mine)).exhibits["TEKS_MIRIP"]
    assert (exhibit.other, exhibit.hidden) == (None, True)
    assert [each.media_id for each in exhibit.photos] == [None, None]
    assert [text.other for text in exhibit.texts] == [False]
    assert len(exhibit.points) == 2
