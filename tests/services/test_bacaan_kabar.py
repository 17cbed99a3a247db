"""News about texts for citizens, on both databases: who decides hears of what was handed in, its author of what became of it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Akun, Kabar
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import bacaan_jadwal
from sambang_digital.services.bacaan_sunting import Langkah
from tests.factories import make_akun
from tests.polres import Polres, actor
from tests.services.test_bacaan_sunting import act, published, save


@pytest.fixture
async def writer(polres: Polres) -> Actor:
    """Staff of the Polres, who may write and not publish."""
    return actor(await make_akun("65010001", Peran.STAF_UNIT, satuan=polres.polres), polres.polres, Peran.STAF_UNIT)


async def told(who: Actor) -> list[tuple[str, UUID]]:
    async with reading() as session:
        rows = (await session.scalars(select(Kabar).where(Kabar.akun_id == who.id).order_by(Kabar.at))).all()
    return [(row.jenis, row.ref) for row in rows]


async def test_who_decides_hears_of_a_text_and_its_author_of_the_decision(polres: Polres, writer: Actor) -> None:
    """Nobody hears of what they did themselves, nobody else at all."""
    text = (await save(writer)).row.id
    await act(writer, text, Langkah.AJUKAN)
    assert await told(polres.kasat) == [("bacaan_diajukan", text)]
    await act(polres.kasat, text, Langkah.KEMBALIKAN, note="Tulis sumbernya.")
    assert await told(writer) == [("bacaan_dikembalikan", text)]
    await act(writer, text, Langkah.AJUKAN)
    await act(polres.kasat, text, Langkah.TERBITKAN)
    assert await told(writer) == [("bacaan_dikembalikan", text), ("bacaan_terbit", text)]
    own = await published(polres.kasat, title="Kegiatan Kasat di Cibodas")
    assert own not in [ref for _, ref in [*await told(polres.kasat), *await told(writer)]]
    await act(writer, taken_back := (await save(writer, title="Ditarik lagi")).row.id, Langkah.AJUKAN)
    await act(writer, taken_back, Langkah.KEMBALIKAN)
    assert len(await told(writer)) == 2
    assert await told(polres.kanit) == await told(polres.officer) == []


async def test_the_nearest_who_may_publish_hear_and_of_a_unit_its_own_head(polres: Polres) -> None:
    """A polsek's text is for its Kanit; where a Kanit wrote it alone there, for the Polres; a unit's for its head and the Kasat."""
    heads = {}
    for unit, nrp in (("bintibsos", "65010011"), ("binkamsa", "65010012")):
        akun = await make_akun(nrp, Peran.KEPALA_UNIT, satuan=polres.polres)
        async with transaction() as session:
            (await session.get_one(Akun, akun.id)).unit = unit
        heads[unit] = actor(akun, polres.polres, Peran.KEPALA_UNIT)
    staff = await make_akun("65010013", Peran.STAF_UNIT, satuan=polres.polres)
    text = (await save(of_unit := replace(actor(staff, polres.polres, Peran.STAF_UNIT), unit="bintibsos"))).row.id
    await act(of_unit, text, Langkah.AJUKAN)
    everybody = (polres.kasat, heads["bintibsos"], heads["binkamsa"], polres.kanit)
    assert [len(await told(who)) for who in everybody] == [1, 1, 0, 0]
    local = actor(
        await make_akun("65010014", Peran.STAF_UNIT, satuan=polres.karawaci), polres.karawaci, Peran.STAF_UNIT
    )
    await act(local, (await save(local, title="Kabar dari polsek")).row.id, Langkah.AJUKAN)
    assert [len(await told(who)) for who in everybody] == [1, 1, 0, 1]
    await act(polres.kanit, (await save(polres.kanit, title="Kabar dari Kanit")).row.id, Langkah.AJUKAN)
    assert [len(await told(who)) for who in everybody] == [2, 2, 1, 1]


async def test_a_text_that_the_clock_publishes_is_news_for_its_author(polres: Polres, writer: Actor) -> None:
    text = (await save(writer)).row.id
    await act(writer, text, Langkah.AJUKAN)
    await act(polres.kasat, text, Langkah.JADWALKAN, publish_at=now() + timedelta(hours=1))
    assert await told(writer) == []
    assert await bacaan_jadwal.work(now() + timedelta(hours=2)) == 1
    assert await told(writer) == [("bacaan_terbit", text)]
