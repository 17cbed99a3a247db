"""A picture of each document for ``docs/dokumen.md``; taken anew with ``WRITE_PICTURES=1``."""

import os
import re
from datetime import date, timedelta

from sambang_digital.services.dokumen import cetak
from sambang_digital.services.dokumen.kop import by_officer
from sambang_digital.services.dokumen.laporan import DOCUMENTS
from sambang_digital.services.dokumen.rekap import RECAPS
from tests.conftest import ROOT
from tests.dokumen import HEAD, LETTERHEAD, OFFICER, agreement, recap, report, secret
from tests.laporan import household

PICTURES = ROOT / "docs" / "img" / "dokumen"
WRITE = os.environ.get("WRITE_PICTURES") == "1"
PPI = 96
DAYS = {date(2026, 11, 1) + timedelta(days=n): (n * 7) % 6 for n in range(22)}
REPORTS = {
    "dds": report("sambang_warga", household(), photos=2, visit_number=3),
    "li": report("laporan_informasi", secret(), number="R/LI-7/XI/2026/Sek. Karawaci"),
    "kesepakatan": report("pemecahan_masalah", agreement()),
    "lembar": report("pemecahan_masalah", agreement(), title="Batas tanah di belakang rumah"),
}
TODAY = date(2026, 11, 22)
WHOSE = {
    "polsek": (recap(), [HEAD | {"jabatan": HEAD["jabatan"][1:], "tempat": "Tangerang, 22 November 2026"}]),
    "petugas": (
        recap(officer=OFFICER, people=recap().people[1:2], days=DAYS),
        [HEAD, by_officer(LETTERHEAD, OFFICER, TODAY)],
    ),
}


def test_each_document_has_its_picture() -> None:
    """A document that is added has one, which the page shows, and nothing else is there."""
    assert REPORTS.keys() == DOCUMENTS.keys()
    sheets = {name: (DOCUMENTS[name].template, DOCUMENTS[name].data(made)) for name, made in REPORTS.items()}
    for name, kind in RECAPS.items():
        for whose, (made, signatures) in WHOSE.items():
            sheets[f"{name}-{whose}"] = (kind.template, kind.data(made, LETTERHEAD, signatures))
    for name, (template, data) in sheets.items():
        pages = cetak.typeset(template, data, "png", PPI)
        first = pages if isinstance(pages, bytes) else pages[0]
        assert first.startswith(b"\x89PNG")
        if WRITE:
            PICTURES.mkdir(parents=True, exist_ok=True)
            (PICTURES / f"{name}.png").write_bytes(first)
    shown = set(re.findall(r"img/dokumen/([a-z-]+)\.png", (ROOT / "docs" / "dokumen.md").read_text(encoding="utf-8")))
    assert shown == sheets.keys() == {file.stem for file in PICTURES.glob("*.png")}
