"""The desk of citizens' reports, on both databases: who sees what, which step is whose, merging, and an officer's task that leads the
report."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import select, update

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaduan import Alasan, LangkahWarga
from sambang_digital.forms.personel import Unit
from sambang_digital.forms.tugas import KINDS, TugasBaru
from sambang_digital.models import Audit, Kabar, Pengaduan, Tugas, Wilayah
from sambang_digital.models.base import now, uuid7
from sambang_digital.models.pengaduan import OPEN, STATES
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import pengaduan_meja, pengaduan_tiket, pengaduan_tindak, pengaturan, sinkron, tugas_baca
from sambang_digital.services.pengaduan_langkah import RULES, Langkah, NotNow, PengaduanError, Who
from sambang_digital.services.pengaduan_meja import Detail, PengaduanFilter
from sambang_digital.services.pengaduan_tindak import Deed, NotFound, NotYours, Target
from sambang_digital.services.tugas import TugasError, TugasFilter
from sambang_digital.services.waktu import today
from tests.factories import make_akun, make_satuan
from tests.laporan import KARAWACI, assign, item, make_village
from tests.pengaduan import phone, receive
from tests.polres import actor, decide, send
from tests.tugas import do, task_form

pytestmark = pytest.mark.usefixtures("database")
L = Langkah


@pytest.fixture
async def place(database: str) -> SimpleNamespace:
    """A Polres with two polsek, and everybody who has to do with citizens' reports."""
    polres = await make_satuan("POLRES")
    polsek = await make_satuan("KARAWACI", level="polsek", parent=polres)
    other = await make_satuan("CILEDUG", level="polsek", parent=polres)
    await make_village()
    async with transaction() as session:
        (await session.get_one(Wilayah, KARAWACI)).satuan_id = polsek.id
    pengaturan.forget()
    found = SimpleNamespace(polres=polres, polsek=polsek, other=other)
    roles = {
        "operator": (Peran.OPERATOR, polres),
        "pa_siaga": (Peran.PA_SIAGA, polres),
        "kasat": (Peran.KASAT, polres),
        "kapolres": (Peran.KAPOLRES, polres),
        "propam": (Peran.PROPAM, polres),
        "kanit": (Peran.KANIT_POLSEK, polsek),
        "other_kanit": (Peran.KANIT_POLSEK, other),
        "petugas": (Peran.BHABINKAMTIBMAS, polsek),
        "petugas_dua": (Peran.BHABINKAMTIBMAS, polsek),
        "staf": (Peran.STAF_UNIT, polres),
        "admin": (Peran.ADMIN, polres),
    }
    for number, (name, (role, satuan)) in enumerate(roles.items()):
        akun = await make_akun(f"700100{number:02}", role, satuan=satuan)
        setattr(found, name, actor(akun, satuan, role))
        if name == "petugas":
            await assign(akun)
    found.everybody = [getattr(found, name) for name in roles]
    found.phone = await phone()
    return found


async def sent(desk: SimpleNamespace, /, **more: Any) -> UUID:
    """A report that came in."""
    return UUID((await receive(desk.phone, **more))[0]["id"])


async def seen(who: Actor, **wanted: Any) -> list[UUID]:
    async with reading() as session:
        rows = await pengaduan_meja.listed(session, who, PengaduanFilter(**{"tab": "semua"} | wanted))
        assert await pengaduan_meja.count(session, who, PengaduanFilter(**{"tab": "semua"} | wanted)) == len(rows)
    return [row.id for row in rows]


async def look(who: Actor, report: UUID) -> Detail:
    async with reading() as session:
        return await pengaduan_meja.look(session, who, report)


async def act(who: Actor, report: UUID, step: Langkah, note: str = "", **more: Any) -> None:
    async with transaction() as session:
        await pengaduan_tindak.act(session, who, report, Deed(step, note, **more))


async def give(place: SimpleNamespace, report: UUID, who: Actor | None = None, note: str = "", **target: Any) -> None:
    await act(who or place.operator, report, L.TUGASKAN, note, target=Target(**target))


async def put(report: UUID, **values: Any) -> None:
    """Where a test begins."""
    async with transaction() as session:
        await session.execute(update(Pengaduan).where(Pengaduan.id == report).values(**values))


