"""Exports on both databases: what is in them, for whom they are, and that nothing stops one from being finished."""

import asyncio
import dataclasses
import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import orjson
import pytest
from sqlalchemy import select, update

from sambang_digital.db import reading, transaction
from sambang_digital.models import Akun, Audit, Ekspor, Laporan, Wilayah
from sambang_digital.models.base import now
from sambang_digital.repositories.ekspor import PART
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import broadcast, cari_indeks, dokumen, ekspor, simpanan, tinjauan
from sambang_digital.services.ekspor import kerja
from sambang_digital.services.kinerja import OfficerFilter, VillageFilter
from sambang_digital.services.tinjauan import QueueFilter
from sambang_digital.services.waktu import today
from tests.killed import run_until_killed
from tests.laporan import KARAWACI, LAT, LON, body, information, make_subject
from tests.polres import Polres, decide

pytestmark = pytest.mark.usefixtures("database")
NOWHERE = {"lat": None, "lon": None, "accuracy_m": None, "time": None, "mode": "none", "reason": "HP tanpa GPS"}


async def ask(who: Actor, wanted: Any = None, kind: str = "laporan", form: str = "xlsx") -> UUID:
    async with transaction() as session:
        return await ekspor.ask(session, who, kind, form, QueueFilter() if wanted is None else wanted)


async def stand(id_: UUID) -> Ekspor | None:
    async with reading() as session:
        return await session.get(Ekspor, id_)


async def content(who: Actor, id_: UUID) -> bytes:
    found = await ekspor.fetch(who, id_)
    return b"".join([bytes(piece) async for piece in found.stored.pieces])


async def table(who: Actor, wanted: Any = None, kind: str = "laporan") -> list[dict[str, Any]]:
    """The rows of a finished XLSX, by heading."""
    id_ = await ask(who, wanted, kind)
    assert await kerja.drain() == 1
    sheet = openpyxl.load_workbook(io.BytesIO(await content(who, id_))).worksheets[0]
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, line, strict=True)) for line in rows]


async def deeds(action: str) -> Sequence[str]:
    async with reading() as session:
        return (await session.scalars(select(Audit.object_id).where(Audit.action == action))).all()


async def test_what_is_seen_is_exported(polres: Polres) -> None:
    """The rows of the desk under the same filter, in its order, every page of it; formulas are text."""
    await polres.visit(body=body("=1+1"))
    await polres.visit(
        body=body("Pasar Anyar", result={"situation": "safe", "notes": "@SUM(A1) ramai lancar"}), position=NOWHERE
    )
    returned = await polres.visit(body=body("+Pos"))
    await decide(polres.kanit, returned, "dikembalikan", "Nama keliru.")
    await cari_indeks.drain()
    for wanted, titles in (
        (QueueFilter(), ["Pasar Anyar", "=1+1"]),
        (QueueFilter(status="semua", oldest_first=True), ["=1+1", "Pasar Anyar", "+Pos"]),
        (QueueFilter(verdict=tinjauan.NO_POSITION), ["Pasar Anyar"]),
        (QueueFilter(text="anyar", page=7), ["Pasar Anyar"]),
        (QueueFilter(kind="sambang_warga"), []),
    ):
        rows = await table(polres.kanit, wanted)
        assert [row["Judul"] for row in rows] == titles, wanted
        if wanted.page == 1:
            async with reading() as session:
                assert [row.title for row in await tinjauan.queue(session, polres.kanit, wanted)] == titles
    (row,) = await table(polres.kanit, QueueFilter(text="anyar"))
    assert (row["Petugas"], row["NRP"], row["Posisi"]) == (polres.officer.name, polres.officer.nrp, "Tanpa posisi")
    assert row["Uraian"] == "Catatan: @SUM(A1) ramai lancar"


async def test_secret_kinds_are_in_no_export(polres: Polres) -> None:
    """Also of those who may read them."""
    matter = "Rencana unjuk rasa di depan pabrik"
    await polres.visit(kind="laporan_informasi", subject=None, body=information(matter))
    await polres.visit(body=body("Pasar Anyar"))
    async with reading() as session:
        assert matter in [row.title for row in await tinjauan.queue(session, polres.kasat, QueueFilter())]
    assert [row["Judul"] for row in await table(polres.kasat)] == ["Pasar Anyar"]
    assert await table(polres.kasat, QueueFilter(kind="laporan_informasi")) == []


async def test_geojson_of_reports(polres: Polres) -> None:
    await polres.visit(body=body("Pasar Anyar"))
    await polres.visit(body=body("Pos"), position=NOWHERE)
    id_ = await ask(polres.kanit, form="geojson")
    await kerja.drain()
    features = orjson.loads(await content(polres.kanit, id_))["features"]
    assert [one["properties"]["judul"] for one in features] == ["Pos", "Pasar Anyar"]
    assert [one["geometry"] for one in features] == [None, {"type": "Point", "coordinates": [LON, LAT]}]


