"""Tasks on both databases: who gives and reads them, what officers do about them, and the reports that answer them."""

import asyncio
from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.forms.tugas import Tenggat
from sambang_digital.models import Audit, Kabar, Laporan, Media, Tugas, TugasLangkah, Wilayah
from sambang_digital.models.base import now
from sambang_digital.repositories import media
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import broadcast, sinkron, tugas, tugas_baca, utas
from sambang_digital.services.laporan import Arrival
from sambang_digital.services.tugas import TugasFilter
from sambang_digital.services.waktu import day_of
from tests.factories import make_akun
from tests.laporan import KARAWACI, LAT, LON, information, item, make_subject, uuid7
from tests.polres import Polres, actor, decide, send
from tests.tugas import deed, do, give_task, move_due, shown, task_form
from tests.utas import pesan

pytestmark = pytest.mark.usefixtures("database")


class Place(Polres):
    """The Polres of the reviewers' tests; its first polsek answers for the officer's village."""

    async def fill(self) -> "Place":
        await super().fill()
        async with transaction() as session:
            village = await session.get(Wilayah, KARAWACI)
            assert village
            village.satuan_id = self.karawaci.id
        return self


@pytest.fixture
async def polres(database: str) -> Place:
    return await Place().fill()


async def listed(who: Actor, **wanted: Any) -> list[UUID]:
    async with reading() as session:
        rows = await tugas_baca.page(session, who, TugasFilter(**wanted))
        assert (await tugas_baca.count(session, who, TugasFilter(**wanted)))[0] == len(rows)
        return [row.id for row in rows]


async def test_what_a_task_follows_up_stays_secret_beyond_its_readers(polres: Place) -> None:
    """``li:read`` of another polsek is no right to this one's: of the source its number alone, of a secret answer nothing."""
    theirs = await stranger(polres)
    body = information("Rencana unjuk rasa di pabrik")
    secret = await polres.visit(kind="laporan_informasi", subject=None, body=body)
    task = await give_task(polres.kasat, theirs.id, kind="follow_up", source_id=str(secret))
    for who, title in (
        (polres.kasat, "Rencana unjuk rasa di pabrik"),
        (polres.other_kanit, "R/LI-1/"),
        (theirs, "R/LI-1/"),
    ):
        source = (await shown(who, task))["source"]
        assert source
        assert source["title"].startswith(title)
        assert (source["id"] is not None) == (who is polres.kasat)
    staff = actor(await make_akun("50010009", Peran.STAF_UNIT, satuan=polres.polres), polres.polres, Peran.STAF_UNIT)
    own = await give_task(polres.kanit, polres.officer.id)
    await polres.visit(kind="laporan_informasi", subject=None, body=body, task_id=str(own))
    async with reading() as session:
        reviews = {
            who.id: [row.review for row in await tugas_baca.page(session, who, TugasFilter(tab="selesai"))]
            for who in (polres.kanit, staff)
        }
    assert reviews == {polres.kanit.id: ["terkirim"], staff.id: [None]}


async def stranger(polres: Polres) -> Actor:
    return actor(await make_akun("80010002", satuan=polres.ciledug), polres.ciledug, Peran.BHABINKAMTIBMAS)


def due(days: int = 5) -> Tenggat:
    return Tenggat(due_day=day_of(now() + timedelta(days=days)))


async def test_given_within_reach_and_read_there_only(polres: Place) -> None:
    """One task for each officer named; their superiors read it, other units and other officers do not."""
    second = actor(await make_akun("80010003", satuan=polres.karawaci), polres.karawaci, Peran.BHABINKAMTIBMAS)
    async with transaction() as session:
        rows = await tugas.give(session, polres.kanit, task_form(polres.officer.id, second.id, polres.officer.id))
    assert [row.officer_id for row in rows] == [polres.officer.id, second.id]
    task = rows[0].id
    assert set(await listed(polres.kanit)) == set(await listed(polres.kasat)) == {row.id for row in rows}
    assert await listed(polres.other_kanit) == []
    assert (await shown(polres.officer, task))["giver"]["id"] == polres.kanit.id
    for who in (second, polres.other_kanit, await stranger(polres)):
        with pytest.raises(tugas.NotFound):
            await shown(who, task)
    with pytest.raises(tugas.NotFound):
        await do(second, task, "dilihat")
    for giver, officer, why in (
        (polres.other_kanit, polres.officer.id, tugas.TugasError),
        (polres.kanit, polres.kasat.id, tugas.TugasError),
        (polres.kanit, 999_999, tugas.TugasError),
        (polres.officer, polres.officer.id, Forbidden),
    ):
        with pytest.raises(why):
            await give_task(giver, officer)
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(Tugas)) == 2
        assert await session.scalar(select(func.count()).where(Audit.action == "tugas.diberi")) == 2
        assert await session.scalar(select(func.count()).where(Kabar.jenis == "tugas", Kabar.ref == task)) == 1


