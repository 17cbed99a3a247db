"""What *Eskalasi* shows, as plain values for the browser: its address, a row, the open case."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field

from sambang_digital.services.eskalasi import Case, CaseFilter, Detail, Status
from sambang_digital.state.address import Address, Lenient, PageNumber, Searched


class EskalasiAddress(Address):
    """``/eskalasi/``: which cases, and the one that is open. ``lewat``: not answered for so many hours."""

    path: ClassVar[str] = "/eskalasi/"

    arah: Annotated[Literal["masuk", "keluar"], Lenient] = "masuk"
    status: Annotated[Status | None, Lenient] = None
    lewat: Annotated[int | None, Field(ge=1, le=10_000), Lenient] = None
    cari: Searched = ""
    hal: PageNumber = 1
    id: Annotated[UUID | None, Lenient] = None

    @property
    def wanted(self) -> CaseFilter:
        """The same for the service."""
        return CaseFilter(self.arah, self.status, self.lewat, self.cari, self.hal)

    @classmethod
    def of(cls, wanted: CaseFilter) -> Self:
        """The address of these cases."""
        return cls(arah=wanted.side, status=wanted.state, lewat=wanted.late_hours, cari=wanted.text, hal=wanted.page)


@dataclass
class Row:
    """A line of the list."""

    id: str = ""
    url: str = ""
    title: str = ""
    state: str = ""
    target: str = ""
    author: str = ""
    satuan: str = ""
    sent_at: str = ""


@dataclass
class StepRow:
    """One step of a case."""

    state: str
    note: str
    by: str
    at: str


@dataclass
class CaseView:
    """The open case; ``deeds``: what the reader may do now."""

    row: Row = field(default_factory=Row)
    reason: str = ""
    description: str = ""
    place: str = ""
    steps: list[StepRow] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)


def row_of(case: Case, here: EskalasiAddress) -> Row:
    """A line of the list for the browser."""
    return Row(
        id=str(case.id),
        url=here.url(id=case.id),
        title=case.title,
        state=case.state,
        target=case.to,
        author=case.author,
        satuan=case.satuan,
        sent_at=case.sent_at.isoformat(),
    )


def case_of(found: Detail, here: EskalasiAddress) -> CaseView:
    """The open case for the browser."""
    return CaseView(
        row=row_of(found.case, here),
        reason=found.reason,
        description=found.description,
        place=found.place,
        steps=[StepRow(step.state, step.note, step.by, step.at.isoformat()) for step in found.steps],
        deeds=[str(deed) for deed in found.deeds],
    )
