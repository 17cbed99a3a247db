"""Documents of one report. A further one is a further class in :data:`DOCUMENTS`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.reading import Line, Table, sheet
from sambang_digital.forms.registry import FORMS, SECRET
from sambang_digital.models import Akun, Laporan
from sambang_digital.models.laporan import RETURNED
from sambang_digital.repositories import media as photos
from sambang_digital.repositories import tinjauan as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services import media, pribadi, simpanan, wilayah
from sambang_digital.services.dokumen import kop as letterhead
from sambang_digital.services.dokumen.bagian import (
    Part,
    clock_text,
    facts,
    heading,
    picture,
    pictures,
    reading,
    weekday_text,
)
from sambang_digital.services.dokumen.kop import Kop
from sambang_digital.services.format import number
from sambang_digital.services.waktu import local_time

MOST_PHOTOS = 6


class NotFound(Exception):
    """No such document within the actor's reach."""


class Unavailable(Exception):
    """The store of photos does not answer; later it may."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report with all that its documents say. ``area``: name of its village."""

    actor: Actor
    laporan: Laporan
    author: Akun
    satuan: str
    area: str
    kop: Kop
    head: Part
    photos: list[Part]

    def lines(self) -> list[Line | Table]:
        """Its body, as it is read."""
        return sheet(self.laporan.kind, self.laporan.form_version, self.laporan.body)

    @property
    def title(self) -> str:
        """Its kind, as people call it."""
        form = FORMS.get(self.laporan.kind)
        return form.title if form else self.laporan.kind


class DokumenLaporan:
    """A document of a report. ``kinds``: of which reports it is made; none named: of all."""

    name: ClassVar[str]
    title: ClassVar[str]
    template: ClassVar[str] = "lembar"
    kinds: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def takes(cls, kind: str) -> bool:
        """Whether it is made of reports of this kind."""
        return not cls.kinds or kind in cls.kinds

    @classmethod
    def data(cls, report: Report) -> dict[str, Any]:
        """What its template shows."""
        laporan = report.laporan
        return {
            "judul": cls.heading(report),
            "anak_judul": cls.subheading(report),
            "kop": report.kop.part(),
            "peringatan": _warning(laporan),
            "catatan": f"Resi {laporan.receipt}, versi {laporan.revision}",
            "isi": [*cls.parts(report), *pictures(report.photos)],
            "tanda_tangan": cls.signatures(report),
        }

    @classmethod
    def heading(cls, report: Report) -> str:
        """The title on the sheet."""
        return cls.title.upper()

    @classmethod
    def subheading(cls, report: Report) -> str:
        """The line under it."""
        return ""

    @classmethod
    def parts(cls, report: Report) -> list[Part]:
        """What stands between title and photos."""
        return [_circumstances(report), *reading(report.lines())]

    @classmethod
    def signatures(cls, report: Report) -> list[Part]:
        """Who signs: the head of the unit knows of what the officer did."""
        day = local_time(report.laporan.captured_at).date()
        return [report.head, letterhead.by_officer(report.kop, report.author, day)]


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


DOCUMENTS: dict[str, type[DokumenLaporan]] = {one.name: one for one in (LembarSambang, LaporanInformasi, LembarLaporan)}
"""By the name in their address."""


def documents_of(kind: str) -> list[type[DokumenLaporan]]:
    """Which documents are made of a report of this kind."""
    return [one for one in DOCUMENTS.values() if one.takes(kind)]


async def gather(session: AsyncSession, actor: Actor, laporan_id: UUID) -> Report:
    """The current revision of a report that the actor may read. Raises :class:`NotFound` or :class:`Unavailable`."""
    laporan = await repository.current(session, actor, laporan_id)
    if laporan is None:
        raise NotFound
    author, satuan = await repository.author_of(session, laporan.author_id)
    area = (await wilayah.villages(session)).by_code.get(laporan.area_code or "")
    kop = await letterhead.of(session, laporan.satuan_id)
    pribadi.hide(session, actor, laporan)
    return Report(
        actor=actor,
        laporan=laporan,
        author=author,
        satuan=satuan.name,
        area=area.name if area else "",
        kop=kop,
        head=await letterhead.by_head(session, kop),
        photos=await _photos(session, laporan),
    )


async def _photos(session: AsyncSession, laporan: Laporan) -> list[Part]:
    shas = [photo["sha256"] for photo in laporan.photos][:MOST_PHOTOS]
    ready = await photos.ready_by_sha(session, laporan.author_id, shas)
    found = [await _jpeg(ready[sha].id) for sha in shas if sha in ready]
    return [picture(jpeg, f"Foto {place}") for place, jpeg in enumerate(filter(None, found), 1)]


async def _jpeg(media_id: UUID) -> bytes:
    try:
        stored = await simpanan.get(media.key(media_id, "kecil"))
        return b"".join([piece async for piece in stored.pieces]) if stored else b""
    except simpanan.SimpananTerganggu as error:
        raise Unavailable from error


def _warning(laporan: Laporan) -> str:
    if laporan.practice:
        return "LATIHAN: bukan laporan dinas"
    return "DIKEMBALIKAN UNTUK DIPERBAIKI" if laporan.state == RETURNED else ""


def _circumstances(report: Report) -> Part:
    """Who, when and where."""
    laporan, author = report.laporan, report.author
    here = local_time(laporan.captured_at)
    return facts(
        ("Hari, tanggal", weekday_text(here.date())),
        ("Pukul", clock_text(laporan.captured_at)),
        ("Petugas", f"{author.name}, {letterhead.service_number(author)}"),
        ("Satuan", report.satuan),
        ("Kelurahan/desa", report.area),
        ("Koordinat", _place(laporan)),
        ("Alasan tentang posisi", laporan.mode_reason),
    )


def _place(laporan: Laporan) -> str:
    if laporan.lat is None or laporan.lon is None:
        return "Tanpa posisi"
    degrees: Sequence[str] = [number(value, 6) for value in (laporan.lat, laporan.lon)]
    accuracy = f" (akurasi {number(round(laporan.accuracy_m))} m)" if laporan.accuracy_m else ""
    return f"{degrees[0]}; {degrees[1]}{accuracy}"
