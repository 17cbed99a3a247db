"""Strikes and appeals on both databases, against a push service of this machine: whom they ring, and whom they must not."""

from types import SimpleNamespace

import pytest

from sambang_digital.db import transaction
from sambang_digital.forms.pengaduan import Tiket
from sambang_digital.models import AntreanTiket
from sambang_digital.services import kabar_warga, pengaduan_tiket, teguran
from sambang_digital.services.pengaduan_langkah import Langkah
from sambang_digital.services.warga import Warga
from tests.pengaduan import phone, receive
from tests.push import PushService
from tests.services.test_kabar_warga import later, rows_of, subscribe
from tests.services.test_teguran import SAID, decide, rule
from tests.warga import NEWS, make_desk, refuse, share_account, step, stored, strike


@pytest.fixture
async def desk(service: PushService) -> SimpleNamespace:
    return await make_desk()


@pytest.mark.parametrize("grant", [True, False])
async def test_what_became_of_an_appeal_rings_with_words_that_say_nothing(
    desk: SimpleNamespace, service: PushService, grant: bool
) -> None:
    """Whichever way it went; appealing is the citizen's own deed; with an answer in the same minutes it rings once."""
    who = await phone()
    sent, _ = await receive(who)
    made = await strike(who, desk)
    browser = await subscribe(who, service.browser())
    await teguran.appeal(who, made.id, SAID)
    assert await rows_of(AntreanTiket) == 0
    await rule(desk.kasat, made.id, grant)
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    assert await kabar_warga.work() == 0
    assert await later() == 1
    assert service.opened(browser) == [NEWS]
    assert await rows_of(AntreanTiket) == 0


async def test_a_strike_that_holds_rings_and_a_suspicion_does_not(desk: SimpleNamespace, service: PushService) -> None:
    who = await phone()
    proposed = [await refuse((await receive(who))[0], desk.operator) for _ in range(2)]
    browser = await subscribe(who, service.browser())
    for one, confirm in zip(proposed, (False, True), strict=True):
        assert one
        assert await later() == 0
        await decide(desk.pa_siaga, one.id, confirm)
    assert await later() == 1
    assert service.opened(browser) == [NEWS]


async def test_a_phone_that_is_held_back_hears_of_strikes_alone(desk: SimpleNamespace, service: PushService) -> None:
    """Of the one that holds it back, and of the appeal; of answers again once that is over."""
    who = await phone()
    sent, _ = await receive(who)
    made = [await strike(who, desk) for _ in range(2)]
    browser = await subscribe(who, service.browser())
    await strike(who, desk)
    assert await later() == 1
    assert len(service.opened(browser)) == 1
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    assert await later() == 1
    assert len(service.taken) == 1
    for one, grant, rung in ((made[0], False, 2), (made[1], True, 3)):
        await teguran.appeal(who, one.id, SAID)
        await rule(desk.kasat, one.id, grant)
        assert await later() == 1
        assert len(service.opened(browser)) == rung
    await step(sent, Langkah.JAWAB, desk.operator)
    assert await later() == 1
    assert len(service.opened(browser)) == 4


@pytest.mark.parametrize("more", [{"kind": "kdrt"}, {"hide_identity": True}])
async def test_of_a_guarded_report_it_rings_only_where_it_was_chosen(
    desk: SimpleNamespace, service: PushService, more: dict[str, object]
) -> None:
    who = await phone()
    made = await strike(who, desk, **more)
    browser = await subscribe(who, service.browser())
    await teguran.appeal(who, made.id, SAID)
    await rule(desk.kasat, made.id, False)
    assert (await later(), await rows_of(AntreanTiket)) == (0, 0)
    sent, _ = await receive(who, **more)
    async with transaction() as session:
        await kabar_warga.choose(session, who, (await stored(sent)).code, on=True)
    proposed = await refuse(sent, desk.operator)
    assert proposed
    await decide(desk.pa_siaga, proposed.id)
    assert await later() == 1
    assert service.opened(browser) == [NEWS]


async def test_it_rings_where_the_strike_is_shown_and_the_ticket_open(
    desk: SimpleNamespace, service: PushService
) -> None:
    """On the phone that sent the report and on those of its account; not where the link was opened; no more where it was forgotten."""
    who, signed_in, linked, forgetful = [await phone() for _ in range(4)]
    await share_account(who, signed_in)
    sent, got = await receive(who)
    await pengaduan_tiket.show(linked, Tiket(code=got.code, secret=sent["secret"]))
    proposed = await refuse(sent, desk.operator)
    assert proposed
    first, second, none = [await subscribe(one, service.browser()) for one in (who, signed_in, linked)]
    await decide(desk.pa_siaga, proposed.id)
    assert await later() == 2
    assert [len(service.opened(one)) for one in (first, second, none)] == [1, 1, 0]

    made = await forgotten(forgetful, desk, service)
    await rule(desk.kasat, made.id, True)
    assert (await later(), await rows_of(AntreanTiket)) == (0, 0)


async def forgotten(who: Warga, desk: SimpleNamespace, service: PushService) -> teguran.Teguran:
    """A strike appealed against, for a report that its phone forgot then; another one it still has."""
    await receive(who)
    made = await strike(who, desk)
    await subscribe(who, service.browser())
    await teguran.appeal(who, made.id, SAID)
    async with transaction() as session:
        report = await session.get_one(pengaduan_tiket.Pengaduan, made.pengaduan_id)
    await pengaduan_tiket.forget(who, report.code)
    return made
