"""News on both databases: who gets it, what is not repeated, what each person chose, and what is read stays read."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from sambang_digital.db import reading, transaction
from sambang_digital.forms.kabar import Level, Pilihan
from sambang_digital.models import Akun, Kabar
from sambang_digital.models.base import now
from sambang_digital.repositories import kabar as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services import broadcast, kabar, kabar_harian, retensi, utas, waktu
from sambang_digital.services.kabar import Jenis
from sambang_digital.state.changes import news
from tests.factories import make_akun
from tests.laporan import uuid7
from tests.polres import Polres, decide
from tests.utas import pesan

pytestmark = pytest.mark.usefixtures("database")


async def tell(who: Actor, jenis: Jenis, ref: UUID | None = None, by: int | None = None) -> None:
    async with transaction() as session:
        await kabar.notify(session, [who.id], jenis, ref, by=by)


async def told(who: Actor) -> list[Kabar]:
    async with reading() as session:
        return list(await repository.page(session, who, 100, 0))


async def test_a_returned_report_and_a_mention_are_news_for_whom_they_concern_alone(polres: Polres) -> None:
    visit = await polres.visit()
    await decide(polres.kanit, visit, "dikembalikan", "Foto tampak depan belum ada.")
    await utas.post(
        polres.officer, visit, pesan("Sudah saya tambahkan.", mentions=[polres.kanit.id, polres.officer.id])
    )
    assert [(one.jenis, one.ref) for one in await told(polres.officer)] == [("dikembalikan", visit)]
    assert [(one.jenis, one.ref) for one in await told(polres.kanit)] == [("sebutan", visit)]
    assert await told(polres.kasat) == []


async def test_accepting_a_report_is_no_news(polres: Polres) -> None:
    await decide(polres.kanit, await polres.visit(), "diterima")
    assert await told(polres.officer) == []


async def test_what_is_unread_is_counted_up_and_what_was_read_comes_anew(polres: Polres) -> None:
    ref, other = UUID(uuid7()), UUID(uuid7())
    for about in (ref, other, ref, None, None):
        await tell(polres.officer, Jenis.SEBUTAN, about)
    assert [one.count for one in await told(polres.officer)] == [2, 2, 1]
    async with transaction() as session:
        assert await repository.mark_read(session, polres.officer, None, now()) == 3
    await tell(polres.officer, Jenis.SEBUTAN, ref)
    latest = (await told(polres.officer))[0]
    assert (latest.ref, latest.count, latest.read_at) == (ref, 1, None)
    assert len(await told(polres.officer)) == 4


async def test_reading_what_was_said_before_does_not_hide_what_was_said_since(polres: Polres) -> None:
    await tell(polres.officer, Jenis.SEBUTAN)
    (one,) = await told(polres.officer)
    await tell(polres.officer, Jenis.SEBUTAN)
    async with transaction() as session:
        assert await repository.mark_read(session, polres.officer, {one.id: one.at}, now()) == 0
        assert await repository.mark_read(session, polres.kanit, {one.id: now() + timedelta(1)}, now()) == 0
        assert await repository.count(session, polres.officer, unread=True) == 1


async def test_news_of_a_deed_that_failed_does_not_exist_and_wakes_nobody(polres: Polres) -> None:
    async with broadcast.subscribe(broadcast.KABAR) as heard:
        with pytest.raises(ZeroDivisionError):
            async with transaction() as session:
                await kabar.notify(session, [polres.officer.id], Jenis.TUGAS)
                raise ZeroDivisionError
        await tell(polres.kanit, Jenis.TUGAS, by=polres.kanit.id)
        await tell(polres.officer, Jenis.TUGAS, by=polres.kanit.id)
        assert await anext(heard) == {"akun_ids": [polres.officer.id]}
    assert len(await told(polres.officer)) == 1
    assert await told(polres.kanit) == []


async def test_what_one_chose_holds_and_what_is_no_choice_of_theirs_is_left_out(polres: Polres) -> None:
    async with transaction() as session:
        wanted = Pilihan(quiet_from=60, quiet_until=120, levels={Jenis.SEBUTAN: Level.APP, Jenis.ANGGOTA: Level.OFF})
        await kabar.choose(session, polres.officer, wanted)
        await kabar.choose(session, polres.officer, wanted)
        found = await kabar.choice(session, polres.officer)
        assert (found.quiet_from, found.quiet_until) == (60, 120)
        assert found.levels == {
            Jenis.DIKEMBALIKAN: Level.PUSH,
            Jenis.TUGAS: Level.PUSH,
            Jenis.SEBUTAN: Level.APP,
            Jenis.SEBUTAN_TUGAS: Level.PUSH,
            Jenis.PENGINGAT: Level.PUSH,
            Jenis.TANPA_LAPORAN: Level.PUSH,
            Jenis.ESKALASI: Level.PUSH,
            Jenis.PENGADUAN: Level.PUSH,
        }
        assert Jenis.PENGINGAT not in (await kabar.choice(session, polres.kanit)).levels


async def test_a_title_is_told_only_to_who_may_read_the_report(polres: Polres) -> None:
    visit = await polres.visit()
    for who in (polres.kanit, polres.other_kanit):
        await tell(who, Jenis.ESKALASI, visit)
    async with reading() as session:
        mine, theirs = [
            await kabar.titles(session, who, await kabar.page(session, who, 1))
            for who in (polres.kanit, polres.other_kanit)
        ]
    assert (list(mine), theirs) == ([str(visit)], {})


async def test_officers_without_reports_are_reminded_once_a_day_and_their_kanit_hears_of_the_worst(
    polres: Polres,
) -> None:
    morning = datetime(2026, 11, 23, 1, tzinfo=UTC)  # eight o'clock in Jakarta
    days = {"80010001": 1, "80010002": 2, "80010003": 9, "80010004": 40}
    for nrp, idle in days.items():
        if nrp != "80010001":
            await make_akun(nrp, satuan=polres.karawaci)
        async with transaction() as session:
            old = morning - timedelta(days=idle)
            await session.execute(update(Akun).where(Akun.nrp == nrp).values(created_at=old))
    for moment in (morning - timedelta(hours=2), morning, morning + timedelta(hours=3)):
        await kabar_harian.sweep(moment)
    async with reading() as session:
        rows = await session.execute(select(Akun.nrp, Kabar.jenis, Kabar.count).join(Akun, Akun.id == Kabar.akun_id))
    assert {tuple(row) for row in rows} == {
        ("80010002", "pengingat", 1),
        ("80010003", "tanpa_laporan", 1),
        ("80010004", "tanpa_laporan", 1),
        ("70010001", "anggota", 1),
    }
    await asyncio.gather(*(kabar_harian.sweep(morning + timedelta(days=1)) for _ in range(3)))
    async with reading() as session:
        assert await session.scalar(select(Kabar.count).where(Kabar.jenis == "anggota")) == 2


async def test_nobody_is_reminded_at_night_and_who_reported_is_left_alone(polres: Polres) -> None:
    async with transaction() as session:
        await session.execute(update(Akun).values(created_at=now() - timedelta(days=30)))
    await polres.visit()
    tomorrow = now() + timedelta(days=1)
    for hour in (0, 6, 20, 23):
        await kabar_harian.sweep(waktu.local_time(tomorrow).replace(hour=hour))
    await kabar_harian.sweep(waktu.local_time(tomorrow).replace(hour=7))
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Kabar)) == 0


async def test_old_news_goes(polres: Polres) -> None:
    for jenis in (Jenis.TUGAS, Jenis.SEBUTAN):
        await tell(polres.officer, jenis)
    async with transaction() as session:
        old = now() - timedelta(days=91)
        await session.execute(update(Kabar).where(Kabar.jenis == "tugas").values(at=old))
    await retensi.apply_rules()
    assert [one.jenis for one in await told(polres.officer)] == ["sebutan"]


async def test_open_screens_of_whom_it_concerns_hear_of_news_and_of_its_reading(polres: Polres) -> None:
    visit = await polres.visit()
    async with news(polres.kanit.id) as mine, news(polres.kasat.id) as theirs:
        await utas.post(polres.officer, visit, pesan("Mohon arahan.", mentions=[polres.kanit.id]))
        await asyncio.wait_for(mine.wait(), 10)
        mine.clear()
        async with transaction() as session:
            await kabar.read(session, polres.kanit)
        await asyncio.wait_for(mine.wait(), 10)
        assert not theirs.is_set()
