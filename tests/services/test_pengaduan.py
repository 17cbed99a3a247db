"""Citizens' reports, on both databases: received once, whom they reach, each step by the table, clocks, and what a ticket tells."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaduan import LangkahWarga, PengaduanBaru, Tiket
from sambang_digital.models import Audit, Kabar, Pengaduan, PengaduanLangkah, Wilayah
from sambang_digital.models.base import now, uuid7
from sambang_digital.models.pengaduan import OPEN, STATES
from sambang_digital.repositories import pengaduan as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import pengaduan, pengaduan_langkah, pengaduan_tiket, pengaturan
from sambang_digital.services.pengaduan_langkah import REOPEN, RULES, Langkah, NotNow, PengaduanError, Step
from sambang_digital.services.percobaan import TooManyAttempts
from sambang_digital.services.warga import Warga
from tests.factories import make_akun, make_satuan
from tests.laporan import KARAWACI, LAT, LON, NEIGHBOUR, make_village
from tests.pengaduan import phone, receive, report
from tests.polres import actor

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def place(database: str) -> SimpleNamespace:
    """A Polres with one polsek and its village, and everybody who has to do with citizens' reports."""
    polres = await make_satuan("POLRES")
    polsek = await make_satuan("KARAWACI", level="polsek", parent=polres)
    await make_village()
    async with transaction() as session:
        (await session.get_one(Wilayah, KARAWACI)).satuan_id = polsek.id
    pengaturan.forget()
    found = SimpleNamespace(polres=polres, polsek=polsek)
    roles = {
        "operator": (Peran.OPERATOR, polres),
        "kasat": (Peran.KASAT, polres),
        "kapolres": (Peran.KAPOLRES, polres),
        "propam": (Peran.PROPAM, polres),
        "kanit": (Peran.KANIT_POLSEK, polsek),
        "petugas": (Peran.BHABINKAMTIBMAS, polsek),
        "admin": (Peran.ADMIN, polres),
    }
    for number, (name, (role, satuan)) in enumerate(roles.items()):
        setattr(found, name, actor(await make_akun(f"7001000{number}", role, satuan=satuan), satuan, role))
    return found


async def stored(sent: dict[str, Any]) -> Pengaduan:
    async with reading() as session:
        return await session.get_one(Pengaduan, UUID(sent["id"]))


async def take(sent: dict[str, Any], step: Langkah, by: Actor | None = None, note: str = "Sudah kami baca.") -> None:
    async with transaction() as session:
        row = await repository.stored(session, UUID(sent["id"]), lock=True)
        assert row
        side = "warga" if by is None else "petugas"
        await pengaduan_langkah.take(session, row, Step(step, note, by, side))


async def readers(place: SimpleNamespace, sent: dict[str, Any]) -> set[str]:
    async with reading() as session:
        people = {name: one for name, one in vars(place).items() if isinstance(one, Actor)}
        return {name for name, one in people.items() if await repository.find(session, one, UUID(sent["id"]))}


async def told(who: Actor) -> int:
    async with reading() as session:
        wanted = select(func.count()).where(Kabar.akun_id == who.id, Kabar.jenis == "pengaduan")
        return int(await session.scalar(wanted) or 0)


async def test_received_once_however_often_it_is_sent(place: SimpleNamespace) -> None:
    who = await phone("10.0.0.9")
    form = PengaduanBaru.model_validate(report())
    answers = await asyncio.gather(*(pengaduan.receive(who, form) for _ in range(4)))
    assert len({one.code for one in answers}) == 1
    assert sorted(one.duplicate for one in answers) == [False, True, True, True]
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Pengaduan)) == 1
        assert await session.scalar(select(func.count()).select_from(PengaduanLangkah)) == 1
        trail = (await session.scalars(select(Audit).where(Audit.action == "pengaduan.diterima"))).all()
    assert len(trail) == 1
    assert form.text not in str(trail[0].data)
    with pytest.raises(pengaduan.IdTaken):
        await pengaduan.receive(await phone(), PengaduanBaru.model_validate(report(id=str(form.id))))


async def test_a_reinstalled_phone_gets_its_ticket_again_by_the_secret(place: SimpleNamespace) -> None:
    sent, first = await receive(await phone())
    again = await pengaduan.receive(await phone(), PengaduanBaru.model_validate(sent))
    assert (again.code, again.duplicate) == (first.code, True)


async def test_where_it_goes(place: SimpleNamespace) -> None:
    """To the Polres above its village; without one to whose platform it is; the position goes before the choice."""
    for more in ({}, {"area_code": None}, {"area_code": None, "position": {"lat": -6.18, "lon": 106.62}}):
        sent, _ = await receive(await phone(), **more)
        assert (await stored(sent)).satuan_id == place.polres.id
    assert (await stored(sent)).area_code == KARAWACI
    with pytest.raises(PengaduanError, match="tidak ada di daftar") as wrong:
        await receive(await phone(), area_code="36.71.99.9999")
    assert wrong.value.field == "area_code"