async def heard(who: Actor, jenis: str = "pengaduan") -> int:
    async with reading() as session:
        rows = await session.scalars(select(Kabar.count).where(Kabar.akun_id == who.id, Kabar.jenis == jenis))
        return sum(rows)


async def task_of(report: UUID) -> list[Tugas]:
    async with reading() as session:
        rows = select(Tugas).where(Tugas.pengaduan_id == report).order_by(Tugas.created_at)
        return list((await session.scalars(rows)).all())


async def test_who_finds_a_report_and_who_finds_none(place: SimpleNamespace) -> None:
    """Those who dispatch or command read all; a Kanit and an officer what they were given; others nothing at all."""
    first, second = await sent(place), await sent(place, text="Motor dicuri di parkiran pasar tadi malam.")
    for who in (place.operator, place.pa_siaga, place.kasat, place.kapolres):
        assert set(await seen(who)) == {first, second}
    for who in (place.kanit, place.other_kanit, place.petugas, place.propam):
        assert await seen(who) == []
        with pytest.raises(NotFound):
            await look(who, first)
    for who in (place.staf, place.admin):
        with pytest.raises(Forbidden):
            await seen(who)
    for report in (first, second):
        await act(place.operator, report, L.VERIFIKASI)
    await give(place, first, satuan_id=place.polsek.id)
    await give(place, second, akun_id=place.petugas.id)
    assert set(await seen(place.kanit)) == {first, second}, "the officer is one of theirs"
    assert await seen(place.petugas) == [second]
    assert await seen(place.petugas_dua) == await seen(place.other_kanit) == []


async def test_a_report_about_an_officer_is_for_propam_alone(place: SimpleNamespace) -> None:
    about = await sent(place, about_police=True, category="kritik_saran", kind=None)
    for who in place.everybody:
        if who in (place.staf, place.admin):
            continue
        assert await seen(who) == ([about] if who is place.propam else [])
    for target in ({"akun_id": place.petugas.id}, {"satuan_id": place.polsek.id}, {"unit": Unit.BINKAMSA}):
        await put(about, state="diverifikasi")
        with pytest.raises(PengaduanError):
            await give(place, about, place.propam, **target)
    with pytest.raises(NotFound):
        await act(place.kasat, about, L.VERIFIKASI)
    await give(place, about, place.propam, satuan_id=place.polres.id)
    await act(place.propam, about, L.TANGANI)
    await act(place.propam, about, L.SELESAIKAN, "Anggota sudah dimintai keterangan.")
    assert (await look(place.propam, about)).line.state == "selesai"
    assert [await heard(who) for who in (place.kasat, place.kanit, place.operator)] == [0, 0, 0]
    assert await task_of(about) == []


async def test_who_reported_is_told_to_whoever_dispatches_and_otherwise_only_if_not_hidden(
    place: SimpleNamespace,
) -> None:
    hidden, open_ = await sent(place, hide_identity=True, address="Jalan Merdeka 5"), await sent(place)
    for report in (hidden, open_):
        await act(place.operator, report, L.VERIFIKASI)
        await give(place, report, akun_id=place.petugas.id)
    for who, knows in ((place.operator, True), (place.kasat, True), (place.kapolres, False), (place.kanit, False),
                       (place.petugas, False)):  # fmt: skip
        reporter = (await look(who, hidden)).reporter
        assert (reporter.name == "Rahmat Hidayat", reporter.address == "Jalan Merdeka 5") == (knows, knows)
        assert reporter.withheld is not knows
        assert (await look(who, open_)).reporter.name == "Rahmat Hidayat"
    (task,) = await task_of(hidden)
    assert "Rahmat" not in task.text
    about = await sent(place, about_police=True, hide_identity=True)
    assert (await look(place.propam, about)).reporter.name == "Rahmat Hidayat"


async def test_each_look_is_on_record(place: SimpleNamespace) -> None:
    report = await sent(place)
    for who in (place.kasat, place.kasat, place.kanit):
        async with transaction() as session:
            await pengaduan_meja.opened(session, who, report)
    async with reading() as session:
        looked = select(Audit.akun_id).where(Audit.action == "pengaduan.dibuka", Audit.object_id == str(report))
        assert list(await session.scalars(looked)) == [place.kasat.id, place.kasat.id], "who reads none opened none"


