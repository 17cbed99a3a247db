"""Tasks and their threads in the search, on both databases: found by whoever reads them, in every state."""

import pytest

from sambang_digital.db import reading, transaction
from sambang_digital.repositories import cari as index
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import cari_indeks, tugas, utas
from sambang_digital.services.cari import Jenis
from tests.factories import make_akun
from tests.polres import Polres, actor
from tests.services.test_cari import actor_of, assert_nothing_found, found, search
from tests.services.test_ganda import polres
from tests.tugas import do, give_task
from tests.utas import pesan

__all__ = ["polres"]

pytestmark = pytest.mark.usefixtures("database")


async def sorts(who: Actor, text: str) -> dict[Jenis, list[tuple[Jenis, object]]]:
    return {one.jenis: [(hit.opens, hit.id) for hit in one.hits] for one in await search(who, text)}


async def test_who_finds_a_task_and_its_thread(polres: Polres) -> None:
    """Its officer, who gave it, and those above; no colleague, no other unit, nobody without the permission."""
    task = await give_task(polres.kanit, polres.officer.id, text="Antar undangan musyawarah ke kelurahan")
    await utas.post(polres.kanit, task, pesan("Undangan ada di piket"))
    await cari_indeks.drain()
    staff = actor_of(polres, Peran.STAF_UNIT)
    for reader in (polres.officer, polres.kanit, polres.kasat, staff):
        here = [(Jenis.TUGAS, task)]
        assert await sorts(reader, "undangan") == {Jenis.TUGAS: here, Jenis.PERCAKAPAN: here}
        assert await sorts(reader, "musyawarah") == {Jenis.TUGAS: here}
        assert await sorts(reader, "piket") == {Jenis.PERCAKAPAN: here}
    colleague = actor(await make_akun("80010002", satuan=polres.karawaci), polres.karawaci, Peran.BHABINKAMTIBMAS)
    for stranger in (colleague, polres.other_kanit):
        await assert_nothing_found(stranger, "undangan")


async def test_what_happens_to_a_task_is_found(polres: Polres) -> None:
    """Why it cannot be done, and why it was cancelled, each as soon as it is said; a task found shows its state."""
    task = await give_task(polres.kanit, polres.officer.id, text="Antar undangan musyawarah")
    await do(polres.officer, task, "tidak_dapat", "Jembatan putus diterjang banjir")
    await cari_indeks.drain()
    (group,) = await search(polres.kanit, "banjir", Jenis.TUGAS)
    assert group.hits[0].about == [polres.officer.name, "", "tidak dapat"]
    assert [piece.text for piece in group.hits[0].pieces if piece.marked] == ["banjir"]
    async with transaction() as session:
        await tugas.cancel(session, polres.kanit, task, "Musyawarah ditunda")
    await cari_indeks.drain()
    assert await found(polres.officer, "ditunda", Jenis.TUGAS) == [task]
    (group,) = await search(polres.officer, "banjir", Jenis.TUGAS)
    assert group.hits[0].about[-1] == "dibatalkan"


async def test_a_wrong_index_shows_nobody_a_task(polres: Polres) -> None:
    """What is found is read again with the reader's own rights."""
    task = await give_task(polres.kanit, polres.officer.id, text="Antar undangan musyawarah")
    await cari_indeks.drain()
    async with transaction() as session:
        ((key, row),) = (await index.filed(session, [Jenis.TUGAS], [task])).items()
        await index.change(session, [{"id": row.id, "sum": "", "words": f"undangan ~tl{polres.ciledug.id}"}])
    assert key == (Jenis.TUGAS, task)
    await assert_nothing_found(polres.other_kanit, "undangan")
    await cari_indeks.rebuild(lambda *_: None)
    assert await found(polres.kanit, "undangan", Jenis.TUGAS) == [task]
    async with reading() as session:
        assert await index.waiting(session) == 0
