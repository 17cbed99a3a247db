"""Similar reports, on both databases: who reported, what and exactly where stays with the desk; a follower learns how it goes."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from sambang_digital.db import reading
from sambang_digital.forms.pengaduan import Gangguan, Kategori, LangkahWarga
from sambang_digital.forms.serupa import Mirip
from sambang_digital.models import Pengaduan
from sambang_digital.models.base import now, uuid7
from sambang_digital.services import pengaduan_tiket, percobaan, serupa
from sambang_digital.services.pengaduan_langkah import Langkah
from sambang_digital.services.percobaan import TooManyAttempts
from sambang_digital.services.serupa import Followed, Similar
from sambang_digital.services.warga import Warga
from tests.pengaduan import phone, receive
from tests.warga import make_desk, step, stored

LAT, LON = -6.18, 106.62
Later = Callable[[timedelta], None]


@pytest.fixture
async def desk(database: str) -> SimpleNamespace:
    return await make_desk()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Moves the clocks that matter here on."""

    def move(by: timedelta) -> None:
        monkeypatch.setattr(serupa, "now", lambda: now() + by)
        monkeypatch.setattr(percobaan, "now", lambda: now() + by)

    return move


def spot(metres: float = 0, bearing: float = 90) -> dict[str, float]:
    """A position so far from the middle of a square."""
    there = geodesic(meters=metres).destination(serupa.square(LAT, LON), bearing)
    return {"lat": there.latitude, "lon": there.longitude}


async def ask(
    who: Warga, kind: Gangguan | None = Gangguan.TAWURAN, category: Kategori = Kategori.GANGGUAN, **at: float
) -> list[Similar]:
    count, found = await serupa.look(who, Mirip(category=category, kind=kind, **(at or spot())))
    assert len(found) == min(count, serupa.SHOWN)
    return found


async def follows(who: Warga) -> list[Followed]:
    async with reading() as session:
        return await serupa.followed(session, who)


async def test_what_is_near_and_alike(desk: SimpleNamespace) -> None:
    who = await phone()
    for metres in (200, 0, 320, 100):
        await receive(await phone(), position=spot(metres))
    await receive(await phone(), kind="balap_liar", position=spot())
    await receive(await phone(), category="tindak_pidana", position=spot())
    await receive(await phone())
    found = await ask(who)
    assert [one.distance_m for one in found] == [0, 100, 200]
    assert {(one.category, one.kind, one.minutes_ago) for one in found} == {("gangguan", "tawuran", 0)}
    assert len(await ask(who, None)) == 4
    assert await ask(who, None, Kategori.INFORMASI) == []


async def test_a_day_old_or_over_is_not_offered(desk: SimpleNamespace, later: Later) -> None:
    who = await phone()
    sent, _ = await receive(await phone(), position=spot())
    later(timedelta(hours=1, minutes=7))
    assert [one.minutes_ago for one in await ask(who)] == [65]
    later(timedelta(hours=23, minutes=59))
    assert len(await ask(who)) == 1
    later(timedelta(hours=24, minutes=1))
    assert await ask(who) == []
    later(timedelta())
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    assert len(await ask(who)) == 1
    await step(sent, Langkah.SELESAIKAN, desk.operator)
    assert await ask(who) == []


@pytest.mark.parametrize(
    "more",
    [
        {"hide_identity": True},
        {"about_police": True},
        *({"kind": kind.value} for kind in sorted(serupa.QUIET)),
    ],
    ids=str,
)
async def test_what_could_endanger_somebody_is_never_offered(desk: SimpleNamespace, more: dict[str, Any]) -> None:
    await receive(await phone(), position=spot(), **more)
    who = await phone()
    kind = Gangguan(more.get("kind", "tawuran"))
    assert await ask(who, kind) == []
    assert await ask(who, None) == []


async def test_criticism_and_praise_are_not_places(desk: SimpleNamespace) -> None:
    for category in (Kategori.KRITIK_SARAN, Kategori.APRESIASI):
        await receive(await phone(), category=category.value, kind=None, position=spot())
        assert await ask(await phone(), None, category) == []


async def test_own_ones_are_not_offered(desk: SimpleNamespace) -> None:
    who = await phone()
    await receive(who, position=spot())
    assert await ask(who) == []
    assert len(await ask(await phone())) == 1


@given(st.floats(-0.499, 0.499), st.floats(-0.499, 0.499))
def test_a_square_has_one_middle(north: float, east: float) -> None:
    """Wherever in it somebody stands: no answer can tell two positions of one square apart."""
    middle = serupa.square(LAT, LON)
    side = serupa.STEP_M / serupa.DEGREE_M
    wide = side / 0.9942  # cos 6.18°
    assert serupa.square(middle[0] + north * side, middle[1] + east * wide * 0.999) == pytest.approx(middle)
    assert geodesic(middle, serupa.square(middle[0] + side, middle[1])).m == pytest.approx(serupa.STEP_M, rel=0.02)


