"""Citizens' reports of the demo: a few of each state, over the days before the present moment, whatever hour it starts."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import transaction
from sambang_digital.forms.pengaduan import Alasan, PengaduanBaru
from sambang_digital.forms.personel import Unit
from sambang_digital.forms.tugas import Langkah as Deeds
from sambang_digital.forms.tugas import Tindakan
from sambang_digital.models import Pengaduan, Wilayah
from sambang_digital.models.base import now, uuid7
from sambang_digital.models.pengaduan import OPEN
from sambang_digital.repositories import pengaduan as repository
from sambang_digital.repositories import tugas as tasks
from sambang_digital.repositories import wilayah as villages
from sambang_digital.security.actor import Actor
from sambang_digital.services import pengaduan, pengaduan_tindak, tugas, warga
from sambang_digital.services.demo.orang import Person
from sambang_digital.services.demo.tempat import Village
from sambang_digital.services.laporan import Arrival
from sambang_digital.services.pengaduan_langkah import RULES, Langkah, Step, take
from sambang_digital.services.pengaduan_tindak import Deed, Target

L = Langkah


@dataclass(frozen=True, slots=True)
class Done:
    """A step of the history: ``after`` so many minutes from the receipt, by whom (key of a shown account; none: the citizen)."""

    after: int
    by: str
    step: Langkah
    note: str = ""
    more: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """One report: received ``age`` minutes ago, from the village of that name (of a shown officer: their key)."""

    age: int
    village: str
    category: str
    kind: str | None
    text: str
    place: str
    steps: tuple[Done, ...] = ()
    more: tuple[tuple[str, Any], ...] = ()
    officer: tuple[Deeds, str] | None = None


HOUR, DAY = 60, 1440
SEEN = "Terima kasih. Laporan Anda sudah kami periksa dan kami lanjutkan."


def _to(**target: Any) -> tuple[tuple[str, Any], ...]:
    return (("target", target),)


WISHES = (
    Wish(
        4, "Cimone", "gangguan", "tawuran",
        "Ada belasan remaja berkumpul di bawah jembatan, sebagian membawa sarung yang diikat batu. Warga takut lewat.",
        "Kolong jembatan dekat pasar", more=(("urgent", True), ("name", "Wahyu Pratama"), ("phone", "081200010001")),
    ),
    Wish(
        50, "Poris Plawad", "gangguan", "kemacetan",
        "Lampu lalu lintas di simpang mati sejak pagi. Angkot berhenti sembarangan, sudah dua motor bersenggolan.",
        "Simpang Poris, depan minimarket", more=(("name", "Nur Aini"), ("phone", "081200010002")),
    ),
    Wish(
        2 * HOUR, "Kunciran", "tindak_pidana", "penipuan_online",
        "Saya transfer uang muka sewa kontrakan lewat aplikasi jual beli, lalu penjualnya menghilang dan nomornya tidak aktif.",
        "", more=(("name", "Yoga Saputra"), ("phone", "081200010003")),
    ),
    Wish(
        3 * HOUR, "Batu Sari", "gangguan", "kebakaran",
        "Gudang kardus di ujung gang terbakar, apinya mulai membesar dan dekat dengan rumah warga.",
        "Gang Kemuning, belakang gudang kardus",
        more=(("urgent", True), ("late", 5 * HOUR), ("name", "Supriyadi"), ("phone", "081200010004")),
    ),
    Wish(
        5 * HOUR, "Sudimara Barat", "kritik_saran", None,
        "Saat mengurus surat kehilangan, petugas jaga membentak ibu saya dan meminta uang rokok. Mohon diperiksa.",
        "Loket pelayanan", (Done(30, "propam", L.VERIFIKASI, SEEN),),
        (("about_police", True), ("name", "Rina Kartika"), ("phone", "081200010005")),
    ),
    Wish(
        7 * HOUR, "Cipondoh Indah", "informasi", None,
        "Kapan jadwal pelayanan SKCK keliling di kecamatan kami, dan berkas apa saja yang perlu dibawa?",
        "", (Done(12, "operator", L.VERIFIKASI, SEEN),), (("name", "Dewi Lestari"), ("phone", "081200010006")),
    ),
    Wish(
        9 * HOUR, "petugas", "gangguan", "premanisme",
        "Beberapa orang memalak pedagang kaki lima tiap malam. Kalau tidak diberi, gerobaknya ditendang.",
        "Lapak kaki lima depan ruko",
        (
            Done(8, "operator", L.VERIFIKASI, SEEN),
            Done(25, "pa_siaga", L.TUGASKAN, "Temui ketua paguyuban pedagang dulu.", _to(officer="petugas")),
        ),
        (("name", "Slamet Riyadi"), ("phone", "081200010007"), ("hide_identity", True)), (Deeds.STARTED, ""),
    ),
    Wish(
        DAY, "petugas_dua", "gangguan", "balap_liar",
        "Setiap malam Minggu jalan ini dipakai balap motor sampai jam dua. Anak saya hampir tertabrak.",
        "Jalan lurus dekat lapangan",
        (
            Done(20, "operator", L.VERIFIKASI, SEEN),
            Done(40, "operator", L.TUGASKAN, "Pantau bersama ketua RW.", _to(officer="petugas_dua")),
        ),
        (("name", "Hendra Gunawan"),), (Deeds.IMPOSSIBLE, "Bersamaan dengan pengamanan pengajian. Mohon rekan lain."),
    ),
    Wish(
        DAY + 2 * HOUR, "Bojong Jaya", "tindak_pidana", "curanmor",
        "Motor saya hilang di parkiran kontrakan antara jam satu dan empat pagi. Di gang ada dua kamera milik tetangga.",
        "Kontrakan Bu Haji, Gang Melati",
        (
            Done(10, "operator", L.VERIFIKASI, SEEN),
            Done(30, "operator", L.TUGASKAN, "", _to(satuan="kanit")),
            Done(3 * HOUR, "kanit", L.TANGANI, "Petugas sedang melihat rekaman kamera di gang Anda."),
        ),
        (("name", "Agus Setiawan"), ("phone", "081200010009"), ("address", "Gang Melati Nomor 12")),
    ),
    Wish(
        2 * DAY, "Gerendeng", "gangguan", "narkoba",
        "Ada rumah kosong yang malam hari didatangi orang tidak dikenal, sering ditemukan bekas alat isap.",
        "Rumah kosong di belakang musala",
        (
            Done(15, "operator", L.VERIFIKASI, SEEN),
            Done(35, "kasat", L.TUGASKAN, "", _to(unit=Unit.BINTIBSOS)),
            Done(DAY, "kasat", L.TANYA, "Pada hari apa dan jam berapa biasanya mereka datang?"),
        ),
        (("hide_identity", True), ("name", "Ibu Sri"), ("phone", "081200010010")),
    ),
    Wish(
        3 * DAY, "Panunggangan", "gangguan", "lain",
        "Lampu penerangan jalan mati sepanjang gang, ibu-ibu pulang pengajian takut lewat.",
        "Gang Manggis RT 03 RW 05",
        (
            Done(45, "operator", L.VERIFIKASI, SEEN),
            Done(
                2 * HOUR, "operator", L.TERUSKAN, "Lampu jalan diurus Dinas Perhubungan. Kami sudah mengirim surat.",
                (("to_name", "Dinas Perhubungan Kota Tangerang"),),
            ),
        ),
    ),
    Wish(
        4 * DAY, "Karang Tengah", "gangguan", "lain",
        "Tetangga memutar pengeras suara sampai lewat tengah malam, sudah ditegur RT tetapi diulang lagi.",
        "Komplek ruko RW 02",
        (
            Done(20, "operator", L.VERIFIKASI, SEEN),
            Done(60, "operator", L.TUGASKAN, "", _to(unit=Unit.BINPOLMAS)),
            Done(
                DAY, "kasat", L.SELESAIKAN,
                "Kedua pihak sudah dipertemukan bersama ketua RT. Disepakati pengeras suara mati pukul 21.00.",
            ),
            Done(DAY + 3 * HOUR, "", L.NILAI, "Cepat dan sopan, sekarang sudah tenang.", (("rating", 5),)),
        ),
        (("name", "Lilis Suryani"), ("phone", "081200010012")),
    ),
    Wish(
        5 * DAY, "Neglasari", "apresiasi", None,
        "Terima kasih kepada petugas yang membantu ibu saya menyeberang dan mengantar pulang saat banjir kemarin.",
        "Depan kantor kelurahan",
        (
            Done(2 * HOUR, "operator", L.VERIFIKASI, "Terima kasih, kami sampaikan kepada petugasnya."),
            Done(3 * HOUR, "operator", L.SELESAIKAN, "Sudah kami sampaikan. Terima kasih atas perhatian Anda."),
        ),
        (("name", "Bambang Irawan"),),
    ),
    Wish(
        6 * DAY, "Jatiuwung", "gangguan", "lain",
        "halo halo tes tes apakah ini nyambung atau tidak ya", "",
        (
            Done(
                90, "operator", L.TOLAK, "Laporan ini tidak memuat kejadian. Bila ada, silakan lapor kembali.",
                (("reason", Alasan.KURANG_DATA),),
            ),
        ),
    ),
    Wish(
        12 * DAY, "Cibodas Sari", "kritik_saran", None,
        "Mohon pos polisi di dekat sekolah dijaga saat jam pulang, anak-anak sering menyeberang tanpa pengawasan.",
        "Simpang dekat sekolah",
        (
            Done(5 * HOUR, "operator", L.VERIFIKASI, SEEN),
            Done(DAY, "operator", L.SELESAIKAN, "Mulai Senin ada petugas pukul 12.00 sampai 13.30. Terima kasih sarannya."),
            Done(9 * DAY, "operator", L.TUTUP),
        ),
        (("name", "Komite sekolah"),),
    ),
)  # fmt: skip


async def load(staff: Sequence[Person]) -> None:
    """Let them come in, each from a phone of its own, and be handled up to where they stand."""
    shown = {one.post.key: one for one in staff if one.post.key}
    async with transaction() as session:
        areas = {area.name: area for area in await villages.everything(session)}
    present = now()
    for number, wish in enumerate(WISHES):
        area = shown[wish.village].post.areas[0] if wish.village in shown else areas[wish.village]
        async with transaction() as session:
            row = await _receive(session, wish, area, present, Random(f"pengaduan-{number}"))
        for step in wish.steps:
            async with transaction() as session:
                await _take(session, shown, row, step)
        if wish.officer:
            await _answer(shown[wish.village].actor, row, *wish.officer, Random(f"pengaduan-{number}-tugas"))
        async with transaction() as session:
            await _date(session, wish, row, present)


async def _receive(session: AsyncSession, wish: Wish, area: Wilayah, present: datetime, random: Random) -> Pengaduan:
    device, _ = await warga.begin(session)
    more = dict(wish.more)
    made = present - timedelta(minutes=wish.age + more.pop("late", 0))
    lane = random.choice(Village(area).lanes)
    values = {
        "id": str(uuid7(made, random)),
        "secret": secrets.token_urlsafe(16),
        "category": wish.category,
        "kind": wish.kind,
        "text": wish.text,
        "place": wish.place,
        "area_code": area.code,
        "position": {"lat": lane.lat, "lon": lane.lon, "accuracy_m": 15.0} if wish.place else None,
        "consent": True,
        "made_at": made.isoformat(),
    }
    return await pengaduan.store(session, device, PengaduanBaru.model_validate(values | more), "web")


async def _take(session: AsyncSession, shown: dict[str, Person], row: Pengaduan, done: Done) -> None:
    more = dict(done.more)
    if not done.by:
        stored = await repository.stored(session, row.id, lock=True)
        assert stored
        await take(session, stored, Step(done.step, done.note, side="warga", data=more))
        stored.rating = more.get("rating")
        return
    if target := more.get("target"):
        more["target"] = _target(shown, target)
    await pengaduan_tindak.act(session, shown[done.by].actor, row.id, Deed(done.step, done.note, **more))


def _target(shown: dict[str, Person], wanted: dict[str, Any]) -> Target:
    if officer := wanted.get("officer"):
        return Target(akun_id=shown[officer].actor.id)
    return Target(satuan_id=shown[wanted["satuan"]].actor.satuan_id) if "satuan" in wanted else Target(**wanted)


async def _answer(officer: Actor, row: Pengaduan, step: Deeds, note: str, random: Random) -> None:
    """What the officer did about the task."""
    at = now()
    async with transaction() as session:
        task = (await tasks.of_report(session, row.id))[0].id
    deed = {"id": str(uuid7(at, random)), "step": step, "note": note, "made_at": at.isoformat()}
    await tugas.act(officer, task, Tindakan.model_validate(deed), Arrival(at))


async def _date(session: AsyncSession, wish: Wish, row: Pengaduan, present: datetime) -> None:
    """Let all of it have happened when it is said to have: no desk can act in the past."""
    stored = await repository.stored(session, row.id, lock=True)
    assert stored
    received = present - timedelta(minutes=wish.age)
    at = {done.step: received + timedelta(minutes=done.after) for done in wish.steps}
    stored.received_at = stored.changed_at = moment = received
    stored.made_at = min(stored.made_at, received)
    stored.priority = pengaduan.priority_of(stored)
    stored.first_answer_at = stored.dispatched_at = None
    for one in await repository.steps(session, row.id, public=False):
        step = one.PengaduanLangkah
        moment = at.get(Langkah(step.step), moment)
        step.at = stored.changed_at = moment
        if step.step in RULES and RULES[Langkah(step.step)].speaks:
            stored.first_answer_at = stored.first_answer_at or moment
        if step.step == L.TUGASKAN:
            stored.dispatched_at = stored.dispatched_at or moment
        if step.state in ("selesai", "ditolak"):
            stored.done_at = stored.done_at if step.step == L.NILAI else moment
        if step.state == "menunggu_pelapor":
            stored.waiting_since = moment
    if stored.state in OPEN:
        stored.done_at = None
