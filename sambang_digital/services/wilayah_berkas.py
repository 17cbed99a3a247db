"""A file of official boundaries is read and checked as a whole, before anything changes.

Expected is a GeoJSON FeatureCollection (RFC 7946: WGS84, ``[longitude, latitude]``), plain or gzipped, whose features
carry ``kode`` (Kemendagri, ``PP.KK.CC.DDDD``) and ``nama`` and are Polygons or MultiPolygons. Every fault names its
feature, in Indonesian.
"""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.validation import explain_validity

from sambang_digital.models import Wilayah
from sambang_digital.services.format import distance, number
from sambang_digital.services.geometri import Plane, on_grid

MAX_BYTES = 100_000_000
MAX_FAULTS = 20
FAR_M = 500.0
"""A boundary must hold the village's known point, or pass within this distance of it."""
AREA_FACTOR = 2.0
"""A boundary's area may differ from the known area by this factor."""
MAX_OVERLAP = 0.02
"""Share of the smaller village that may lie in its neighbour: lines drawn twice never agree."""
INDONESIA = (94.0, -12.0, 142.0, 7.0)
WGS84_NAMES = re.compile(r"(CRS84|EPSG:{1,2}4326)$", re.IGNORECASE)
REASONS = {
    "Self-intersection": "garis batas memotong dirinya sendiri",
    "Ring Self-intersection": "garis batas menyentuh dirinya sendiri",
    "Hole lies outside shell": "lubang berada di luar batas",
    "Holes are nested": "lubang berada di dalam lubang lain",
    "Nested shells": "bagian wilayah berada di dalam bagian lain",
    "Interior is disconnected": "wilayah terputus oleh lubangnya",
    "Duplicate Rings": "garis batas tercantum dua kali",
}
Progress = Callable[[str, int, int], None]
"""Told about each step: what is done, how many of it are done, of how many."""


class BerkasError(ValueError):
    """The file is refused; ``faults`` say where and why."""

    def __init__(self, faults: Sequence[str]) -> None:
        more = len(faults) - MAX_FAULTS
        shown = [*faults[:MAX_FAULTS], *([f"… dan {more} kesalahan lain."] if more > 0 else [])]
        super().__init__("\n".join(shown))
        self.faults = list(faults)


class _Fault(ValueError):
    """What is wrong with one feature."""


@dataclass(frozen=True, slots=True)
class Berkas:
    """A file that passed: its SHA-256 and the boundary of each village by code, on the grid."""

    name: str
    sha256: str
    boundaries: dict[str, MultiPolygon]


def read(path: Path, known: Mapping[str, Wilayah], progress: Progress) -> Berkas:
    """Read and check a file against the known villages; :class:`BerkasError` refuses it whole."""
    raw = _bytes(path)
    features = _features(raw)
    faults: list[str] = []
    shapes: dict[str, MultiPolygon] = {}
    for place, feature in enumerate(features, 1):
        try:
            code, shape = _village(feature, known)
            if code in shapes:
                raise _Fault("kode ini sudah dipakai fitur sebelumnya")
            shapes[code] = shape
        except _Fault as fault:
            faults.append(f"{_name(place, feature)}: {fault}.")
        progress("Memeriksa batas", place, len(features))
    if not faults:
        faults = _overlaps(shapes, known)
    if faults:
        raise BerkasError(faults)
    return Berkas(path.name, sha256(raw).hexdigest(), {code: on_grid(shape) for code, shape in shapes.items()})


