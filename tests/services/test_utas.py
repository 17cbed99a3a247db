"""Threads on both databases: who may read and write, who has read what, and a post sent many times."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Audit, Laporan, Media, UtasPesan
from sambang_digital.models.base import now
from sambang_digital.repositories import media
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import audit, broadcast, percobaan, sinkron, tinjauan, utas
from tests.factories import make_akun
from tests.polres import Polres, actor, decide
from tests.utas import pesan

pytestmark = pytest.mark.usefixtures("database")


async def seen(who: Actor, visit: UUID) -> utas.Thread:
    return (await utas.thread(who, visit))[0]


async def unread(who: Actor) -> int:
    async with reading() as session:
        return (await utas.unread(session, who)).reports


async def test_whoever_may_read_the_report_talks_and_nobody_else(polres: Polres) -> None:
    visit = await polres.visit()
    for who in (polres.officer, polres.kanit, polres.kasat):
        await utas.post(who, visit, pesan(f"Dari {who.nrp}"))
    assert [one["text"] for one in (await seen(polres.officer, visit))["posts"]] == [
        "Dari 80010001",
        "Dari 70010001",
        "Dari 60010001",
    ]
    neighbour = actor(await make_akun("80010002", satuan=polres.karawaci), polres.karawaci, Peran.BHABINKAMTIBMAS)
    for who in (polres.other_kanit, neighbour):
        for attempt in (seen(who, visit), utas.post(who, visit, pesan()), utas.read(who, visit, now())):
            with pytest.raises(utas.NotFound):
                await attempt
    assert len((await seen(polres.kanit, visit))["posts"]) == 3


async def test_ten_sendings_at_once_store_one_post(polres: Polres) -> None:
    visit, one = await polres.visit(), pesan()
    done = await asyncio.gather(*(utas.post(polres.officer, visit, one) for _ in range(10)))
    assert {post["received_at"] for post in done} == {done[0]["received_at"]}
    assert len((await seen(polres.kanit, visit))["posts"]) == 1
    assert (await seen(polres.kanit, visit))["unread"] == 1
    async with reading() as session:
        assert await session.scalar(select(func.count()).where(Audit.action == "utas.ditulis")) == 1
    for changed in (one.model_copy(update={"text": "Lain."}), one.model_copy(update={"photos": ["a" * 64]})):
        with pytest.raises(utas.IdTaken):
            await utas.post(polres.officer, visit, changed)
    with pytest.raises(utas.IdTaken):
        await utas.post(polres.kanit, visit, one)
    with pytest.raises(utas.IdTaken):
        await utas.post(polres.officer, await polres.visit(), one)


async def test_many_write_at_once_and_all_is_in_one_order(polres: Polres) -> None:
    visit = await polres.visit()
    writers = [who for who in (polres.officer, polres.kanit, polres.kasat) for _ in range(5)]
    await asyncio.gather(*(utas.post(who, visit, pesan(str(n))) for n, who in enumerate(writers)))
    moments = [one["received_at"] for one in (await seen(polres.kanit, visit))["posts"]]
    assert len(set(moments)) == len(writers)
    assert moments == sorted(moments)


async def test_who_takes_part_and_what_is_unread(polres: Polres) -> None:
    """The first post reaches the author and the nearest reviewers; the Kasat only once he is mentioned."""
    visit = await polres.visit()
    await utas.post(polres.officer, visit, pesan("Pak, rumahnya kosong."))
    assert [await unread(who) for who in (polres.officer, polres.kanit, polres.kasat, polres.other_kanit)] == [
        0,
        1,
        0,
        0,
    ]
    await utas.post(polres.kanit, visit, pesan("Mohon arahan", mentions=[polres.kasat.id]))
    thread = await seen(polres.kasat, visit)
    assert (thread["unread"], thread["mentioned"]) == (1, True)
    assert (await seen(polres.officer, visit))["unread"] == 1
    assert await unread(polres.kanit) == 0
    async with reading() as session:
        assert await utas.unread(session, polres.kasat) == utas.Unread(reports=1, mentioned=1)

    last = thread["posts"][-1]["received_at"]
    await utas.read(polres.kasat, visit, thread["posts"][0]["received_at"])
    assert (await seen(polres.kasat, visit))["mentioned"] is True
    await utas.read(polres.kasat, visit, last)
    thread = await seen(polres.kasat, visit)
    assert (thread["unread"], thread["mentioned"]) == (0, False)
    assert {row["id"]: row["read_at"] for row in thread["readers"]}[polres.kasat.id] == last
    # A mark neither goes back nor runs ahead of what there is to read.
    await utas.read(polres.kasat, visit, last - timedelta(days=1))
    await utas.read(polres.officer, visit, now() + timedelta(days=30))
    await utas.post(polres.kanit, visit, pesan("Satu lagi"))
    assert {row["id"]: row["read_at"] for row in (await seen(polres.kanit, visit))["readers"]}[polres.kasat.id] == last
    assert (await seen(polres.officer, visit))["unread"] == 1


async def test_a_decider_takes_part_from_the_first_post(polres: Polres) -> None:
    visit = await polres.visit()
    await decide(polres.kasat, visit)
    await utas.post(polres.officer, visit, pesan())
    assert await unread(polres.kasat) == 1


async def test_only_readers_of_the_report_can_be_mentioned(polres: Polres) -> None:
    visit = await polres.visit()
    people = (await utas.thread(polres.officer, visit))[1]
    assert [one["id"] for one in people] == [polres.kanit.id, polres.officer.id, polres.kasat.id]
    for stranger in (polres.other_kanit.id, 999_999):
        with pytest.raises(utas.StrangerMentioned):
            await utas.post(polres.officer, visit, pesan(mentions=[polres.kanit.id, stranger]))
    assert (await seen(polres.officer, visit))["posts"] == []


async def test_a_reader_who_lost_the_reach_counts_nothing(polres: Polres) -> None:
    visit = await polres.visit()
    await utas.post(polres.officer, visit, pesan())
    async with transaction() as session:
        (await session.get(Laporan, (visit, 1))).satuan_id = polres.ciledug.id
    assert await unread(polres.kanit) == 0


async def test_posts_are_limited_but_a_repetition_is_not(polres: Polres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utas, "PER_WINDOW", 2)
    visit = await polres.visit()
    one = pesan()
    for post in (one, pesan()):
        await utas.post(polres.officer, visit, post)
    with pytest.raises(percobaan.TooManyAttempts):
        await utas.post(polres.officer, visit, pesan())
    await utas.post(polres.officer, visit, one)
    await utas.post(polres.kanit, visit, pesan())
    assert len((await seen(polres.officer, visit))["posts"]) == 3


async def test_mentions_are_limited_and_what_mentions_nobody_goes_on(
    polres: Polres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A post that was refused takes nothing: neither from the posts nor from the mentions that are left."""
    monkeypatch.setattr(utas, "MENTIONS_PER_WINDOW", 3)
    monkeypatch.setattr(utas, "PER_WINDOW", 3)
    visit, both = await polres.visit(), [polres.kanit.id, polres.kasat.id]
    await utas.post(polres.officer, visit, pesan(mentions=[*both, polres.kanit.id]))
    for again in [pesan(mentions=both)] * 4:
        with pytest.raises(percobaan.TooManyAttempts):
            await utas.post(polres.officer, visit, again)
    await utas.post(polres.officer, visit, pesan(mentions=both[:1]))
    await utas.post(polres.officer, visit, pesan())
    assert len((await seen(polres.officer, visit))["posts"]) == 3


