"""What the desk of tasks shows, as plain values for the browser: its addresses, a row, one task whole."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, get_args
from uuid import UUID

from pydantic import Field

from sambang_digital.forms.tugas import GIVEN, KINDS, Langkah
from sambang_digital.models.base import now
from sambang_digital.models.tugas import OPEN
from sambang_digital.services.format import days_ahead, exact, short_day
from sambang_digital.services.tugas import Tab, TugasFilter
from sambang_digital.services.tugas_baca import Around, Step, Task, TugasRow
from sambang_digital.services.waktu import day_of, today
from sambang_digital.settings import get_settings
from sambang_digital.state.address import Address, Id, Lenient, PageNumber, Searched
from sambang_digital.state.tinjauan_view import report_url

TABS: tuple[Tab, ...] = get_args(Tab)
DUE = {"hari": 1, "pekan": 7}
Kind = Annotated[Literal[tuple(KINDS)] | None, Lenient]  # type: ignore[valid-type]
Uuid = Annotated[UUID | None, Lenient]


class TugasAddress(Address):
    """``/tugas/``: which tasks, and the one that is open. ``lewat``: not begun for so many hours."""

    path: ClassVar[str] = "/tugas/"

    tampil: Annotated[Literal[TABS], Lenient] = "terbuka"  # type: ignore[valid-type]
    petugas: Id = None
    jenis: Kind = None
    tenggat: Annotated[Literal["hari", "pekan"] | None, Lenient] = None
    lewat: Annotated[int | None, Field(ge=1, le=10_000), Lenient] = None
    cari: Searched = ""
    hal: PageNumber = 1
    id: Uuid = None

    @property
    def wanted(self) -> TugasFilter:
        """The same for the service."""
        return TugasFilter(
            tab=self.tampil,
            officer_id=self.petugas,
            kind=self.jenis,
            due_days=DUE.get(self.tenggat or ""),
            waiting_hours=self.lewat,
            text=self.cari,
            page=self.hal,
        )

    @classmethod
    def of(cls, wanted: TugasFilter) -> "TugasAddress":
        """The address of these tasks."""
        return cls(tampil=wanted.tab, petugas=wanted.officer_id, lewat=wanted.waiting_hours)


class BaruAddress(Address):
    """``/tugas/baru/``: what a new task begins with."""

    path: ClassVar[str] = "/tugas/baru/"

    jenis: Annotated[Literal[tuple(kind.value for kind in GIVEN)] | None, Lenient] = None  # type: ignore[valid-type]
    petugas: Id = None
    rumah: Uuid = None
    laporan: Uuid = None
    kelurahan: Annotated[str, Field(pattern=r"^[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}$"), Lenient] = ""
    teks: Annotated[str, Field(max_length=500), Lenient] = ""


@dataclass
class TaskLink:
    """A task beside a report, with the word for how it belongs to it."""

    url: str
    word: str
    kind: str
    officer: str
    state: str
    late: bool


def link_of(one: Around) -> TaskLink:
    """A task beside a report, for the browser."""
    return TaskLink(
        url=TugasAddress(id=one.id).url(),
        word="Menjawab tugas" if one.answered else "Ditindaklanjuti",
        kind=KINDS[one.kind].label,
        officer=one.officer,
        state=one.state,
        late=one.state in OPEN and one.due_at < now(),
    )


def due_text(at: datetime, all_day: bool) -> str:
    """``25 Nov 2026``, with the hour if one was named."""
    if not all_day:
        return exact(at, get_settings().timezone)
    day = day_of(at)
    return f"{short_day(day)} {day.year}"


@dataclass
class Row:
    """A line of the list. ``left``: how far the due is."""

    id: str
    url: str
    kind: str
    text: str
    place: str
    officer: str
    due: str
    left: str
    state: str
    late: bool
    review: str
    unread: int


def row_of(row: TugasRow, here: TugasAddress) -> Row:
    """A line for the browser."""
    return Row(
        id=str(row.id),
        url=here.url(id=row.id),
        kind=KINDS[row.kind].label,
        text=row.text,
        place=row.subject or row.area or "",
        officer=row.officer,
        due=due_text(row.due_at, row.due_all_day),
        left=days_ahead(day_of(row.due_at), today()) if row.state in OPEN else "",
        state=row.state,
        late=row.state in OPEN and row.due_at < now(),
        review=row.review or "",
        unread=row.unread,
    )


@dataclass
class StepView:
    """A step of the history, in the order in which things were done. ``used`` is false for what changed nothing any more."""

    step: str
    by: str
    at: str
    note: str
    due: str
    used: bool


@dataclass
class AnswerView:
    """A report that answers the task."""

    url: str
    title: str
    kind: str
    state: str


@dataclass
class TaskView:
    """One task whole; empty without one."""

    id: str = ""
    kind: str = ""
    text: str = ""
    state: str = ""
    late: bool = False
    open: bool = False
    reason: str = ""
    due: str = ""
    left: str = ""
    due_day: str = ""
    officer: str = ""
    officer_url: str = ""
    giver: str = ""
    given_at: str = ""
    area: str = ""
    subject: str = ""
    address: str = ""
    point: dict[str, float] = field(default_factory=dict)
    source: str = ""
    source_url: str = ""
    answers: list[AnswerView] = field(default_factory=list)
    steps: list[StepView] = field(default_factory=list)


def view_of(task: Task) -> TaskView:
    """A task for the browser."""
    subject, source, point = task["subject"], task["source"], task["point"]
    opened = task["state"] in OPEN
    if point is None and subject and subject["lat"] is not None and subject["lon"] is not None:
        point = {"lat": subject["lat"], "lon": subject["lon"]}
    return TaskView(
        id=task["id"],
        kind=task["title"],
        text=task["text"],
        state=task["state"],
        late=opened and task["due_at"] < now(),
        open=opened,
        reason=task["reason"],
        due=due_text(task["due_at"], task["due_all_day"]),
        left=days_ahead(day_of(task["due_at"]), today()) if opened else "",
        due_day=day_of(task["due_at"]).isoformat(),
        officer=_called(task["officer"]),
        officer_url=f"/kinerja/petugas/?id={task['officer']['id']}",
        giver=_called(task["giver"]),
        given_at=task["created_at"].isoformat(),
        area=task["area"] or "",
        subject=subject["name"] if subject else "",
        address=_address(subject) if subject else "",
        point={**point, "accuracy_m": 0.0} if point else {},
        source=source["title"] if source else "",
        source_url=report_url(source["id"]) if source and source["id"] else "",
        answers=[AnswerView(report_url(one["id"]), one["title"], one["kind"], one["state"]) for one in task["answers"]],
        steps=[_step(one) for one in sorted(task["steps"], key=lambda one: one["at"], reverse=True)],
    )


def _step(one: Step) -> StepView:
    due = due_text(one["due_at"], False) if one["due_at"] else ""
    # That something was seen or begun stays true, however late the server hears of it.
    used = one["applied"] or one["step"] != Langkah.IMPOSSIBLE
    return StepView(one["step"], one["by"], one["at"].isoformat(), one["note"], due, used)


def _called(person: Any) -> str:
    return " ".join(filter(None, (person["rank"], person["name"])))


def _address(place: Any) -> str:
    parts = (place["address"], place["rt"] and f"RT {place['rt']}", place["rw"] and f"RW {place['rw']}")
    return " · ".join(filter(None, parts))
