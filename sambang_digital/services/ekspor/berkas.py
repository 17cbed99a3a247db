"""Files of tables, written part by part: XLSX, split into sheets where Excel can hold no more, and GeoJSON (RFC 7946).

What people typed stays text: no cell of theirs is ever a formula or a link.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

import orjson
import xlsxwriter

from sambang_digital.services.waktu import local_time

Cell = str | int | float | bool | date | datetime | None
SHEET_ROWS = 1_048_576
"""Rows of a sheet, the headings included: Excel's own limit."""
CELL_LETTERS = 32_767
"""Letters of a cell: Excel's own limit."""
TIME, DAY = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in GeoJSON, its heading in a sheet, how wide it is (letters), and what stands in it for a row."""

    name: str
    title: str
    width: int
    value: Callable[[Any], Cell]


class Writer(ABC):
    """Writes a file at ``path``. Every method is for a thread of its own."""

    format: ClassVar[str]
    media_type: ClassVar[str]

    def __init__(self, path: Path, title: str, columns: Sequence[Column]) -> None:
        self.path, self.title, self.columns = path, title, columns

    @abstractmethod
    def write(self, rows: Sequence[Any]) -> None:
        """Add these rows."""

    @abstractmethod
    def close(self) -> None:
        """The file is whole."""


class Xlsx(Writer):
    """Each row leaves the memory at once. Times are the Polres's, which Excel does not know by itself."""

    format = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, path: Path, title: str, columns: Sequence[Column], sheet_rows: int = SHEET_ROWS) -> None:
        super().__init__(path, title, columns)
        options = {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.use_zip64()
        self._formats = {name: self._book.add_format({"num_format": name}) for name in (TIME, DAY)}
        self._heading = self._book.add_format({"bold": True, "bg_color": "#E8EDF5", "bottom": 1})
        self._sheet_rows, self._sheets = sheet_rows, 0
        self._begin_sheet()

    def _begin_sheet(self) -> None:
        self._sheets += 1
        name = self.title if self._sheets == 1 else f"{self.title} ({self._sheets})"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(self.columns):
            self._sheet.set_column(place, place, column.width)
            self._sheet.write_string(0, place, column.title, self._heading)
        self._row = 1

    def write(self, rows: Sequence[Any]) -> None:
        """Add these rows, on a further sheet when this one is full."""
        for row in rows:
            if self._row == self._sheet_rows:
                self._begin_sheet()
            for place, column in enumerate(self.columns):
                self._put(place, column.value(row))
            self._row += 1

    def _put(self, place: int, value: Cell) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            self._sheet.write_string(self._row, place, value[:CELL_LETTERS])
        elif isinstance(value, datetime):
            self._sheet.write_datetime(self._row, place, local_time(value).replace(tzinfo=None), self._formats[TIME])
        elif isinstance(value, date):
            self._sheet.write_datetime(self._row, place, value, self._formats[DAY])
        elif isinstance(value, bool):
            self._sheet.write_string(self._row, place, "Ya" if value else "Tidak")
        else:
            self._sheet.write_number(self._row, place, value)

    def close(self) -> None:
        """The file is whole."""
        self._book.close()


class GeoJson(Writer):
    """A FeatureCollection: one point for each row (degrees, longitude first), without geometry where there is no place."""

    format = "geojson"
    media_type = "application/geo+json"

    def __init__(self, path: Path, title: str, columns: Sequence[Column]) -> None:
        super().__init__(path, title, columns)
        self._file = path.open("wb")
        self._file.write(b'{"type":"FeatureCollection","features":[')
        self._between = b"\n"

    def write(self, rows: Sequence[Any]) -> None:
        """Add these rows; each has ``lat`` and ``lon``."""
        for row in rows:
            point = None
            if row.lat is not None and row.lon is not None:
                point = {"type": "Point", "coordinates": [round(row.lon, 6), round(row.lat, 6)]}
            properties = {column.name: _plain(column.value(row)) for column in self.columns}
            feature = {"type": "Feature", "geometry": point, "properties": properties}
            self._file.write(self._between + orjson.dumps(feature))
            self._between = b",\n"

    def close(self) -> None:
        """The file is whole."""
        self._file.write(b"\n]}\n")
        self._file.close()


def _plain(value: Cell) -> Cell:
    return local_time(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value


WRITERS: dict[str, type[Writer]] = {one.format: one for one in (Xlsx, GeoJson)}
"""By the name of the format."""
