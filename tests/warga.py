"""A citizens' desk, and strikes, as tests need them."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sambang_digital.db import reading, transaction
from sambang_digital.forms.warga import Daftar
from sambang_digital.models import Pengaduan, Satuan, Teguran, Wilayah
from sambang_digital.models.base import now
from sambang_digital.repositories import pengaduan as reports
from sambang_digital.repositories import warga_akun as accounts
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import pengaduan_langkah, pengaturan, teguran
from sambang_digital.services.pengaduan_langkah import Langkah, Step
from sambang_digital.services.warga import Warga
from tests.factories import make_akun, make_satuan
from tests.laporan import KARAWACI, make_village
from tests.pengaduan import receive
from tests.polres import actor

PHONE, PASSWORD = "081255501234", "kebun-teh-di-gunung"
NEWS = {
    "jenis": "tiket",
    "title": "Sambang Digital",
    "body": "Ada kabar tentang laporan Anda.",
    "tag": "tiket",
    "url": "/tiket/",
}
"""What a phone is sent, whatever happened to whichever report."""
ROLES = (Peran.OPERATOR, Peran.PA_SIAGA, Peran.KA_SIAGA, Peran.KASAT, Peran.PROPAM, Peran.KAPOLRES)


async def make_desk(code: str = "POLRES", village: str | None = KARAWACI) -> SimpleNamespace:
    """A Polres with a village, and one of each role that has to do with citizens' reports, by the role's name."""
    polres = await make_satuan(code)
    if village:
        await make_village(village)
        async with transaction() as session:
            (await session.get_one(Wilayah, village)).satuan_id = polres.id
    pengaturan.forget()
    desk = SimpleNamespace(polres=polres)
    for number, role in enumerate(ROLES):
        setattr(desk, role.value, await member(f"7{polres.id:03}00{number}", polres, role))
    return desk


async def member(nrp: str, satuan: Satuan, *roles: Peran) -> Actor:
    """Somebody who works there."""
    return actor(await make_akun(nrp, *roles, satuan=satuan), satuan, *roles)


async def stored(sent: dict[str, Any]) -> Pengaduan:
    """The report as it is now."""
    async with reading() as session:
        return await session.get_one(Pengaduan, UUID(sent["id"]))


async def step(sent: dict[str, Any], what: Langkah, by: Actor | None = None, **columns: Any) -> None:
    """Take a step with a report, and set columns of it beside."""
    async with transaction() as session:
        row = await reports.stored(session, UUID(sent["id"]), lock=True)
        assert row
        side = "warga" if by is None else "petugas"
        await pengaduan_langkah.take(session, row, Step(what, "Sudah kami baca.", by, side))
        for name, value in columns.items():
            setattr(row, name, value)


async def refuse(sent: dict[str, Any], by: Actor, reason: str = "prank") -> Teguran | None:
    """Refuse a report as the desk does; the strike that was proposed."""
    await step(sent, Langkah.TOLAK, by, reason=reason)
    async with transaction() as session:
        row = await reports.stored(session, UUID(sent["id"]))
        assert row
        await teguran.propose(session, by, row)
    async with reading() as session:
        return await teguran.of_report(session, by, UUID(sent["id"]))


async def strike(who: Warga, desk: SimpleNamespace, **more: Any) -> Teguran:
    """A report of this phone that was a prank: proposed by the operator, confirmed by Pa Siaga."""
    sent, _ = await receive(who, **more)
    proposed = await refuse(sent, desk.operator)
    assert proposed
    async with transaction() as session:
        return await teguran.decide(session, desk.pa_siaga, proposed.id, confirm=True)


def account_form(**more: Any) -> Daftar:
    """A new account as it is typed."""
    return Daftar.model_validate(
        {"phone": "0812 5550 1234", "password": PASSWORD, "name": "Siti Rahmawati", "consent": True} | more
    )


async def share_account(*phones: Warga) -> None:
    """Sign these phones in to one citizen's account."""
    async with transaction() as session:
        values = {"phone": PHONE, "name": "Siti", "verified_at": now(), "verified_by": "console"}
        account = await accounts.create(session, values)
        assert account
        for number, one in enumerate(phones):
            await accounts.bind(session, one.device_id, account, bytes([number]) * 32)