RIGHT: dict[Langkah, dict[str, Any]] = {
    L.TERUSKAN: {"to_name": "Dinas Sosial"},
    L.TOLAK: {"reason": Alasan.BUKAN_WEWENANG},
}


@pytest.mark.parametrize("step", [step for step, rule in RULES.items() if rule.by is not Who.CITIZEN])
async def test_every_step_from_every_state_as_the_table_says(place: SimpleNamespace, step: Langkah) -> None:
    """What the desk offers is what it does; a handler does a handler's steps alone, a reader none."""
    rule, report, other = RULES[step], await sent(place), await sent(place)
    more = RIGHT.get(step, {})
    if step is L.TUGASKAN:
        more = {"target": Target(satuan_id=place.polsek.id)}
    if step is L.GABUNG:
        more = {"code": (await look(place.operator, other)).line.code}
    for state in STATES:
        begin = {
            "state": state, "resume_state": "ditugaskan", "waiting_since": None, "merged_into": None, "reason": None,
            "done_at": now(), "to_satuan_id": place.polsek.id, "to_name": None,
        }  # fmt: skip
        await put(report, **begin)
        ways = [(place.operator, True), (place.kanit, rule.by is Who.HANDLER), (place.kapolres, False)]
        for who, theirs in ways:
            offered = step in (await look(who, report)).deeds
            assert offered == (theirs and state in rule.allowed), (who.roles, state)
            if offered:
                await act(who, report, step, "Sudah kami periksa di lapangan.", **more)
                assert (await look(place.operator, report)).line.state == (rule.to or state)
                await put(report, **begin)
            else:
                with pytest.raises(NotNow if theirs else NotYours) as refused:
                    await act(who, report, step, "Sudah kami periksa di lapangan.", **more)
                assert not theirs or refused.value.state == state
    with pytest.raises(NotFound):
        await act(place.other_kanit, report, step, "Sudah kami periksa di lapangan.", **more)


async def test_what_is_missing_is_said_with_its_field(place: SimpleNamespace) -> None:
    report = await sent(place)
    await act(place.operator, report, L.VERIFIKASI)
    for field, step, more in (
        ("note", L.JAWAB, {"note": "ya"}),
        ("note", L.SELESAIKAN, {"note": "x" * 2001}),
        ("reason", L.TOLAK, {"note": "Bukan kewenangan kami."}),
        ("to_name", L.TERUSKAN, {"note": "Kami teruskan.", "to_name": " "}),
        ("code", L.GABUNG, {"code": "ZZZZ-ZZZZ"}),
        ("code", L.GABUNG, {}),
        ("target", L.TUGASKAN, {}),
        ("target", L.TUGASKAN, {"target": Target(akun_id=place.kanit.id)}),
        ("target", L.TUGASKAN, {"target": Target(satuan_id=999_999)}),
    ):
        with pytest.raises(PengaduanError) as refused:
            await act(place.operator, report, step, **more)
        assert refused.value.field == field
    with pytest.raises(TugasError, match="lewat"):
        late = {"target": Target(akun_id=place.petugas.id), "due_day": today() - timedelta(days=1)}
        await act(place.operator, report, L.TUGASKAN, **late)
    assert (await look(place.operator, report)).line.state == "diverifikasi"
    assert await task_of(report) == []


async def test_of_two_desks_the_first_wins_and_the_other_sees_where_it_stands(place: SimpleNamespace) -> None:
    report = await sent(place)
    done = await asyncio.gather(
        act(place.operator, report, L.VERIFIKASI),
        act(place.kasat, report, L.TOLAK, "Bukan kewenangan kami.", reason=Alasan.BUKAN_WEWENANG),
        act(place.pa_siaga, report, L.VERIFIKASI),
        return_exceptions=True,
    )
    lost = [one for one in done if one is not None]
    state = (await look(place.operator, report)).line.state
    if state == "diverifikasi":
        # Refusing what was verified meanwhile leads somewhere; verifying it again does not.
        assert [str(one) for one in lost] == ["diverifikasi"]
    else:
        assert state == "ditolak"
        assert all(isinstance(one, NotNow) for one in lost)


