"""Another Polres from a file: all of it or nothing, each seeing itself, the Polda above seeing all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Audit, Satuan, Wilayah
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import akun as sessions
from sambang_digital.services import pengaturan, penugasan, personel, satuan, tinjauan, wilayah, wilayah_satuan
from sambang_digital.services.personel import PersonelFilter
from sambang_digital.services.tinjauan import QueueFilter
from sambang_digital.services.waktu import today
from sambang_digital.services.wilayah_berkas import BerkasError
from sambang_digital.services.wilayah_satuan import MoveError, WilayahFilter
from tests.factories import PASSWORD, make_akun, make_laporan

UNITS = [
    {"code": "PMJ-TGS", "name": "Polres Tangerang Selatan", "level": "polres", "parent": "PMJ"},
    {"code": "PMJ-TGS-SERPONG", "name": "Polsek Serpong", "level": "polsek", "parent": "PMJ-TGS", "kecamatan": ["36.74.01"]},
]  # fmt: skip
VILLAGES = [
    {
        "code": f"36.74.01.{1000 + n}", "name": f"Serpong {n}", "kind": "kelurahan", "kecamatan_code": "36.74.01", "kecamatan": "Serpong",
        "kabkota": "Kota Tangerang Selatan", "lat": -6.32 + n / 50, "lon": 106.66, "area_km2": 2.4,
    }
    for n in (1, 2)
]  # fmt: skip
Write = Callable[..., Path]


@pytest.fixture
async def write(database: str, tmp_path: Path) -> Write:
    """Writes a file; the shipped Polres is there already."""
    async with transaction() as session:
        await satuan.install(session)

    def do(units: Any = UNITS, villages: Any = VILLAGES) -> Path:
        path = tmp_path / "polres.json"
        path.write_text(json.dumps({"satuan": units, "wilayah": villages}))
        return path

    return do


async def counts() -> tuple[int, int]:
    """Units and villages."""
    async with reading() as session:
        units = await session.scalar(select(func.count()).select_from(Satuan))
        return units or 0, await session.scalar(select(func.count()).select_from(Wilayah)) or 0


async def unit(code: str) -> Satuan:
    """One unit."""
    async with reading() as session:
        return await satuan.named(session, code)


async def signed_in(nrp: str, code: str, *roles: Peran) -> Actor:
    """Somebody there."""
    await make_akun(nrp, *roles, satuan=await unit(code))
    return (await sessions.sign_in(nrp, PASSWORD, sessions.Device("10.0.0.1")))[1]


async def test_another_polres_comes_in_whole(write: Write) -> None:
    """Units in the tree, villages with cells under their polsek; a second import of the same file adds nothing."""
    before = await counts()
    added = await satuan.import_file(write())
    assert (added.units, added.villages) == (["PMJ-TGS", "PMJ-TGS-SERPONG"], 2)
    polres, polsek = await unit("PMJ-TGS"), await unit("PMJ-TGS-SERPONG")
    assert polsek.path == f"{polres.path}{polsek.id}/"
    assert polres.path.startswith((await unit("PMJ")).path)
    async with reading() as session:
        villages = await wilayah.villages(session)
        rows = list(await session.scalars(select(Wilayah).where(Wilayah.satuan_id == polsek.id)))
        deeds = list(await session.scalars(select(Audit.data).where(Audit.action == "satuan.diimpor")))
    assert {row.code for row in rows} == {"36.74.01.1001", "36.74.01.1002"}
    found = villages.find(wilayah.np.array([(106.66, -6.30)]))
    assert villages.areas[int(found[0])].code == "36.74.01.1001"
    assert deeds[0]["villages"] == 2
    assert await counts() == (before[0] + 2, before[1] + 2)
    again = await satuan.import_file(write())
    assert (again.units, again.villages) == ([], 0)


def changed(rows: list[dict[str, Any]], place: int, **more: Any) -> list[dict[str, Any]]:
    """The rows with one of them changed."""
    return [row | more if at == place else row for at, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("units", "villages", "said"),
    [
        (changed(UNITS, 0, parent="PMB"), VILLAGES, "Satuan PMJ-TGS: induk PMB tidak ada"),
        (changed(UNITS, 1, parent="PMJ-TNG-BENDA"), VILLAGES, "Polsek tidak dapat berada di bawah Polsek"),
        (changed(UNITS, 0, level="polwil"), VILLAGES, "Satuan ke-1 PMJ-TGS: level: Pilih salah satu"),
        (changed(UNITS, 0, kota="x"), VILLAGES, "Satuan ke-1 PMJ-TGS: kota: Isian ini tidak dikenal"),
        (changed(UNITS, 1, code="PMJ-TGS"), VILLAGES, "Satuan PMJ-TGS tercantum dua kali"),
        (changed(UNITS, 0, code="PMJ-TNG-BENDA"), VILLAGES, "PMJ-TNG-BENDA sudah ada sebagai Polsek"),
        (changed(UNITS, 1, kecamatan=["36.71.04"]), VILLAGES, "kecamatan 36.71.04 sudah dipegang PMJ-TNG-BENDA"),
        (changed(UNITS, 1, kecamatan=["36.74.09"]), VILLAGES, "kecamatan 36.74.09 tidak mempunyai satu pun wilayah"),
        (changed(UNITS, 0, kecamatan=["36.74.01"]), VILLAGES, "Kecamatan 36.74.01 tercantum dua kali"),
        (UNITS, changed(VILLAGES, 0, lat=106.6), "Wilayah ke-1 36.74.01.1001: lat: Paling besar 7"),
        (UNITS, changed(VILLAGES, 0, code="36.74.02.1001"), "kode kecamatan seharusnya 36.74.02"),
        (UNITS, changed(VILLAGES, 1, code="36.74.01.1001"), "Wilayah 36.74.01.1001 tercantum dua kali"),
        (UNITS, ["x"], "Wilayah ke-1 tanpa kode"),
        ([], VILLAGES, "daftar 'satuan'"),
        (UNITS, {}, "'wilayah' harus berupa daftar"),
    ],
)
async def test_a_wrong_file_changes_nothing(write: Write, units: Any, villages: Any, said: str) -> None:
    """Refused whole, with the entry and the reason."""
    before = await counts()
    with pytest.raises(BerkasError) as refused:
        await satuan.import_file(write(units, villages))
    assert said in str(refused.value)
    assert await counts() == before


async def test_each_polres_sees_itself_and_polda_all(write: Write) -> None:
    """People, villages and gaps, reports and settings of one Polres never show in the other."""
    await satuan.import_file(write())
    ours, theirs = await unit("PMJ-TNG-BENDA"), await unit("PMJ-TGS-SERPONG")
    mine = await signed_in("80010001", "PMJ-TNG", Peran.ADMIN, Peran.KASAT)
    other = await signed_in("80010002", "PMJ-TGS", Peran.ADMIN, Peran.KASAT)
    polda = await signed_in("80010003", "PMJ", Peran.ADMIN, Peran.STAF_UNIT)
    officers = [await make_akun(f"8002000{at}", satuan=place) for at, place in enumerate((ours, theirs))]
    reports = [await make_laporan(officer) for officer in officers]

    async def seen(actor: Actor) -> tuple[set[str], set[str], set[Any], list[str]]:
        async with reading() as session:
            people = {
                line.akun.nrp
                for line in await personel.page(session, actor, PersonelFilter(role=Peran.BHABINKAMTIBMAS))
            }
            areas = {
                row.code[:8]
                for row in await wilayah_satuan.page(session, actor, WilayahFilter(gaps=True), everything=True)
            }
            assert areas == {row.code[:8] for row in await penugasan.gaps(session, actor, today())}
            queue = {row.id for row in await tinjauan.queue(session, actor, QueueFilter())}
            places = [name for _, name in await pengaturan.places(session, actor)]
        return people, areas & {"36.71.04", "36.74.01"}, queue, places

    *seen_by_mine, first = await seen(mine)
    *seen_by_other, second = await seen(other)
    assert (seen_by_mine, first[0]) == ([{"80020000"}, {"36.71.04"}, {reports[0]}], "Polres Metro Tangerang Kota")
    assert (seen_by_other, second[0]) == ([{"80020001"}, {"36.74.01"}, {reports[1]}], "Polres Tangerang Selatan")
    people, areas, queue, places = await seen(polda)
    assert (people, areas, queue) == ({"80020000", "80020001"}, {"36.71.04", "36.74.01"}, set(reports))
    assert places[:2] == ["Semua satuan", "Polres Metro Tangerang Kota"]
    assert set(first) | set(second) < set(places)
    assert not set(first) & set(second)
    async with reading() as session:
        with pytest.raises(tinjauan.NotFound):
            await tinjauan.open_report(session, mine, reports[1])
        with pytest.raises(pengaturan.NotThere):
            await pengaturan.standing(session, mine, other.satuan_id)
        with pytest.raises(pengaturan.NotThere):
            await pengaturan.standing(session, mine, None)


async def test_villages_move_within_ones_own_units(write: Write) -> None:
    """Not out of them, not into them from elsewhere, and never some of a list."""
    await satuan.import_file(write())
    mine = await signed_in("80010001", "PMJ-TNG", Peran.ADMIN)
    polda = await signed_in("80010003", "PMJ", Peran.ADMIN)
    benda, serpong = await unit("PMJ-TNG-BENDA"), await unit("PMJ-TGS-SERPONG")

    async def move(actor: Actor, codes: list[str], to: int) -> None:
        async with transaction() as session:
            await wilayah_satuan.move(session, actor, codes, to)

    for codes, to, said in (
        (["36.71.07.1001", "36.74.01.1001"], benda.id, "Tidak ada yang dipindah"),
        (["36.71.07.1001"], serpong.id, "di luar satuan Anda"),
        (["36.71.07.1001"], (await unit("PMJ")).id, "di luar satuan Anda"),
        ([], benda.id, "Pilih dahulu"),
        (["99.99.99.9999"], benda.id, "Tidak ada yang dipindah"),
    ):
        with pytest.raises(MoveError, match=said):
            await move(mine, codes, to)
    with pytest.raises(MoveError, match="Polres atau Polsek"):
        await move(polda, ["36.71.07.1001"], (await unit("PMJ")).id)
    await move(mine, ["36.71.07.1001"], benda.id)
    await move(polda, ["36.71.07.1001", "36.74.01.1001"], serpong.id)
    async with reading() as session:
        assert await wilayah_satuan.count(session, mine, WilayahFilter(text="36.71.07.1001")) == 0
        assert await wilayah_satuan.count(session, polda, WilayahFilter(satuan_id=serpong.id)) == 3


async def test_settings_of_one_polres_leave_the_other(write: Write) -> None:
    """Own value, value for everybody, and the way back; a wrong one changes nothing; all on record."""
    await satuan.import_file(write())
    mine, polda = await signed_in("80010001", "PMJ-TNG", Peran.KASAT), await signed_in("80010003", "PMJ", Peran.ADMIN)
    other = await unit("PMJ-TGS-SERPONG")

    async def change(actor: Actor, place: int | None, **values: Any) -> None:
        async with transaction() as session:
            await pengaturan.change(session, actor, place, "kinerja", values)
        pengaturan.forget()

    async def targets() -> tuple[int, int]:
        async with reading() as session:
            return tuple(
                [(await pengaturan.of(session, id_)).kinerja.target_per_day for id_ in (mine.satuan_id, other.id)]
            )

    await change(polda, None, target_per_day="7")
    await change(mine, mine.satuan_id, target_per_day="9", active_over="4")
    assert await targets() == (9, 7)
    with pytest.raises(ValueError):
        await change(mine, mine.satuan_id, active_over="6", target_per_day="99")
    with pytest.raises(pengaturan.NotThere):
        await change(mine, None, target_per_day="1")
    await change(mine, mine.satuan_id, target_per_day=None)
    assert await targets() == (7, 7)
    async with reading() as session:
        assert (await pengaturan.standing(session, mine, mine.satuan_id)).own == {"kinerja.active_over"}
        deeds = list(await session.scalars(select(Audit.object_id).where(Audit.action == "pengaturan.diubah")))
    assert sorted(deeds) == ["kinerja.active_over", *["kinerja.target_per_day"] * 3]
