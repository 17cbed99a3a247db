"""What *Pengaduan* shows, as plain values for the browser: its address, a row, the open report, what may be done now."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Annotated, ClassVar, Literal, get_args
from uuid import UUID

from pydantic import Field

from sambang_digital.forms.pengaduan import CATEGORIES, DISTURBANCES, REASONS
from sambang_digital.forms.personel import Unit
from sambang_digital.forms.reading import day_text
from sambang_digital.models.pengaduan import OPEN
from sambang_digital.services.format import exact
from sambang_digital.services.jejak import Jejak
from sambang_digital.services.media_warga import Berkas
from sambang_digital.services.pengaduan_kunjungan import Visit
from sambang_digital.services.pengaduan_langkah import Langkah
from sambang_digital.services.pengaduan_meja import Choice, Detail, Line, PengaduanFilter, StepLine, Strike, Tab
from sambang_digital.services.pengaduan_tindak import Target
from sambang_digital.services.waktu import day_of
from sambang_digital.settings import get_settings
from sambang_digital.state.address import Address, Lenient, PageNumber, Searched
from sambang_digital.state.administrasi import Pilihan, number_of

TABS: tuple[Tab, ...] = get_args(Tab)
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400
STARS = 5
FIRST = {
    "baru": (Langkah.VERIFIKASI,),
    "diverifikasi": (Langkah.TUGASKAN, Langkah.SELESAIKAN),
    "diteruskan": (Langkah.SELESAIKAN,),
    "menunggu_pelapor": (Langkah.JAWAB,),
    "selesai": (Langkah.TUTUP,),
}
"""What comes next, by the state; of what was given to somebody the handler's step for them, an answer for the others."""


class PengaduanAddress(Address):
    """``/pengaduan/``: which reports, and the one that is open. ``milik``: those that were given to the reader."""

    path: ClassVar[str] = "/pengaduan/"

    tampil: Annotated[Literal[TABS], Lenient] = "perlu"  # type: ignore[valid-type]
    kategori: Annotated[Literal[tuple(CATEGORIES)] | None, Lenient] = None  # type: ignore[valid-type]
    jenis: Annotated[Literal[tuple(DISTURBANCES)] | None, Lenient] = None  # type: ignore[valid-type]
    kelurahan: Annotated[str, Field(pattern=r"^[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}$"), Lenient] = ""
    milik: Annotated[Literal["saya"] | None, Lenient] = None
    cari: Searched = ""
    hal: PageNumber = 1
    id: Annotated[UUID | None, Lenient] = None

    @property
    def wanted(self) -> PengaduanFilter:
        """The same for the service."""
        return PengaduanFilter(
            tab=self.tampil,
            category=self.kategori,
            kind=self.jenis,
            area_code=self.kelurahan or None,
            mine=self.milik == "saya",
            text=self.cari,
            page=self.hal,
        )


@dataclass
class Row:
    """A line of the list. ``danger``: ``now`` or ``late``; ``late``: by how much it came late, in words."""

    id: str = ""
    url: str = ""
    code: str = ""
    title: str = ""
    words: str = ""
    where: str = ""
    office: str = ""
    state: str = ""
    danger: str = ""
    late: str = ""
    about: bool = False
    fresh: bool = False
    received_at: str = ""


@dataclass
class VisitView:
    """The visit that a step names, in short; ``title`` is empty without one. ``lines``: what was asked, and the answer."""

    title: str = ""
    by: str = ""
    at: str = ""
    state: str = ""
    secret: bool = False
    lines: list[list[str]] = field(default_factory=list)


@dataclass
class StepView:
    """A step of the history."""

    step: str
    by: str
    side: str
    note: str
    internal: bool
    more: str
    url: str
    at: str
    visit: VisitView = field(default_factory=VisitView)


@dataclass
class TaskView:
    """The task of an officer."""

    officer: str
    state: str
    url: str


@dataclass
class FileView:
    """A photo or video: addresses of its ``small`` and ``large`` picture and of the ``film``, empty until it is there, and meanwhile what
    is said ``instead``. ``trace``: what the camera wrote; ``original``: the bytes as they were sent, for whom they are open."""

    name: str
    small: str
    large: str
    film: str
    instead: str
    trace: str
    original: str = ""


