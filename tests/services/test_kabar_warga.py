"""News for citizens on both databases, against a push service of this machine: whom a step rings, once, and whom it must not."""

import asyncio
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaduan import Gangguan, Kategori, LangkahWarga, Tiket
from sambang_digital.forms.serupa import Mirip
from sambang_digital.models import AntreanTiket, KabarDijaga, LanggananTiket, PerangkatWarga
from sambang_digital.models.base import now, uuid7
from sambang_digital.repositories import kabar_warga as repository
from sambang_digital.repositories import pengaduan as reports
from sambang_digital.services import himbauan, kabar_warga, pengaduan_tiket, pengaduan_tindak, push, serupa
from sambang_digital.services.kabar_warga import Guarded, NotFound, NotOn
from sambang_digital.services.kabar_warga_antrean import GATHER
from sambang_digital.services.pengaduan_langkah import Langkah, Step, take
from sambang_digital.services.push import NotAllowed
from sambang_digital.services.warga import Warga
from tests.pengaduan import phone, receive
from tests.push import Browser, PushService
from tests.warga import NEWS, make_desk, share_account, step, stored, strike

SPOT = {"lat": -6.18, "lon": 106.62}
GUARDED = [
    {"kind": "kdrt"},
    {"about_police": True},
    {"hide_identity": True},
    {"category": "informasi", "kind": None, "text": "Suami saya memukul anak-anak kami setiap malam."},
]


@pytest.fixture
async def desk(service: PushService) -> SimpleNamespace:
    return await make_desk()


async def subscribe(who: Warga, browser: Browser) -> Browser:
    async with transaction() as session:
        await kabar_warga.subscribe(session, who, browser.endpoint, **browser.keys)
    return browser


async def citizen(service: PushService, **more: Any) -> tuple[Warga, dict[str, Any], Browser]:
    """A phone that reported and wants to hear of it."""
    who = await phone()
    sent, _ = await receive(who, **more)
    return who, sent, await subscribe(who, service.browser())


async def choose(who: Warga, sent: dict[str, Any], *, on: bool = True) -> None:
    async with transaction() as session:
        await kabar_warga.choose(session, who, (await stored(sent)).code, on=on)


async def rows_of(model: type) -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def later(minutes: float = 3) -> int:
    return await kabar_warga.work(now() + timedelta(minutes=minutes))


async def test_a_step_rings_with_words_that_say_nothing(desk: SimpleNamespace, service: PushService) -> None:
    """Once, however many processes send; never before it was gathered."""
    _, sent, browser = await citizen(service)
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    assert await kabar_warga.work() == 0
    await asyncio.gather(*(later() for _ in range(6)))
    assert service.opened(browser) == [NEWS]
    assert service.taken[0].headers["topic"] == "tiket"
    assert await rows_of(AntreanTiket) == 0


async def test_several_within_minutes_ring_once_and_later_ones_again(
    desk: SimpleNamespace, service: PushService
) -> None:
    """Also when they are about two reports."""
    who, sent, browser = await citizen(service)
    other, _ = await receive(who)
    for what in (Langkah.VERIFIKASI, Langkah.JAWAB, Langkah.TANYA):
        await step(sent, what, desk.operator)
    await step(other, Langkah.VERIFIKASI, desk.operator)
    assert await later() == 1
    assert len(service.opened(browser)) == 1
    await step(sent, Langkah.SELESAIKAN, desk.operator)
    assert await later() == 1
    assert len(service.opened(browser)) == 2


async def test_danger_waits_for_nothing(desk: SimpleNamespace, service: PushService) -> None:
    _, sent, browser = await citizen(service, urgent=True)
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    assert await kabar_warga.work() == 1
    assert service.opened(browser) == [NEWS]


async def test_what_changes_while_a_message_is_on_its_way_rings_again(
    desk: SimpleNamespace, service: PushService
) -> None:
    _, sent, browser = await citizen(service, urgent=True)
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    async with reading() as session:
        (waiting,) = await repository.due(session, now(), 10)
    await step(sent, Langkah.JAWAB, desk.operator)
    async with transaction() as session:
        await repository.done(session, waiting)
    assert await later() == 1
    assert service.opened(browser) == [NEWS]


async def test_ones_own_steps_notes_of_the_desk_and_the_clock_ring_nobody(
    desk: SimpleNamespace, service: PushService
) -> None:
    who, sent, _ = await citizen(service)
    await step(sent, Langkah.CATAT, desk.operator)
    await pengaduan_tiket.act(
        who,
        (await stored(sent)).code,
        LangkahWarga.model_validate({"id": str(uuid7()), "step": "lengkapi", "note": "Masih ramai sampai sekarang."}),
    )
    assert await rows_of(AntreanTiket) == 0
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    await step(sent, Langkah.SELESAIKAN, desk.operator, done_at=now() - timedelta(days=9))
    assert await later() == 1
    await pengaduan_tindak.sweep()
    assert (await stored(sent)).state == "ditutup"
    assert await rows_of(AntreanTiket) == 0