async def test_what_a_kind_is_about_has_to_be_there(polres: Place) -> None:
    house = await make_subject(polres.officer, kind="rumah")
    elsewhere = await make_subject(polres.officer, area_code=None)
    answer = await polres.visit()
    for more, field in (
        ({"kind": "visit"}, "subject_id"),
        ({"kind": "check"}, "lat"),
        ({"kind": "follow_up"}, "source_id"),
        ({"kind": "visit", "subject_id": str(elsewhere.id)}, "subject_id"),
        ({"kind": "follow_up", "source_id": uuid7()}, "source_id"),
        ({"kind": "check", "lat": -6.9, "lon": 107.6}, "lat"),
        ({"area_code": "31.71.01.1001"}, "area_code"),
        ({"due_day": day_of(now() - timedelta(days=1))}, "due_day"),
        ({"due_day": day_of(now()), "due_hour": "00:00"}, "due_hour"),
        ({"due_day": day_of(now() + timedelta(days=400))}, "due_day"),
    ):
        with pytest.raises(tugas.TugasError) as refused:
            await give_task(polres.kanit, polres.officer.id, **more)
        assert refused.value.field == field, more
    for more in (
        {"kind": "visit", "subject_id": str(house.id)},
        {"kind": "check", "lat": LAT, "lon": LON},
        {"kind": "follow_up", "source_id": str(answer)},
    ):
        task = await shown(polres.officer, await give_task(polres.kanit, polres.officer.id, **more))
        assert task["area_code"] == KARAWACI
    assert task["source"] == {"id": str(answer), "title": "Pos Kamling Melati"}


async def test_an_officer_learns_of_anothers_report_no_more_than_its_title(polres: Place) -> None:
    """What is followed up may be somebody else's: its title is told, the way to it is not; of a secret kind not even that."""
    visit = await polres.visit()
    second = actor(await make_akun("80010003", satuan=polres.karawaci), polres.karawaci, Peran.BHABINKAMTIBMAS)
    task = await give_task(polres.kanit, second.id, kind="follow_up", source_id=str(visit))
    assert (await shown(second, task))["source"] == {"id": None, "title": "Pos Kamling Melati"}
    assert (await shown(polres.kanit, task))["source"]["id"] == str(visit)
    async with transaction() as session:
        (await session.get(Laporan, (visit, 1))).kind = "laporan_informasi"
    unit = actor(await make_akun("60010003", Peran.KEPALA_UNIT, satuan=polres.polres), polres.polres, Peran.KEPALA_UNIT)
    for who in (second, unit):
        assert (await shown(who, task))["source"] == {"id": None, "title": "Laporan Informasi"}
    assert (await shown(polres.kanit, task))["source"] == {"id": str(visit), "title": "Pos Kamling Melati"}
    with pytest.raises(tugas.TugasError):
        await give_task(unit, second.id, kind="follow_up", source_id=str(visit))


async def test_a_step_is_stored_once_and_its_id_is_its_own(polres: Place) -> None:
    task, one = await give_task(polres.kanit, polres.officer.id), deed("dikerjakan")
    assert await asyncio.gather(*(tugas.act(polres.officer, task, one, Arrival(now())) for _ in range(5))) == [True] * 5
    assert [step["step"] for step in (await shown(polres.kanit, task))["steps"]] == ["diberi", "dikerjakan"]
    changed = one.model_copy(update={"note": "Lain."})
    with pytest.raises(tugas.IdTaken):
        await tugas.act(polres.officer, task, changed, Arrival(now()))
    with pytest.raises(tugas.IdTaken):
        await tugas.act(polres.officer, await give_task(polres.kanit, polres.officer.id), one, Arrival(now()))


