"""Boundaries are imported, visits are judged anew, nothing is half done."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from shapely import box
from shapely.geometry import mapping
from sqlalchemy import select

from sambang_digital import db
from sambang_digital.models import Akun, ImporWilayah, Laporan, RiwayatVerdict, Subjek
from sambang_digital.models.base import now
from sambang_digital.repositories import wilayah as villages
from sambang_digital.services import penugasan, satuan, wilayah_impor
from sambang_digital.services.geometri import Plane
from sambang_digital.services.wilayah import judge_many, territory_of
from sambang_digital.services.wilayah_berkas import BerkasError
from tests.factories import make_akun

VILLAGE, NEIGHBOUR = "36.71.07.1001", "36.71.07.1002"
DAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 2, tzinfo=UTC)


def silent(*_: Any) -> None:
    """A progress nobody looks at."""


async def run(path: Path) -> wilayah_impor.ImportResult:
    """Import at once: no other process has to notice."""
    return await wilayah_impor.import_boundaries(path, silent, settled_s=0)


@pytest.fixture
async def officer(database: str) -> Akun:
    """An officer of one village, all villages being computed cells."""
    async with db.transaction() as session:
        await satuan.install(session)
    person = await make_akun()
    async with db.transaction() as session:
        await penugasan.assign(session, person.id, VILLAGE, date(2026, 1, 1))
    return person


async def middle(code: str) -> Plane:
    """The known point of a village and its area's half side in metres."""
    async with db.reading() as session:
        row = await villages.by_code(session, code)
    return Plane.at(row.lon, row.lat)


async def square(code: str, folder: Path, name: str = "batas.geojson") -> Path:
    """An official file of one village: a square of the right area around its known point."""
    async with db.reading() as session:
        row = await villages.by_code(session, code)
    half = (row.area_km2 * 1e6) ** 0.5 / 2
    shape = mapping(Plane.at(row.lon, row.lat).unproject(box(-half, -half, half, half)))
    path = folder / name
    feature = {"type": "Feature", "properties": {"kode": code, "nama": row.name}, "geometry": shape}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


async def visit(officer: Akun, number: int, lon: float, lat: float, /, **more: Any) -> UUID:
    """A stored visit at a place, judged by the present boundaries, with its house."""
    key = UUID(f"01930000-0000-7000-8000-{number:012d}")
    async with db.transaction() as session:
        territory = await territory_of(session, officer.id, DAY)
        (answer,) = judge_many([(lon, lat)], [10.0], territory)
        session.add(
            Subjek(
                id=key, kind="rumah", name="Rumah", area_code=answer.area_code, lat=lat, lon=lon, created_by=officer.id
            )
        )
        row = {
            "id": key, "revision": 1, "author_id": officer.id, "satuan_id": officer.satuan_id, "kind": "sambang_warga",
            "form_version": 1, "created_at": AT, "captured_at": AT, "day": DAY, "lat": lat, "lon": lon, "accuracy_m": 10.0,
            "mode": "on_site", "verdict": answer.verdict.value, "area_code": answer.area_code, "area_approximate": True,
            "body": {}, "content_hash": "0" * 64, "receipt": f"R{number}", "subject_id": key,
            "flags": [{"code": "TERLALU_CEPAT", "severity": "low", "evidence": "12 detik"}],
        }  # fmt: skip
        session.add(Laporan(**row | more))
    return key


async def rows(model: Any) -> list[Any]:
    """All rows of a table."""
    async with db.reading() as session:
        return list(await session.scalars(select(model)))


async def stored() -> dict[UUID, Laporan]:
    """All visits."""
    return {row.id: row for row in await rows(Laporan)}


async def test_visits_are_judged_anew(officer: Akun, tmp_path: Path) -> None:
    """Verdict, village, flags and the house's village follow the new boundary; the old values are kept."""
    place = await middle(VILLAGE)
    inside = await visit(officer, 1, place.lon, place.lat)
    far = await visit(officer, 2, place.lon + 3000 / place.kx, place.lat)
    nowhere = await visit(
        officer, 3, place.lon, place.lat, lat=None, lon=None, accuracy_m=None, verdict=None, area_code=None
    )
    before = await stored()

    result = await run(await square(VILLAGE, tmp_path))

    after = await stored()
    assert (after[inside].verdict, after[inside].area_code, after[inside].area_approximate) == (
        "inside",
        VILLAGE,
        False,
    )
    assert after[inside].flags == before[inside].flags
    assert after[inside].changed_at > before[inside].changed_at, "the phone hears of it"
    assert after[far].verdict == "outside"
    severities = {flag["code"]: flag["severity"] for flag in after[far].flags}
    assert severities == {"DI_LUAR_WILAYAH": "low", "TERLALU_CEPAT": "low"}, "it lies in a computed cell"
    assert after[nowhere] == before[nowhere]
    assert (result.areas, result.visits_seen) == (1, 2)
    kept = {row.laporan_id: row for row in await rows(RiwayatVerdict)}
    assert result.visits_changed == len(kept)
    assert all(row.flags == before[key].flags and row.area_code == before[key].area_code for key, row in kept.items())
    (impor,) = await rows(ImporWilayah)
    assert (impor.state, impor.visits_changed) == ("selesai", len(kept))