async def test_a_ticket_says_when_the_desk_last_told_something(desk: SimpleNamespace, service: PushService) -> None:
    """So that the list shows which of them rang; notes of the desk and one's own steps are none of it."""
    who, sent, _ = await citizen(service)

    async def told_at() -> datetime | None:
        async with reading() as session:
            (listed,) = await pengaduan_tiket.tickets(session, who)
            assert (await pengaduan_tiket.look(session, who, listed.code)).told_at == listed.told_at
            return listed.told_at

    await step(sent, Langkah.CATAT, desk.operator)
    assert await told_at() is None
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    first = await told_at()
    assert first
    await step(sent, Langkah.CATAT, desk.operator)
    await step(sent, Langkah.LENGKAPI)
    assert await told_at() == first
    await step(sent, Langkah.JAWAB, desk.operator)
    assert (await told_at() or first) > first


async def test_a_step_that_failed_rings_nobody(desk: SimpleNamespace, service: PushService) -> None:
    _, sent, _ = await citizen(service)
    with pytest.raises(ZeroDivisionError):
        async with transaction() as session:
            row = await reports.stored(session, UUID(sent["id"]), lock=True)
            assert row
            await take(session, row, Step(Langkah.VERIFIKASI, by=desk.operator))
            raise ZeroDivisionError
    assert await later() == 0


@pytest.mark.parametrize("more", GUARDED)
async def test_a_guarded_report_rings_only_where_it_was_chosen(
    desk: SimpleNamespace, service: PushService, more: dict[str, Any]
) -> None:
    """By kind, by whom it is about, by a hidden name, or by its words; and no more once the choice was taken back."""
    who, sent, browser = await citizen(service, **more)
    by = desk.propam if more.get("about_police") else desk.operator
    await step(sent, Langkah.VERIFIKASI, by)
    assert await later() == 0
    await choose(who, sent)
    async with reading() as session:
        assert (await kabar_warga.standing(session, who)).guarded == [Guarded((await stored(sent)).code, True)]
    await step(sent, Langkah.JAWAB, by)
    assert await later() == 1
    assert service.opened(browser) == [NEWS]
    await step(sent, Langkah.TANYA, by)
    await choose(who, sent, on=False)
    assert await later() == 1
    assert len(service.taken) == 1


async def test_a_choice_needs_the_ticket_and_a_phone_that_listens(desk: SimpleNamespace, service: PushService) -> None:
    who, stranger = await phone(), await phone()
    sent, _ = await receive(who, kind="kdrt")
    with pytest.raises(NotOn):
        await choose(who, sent)
    await subscribe(stranger, service.browser())
    for on in (True, False):
        with pytest.raises(NotFound):
            await choose(stranger, sent, on=on)


async def test_all_phones_that_open_the_ticket_ring_and_no_other(desk: SimpleNamespace, service: PushService) -> None:
    """By its link, by the account; not after it was forgotten there."""
    who, sent, first = await citizen(service)
    code = (await stored(sent)).code
    linked, signed_in, stranger = [await phone() for _ in range(3)]
    await pengaduan_tiket.show(linked, Tiket(code=code, secret=sent["secret"]))
    second, third, none = [await subscribe(one, service.browser()) for one in (linked, signed_in, stranger)]
    await share_account(who, signed_in)
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    assert await later() == 3
    assert [len(service.opened(one)) for one in (first, second, third, none)] == [1, 1, 1, 0]
    await step(sent, Langkah.JAWAB, desk.operator)
    await pengaduan_tiket.forget(linked, code)
    assert await later() == 2
    assert [len(service.opened(one)) for one in (first, second, third)] == [2, 1, 2]


async def test_forgetting_takes_the_choice_and_with_the_last_ticket_everything(
    desk: SimpleNamespace, service: PushService
) -> None:
    who, sent, _ = await citizen(service, kind="kdrt")
    other, _ = await receive(who)
    await choose(who, sent)
    await step(other, Langkah.VERIFIKASI, desk.operator)
    await pengaduan_tiket.forget(who, (await stored(sent)).code)
    assert (await rows_of(KabarDijaga), await rows_of(LanggananTiket)) == (0, 1)
    await pengaduan_tiket.forget(who, (await stored(other)).code)
    assert (await rows_of(AntreanTiket), await rows_of(LanggananTiket)) == (0, 0)


async def test_a_ticket_forgotten_while_it_waits_rings_no_more(desk: SimpleNamespace, service: PushService) -> None:
    who, sent, _ = await citizen(service)
    await receive(who)
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    await pengaduan_tiket.forget(who, (await stored(sent)).code)
    assert await later() == 1
    assert service.taken == []


