"""The task of an officer to whom a citizen's report is given, on both databases: it comes down to the phone, and leads the report."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from sambang_digital.db import reading
from sambang_digital.forms.personel import Unit
from sambang_digital.forms.registry import FORMS, SECRET
from sambang_digital.forms.tugas import KINDS, TugasBaru
from sambang_digital.models.base import now
from sambang_digital.security.permissions import Peran
from sambang_digital.services import pengaduan_meja, pengaduan_tiket, sinkron, tugas_baca
from sambang_digital.services.format import exact
from sambang_digital.services.pengaduan_kunjungan import SHOWN
from sambang_digital.services.pengaduan_langkah import Langkah, PengaduanError
from sambang_digital.services.pengaduan_tindak import NotFound, NotYours, Target
from sambang_digital.services.tugas import TugasFilter
from sambang_digital.services.waktu import today
from tests.factories import make_akun
from tests.laporan import KARAWACI, LAT, LON, body, household, item, li_item
from tests.meja import RIGHT, act, give, heard, look, make_place, put, seen, sent, task_of
from tests.polres import actor, decide, send
from tests.tugas import do, task_form

pytestmark = pytest.mark.usefixtures("database")
L = Langkah


@pytest.fixture
async def place(database: str) -> SimpleNamespace:
    return await make_place()


async def test_an_officer_has_it_on_the_phone_and_answers_with_a_visit(place: SimpleNamespace) -> None:
    """The task comes down whole, its steps lead the report, and a person hears of the visit and answers the citizen."""
    when = now() - timedelta(hours=1)
    point = {"lat": LAT, "lon": LON, "accuracy_m": 12.5}
    report = await sent(place, place="Depan pos ronda RW 04", position=point, happened_at=when.isoformat())
    await act(place.operator, report, L.VERIFIKASI)
    await give(place, report, note="Hubungi ketua RT dulu.", akun_id=place.petugas.id)
    async with reading() as session:
        page = await sinkron.page(session, place.petugas, None)
    (task,) = [one["data"] for one in page["changes"] if one["type"] == "tugas"]
    assert (task["title"], task["area_code"], task["state"]) == ("Tindak lanjuti pengaduan warga", KARAWACI, "baru")
    known = f"Waktu kejadian: {exact(when)}", "Titik: posisi HP pelapor, ketelitian ± 12 m"
    for words in ("Depan pos ronda", "Tawuran", "membawa kayu", "Hubungi ketua RT", *known):
        assert words in task["text"]
    assert task["point"] == {"lat": LAT, "lon": LON}
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


async def test_who_heads_a_satuan_passes_a_report_on_to_an_officer_of_their_own(place: SimpleNamespace) -> None:
    """The officer gets it as a task and answers; its head hears of it, and may give it to another one of theirs."""
    report = await sent(place)
    await act(place.operator, report, L.VERIFIKASI)
    await give(place, report, satuan_id=place.polsek.id)
    first = await look(place.operator, report)
    async with reading() as session:
        found = await pengaduan_meja.choices(session, place.kanit, report)
    assert [one.target.akun_id for one in found] == [place.petugas.id, place.petugas_dua.id], "the village's own first"
    await give(place, report, place.kanit, "Temui ketua RT.", akun_id=place.petugas.id)
    (task,) = await task_of(report)
    assert (task.officer_id, task.giver_id, "Temui ketua RT." in task.text) == (place.petugas.id, place.kanit.id, True)
    detail = await look(place.operator, report)
    assert (detail.officer, detail.dispatched_at) == (f"Aipda {place.petugas.name}", first.dispatched_at)
    assert await heard(place.petugas) == 1
    before = await heard(place.kanit)
    await do(place.petugas, task.id, "tidak_dapat", "Sedang pengamanan di tempat lain.")
    assert await heard(place.kanit) == before + 1
    await give(place, report, place.kanit, akun_id=place.petugas_dua.id)
    assert [one.state for one in await task_of(report)] == ["dibatalkan", "baru"]
    assert await seen(place.petugas) == []
    assert await seen(place.kanit) == [report], "its head goes on reading it"


async def test_the_head_of_a_unit_passes_on_within_the_unit_and_goes_on_reading(place: SimpleNamespace) -> None:
    report = await sent(place)
    await act(place.operator, report, L.VERIFIKASI)
    await give(place, report, unit=Unit.BHABINKAMTIBMAS)
    heads = []
    for unit, nrp in ((Unit.BHABINKAMTIBMAS, "70020001"), (Unit.BINTIBSOS, "70020002")):
        akun = await make_akun(nrp, Peran.KEPALA_UNIT, satuan=place.polres)
        heads.append(replace(actor(akun, place.polres, Peran.KEPALA_UNIT), unit=unit.value))
    villages, youth = heads
    with pytest.raises(NotFound):
        await give(place, report, youth, akun_id=place.petugas.id)
    await give(place, report, villages, akun_id=place.petugas.id)
    assert await seen(villages) == [report]
    assert await seen(youth) == []
    # A unit without officers of its own has nobody to pass it on to.
    await give(place, report, unit=Unit.BINTIBSOS)
    async with reading() as session:
        assert await pengaduan_meja.choices(session, youth, report) == []
    with pytest.raises(PengaduanError, match="sendiri"):
        await give(place, report, youth, akun_id=place.petugas.id)


async def test_who_cannot_pass_a_report_on(place: SimpleNamespace) -> None:
    """Not to another polsek's officer, a satuan or a unit; not what is another's, about an officer, or their own by name alone."""
    stranger = await make_akun("70020003", Peran.BHABINKAMTIBMAS, satuan=place.other)
    report = await sent(place)
    await act(place.operator, report, L.VERIFIKASI)
    with pytest.raises(NotFound):
        await give(place, report, place.kanit, akun_id=place.petugas.id)
    await give(place, report, satuan_id=place.polsek.id)
    for target in (
        {"akun_id": stranger.id},
        {"akun_id": place.kasat.id},
        {"satuan_id": place.polsek.id},
        {"satuan_id": place.other.id},
        {"unit": Unit.BINTIBSOS},
        {},
    ):
        with pytest.raises(PengaduanError) as refused:
            await give(place, report, place.kanit, **target)
        assert refused.value.field == "target"
    with pytest.raises(NotFound):
        await give(place, report, place.other_kanit, akun_id=stranger.id)
    with pytest.raises(NotYours):
        await give(place, report, place.kapolres, akun_id=place.petugas.id)
    await give(place, report, akun_id=place.petugas.id)
    with pytest.raises(NotYours):
        await give(place, report, place.petugas, akun_id=place.petugas_dua.id)
    async with reading() as session:
        assert await pengaduan_meja.choices(session, place.petugas, report) == []
    about = await sent(place, about_police=True)
    await put(about, state="ditugaskan", to_satuan_id=place.polsek.id)
    with pytest.raises(NotFound):
        await give(place, about, place.kanit, akun_id=place.petugas.id)


async def test_the_visit_that_answered_is_told_in_short_to_who_handles_the_report(place: SimpleNamespace) -> None:
    """When, by whom, what kind and what came of it; of a household nothing that was typed, and of what is secret nothing at all."""
    report = await sent(place)
    await act(place.operator, report, L.VERIFIKASI)
    found = {
        "situation": "watch",
        "situation_note": "Anak-anak kumpul di ujung gang.",
        "follow_up": {"action": "coordinate"},
    }
    me = place.petugas.id
    for visit in (
        item(me, kind="sambang_warga", body=household()),
        item(me, body=body("Pos Ronda RW 04", result=found)),
        li_item(me),
    ):
        await give(place, report, akun_id=me)
        await send(place.petugas, visit | {"task_id": str((await task_of(report))[-1].id)})
    for who in (place.operator, place.kasat, place.petugas, place.kanit):
        home, post, secret = [step.visit for step in (await look(who, report)).steps if step.data.get("laporan")]
        assert (home.title, home.by, home.state) == ("Sambang warga", f"Aipda {place.petugas.name}", "terkirim")
        assert dict(home.lines) == {"Keadaan keamanan": "Perlu dipantau", "Didampingi": "Ketua RT/RW"}
        for private in ("Siti", "Melati", "Safitri", "081234567890", "ujung gang", "Lampu jalan"):
            assert private not in str(home)
        assert dict(post.lines)["Nama tempat"] == "Pos Ronda RW 04"
        assert dict(post.lines)["Apa yang terjadi atau perlu dipantau?"] == "Anak-anak kumpul di ujung gang."
        assert dict(post.lines)["Yang akan dilakukan"] == "Dikoordinasikan"
        assert (secret.title, secret.secret, secret.lines) == ("Laporan rahasia", True, [])
        assert "buruh" not in str(secret)
    read = [step for step in (await look(place.kapolres, report)).steps if step.data.get("laporan")]
    assert [step.visit for step in read] == [None] * 3, "who handles nothing opens the report itself"


def test_no_field_of_people_is_told_of_any_kind_of_report() -> None:
    """Every kind is decided upon, every path is one of its form's, and none leads into names, addresses, numbers or positions."""
    assert set(SHOWN) == set(FORMS) - set(SECRET)
    for kind, paths in SHOWN.items():
        for path in paths:
            section: Any = FORMS[kind]
            for name in path.split("."):
                (spec,) = [spec for spec in section.specs() if spec.name == name]
                assert not spec.sensitive
                section = spec.section
            assert spec.type not in ("phone", "point", "rukun", "signature", "repeat", "section"), (kind, path)
            if kind in ("sambang_warga", "sambang_usaha", "sambang_tokoh"):
                assert spec.type in ("choice", "choices"), (kind, path)
