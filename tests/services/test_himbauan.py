"""Announcements on both databases, against a push service of this machine: to whom they go, once, later, or not at all."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Akun, AntreanSiaran, Bacaan, BacaanVersi, LanggananWarga
from sambang_digital.models.base import now
from sambang_digital.services import bacaan_terbit, himbauan, push
from sambang_digital.services.bacaan_terbit import Langkah, take
from sambang_digital.services.push import NotAllowed
from tests.factories import make_akun
from tests.laporan import KARAWACI, NEIGHBOUR, make_village
from tests.push import Browser, PushService

HERE, ELSEWHERE = KARAWACI[:8], "36.71.02"
ODD = "Banjir “datang” 🌊"


@pytest.fixture
async def author(service: PushService) -> Akun:
    """Somebody who writes; two kecamatan are there."""
    await make_village()
    await make_village("36.71.02.1001", lat=-6.1)
    return await make_akun()


async def subscribe(browser: Browser, kecamatan: str | None = None) -> Browser:
    async with transaction() as session:
        await himbauan.subscribe(session, browser.endpoint, **browser.keys, kecamatan_code=kecamatan)
    return browser


async def write(author: Akun | None, area: str | None = None, *, kind: str = "himbauan", title: str = ODD) -> Bacaan:
    """A text that waits for its publication."""
    async with transaction() as session:
        row = Bacaan(slug=f"kabar-{uuid4().hex}", kind=kind, area_code=area, state="ditinjau")
        session.add(row)
        await session.flush()
        version = BacaanVersi(
            bacaan_id=row.id, n=1, title=title, summary="Pindahkan motor dan surat ke tempat tinggi.", body="Isi yang cukup panjang. " * 3,
            author_id=author.id if author else None,
        )  # fmt: skip
        session.add(version)
    return row


async def publish(row: Bacaan) -> None:
    """As whoever takes the step does."""
    async with transaction() as session:
        found = await session.get_one(Bacaan, row.id)
        take(found, Langkah.TERBITKAN, now())
        await session.flush()
        await bacaan_terbit.published(session, found)


async def rows_of(model: type) -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_who_asked_gets_the_title_and_the_way_to_the_text(author: Akun, service: PushService) -> None:
    """Sealed for the one browser; once, however many send and however often it is published."""
    browser = await subscribe(service.browser())
    row = await write(author)
    await publish(row)
    await asyncio.gather(*(himbauan.work() for _ in range(6)))
    assert service.opened(browser) == [
        {
            "jenis": "himbauan",
            "title": ODD,
            "body": "Pindahkan motor dan surat ke tempat tinggi.",
            "tag": f"himbauan-{row.id}",
            "url": f"/baca/{row.slug}",
        }
    ]
    assert service.taken[0].headers["topic"] == row.id.hex
    assert await rows_of(AntreanSiaran) == 0
    async with transaction() as session:
        await bacaan_terbit.published(session, await session.get_one(Bacaan, row.id))
    assert await himbauan.work() == 0


@pytest.mark.parametrize(
    ("area", "reached"),
    [(None, [1, 1, 1]), (HERE, [1, 1, 0]), (KARAWACI, [1, 1, 0]), (NEIGHBOUR, [1, 1, 0]), ("36.03.01", [1, 0, 0])],
)
async def test_an_area_reaches_those_who_asked_for_it_and_for_all(
    author: Akun, service: PushService, area: str | None, reached: list[int]
) -> None:
    """A village counts as its kecamatan."""
    browsers = [await subscribe(service.browser(), code) for code in (None, HERE, ELSEWHERE)]
    await publish(await write(author, area))
    await himbauan.work()
    assert [len(service.opened(one)) for one in browsers] == reached


async def test_what_came_with_the_product_and_other_kinds_ring_no_phone(author: Akun, service: PushService) -> None:
    await subscribe(service.browser())
    async with transaction() as session:
        await bacaan_terbit.install(session, demo=True)
    await publish(await write(None))
    await publish(await write(author, kind="berita"))
    draft = await write(author)
    async with transaction() as session:
        await bacaan_terbit.published(session, await session.get_one(Bacaan, draft.id))
    assert await himbauan.work() == 0
    assert service.taken == []


async def test_a_publication_that_failed_is_never_announced(author: Akun, service: PushService) -> None:
    await subscribe(service.browser())
    row = await write(author)
    with pytest.raises(ZeroDivisionError):
        async with transaction() as session:
            found = await session.get_one(Bacaan, row.id)
            take(found, Langkah.TERBITKAN, now())
            await session.flush()
            await bacaan_terbit.published(session, found)
            raise ZeroDivisionError
    assert await himbauan.work() == 0
    await publish(row)
    assert await himbauan.work() == 1


async def test_a_text_taken_away_or_a_day_old_is_announced_no_more(author: Akun, service: PushService) -> None:
    await subscribe(service.browser())
    row = await write(author)
    await publish(row)
    async with transaction() as session:
        take(await session.get_one(Bacaan, row.id), Langkah.ARSIPKAN, now())
    await publish(await write(author))
    assert await himbauan.work(now() + timedelta(hours=25)) == 2
    assert (service.taken, await rows_of(AntreanSiaran)) == ([], 0)


async def test_a_sender_that_dies_sends_again_under_the_same_tag(
    author: Akun, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost, and nothing stands twice on a screen."""
    browser = await subscribe(service.browser())
    await publish(await write(author))
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(himbauan, "_settle", lambda *_: 1 / 0)
        await himbauan.work()
    await himbauan.work()
    first, second = service.opened(browser)
    assert first["tag"] == second["tag"]
    assert await rows_of(AntreanSiaran) == 0