async def test_a_second_assignment_restarts_no_clock(place: SimpleNamespace) -> None:
    report = await sent(place)
    await act(place.operator, report, L.VERIFIKASI)
    await give(place, report, satuan_id=place.polsek.id)
    first = await look(place.operator, report)
    await act(place.kanit, report, L.TANGANI)
    await give(place, report, unit=Unit.BINTIBSOS)
    again = await look(place.operator, report)
    assert (again.dispatched_at, again.first_answer_at) == (first.dispatched_at, first.first_answer_at)
    assert (again.line.office, again.to_unit, again.line.state) == (place.polres.name, "bintibsos", "ditugaskan")
    assert await seen(place.kanit) == [], "whom it was taken from reads it no more"
    assert await heard(place.kanit) == 1


async def test_merged_into_another_and_its_citizen_is_told(place: SimpleNamespace) -> None:
    main, double = await sent(place), await sent(place)
    elsewhere = await sent(place, about_police=True)
    code = {one: (await look(place.operator, one)).line.code for one in (main, double)}
    code[elsewhere] = (await look(place.propam, elsewhere)).line.code
    with pytest.raises(PengaduanError, match="sendiri"):
        await act(place.operator, double, L.GABUNG, code=code[double])
    with pytest.raises(PengaduanError, match="Tidak ada"):
        await act(place.operator, double, L.GABUNG, code=code[elsewhere])
    await act(place.operator, double, L.GABUNG, code=code[main].lower().replace("-", " "))
    with pytest.raises(PengaduanError, match="induk"):
        await act(place.operator, main, L.GABUNG, code=code[double])
    assert ((await look(place.operator, double)).merged, (await look(place.operator, double)).deeds) == (code[main], [])
    (noted,) = [step for step in (await look(place.operator, main)).steps if step.step == "catat"]
    assert (noted.internal, code[double] in noted.note) == (True, True)
    async with reading() as session:
        ticket = await pengaduan_tiket.look(session, place.phone, code[double])
    assert (ticket.state, ticket.merged) == ("digabung", True)
    assert code[main] not in str(ticket), "the other citizen's ticket stays theirs"


async def test_two_that_are_merged_into_each_other_at_once(place: SimpleNamespace) -> None:
    """One of them stays."""
    one, two = await sent(place), await sent(place)
    codes = {report: (await look(place.operator, report)).line.code for report in (one, two)}
    await asyncio.gather(
        act(place.operator, one, L.GABUNG, code=codes[two]),
        act(place.kasat, two, L.GABUNG, code=codes[one]),
        return_exceptions=True,
    )
    states = sorted([(await look(place.operator, report)).line.state for report in (one, two)])
    assert states == ["baru", "digabung"]


async def test_an_officer_has_it_on_the_phone_and_answers_with_a_visit(place: SimpleNamespace) -> None:
    """The task comes down whole, its steps lead the report, and a person hears of the visit and answers the citizen."""
    report = await sent(place, place="Depan pos ronda RW 04")
    await act(place.operator, report, L.VERIFIKASI)
    await give(place, report, note="Hubungi ketua RT dulu.", akun_id=place.petugas.id)
    async with reading() as session:
        page = await sinkron.page(session, place.petugas, None)
    (task,) = [one["data"] for one in page["changes"] if one["type"] == "tugas"]
    assert (task["title"], task["area_code"], task["state"]) == ("Tindak lanjuti pengaduan warga", KARAWACI, "baru")
    for words in ("Depan pos ronda", "Tawuran", "membawa kayu", "Hubungi ketua RT"):
        assert words in task["text"]
    assert task["due_at"].date() >= today()
    assert "Rahmat" not in str(task)
    assert await heard(place.petugas) == 1
    await do(place.petugas, UUID(task["id"]), "dilihat")
    assert (await look(place.operator, report)).line.state == "ditugaskan"
    await do(place.petugas, UUID(task["id"]), "dikerjakan")
    assert (await look(place.operator, report)).line.state == "ditangani"
    assert await heard(place.operator) == 1, "of its coming in alone"
    visit = await send(place.petugas, item(place.petugas.id, task_id=task["id"]))
    detail = await look(place.operator, report)
    (noted,) = [step for step in detail.steps if step.data.get("laporan")]
    assert (noted.internal, noted.data["laporan"], noted.by) == (True, str(visit), f"Aipda {place.petugas.name}")
    assert await heard(place.operator) == 2
    assert (detail.line.state, [one.state for one in detail.tasks]) == ("ditangani", ["selesai"])
    async with reading() as session:
        ticket = await pengaduan_tiket.look(session, place.phone, detail.line.code)
    assert "berkunjung" not in str(ticket.steps), "a person answers"
    assert "Hubungi" not in str(ticket.steps)
    await decide(place.kanit, visit, "dikembalikan", "Lengkapi nama saksi.")
    assert [one.state for one in (await look(place.operator, report)).tasks] == ["dikerjakan"]
    await act(place.petugas, report, L.SELESAIKAN, "Sudah didamaikan bersama ketua RT.")
    assert [one.state for one in (await look(place.operator, report)).tasks] == ["dibatalkan"]