async def test_visit_at_the_new_border_changes_its_verdict(officer: Akun, tmp_path: Path) -> None:
    """A visit well outside of the official square but within the cell's doubt becomes outside, and is counted so."""
    place = await middle(VILLAGE)
    async with db.reading() as session:
        territory = await territory_of(session, officer.id, DAY)
        half = (territory.areas[0].area_km2 * 1e6) ** 0.5 / 2
    doubtful = await visit(officer, 1, place.lon + (half + 120) / place.kx, place.lat)
    old = (await stored())[doubtful]
    assert old.verdict in ("inside", "uncertain")

    result = await run(await square(VILLAGE, tmp_path))

    new = (await stored())[doubtful]
    assert new.verdict == "outside"
    assert result.verdicts == {f"{old.verdict} > outside": 1}
    assert [flag["code"] for flag in new.flags] == ["DI_LUAR_WILAYAH", "TERLALU_CEPAT"]
    assert new.flags[0]["evidence"].startswith("120 m di luar")
    (kept,) = await rows(RiwayatVerdict)
    assert (kept.verdict, [flag["code"] for flag in kept.flags]) == (old.verdict, ["TERLALU_CEPAT"])
    (house,) = await rows(Subjek)
    assert house.area_code == new.area_code


async def test_a_wrong_file_changes_nothing(officer: Akun, tmp_path: Path) -> None:
    """Not one boundary, not one visit."""
    await visit(officer, 1, 106.6, -6.18)
    path = await square(VILLAGE, tmp_path)
    content = json.loads(path.read_text())
    content["features"].append({**content["features"][0], "properties": {"kode": "99.99.99.9999", "nama": "Entah"}})
    path.write_text(json.dumps(content))
    before = await stored()
    with pytest.raises(BerkasError, match=r"Fitur ke-2 \(99.99.99.9999 Entah\): kode tidak dikenal"):
        await run(path)
    assert await stored() == before
    assert await rows(ImporWilayah) == []
    async with db.reading() as session:
        assert all(row.approximate for row in await villages.everything(session))


async def test_again_changes_nothing(officer: Akun, tmp_path: Path) -> None:
    """The same file a second time finds every visit as it should be."""
    place = await middle(VILLAGE)
    await visit(officer, 1, place.lon, place.lat)
    path = await square(VILLAGE, tmp_path)
    assert (await run(path)).visits_changed == 1
    before = await stored()
    assert (await run(path)).visits_changed == 0
    assert await stored() == before


async def test_cells_give_way(officer: Akun, tmp_path: Path) -> None:
    """Ground that an official boundary claims belongs to no computed cell any more."""
    await run(await square(VILLAGE, tmp_path))
    async with db.reading() as session:
        territory = await territory_of(session, officer.id, DAY)
    official = territory.areas[0].boundary
    assert not territory.areas[0].approximate
    others = [area for area in territory.villages.areas if area.code != VILLAGE]
    assert all(area.approximate for area in others)
    assert max(area.boundary.intersection(official.buffer(-2e-5)).area for area in others) == 0


async def test_a_crash_in_the_middle_is_continued(
    officer: Akun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut after one batch: done visits stay done, the rest follows at the next start, the counts are of one whole run."""
    place = await middle(VILLAGE)
    keys = [await visit(officer, i, place.lon + i * 20 / place.kx, place.lat) for i in range(1, 8)]
    monkeypatch.setattr(wilayah_impor, "BATCH", 3)
    monkeypatch.setattr(wilayah_impor, "BREATH_S", 0)

    def power_cut(step: str, done: int, _: int) -> None:
        if step == "Menghitung ulang kunjungan" and done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await wilayah_impor.import_boundaries(await square(VILLAGE, tmp_path), power_cut, settled_s=0)
    (impor,) = await rows(ImporWilayah)
    assert (impor.state, impor.visits_seen, impor.cursor) == ("berjalan", 3, keys[2])
    assert [row.area_approximate for _, row in sorted((await stored()).items())] == [False] * 3 + [True] * 4

    await wilayah_impor.resume(silent, settled_s=0)

    (impor,) = await rows(ImporWilayah)
    assert (impor.state, impor.visits_seen, impor.visits_changed) == ("selesai", 7, 7)
    assert not any(row.area_approximate for row in (await stored()).values())
    assert len(await rows(RiwayatVerdict)) == 7


async def test_a_visit_that_slips_in_behind_the_cursor(
    officer: Akun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may judge by the old boundaries for a moment, under an id the cursor has passed already."""
    place = await middle(VILLAGE)
    await visit(officer, 5, place.lon, place.lat)
    late: list[UUID] = []
    original = wilayah_impor._next_batch

    async def slip_in(progress: Callable[..., None], total: int) -> bool:
        more = await original(progress, total)
        if more:
            old = {"area_approximate": True, "verdict": "uncertain", "area_code": NEIGHBOUR, "received_at": now()}
            late.append(await visit(officer, 1, place.lon, place.lat, **old))
        return more

    monkeypatch.setattr(wilayah_impor, "_next_batch", slip_in)
    await run(await square(VILLAGE, tmp_path))
    (key,) = late
    row = (await stored())[key]
    assert (row.verdict, row.area_code, row.area_approximate) == ("inside", VILLAGE, False)
