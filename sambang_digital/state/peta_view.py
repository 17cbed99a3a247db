"""What *Peta* shows, as plain values for the browser: its address, counted reports as rows, days as bars."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field

from sambang_digital.forms.registry import KINDS_AND_GROUPS
from sambang_digital.services import kinerja
from sambang_digital.services.format import short_weekday
from sambang_digital.services.kinerja import MAX_DAYS, WEEK, Visit, Wanted
from sambang_digital.state.address import Address, Id, Lenient, PageNumber
from sambang_digital.state.tinjauan_view import SEVERITY_OF, kind_title, report_url


class PetaAddress(Address):
    """``/peta/``: which counted reports. Without days: the last seven."""

    path: ClassVar[str] = "/peta/"

    dari: Annotated[date | None, Lenient] = None
    sampai: Annotated[date | None, Lenient] = None
    satuan: Id = None
    petugas: Id = None
    kelurahan: Annotated[str | None, Field(pattern=r"^(-|[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4})$"), Lenient] = None
    jenis: Annotated[Literal[KINDS_AND_GROUPS] | None, Lenient] = None  # type: ignore[valid-type]
    posisi: Annotated[Literal["inside", "uncertain", "outside", "none"] | None, Lenient] = None
    tingkat: Annotated[Literal["info", "low", "medium", "high"] | None, Lenient] = None
    hal: PageNumber = 1

    def wanted(self, today: date) -> Wanted:
        """The same for the service: never the future, never more than :data:`MAX_DAYS` days, never end before beginning."""
        last = min(self.sampai or today, today)
        first = min(self.dari or last - timedelta(days=WEEK - 1), last)
        return kinerja.chosen(max(first, last - timedelta(days=MAX_DAYS - 1)), last, self)

    @classmethod
    def of(cls, wanted: Wanted, today: date) -> Self:
        """The address of these reports; the last seven days need no dates."""
        usual = wanted.last == today and wanted.first == kinerja.week(today).first
        return cls(
            dari=None if usual else wanted.first,
            sampai=None if usual else wanted.last,
            satuan=wanted.satuan_id,
            petugas=wanted.author_id,
            kelurahan=wanted.area_code,
            jenis=wanted.kind,
            posisi=wanted.verdict,
            tingkat=SEVERITY_OF.get(wanted.severity),
        )


@dataclass
class Bar:
    """A day of a chart: ``share`` of the highest one in percent."""

    day: str
    name: str
    n: int
    share: int
    url: str


def bars(days: dict[date, int], base: Wanted, today: date) -> list[Bar]:
    """Days as a chart; each opens its reports."""
    highest = max(days.values(), default=0) or 1
    return [
        Bar(
            str(day.day),
            short_weekday(day),
            n,
            round(100 * n / highest),
            PetaAddress.of(replace(base, first=day, last=day), today).url(),
        )
        for day, n in days.items()
    ]


@dataclass
class VisitRow:
    """A line of the list of counted reports."""

    id: str
    url: str
    title: str
    kind: str
    author: str
    area: str
    state: str
    verdict: str
    worry: str
    captured_at: str


def visit_row(one: Visit) -> VisitRow:
    """A report for the browser."""
    return VisitRow(
        id=str(one.id),
        url=report_url(one.id),
        title=one.title,
        kind=kind_title(one.kind),
        author=one.author,
        area=one.area or "",
        state=one.state,
        verdict=one.verdict or "none",
        worry=SEVERITY_OF.get(one.severity, ""),
        captured_at=one.captured_at.isoformat(),
    )
