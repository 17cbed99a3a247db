"""What a document of one report is: the report with all that its documents say, and how one becomes the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.reading import Line, Table, present, sheet
from sambang_digital.forms.registry import FORMS
from sambang_digital.models import Akun, Laporan
from sambang_digital.models.laporan import RETURNED
from sambang_digital.repositories import media as photos
from sambang_digital.repositories import tinjauan as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services import media_files, pribadi, simpanan, wilayah
from sambang_digital.services.dokumen import kop as letterhead
from sambang_digital.services.dokumen.bagian import Part, clock_text, facts, picture, pictures, reading
from sambang_digital.services.dokumen.kop import Kop
from sambang_digital.services.format import number, weekday_text
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
    def body(self) -> Mapping[str, Any]:
        """Its body in the present version of its form."""
        return present(self.laporan.kind, self.laporan.form_version, self.laporan.body)[1]

    @property
    def title(self) -> str:
        """Its kind, as people call it."""
        form = FORMS.get(self.laporan.kind)
        return form.title if form else self.laporan.kind


class DokumenLaporan:
    """A document of a report. ``kinds``: of which reports it is made."""

    name: ClassVar[str]
    title: ClassVar[str]
    template: ClassVar[str] = "lembar"
    kinds: ClassVar[frozenset[str]]

    @classmethod
    def takes(cls, kind: str, body: Mapping[str, Any]) -> bool:
        """Whether it is made of a report of this kind that says this."""
        return kind in cls.kinds

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
        return [circumstances(report), *reading(report.lines())]

    @classmethod
    def signatures(cls, report: Report) -> list[Part]:
        """Who signs: the head of the unit knows of what the officer did."""
        day = local_time(report.laporan.captured_at).date()
        return [report.head, letterhead.by_officer(report.kop, report.author, day)]


async def gather(session: AsyncSession, actor: Actor, laporan_id: UUID) -> Report:
    """The current revision of a report that the actor may read, without what is sensitive (:mod:`pribadi`) unless it is for them. Raises :class:`NotFound` or :class:`Unavailable`."""
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
        stored = await simpanan.get(media_files.key(media_id, "kecil"))
        return b"".join([piece async for piece in stored.pieces]) if stored else b""
    except simpanan.SimpananTerganggu as error:
        raise Unavailable from error


def _warning(laporan: Laporan) -> str:
    if laporan.practice:
        return "LATIHAN: bukan laporan dinas"
    return "DIKEMBALIKAN UNTUK DIPERBAIKI" if laporan.state == RETURNED else ""


def circumstances(report: Report) -> Part:
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
