"""News on both databases: who gets it, what is not repeated, what each person chose, and what is read stays read."""

from datetime import timedelta
from uuid import UUID

import pytest

from sambang_digital.db import reading, transaction
from sambang_digital.models import Kabar
from sambang_digital.models.base import now
from sambang_digital.repositories import kabar as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services import broadcast, kabar, utas
from sambang_digital.services.kabar import Jenis
from tests.laporan import uuid7
from tests.services.test_tinjauan import Polres, decide
from tests.services.test_utas import pesan

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def polres(database: str) -> Polres:
    return await Polres().fill()


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