async def test_the_order_of_arrival_changes_nothing(polres: Place) -> None:
    """Begun, given up, begun again without network: however the steps arrive, the last one done counts and all are kept."""
    start = now() - timedelta(hours=3)
    steps = (("dilihat", ""), ("dikerjakan", ""), ("tidak_dapat", "Rumah kosong."), ("dikerjakan", ""))
    for length, end in ((3, "tidak_dapat"), (4, "dikerjakan")):
        for order in permutations(range(length)):
            task = await give_task(polres.kanit, polres.officer.id)
            for n in order:
                await do(polres.officer, task, *steps[n], made_at=start + timedelta(minutes=n))
            found = await shown(polres.kanit, task)
            assert (found["state"], len(found["steps"])) == (end, 1 + length), order


async def test_what_comes_after_the_end_is_kept_and_changes_nothing(polres: Place) -> None:
    task = await give_task(polres.kanit, polres.officer.id)
    async with transaction() as session:
        await tugas.cancel(session, polres.kanit, task, "Acaranya batal.")
    assert await do(polres.officer, task, "tidak_dapat", "Saya sakit hari ini.") is False
    found = await shown(polres.kanit, task)
    assert (found["state"], found["reason"]) == ("dibatalkan", "Acaranya batal.")
    assert [(step["note"], step["applied"]) for step in found["steps"]][-1] == ("Saya sakit hari ini.", False)
    async with transaction() as session:
        for attempt in (
            tugas.cancel(session, polres.kanit, task, "Sekali lagi."),
            tugas.postpone(session, polres.kanit, task, due()),
            tugas.ask_again(session, polres.kanit, task, due(), "Coba lagi besok."),
        ):
            with pytest.raises(tugas.NotNow):
                await attempt


async def test_the_desk_postpones_asks_again_and_cancels_within_its_reach(polres: Place) -> None:
    task = await give_task(polres.kanit, polres.officer.id)
    async with transaction() as session:
        await tugas.postpone(session, polres.kasat, task, due(9), "Kegiatan diundur.")
    found = await shown(polres.officer, task)
    assert day_of(found["due_at"]) == day_of(now() + timedelta(days=9))
    assert (found["steps"][-1]["step"], found["steps"][-1]["note"]) == ("tenggat", "Kegiatan diundur.")
    await do(polres.officer, task, "tidak_dapat", "Jembatan putus.")
    async with transaction() as session:
        with pytest.raises(tugas.TugasError):
            await tugas.ask_again(session, polres.kanit, task, due(), "")
        await tugas.ask_again(session, polres.kanit, task, due(), "Lewat jalan memutar.")
    assert (await shown(polres.officer, task))["state"] == "baru"
    # What was done before that and arrives only now belongs to the first time.
    assert await do(polres.officer, task, "tidak_dapat", "Jembatan putus.", now() - timedelta(hours=2)) is False
    for who, error in ((polres.other_kanit, tugas.NotFound), (polres.officer, Forbidden)):
        async with transaction() as session:
            with pytest.raises(error):
                await tugas.cancel(session, who, task, "Tidak perlu lagi.")
    async with reading() as session:
        deeds = await session.scalars(select(Audit.data).where(Audit.action == "tugas.diubah").order_by(Audit.id))
        assert [one["step"] for one in deeds] == ["tenggat", "tidak_dapat", "diminta_lagi", "tidak_dapat"]