async def test_what_an_officer_cannot_do_is_told_to_who_gave_it(place: SimpleNamespace) -> None:
    report = await sent(place)
    await act(place.kasat, report, L.VERIFIKASI)
    await give(place, report, place.kasat, akun_id=place.petugas.id)
    before = await heard(place.kasat)
    (task,) = await task_of(report)
    await do(place.petugas, task.id, "tidak_dapat", "Sedang pengamanan di tempat lain.")
    detail = await look(place.kasat, report)
    assert (detail.line.state, detail.steps[-1].internal) == ("ditugaskan", True)
    assert "pengamanan di tempat lain" in detail.steps[-1].note
    assert await heard(place.kasat) == before + 1
    await give(place, report, akun_id=place.petugas_dua.id)
    assert [one.state for one in await task_of(report)] == ["dibatalkan", "baru"]
    steps = len((await look(place.kasat, report)).steps)
    assert not await do(place.petugas, task.id, "dikerjakan"), "it is another's by now"
    assert (await look(place.kasat, report)).line.state == "ditugaskan"
    assert len((await look(place.kasat, report)).steps) == steps


@pytest.mark.parametrize("step", [L.SELESAIKAN, L.TOLAK, L.TERUSKAN, L.GABUNG])
async def test_the_end_of_a_report_takes_the_task_back(place: SimpleNamespace, step: Langkah) -> None:
    report, other = await sent(place), await sent(place)
    await act(place.operator, report, L.VERIFIKASI)
    await give(place, report, akun_id=place.petugas.id)
    more = RIGHT.get(step, {}) | ({"code": (await look(place.operator, other)).line.code} if step is L.GABUNG else {})
    await act(place.operator, report, step, "Sudah kami periksa.", **more)
    (task,) = await task_of(report)
    assert task.state == "dibatalkan"
    assert await seen(place.petugas, tab="perlu") == []


async def test_its_task_is_read_by_those_who_handle_reports_and_given_by_no_desk(place: SimpleNamespace) -> None:
    report = await sent(place)
    await act(place.operator, report, L.VERIFIKASI)
    await give(place, report, akun_id=place.petugas.id)
    for who, number in ((place.kanit, 1), (place.kasat, 1), (place.staf, 0), (place.other_kanit, 0)):
        async with reading() as session:
            assert len(await tugas_baca.page(session, who, TugasFilter())) == number
    assert "pengaduan" in KINDS
    with pytest.raises(ValidationError):
        TugasBaru.model_validate(task_form(1).model_dump() | {"kind": "pengaduan"})