@dataclass
class StrikeView:
    """The strike for the report; empty without one."""

    id: str = ""
    state: str = ""
    until: str = ""
    appeal: str = ""
    outcome: str = ""
    asks: str = ""


@dataclass
class DetailView:
    """The open report; empty without one. ``first``: the deed that comes next, ``deeds``: the others that may be done now."""

    row: Row = field(default_factory=Row)
    text: str = ""
    category: str = ""
    place: str = ""
    area: str = ""
    happened_at: str = ""
    made_at: str = ""
    channel: str = ""
    point: dict[str, float] = field(default_factory=dict)
    point_words: str = ""
    map_url: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    hidden: bool = False
    withheld: bool = False
    reason: str = ""
    merged: str = ""
    stars: str = ""
    first_answer_at: str = ""
    dispatched_at: str = ""
    waiting_since: str = ""
    steps: list[StepView] = field(default_factory=list)
    tasks: list[TaskView] = field(default_factory=list)
    files: list[FileView] = field(default_factory=list)
    strike: StrikeView = field(default_factory=StrikeView)
    strikes: int = 0
    followers: int = 0
    first: str = ""
    deeds: list[str] = field(default_factory=list)


@dataclass
class Group:
    """Whom it can be given to, under one heading."""

    label: str
    options: list[Pilihan] = field(default_factory=list)


def span(seconds: int) -> str:
    """A length of time in words: *12 menit*, *5 jam*, *3 hari*."""
    for size, word, most in ((DAY_S, "hari", 2), (HOUR_S, "jam", 1)):
        if seconds >= most * size:
            return f"{seconds // size} {word}"
    return f"{max(1, seconds // MINUTE_S)} menit"


def row_of(line: Line, here: PengaduanAddress) -> Row:
    """A line of the list for the browser."""
    opened = line.state in OPEN
    return Row(
        id=str(line.id),
        url=here.url(id=line.id),
        code=line.code,
        title=DISTURBANCES.get(line.kind or "", CATEGORIES[line.category]),
        words=line.words,
        where=" · ".join(filter(None, (line.place, line.area))),
        office=line.office or "",
        state=line.state,
        danger=("late" if line.late_s else "now") if line.urgent and opened else "",
        late=span(line.late_s) if line.late_s else "",
        about=line.about_police,
        received_at=line.received_at.isoformat(),
    )


def detail_of(found: Detail, here: PengaduanAddress, *, reads_reports: bool) -> DetailView:
    """The open report for the browser; ``reads_reports``: officers' reports and tasks can be opened by this reader."""
    first = first_of(found)
    point = {"lat": found.lat, "lon": found.lon} if found.lat is not None and found.lon is not None else {}
    return DetailView(
        row=row_of(found.line, here),
        text=found.text,
        category=CATEGORIES[found.line.category],
        place=found.line.place,
        area=found.line.area or "",
        happened_at=found.happened_at.isoformat() if found.happened_at else "",
        made_at=found.made_at.isoformat(),
        channel={"web": "Situs", "whatsapp": "WhatsApp"}.get(found.channel, found.channel),
        point={**point, "accuracy_m": found.accuracy_m or 0.0} if point else {},
        point_words=_point_words(found),
        map_url=f"geo:{found.lat},{found.lon}?q={found.lat},{found.lon}" if point else "",
        name=found.reporter.name or "",
        phone=found.reporter.phone or "",
        address=found.reporter.address or "",
        hidden=found.reporter.hidden,
        withheld=found.reporter.withheld,
        reason=REASONS.get(found.reason or "", ""),
        merged=found.merged or "",
        stars=f"{found.rating} dari {STARS} bintang" if found.rating else "",
        first_answer_at=found.first_answer_at.isoformat() if found.first_answer_at else "",
        dispatched_at=found.dispatched_at.isoformat() if found.dispatched_at else "",
        waiting_since=found.waiting_since.isoformat() if found.waiting_since else "",
        steps=[_step(one, reads_reports) for one in reversed(found.steps)],
        tasks=[
            TaskView(one.officer, one.state, f"/tugas/?id={one.id}" if reads_reports else "") for one in found.tasks
        ],
        files=[_file(one, place) for place, one in enumerate(found.files, 1)],
        strike=_strike(found.strike) if found.strike else StrikeView(),
        strikes=found.strikes,
        followers=found.followers,
        first=first,
        deeds=[deed.value for deed in found.deeds if deed.value != first],
    )


