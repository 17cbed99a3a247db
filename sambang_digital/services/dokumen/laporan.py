"""Documents of one report. A further one is a further class in :data:`DOCUMENTS`."""

from collections.abc import Mapping
from typing import Any

from sambang_digital.forms.registry import FORMS, SECRET
from sambang_digital.services.dokumen import kop as letterhead
from sambang_digital.services.dokumen.bagian import Part, clock_text, facts, heading, reading
from sambang_digital.services.dokumen.kesepakatan import SuratKesepakatan
from sambang_digital.services.dokumen.report import DokumenLaporan, Report
from sambang_digital.services.format import weekday_text
from sambang_digital.services.waktu import local_time


class LembarLaporan(DokumenLaporan):
    """Any report as a sheet: what its form holds, in its order."""

    name = "lembar"
    title = "Lembar laporan"
    kinds = frozenset(FORMS) - {"sambang_warga", *SECRET}

    @classmethod
    def heading(cls, report: Report) -> str:
        """Its kind."""
        return f"LAPORAN {report.title.upper()}"

    @classmethod
    def subheading(cls, report: Report) -> str:
        """Whom or what it is about."""
        return report.laporan.title


class LembarSambang(DokumenLaporan):
    """The sheet of a visit to a household (door to door system)."""

    name = "dds"
    title = "Lembar kunjungan"
    kinds = frozenset({"sambang_warga"})

    @classmethod
    def heading(cls, report: Report) -> str:
        """As officers know it."""
        return "LEMBAR KUNJUNGAN BHABINKAMTIBMAS"

    @classmethod
    def subheading(cls, report: Report) -> str:
        """Which visit to this house it is."""
        visit = report.laporan.visit_number
        return f"Door to door system (DDS), kunjungan ke-{visit}" if visit else "Door to door system (DDS)"

    @classmethod
    def signatures(cls, report: Report) -> list[Part]:
        """The household beside the officer, if it let itself be written down."""
        name = report.laporan.body.get("name")
        head, officer = super().signatures(report)
        if not name:
            return [head, officer]
        visited = letterhead.signature(["YANG DIKUNJUNGI"]) | {"nama": name.upper()}
        return [visited, head, officer]


class LaporanInformasi(DokumenLaporan):
    """A Laporan Informasi in the order of its parts, RAHASIA on each page; its author alone signs."""

    name = "li"
    title = "Laporan Informasi"
    kinds = frozenset({"laporan_informasi"})

    @classmethod
    def data(cls, report: Report) -> dict[str, Any]:
        """As any, with its number, and marked."""
        return super().data(report) | {"rahasia": True, "nomor": report.laporan.number or ""}

    @classmethod
    def parts(cls, report: Report) -> list[Part]:
        """Its form, then who wrote it."""
        laporan = report.laporan
        written = facts(
            ("Pelapor", f"{report.author.name}, {letterhead.service_number(report.author)}"),
            ("Satuan", report.satuan),
            ("Hari, tanggal", weekday_text(local_time(laporan.captured_at).date())),
            ("Pukul", clock_text(laporan.captured_at)),
        )
        return [*reading(report.lines()), heading("Pelapor"), written]

    @classmethod
    def signatures(cls, report: Report) -> list[Part]:
        """Its author."""
        return super().signatures(report)[1:]


DOCUMENTS: dict[str, type[DokumenLaporan]] = {
    one.name: one for one in (LembarSambang, LaporanInformasi, SuratKesepakatan, LembarLaporan)
}
"""By the name in their address."""


def documents_of(kind: str, body: Mapping[str, Any]) -> list[type[DokumenLaporan]]:
    """Which documents are made of a report of this kind that says this."""
    return [one for one in DOCUMENTS.values() if one.takes(kind, body)]
