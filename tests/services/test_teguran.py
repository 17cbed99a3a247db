"""Strikes for pranks, on both databases: two people for each, a third for an appeal; a pause that never touches danger and is told."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaduan import LangkahWarga
from sambang_digital.forms.teguran import Banding, TeguranSettings
from sambang_digital.models import Audit, Kabar, Teguran
from sambang_digital.models.base import now, uuid7
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.services import pengaduan, pengaduan_tiket, pengaturan, teguran
from sambang_digital.services.percobaan import TooManyAttempts
from sambang_digital.services.teguran import Block
from sambang_digital.services.warga import Warga
from tests.pengaduan import phone, receive
from tests.warga import make_desk, refuse, strike

SAID = Banding(text="Kejadiannya benar, saya punya fotonya.")
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def desk(database: str) -> SimpleNamespace:
    return await make_desk()


async def decide(who: Actor, strike_id: UUID, confirm: bool = True) -> None:
    async with transaction() as session:
        await teguran.decide(session, who, strike_id, confirm=confirm)


async def rule(who: Actor, strike_id: UUID, grant: bool) -> None:
    async with transaction() as session:
        await teguran.decide_appeal(session, who, strike_id, grant=grant)


async def standing(who: Warga) -> teguran.Standing:
    async with reading() as session:
        return await teguran.standing(session, who)


async def trail(pengaduan_id: UUID) -> list[str]:
    async with reading() as session:
        wanted = select(Audit.action).where(Audit.object_id == str(pengaduan_id), Audit.object_type == "teguran")
        return list(await session.scalars(wanted.order_by(Audit.id)))


async def told(who: Actor) -> int:
    async with reading() as session:
        return int(await session.scalar(select(func.sum(Kabar.count)).where(Kabar.akun_id == who.id)) or 0)


def at(days: float, state: str = "berlaku", lasts: int = 180) -> Teguran:
    """A strike confirmed so many days after the start."""
    moment = START + timedelta(days=days)
    return Teguran(state=state, confirmed_at=moment, expires_at=moment + timedelta(days=lasts))


@pytest.mark.parametrize(
    ("strikes", "day", "since"),
    [
        ([at(0), at(1)], 2, None),
        ([at(0), at(1), at(2)], 2, 2),
        ([at(0), at(1), at(2)], 31.9, 2),
        ([at(0), at(1), at(2)], 32, None),
        ([at(0), at(1), at(2), at(10)], 35, 10),
        ([at(0), at(1), at(2), at(10)], 11, 2),
        ([at(0), at(1), at(179)], 200, 179),  # the first expired at 180: the pause stays whole
        ([at(0), at(1), at(180)], 181, None),
        ([at(0), at(1, "dicabut"), at(2)], 3, None),
        ([at(0), at(1), at(2), at(3, "dicabut")], 31.5, 2),
        ([at(0), at(1), at(2), at(3, "dicabut")], 32.5, None),
        ([], 0, None),
    ],
)
def test_pause(strikes: list[Teguran], day: float, since: float | None) -> None:
    """The strike that makes three begins it, each after it prolongs it; what was taken away is as if it had not been."""
    found = teguran.pause(strikes, TeguranSettings(), START + timedelta(days=day))
    assert (found and found.since) == (START + timedelta(days=since) if since is not None else None)
    if found:
        assert found.until > START + timedelta(days=day)


async def test_a_strike_needs_two_people(desk: SimpleNamespace) -> None:
    who = await phone()
    sent, _ = await receive(who)
    proposed = await refuse(sent, desk.pa_siaga)
    assert proposed
    assert (await standing(who)).strikes == []  # a suspicion is none
    with pytest.raises(teguran.NotYou):
        await decide(desk.pa_siaga, proposed.id)
    for nobody in (desk.operator, desk.kapolres, desk.propam):
        with pytest.raises(Forbidden):
            await decide(nobody, proposed.id)
    # Of the report itself, and of the proposal.
    assert [await told(one) for one in (desk.ka_siaga, desk.kasat, desk.pa_siaga)] == [2, 2, 1]
    await decide(desk.ka_siaga, proposed.id)
    for confirm in (True, False):
        with pytest.raises(teguran.TooLate):
            await decide(desk.kasat, proposed.id, confirm)
    (found,) = (await standing(who)).strikes
    assert (found.code, found.counts, found.can_appeal) == ((await receive_code(sent)), True, True)
    assert found.expires_at - found.confirmed_at == timedelta(days=180)
    assert await trail(UUID(sent["id"])) == ["teguran.diusulkan", "teguran.disahkan"]


async def receive_code(sent: dict[str, object]) -> str:
    async with reading() as session:
        return (await session.get_one(pengaduan.Pengaduan, UUID(str(sent["id"])))).code


async def test_proposed_once_and_for_a_prank_alone(desk: SimpleNamespace) -> None:
    who = await phone()
    sent, _ = await receive(who)
    first = await refuse(sent, desk.operator)
    assert first
    await decide(desk.pa_siaga, first.id, confirm=False)
    await pengaduan_tiket.act(
        who,
        await receive_code(sent),
        LangkahWarga.model_validate({"id": str(uuid7()), "step": "buka_lagi", "note": "Ini benar terjadi."}),
    )
    again = await refuse(sent, desk.operator)
    assert again
    assert (again.id, again.state) == (first.id, "tidak_terbukti")
    other, _ = await receive(who)
    assert await refuse(other, desk.operator, "kurang_data") is None


async def test_a_complaint_about_an_officer_brings_none(desk: SimpleNamespace) -> None:
    sent, _ = await receive(await phone(), about_police=True)
    assert await refuse(sent, desk.propam) is None
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Teguran)) == 0


async def test_what_was_opened_again_is_not_confirmed(desk: SimpleNamespace) -> None:
    who = await phone()
    sent, got = await receive(who)
    proposed = await refuse(sent, desk.operator)
    assert proposed
    await pengaduan_tiket.act(
        who,
        got.code,
        LangkahWarga.model_validate({"id": str(uuid7()), "step": "buka_lagi", "note": "Ini benar terjadi."}),
    )
    with pytest.raises(teguran.TooLate, match="tidak lagi ditolak"):
        await decide(desk.pa_siaga, proposed.id)


async def test_the_other_polres_decides_nothing(desk: SimpleNamespace) -> None:
    proposed = await refuse((await receive(await phone()))[0], desk.operator)
    other = await make_desk("LAIN", None)
    assert proposed
    for strike_id in (proposed.id, uuid4()):
        with pytest.raises(teguran.NotFound):
            await decide(other.pa_siaga, strike_id)
    async with reading() as session:
        assert await teguran.waiting(session, other.pa_siaga) == []
        (waits,) = await teguran.waiting(session, desk.pa_siaga)
    assert (waits.id, waits.mine, waits.appeal) == (proposed.id, True, None)


async def test_three_strikes_hold_new_reports_back_but_never_danger(desk: SimpleNamespace) -> None:
    who = await phone("10.0.0.1")
    first, got = await receive(who)
    for _ in range(2):
        await strike(who, desk)
    await receive(who)
    last = await strike(who, desk)
    with pytest.raises(teguran.Blocked) as held:
        await receive(who)
    assert held.value.block == Block(last.confirmed_at, last.confirmed_at + timedelta(days=30), 3)
    assert (await standing(who)).block == held.value.block
    assert (await pengaduan.receive(who, pengaduan.PengaduanBaru.model_validate(first))).code == got.code
    sent, _ = await receive(await phone("10.0.0.1"))  # another phone at the same address
    async with reading() as session:
        assert await teguran.count(session, desk.operator, UUID(first["id"])) == 3
        assert await teguran.count(session, desk.operator, UUID(sent["id"])) == 0
        assert await teguran.count(session, desk.propam, UUID(first["id"])) == 0


async def test_danger_passes_and_is_marked(desk: SimpleNamespace) -> None:
    who = await phone()
    for _ in range(3):
        await strike(who, desk)
    urgent, _ = await receive(who, urgent=True)
    async with reading() as session:
        assert await teguran.count(session, desk.operator, UUID(urgent["id"])) == 3


async def test_settings_of_the_polres_hold(desk: SimpleNamespace) -> None:
    async with transaction() as session:
        await pengaturan.change(
            session, desk.kasat, desk.polres.id, "teguran", {"strikes": 2, "block_days": 7, "expiry_days": 60}
        )
    pengaturan.forget()
    who = await phone()
    for _ in range(2):
        last = await strike(who, desk)
    with pytest.raises(teguran.Blocked) as held:
        await receive(who)
    assert held.value.block.until - held.value.block.since == timedelta(days=7)
    assert last.expires_at - last.confirmed_at == timedelta(days=60)


async def test_an_appeal_once_decided_by_a_third(desk: SimpleNamespace) -> None:
    who = await phone()
    made = [await strike(who, desk) for _ in range(3)]
    stranger = await phone()
    for strike_id in (made[0].id, uuid4()):
        with pytest.raises(teguran.NotFound):
            await teguran.appeal(stranger, strike_id, SAID)
    before = await told(desk.kasat), await told(desk.pa_siaga)
    for _ in range(2):
        await teguran.appeal(who, made[0].id, SAID)
    assert (await told(desk.kasat), await told(desk.pa_siaga)) == (before[0] + 1, before[1])
    with pytest.raises(teguran.TooLate):
        await teguran.appeal(who, made[0].id, Banding(text="Saya keberatan sekali lagi."))
    with pytest.raises(teguran.NotYou):
        await rule(desk.pa_siaga, made[0].id, True)
    with pytest.raises(Forbidden):
        await rule(desk.operator, made[0].id, True)
    with pytest.raises(teguran.TooLate):
        await rule(desk.kasat, made[1].id, True)
    async with reading() as session:
        (waits,) = await teguran.waiting(session, desk.pa_siaga)
    assert (waits.appeal, waits.mine) == (SAID.text, False)
    await rule(desk.kasat, made[0].id, True)
    with pytest.raises(teguran.TooLate):
        await rule(desk.ka_siaga, made[0].id, False)
    found = await standing(who)
    assert found.block is None
    assert [(one.id, one.counts, one.outcome) for one in found.strikes][-1] == (made[0].id, False, "dikabulkan")
    await receive(who)
    steps = await trail(made[0].pengaduan_id)
    assert steps[2:] == ["teguran.banding", "teguran.banding_diputus"]
    async with reading() as session:
        assert SAID.text not in str((await session.scalars(select(Audit.data))).all())


async def test_a_refused_appeal_leaves_it_and_expired_ones_are_past(
    desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await phone()
    first, second = [await strike(who, desk) for _ in range(2)]
    await teguran.appeal(who, first.id, SAID)
    await rule(desk.kasat, first.id, False)
    (_, found) = (await standing(who)).strikes
    assert (found.counts, found.can_appeal, found.outcome) == (True, False, "ditolak")
    later = now() + timedelta(days=181)
    monkeypatch.setattr(teguran, "now", lambda: later)
    assert [one.counts for one in (await standing(who)).strikes] == [False, False]
    with pytest.raises(teguran.TooLate, match="tidak berlaku"):
        await teguran.appeal(who, second.id, SAID)
    assert await teguran.sweep() == 0
    later += teguran.KEPT
    assert await teguran.sweep() == 2
    assert (await standing(who)).strikes == []


async def test_appeals_are_limited(desk: SimpleNamespace) -> None:
    who = await phone()
    for _ in range(teguran.PER_DEVICE):
        with pytest.raises(teguran.NotFound):
            await teguran.appeal(who, uuid4(), SAID)
    with pytest.raises(TooManyAttempts):
        await teguran.appeal(who, uuid4(), SAID)
