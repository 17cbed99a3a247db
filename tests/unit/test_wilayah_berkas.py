"""A wrong file of boundaries is refused whole, naming feature and fault."""

import copy
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shapely import box, to_wkb
from shapely.geometry import mapping

from sambang_digital.models import Wilayah
from sambang_digital.services.geometri import Plane, on_grid
from sambang_digital.services.wilayah import facts
from sambang_digital.services.wilayah_berkas import BerkasError, read
from tests import wilayah

HERE = Plane.at(106.6, -6.18)
FIRST, SECOND = "36.71.07.1001", "36.71.07.1002"


def village(code: str, name: str, west: float) -> Wilayah:
    """A village of 1 km² known by its middle."""
    place = HERE.unproject(box(west, 0, west + 1000, 1000))
    return Wilayah(
        code=code, name=name, kind="kelurahan", kecamatan_code="36.71.07", kecamatan="Karawaci", kabkota="Kota Tangerang",
        lat=place.centroid.y, lon=place.centroid.x, area_km2=1.0, boundary=to_wkb(on_grid(place)), approximate=True,
    )  # fmt: skip


KNOWN = {FIRST: village(FIRST, "Karawaci", 0), SECOND: village(SECOND, "Bojong Jaya", 1000)}


def feature(code: str, name: str, west: float, east: float) -> dict[str, Any]:
    """A right feature: a rectangle 1,000 m high."""
    shape = mapping(HERE.unproject(box(west, 0, east, 1000)))
    return {"type": "Feature", "properties": {"kode": code, "nama": name}, "geometry": json.loads(json.dumps(shape))}


RIGHT = {
    "type": "FeatureCollection",
    "features": [feature(FIRST, "Karawaci", 0, 1003), feature(SECOND, "Bojong Jaya", 1000, 2000)],
}


def check(path: Path, known: dict[str, Wilayah] = KNOWN) -> Any:
    """Read without looking at the progress."""
    return read(path, known, lambda *_: None)


def refused(folder: Path, content: Any) -> list[str]:
    """The faults of a file with this content (bytes, or anything to be written as JSON)."""
    path = folder / "batas.geojson"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(BerkasError) as error:
        check(path)
    return error.value.faults


def test_right_file(tmp_path: Path) -> None:
    """Plain and gzipped, with slivers of overlap: the boundaries by code, and each step told."""
    plain, packed = tmp_path / "batas.geojson", tmp_path / "batas.geojson.gz"
    plain.write_text(json.dumps(RIGHT))
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    steps: list[tuple[str, int, int]] = []
    file = read(plain, KNOWN, lambda *step: steps.append(step))
    assert set(file.boundaries) == {FIRST, SECOND}
    assert steps == [("Memeriksa batas", 1, 2), ("Memeriksa batas", 2, 2)]
    assert check(packed).boundaries == file.boundaries


