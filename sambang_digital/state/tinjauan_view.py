"""What the reviewer's desk shows, as plain values for the browser: the address, a row, the open report."""

from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field

from sambang_digital.forms.laporan_informasi import Bidang, Credibility, Reliability
from sambang_digital.forms.reading import Line, linked, read, title_of
from sambang_digital.forms.registry import FORMS, KINDS_AND_GROUPS
from sambang_digital.models import Laporan
from sambang_digital.services.flags import SEVERITIES
from sambang_digital.services.format import exact
from sambang_digital.services.putusan import LEVELS
from sambang_digital.services.tinjauan import PAGES, QueueFilter, QueueRow, ReportDetail
from sambang_digital.settings import get_settings
from sambang_digital.state.address import Address, Id, Lenient, PageNumber, Searched
from sambang_digital.state.dokumen import DocumentLink, documents
from sambang_digital.state.sengketa_view import Letter, letter_of
from sambang_digital.state.tinjauan_flags import FlagView, PhotoView, flag_views
from sambang_digital.state.tinjauan_versi import Changes, Version, photos_of, versions

SEVERITY_OF = {level: severity for severity, level in LEVELS.items()}


class TinjauanAddress(Address):
    """``/tinjauan/``: which part of the queue, and the report that is open. ``lewat``: waiting for so many hours."""

    path: ClassVar[str] = "/tinjauan/"

    status: Annotated[Literal["menunggu", "diterima", "dikembalikan", "semua", "latihan"], Lenient] = "menunggu"
    jenis: Annotated[Literal[KINDS_AND_GROUPS] | None, Lenient] = None  # type: ignore[valid-type]
    petugas: Id = None
    posisi: Annotated[Literal["inside", "uncertain", "outside", "none"] | None, Lenient] = None
    tingkat: Annotated[Literal["info", "low", "medium", "high", "upheld"] | None, Lenient] = None
    percakapan: Annotated[Literal["baru"] | None, Lenient] = None
    bidang: Annotated[Bidang | None, Lenient] = None
    sumber: Annotated[Reliability | None, Lenient] = None
    isi: Annotated[Credibility | None, Lenient] = None
    tanda: Annotated[Literal[tuple(SEVERITIES)] | None, Lenient] = None  # type: ignore[valid-type]
    lewat: Annotated[int | None, Field(ge=1, le=10_000), Lenient] = None
    cari: Searched = ""
    urut: Annotated[Literal["baru", "lama"], Lenient] = "baru"
    hal: PageNumber = 1
    id: Annotated[UUID | None, Lenient] = None

    @property
    def wanted(self) -> QueueFilter:
        """The same for the service."""
        return QueueFilter(
            status=self.status,
            kind=self.jenis,
            author_id=self.petugas,
            verdict=self.posisi,
            severity=LEVELS.get(self.tingkat or "", 0),
            flag=self.tanda,
            upheld=self.tingkat == "upheld",
            unread=self.percakapan == "baru",
            field=self.bidang,
            source=self.sumber,
            content=self.isi,
            waiting_hours=self.lewat,
            text=self.cari,
            oldest_first=self.urut == "lama",
            page=min(self.hal, PAGES),
        )

    @classmethod
    def of(cls, wanted: QueueFilter) -> Self:
        """The address of this part of the queue."""
        return cls(
            status=wanted.status,
            jenis=wanted.kind,
            petugas=wanted.author_id,
            posisi=wanted.verdict,
            tingkat="upheld" if wanted.upheld else SEVERITY_OF.get(wanted.severity),
            tanda=wanted.flag,
            percakapan="baru" if wanted.unread else None,
            bidang=Bidang(wanted.field) if wanted.field else None,
            sumber=Reliability(wanted.source) if wanted.source else None,
            isi=Credibility(wanted.content) if wanted.content else None,
            lewat=wanted.waiting_hours,
            cari=wanted.text,
            urut="lama" if wanted.oldest_first else "baru",
            hal=wanted.page,
        )


def report_url(laporan_id: UUID | str) -> str:
    """Where a report is shown, whatever became of it."""
    return TinjauanAddress(status="semua").url(id=laporan_id)


@dataclass
class Row:
    """A line of the list. ``worry`` is the severity of its worst flag that nobody dismissed; ``fresh``: it came while the
    desk was open."""

    id: str
    url: str
    title: str
    number: str
    void: bool
    kind: str
    author: str
    area: str
    state: str
    verdict: str
    flags: int
    worry: str
    upheld: bool
    unread: int
    photos: int
    received_at: str
    fresh: bool = False


@dataclass
class Past:
    """A decision taken earlier."""

    revision: int
    state: str
    reviewer: str
    note: str
    at: str


@dataclass
class Related:
    """A report that this one was made of, or that was made of it (``word``), and of which part."""

    url: str
    word: str
    kind: str
    title: str
    part: str
    state: str


@dataclass
class LookView:
    """Somebody who looked at a secret report."""

    name: str
    at: str
    device: str


