"""Demo data: loaded once into an empty database, alive, and with passwords that nobody else can read."""

import shutil
import stat
from collections import Counter
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from sambang_digital import db
from sambang_digital.forms.registry import FORMS
from sambang_digital.models import (
    Akun,
    Bacaan,
    BacaanHitungan,
    Laporan,
    Media,
    Pengaduan,
    PengaduanLangkah,
    Penugasan,
    PeranAkun,
    Satuan,
    Subjek,
    TingkatSatuan,
    Tinjauan,
    Tugas,
    Utas,
    Wilayah,
)
from sambang_digital.models.base import now
from sambang_digital.repositories import akun as people
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import bacaan, demo, pengaduan, sandi, simpanan
from sambang_digital.services.demo import kunjungan, massal, teks
from sambang_digital.services.demo.orang import Person, Post
from sambang_digital.services.demo.tempat import Village
from sambang_digital.services.waktu import local, today
from sambang_digital.services.wilayah import facts


@pytest.fixture(scope="module")
def sqlite_template(sqlite_data: Path) -> Path:
    """Each SQLite database begins with the demo data that ``cli prepare`` loaded."""
    return sqlite_data / "sambang.db"


@pytest.fixture(scope="module")
def postgres_template(postgres_data: tuple[Path, str]) -> str:
    """Each PostgreSQL database likewise."""
    return postgres_data[1]


