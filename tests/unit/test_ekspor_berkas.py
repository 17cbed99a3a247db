"""Files of tables: what people typed stays text, a full sheet is followed by another, and both formats are read back whole."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import orjson
from openpyxl.utils.escape import unescape

from sambang_digital.services.ekspor.berkas import Column, GeoJson, Xlsx

COLUMNS = (
    Column("teks", "Teks", 20, lambda row: row.text),
    Column("angka", "Angka", 8, lambda row: row.number),
    Column("waktu", "Waktu", 16, lambda row: row.at),
)
MOMENT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
HOSTILE = [
    "=1+1",
    "+62812",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "{=1}",
    "http://jahat.example",
    "'x",
    "😀 الله",
    "x" * 40_000,
    "12",
]


def row(
    text: str | None, number: float | None = None, lat: float | None = None, lon: float | None = None
) -> SimpleNamespace:
    return SimpleNamespace(text=text, number=number, at=MOMENT, lat=lat, lon=lon)


def test_nothing_typed_becomes_a_formula(tmp_path: Path) -> None:
    writer = Xlsx(tmp_path / "a.xlsx", "Lembar", COLUMNS)
    writer.write([row(text, 7) for text in HOSTILE])
    writer.close()
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Lembar"]
    for expected, (text, number, at) in zip(HOSTILE, sheet.iter_rows(min_row=2), strict=True):
        assert text.data_type == "s", expected
        assert text.hyperlink is None
        assert unescape(text.value) == expected[:32_767]
        assert (number.data_type, number.value) == ("n", 7)
        assert str(at.value) == "2026-11-23 01:30:00", "on the clocks of the Polres"


def test_a_full_sheet_is_followed_by_another(tmp_path: Path) -> None:
    writer = Xlsx(tmp_path / "a.xlsx", "Laporan", COLUMNS, sheet_rows=4)
    writer.write([row(str(number), number) for number in range(5)])
    writer.write([row(str(number), number) for number in range(5, 7)])
    writer.close()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Laporan", "Laporan (2)", "Laporan (3)"]
    rows = [[cell.value for cell in line] for sheet in book for line in sheet.iter_rows(max_col=2)]
    assert rows.count(["Teks", "Angka"]) == 3
    assert [line[1] for line in rows if line != ["Teks", "Angka"]] == list(range(7))


def test_geojson_as_the_standard_has_it(tmp_path: Path) -> None:
    """Longitude first; what has no place has no geometry; none at all is a collection too."""
    writer = GeoJson(tmp_path / "a.geojson", "Laporan", COLUMNS)
    writer.write([row('"kutip"\n', 1, lat=-6.17188123, lon=106.63172)])
    writer.write([row(None)])
    writer.close()
    found = orjson.loads((tmp_path / "a.geojson").read_bytes())
    assert found["type"] == "FeatureCollection"
    assert [one["geometry"] for one in found["features"]] == [
        {"type": "Point", "coordinates": [106.63172, -6.171881]},
        None,
    ]
    assert found["features"][0]["properties"] == {"teks": '"kutip"\n', "angka": 1, "waktu": "2026-11-23T01:30:00+07:00"}
    empty = GeoJson(tmp_path / "b.geojson", "Laporan", COLUMNS)
    empty.close()
    assert orjson.loads((tmp_path / "b.geojson").read_bytes())["features"] == []
