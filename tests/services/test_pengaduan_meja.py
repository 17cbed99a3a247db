"""The desk of citizens' reports, on both databases: who sees what, which step is whose, and merging."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import insert, select

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaduan import Alasan, LangkahWarga
from sambang_digital.forms.personel import Unit
from sambang_digital.models import Audit, Pengaduan
from sambang_digital.models.base import now, uuid7
from sambang_digital.models.pengaduan import OPEN, STATES
from sambang_digital.security.actor import Forbidden
from sambang_digital.services import pengaduan_meja, pengaduan_tiket, pengaduan_tindak
from sambang_digital.services.pengaduan_langkah import RULES, Langkah, NotNow, PengaduanError, Who
from sambang_digital.services.pengaduan_meja import PengaduanFilter
from sambang_digital.services.pengaduan_tindak import NotFound, NotYours, Target
from sambang_digital.services.tugas import TugasError
from sambang_digital.services.waktu import today
from tests.laporan import KARAWACI
from tests.meja import RIGHT, act, give, heard, look, make_place, put, seen, sent, task_of

pytestmark = pytest.mark.usefixtures("database")
L = Langkah


@pytest.fixture
async def place(database: str) -> SimpleNamespace:
    return await make_place()


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


@pytest.mark.parametrize("step", [step for step, rule in RULES.items() if rule.by is not Who.CITIZEN])
async def test_every_step_from_every_state_as_the_table_says(place: SimpleNamespace, step: Langkah) -> None:
    """What the desk offers is what it does; a handler does a handler's steps alone, a reader none."""
    rule, report, other = RULES[step], await sent(place), await sent(place)
    more = RIGHT.get(step, {})
    if step is L.TUGASKAN:
        more = {"target": Target(akun_id=place.petugas.id)}
    if step is L.GABUNG:
        more = {"code": (await look(place.operator, other)).line.code}
    for state in STATES:
        begin = {
            "state": state, "resume_state": "ditugaskan", "waiting_since": None, "merged_into": None, "reason": None,
            "done_at": now(), "to_satuan_id": place.polsek.id, "to_akun_id": None, "to_name": None,
        }  # fmt: skip
        await put(report, **begin)
        ways = [(place.operator, True), (place.kanit, rule.by in (Who.HANDLER, Who.HEAD)), (place.kapolres, False)]
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


async def test_the_list_shows_danger_first_then_the_longest_wait_and_each_tab_its_states(
    place: SimpleNamespace,
) -> None:
    old, young, danger = await sent(place), await sent(place), await sent(place, urgent=True)
    await put(old, received_at=now() - timedelta(hours=3))
    await put(danger, received_at=(moment := now() + timedelta(seconds=30)), made_at=moment)
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


async def test_the_most_urgent_is_on_the_first_page_of_a_thousand(place: SimpleNamespace) -> None:
    """Also one that came in after all others, behind many that came late: danger of now stands above them."""
    first = await sent(place, urgent=True, made_at=(now() - timedelta(hours=5)).isoformat())
    async with transaction() as session:
        row = await session.get_one(Pengaduan, first)
        same = {column.name: getattr(row, column.name) for column in Pengaduan.__table__.columns}
        copies = [
            same | {"id": uuid7(), "code": f"{n:09}", "urgent": n % 2 == 0, "priority": 1 if n % 2 == 0 else 2}
            for n in range(1000)
        ]
        await session.execute(insert(Pengaduan), copies)
    danger = await sent(place, urgent=True)
    async with reading() as session:
        pages = [
            await pengaduan_meja.listed(session, place.operator, PengaduanFilter(page=page)) for page in (1, 2, 11)
        ]
    assert [page[0].id == danger for page in pages] == [True, False, False]
    assert all(line.urgent and line.late_s for line in [*pages[0][1:], *pages[1]])
    assert not pages[2][-1].urgent


async def test_how_many_wait_for_whom(place: SimpleNamespace) -> None:
    """New ones for whoever dispatches or commands; for whoever heads a satuan what was given there and nobody began with."""

    async def waits(*who: Any) -> list[tuple[int, int]]:
        async with reading() as session:
            return [await pengaduan_meja.waiting(session, one) for one in who]

    reports = [await sent(place), await sent(place, urgent=True), await sent(place, about_police=True)]
    assert await waits(place.operator, place.kasat, place.kapolres, place.propam) == [(2, 1), (2, 1), (2, 1), (1, 0)]
    assert await waits(place.kanit, place.other_kanit, place.petugas) == [(0, 0)] * 3
    for report in reports[:2]:
        await act(place.operator, report, L.VERIFIKASI)
        await give(place, report, satuan_id=place.polsek.id)
    assert await waits(place.operator, place.kanit, place.other_kanit, place.petugas) == [
        (0, 0),
        (2, 1),
        (0, 0),
        (0, 0),
    ]
    await give(place, reports[0], akun_id=place.petugas.id)
    assert await waits(place.kanit, place.petugas, place.petugas_dua) == [(1, 1), (1, 0), (0, 0)]
    await act(place.kanit, reports[1], L.TANGANI)
    assert await waits(place.kanit) == [(0, 0)]
    with pytest.raises(Forbidden):
        await waits(place.staf)


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
