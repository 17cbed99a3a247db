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


def folder() -> Path:
    """``shared/data/wilayah`` beside the checkout or above it; skips the test where there is none."""
    for parent in Path(__file__).resolve().parents:
        if (found := parent / "shared" / "data" / "wilayah").is_dir():
            return found
    pytest.skip("no shared/data/wilayah beside this checkout: the official boundaries are not at hand")


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
