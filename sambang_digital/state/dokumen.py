"""Which documents a page offers, as plain values for the browser."""

from dataclasses import dataclass
from datetime import date, timedelta

from sambang_digital.models import Laporan
from sambang_digital.services.dokumen import documents_of
from sambang_digital.services.format import month_text

MONTHS_BACK = 12


@dataclass
class DocumentLink:
    """A document of a report and where it is."""

    title: str
    url: str


def documents(laporan: Laporan) -> list[DocumentLink]:
    """The documents of a report."""
    found = documents_of(laporan.kind, laporan.body)
    return [DocumentLink(one.title, f"/api/v1/dokumen/{one.name}/{laporan.id}.pdf") for one in found]


def recent_months(today: date) -> list[tuple[str, str]]:
    """The running month and those before it: (2026-11, November 2026)."""
    found, first = [], today.replace(day=1)
    for _ in range(MONTHS_BACK):
        found.append((f"{first:%Y-%m}", month_text(first)))
        first = (first - timedelta(days=1)).replace(day=1)
    return found
