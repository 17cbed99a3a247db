"""The desk of citizens' reports as tests sit at it: a Polres, a report that comes in, what somebody reads and does."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaduan import Alasan
from sambang_digital.models import Kabar, Pengaduan, Tugas, Wilayah
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import pengaduan_meja, pengaduan_tindak, pengaturan
from sambang_digital.services.pengaduan_langkah import Langkah
from sambang_digital.services.pengaduan_meja import Detail, PengaduanFilter
from sambang_digital.services.pengaduan_tindak import Deed, Target
from tests.factories import make_akun, make_satuan
from tests.laporan import KARAWACI, assign, make_village
from tests.pengaduan import phone, receive
from tests.polres import actor

RIGHT: dict[Langkah, dict[str, Any]] = {
    Langkah.TERUSKAN: {"to_name": "Dinas Sosial"},
    Langkah.TOLAK: {"reason": Alasan.BUKAN_WEWENANG},
}
"""What a step needs besides words."""


async def make_place() -> SimpleNamespace:
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
    await act(who or place.operator, report, Langkah.TUGASKAN, note, target=Target(**target))


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
