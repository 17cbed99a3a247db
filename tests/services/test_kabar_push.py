"""Web Push on both databases, against a push service of this machine that opens what it gets: sent once, later, or not at all."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from sambang_digital.db import reading, transaction
from sambang_digital.forms.kabar import Level, Pilihan
from sambang_digital.models import AntreanPush, Kabar, LanggananPush, SesiPerangkat
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor
from sambang_digital.services import akun, kabar, kabar_push
from sambang_digital.services.kabar import Jenis
from sambang_digital.settings import get_settings
from tests.laporan import uuid7
from tests.polres import Polres
from tests.push import Browser, PushService
from tests.services.test_kabar import tell

pytestmark = pytest.mark.usefixtures("database")
NO_QUIET = Pilihan(quiet_from=0, quiet_until=0)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def polres(service: PushService) -> Polres:
    """Officer and Kanit, each signed in on a device of their own, without quiet hours."""
    polres = await Polres().fill()
    polres.officer, polres.kanit = await on_a_device(polres.officer), await on_a_device(polres.kanit)
    return polres


async def on_a_device(who: Actor) -> Actor:
    async with transaction() as session:
        device = SesiPerangkat(akun_id=who.id, token_hash=UUID(uuid7()).bytes * 2)
        session.add(device)
        await session.flush()
        await kabar.choose(session, who, NO_QUIET)
    return replace(who, session_id=device.id)


async def subscribe(who: Actor, browser: Browser) -> Browser:
    async with transaction() as session:
        await kabar_push.subscribe(session, who, browser.endpoint, **browser.keys)
    return browser


async def choose(who: Actor, wanted: Pilihan) -> None:
    async with transaction() as session:
        await kabar.choose(session, who, wanted)


async def waiting() -> list[datetime]:
    async with reading() as session:
        return list(await session.scalars(select(AntreanPush.due_at).order_by(AntreanPush.due_at)))


async def devices() -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(LanggananPush)) or 0


async def test_a_device_gets_neutral_words_that_only_it_can_read(polres: Polres, service: PushService) -> None:
    browser, ref = await subscribe(polres.officer, service.browser()), UUID(uuid7())
    await tell(polres.officer, Jenis.DIKEMBALIKAN, ref)
    assert await kabar_push.work() == 1
    async with reading() as session:
        news = await session.scalar(select(Kabar))
    assert service.opened(browser) == [
        {
            "jenis": "dikembalikan",
            "title": "Laporan dikembalikan",
            "body": "Ada laporan yang perlu Anda perbaiki.",
            "tag": f"kabar-{news.id}",
            "url": f"/petugas/kabar/?buka={news.id}",
        }
    ]
    assert service.taken[0].headers["topic"] == news.id.hex
    assert await waiting() == []
    assert await kabar_push.work() == 0


async def test_every_device_of_a_person_and_nobody_elses(polres: Polres, service: PushService) -> None:
    mine = [await subscribe(who, service.browser()) for who in (polres.officer, await on_a_device(polres.officer))]
    theirs = await subscribe(polres.kanit, service.browser())
    await tell(polres.officer, Jenis.TUGAS)
    await kabar_push.work()
    assert [len(service.opened(one)) for one in (*mine, theirs)] == [1, 1, 0]
    await tell(polres.kanit, Jenis.SEBUTAN)
    await kabar_push.work()
    (message,) = service.opened(theirs)
    assert message["url"].startswith("/kabar/?buka=")


async def test_several_senders_at_once_send_each_message_once(polres: Polres, service: PushService) -> None:
    browser = await subscribe(polres.officer, service.browser())
    await tell(polres.officer, Jenis.TUGAS)
    await asyncio.gather(*(kabar_push.work() for _ in range(8)))
    assert len(service.opened(browser)) == 1


async def test_said_twice_before_it_is_sent_goes_once_and_said_again_goes_again_under_its_tag(
    polres: Polres, service: PushService
) -> None:
    browser = await subscribe(polres.officer, service.browser())
    for _ in range(3):
        await tell(polres.officer, Jenis.TUGAS)
    assert len(await waiting()) == 1
    await kabar_push.work()
    await tell(polres.officer, Jenis.TUGAS)
    await kabar_push.work()
    first, second = service.opened(browser)
    assert first == second


async def test_what_is_said_while_the_message_is_on_its_way_goes_too(
    polres: Polres, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await subscribe(polres.officer, service.browser())
    await tell(polres.officer, Jenis.TUGAS)
    loop, really = asyncio.get_running_loop(), kabar_push._send

    def meanwhile(*details: object) -> kabar_push.Answer:
        answer = really(*details)
        asyncio.run_coroutine_threadsafe(tell(polres.officer, Jenis.TUGAS), loop).result()
        return answer

    monkeypatch.setattr(kabar_push, "_send", meanwhile)
    await kabar_push.work()
    assert len(await waiting()) == 1
    monkeypatch.setattr(kabar_push, "_send", really)
    await kabar_push.work()
    assert len(service.opened(browser)) == 2


async def test_a_sender_that_dies_before_it_commits_sends_again_under_the_same_tag(
    polres: Polres, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await subscribe(polres.officer, service.browser())
    await tell(polres.officer, Jenis.TUGAS)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(kabar_push, "_settle", lambda *_: 1 / 0)
        await kabar_push.work()
    await kabar_push.work()
    first, second = service.opened(browser)
    assert first["tag"] == second["tag"]
    assert await waiting() == []


async def test_news_of_a_deed_that_failed_is_never_sent(polres: Polres, service: PushService) -> None:
    await subscribe(polres.officer, service.browser())
    with pytest.raises(ZeroDivisionError):
        async with transaction() as session:
            await kabar.notify(session, [polres.officer.id], Jenis.TUGAS)
            raise ZeroDivisionError
    assert await kabar_push.work() == 0
    assert service.taken == []


async def test_a_busy_service_is_asked_again_later_and_ever_more_seldom(polres: Polres, service: PushService) -> None:
    browser = await subscribe(polres.officer, service.browser())
    service.answers = [(503, {}), (429, {"Retry-After": "600"}), (500, {})]
    await tell(polres.officer, Jenis.TUGAS)
    moment = now()
    pauses = []
    for _ in range(3):
        assert await kabar_push.work(moment) == 1
        (due,) = await waiting()
        pauses.append((due - moment).total_seconds())
        assert await kabar_push.work(moment) == 0
        moment = due
    assert pauses == [30, 600, 120]
    await kabar_push.work(moment)
    assert len(service.opened(browser)) == 4
    assert await waiting() == []


async def test_a_service_that_is_not_there_costs_no_message_until_a_day_is_over(
    polres: Polres, service: PushService
) -> None:
    browser = await subscribe(polres.officer, Browser("http://127.0.0.1:9/nobody"))
    await tell(polres.officer, Jenis.TUGAS)
    moment = now()
    for _ in range(kabar_push.MOST_ATTEMPTS):
        await kabar_push.work(moment)
        moment = max([moment, *await waiting()])
    assert await waiting() == []
    assert moment - now() > timedelta(hours=4)
    assert await devices() == 1
    assert browser.endpoint not in str(service.taken)


async def test_what_is_older_than_a_day_or_was_read_is_sent_no_more(polres: Polres, service: PushService) -> None:
    await subscribe(polres.officer, service.browser())
    await tell(polres.officer, Jenis.TUGAS)
    assert await kabar_push.work(now() + timedelta(hours=25)) == 1
    await tell(polres.officer, Jenis.TUGAS)
    async with transaction() as session:
        await kabar.read(session, polres.officer)
    assert await kabar_push.work() == 1
    assert (service.taken, await waiting()) == ([], [])


@pytest.mark.parametrize("status", [404, 410, 401, 403])
async def test_a_subscription_that_ended_is_forgotten(polres: Polres, service: PushService, status: int) -> None:
    await subscribe(polres.officer, service.browser())
    service.answers = [(status, {})]
    await tell(polres.officer, Jenis.TUGAS)
    await kabar_push.work()
    assert (await devices(), await waiting()) == (0, [])


@pytest.mark.parametrize("status", [400, 413, 302])
async def test_a_message_that_is_refused_for_good_is_not_repeated(
    polres: Polres, service: PushService, status: int
) -> None:
    await subscribe(polres.officer, service.browser())
    service.answers = [(status, {"Location": f"{service.origin}/elsewhere"})]
    await tell(polres.officer, Jenis.TUGAS)
    await kabar_push.work()
    assert (await devices(), await waiting(), len(service.taken)) == (1, [], 1)


async def test_who_signs_out_or_loses_the_device_gets_no_message_there(polres: Polres, service: PushService) -> None:
    out, lost = await on_a_device(polres.officer), await on_a_device(polres.officer)
    for who in (out, lost):
        await subscribe(who, service.browser())
    await tell(polres.officer, Jenis.TUGAS)
    await akun.sign_out(out)
    await akun.end_device(polres.kanit, lost.id, lost.session_id, lost=True)
    assert (await devices(), await waiting()) == (0, [])
    await tell(polres.officer, Jenis.TUGAS)
    assert await kabar_push.work() == 0


async def test_a_device_unused_for_too_long_gets_no_message(polres: Polres, service: PushService) -> None:
    await subscribe(polres.officer, service.browser())
    long_ago = now() - timedelta(days=get_settings().session_days + 1)
    async with transaction() as session:
        await session.execute(update(SesiPerangkat).values(last_seen_at=long_ago))
    await tell(polres.officer, Jenis.TUGAS)
    await kabar_push.work()
    assert (service.taken, await devices()) == ([], 0)


async def test_a_browser_belongs_to_who_signed_in_on_it_last(polres: Polres, service: PushService) -> None:
    browser = service.browser()
    for who in (polres.kanit, polres.officer, polres.officer):
        await subscribe(who, browser)
    assert await devices() == 1
    await tell(polres.kanit, Jenis.TUGAS)
    await tell(polres.officer, Jenis.SEBUTAN)
    await kabar_push.work()
    assert [one["jenis"] for one in service.opened(browser)] == ["sebutan"]


async def test_one_person_has_a_bounded_number_of_devices(polres: Polres, service: PushService) -> None:
    browsers = [
        await subscribe(await on_a_device(polres.officer), service.browser())
        for _ in range(kabar_push.MOST_DEVICES + 2)
    ]
    await tell(polres.officer, Jenis.TUGAS)
    await kabar_push.work()
    assert [len(service.opened(one)) for one in browsers] == [0, 0] + [1] * kabar_push.MOST_DEVICES


async def test_a_kind_that_is_switched_off_stays_off_the_screen_or_away_altogether(
    polres: Polres, service: PushService
) -> None:
    browser = await subscribe(polres.officer, service.browser())
    levels = {Jenis.TUGAS: Level.APP, Jenis.SEBUTAN: Level.OFF}
    await choose(polres.officer, NO_QUIET.model_copy(update={"levels": levels}))
    for jenis in (Jenis.TUGAS, Jenis.SEBUTAN, Jenis.DIKEMBALIKAN):
        await tell(polres.officer, jenis)
    async with reading() as session:
        assert {one["jenis"] for one in await kabar.page(session, polres.officer, 1)} == {"tugas", "dikembalikan"}
    await kabar_push.work()
    assert [one["jenis"] for one in service.opened(browser)] == ["dikembalikan"]


async def test_switched_off_after_it_was_said_is_not_sent(polres: Polres, service: PushService) -> None:
    await subscribe(polres.officer, service.browser())
    await tell(polres.officer, Jenis.TUGAS)
    await choose(polres.officer, NO_QUIET.model_copy(update={"levels": {Jenis.TUGAS: Level.APP}}))
    await kabar_push.work()
    assert (service.taken, await waiting()) == ([], [])


async def test_quiet_hours_hold_a_message_until_they_end_unless_it_is_urgent(
    polres: Polres, service: PushService
) -> None:
    browser = await subscribe(polres.officer, service.browser())
    start, end = await quiet_around_now(polres.officer)
    await tell(polres.officer, Jenis.TUGAS)
    await tell(polres.officer, Jenis.ESKALASI)
    assert await kabar_push.work() == 2
    assert [one["jenis"] for one in service.opened(browser)] == ["eskalasi"]
    (due,) = await waiting()
    assert start < due == end
    await kabar_push.work(due)
    assert [one["jenis"] for one in service.opened(browser)] == ["eskalasi", "tugas"]


async def quiet_around_now(who: Actor) -> tuple[datetime, datetime]:
    """Quiet hours from an hour ago until in two hours, as minutes of the day in Jakarta."""
    here = now().astimezone(UTC).replace(second=0, microsecond=0)
    start, end = here - timedelta(hours=1), here + timedelta(hours=2)
    minutes = [(moment.hour * 60 + moment.minute + 7 * 60) % 1440 for moment in (start, end)]
    await choose(who, Pilihan(quiet_from=minutes[0], quiet_until=minutes[1]))
    return start, end


@pytest.mark.parametrize(
    ("zone", "moment", "end"),
    [
        # Jakarta is UTC+7: quiet from 15.00 to 22.00 UTC.
        ("Asia/Jakarta", "2026-11-22T14:59:59", None),
        ("Asia/Jakarta", "2026-11-22T15:00:00", "2026-11-22T22:00:00"),
        ("Asia/Jakarta", "2026-11-22T17:00:00", "2026-11-22T22:00:00"),
        ("Asia/Jakarta", "2026-11-22T21:59:59", "2026-11-22T22:00:00"),
        ("Asia/Jakarta", "2026-11-22T22:00:00", None),
        # Jayapura is UTC+9: from 13.00 to 20.00 UTC.
        ("Asia/Jayapura", "2026-11-22T13:30:00", "2026-11-22T20:00:00"),
        ("Asia/Jayapura", "2026-12-31T19:59:00", "2026-12-31T20:00:00"),
        ("Asia/Jayapura", "2026-11-22T21:00:00", None),
    ],
)
async def test_quiet_hours_go_over_midnight_in_the_local_zone(
    zone: str, moment: str, end: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMBANG_TIMEZONE", zone)
    get_settings.cache_clear()
    utc = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    wanted = datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None
    assert kabar.quiet_until(None, utc) == wanted


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/x", "https://localhost/x", "https://127.0.0.2/x", "https://10.0.0.5/x", "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data", "https://push.example.com.evil.id/x", "https://evilpush.example.comx/x",
        "https://a@push.example.com/x", "http://localhost:5432/", "ftp://push.example.com/x", "https://0x7f000001/", "https://push.example.com:x/",
        "https://sambang.internal/x", "https://169.254.169.254\\.push.example.com/x", "https://evil.id\\@push.example.com/x",
        "https://push.example.com\\@evil.id/x", "https://evil.id%2F.push.example.com/x", "https://evil.id;.push.example.com/x",
    ],
)  # fmt: skip
async def test_messages_go_to_known_push_services_alone(polres: Polres, endpoint: str) -> None:
    with pytest.raises(kabar_push.NotAllowed):
        await subscribe(polres.officer, Browser(endpoint))
    assert await devices() == 0
    await subscribe(polres.officer, Browser("https://eu.push.example.com/x"))


async def test_a_host_that_is_no_longer_allowed_is_not_spoken_to(
    polres: Polres, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribe(polres.officer, service.browser())
    await tell(polres.officer, Jenis.TUGAS)
    monkeypatch.setenv("PUSH_HOSTS", "push.example.com")
    get_settings.cache_clear()
    await kabar_push.work()
    assert (service.taken, await devices()) == ([], 0)


async def test_trying_it_out_goes_to_the_own_device_even_at_night(polres: Polres, service: PushService) -> None:
    browser = await subscribe(polres.officer, service.browser())
    await quiet_around_now(polres.officer)
    await kabar.try_out(polres.officer)
    await kabar_push.work()
    assert [one["title"] for one in service.opened(browser)] == ["Pemberitahuan percobaan"]
