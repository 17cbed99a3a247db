"""Documents and tables: a letter, a recap, rows of an export.

A document is set by Typst from the template on; the first one of a process also reads the fonts. Rows are those of reports with all columns,
the words of their forms included; beside them bare xlsxwriter with the same number of cells, and bare orjson.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import orjson
import xlsxwriter

from sambang_digital.services.dokumen import cetak
from sambang_digital.services.dokumen.laporan import DOCUMENTS
from sambang_digital.services.dokumen.rekap import RECAPS
from sambang_digital.services.ekspor.berkas import GeoJson, Xlsx
from sambang_digital.services.ekspor.jenis import Laporan
from tests.bench.report import Row, median_ms
from tests.conftest import ROOT
from tests.dokumen import HEAD, LETTERHEAD, agreement, filled, recap, report
from tests.laporan import household

ROWS = 50_000
FIRST = """
import time
from sambang_digital.services.dokumen import cetak
from sambang_digital.services.dokumen.laporan import DOCUMENTS
from tests.dokumen import agreement, report
data = DOCUMENTS["kesepakatan"].data(report("pemecahan_masalah", agreement()))
start = time.perf_counter()
cetak.typeset("lembar", data)
print((time.perf_counter() - start) * 1000)
"""


def _documents() -> list[Row]:
    letter = DOCUMENTS["kesepakatan"].data(report("pemecahan_masalah", agreement()))
    visit = DOCUMENTS["dds"].data(report("sambang_warga", household(), photos=6))
    month = RECAPS["lapbul"].data(recap(), LETTERHEAD, [HEAD])
    firsts = [
        float(
            subprocess.run([sys.executable, "-c", FIRST], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        )
        for _ in range(3)
    ]
    rows = [Row("letter of agreement, first document of a process", f"{statistics.median(firsts):.0f} ms")]
    number = 0
    for what, data in (
        ("letter of agreement", letter),
        ("sheet of a visit, 6 photos", visit),
        ("monthly recap", month),
    ):

        def make(data: dict = data) -> None:
            nonlocal number
            number += 1  # never the same document twice: Typst remembers
            cetak.typeset("lembar", data | {"catatan": str(number)})

        rows.append(Row(f"{what}, following", f"{median_ms(make, 40):.1f} ms"))
    return rows


def _report(number: int) -> SimpleNamespace:
    moment = datetime(2026, 11, 22, 1, number % 60, tzinfo=UTC)
    return SimpleNamespace(
        receipt=f"R-{number}", kind="sambang_warga", form_version=1, title="Siti Rahmawati", state="diterima", verdict="inside",
        captured_at=moment, received_at=moment, lat=-6.18, lon=106.62, accuracy_m=12.5, visit_number=2, flags=[], photos=[], body=BODY,
        author="Agus Setiawan", nrp="80010001", satuan="Polsek Karawaci", area="Karawaci", kecamatan="Karawaci",
    )  # fmt: skip


BODY = filled("sambang_warga", household())


def _per_second(work: object, count: int = ROWS) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return count / (time.perf_counter() - start)


def _tables(folder: Path) -> list[Row]:
    rows = [_report(number) for number in range(ROWS)]

    def ours(kind: type, name: str) -> None:
        writer = kind(folder / name, "Laporan", Laporan.columns)
        writer.write(rows)
        writer.close()

    def bare_xlsx() -> None:
        book = xlsxwriter.Workbook(str(folder / "b.xlsx"), {"constant_memory": True})
        sheet = book.add_worksheet()
        for place in range(ROWS):
            for column in range(len(Laporan.columns)):
                sheet.write_string(place, column, "Polsek Karawaci")
        book.close()

    def bare_json() -> None:
        with (folder / "b.json").open("wb") as file:
            for row in rows:
                file.write(orjson.dumps(row.body))

    return [
        Row(
            f"XLSX of reports, {len(Laporan.columns)} columns",
            f"{_per_second(lambda: ours(Xlsx, 'a.xlsx')):,.0f} rows/s",
            f"bare xlsxwriter {_per_second(bare_xlsx):,.0f} rows/s",
        ),
        Row(
            "GeoJSON of reports",
            f"{_per_second(lambda: ours(GeoJson, 'a.geojson')):,.0f} rows/s",
            f"bare orjson {_per_second(bare_json):,.0f} rows/s",
        ),
    ]


def run() -> list[Row]:
    """Documents, then tables."""
    with tempfile.TemporaryDirectory() as folder:
        return [*_documents(), *_tables(Path(folder))]