async def test_register_and_kinerja(polres: Polres) -> None:
    """Names without what is sensitive, of the own villages only; lists of kinerja as their filter has them."""
    async with transaction() as session:
        await session.execute(update(Wilayah).where(Wilayah.code == KARAWACI).values(satuan_id=polres.karawaci.id))
    await make_subject(polres.officer, name="Keluarga Budi", rt="001", rw="002")
    await make_subject(polres.officer, name="Warung Siti", kind="usaha")
    await make_subject(polres.officer, name="Pindah", removed_at=now())
    await make_subject(polres.officer, name="Di luar", area_code=None)
    assert {row["Nama"] for row in await table(polres.kanit, {}, "register")} == {"Keluarga Budi", "Warung Siti"}
    (house,) = await table(polres.kasat, {"kind": "rumah"}, "register")
    assert (house["Nama"], house["RT"], house["RW"]) == ("Keluarga Budi", "001", "002")
    assert await table(polres.other_kanit, {}, "register") == []
    await polres.visit()
    (officer,) = await table(polres.kanit, OfficerFilter(), "petugas")
    assert (officer["Laporan 7 hari"], officer["Status 7 hari"]) == (1, "Cukup")
    assert await table(polres.kanit, OfficerFilter(status="aktif"), "petugas") == []
    (village,) = await table(polres.kanit, VillageFilter(), "kelurahan")
    assert (village["Petugas"], village["Rumah tercatat"]) == (polres.officer.name, 1)
    assert [row["Satuan"] for row in await table(polres.kasat, {"text": "cile"}, "satuan")] == ["Satuan CILEDUG"]


async def test_only_its_owner_gets_it_and_only_with_the_rights_it_was_made_with(polres: Polres) -> None:
    await polres.visit()
    id_ = await ask(polres.kasat)
    with pytest.raises(ekspor.NotFound):
        await ekspor.fetch(polres.kasat, id_)
    await kerja.drain()
    assert await content(polres.kasat, id_)
    assert await deeds("ekspor.diunduh") == [str(id_)]
    for stranger in (polres.kanit, dataclasses.replace(polres.kasat, id=polres.kanit.id)):
        with pytest.raises(ekspor.NotFound):
            await ekspor.fetch(stranger, id_)
        with pytest.raises(ekspor.NotFound):
            await ekspor.remove(stranger, id_)
    moved = dataclasses.replace(polres.kasat, satuan_path=polres.karawaci.path)
    fewer = dataclasses.replace(polres.kasat, roles=frozenset({Peran.KEPALA_UNIT}))
    for changed in (moved, fewer):
        with pytest.raises(ekspor.Gone, match="hak Anda berubah"):
            await ekspor.fetch(changed, id_)
    with pytest.raises(Forbidden):
        await ask(polres.officer)
    with pytest.raises(Forbidden):
        await ekspor.fetch(polres.officer, id_)


async def test_somebody_who_lost_the_right_meanwhile_gets_nothing(polres: Polres) -> None:
    """Rights are asked again when the export is made."""
    id_ = await ask(dataclasses.replace(polres.officer, roles=frozenset({Peran.KANIT_POLSEK})))
    await kerja.drain()
    found = await stand(id_)
    assert found
    assert (found.state, found.note) == ("gagal", "Akun Anda tidak memiliki hak untuk ekspor ini lagi.")


async def test_limits(polres: Polres) -> None:
    """A few at a time, also when asked for at once; finished ones make room."""
    results = await asyncio.gather(*(ask(polres.kanit) for _ in range(ekspor.MOST_WAITING + 2)), return_exceptions=True)
    refused = [one for one in results if isinstance(one, ekspor.TooMany)]
    assert len(refused) == 2
    assert "batalkan salah satu" in str(refused[0])
    await ask(polres.kasat)
    assert await kerja.drain() == ekspor.MOST_WAITING + 1
    await ask(polres.kanit)


async def many(polres: Polres, count: int) -> None:
    """So many reports of the officer."""
    moment = now()
    async with transaction() as session:
        session.add_all(
            Laporan(
                id=uuid4(), revision=1, author_id=polres.officer.id, satuan_id=polres.karawaci.id, kind="sambang_tempat", form_version=1,
                created_at=moment, captured_at=moment, received_at=moment - timedelta(seconds=number), day=moment.date(), mode="none",
                body={}, photos=[], content_hash="0" * 64, receipt=f"R-{number}", title=f"Tempat {number}",
            )
            for number in range(count)
        )  # fmt: skip


