"""Real boundaries for tests, where they are at hand; the product itself never reads them."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import shape

from sambang_digital.services.geometri import on_grid
from sambang_digital.services.wilayah import Area, Villages

FILES = ("kota_tangerang_kelurahan.geojson", "wilkum_kabupaten_desa_kelurahan.geojson")


def at_hand() -> Path | None:
    """``shared/data/wilayah`` beside the checkout or above it, if it is there."""
    candidates = (parent / "shared" / "data" / "wilayah" for parent in Path(__file__).resolve().parents)
    return next((path for path in candidates if path.is_dir()), None)


def folder() -> Path:
    """The same; skips the test where there is none."""
    found = at_hand()
    if found is None:
        pytest.skip("no shared/data/wilayah beside this checkout: the official boundaries are not at hand")
    return found


@lru_cache
def features() -> list[dict[str, Any]]:
    """The 157 official features."""
    return [
        feature for name in FILES for feature in json.loads((folder() / name).read_text(encoding="utf-8"))["features"]
    ]


@lru_cache
def official() -> Villages:
    """The 157 official boundaries as the product holds them."""
    return Villages(
        [
            Area(
                code=feature["properties"]["kode"],
                name=feature["properties"]["nama"],
                kecamatan=feature["properties"]["kecamatan"],
                approximate=False,
                area_km2=feature["properties"]["luas_km2"],
                boundary=on_grid(shape(feature["geometry"])),
            )
            for feature in features()
        ],
        "official",
    )