async def test_no_question_finds_out_more_than_the_square(
    desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two reports, 30 m apart in one square, give the same answers to questions from all around."""
    monkeypatch.setattr(serupa, "PER_DEVICE", 1000)
    await receive(await phone(), position=spot(20, 45))
    await receive(await phone(), kind="balap_liar", position=spot(20, 225))
    who = await phone()
    seen = set()
    for metres in range(200, 300, 7):
        for bearing in (0, 70, 150, 260):
            at = spot(metres, bearing)
            one, other = [
                [each.distance_m for each in await ask(who, kind, **at)]
                for kind in (Gangguan.TAWURAN, Gangguan.BALAP_LIAR)
            ]
            assert one == other
            seen.add(tuple(one))
    assert {(), (200,), (250,)} <= seen


async def test_a_follower_learns_how_it_goes_and_nothing_else(desk: SimpleNamespace) -> None:
    owner, who = await phone(), await phone()
    sent, got = await receive(owner, position=spot())
    (offer,) = await ask(who)
    made = await serupa.follow(who, offer.token)
    assert await serupa.follow(who, offer.token) == made
    (first,) = await follows(who)
    assert (first.id, first.category, first.state) == (made, "gangguan", "baru")
    assert first.changed_at == (await stored(sent)).received_at
    await step(sent, Langkah.VERIFIKASI, desk.operator)
    (second,) = await follows(who)
    assert (second.state, second.changed_at > first.changed_at) == ("ditangani", True)
    await step(sent, Langkah.TANYA, desk.operator)
    await pengaduan_tiket.act(
        owner, got.code, LangkahWarga.model_validate({"id": str(uuid7()), "step": "lengkapi", "note": "Gang Mawar."})
    )
    assert await follows(who) == [second], "what goes on between the citizen and the desk is not theirs"
    await step(sent, Langkah.SELESAIKAN, desk.operator)
    assert [one.state for one in await follows(who)] == ["selesai"]
    for secret in (sent["text"], sent["name"], sent["id"], got.code):
        assert secret not in str(await follows(who)) + str(offer)
    async with reading() as session:
        assert await pengaduan_tiket.tickets(session, who) == []
        assert await serupa.followers(session, desk.operator, UUID(sent["id"])) == 1
        assert await serupa.followers(session, desk.propam, UUID(sent["id"])) == 0
    with pytest.raises(serupa.NotFound):
        await serupa.unfollow(await phone(), made)
    await serupa.unfollow(who, made)
    assert await follows(who) == []
    with pytest.raises(serupa.NotFound):
        await serupa.unfollow(who, made)


async def test_a_followed_report_that_turns_delicate_is_told_no_more(desk: SimpleNamespace) -> None:
    who = await phone()
    sent, _ = await receive(await phone(), position=spot())
    await serupa.follow(who, (await ask(who))[0].token)
    await step(sent, Langkah.VERIFIKASI, desk.operator, kind="kdrt")
    assert await follows(who) == []


async def test_merged_ones_say_how_the_other_goes(desk: SimpleNamespace) -> None:
    owner, who = await phone(), await phone()
    main, _ = await receive(await phone(), text="Ini teks rahasia laporan induk.")
    part, got = await receive(owner, position=spot())
    await serupa.follow(who, (await ask(who))[0].token)
    await step(part, Langkah.GABUNG, desk.operator, merged_into=UUID(main["id"]))
    for what, state in ((None, "baru"), (Langkah.VERIFIKASI, "ditangani"), (Langkah.SELESAIKAN, "selesai")):
        if what:
            await step(main, what, desk.operator)
        assert [one.state for one in await follows(who)] == [state]
        async with reading() as session:
            ticket = await pengaduan_tiket.look(session, owner, got.code)
        assert (ticket.merged, ticket.merged_state) == (True, state)
        assert "rahasia" not in str(ticket)
    async with reading() as session:
        assert (await session.get_one(Pengaduan, UUID(main["id"]))).state == "selesai"


async def test_a_token_is_of_its_phone_and_short_lived(desk: SimpleNamespace, later: Later) -> None:
    who = await phone()
    sent, _ = await receive(await phone(), position=spot())
    token = (await ask(who))[0].token
    assert UUID(sent["id"]).hex not in token
    for stranger, wrong in (
        (await phone(), token),
        (who, token[:-4] + "AAAA"),
        (who, "A" * len(token)),
        (who, "A" * 41),
    ):
        with pytest.raises(serupa.NotFound):
            await serupa.follow(stranger, wrong)
    later(serupa.TOKEN_TTL + timedelta(seconds=2))
    with pytest.raises(serupa.NotFound):
        await serupa.follow(who, token)
    later(timedelta())
    await step(sent, Langkah.VERIFIKASI, desk.operator, hide_identity=True)
    with pytest.raises(serupa.NotFound):
        await serupa.follow(who, token)


async def test_questions_and_followings_are_limited(desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    who = await phone("10.0.0.1")
    for _ in range(serupa.PER_DEVICE):
        await ask(who)
    with pytest.raises(TooManyAttempts):
        await ask(who)
    await ask(await phone("10.0.0.1"))
    with monkeypatch.context() as patch:
        patch.setattr(serupa, "PER_ADDRESS", 1)
        await ask(await phone("10.0.0.2"))
        with pytest.raises(TooManyAttempts):
            await ask(await phone("10.0.0.2"))
    for _ in range(serupa.FOLLOWS):
        with pytest.raises(serupa.NotFound):
            await serupa.follow(who, "A" * 60)
    with pytest.raises(TooManyAttempts):
        await serupa.follow(who, "A" * 60)


async def test_one_phone_follows_only_so_many(desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serupa, "FOLLOWED", 1)
    who = await phone()
    for _ in range(2):
        await receive(await phone(), position=spot())
    first, second = await ask(who)
    await serupa.follow(who, first.token)
    with pytest.raises(serupa.TooMany):
        await serupa.follow(who, second.token)
    assert len(await follows(who)) == 1


async def test_nobody_follows_what_is_not_there(desk: SimpleNamespace) -> None:
    with pytest.raises(serupa.NotFound):
        await serupa.unfollow(await phone(), uuid4())