async def test_two_polres_need_a_village(place: SimpleNamespace) -> None:
    other = await make_satuan("LAIN")
    await make_village(NEIGHBOUR, lat=-6.08)
    async with transaction() as session:
        (await session.get_one(Wilayah, NEIGHBOUR)).satuan_id = other.id
    pengaturan.forget()
    sent, _ = await receive(await phone(), area_code=NEIGHBOUR)
    assert (await stored(sent)).satuan_id == other.id
    assert await readers(place, sent) == set()
    away = {"lat": -6.9, "lon": 107.6}
    for more in ({}, {"position": away}):
        with pytest.raises(PengaduanError, match="Pilih kelurahan"):
            await receive(await phone(), area_code=None, **more)
    sent, _ = await receive(await phone(), area_code=NEIGHBOUR, position=away)
    row = await stored(sent)
    assert (row.satuan_id, row.area_code, row.lat) == (other.id, NEIGHBOUR, away["lat"])
    async with transaction() as session:
        assert await pengaduan.needs_village(session)
        (await session.get_one(Wilayah, NEIGHBOUR)).satuan_id = None
    with pytest.raises(PengaduanError, match="belum ditangani"):
        await receive(await phone(), area_code=NEIGHBOUR)


async def test_who_may_read_and_who_is_told(place: SimpleNamespace) -> None:
    sent, _ = await receive(await phone())
    assert await readers(place, sent) == {"operator", "kasat", "kapolres"}
    assert [await told(one) for one in (place.operator, place.kasat, place.kapolres, place.kanit)] == [1, 1, 0, 0]
    async with transaction() as session:
        row = await repository.stored(session, UUID(sent["id"]))
        assert row
        row.to_satuan_id = place.polsek.id
    assert await readers(place, sent) == {"operator", "kasat", "kapolres", "kanit"}
    async with transaction() as session:
        row = await repository.stored(session, UUID(sent["id"]))
        assert row
        row.to_akun_id = place.petugas.id
    assert await readers(place, sent) == {"operator", "kasat", "kapolres", "kanit", "petugas"}


async def test_danger_of_now_breaks_quiet_hours_and_what_came_late_does_not(place: SimpleNamespace) -> None:
    for more in ({}, {"made_at": (now() - timedelta(hours=3)).isoformat()}, {"about_police": True}):
        await receive(await phone(), urgent=True, **more)
    async with reading() as session:
        heard = (await session.execute(select(Kabar.akun_id, Kabar.jenis))).tuples().all()
    assert sorted(jenis for akun, jenis in heard if akun == place.operator.id) == ["pengaduan", "respon_cepat"]
    assert [jenis for akun, jenis in heard if akun == place.propam.id] == ["pengaduan"]


async def test_one_about_an_officer_is_for_propam_alone(place: SimpleNamespace) -> None:
    sent, _ = await receive(await phone(), about_police=True)
    async with transaction() as session:
        row = await repository.stored(session, UUID(sent["id"]))
        assert row
        row.to_satuan_id, row.to_akun_id = place.polsek.id, place.petugas.id
    assert await readers(place, sent) == {"propam"}
    assert [await told(one) for one in (place.propam, place.operator, place.kasat)] == [1, 0, 0]


@pytest.mark.parametrize("state", STATES)
async def test_every_state_and_step(place: SimpleNamespace, state: str) -> None:
    """The table, from outside: a step leads where it says, or changes nothing and says where the report stands."""
    sent, _ = await receive(await phone())
    for step, rule in RULES.items():
        async with transaction() as session:
            row = await repository.stored(session, UUID(sent["id"]), lock=True)
            assert row
            row.state, row.resume_state = state, "ditangani" if state == "menunggu_pelapor" else None
            row.waiting_since = now() if state == "menunggu_pelapor" else None
            row.done_at = None if state in OPEN else now()
        if state in rule.allowed:
            await take(sent, step, place.operator)
            back = "ditangani" if step is Langkah.LENGKAPI and state == "menunggu_pelapor" else state
            assert (await stored(sent)).state == (rule.to or back), step
        else:
            with pytest.raises(NotNow) as late:
                await take(sent, step, place.operator)
            assert late.value.state == state
            assert (await stored(sent)).state == state, step


