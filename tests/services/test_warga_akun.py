"""Citizens' accounts, on both databases: made by a code, told to no stranger, tickets of all their phones, gone when they are deleted."""

import asyncio
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaduan import Tiket
from sambang_digital.forms.warga import Saya
from sambang_digital.models import Audit, Pengaduan, PerangkatWarga, TiketAkun, WargaAkun, WargaKode
from sambang_digital.models.base import now
from sambang_digital.services import (
    pengaduan,
    pengaduan_tiket,
    percobaan,
    pesan,
    sandi,
    teguran,
    warga,
    warga_akun,
    warga_kode,
)
from sambang_digital.services.percobaan import TooManyAttempts
from sambang_digital.services.warga import Warga
from tests.pengaduan import phone, receive
from tests.surel import Kept
from tests.warga import PASSWORD, PHONE, account_form, make_desk, strike

OTHER = "perahu-kertas-biru"


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """What citizens were sent."""
    messenger = Kept()
    monkeypatch.setitem(pesan.MESSENGERS, "console", messenger)
    return messenger


@pytest.fixture
async def desk(database: str) -> SimpleNamespace:
    return await make_desk()


async def made(kept: Kept, who: Warga | None = None, **more: Any) -> Warga:
    """A phone on which an account was made."""
    who = who or await phone()
    await warga_akun.register(who, account_form(**more))
    await pesan.drain()
    await warga_akun.confirm(who, kept.codes()[-1])
    return who


async def codes_of(who: Warga) -> list[str]:
    async with reading() as session:
        return [one.code for one in await pengaduan_tiket.tickets(session, who)]


async def me(who: Warga) -> warga_akun.Me | None:
    async with reading() as session:
        try:
            return await warga_akun.me(session, who)
        except warga_akun.NotSignedIn:
            return None


async def count(model: type) -> int:
    async with reading() as session:
        return int(await session.scalar(select(func.count()).select_from(model)) or 0)


async def test_made_by_the_code_alone(desk: SimpleNamespace, kept: Kept) -> None:
    who = await phone()
    sent = await warga_akun.register(who, account_form(address="Gang Mawar 3"))
    await pesan.drain()
    assert (sent.way, sent.expires_s) == ("phone", 600)
    assert (await me(who), await count(WargaAkun)) == (None, 0)
    (code,) = kept.codes()
    assert kept.sent[0][0].phone == PHONE
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for stranger, said in ((who, wrong), (await phone(), code)):
        with pytest.raises(warga_akun.WrongCode):
            await warga_akun.confirm(stranger, said)
    await warga_akun.confirm(who, code)
    found = await me(who)
    assert found
    assert (found.phone, found.name, found.address, found.verified_by) == (
        PHONE,
        "Siti Rahmawati",
        "Gang Mawar 3",
        "console",
    )
    with pytest.raises(warga_akun.WrongCode):
        await warga_akun.confirm(who, code)
    async with reading() as session:
        row = (await session.scalars(select(WargaAkun))).one()
        assert PASSWORD not in str(row.password_hash)
        assert str(row.password_hash).startswith("$argon2")
        code_row = (await session.scalars(select(WargaKode))).one()
        assert (code_row.hash, code_row.data) == (None, {})
        trail = str([(one.action, one.object_id, one.data) for one in await session.scalars(select(Audit))])
    assert "warga_akun.dibuat" in trail
    for secret in (PHONE, "Siti", code, PASSWORD):
        assert secret not in trail


