"""What is left of a citizen's report after its time, on both databases: what numbers are made of, and nobody."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaduan import LangkahWarga
from sambang_digital.models import (
    Audit,
    KabarDijaga,
    Media,
    Pengaduan,
    PengaduanBerkas,
    PengaduanLangkah,
    TiketPerangkat,
)
from sambang_digital.models.base import now, uuid7
from sambang_digital.repositories import kabar_warga as kabar_baris
from sambang_digital.services import kabar_warga, media, pengaduan_tiket, retensi
from sambang_digital.services.pengaduan_langkah import Langkah
from tests.meja import act, make_place
from tests.pengaduan import receive

pytestmark = pytest.mark.usefixtures("database")
FILE = "cd" * 32
KEPT = timedelta(days=730)


@pytest.fixture
async def place(database: str) -> SimpleNamespace:
    return await make_place()


async def reported(place: SimpleNamespace, *, ended: bool, at: datetime) -> UUID:
    """A report with a photo and further words, last touched at ``at``."""
    sent, got = await receive(place.phone, files=[{"sha256": FILE}], address="Jl. Merdeka 1", place="Gg. Mawar")
    said = LangkahWarga.model_validate({"id": str(uuid7()), "step": "lengkapi", "note": "Namanya Dodi, rumah nomor 7."})
    await pengaduan_tiket.act(place.phone, got.code, said)
    report = UUID(sent["id"])
    await act(place.operator, report, Langkah.VERIFIKASI)
    if ended:
        await act(place.operator, report, Langkah.SELESAIKAN, "Sudah kami datangi.")
    async with transaction() as session:
        await session.execute(update(Pengaduan).where(Pengaduan.id == report).values(changed_at=at))
    return report


async def test_after_their_time_reports_name_nobody(place: SimpleNamespace) -> None:
    old = await reported(place, ended=True, at=now() - KEPT - timedelta(hours=1))
    row = Media(id=uuid7(), device_id=place.phone.device_id, sha256=FILE, size=3, state="siap", attached=True)
    async with transaction() as session:
        session.add(row)
        await kabar_warga.subscribe(session, place.phone, "https://fcm.googleapis.com/fcm/send/abc", "B", "a")
        await kabar_baris.choose(session, place.phone.device_id, old)
        session.add(PengaduanLangkah(pengaduan_id=old, step="catat", state="selesai", side="sistem", note=""))
    await retensi.apply_rules()
    async with reading() as session:
        report = await session.get_one(Pengaduan, old)
        notes = set(await session.scalars(select(PengaduanLangkah.note)))
        tables = (PengaduanBerkas, TiketPerangkat, KabarDijaga)
        left = [await session.scalar(select(func.count()).select_from(table)) for table in tables]
        trail = (await session.scalars(select(Audit).where(Audit.action == "retensi.dihapus"))).all()
        assert not (await session.get_one(Media, row.id)).attached
    assert {report.name, report.phone, report.address, report.lat, report.place} == {None, ""}
    assert (report.category, report.kind, report.state) == ("gangguan", "tawuran", "selesai")
    assert (notes, left) == ({""}, [0, 0, 0])
    assert [(one.data["kind"], one.data["count"]) for one in trail] == [("complaint", 1)]
    async with transaction() as session:
        await session.execute(update(Media).values(created_at=now() - timedelta(days=400)))
    assert await media.sweep() == 1


@pytest.mark.parametrize(
    ("ended", "age"), [(True, KEPT - timedelta(hours=1)), (False, KEPT * 3)], ids=["young", "open"]
)
async def test_what_is_young_or_still_open_stays(place: SimpleNamespace, ended: bool, age: timedelta) -> None:
    report = await reported(place, ended=ended, at=now() - age)
    await retensi.apply_rules()
    async with reading() as session:
        assert (await session.get_one(Pengaduan, report)).name == "Rahmat Hidayat"
        assert await session.scalar(select(func.count()).select_from(TiketPerangkat)) == 1