async def test_clocks(place: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer stays the first; a second assignment starts nothing anew; while the citizen is asked time stands still."""
    start = now()
    at = start
    monkeypatch.setattr(pengaduan_langkah, "now", lambda: at)
    sent, _ = await receive(await phone())
    await take(sent, Langkah.VERIFIKASI, place.operator)
    for minutes, step in (
        (10, Langkah.TUGASKAN), (20, Langkah.TUGASKAN), (30, Langkah.TANYA), (90, Langkah.LENGKAPI), (100, Langkah.JAWAB), (110, Langkah.SELESAIKAN),
    ):  # fmt: skip
        at = start + timedelta(minutes=minutes)
        await take(sent, step, None if step is Langkah.LENGKAPI else place.operator)
    row = await stored(sent)
    assert (row.first_answer_at, row.dispatched_at) == (start, start + timedelta(minutes=10))
    assert (row.waited_s, row.waiting_since, row.resume_state) == (3600, None, None)
    assert (row.state, row.done_at) == ("selesai", at)


async def test_words_are_needed(place: SimpleNamespace) -> None:
    sent, _ = await receive(await phone())
    with pytest.raises(PengaduanError, match="paling sedikit 5 huruf"):
        await take(sent, Langkah.JAWAB, place.operator, "ya")
    assert (await stored(sent)).first_answer_at is None


async def _act(who: Warga, code: str, **deed: Any) -> pengaduan_tiket.Ticket:
    return await pengaduan_tiket.act(who, code, LangkahWarga.model_validate({"id": str(uuid7())} | deed))


async def test_a_ticket_from_the_first_to_the_last_step(place: SimpleNamespace) -> None:
    who = await phone()
    sent, got = await receive(who)
    await take(sent, Langkah.VERIFIKASI, place.operator, "Laporan Anda kami terima.")
    await take(sent, Langkah.CATAT, place.operator, "Pelapor pernah melapor bulan lalu.")
    await take(sent, Langkah.TANYA, place.operator, "Di gang yang mana?")
    ticket = await _act(who, got.code, step="lengkapi", note="Gang Mawar, dekat pos ronda.")
    assert ticket.state == "diverifikasi"
    assert [one.step for one in ticket.steps] == ["masuk", "verifikasi", "tanya", "lengkapi"]
    assert "bulan lalu" not in str(ticket)
    assert [await told(place.operator)] == [1]  # unread news is counted up, not repeated
    await take(sent, Langkah.SELESAIKAN, place.operator, "Kelompok itu sudah dibubarkan.")
    ticket = await _act(who, got.code, step="nilai", rating=4)
    assert (ticket.rating, ticket.state) == (4, "selesai")
    assert {"buka_lagi", "nilai"} == set(ticket.can)
    assert ticket.reopen_until
    ticket = await _act(who, got.code, step="buka_lagi", note="Mereka datang lagi.")
    assert (ticket.state, ticket.can, ticket.reopen_until) == ("diverifikasi", ["lengkapi"], None)
    with pytest.raises(NotNow):
        await _act(who, got.code, step="nilai", rating=5)


async def test_reopening_ends_after_seven_days(place: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    who = await phone()
    sent, got = await receive(who)
    await take(sent, Langkah.VERIFIKASI, place.operator)
    await take(sent, Langkah.SELESAIKAN, place.operator)
    done = (await stored(sent)).done_at
    assert done
    late = done + REOPEN + timedelta(seconds=1)
    monkeypatch.setattr(pengaduan_langkah, "now", lambda: late)
    monkeypatch.setattr(pengaduan_tiket, "now", lambda: late)
    async with reading() as session:
        assert (await pengaduan_tiket.look(session, who, got.code)).can == ["nilai"]
    with pytest.raises(NotNow):
        await _act(who, got.code, step="buka_lagi", note="Mereka datang lagi.")


async def test_a_step_sent_twice_counts_once_and_its_id_is_its_own(place: SimpleNamespace) -> None:
    who = await phone()
    _, got = await receive(who)
    deed = LangkahWarga.model_validate({"id": str(uuid7()), "step": "lengkapi", "note": "Ada lima orang."})
    for _ in range(2):
        ticket = await pengaduan_tiket.act(who, got.code, deed)
    assert [one.step for one in ticket.steps] == ["masuk", "lengkapi"]
    with pytest.raises(pengaduan_tiket.IdTaken):
        await pengaduan_tiket.act(who, got.code, deed.model_copy(update={"note": "Ada enam orang."}))
    stranger = await phone()
    with pytest.raises(pengaduan_tiket.IdTaken):
        await pengaduan_tiket.act(stranger, got.code, deed)
    with pytest.raises(pengaduan_tiket.NotFound):
        await _act(stranger, got.code, step="lengkapi", note="Saya juga lihat.")


async def test_the_code_alone_opens_nothing_and_guessing_ends_soon(place: SimpleNamespace) -> None:
    sent, got = await receive(await phone())
    stranger = await phone("10.9.9.9")
    async with reading() as session:
        assert await pengaduan_tiket.tickets(session, stranger) == []
        with pytest.raises(pengaduan_tiket.NotFound):
            await pengaduan_tiket.look(session, stranger, got.code)
    wrong = Tiket(code=got.code, secret="A" * 22)
    for _ in range(pengaduan_tiket.PER_DEVICE):
        with pytest.raises(pengaduan_tiket.NotFound):
            await pengaduan_tiket.show(stranger, wrong)
    with pytest.raises(TooManyAttempts):
        await pengaduan_tiket.show(stranger, Tiket(code=got.code, secret=sent["secret"]))


async def test_the_secret_opens_it_elsewhere_until_it_is_forgotten_there(place: SimpleNamespace) -> None:
    who, other = await phone(), await phone()
    sent, got = await receive(who)
    typed = got.code.replace("-", " ").lower()
    assert await pengaduan_tiket.show(other, Tiket(code=typed, secret=sent["secret"])) == got.code
    async with reading() as session:
        assert [one.code for one in await pengaduan_tiket.tickets(session, other)] == [got.code]
    await pengaduan_tiket.forget(other, got.code)
    async with reading() as session:
        assert await pengaduan_tiket.tickets(session, other) == []
        assert (await pengaduan_tiket.look(session, who, got.code)).code == got.code


async def test_one_phone_sends_only_so_much(place: SimpleNamespace) -> None:
    who = await phone("10.0.0.1")
    for _ in range(pengaduan.PER_DEVICE):
        await receive(who)
    with pytest.raises(TooManyAttempts):
        await receive(who)
    await receive(await phone("10.0.0.1"))


async def test_what_was_written_long_ago_came_late(place: SimpleNamespace) -> None:
    written = now() - timedelta(hours=3)
    _, got = await receive(await phone(), made_at=written.isoformat(), urgent=True)
    assert 3 * 3600 <= got.late_s < 3 * 3600 + 60
    _, ahead = await receive(await phone(), made_at=(now() + timedelta(hours=5)).isoformat())
    assert ahead.late_s == 0


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("secret", {"secret": "pendek"}),
        ("text", {"text": "  pendek  "}),
        ("text", {"text": "a" * 4001}),
        ("consent", {"consent": False}),
        ("category", {"category": "lainnya"}),
        ("position.lat", {"position": {"lat": 91, "lon": 106}}),
        ("position.accuracy_m", {"position": {"lat": -6, "lon": 106, "accuracy_m": -1}}),
        ("phone", {"phone": "nol delapan"}),
        ("made_at", {"made_at": "1970-01-01T00:00:00+00:00"}),
        ("id", {"id": "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f"}),
        ("nik", {"nik": "3671010101010001"}),
        ("kind", {"category": "apresiasi"}),
        ("files.0.sha256", {"files": [{"sha256": "x"}]}),
    ],
)
def test_bad_input_names_its_field(field: str, more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as wrong:
        PengaduanBaru.model_validate(report(**more))
    assert {".".join(map(str, one["loc"])) for one in wrong.value.errors()} == {field}


async def test_nothing_is_reported_of_the_future(place: SimpleNamespace) -> None:
    """By the phone's own clock, which may be wrong by days; a time is named to the minute."""
    who, at = await phone(), now() + timedelta(hours=20)
    with pytest.raises(PengaduanError) as refused:
        await receive(who, made_at=at.isoformat(), happened_at=(at + timedelta(minutes=5)).isoformat())
    assert refused.value.field == "happened_at"
    sent, _ = await receive(who, made_at=at.isoformat(), happened_at=at.isoformat())
    assert (await stored(sent)).happened_at == at


async def test_a_point_says_how_it_came_to_be(place: SimpleNamespace) -> None:
    """Shown on the map, measured, from WhatsApp, or none; outside of all villages the one of the list stands."""
    who = await phone()
    here, away = {"lat": LAT, "lon": LON}, {"lat": LAT + 1, "lon": LON}
    on_map, _ = await receive(who, position=here, area_code=None)
    measured, _ = await receive(who, position=here | {"accuracy_m": 7.6})
    outside, _ = await receive(who, position=away)
    nowhere, _ = await receive(who)
    rows = [await stored(one) for one in (on_map, measured, outside, nowhere)]
    assert [row.area_code for row in rows] == [KARAWACI] * 4
    assert [pengaduan.point_words(row) for row in rows] == [
        "ditunjuk pelapor di peta, jadi kira-kira",
        "posisi HP pelapor, ketelitian ± 8 m",
        "ditunjuk pelapor di peta, jadi kira-kira",
        "",
    ]
    rows[0].channel = "whatsapp"
    assert "WhatsApp" in pengaduan.point_words(rows[0])
    (far, _) = await receive(await phone(), position=away, area_code=None)
    assert ((await stored(far)).area_code, (await stored(far)).satuan_id) == (None, place.polres.id)