@pytest.fixture
async def loaded(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database with demo data, and the files beside it."""
    if database.startswith("sqlite"):
        folder = request.getfixturevalue("sqlite_data")
    else:
        folder, _ = request.getfixturevalue("postgres_data")
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("sambang.db*"))
    return database


async def test_loads_once(loaded: str) -> None:
    """A second load changes nothing, neither people nor the password."""
    first = demo.accounts()
    assert not await demo.load()
    assert demo.accounts() == first
    assert {
        "admin", "kasat", "kapolres", "polda", "kanit", "petugas", "petugas_dua", "petugas_baru", "operator", "pa_siaga", "propam",
    } <= {account.key for account in first}  # fmt: skip


async def test_everybody_shown_can_sign_in_and_nobody_else_reads_how(loaded: str) -> None:
    """Each shown password is the right one, random for each installation and kept from others; one has to be changed first."""
    async with db.reading() as session:
        rows = [(account, await people.by_nrp(session, account.nrp)) for account in demo.accounts()]
    for account, akun in rows:
        assert akun is not None
        assert akun.name == account.name
    (password,) = {account.password for account in demo.accounts()}
    assert (await sandi.check(password, rows[0][1].password_hash))[0]
    assert len({akun.password_hash for _, akun in rows}) == 1
    assert [account.key for account, akun in rows if akun.must_change_password] == ["petugas_baru"]
    assert stat.S_IMODE(demo.accounts_file().stat().st_mode) == 0o600
    assert password.startswith("sambang-")


async def test_a_polres_with_two_hundred_officers(loaded: str) -> None:
    """Each has a name of their own and villages; every polsek has one village without an officer, to be seen as a gap."""
    async with db.reading() as session:
        officers = select(PeranAkun.akun_id).where(PeranAkun.role == Peran.BHABINKAMTIBMAS)
        names = (await session.scalars(select(Akun.name).where(Akun.id.in_(officers)))).all()
        assigned = select(func.count(Penugasan.akun_id.distinct())).where(Penugasan.akun_id.in_(officers))
        covered = await session.scalar(select(func.count(Penugasan.area_code.distinct())))
        assert len(set(names)) == len(names) == 200
        assert await session.scalar(assigned) == 200
    assert covered == 157 - 12


async def test_the_desk_is_alive(loaded: str) -> None:
    """The Kanit finds visits of the own polsek in every state, of every kind, with photos that can be looked at."""
    async with db.reading() as session:
        kanit = await people.by_nrp(session, next(a.nrp for a in demo.accounts() if a.key == "kanit"))
        assert kanit is not None
        reports = (await session.scalars(select(Laporan))).all()
        photos = (await session.scalars(select(Media).where(Media.kind == "foto"))).all()
        talked_about = set(await session.scalars(select(Utas.id)))
    own = [report for report in reports if report.satuan_id == kanit.satuan_id]
    assert {"terkirim", "diterima", "dikembalikan"} <= {report.state for report in own}
    assert FORMS.keys() == {report.kind for report in own}
    verdicts = Counter(report.verdict for report in reports)
    assert verdicts["inside"] > 0.9 * len(reports)
    assert any(report.flags for report in reports)
    assert any(report.revision == 2 for report in reports)
    assert talked_about & {report.id for report in own if report.state == "dikembalikan"}
    named = {photo["sha256"] for report in reports for photo in report.photos}
    assert named == {photo.sha256 for photo in photos}
    assert photos
    stored = await simpanan.get(f"{photos[0].id.hex[:2]}/{photos[0].id.hex}-kecil.jpg")
    assert stored is not None


async def test_citizens_have_reported(loaded: str) -> None:
    """Reports in nearly every state, none from times to come; one that came late, one about an officer, some hidden, one rated."""
    async with db.reading() as session:
        rows = (await session.scalars(select(Pengaduan))).all()
        steps = (await session.scalars(select(PengaduanLangkah))).all()
        tasks = (await session.scalars(select(Tugas).where(Tugas.pengaduan_id.is_not(None)))).all()
    assert {
        "baru", "diverifikasi", "ditugaskan", "ditangani", "menunggu_pelapor", "diteruskan", "selesai", "ditutup", "ditolak",
    } == {row.state for row in rows}  # fmt: skip
    assert len({row.category for row in rows}) == 5
    assert len(rows) == 15
    assert len({row.area_code for row in rows}) > 10
    assert sorted(pengaduan.late_s(row) > 0 for row in rows if row.urgent) == [False, True]
    assert [row.state for row in rows if row.about_police] == ["diverifikasi"]
    assert any(row.hide_identity for row in rows)
    assert [row.rating for row in rows if row.rating] == [5]
    assert {one.state for one in tasks} == {"dikerjakan", "tidak_dapat"}
    for row in rows:
        history = sorted(one.at for one in steps if one.pengaduan_id == row.id)
        assert row.made_at <= row.received_at == history[0] <= history[-1] == row.changed_at <= now()
        assert (row.first_answer_at is None) == (row.state == "baru")
        assert (row.done_at is not None) == (row.state in ("selesai", "ditutup", "ditolak"))


@pytest.mark.parametrize("hour", [0, 5, 12, 23])
def test_whoever_is_shown_is_alive_at_any_hour_of_any_day(hour: int) -> None:
    """After a Sunday and at midnight too there are visits of every kind, some with photos, none of them still to come."""
    areas = tuple(Wilayah(**fact) for fact in facts()[:4])
    polsek = Satuan(id=1, code="x", name="Polsek X", level=TingkatSatuan.POLSEK)
    post = Post(Peran.BHABINKAMTIBMAS, "Petugas", "Aipda", polsek, "petugas", areas)
    roles = frozenset({Peran.BHABINKAMTIBMAS})
    person = Person(post, Actor(1, "84050119", "Siapa Saja", None, 1, "Polsek X", "/1/", None, roles, 1))
    for back in range(7):
        present = local(datetime.combine(today(), time(hour, 30))) - timedelta(days=back)
        sent = list(kunjungan.visits(person, [Village(area) for area in areas], present, suspect=False))
        assert {one.item["kind"] for one in sent} == {kind for kind, form in FORMS.items() if form.subject_kind}
        assert any(one.item["photos"] for one in sent)
        assert all(
            datetime.fromisoformat(one.item["position"]["time"] or present.isoformat()) < present for one in sent
        )


async def test_visits_to_measure_with(loaded: str) -> None:
    """As many as were asked for, again and again, by all officers, over two years, with the register and decisions to match."""
    before, steps = await _count(Laporan), []
    assert await massal.fill(3000, lambda *step: steps.append(step)) == 200
    assert await massal.fill(500, lambda *step: None) == 200
    assert await _count(Laporan) == before + 3500
    assert steps[-1][1] == steps[-1][2]
    async with db.reading() as session:
        authors = await session.scalar(select(func.count(Laporan.author_id.distinct())))
        first, last = (await session.execute(select(func.min(Laporan.day), func.max(Laporan.day)))).one()
        visits = await session.scalar(select(func.sum(Subjek.visits)))
        decided = await session.scalar(
            select(func.count()).where(Laporan.current, Laporan.state.in_(("diterima", "dikembalikan")))
        )
        decisions = await session.scalar(select(func.count(Tinjauan.laporan_id.distinct())))
        orphans = await session.scalar(
            select(func.count()).where(Laporan.subject_id.is_not(None), ~Laporan.subject_id.in_(select(Subjek.id)))
        )
    assert authors > 190
    assert (last - first).days > 700
    assert visits == await _count(Laporan, Laporan.current, Laporan.subject_id.is_not(None))
    assert decisions >= decided > 3000
    assert orphans == 0


async def _count(model: type, *conditions: object) -> int:
    async with db.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0)


def test_the_same_everywhere() -> None:
    """Streets, people and texts depend on no installation: made twice, they are equal."""

    def made() -> list[object]:
        village, random = Village(Wilayah(**facts()[0])), Random(7)
        subjects = [village.subject(random, lane, now().replace(year=2026, month=5, day=1)) for lane in village.lanes]
        return [(one.name, one.lat, one.lon, one.fields, teks.result(random, one.known)) for one in subjects]

    assert made() == made()


async def test_texts_for_citizens_are_on_their_way(loaded: str) -> None:
    """One of each step, and readers of all that is out; of guarded texts nobody says where."""
    async with db.reading() as session:
        states = Counter(await session.scalars(select(Bacaan.state).where(Bacaan.satuan_id.is_not(None))))
        read = set(await session.scalars(select(BacaanHitungan.bacaan_id)))
        where = select(BacaanHitungan.bacaan_id).where(BacaanHitungan.kecamatan_code != "")
        placed = set(await session.scalars(where))
    assert states == {"draf": 1, "ditinjau": 1, "dijadwalkan": 1, "terbit": 1}, "the one with a film is out"
    rows = (await bacaan.library()).rows
    assert read == {row.id for row in rows}
    assert placed == {row.id for row in rows if not row.guarded}