async def test_a_code_ends_after_ten_minutes_and_five_tries(
    desk: SimpleNamespace, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await phone()
    await warga_akun.register(who, account_form())
    await pesan.drain()
    (code,) = kept.codes()
    for number in range(5):
        with pytest.raises(warga_akun.WrongCode):
            await warga_akun.confirm(who, f"{(int(code) + 1 + number) % 1_000_000:06}")
    with pytest.raises(warga_akun.WrongCode):
        await warga_akun.confirm(who, code)
    await warga_akun.register(who, account_form())
    await pesan.drain()
    later = now() + warga_kode.CODE_TTL
    monkeypatch.setattr(warga_kode, "now", lambda: later)
    with pytest.raises(warga_akun.WrongCode):
        await warga_akun.confirm(who, kept.codes()[-1])
    assert await warga_kode.sweep() == 0
    later += warga_kode.KEPT
    assert await warga_kode.sweep() == 2
    assert await count(WargaKode) == 0


async def test_one_code_used_four_times_at_once(desk: SimpleNamespace, kept: Kept) -> None:
    who = await phone()
    await warga_akun.register(who, account_form())
    await pesan.drain()
    done = await asyncio.gather(*(warga_akun.confirm(who, kept.codes()[0]) for _ in range(4)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["WrongCode"] * 3 + ["str"]
    assert await count(WargaAkun) == 1


async def test_a_known_number_gets_no_code_and_its_owner_a_word(desk: SimpleNamespace, kept: Kept) -> None:
    await made(kept)
    kept.sent.clear()
    stranger = await phone()
    again = await warga_akun.register(stranger, account_form(password=OTHER, name="Orang Lain"))
    fresh = await warga_akun.register(await phone(), account_form(phone="081255509999"))
    await pesan.drain()
    assert again == fresh
    assert kept.sent[0][0].phone == PHONE
    assert "sudah punya akun" in kept.sent[0][1]
    assert len(kept.codes()) == 1  # that of the other number
    for code in ("000000", "123456"):
        with pytest.raises(warga_akun.WrongCode):
            await warga_akun.confirm(stranger, code)
    with pytest.raises(warga_akun.WrongCredentials):
        await warga_akun.sign_in(stranger, PHONE, OTHER)


async def test_two_begun_for_one_number(desk: SimpleNamespace, kept: Kept) -> None:
    """The number's owner has both codes: the first that comes back makes the account."""
    first, second = await phone(), await phone()
    for who in (first, second):
        await warga_akun.register(who, account_form())
    await pesan.drain()
    await warga_akun.confirm(first, kept.codes()[0])
    with pytest.raises(warga_akun.Taken):
        await warga_akun.confirm(second, kept.codes()[1])
    assert await me(second) is None


async def test_codes_are_limited_by_number_phone_and_day(
    desk: SimpleNamespace, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(warga_kode.CODES_A_PHONE):
        await warga_akun.ask_reset(await phone(), PHONE)
    with pytest.raises(TooManyAttempts):
        await warga_akun.register(await phone(), account_form())
    who = await phone("10.0.0.1")
    for number in range(warga_kode.CODES_A_DEVICE):
        await warga_akun.ask_reset(who, f"08125550200{number}")
    with pytest.raises(TooManyAttempts):
        await warga_akun.ask_reset(who, "081255502009")
    with monkeypatch.context() as patch:
        patch.setattr(warga_kode, "CODES_AN_ADDRESS", 5)
        with pytest.raises(TooManyAttempts):
            await warga_akun.ask_reset(await phone("10.0.0.1"), "081255503000")
    for quarter in range(1, 5):
        later = now() + quarter * percobaan.WINDOW
        monkeypatch.setattr(percobaan, "now", lambda moment=later: moment)
        asked = [await _asked(PHONE) for _ in range(warga_kode.CODES_A_PHONE)]
    assert asked == [False] * 3, "ten a day are enough, whatever the quarter of an hour"
    async with reading() as session:
        assert PHONE not in str((await session.scalars(select(WargaKode.phone_key))).all())


async def _asked(number: str) -> bool:
    try:
        await warga_akun.ask_reset(await phone(), number)
    except TooManyAttempts:
        return False
    return True


async def test_signing_in_is_throttled_and_tells_nothing(desk: SimpleNamespace, kept: Kept) -> None:
    await made(kept)
    other = await phone()
    for number, password in ((PHONE, OTHER), ("081255500000", PASSWORD)):
        with pytest.raises(warga_akun.WrongCredentials):
            await warga_akun.sign_in(other, number, password)
    await warga_akun.sign_in(other, PHONE, PASSWORD)
    assert await me(other)
    for _ in range(percobaan.PER_ACCOUNT - 1):
        with pytest.raises(warga_akun.WrongCredentials):
            await warga_akun.sign_in(await phone(), PHONE, OTHER)
    with pytest.raises(TooManyAttempts):
        await warga_akun.sign_in(await phone(), PHONE, PASSWORD)
    # Its owner still gets in, by a code.
    who = await phone()
    await warga_akun.ask_reset(who, PHONE)
    await pesan.drain()
    await warga_akun.reset(who, kept.codes()[-1], OTHER)
    assert await me(who)


async def test_the_token_changes_with_signing_in(desk: SimpleNamespace, kept: Kept) -> None:
    """Whoever noted the token of a shared computer before is not signed in."""
    await made(kept)
    async with transaction() as session:
        who, noted = await warga.begin(session)
    fresh = await warga_akun.sign_in(who, PHONE, PASSWORD)
    assert await warga.known(noted) is None
    assert (await warga.known(fresh)) == Warga(who.device_id)


async def test_tickets_of_all_phones_are_the_accounts(desk: SimpleNamespace, kept: Kept) -> None:
    first, second, stranger = await phone(), await phone(), await phone()
    _, one = await receive(first)
    _, two = await receive(second)
    sent, three = await receive(stranger)
    await made(kept, first)
    assert await codes_of(first) == [one.code]
    await warga_akun.sign_in(second, PHONE, PASSWORD)
    assert set(await codes_of(first)) == set(await codes_of(second)) == {one.code, two.code}
    await pengaduan_tiket.show(second, Tiket(code=three.code, secret=sent["secret"]))
    assert set(await codes_of(first)) == {one.code, two.code, three.code}
    await warga_akun.sign_out(second)
    assert set(await codes_of(second)) == {two.code, three.code}, "what came by this phone"
    assert set(await codes_of(first)) == {one.code, two.code, three.code}, "the account keeps them"
    await pengaduan_tiket.forget(first, two.code)
    assert set(await codes_of(first)) == {one.code, three.code}
    assert set(await codes_of(second)) == {two.code, three.code}
    assert await codes_of(stranger) == [three.code]
    async with reading() as session:
        assert await pengaduan_tiket.look(session, first, three.code)
        with pytest.raises(pengaduan_tiket.NotFound):
            await pengaduan_tiket.look(session, stranger, one.code)


@pytest.mark.parametrize(
    "guarded",
    [
        {"category": "gangguan", "kind": "kdrt"},
        {"hide_identity": True, "name": "Sari"},
        {"about_police": True},
        {"text": "Suami saya memukul saya dan anak saya tadi malam."},
    ],
)
async def test_guarded_reports_stay_on_their_phone(desk: SimpleNamespace, kept: Kept, guarded: dict[str, Any]) -> None:
    """Whoever signed in on somebody's phone does not read along, neither what was sent before nor after, nor once the phone signs out."""
    hers, his = await phone(), await phone()
    _, before = await receive(hers, **guarded)
    await made(kept, his)
    await warga_akun.sign_in(hers, PHONE, PASSWORD)
    _, after = await receive(hers, **guarded)
    assert set(await codes_of(hers)) == {before.code, after.code}
    assert await codes_of(his) == []
    await warga_akun.sign_out(hers)
    assert set(await codes_of(hers)) == {before.code, after.code}
    assert await codes_of(his) == []
    async with reading() as session:
        for one in (before, after):
            with pytest.raises(pengaduan_tiket.NotFound):
                await pengaduan_tiket.look(session, his, one.code)


async def test_an_account_sends_no_more_by_having_many_phones(desk: SimpleNamespace, kept: Kept) -> None:
    """Reports are counted for the account, too, so that a second phone is no second quota; without an account it is another citizen."""
    phones = [await phone(), await phone()]
    await made(kept, phones[0])
    await warga_akun.sign_in(phones[1], PHONE, PASSWORD)
    for n in range(pengaduan.PER_ACCOUNT):
        await receive(phones[n % 2])
    for one in phones:
        with pytest.raises(TooManyAttempts):
            await receive(one)
    await receive(await phone())


async def test_another_account_on_the_same_phone(desk: SimpleNamespace, kept: Kept) -> None:
    """What the first account had by other phones is not shown to the second."""
    shared, own = await phone(), await phone()
    _, mine = await receive(own)
    await made(kept, own)
    await warga_akun.sign_in(shared, PHONE, PASSWORD)
    assert await codes_of(shared) == [mine.code]
    await made(kept, shared, phone="081255509999", name="Budi")
    assert await codes_of(shared) == []
    assert await codes_of(own) == [mine.code]


async def test_a_new_password_signs_other_phones_out(desk: SimpleNamespace, kept: Kept) -> None:
    who, other = await made(kept), await phone()
    await warga_akun.sign_in(other, PHONE, PASSWORD)
    with pytest.raises(warga_akun.WrongPassword):
        await warga_akun.change_password(who, "bukan-sandi-saya", OTHER)
    for weak in ("pendek", "tangerang1", f"ini{PHONE}saya", PASSWORD):
        with pytest.raises(sandi.WeakPassword):
            await warga_akun.change_password(who, PASSWORD, weak)
    await warga_akun.change_password(who, PASSWORD, OTHER)
    assert (await me(other), bool(await me(who))) == (None, True)
    with pytest.raises(warga_akun.WrongCredentials):
        await warga_akun.sign_in(other, PHONE, PASSWORD)
    await warga_akun.sign_in(other, PHONE, OTHER)
    third = await phone()
    await warga_akun.ask_reset(third, PHONE)
    await pesan.drain()
    for stranger, code in ((other, kept.codes()[-1]), (third, "999999" if kept.codes()[-1] != "999999" else "1" * 6)):
        with pytest.raises(warga_akun.WrongCode):
            await warga_akun.reset(stranger, code, "angin-laut-selatan")
    await warga_akun.reset(third, kept.codes()[-1], "angin-laut-selatan")
    assert [bool(await me(one)) for one in (who, other, third)] == [False, False, True]


async def test_a_reset_for_nobody_is_answered_alike(desk: SimpleNamespace, kept: Kept) -> None:
    await made(kept)
    kept.sent.clear()
    known, unknown = await phone(), await phone()
    assert await warga_akun.ask_reset(known, PHONE) == await warga_akun.ask_reset(unknown, "081255500000")
    await pesan.drain()
    assert len(kept.sent) == 1
    with pytest.raises(warga_akun.WrongCode):
        await warga_akun.reset(unknown, kept.codes()[0], OTHER)


async def test_changing_and_deleting(desk: SimpleNamespace, kept: Kept) -> None:
    who = await phone()
    sent, got = await receive(who)
    await made(kept, who)
    other = await phone()
    await warga_akun.sign_in(other, PHONE, PASSWORD)
    said = {"name": "Siti R.", "address": "Jalan Melati 5", "email": "Siti@Example.id"}
    for password in (None, "bukan-sandi-saya"):
        with pytest.raises(warga_akun.WrongPassword):
            await warga_akun.change(who, Saya.model_validate(said | {"password": password}))
    done = await warga_akun.change(who, Saya.model_validate(said | {"password": PASSWORD}))
    assert (done.name, done.address, done.email) == ("Siti R.", "Jalan Melati 5", "siti@example.id")
    done = await warga_akun.change(who, Saya.model_validate(said | {"name": "Siti Rahma"}))
    assert done.name == "Siti Rahma"
    with pytest.raises(warga_akun.WrongPassword):
        await warga_akun.delete(who, OTHER)
    await warga_akun.delete(who, PASSWORD)
    assert [await me(one) for one in (who, other)] == [None, None]
    assert (await codes_of(who), await codes_of(other)) == ([got.code], [])
    assert await count(TiketAkun) == 0
    async with reading() as session:
        row = (await session.scalars(select(WargaAkun))).one()
        assert (row.phone, row.name, row.address, row.email, row.password_hash, row.active) == (
            None,
            "",
            None,
            None,
            None,
            False,
        )
        assert (await session.get_one(Pengaduan, UUID(sent["id"]))).text == sent["text"]
        assert list(await session.scalars(select(WargaKode.data))) == [{}]
    with pytest.raises(warga_akun.WrongCredentials):
        await warga_akun.sign_in(other, PHONE, PASSWORD)
    await made(kept, await phone())
    assert await count(WargaAkun) == 2


async def test_strikes_follow_the_account_to_its_next_phone(desk: SimpleNamespace, kept: Kept) -> None:
    who = await phone()
    await made(kept, who)
    for _ in range(3):
        await strike(who, desk)
    other = await phone()
    _, got = await receive(other)
    assert got.code
    await warga_akun.sign_in(other, PHONE, PASSWORD)
    with pytest.raises(teguran.Blocked):
        await receive(other)
    await receive(other, urgent=True)
    await warga_akun.sign_out(other)
    await receive(other)
    await warga_akun.sign_out(who)
    with pytest.raises(teguran.Blocked):
        await receive(who)


async def test_no_phone_is_left_bound_to_nobody(desk: SimpleNamespace, kept: Kept) -> None:
    who = await made(kept)
    await warga_akun.delete(who, PASSWORD)
    async with reading() as session:
        bound = select(func.count()).where(PerangkatWarga.akun_warga_id.is_not(None))
        assert await session.scalar(bound) == 0
