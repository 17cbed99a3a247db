"""Spreadsheets of people, honest and hostile, as they come in."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from sambang_digital.services import personel_berkas
from sambang_digital.services.personel_berkas import BerkasError, Rumus, read, to_csv

TEXT = "NRP;Nama\r\n8001;Budi\r\n\r\n8002;Sri\r\n"


def xlsx(*rows: tuple) -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The workbook with parts replaced: ``sheet1=…``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            short = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, parts.get(short, old.read(name)))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace("\r\n", "\n").encode(),
        xlsx(("NRP", "Nama"), (8001, "Budi"), (), ("8002", "Sri")),
    ],
    ids=["utf-8", "bom", "utf-16", "comma", "tab", "unix", "xlsx"],
)
def test_every_common_way_to_save_it(content: bytes) -> None:
    """The same table; rows keep the numbers that the person sees in the spreadsheet."""
    table = read(content)
    assert table.headings == ["NRP", "Nama"]
    assert table.rows == [(2, ["8001", "Budi"]), (4, ["8002", "Sri"])]


def test_values_of_a_workbook() -> None:
    """Numbers without a decimal point, dates as ISO, formulas as what they are."""
    ((_, cells),) = read(xlsx(("A", "B", "C", "D"), (81234567890, date(2026, 1, 31), "=1+1", 8001.0))).rows
    assert cells == ["81234567890", "2026-01-31", Rumus(), "8001"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"  \r\n ", "kosong"),
        (b"NRP;Nama\r\n", "tidak berisi satu baris pun"),
        ("NRP;Nama\n8001;Budi\n8002;Jos\u00e9\n".encode("cp1252"), "Baris 3 bukan UTF-8"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Excel lama"),
        (b"%PDF-1.7\n\0\0\0", "bukan CSV dan bukan Excel"),
        (b"\x89PNG\r\n\x1a\n\0\0", "bukan CSV dan bukan Excel"),
        (b"PK\x03\x04" + bytes(300), "rusak"),
        (b'NRP;Nama\n8001;"Budi\n', "tanda kutip"),
        (b"a" * (personel_berkas.MAX_BYTES + 1), "lebih besar dari 5 MB"),
        (repacked(xlsx(("NRP",), (1,)), sheet1=b"<worksheet><sheetData><row>"), "rusak"),
        (repacked(xlsx(("NRP",), (1,)), workbook=b"<x/>"), "rusak"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(content: bytes, said: str) -> None:
    """Never an exception of a library, never half a table."""
    with pytest.raises(BerkasError, match=said):
        read(content)


def test_an_archive_that_unpacks_to_gigabytes_is_not_opened() -> None:
    """A small file that claims, honestly, to be huge; and one whose claim is a lie."""
    bomb = repacked(xlsx(("NRP",), (1,)), sheet1=b"<!--" + b" " * (personel_berkas.MAX_UNPACKED + 1) + b"-->")
    assert len(bomb) < 1_000_000
    with pytest.raises(BerkasError, match="terlalu besar untuk dibuka"):
        read(bomb)
    lie = bytearray(bomb)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = next(part.file_size for part in archive.infolist() if "sheet1" in part.filename)
    place = lie.index(b"PK\x01\x02")
    claimed = lie.index(size.to_bytes(4, "little"), place)
    lie[claimed : claimed + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(BerkasError, match="rusak"):
        read(bytes(lie))


def test_entities_do_not_explode() -> None:
    """Ten entities of ten of the one before: a billion letters if they were written out."""
    entities = (
        '<!ENTITY e0 "' + "a" * 100 + '">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    )
    sheet = (
        f"<?xml version='1.0'?><!DOCTYPE worksheet [{entities}]>"
        "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
        "<row r='1'><c r='A1' t='inlineStr'><is><t>NRP</t></is></c></row>"
        "<row r='2'><c r='A2' t='inlineStr'><is><t>&e9;</t></is></c></row></sheetData></worksheet>"
    )
    with pytest.raises(BerkasError):
        read(repacked(xlsx(("NRP",), (1,)), sheet1=sheet.encode()))


def test_too_many_rows() -> None:
    """Ten thousand are read, one more is refused; a cell in the last row of the sheet does not make a million of them."""
    lines = [f"{number};Orang" for number in range(personel_berkas.MAX_ROWS)]
    assert len(read("\n".join(["NRP;Nama", *lines]).encode()).rows) == personel_berkas.MAX_ROWS
    with pytest.raises(BerkasError, match=r"Lebih dari 10\.000 baris"):
        read("\n".join(["NRP;Nama", *lines, "1;x"]).encode())
    book = Workbook()
    book.active.append(["NRP"])
    book.active.cell(row=1_048_576, column=1, value="8001")
    content = io.BytesIO()
    book.save(content)
    with pytest.raises(BerkasError, match="Lebih dari"):
        read(content.getvalue())


@pytest.mark.parametrize("value", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_goes_out_runs_nowhere_and_comes_back_as_it_was(value: str) -> None:
    """An apostrophe stands before what a spreadsheet would run; ours takes it away again."""
    text = to_csv([["Nama"], [value]])
    assert text.startswith("\ufeff")
    cell = text.splitlines()[1] if "\r" not in value else text.split("\r\n", 1)[1]
    assert cell.lstrip('"').startswith("'")
    ((_, (back,)),) = read(text.encode()).rows
    assert back.strip() == value.strip()


@pytest.mark.parametrize("value", ["=cmd|' /C calc'!A0", "@SUM(1)"])
def test_a_formula_in_a_csv_is_one(value: str) -> None:
    """Not taken for a name."""
    ((_, cells),) = read(f"Nama\n{value}\n".encode()).rows
    assert cells == [Rumus()]