async def test_whom_it_can_be_given_to(place: SimpleNamespace) -> None:
    """Officers of the village first; nobody for whoever only reads or handles."""
    report = await sent(place)
    async with reading() as session:
        found = await pengaduan_meja.choices(session, place.operator, report)
        assert found[0].target == Target(akun_id=place.petugas.id)
        targets = [one.target for one in found]
        assert len(set(targets)) == len(targets)
        assert {Target(satuan_id=one.id) for one in (place.polres, place.polsek, place.other)} < set(targets)
        assert Target(akun_id=place.petugas_dua.id) == targets[-1]
        for who in (place.kapolres, place.kanit, place.propam):
            assert await pengaduan_meja.choices(session, who, report) == []
    about = await sent(place, about_police=True)
    async with reading() as session:
        (only,) = await pengaduan_meja.choices(session, place.propam, about)
    assert only.target == Target(satuan_id=place.polres.id)


async def test_the_list_shows_danger_first_then_the_longest_wait_and_each_tab_its_states(
    place: SimpleNamespace,
) -> None:
    old, young, danger = await sent(place), await sent(place), await sent(place, urgent=True)
    await put(old, received_at=now() - timedelta(hours=3))
    late = await sent(place, urgent=True, made_at=(now() - timedelta(hours=5)).isoformat())
    assert await seen(place.operator, tab="baru") == [danger, late, old, young]
    async with reading() as session:
        lines = {one.id: one for one in await pengaduan_meja.listed(session, place.operator, PengaduanFilter())}
    assert lines[danger].late_s == 0
    assert lines[late].late_s == pytest.approx(5 * 3600, abs=60)
    for number, state in enumerate(STATES):
        await put([old, young, danger, late][number % 4], state=state)
        async with reading() as session:
            known = await pengaduan_meja.counts(session, place.operator, PengaduanFilter())
        for tab, total in known.items():
            assert len(await seen(place.operator, tab=tab)) == total
        rows = [await look(place.operator, one) for one in (old, young, danger, late)]
        assert known["perlu"] == len([row for row in rows if row.line.state in OPEN])


async def test_filters(place: SimpleNamespace) -> None:
    theft = await sent(place, category="tindak_pidana", kind="curanmor", text="Motor saya hilang di parkiran pasar.")
    brawl = await sent(place, area_code=None)
    assert await seen(place.operator, category="tindak_pidana") == [theft]
    assert await seen(place.operator, kind="tawuran") == [brawl]
    assert await seen(place.operator, area_code=KARAWACI) == [theft]
    assert await seen(place.operator, text="PARKIRAN") == [theft]
    assert await seen(place.operator, text=(await look(place.operator, brawl)).line.code.lower()) == [brawl]
    await act(place.operator, theft, L.VERIFIKASI)
    await give(place, theft, akun_id=place.petugas.id)
    assert await seen(place.petugas, mine=True) == [theft]
    assert await seen(place.operator, mine=True) == []
    assert await seen(place.kasat, mine=True) == [theft]


async def test_what_nobody_reopened_is_closed_by_itself(place: SimpleNamespace) -> None:
    old, young = await sent(place), await sent(place)
    for report in (old, young):
        await act(place.operator, report, L.VERIFIKASI)
        await act(place.operator, report, L.SELESAIKAN, "Sudah ditangani bersama warga.")
    await put(old, done_at=now() - timedelta(days=8))
    await pengaduan_tindak.sweep()
    assert [(await look(place.operator, one)).line.state for one in (old, young)] == ["ditutup", "selesai"]
    last = (await look(place.operator, old)).steps[-1]
    assert (last.step, last.side, last.by) == ("tutup", "sistem", "")


async def test_the_citizens_answer_brings_a_question_back_to_its_handler(place: SimpleNamespace) -> None:
    report = await sent(place)
    await act(place.operator, report, L.VERIFIKASI)
    await give(place, report, satuan_id=place.polsek.id)
    await act(place.kanit, report, L.TANGANI)
    await act(place.kanit, report, L.TANYA, "Jam berapa kejadiannya?")
    assert await seen(place.kanit, tab="menunggu") == [report]
    code = (await look(place.kanit, report)).line.code
    answer = LangkahWarga.model_validate({"id": str(uuid7()), "step": "lengkapi", "note": "Sekitar jam sebelas malam."})
    await pengaduan_tiket.act(place.phone, code, answer)
    detail = await look(place.kanit, report)
    assert (detail.line.state, detail.steps[-1].side, detail.steps[-1].by) == ("ditangani", "warga", "")