async def test_followers_ring_when_what_they_are_shown_changes(desk: SimpleNamespace, service: PushService) -> None:
    """That it is handled, that it is over; nothing between. Those of a report that became part of it, too."""
    who, follower = await phone(), await phone()
    sent, _ = await receive(who, position=SPOT)
    part, _ = await receive(await phone(), position=SPOT)
    _, (similar, *_) = await serupa.look(follower, Mirip(category=Kategori.GANGGUAN, kind=Gangguan.TAWURAN, **SPOT))
    await serupa.follow(follower, similar.token)
    followed = sent if await _follows(follower, sent) else part
    other = part if followed is sent else sent
    browser = await subscribe(follower, service.browser())
    # What the phone follows becomes part of the other one, which goes on.
    await step(followed, Langkah.GABUNG, desk.operator, merged_into=UUID(other["id"]))
    assert await later() == 0
    for what, rings in ((Langkah.VERIFIKASI, 1), (Langkah.JAWAB, 0), (Langkah.TANYA, 0), (Langkah.SELESAIKAN, 1)):
        await step(other, what, desk.operator)
        assert await later() == rings, what
    assert service.opened(browser) == [NEWS] * 2


async def _follows(who: Warga, sent: dict[str, Any]) -> bool:
    async with reading() as session:
        return bool(await repository.heard(session, who.device_id, [UUID(sent["id"])]))


async def test_a_phone_held_back_for_pranks_does_not_ring(desk: SimpleNamespace, service: PushService) -> None:
    """But for the strikes themselves (``test_kabar_warga_teguran``)."""
    who = await phone()
    sent, _ = await receive(who)
    for _ in range(3):
        await strike(who, desk)
    await subscribe(who, service.browser())
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    assert await later() == 1
    assert service.taken == []


async def test_a_browser_that_ended_it_is_forgotten(desk: SimpleNamespace, service: PushService) -> None:
    _, sent, _ = await citizen(service)
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    service.answers = [(410, {})]
    assert await later() == 1
    assert (await rows_of(LanggananTiket), await rows_of(AntreanTiket)) == (0, 0)


async def test_another_key_of_ours_or_an_ended_cookie_ends_it(
    desk: SimpleNamespace, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing goes out any more, and the phone is told that it is off."""
    who, sent, _ = await citizen(service)
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    with monkeypatch.context() as patch:
        patch.setattr(push, "public_key", lambda: "another")
        async with reading() as session:
            assert (await kabar_warga.standing(session, who)).endpoint is None
        assert await later() == 1
    assert (await rows_of(LanggananTiket), service.taken) == (0, [])
    await subscribe(who, service.browser())
    await step(sent, Langkah.JAWAB, desk.operator)
    async with transaction() as session:
        gone = now() - timedelta(days=401)
        await session.execute(update(PerangkatWarga).values(last_seen_at=gone))
    assert await later() == 1
    assert (await rows_of(LanggananTiket), service.taken) == (0, [])


async def test_a_busy_service_is_asked_again_and_a_day_is_enough(desk: SimpleNamespace, service: PushService) -> None:
    _, sent, browser = await citizen(service)
    service.answers = [(503, {})]
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    moment = now() + GATHER
    assert await kabar_warga.work(moment) == 1
    assert await kabar_warga.work(moment + timedelta(seconds=29)) == 0
    assert await kabar_warga.work(moment + timedelta(seconds=30)) == 1
    assert len(service.opened(browser)) == 2
    await step(sent, Langkah.JAWAB, desk.operator)
    assert await later(25 * 60) == 1
    assert (len(service.taken), await rows_of(AntreanTiket)) == (2, 0)


async def test_announcements_of_the_same_browser_go_their_own_way(desk: SimpleNamespace, service: PushService) -> None:
    """One address for both: ending the one leaves the other."""
    who, sent, browser = await citizen(service)
    async with transaction() as session:
        await himbauan.subscribe(session, browser.endpoint, **browser.keys, kecamatan_code=None)
        await himbauan.unsubscribe(session, browser.endpoint)
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    assert await later() == 1
    assert len(service.opened(browser)) == 1
    async with transaction() as session:
        await himbauan.subscribe(session, browser.endpoint, **browser.keys, kecamatan_code=None)
        await kabar_warga.unsubscribe(session, who)
    async with reading() as session:
        assert await himbauan.asked_for(session, browser.endpoint)


async def test_a_browser_that_lost_its_cookie_is_one_phone(desk: SimpleNamespace, service: PushService) -> None:
    _, _, browser = await citizen(service)
    who = await phone()
    await subscribe(who, browser)
    assert await rows_of(LanggananTiket) == 1
    async with reading() as session:
        assert (await kabar_warga.standing(session, who)).endpoint == browser.endpoint


async def test_messages_go_to_named_push_services_alone(desk: SimpleNamespace) -> None:
    with pytest.raises(NotAllowed):
        await subscribe(await phone(), Browser("https://example.org/x"))
    assert await rows_of(LanggananTiket) == 0