async def test_a_busy_service_is_asked_again_and_given_up_in_the_end(author: Akun, service: PushService) -> None:
    browser = await subscribe(service.browser())
    service.answers = [(503, {}), (429, {"Retry-After": "600"})]
    await publish(await write(author))
    moment = now()
    for pause in (30, 600):
        assert await himbauan.work(moment) == 1
        assert await himbauan.work(moment + timedelta(seconds=pause - 1)) == 0
        moment += timedelta(seconds=pause)
    await himbauan.work(moment)
    assert len(service.opened(browser)) == 3

    await subscribe(Browser("http://127.0.0.1:9/nobody"))
    await publish(await write(author))
    for _ in range(push.MOST_ATTEMPTS):
        await himbauan.work(moment)
        moment += timedelta(hours=1)
    assert await rows_of(AntreanSiaran) == 0


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_ended_it_is_forgotten(author: Akun, service: PushService, status: int) -> None:
    await subscribe(service.browser())
    stays = await subscribe(service.browser())
    service.answers = [(status, {})]
    await publish(await write(author))
    await himbauan.work()
    assert await rows_of(LanggananWarga) == 1
    await publish(await write(author))
    await himbauan.work()
    assert len(service.taken) == 3
    assert len(service.opened(stays)) in (1, 2)


async def test_asked_anew_is_changed_and_ended_takes_along_what_waits(author: Akun, service: PushService) -> None:
    """One browser has one wish; ending it twice does no harm."""
    browser = await subscribe(service.browser(), HERE)
    await subscribe(browser, ELSEWHERE)
    async with reading() as session:
        found = await himbauan.asked_for(session, browser.endpoint)
    assert found
    assert found.kecamatan_code == ELSEWHERE
    await publish(await write(author))
    for _ in range(2):
        async with transaction() as session:
            await himbauan.unsubscribe(session, browser.endpoint)
    assert (await rows_of(AntreanSiaran), await rows_of(LanggananWarga)) == (0, 0)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/x",
        "https://10.0.0.1/x",
        "https://localhost/x",
        "https://push.example.com@10.0.0.1/x",
        "https://example.org/x",
    ],
)
async def test_messages_go_to_named_push_services_alone(author: Akun, service: PushService, endpoint: str) -> None:
    with pytest.raises(NotAllowed):
        await subscribe(Browser(endpoint))
    with pytest.raises(himbauan.UnknownKecamatan):
        await subscribe(service.browser(), "99.99.99")
    assert await rows_of(LanggananWarga) == 0


async def test_the_longest_text_is_small_enough_for_every_service(author: Akun, service: PushService) -> None:
    browser = await subscribe(service.browser())
    row = await write(author, title="🌊" * 120)
    async with transaction() as session:
        version = await session.get_one(BacaanVersi, (row.id, 1))
        version.summary = "🌊" * 300
    await publish(row)
    await himbauan.work()
    assert len(service.opened(browser)) == 1
