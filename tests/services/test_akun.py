"""Rules of sessions and passwords that HTTP does not show."""

import asyncio
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Percobaan, SesiPerangkat
from sambang_digital.models.base import now
from sambang_digital.services import akun, percobaan, sandi
from sambang_digital.settings import get_settings
from tests.factories import PASSWORD, make_akun

DEVICE = akun.Device("10.0.0.1")


async def test_other_processes_hear_of_an_ending(database: str) -> None:
    """What is told names the session as its live connections know it."""
    person = await make_akun()
    heard = akun.endings()
    first = asyncio.ensure_future(anext(heard))
    await asyncio.sleep(0)  # lets the listener begin
    token, actor = await akun.sign_in(person.nrp, PASSWORD, DEVICE)
    assert await first == []
    await akun.sign_out(actor)
    assert await anext(heard) == [akun.token_hash(token).hex()]
    await heard.aclose()


async def test_a_read_that_overlaps_a_revocation_is_not_remembered(database: str) -> None:
    """Whoever was read before the revocation must not come back from memory after it."""
    person = await make_akun()
    for _ in range(5):
        token, actor = await akun.sign_in(person.nrp, PASSWORD, DEVICE)
        digest = akun.token_hash(token)
        await asyncio.gather(*(akun.actor_of_hash(digest) for _ in range(5)), akun.sign_out(actor))
        assert await akun.actor_of_hash(digest) is None


async def test_a_person_who_left_is_out_of_all_devices(database: str) -> None:
    """Deactivated: no further sign-in, and no session read afresh."""
    person = await make_akun()
    token, _ = await akun.sign_in(person.nrp, PASSWORD, DEVICE)
    async with transaction() as session:
        (await session.merge(person)).active = False
    with pytest.raises(akun.WrongCredentials):
        await akun.sign_in(person.nrp, PASSWORD, DEVICE)
    other = await make_akun("80010002")
    await akun.sign_in(other.nrp, PASSWORD, DEVICE)  # makes this process read afresh
    assert await akun.actor_of_hash(akun.token_hash(token)) is None


async def test_one_device_signing_in_many_times_at_once(database: str) -> None:
    """The race ends with one row, and exactly one of the tokens is alive."""
    person = await make_akun()
    device = akun.Device("10.0.0.1", id=uuid4())
    answers = await asyncio.gather(
        *(akun.sign_in(person.nrp, PASSWORD, device) for _ in range(6)), return_exceptions=True
    )
    tokens = [answer[0] for answer in answers if isinstance(answer, tuple)]
    alive = [token for token in tokens if await akun.actor_of_hash(akun.token_hash(token))]
    assert len(alive) == 1
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(SesiPerangkat)) == 1


async def test_an_outdated_hash_is_renewed(database: str) -> None:
    """Signing in brings the hash to today's parameters; the password stays."""
    person = await make_akun()
    weak = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=512, parallelism=1),)).hash(PASSWORD)
    async with transaction() as session:
        (await session.merge(person)).password_hash = weak
    await akun.sign_in(person.nrp, PASSWORD, DEVICE)
    async with reading() as session:
        renewed = await akun.repository.password_hash(session, person.id)
    assert renewed not in {weak, None}
    assert await sandi.check(PASSWORD, renewed) == (True, None)
    await akun.sign_in(person.nrp, PASSWORD, DEVICE)


async def test_letters_typed_on_two_keyboards_are_the_same() -> None:
    """Composed and decomposed letters make one password."""
    stored = await sandi.make_hash("kafe\u0301 di pojok")
    assert await sandi.check("kaf\u00e9 di pojok", stored) == (True, None)


async def test_somebody_who_does_not_exist_costs_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer's time does not tell whether an NRP exists."""
    monkeypatch.setattr(sandi, "hasher", PasswordHash.recommended())
    stored = await sandi.make_hash(PASSWORD)
    await sandi.check("x", None)  # makes the hash that stands for nobody

    async def seconds(hash_: str | None) -> float:
        start = time.perf_counter()
        assert await sandi.check("salah", hash_) == (False, None)
        return time.perf_counter() - start

    known = min([await seconds(stored) for _ in range(5)])
    unknown = min([await seconds(None) for _ in range(5)])
    assert unknown > known / 3


async def test_a_rush_is_turned_away_and_not_counted(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """More checks than the machine can bear: a quick refusal that does not bring the account nearer to its limit."""
    person = await make_akun()
    monkeypatch.setattr(sandi, "MAX_WAITING", 0)
    with pytest.raises(sandi.Busy):
        await akun.sign_in(person.nrp, PASSWORD, DEVICE)
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Percobaan)) == 0
    monkeypatch.setattr(sandi, "MAX_WAITING", 2)
    answers = await asyncio.gather(*(sandi.check("x", None) for _ in range(6)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [tuple] * 2 + [sandi.Busy] * 4


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("10.1.2.3", "alamat:10.1.2.3"),
        ("::ffff:10.1.2.3", "alamat:10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "alamat:2001:0db8:0001:0002"),
        ("2001:db8:1:2:ffff::1", "alamat:2001:0db8:0001:0002"),
        ("unknown", "alamat:unknown"),
        ("x" * 500, "alamat:" + "x" * 64),
    ],
)
def test_addresses_are_counted_by_line(address: str, key: str) -> None:
    """An IPv6 line may use 2⁶⁴ addresses; a proxy may send nonsense."""
    limits = percobaan.sign_in_limits("80010001", None, known=False, address=address)
    assert limits[-1] == (key, percobaan.PER_ADDRESS)


async def test_sweep_deletes_what_can_no_longer_matter(database: str) -> None:
    """Old counters and long unused sessions go; the others stay."""
    person = await make_akun()
    token, actor = await akun.sign_in(person.nrp, PASSWORD, DEVICE)
    with pytest.raises(akun.WrongCredentials):
        await akun.sign_in(person.nrp, "salah", DEVICE)
    await akun.sweep()
    assert await akun.actor_of_hash(akun.token_hash(token)) == actor
    async with transaction() as session:
        assert (await session.scalars(select(Percobaan))).all()
        for row in (await session.scalars(select(Percobaan))).all():
            row.window_start = now() - percobaan.WINDOW * 200
        (await session.scalars(select(SesiPerangkat))).one().last_seen_at = now() - timedelta(
            days=get_settings().session_days + 1
        )
    await akun.sweep()
    async with reading() as session:
        assert (await session.scalars(select(Percobaan))).all() == []
        assert (await session.scalars(select(SesiPerangkat))).all() == []