async def test_lists(polres: Place) -> None:
    house = await make_subject(polres.officer, name="Bu Siti_100%")
    late = await give_task(polres.kanit, polres.officer.id, text="Antar surat undangan")
    await move_due(late, now() - timedelta(hours=1))
    begun = await give_task(polres.kanit, polres.officer.id, kind="visit", subject_id=str(house.id))
    await do(polres.officer, begun, "dikerjakan")
    given_up = await give_task(polres.kanit, polres.officer.id)
    await do(polres.officer, given_up, "tidak_dapat", "Alamat tidak ada.")
    far = await give_task(polres.kanit, polres.officer.id, due_day=due(60).due_day)
    assert await listed(polres.kanit) == [late, begun, far]
    assert await listed(polres.kanit, tab="terlambat") == [late]
    assert await listed(polres.kanit, tab="jawaban") == [late, far]
    assert await listed(polres.kanit, tab="tidak_dapat") == [given_up]
    async with reading() as session:
        since = {
            tab: (await tugas_baca.count(session, polres.kanit, TugasFilter(tab=tab)))[1]
            for tab in ("tidak_dapat", "jawaban")
        }
    assert all(moment and moment <= now() for moment in since.values()), "waits since then, whenever it is due"
    assert await listed(polres.kanit, tab="selesai") == []
    assert set(await listed(polres.kanit, tab="semua")) == {late, begun, given_up, far}
    assert await listed(polres.kanit, text="siti_100%") == await listed(polres.kanit, kind="visit") == [begun]
    assert await listed(polres.kanit, text="surat") == [late]
    assert await listed(polres.kanit, due_days=7) == [late, begun]
    assert await listed(polres.kanit, tab="jawaban", waiting_hours=24) == []
    assert await listed(polres.kanit, officer_id=polres.kanit.id) == []
    async with reading() as session:
        assert await tugas_baca.tally(session, polres.kasat, polres.officer.id) == (3, 1)
        assert await tugas_baca.tally(session, polres.other_kanit, polres.officer.id) == (0, 0)
        with pytest.raises(Forbidden):
            await tugas_baca.page(session, polres.officer, TugasFilter())


async def test_closed_by_the_report_that_answers_it_and_open_again_if_that_goes_back(polres: Place) -> None:
    task = await give_task(polres.kanit, polres.officer.id)
    visit = await polres.visit(task_id=str(task))
    found = await shown(polres.kanit, task)
    assert (found["state"], found["answers"][0]["id"], found["answers"][0]["state"]) == (
        "selesai",
        str(visit),
        "terkirim",
    )
    await decide(polres.kanit, visit, "dikembalikan", "Lengkapi fotonya.")
    assert (await shown(polres.officer, task))["state"] == "dikerjakan"
    corrected = item(polres.officer.id, id=str(visit), revision=2, base_revision=1, task_id=str(task))
    await send(polres.officer, corrected)
    found = await shown(polres.officer, task)
    assert (found["state"], found["answers"][0]["state"]) == ("selesai", "diperbaiki")
    assert [step["step"] for step in found["steps"]] == ["diberi", "dijawab", "dikembalikan", "dijawab"]
    await decide(polres.kanit, visit, revision=2)
    assert (await shown(polres.officer, task))["answers"][0]["state"] == "diterima"


async def test_another_answer_keeps_it_closed(polres: Place) -> None:
    task = await give_task(polres.kanit, polres.officer.id)
    first, second = [await polres.visit(task_id=str(task)) for _ in range(2)]
    await decide(polres.kanit, first, "dikembalikan", "Salah rumah.")
    assert (await shown(polres.kanit, task))["state"] == "selesai"
    await decide(polres.kanit, second, "dikembalikan", "Salah rumah juga.")
    assert (await shown(polres.kanit, task))["state"] == "dikerjakan"


async def test_a_task_id_never_refuses_a_report(polres: Place) -> None:
    """Unknown, somebody else's, cancelled, practice: the report is taken, the task is left alone."""
    neighbour = await make_akun("80010003", satuan=polres.karawaci)
    foreign, cancelled, practice = [
        await give_task(polres.kanit, officer) for officer in (neighbour.id, polres.officer.id, polres.officer.id)
    ]
    async with transaction() as session:
        await tugas.cancel(session, polres.kanit, cancelled, "Tidak jadi.")
    for task, more in ((uuid7(), {}), (foreign, {}), (cancelled, {}), (practice, {"practice": True})):
        visit = await polres.visit(task_id=str(task), **more)
        async with reading() as session:
            assert str((await session.get(Laporan, (visit, 1))).task_id) == str(task)
    assert (await shown(polres.kanit, foreign))["state"] == "baru"
    assert (await shown(polres.kanit, foreign))["answers"] == []
    assert (await shown(polres.kanit, cancelled))["state"] == "dibatalkan"
    assert (await shown(polres.kanit, practice))["state"] == "baru"