@dataclass
class Detail:
    """The open report; ``id`` is empty when none is."""

    id: str = ""
    revision: int = 0
    kind: str = ""
    documents: list[DocumentLink] = field(default_factory=list)
    title: str = ""
    secret: bool = False
    number: str = ""
    void: str = ""
    may_void: bool = False
    looks: list[LookView] = field(default_factory=list)
    state: str = ""
    waiting: bool = False
    practice: bool = False
    may_rule: bool = False
    receipt: str = ""
    author: str = ""
    satuan: str = ""
    area: str = ""
    address: str = ""
    area_code: str = ""
    approximate: bool = False
    verdict: str = ""
    mode: str = ""
    reason: str = ""
    captured_at: str = ""
    received_at: str = ""
    duration: str = ""
    points: list[dict[str, Any]] = field(default_factory=list)
    areas: list[dict[str, Any]] = field(default_factory=list)
    flags: list[FlagView] = field(default_factory=list)
    upheld: bool = False
    photos: list[PhotoView] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    letter: Letter = field(default_factory=Letter)
    decisions: list[Past] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)
    older: list[Version] = field(default_factory=list)
    competing: list[Version] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)


@dataclass
class Notice:
    """A sentence about what was just done or found out; ``url`` leads to the report it speaks of."""

    tone: str = ""
    text: str = ""
    url: str = ""


def row_of(row: QueueRow, here: TinjauanAddress) -> Row:
    """A row of the queue for the browser."""
    return Row(
        id=str(row.id),
        url=here.url(id=row.id),
        title=row.title,
        number=row.number or "",
        void=row.void,
        kind=kind_title(row.kind),
        author=row.author,
        area=row.area or "",
        state=row.state,
        verdict=row.verdict or "none",
        flags=len(row.flags),
        worry=SEVERITY_OF.get(row.severity, ""),
        upheld=row.upheld,
        unread=row.unread,
        photos=row.photos,
        received_at=row.received_at.isoformat(),
    )


def kind_title(kind: str) -> str:
    """A kind of report as people call it."""
    return FORMS[kind].title if kind in FORMS else kind


def _related(laporan: Laporan, other: Laporan) -> Related:
    made = other.origin_id == laporan.id
    old, new = (laporan, other) if made else (other, laporan)
    return Related(
        url=report_url(other.id),
        word="Menjadi" if made else "Dibuat dari",
        kind=kind_title(other.kind),
        title=other.title,
        part=title_of(old.kind, new.origin_path) if new.origin_path else "",
        state=other.state,
    )


def _duration(seconds: int | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} menit {rest} detik" if minutes else f"{rest} detik"


def _void(report: ReportDetail) -> str:
    """Who made its number void, when and why; empty while it holds."""
    number = report.nomor
    if number is None or number.void_at is None:
        return ""
    when = f"{number.by}, {exact(number.void_at, get_settings().timezone)}"
    return f"{when}: {number.void_reason}" if number.void_reason else when


def _points(laporan: Laporan) -> list[dict[str, Any]]:
    """Where the officer was, then the places that the report itself names, as the map takes them."""
    found = []
    if laporan.lat is not None and laporan.lon is not None:
        found.append((laporan.lat, laporan.lon, laporan.accuracy_m or 0.0, "Posisi petugas"))
    for spec in FORMS[laporan.kind].specs():
        if spec.type == "point" and (named := laporan.body.get(spec.name)):
            found.append((named["lat"], named["lon"], 0.0, spec.title))
    return [{"lat": lat, "lon": lon, "accuracy_m": accuracy, "label": label} for lat, lon, accuracy, label in found]


def detail_of(report: ReportDetail) -> Detail:
    """The open report for the browser."""
    laporan = report.laporan
    changes, older, competing = versions(report)
    letter, rest = letter_of(str(laporan.id), laporan.kind, laporan.form_version, laporan.body)
    return Detail(
        id=str(laporan.id),
        revision=laporan.revision,
        kind=kind_title(laporan.kind),
        documents=documents(laporan),
        title=laporan.title,
        secret=laporan.secret,
        number=laporan.number or "",
        void=_void(report),
        may_void=report.may_rule and report.nomor is not None and report.nomor.void_at is None,
        looks=[
            LookView(" ".join(filter(None, (one.rank, one.name))), one.at.isoformat(), one.device)
            for one in report.looks
        ],
        state=laporan.state,
        waiting=report.waiting,
        practice=laporan.practice,
        may_rule=report.may_rule,
        receipt=laporan.receipt,
        author=" ".join(filter(None, (report.rank, report.author))),
        satuan=report.satuan,
        area=report.area or "",
        address=report.address,
        area_code=laporan.area_code or "",
        approximate=laporan.area_approximate,
        verdict=laporan.verdict or "none",
        mode=laporan.mode,
        reason=laporan.mode_reason or "",
        captured_at=laporan.captured_at.isoformat(),
        received_at=laporan.received_at.isoformat(),
        duration=_duration(laporan.duration_s),
        points=_points(laporan),
        areas=report.areas,
        flags=flag_views(report, report_url),
        upheld=laporan.upheld,
        photos=photos_of(laporan.photos, report.media),
        lines=linked(read(laporan.kind, laporan.form_version, rest), report.texts),
        letter=letter,
        decisions=[
            Past(past.revision, past.state, past.reviewer, past.note or "", past.at.isoformat())
            for past in report.decisions
        ],
        changes=changes,
        older=older,
        competing=competing,
        related=[_related(laporan, other) for other in report.related],
    )