async def test_a_photo_is_for_those_who_read_the_thread_and_is_kept(polres: Polres) -> None:
    """The author sees a reviewer's photo, a neighbour does not; arriving, it is told; the sweep leaves it."""
    visit, sha, media_id = await polres.visit(), "c" * 64, UUID(int=7)
    await utas.post(polres.kanit, visit, pesan("", photos=[sha]))
    assert (await seen(polres.officer, visit))["posts"][0]["photos"] == [{"sha256": sha, "media": None}]
    async with transaction() as session:
        old = now() - timedelta(days=90)
        session.add(Media(id=media_id, uploader_id=polres.kanit.id, sha256=sha, size=1, state="siap", created_at=old))
    assert (await seen(polres.officer, visit))["posts"][0]["photos"][0]["media"] == str(media_id)
    async with transaction() as session:
        found = await session.get(Media, media_id)
        assert [row.id for row in await media.reports_naming(session, found)] == [visit]
        for who, sees in ((polres.officer, True), (polres.kasat, True), (polres.other_kanit, False)):
            assert (await media.readable(session, who, media_id) is not None) is sees
        assert await media.unattached_usage(session, media.Uploader(akun_id=polres.kanit.id)) == (0, 0)
        await media.attach_named(session, now())
        assert await media.take_unattached(session, now(), 10) == []


