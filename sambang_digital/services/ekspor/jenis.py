"""What can be exported. A further table is a further class in :data:`KINDS`."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, ClassVar

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.pengaturan import BenderaSettings
from sambang_digital.forms.reading import texts, title_of
from sambang_digital.forms.registry import FORMS
from sambang_digital.repositories import ekspor as repository
from sambang_digital.repositories.tinjauan import QueueFilter
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import cakupan, cari_saring, kinerja
from sambang_digital.services.ekspor.berkas import Column
from sambang_digital.services.kinerja import OfficerFilter, VillageFilter
from sambang_digital.services.waktu import today

STATES = {
    "terkirim": "Menunggu",
    "diperiksa": "Diperiksa",
    "diperbaiki": "Diperbaiki",
    "diterima": "Diterima",
    "dikembalikan": "Dikembalikan",
}
VERDICTS = {"inside": "Di dalam wilayah", "uncertain": "Ragu", "outside": "Di luar wilayah", None: "Tanpa posisi"}
FLAGS = BenderaSettings.titles()
SUBJECTS = {"rumah": "Rumah", "usaha": "Usaha", "tokoh": "Tokoh", "tempat": "Tempat"}


class Jenis(ABC):
    """A table: who may have it, in which formats, its columns, and the rows that some parameters choose.

    ``Parameters`` is a dataclass: what of the table is wanted, as the screen shows it.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    permission: ClassVar[Permission]
    formats: ClassVar[tuple[str, ...]] = ("xlsx",)
    columns: ClassVar[tuple[Column, ...]]
    parameters: ClassVar[TypeAdapter[Any]]

    @classmethod
    @abstractmethod
    async def count(cls, session: AsyncSession, actor: Actor, wanted: Any) -> int:
        """How many rows there are."""

    @classmethod
    @abstractmethod
    def parts(cls, session: AsyncSession, actor: Actor, wanted: Any) -> AsyncIterator[Sequence[Any]]:
        """The rows, some at a time."""

    @classmethod
    def describe(cls, wanted: Any) -> str:
        """What is wanted, in words."""
        return cls.title


class Laporan(Jenis):
    """Reports with the very filter of the desk; secret kinds are in no export."""

    name = "laporan"
    title = "Laporan"
    permission = Permission.LAPORAN_READ
    formats = ("xlsx", "geojson")
    parameters = TypeAdapter(QueueFilter)
    columns = (
        Column("resi", "Nomor resi", 16, lambda row: row.receipt),
        Column("jenis", "Jenis", 18, lambda row: kind_title(row.kind)),
        Column("judul", "Judul", 32, lambda row: row.title),
        Column("status", "Status", 13, lambda row: STATES.get(row.state, row.state)),
        Column("waktu", "Waktu", 17, lambda row: row.captured_at),
        Column("diterima", "Diterima server", 17, lambda row: row.received_at),
        Column("petugas", "Petugas", 26, lambda row: row.author),
        Column("nrp", "NRP", 12, lambda row: row.nrp),
        Column("satuan", "Satuan", 22, lambda row: row.satuan),
        Column("kelurahan", "Kelurahan/desa", 20, lambda row: row.area),
        Column("kecamatan", "Kecamatan", 18, lambda row: row.kecamatan),
        Column("posisi", "Posisi", 17, lambda row: VERDICTS.get(row.verdict, row.verdict)),
        Column("lintang", "Lintang", 11, lambda row: row.lat),
        Column("bujur", "Bujur", 11, lambda row: row.lon),
        Column("akurasi_m", "Akurasi (m)", 11, lambda row: row.accuracy_m),
        Column("kunjungan_ke", "Kunjungan ke", 12, lambda row: row.visit_number),
        Column("foto", "Foto", 6, lambda row: len(row.photos)),
        Column("tanda", "Tanda", 30, lambda row: ", ".join(FLAGS.get(f["code"], f["code"]) for f in row.flags)),
        Column("uraian", "Uraian", 60, lambda row: written(row)),
    )

    @classmethod
    async def count(cls, session: AsyncSession, actor: Actor, wanted: QueueFilter) -> int:
        """How many the filter takes."""
        return await repository.count_reports(session, actor, wanted, cari_saring.all_reports(session, actor, wanted))

    @classmethod
    def parts(cls, session: AsyncSession, actor: Actor, wanted: QueueFilter) -> AsyncIterator[Sequence[Any]]:
        """In the order of the desk."""
        return repository.parts(
            session, repository.reports(actor, wanted, cari_saring.all_reports(session, actor, wanted))
        )

    @classmethod
    def describe(cls, wanted: QueueFilter) -> str:
        """Part of the queue, and what narrows it."""
        words = [wanted.status.capitalize()]
        words += [kind_title(wanted.kind)] if wanted.kind else []
        words += ["satu petugas"] if wanted.author_id else []
        words += [VERDICTS.get(wanted.verdict, VERDICTS[None])] if wanted.verdict else []
        words += [FLAGS.get(wanted.flag, wanted.flag)] if wanted.flag else ["bertanda"] if wanted.severity else []
        words += ["tanda terbukti"] if wanted.upheld else []
        words += ["komentar baru"] if wanted.unread else []
        words += [f"menunggu {wanted.waiting_hours} jam atau lebih"] if wanted.waiting_hours else []
        words += [f"“{wanted.text}”"] if wanted.text else []
        return f"{cls.title}: {', '.join(words)}"


