"""A spreadsheet of people is read: CSV or XLSX, whatever it holds, into rows of text, or refused in words.

Nothing in it is run or fetched: formulas are told from values and refused where they stand, an archive that unpacks to more than
:data:`MAX_UNPACKED` is not opened, and no more than :data:`MAX_ROWS` rows are read.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from sambang_digital.services.format import number

MAX_BYTES = 5_000_000
MAX_UNPACKED = 100_000_000
"""Bytes of all parts of an XLSX together: ten thousand rows need about five million."""
MAX_ROWS = 10_000
MAX_LINES = 50_000
"""Empty ones counted too."""
MAX_COLUMNS = 40
MAX_CELL = 2_000
FORMULA = frozenset("=+-@\t\r")
"""What makes a spreadsheet take a cell for a formula."""
XLSX_MAGIC = b"PK\x03\x04"
OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DELIMITERS = ";,\t"


class BerkasError(ValueError):
    """The file as a whole cannot be read; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Rumus:
    """A formula in place of a value."""


Cell = str | Rumus


@dataclass(frozen=True, slots=True)
class Tabel:
    """Headings as they stand, and the rows below with their numbers in the file (the headings are in row 1)."""

    headings: list[str]
    rows: list[tuple[int, list[Cell]]]


def read(content: bytes) -> Tabel:
    """The table in a file; empty rows are left out. Raises :class:`BerkasError`."""
    if not content.strip():
        raise BerkasError("Berkas ini kosong.")
    if len(content) > MAX_BYTES:
        raise BerkasError(f"Berkas lebih besar dari {MAX_BYTES // 1_000_000} MB. Bagi menjadi beberapa berkas.")
    if content.startswith(OLD_EXCEL_MAGIC):
        raise BerkasError("Ini berkas Excel lama (.xls). Simpan sebagai .xlsx atau CSV, lalu coba lagi.")
    rows = list(_bounded(_xlsx(content) if content.startswith(XLSX_MAGIC) else _csv(content)))
    if len(rows) < 2:
        raise BerkasError("Berkas ini tidak berisi satu baris pun di bawah judul kolom.")
    return Tabel([cell if isinstance(cell, str) else "" for cell in rows[0][1]], rows[1:])


def _bounded(lines: Iterator[list[Cell]]) -> Iterator[tuple[int, list[Cell]]]:
    """Rows with something in them, and their numbers; never more than :data:`MAX_ROWS` below the headings."""
    found = 0
    for place, cells in enumerate(lines, 1):
        if place > MAX_LINES or found > MAX_ROWS:
            raise BerkasError(f"Lebih dari {number(MAX_ROWS)} baris. Bagi menjadi beberapa berkas.")
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found += 1
            yield place, cells


def _csv(content: bytes) -> Iterator[list[Cell]]:
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BerkasError("Ini bukan CSV dan bukan Excel (.xlsx).")
    encoding = next((name for mark, name in BOMS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BerkasError(f"Baris {line} bukan UTF-8. Di Excel, simpan sebagai 'CSV UTF-8', lalu coba lagi.") from error
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield [_text(cell) for cell in cells[:MAX_COLUMNS]]
    except csv.Error as error:
        raise BerkasError(
            f"Baris {reader.line_num}: tanda kutip tidak ditutup, atau isinya terlalu panjang."
        ) from error


def _text(cell: str) -> Cell:
    cell = cell.strip()[:MAX_CELL]
    # Our own exports put an apostrophe before what a spreadsheet would run.
    if cell[:1] == "'" and cell[1:2] in FORMULA:
        return cell[1:]
    return Rumus() if cell[:1] in ("=", "@") else cell


def _xlsx(content: bytes) -> Iterator[list[Cell]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # Python unpacks no more of a part than its entry says, so that what is said can be counted on.
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise BerkasError("Isi berkas Excel ini terlalu besar untuk dibuka. Simpan ulang, atau pakai CSV.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        for row in book.worksheets[0].iter_rows(max_col=MAX_COLUMNS):
            yield [_value(cell) for cell in row]
    except BerkasError:
        raise
    except Exception as error:
        # A hostile file breaks openpyxl in many ways (KeyError, ParseError, BadZipFile …); each means the same to a person.
        raise BerkasError("Berkas Excel ini rusak. Simpan ulang sebagai .xlsx, lalu coba lagi.") from error


def _value(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Rumus()
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:MAX_CELL]


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV that Excel opens with its umlauts (BOM, semicolons) and never runs: an apostrophe stands before what begins
    like a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in FORMULA else cell for cell in row])
    return "\ufeff" + text.getvalue()