def edited(edit: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """The right file with one change."""
    content = copy.deepcopy(RIGHT)
    edit(content)
    return content


def ring(content: dict[str, Any]) -> list[Any]:
    """Outer ring of the first feature."""
    return content["features"][0]["geometry"]["coordinates"][0]


def geometry(value: Any) -> Callable[[dict[str, Any]], Any]:
    """Replaces the first feature's geometry."""
    return lambda content: content["features"][0].update(geometry=value)


def moved(dx: float, dy: float, scale: float = 1.0) -> Callable[[dict[str, Any]], Any]:
    """Moves (degrees) and stretches the first feature."""

    def edit(content: dict[str, Any]) -> None:
        west, south = ring(content)[0][0], min(y for _, y in ring(content))
        ring(content)[:] = [
            [west + (x - west) * scale + dx, south + (y - south) * scale + dy] for x, y in ring(content)
        ]

    return edit


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\x00\xff\x00", "Bukan JSON yang benar"),
        (b'{"type": "FeatureCollection",\n "features": [}', "Bukan JSON yang benar: baris 2, kolom 15."),
        (b"[" * 200_000, "Bukan JSON yang benar"),
        ([], "Bukan GeoJSON FeatureCollection."),
        ({"type": "Topology"}, "Bukan GeoJSON FeatureCollection."),
        ({"type": "FeatureCollection", "features": []}, "tidak berisi satu pun wilayah"),
        (
            RIGHT | {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32748"}}},
            "EPSG::32748, seharusnya",
        ),
    ],
)
def test_refused_as_a_whole(content: Any, fault: str, tmp_path: Path) -> None:
    """What is no boundary file at all."""
    (only,) = refused(tmp_path, content)
    assert fault in only


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is not there, a folder, a broken gzip."""
    broken = tmp_path / "batas.geojson.gz"
    broken.write_bytes(gzip.compress(b"{}" * 5000)[:-20])
    for path, fault in (
        (tmp_path / "tidak-ada.geojson", "tidak dapat dibaca"),
        (tmp_path, "tidak dapat dibaca"),
        (broken, "gzip"),
    ):
        with pytest.raises(BerkasError, match=fault):
            check(path)


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (lambda c: c["features"].__setitem__(0, None), "Fitur ke-1 (tanpa nama): bukan Feature."),
        (lambda c: c["features"][0].pop("properties"), "Fitur ke-1 (tanpa nama): properti 'kode' tidak ada atau kosong."),
        (lambda c: c["features"][0]["properties"].pop("nama"), f"Fitur ke-1 ({FIRST}): properti 'nama' tidak ada atau kosong."),
        (lambda c: c["features"][0]["properties"].update(kode=3671071001), "properti 'kode' tidak ada"),
        (lambda c: c["features"][0]["properties"].update(kode="36.71.99.1001"), "kode tidak dikenal"),
        (lambda c: c["features"].append(c["features"][0]), f"Fitur ke-3 ({FIRST} Karawaci): kode ini sudah dipakai"),
        (geometry(None), "jenis geometri kosong"),
        (geometry({"type": "Point", "coordinates": [106.6, -6.18]}), "jenis geometri Point, seharusnya Polygon"),
        (geometry({"type": "Polygon", "coordinates": []}), "geometri kosong"),
        (geometry({"type": "MultiPolygon", "coordinates": [[[]]]}), "geometri kosong"),
        (geometry({"type": "Polygon"}), "koordinat bukan daftar"),
        (geometry({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}), "koordinat bukan daftar"),
        (geometry({"type": "Polygon", "coordinates": [[[106.6], [106.7]]]}), "koordinat bukan daftar"),
        (geometry({"type": "Polygon", "coordinates": [[[106.6, float("nan")]] * 4]}), "koordinat bukan angka"),
        (geometry({"type": "Polygon", "coordinates": [[[106.6, -6.18], [106.61, -6.18], [106.6, -6.18]]]}), "tidak tertutup"),
        (lambda c: ring(c).pop(), "garis batas tidak tertutup"),
        (lambda c: ring(c).__setitem__(1, ring(c)[2]) or ring(c).__setitem__(2, RIGHT["features"][0]["geometry"]["coordinates"][0][1]),
         "garis batas memotong dirinya sendiri di -6.1"),
        (lambda c: ring(c).__setitem__(slice(None), [[y, x] for x, y in ring(c)]), "lintang dan bujur tertukar (-6.1"),
        (lambda c: ring(c).__setitem__(slice(None), [[x * 6000, y * 1000] for x, y in ring(c)]), "bukan derajat WGS84"),
        (moved(-60, 0), "di luar Indonesia"),
        (moved(0.05, 0), f"Fitur ke-1 ({FIRST} Karawaci): batas berada 5,0 km dari Karawaci yang dikenal."),
        (moved(0, 0, 0.6), "luas 0,36 km², padahal yang dikenal 1,00 km²"),
        (moved(0, 0, 1.5), "luas 2,26 km², padahal yang dikenal 1,00 km²"),
        (moved(0.001, 0), f"{FIRST} Karawaci dan {SECOND} Bojong Jaya: bertumpang tindih 11,4 ha di -6.17"),
    ],
)  # fmt: skip
def test_refused_feature(edit: Callable[[dict[str, Any]], Any], fault: str, tmp_path: Path) -> None:
    """Exactly the feature at fault is named, with what is wrong."""
    (only,) = refused(tmp_path, edited(edit))
    assert fault in only


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Who repairs a file wants to see every fault; a long list is cut."""
    unknown = [feature(f"36.71.99.{1000 + i}", "Entah", 0, 1000) for i in range(25)]
    faults = refused(tmp_path, RIGHT | {"features": unknown})
    assert len(faults) == 25
    with pytest.raises(BerkasError, match=r"… dan 5 kesalahan lain\.$"):
        check(tmp_path / "batas.geojson")


def test_overlap_with_official_boundaries(tmp_path: Path) -> None:
    """A file that leaves an official neighbour alone must not run into it; a computed cell gives way."""
    path = tmp_path / "batas.geojson"
    path.write_text(json.dumps(RIGHT | {"features": [feature(FIRST, "Karawaci", 0, 1200)]}))
    assert set(check(path).boundaries) == {FIRST}
    official = village(SECOND, "Bojong Jaya", 1000)
    official.approximate = False
    with pytest.raises(BerkasError, match="bertumpang tindih"):
        check(path, KNOWN | {SECOND: official})


def test_official_files_pass() -> None:
    """The real boundaries of both regencies, as they come."""
    rows = {row["code"]: Wilayah(**row) for row in facts()}
    files = [check(wilayah.folder() / name, rows) for name in wilayah.FILES]
    assert [len(file.boundaries) for file in files] == [104, 53]