class Register(Jenis):
    """Houses, businesses, figures and places on record, without what is sensitive."""

    name = "register"
    title = "Register"
    permission = Permission.REGISTER_READ
    formats = ("xlsx", "geojson")
    parameters = TypeAdapter(dict[str, str])
    columns = (
        Column("jenis", "Jenis", 10, lambda row: SUBJECTS.get(row.kind, row.kind)),
        Column("nama", "Nama", 30, lambda row: row.name),
        Column("alamat", "Alamat", 36, lambda row: row.address),
        Column("rt", "RT", 6, lambda row: row.rt),
        Column("rw", "RW", 6, lambda row: row.rw),
        Column("kelurahan", "Kelurahan/desa", 20, lambda row: row.area),
        Column("kecamatan", "Kecamatan", 18, lambda row: row.kecamatan),
        Column("satuan", "Satuan", 22, lambda row: row.satuan),
        Column("kunjungan", "Kunjungan", 10, lambda row: row.visits),
        Column("kunjungan_terakhir", "Kunjungan terakhir", 17, lambda row: row.last_visit_at),
        Column("rawan", "Rawan", 8, lambda row: row.vulnerable),
        Column("lintang", "Lintang", 11, lambda row: row.lat),
        Column("bujur", "Bujur", 11, lambda row: row.lon),
    )

    @classmethod
    async def count(cls, session: AsyncSession, actor: Actor, wanted: dict[str, str]) -> int:
        """How many of the kind, or of all."""
        return await repository.count_subjects(session, actor, wanted.get("kind"))

    @classmethod
    def parts(cls, session: AsyncSession, actor: Actor, wanted: dict[str, str]) -> AsyncIterator[Sequence[Any]]:
        """By village, kind, RW and RT."""
        return repository.parts(session, repository.subjects(actor, wanted.get("kind")))

    @classmethod
    def describe(cls, wanted: dict[str, str]) -> str:
        """All of it, or which kind."""
        return f"{cls.title}: {SUBJECTS.get(wanted.get('kind', ''), 'semua jenis')}"


class _List(Jenis):
    """A list of Kinerja: some hundred rows at most, read whole."""

    permission = Permission.KINERJA_READ

    @classmethod
    @abstractmethod
    async def read(cls, session: AsyncSession, actor: Actor, wanted: Any, day: date) -> list[Any]:
        """Its rows."""

    @classmethod
    async def count(cls, session: AsyncSession, actor: Actor, wanted: Any) -> int:
        """How many rows there are."""
        return len(await cls.read(session, actor, wanted, today()))

    @classmethod
    async def parts(cls, session: AsyncSession, actor: Actor, wanted: Any) -> AsyncIterator[Sequence[Any]]:
        """All of them."""
        yield await cls.read(session, actor, wanted, today())