async def test_it_comes_down_whole_to_the_author_only(polres: Polres) -> None:
    visit = await polres.visit()
    async with reading() as session:
        first = await sinkron.page(session, polres.officer, None)
    assert [change["type"] for change in first["changes"] if change["type"] == "utas"] == []
    assert polres.kanit.id in {one["id"] for one in first["people"]}
    await utas.post(polres.kanit, visit, pesan("Mohon foto.", mentions=[polres.officer.id]))
    neighbour = actor(await make_akun("80010002", satuan=polres.karawaci), polres.karawaci, Peran.BHABINKAMTIBMAS)
    async with reading() as session:
        page = await sinkron.page(session, polres.officer, first["cursor"])
        foreign = await sinkron.page(session, neighbour, None)
    (thread,) = (change["data"] for change in page["changes"] if change["type"] == "utas")
    assert (thread["id"], thread["unread"], thread["mentioned"]) == (str(visit), 1, True)
    assert [one["text"] for one in thread["posts"]] == ["Mohon foto."]
    assert [change for change in foreign["changes"] if change["type"] == "utas"] == []


async def test_hostile_text_stays_text(polres: Polres) -> None:
    """Stored as typed, without what cannot be seen; the audit trail holds a keyed hash, never the words."""
    visit = await polres.visit()
    typed = "<img src=x onerror=alert(1)>'; DROP TABLE utas; --\u202e\u200b=HYPERLINK(1) \U0001f6a8"
    await utas.post(polres.kanit, visit, pesan(typed))
    stored = (await seen(polres.officer, visit))["posts"][0]["text"]
    assert stored == typed.replace("\u202e", "").replace("\u200b", "")
    async with reading() as session:
        deed = await session.scalar(select(Audit).where(Audit.action == "utas.ditulis"))
    assert deed.data["text"] == audit.keyed(stored)
    assert "HYPERLINK" not in str(deed.data)


async def test_practice_has_no_thread(polres: Polres) -> None:
    visit = await polres.visit(practice=True)
    with pytest.raises(utas.NotFound):
        await utas.post(polres.officer, visit, pesan())


async def test_open_desks_are_told(polres: Polres) -> None:
    visit = await polres.visit()
    async with broadcast.subscribe(broadcast.LAPORAN) as messages:
        await utas.post(polres.officer, visit, pesan())
        assert (await asyncio.wait_for(anext(messages), 5))["id"] == str(visit)
        last = (await seen(polres.kanit, visit))["posts"][-1]["received_at"]
        await utas.read(polres.kanit, visit, last)
        assert (await asyncio.wait_for(anext(messages), 5))["satuan_id"] == polres.karawaci.id
    async with broadcast.subscribe(broadcast.UTAS) as messages:
        await utas.post(polres.kanit, visit, pesan("Baik."))
        told = (await asyncio.wait_for(anext(messages), 5))["akun_ids"]
        assert sorted(told) == sorted([polres.officer.id, polres.kanit.id])
        await utas.read(polres.officer, visit, now())
        assert (await asyncio.wait_for(anext(messages), 5))["akun_ids"] == [polres.officer.id]
    async with reading() as session:
        rows = await tinjauan.queue(session, polres.kanit, tinjauan.QueueFilter())
        assert await session.scalar(select(func.count()).select_from(UtasPesan)) == 2
    assert [row.id for row in rows] == [visit]