def _point_words(found: Detail) -> str:
    """How exactly the place is known, however little that is."""
    if found.point:
        outside = "" if found.line.area else " Di luar semua kelurahan yang dilayani."
        return f"{found.point[0].upper()}{found.point[1:]}.{outside}"
    return "Tanpa titik di peta: hanya kelurahannya yang disebut." if found.line.area else ""


def _file(one: Berkas, place: int) -> FileView:
    base, is_video = f"/api/v1/media/{one.id}" if one.id else "", one.kind == "video"
    trace = one.trace or Jejak()
    taken = exact(trace.taken_at, get_settings().timezone) if trace.taken_at else ""
    where = f"di {trace.lat:.5f}, {trace.lon:.5f}" if trace.lat is not None else ""
    told = " ".join(filter(None, (taken, where)))
    return FileView(
        name=f"{'Video' if is_video else 'Foto'} {place} dari pelapor",
        small=f"{base}/kecil" if base else "",
        large=f"{base}/besar" if base else "",
        film=f"{base}/video" if base and is_video else "",
        instead=f"Ditolak: {one.reason}" if one.reason else "Belum sampai",
        trace=f"Menurut kameranya: {told}" if told else "",
        original=f"{base}/asli" if base and one.trace else "",
    )


def _strike(one: Strike) -> StrikeView:
    until = day_text(day_of(one.expires_at)) if one.expires_at else ""
    return StrikeView(str(one.id), one.state, until, one.appeal or "", one.outcome or "", one.asks)


def first_of(found: Detail) -> str:
    """The deed that comes next for this reader, or nothing."""
    # Propam handles what it gave to itself.
    handles = found.mine or found.line.about_police
    given = (Langkah.TANGANI, Langkah.SELESAIKAN) if handles else (Langkah.JAWAB,)
    return next((step.value for step in FIRST.get(found.line.state, given) if step in found.deeds), "")


def _step(one: StepLine, reads_reports: bool) -> StepView:
    more = REASONS.get(str(one.data.get("reason", "")), "")
    if rating := one.data.get("rating"):
        more = f"{rating} dari {STARS} bintang"
    visit = one.data.get("laporan")
    url = f"/tinjauan/?id={visit}" if visit and reads_reports else ""
    by = one.by or {"warga": "Pelapor", "sistem": "Otomatis"}.get(one.side, "")
    seen = _visit(one.visit) if one.visit else VisitView()
    return StepView(one.step, by, one.side, one.note, one.internal, more, url, one.at.isoformat(), seen)


def _visit(one: Visit) -> VisitView:
    lines = [list(line) for line in one.lines]
    return VisitView(one.title, one.by, one.at.isoformat(), one.state, one.secret, lines)


def unit_word(code: str | None) -> str:
    """What a unit of Satbinmas is called."""
    return next((unit.label for unit in Unit if unit.value == code), "")


def groups_of(choices: list[Choice]) -> list[Group]:
    """Whom it can be given to, group by group, in the order of the service."""
    return [
        Group(label, [Pilihan(code_of(one.target), one.label) for one in some])
        for label, some in groupby(choices, key=lambda one: one.group)
    ]


def code_of(target: Target) -> str:
    """A target as a form sends it."""
    if target.akun_id:
        return f"akun:{target.akun_id}"
    return f"unit:{target.unit.value}" if target.unit else f"satuan:{target.satuan_id}"


def target_of(code: str) -> Target:
    """The target that a form sent; an empty one if it is none."""
    kind, _, value = code.partition(":")
    if kind == "unit":
        return Target(unit=next((unit for unit in Unit if unit.value == value), None))
    number = number_of(value)
    return Target(akun_id=number) if kind == "akun" else Target(satuan_id=number if kind == "satuan" else None)