class KinerjaPetugas(_List):
    """Officers with their last seven days."""

    name = "petugas"
    title = "Kinerja petugas"
    parameters = TypeAdapter(OfficerFilter)
    columns = (
        Column("nama", "Petugas", 28, lambda one: " ".join(filter(None, (one.rank, one.name)))),
        Column("satuan", "Satuan", 22, lambda one: one.satuan),
        Column("status", "Status 7 hari", 13, lambda one: one.status.capitalize()),
        Column("laporan", "Laporan 7 hari", 14, lambda one: one.week),
        Column("hari_ini", "Hari ini", 9, lambda one: one.today),
        Column("target", "Target sehari", 13, lambda one: one.target.value),
        Column("terakhir", "Terakhir melapor", 16, lambda one: one.last),
        Column("menunggu", "Belum ditinjau", 14, lambda one: one.waiting),
        Column("kelurahan", "Kelurahan/desa", 14, lambda one: one.villages),
    )

    @classmethod
    async def read(cls, session: AsyncSession, actor: Actor, wanted: OfficerFilter, day: date) -> list[Any]:
        """Those the filter takes, by name."""
        return [one for one in await kinerja.officers(session, actor, day) if wanted.takes(one)]


class KinerjaKelurahan(_List):
    """Villages with who answers for them and their coverage."""

    name = "kelurahan"
    title = "Kinerja kelurahan"
    parameters = TypeAdapter(VillageFilter)
    columns = (
        Column("nama", "Kelurahan/desa", 24, lambda one: one[0].name),
        Column("kecamatan", "Kecamatan", 18, lambda one: one[0].kecamatan),
        Column("satuan", "Satuan", 22, lambda one: one[0].satuan),
        Column("petugas", "Petugas", 32, lambda one: ", ".join(one[0].officers)),
        Column("laporan", "Laporan 7 hari", 14, lambda one: one[0].week),
        Column("rumah", "Rumah tercatat", 14, lambda one: one[1].houses),
        Column("dikunjungi", "Rumah dikunjungi", 16, lambda one: one[1].visited),
        Column("cakupan", "Cakupan (%)", 12, lambda one: one[1].share),
    )

    @classmethod
    async def read(cls, session: AsyncSession, actor: Actor, wanted: VillageFilter, day: date) -> list[Any]:
        """Those the filter takes, by name."""
        return [pair for pair in await cakupan.villages(session, actor, day) if wanted.takes(pair[0])]


class KinerjaSatuan(_List):
    """Units with their numbers."""

    name = "satuan"
    title = "Kinerja satuan"
    parameters = TypeAdapter(dict[str, str])
    columns = (
        Column("nama", "Satuan", 28, lambda one: one.name),
        Column("petugas", "Petugas", 10, lambda one: one.officers),
        Column("aktif", "Aktif", 8, lambda one: one.statuses["aktif"]),
        Column("cukup", "Cukup", 8, lambda one: one.statuses["cukup"]),
        Column("kurang", "Kurang", 8, lambda one: one.statuses["kurang"]),
        Column("laporan", "Laporan 7 hari", 14, lambda one: one.week),
        Column("tanpa_petugas", "Kelurahan/desa tanpa petugas", 26, lambda one: one.gaps),
        Column("target", "Target sehari", 13, lambda one: one.target.value),
    )

    @classmethod
    async def read(cls, session: AsyncSession, actor: Actor, wanted: dict[str, str], day: date) -> list[Any]:
        """Those whose name holds the words looked for."""
        words = wanted.get("text", "").casefold()
        return [one for one in await kinerja.by_unit(session, actor, day) if words in one.name.casefold()]


KINDS: dict[str, type[Jenis]] = {
    one.name: one for one in (Laporan, Register, KinerjaPetugas, KinerjaKelurahan, KinerjaSatuan)
}
"""By name."""


def kind_title(kind: str) -> str:
    """A kind of report as people call it."""
    return FORMS[kind].title if kind in FORMS else kind


def written(row: Any) -> str:
    """What the officer wrote in own words, field by field."""
    found = texts(row.kind, row.form_version, row.body)
    return "\n".join(f"{title_of(row.kind, path)}: {text}" for path, text in found)


def stored(wanted: Any) -> dict[str, Any]:
    """Parameters as they are kept."""
    return wanted if isinstance(wanted, dict) else asdict(wanted)