def _bytes(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BerkasError([f"Berkas {path.name} bukan berkas gzip yang utuh."]) from None
    except OSError as error:
        raise BerkasError([f"Berkas {path} tidak dapat dibaca: {error.strerror}."]) from error
    if len(raw) > MAX_BYTES:
        raise BerkasError([f"Berkas {path.name} lebih besar dari {MAX_BYTES // 1_000_000} MB."])
    return raw


def _features(raw: bytes) -> list[Any]:
    try:
        content = json.loads(raw)
    except json.JSONDecodeError as error:
        raise BerkasError([f"Bukan JSON yang benar: baris {error.lineno}, kolom {error.colno}."]) from error
    except (UnicodeDecodeError, RecursionError):
        raise BerkasError(["Bukan JSON yang benar."]) from None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise BerkasError(["Bukan GeoJSON FeatureCollection."])
    if (crs := content.get("crs")) is not None:
        name = str((crs.get("properties") or {}).get("name") if isinstance(crs, dict) else crs)
        if not WGS84_NAMES.search(name):
            raise BerkasError([f"Sistem koordinat {name}, seharusnya WGS84 (EPSG:4326)."])
    features = content.get("features")
    if not isinstance(features, list) or not features:
        raise BerkasError(["FeatureCollection ini tidak berisi satu pun wilayah."])
    return features


def _properties(feature: Any) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _name(place: int, feature: Any) -> str:
    properties = _properties(feature)
    words = [str(properties[key])[:80] for key in ("kode", "nama") if properties.get(key)]
    return f"Fitur ke-{place} ({' '.join(words) or 'tanpa nama'})"


def _village(feature: Any, known: Mapping[str, Wilayah]) -> tuple[str, MultiPolygon]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Fault("bukan Feature")
    properties = _properties(feature)
    for key in ("kode", "nama"):
        if not isinstance(properties.get(key), str) or not properties[key].strip():
            raise _Fault(f"properti '{key}' tidak ada atau kosong")
    village = known.get(properties["kode"])
    if village is None:
        raise _Fault("kode tidak dikenal di sistem ini")
    shape = _shape(feature.get("geometry"))
    _plausible(shape, village)
    return village.code, shape


def _shape(geometry: Any) -> MultiPolygon:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Fault(f"jenis geometri {kind or 'kosong'}, seharusnya Polygon atau MultiPolygon")
    parts = geometry.get("coordinates")
    try:
        polygons = [
            [np.asarray([position[:2] for position in ring], np.float64) for ring in rings]
            for rings in ([parts] if kind == "Polygon" else parts)
        ]
    except (TypeError, ValueError, IndexError):
        raise _Fault("koordinat bukan daftar pasangan [bujur, lintang]") from None
    rings = [ring for polygon in polygons for ring in polygon]
    if not rings or not all(polygons) or any(not len(ring) for ring in rings):
        raise _Fault("geometri kosong")
    for ring in rings:
        _check_ring(ring)
    shape = MultiPolygon([Polygon(outer, holes) for outer, *holes in polygons])
    if not shape.is_valid:
        reason, place = re.fullmatch(r"([^\[]*)(?:\[(.*)\])?", explain_validity(shape)).groups()  # type: ignore[union-attr]
        lon, lat = (float(value) for value in place.split()) if place else (None, None)
        raise _Fault(f"{REASONS.get(reason, 'bentuk tidak sah')}" + (f" di {lat:.6f}, {lon:.6f}" if place else ""))
    return shape


def _check_ring(ring: Any) -> None:
    if ring.ndim != 2 or ring.shape[1] != 2:
        raise _Fault("koordinat bukan daftar pasangan [bujur, lintang]")
    first = ring[0]
    if not np.isfinite(ring).all():
        raise _Fault("koordinat bukan angka")
    if len(ring) < 4 or (first != ring[-1]).any():
        raise _Fault("garis batas tidak tertutup")
    west, south, east, north = INDONESIA
    for lon, lat in ring.tolist():
        if west <= lon <= east and south <= lat <= north:
            continue
        if west <= lat <= east and south <= lon <= north:
            raise _Fault(f"lintang dan bujur tertukar ({lon:g}, {lat:g})")
        if abs(lon) > 180 or abs(lat) > 90:
            raise _Fault(f"koordinat {lon:g}, {lat:g} bukan derajat WGS84")
        raise _Fault(f"koordinat {lon:g}, {lat:g} di luar Indonesia")


def _plausible(shape: MultiPolygon, village: Wilayah) -> None:
    plane = Plane.at(village.lon, village.lat)
    metres = plane.project(shape)
    away = metres.distance(shapely.Point(0, 0))
    if away > FAR_M:
        raise _Fault(f"batas berada {distance(away)} dari {village.name} yang dikenal")
    area = metres.area / 1e6
    if not isfinite(area) or not village.area_km2 / AREA_FACTOR <= area <= village.area_km2 * AREA_FACTOR:
        raise _Fault(f"luas {number(area, 2)} km², padahal yang dikenal {number(village.area_km2, 2)} km²")


def _overlaps(shapes: Mapping[str, MultiPolygon], known: Mapping[str, Wilayah]) -> list[str]:
    """Overlaps beyond slivers, within the file and with official boundaries that it leaves alone."""
    others = {
        row.code: shapely.from_wkb(row.boundary)
        for row in known.values()
        if not row.approximate and row.code not in shapes
    }
    codes, all_shapes = [*shapes, *others], np.array([*shapes.values(), *others.values()], dtype=object)
    plane = Plane.over(shapely.MultiPoint(shapely.get_coordinates(all_shapes)))
    metres = plane.project(all_shapes)
    faults = []
    for a, b in sorted(shapely.STRtree(metres).query(metres, predicate="intersects").T.tolist()):
        if a >= b or a >= len(shapes):
            continue
        shared = metres[a].intersection(metres[b])
        if shared.area > MAX_OVERLAP * min(metres[a].area, metres[b].area):
            place = plane.unproject(shared.representative_point())
            faults.append(
                f"{codes[a]} {known[codes[a]].name} dan {codes[b]} {known[codes[b]].name}: bertumpang tindih "
                f"{number(shared.area / 10_000, 1)} ha di {place.y:.5f}, {place.x:.5f}."
            )
    return faults