async def test_it_comes_down_whole_to_its_officer_only(polres: Place) -> None:
    house = await make_subject(polres.officer, name="Pak Darma", address="Jalan Mawar 3", lat=LAT, lon=LON)
    async with reading() as session:
        first = await sinkron.page(session, polres.officer, None)
    task = await give_task(polres.kanit, polres.officer.id, kind="visit", subject_id=str(house.id))
    neighbour = await stranger(polres)
    async with reading() as session:
        page = await sinkron.page(session, polres.officer, first["cursor"])
        foreign = await sinkron.page(session, neighbour, None)
    (row,) = (change["data"] for change in page["changes"] if change["type"] == "tugas")
    assert (row["id"], row["subject"]["name"], row["title"], row["state"]) == (
        str(task), "Pak Darma", "Kunjungi rumah atau tempat ini", "baru",
    )  # fmt: skip
    assert [change for change in foreign["changes"] if change["type"] == "tugas"] == []
    # Over long since: a phone that comes back hears that it may go.
    long_ago = now() - sinkron.KEPT - timedelta(days=1)
    async with transaction() as session:
        await tugas.cancel(session, polres.kanit, task, "Sudah pindah.")
        await session.flush()
        (await session.get(Tugas, task)).changed_at = long_ago
    async with reading() as session:
        page = await sinkron.page(session, polres.officer, None)
    assert {"type": "tugas", "id": str(task)} in page["tombstones"]
    assert [change for change in page["changes"] if change["type"] == "tugas"] == []


async def test_its_thread_is_like_that_of_a_report(polres: Place) -> None:
    """Officer and giver take part; a photo is for those who read the task; it comes down; mentions lead to the task."""
    task, sha, media_id = await give_task(polres.kanit, polres.officer.id), "c" * 64, UUID(int=7)
    await utas.post(polres.officer, task, pesan("Alamatnya di mana?", mentions=[polres.kasat.id]))
    await utas.post(polres.kanit, task, pesan("Di sebelah masjid.", photos=[sha]))
    async with reading() as session:
        assert await utas.unread(session, polres.kasat) == utas.Unread(0, 0, tasks=1, tasks_mentioned=1)
        assert await utas.unread(session, polres.kanit) == utas.Unread(0, 0)
        page = await sinkron.page(session, polres.officer, None)
        assert await session.scalar(select(Kabar.ref).where(Kabar.jenis == "sebutan_tugas")) == task
    (thread,) = (change["data"] for change in page["changes"] if change["type"] == "utas")
    assert (thread["id"], thread["unread"]) == (str(task), 1)
    async with transaction() as session:
        session.add(Media(id=media_id, uploader_id=polres.kanit.id, sha256=sha, size=1, state="siap"))
    neighbour = await stranger(polres)
    async with reading() as session:
        for who, sees in ((polres.officer, True), (polres.kasat, True), (neighbour, False)):
            assert (await media.readable(session, who, media_id) is not None) is sees
    for who in (polres.other_kanit, neighbour):
        with pytest.raises(utas.NotFound):
            await utas.post(who, task, pesan())


async def test_open_desks_are_told(polres: Place) -> None:
    async with broadcast.subscribe(broadcast.TUGAS) as messages:
        task = await give_task(polres.kanit, polres.officer.id)
        for happen in (
            lambda: do(polres.officer, task, "dilihat"),
            lambda: utas.post(polres.officer, task, pesan()),
            lambda: polres.visit(task_id=str(task)),
        ):
            await happen()
        for _ in range(4):
            heard = await asyncio.wait_for(anext(messages), 5)
            assert (heard["id"], heard["satuan_id"]) == (str(task), polres.karawaci.id)


async def test_officers_and_places_to_choose_from(polres: Place) -> None:
    house = await make_subject(polres.officer, name="Pak Darma", address="Jalan Mawar 3")
    await make_subject(polres.officer, name="Pak Darma tua", removed_at=now())
    async with reading() as session:
        (doer,) = await tugas_baca.officers(session, polres.kanit)
        assert (doer.id, list(doer.villages)) == (polres.officer.id, [KARAWACI])
        assert await tugas_baca.officers(session, polres.other_kanit) == []
        for officers in ([], [polres.officer.id]):
            found = await tugas_baca.places(session, polres.kanit, "mawar darma", officers)
            assert [row.id for row in found] == [house.id]
        assert await tugas_baca.places(session, polres.kanit, "darma", [polres.kanit.id]) == []
        assert await tugas_baca.places(session, polres.other_kanit, "darma", []) == []
        assert await session.scalar(select(func.count()).select_from(TugasLangkah)) == 0
