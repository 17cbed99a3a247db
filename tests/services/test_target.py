"""Targets on both databases: whose holds, who may set which, and what is written down about it."""

import pytest
from sqlalchemy import select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Audit
from sambang_digital.repositories import pengaturan as settings
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import hari_ini, kinerja, pengaturan, target
from sambang_digital.services.target import TargetError
from tests.factories import make_akun, make_satuan
from tests.polres import Polres, actor

pytestmark = pytest.mark.usefixtures("database")


async def own(who: Actor, akun_id: int, typed: str) -> None:
    async with transaction() as session:
        await target.set_own(session, who, akun_id, typed)


async def unit(who: Actor, satuan_id: int, typed: str) -> None:
    async with transaction() as session:
        await target.set_unit(session, who, satuan_id, typed)


async def holds(akun_id: int) -> tuple[int, str]:
    async with reading() as session:
        found = await target.of(session, akun_id)
    return found.value, found.source


async def deeds() -> list[tuple[str, str, int | None, int | None]]:
    async with reading() as session:
        rows = await session.scalars(select(Audit).where(Audit.action.endswith("target_diubah")).order_by(Audit.id))
        return [(row.action, row.object_id, row.data["before"], row.data["after"]) for row in rows]


async def test_the_nearest_target_holds(polres: Polres) -> None:
    """The person's, else the satuan's, else the Polres's; taken away, the next one holds again. Each change is recorded."""
    officer = polres.officer.id
    beside = await make_akun("80010009", satuan=polres.ciledug)
    async with transaction() as session:
        await settings.put(session, polres.polres.id, "kinerja.target_per_day", 7, None)
    pengaturan.forget()
    assert await holds(officer) == (7, "polres")
    await unit(polres.kasat, polres.karawaci.id, "9")
    assert await holds(officer) == (9, "satuan")
    await own(polres.kasat, officer, " 3 ")
    assert (await holds(officer), await holds(beside.id)) == ((3, "petugas"), (7, "polres"))
    await own(polres.kasat, officer, "3")
    await unit(polres.kasat, polres.karawaci.id, "")
    assert await holds(officer) == (3, "petugas")
    await own(polres.kasat, officer, "")
    assert await holds(officer) == (7, "polres")
    person, satuan = str(officer), str(polres.karawaci.id)
    assert await deeds() == [
        ("satuan.target_diubah", satuan, None, 9),
        ("akun.target_diubah", person, None, 3),
        ("satuan.target_diubah", satuan, 9, None),
        ("akun.target_diubah", person, 3, None),
    ]


async def test_the_day_asks_the_sum_of_the_officers_targets(polres: Polres) -> None:
    """*Hari ini* and the list of officers ask what the phone asks."""
    beside = await make_akun("80010009", satuan=polres.ciledug)
    await own(polres.kasat, polres.officer.id, "2")
    await unit(polres.kasat, polres.ciledug.id, "4")
    async with reading() as session:
        day = await hari_ini.look(session, polres.kasat)
        listed = {one.id: one.target.value for one in await kinerja.officers(session, polres.kasat, kinerja.today())}
    assert listed == {polres.officer.id: 2, beside.id: 4}
    assert day.standing["hari_ini"].of == 6


@pytest.mark.parametrize(
    ("typed", "why"), [("0", "Paling kecil 1."), ("51", "Paling besar 50."), ("banyak", "Tulis dengan angka bulat.")]
)
async def test_what_cannot_be_a_target(polres: Polres, typed: str, why: str) -> None:
    """The limits of the setting hold for all three; nothing changes."""
    for change, id_ in ((own, polres.officer.id), (unit, polres.karawaci.id)):
        with pytest.raises(TargetError, match=f"^Target kunjungan per hari: {why}$"):
            await change(polres.kasat, id_, typed)
    assert (await holds(polres.officer.id), await deeds()) == ((5, "polres"), [])


async def test_only_the_kasat_and_only_within_reach(polres: Polres) -> None:
    """Nobody else's permission; not another Polres, not somebody who is no officer, not the Polres itself."""
    elsewhere = await make_satuan("LAIN")
    stranger = await make_akun("80020001", satuan=elsewhere)
    gone = await make_akun("80010009", satuan=polres.karawaci, active=False)
    for role in set(Peran) - {Peran.KASAT}:
        for change, id_ in ((own, polres.officer.id), (unit, polres.karawaci.id)):
            with pytest.raises(Forbidden):
                await change(actor(stranger, polres.polres, role), id_, "3")
    for akun_id in (stranger.id, gone.id, polres.kanit.id, 2**31 - 1):
        with pytest.raises(TargetError, match="di luar satuan Anda"):
            await own(polres.kasat, akun_id, "3")
    with pytest.raises(TargetError, match="di luar satuan Anda"):
        await unit(polres.kasat, elsewhere.id, "3")
    with pytest.raises(TargetError, match="diatur di Pengaturan"):
        await unit(polres.kasat, polres.polres.id, "3")
    assert await deeds() == []