KILLED = """
import asyncio, os, signal
from sambang_digital.services import broadcast
from sambang_digital.services.ekspor import kerja

async def main():
    async with broadcast.subscribe(broadcast.EKSPOR) as messages:
        task = asyncio.create_task(kerja.work())
        for _ in range(3):  # begun, counted, the first part
            await anext(messages)
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_a_worker_that_is_killed_half_way_is_followed_by_another(polres: Polres) -> None:
    await many(polres, 3 * PART + 5)
    id_ = await ask(polres.kanit)
    await run_until_killed(KILLED, "ekspor")
    found = await stand(id_)
    assert found
    assert found.state == "berjalan"
    assert found.total == 3 * PART + 5
    assert 0 < found.done < found.total
    assert await kerja.drain() == 1
    sheet = openpyxl.load_workbook(io.BytesIO(await content(polres.kanit, id_)), read_only=True).worksheets[0]
    assert [line[0] for line in sheet.iter_rows(min_row=2, values_only=True)] == [f"R-{n}" for n in range(3 * PART + 5)]
    found = await stand(id_)
    assert found
    assert (found.state, found.done, found.attempts) == ("selesai", 3 * PART + 5, 2)


async def test_one_that_kills_its_worker_each_time_is_given_up(polres: Polres) -> None:
    id_ = await ask(polres.kanit)
    async with transaction() as session:
        await session.execute(update(Ekspor).values(state="berjalan", attempts=kerja.ATTEMPTS))
    assert await kerja.drain() == 1
    found = await stand(id_)
    assert found
    assert found.state == "gagal"
    assert "terputus berkali-kali" in (found.note or "")


async def test_one_that_is_not_wanted_any_more_ends(polres: Polres) -> None:
    """Given up while it waits, while it runs, or deleted when it is done: row and file are gone."""
    await many(polres, 2 * PART)
    await ekspor.remove(polres.kanit, await ask(polres.kanit))
    assert await kerja.drain() == 0
    id_ = await ask(polres.kanit)
    row = await stand(id_)
    assert row
    async with broadcast.subscribe(broadcast.EKSPOR) as messages:
        running = asyncio.create_task(kerja.work())
        for _ in range(2):  # begun, counted
            await asyncio.wait_for(anext(messages), 20)
        await ekspor.remove(polres.kanit, id_)
        assert await running
    assert await stand(id_) is None
    assert await simpanan.get(ekspor.key(row)) is None
    again = await ask(polres.kanit)
    await kerja.drain()
    await ekspor.remove(polres.kanit, again)
    with pytest.raises(ekspor.NotFound):
        await ekspor.fetch(polres.kanit, again)
    assert len(await deeds("ekspor.dihapus")) == 3


async def test_a_file_that_comes_while_its_row_goes_is_deleted_too(polres: Polres) -> None:
    """Its maker put the file there and waits to say so while its owner deletes it."""
    id_ = await ask(polres.kanit)
    await kerja.drain()
    row = await stand(id_)
    assert row
    async with transaction() as session:
        await session.execute(update(Ekspor).where(Ekspor.id == id_).values(done=0))
        removing = asyncio.create_task(ekspor.remove(polres.kanit, id_))
        async with asyncio.timeout(20):
            while await simpanan.get(ekspor.key(row)):  # noqa: ASYNC110  (the file system rings no bell)
                await asyncio.sleep(0.01)
        await simpanan.put(ekspor.key(row), b"PK")
    await removing
    assert await stand(id_) is None
    assert await simpanan.get(ekspor.key(row)) is None


async def test_reading_documents_and_exports_waits_for_no_writer(polres: Polres) -> None:
    """And no writer for them, whose files come from a store that may be slow."""
    nothing = uuid4()
    async with transaction() as session:
        await session.execute(update(Akun).values(active=True))
        async with asyncio.timeout(10):
            with pytest.raises(ekspor.NotFound):
                await ekspor.fetch(polres.kanit, nothing)
            with pytest.raises(dokumen.NotFound):
                await dokumen.of_report(polres.kanit, "lembar", nothing)
            with pytest.raises(dokumen.NotFound):
                await dokumen.recap(polres.kanit, "laphar", today(), polres.ciledug.id, None)


async def test_after_seven_days_it_is_gone(polres: Polres) -> None:
    id_, kept = await ask(polres.kanit), await ask(polres.kanit)
    await kerja.drain()
    row = await stand(id_)
    assert row
    assert row.expires_at
    assert row.finished_at
    assert row.expires_at - row.finished_at == timedelta(days=7)
    async with transaction() as session:
        await session.execute(update(Ekspor).where(Ekspor.id == id_).values(expires_at=now() - timedelta(seconds=1)))
    with pytest.raises(ekspor.NotFound):
        await ekspor.fetch(polres.kanit, id_)
    assert await ekspor.sweep() == 1
    assert await stand(id_) is None
    assert await simpanan.get(ekspor.key(row)) is None
    assert await content(polres.kanit, kept)
    assert await deeds("ekspor.dihapus") == [str(id_)]


async def test_a_file_that_a_restore_did_not_bring_back_is_said_to_be_gone(polres: Polres) -> None:
    id_ = await ask(polres.kanit)
    await kerja.drain()
    row = await stand(id_)
    assert row
    await simpanan.delete(ekspor.key(row))
    with pytest.raises(ekspor.Gone, match="sudah tidak ada di server"):
        await ekspor.fetch(polres.kanit, id_)
