"""What *Kinerja* and *Peta* show, as plain values for the browser: their addresses and rows; and where a number leads."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import singledispatch
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.registry import KINDS_AND_GROUPS
from sambang_digital.security.actor import Actor
from sambang_digital.services import cakupan, kinerja
from sambang_digital.services.cakupan import Coverage, HouseFilter
from sambang_digital.services.eskalasi import CaseFilter
from sambang_digital.services.format import MONTHS, days_ago, number
from sambang_digital.services.kinerja import (
    MAX_DAYS,
    WEEK,
    Officer,
    OfficerFilter,
    Unit,
    Village,
    VillageFilter,
    Visit,
    Wanted,
)
from sambang_digital.services.putusan import LEVELS
from sambang_digital.services.tinjauan import QueueFilter
from sambang_digital.services.tugas import TugasFilter
from sambang_digital.state.address import Address, Id, Lenient, PageNumber, Searched
from sambang_digital.state.cakupan_view import CakupanAddress, percent
from sambang_digital.state.eskalasi_view import EskalasiAddress
from sambang_digital.state.tinjauan_view import SEVERITY_OF, TinjauanAddress, kind_title, report_url
from sambang_digital.state.tugas_view import TugasAddress

PAGE = 50
DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
ATTENTION = {"ingatkan": "remind", "peringatkan": "warn"}


def day_name(day: date) -> str:
    """``Min 22 Nov``."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


class KinerjaAddress(Address):
    """``/kinerja/``: which officers or villages, and in which order."""

    path: ClassVar[str] = "/kinerja/"

    tampil: Annotated[Literal["petugas", "kelurahan", "satuan"], Lenient] = "petugas"
    status: Annotated[Literal["aktif", "cukup", "kurang"] | None, Lenient] = None
    perhatian: Annotated[Literal["ingatkan", "peringatkan"] | None, Lenient] = None
    keadaan: Annotated[Literal["kosong", "dikunjungi", "belum"] | None, Lenient] = None
    satuan: Id = None
    cari: Searched = ""
    urut: Annotated[Literal["sedikit", "banyak", "nama", "lama", "menunggu", "cakupan"], Lenient] = "sedikit"
    hal: PageNumber = 1

    @property
    def officers(self) -> OfficerFilter:
        """The same for the service."""
        return OfficerFilter(self.status, ATTENTION.get(self.perhatian or ""), self.satuan, self.cari)  # type: ignore[arg-type]

    @property
    def villages(self) -> VillageFilter:
        """The same for the service."""
        visited = {"dikunjungi": True, "belum": False}.get(self.keadaan or "")
        return VillageFilter(self.keadaan == "kosong", visited, self.satuan, self.cari)


class PetugasAddress(Address):
    """``/kinerja/petugas/``: one officer."""

    path: ClassVar[str] = "/kinerja/petugas/"

    id: Id = None


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
        return Wanted(
            max(first, last - timedelta(days=MAX_DAYS - 1)),
            last,
            self.satuan,
            self.petugas,
            self.kelurahan,
            self.jenis,
            self.posisi,
            LEVELS.get(self.tingkat or "", 0),
        )

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


@singledispatch
def url_of(opens: object, today: date) -> str:
    """Where the rows that a number counts are shown."""
    raise TypeError(type(opens))


@url_of.register
def _(opens: QueueFilter, today: date) -> str:
    return TinjauanAddress.of(opens).url()


@url_of.register
def _(opens: CaseFilter, today: date) -> str:
    return EskalasiAddress.of(opens).url()


@url_of.register
def _(opens: OfficerFilter, today: date) -> str:
    word = next((word for word, value in ATTENTION.items() if value == opens.attention), None)
    return KinerjaAddress(status=opens.status, perhatian=word, satuan=opens.satuan_id, cari=opens.text).url()


@url_of.register
def _(opens: VillageFilter, today: date) -> str:
    word = "kosong" if opens.gap else {True: "dikunjungi", False: "belum"}.get(opens.visited)  # type: ignore[call-overload]
    return KinerjaAddress(tampil="kelurahan", keadaan=word, satuan=opens.satuan_id, cari=opens.text).url()


@url_of.register
def _(opens: TugasFilter, today: date) -> str:
    return TugasAddress.of(opens).url()


@url_of.register
def _(opens: HouseFilter, today: date) -> str:
    return CakupanAddress.of(opens).url()


@url_of.register
def _(opens: Wanted, today: date) -> str:
    return PetaAddress.of(opens, today).url()


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
            day_name(day),
            n,
            round(100 * n / highest),
            PetaAddress.of(replace(base, first=day, last=day), today).url(),
        )
        for day, n in days.items()
    ]


@dataclass
class OfficerRow:
    """A line of the list of officers; the numbers come with the addresses of their rows."""

    id: int = 0
    name: str = ""
    url: str = ""
    satuan: str = ""
    week: str = ""
    week_url: str = ""
    today: str = ""
    today_url: str = ""
    target: str = ""
    status: str = ""
    attention: str = ""
    last: str = ""
    waiting: int = 0
    waiting_url: str = ""
    oldest: str = ""
    villages: str = ""


def officer_row(one: Officer, today: date) -> OfficerRow:
    """An officer for the browser."""
    return OfficerRow(
        id=one.id,
        name=" ".join(filter(None, (one.rank, one.name))),
        url=PetugasAddress(id=one.id).url(),
        satuan=one.satuan,
        week=number(one.week),
        week_url=PetaAddress(petugas=one.id).url(),
        today=number(one.today),
        today_url=url_of(replace(kinerja.visits(today), author_id=one.id), today),
        target=number(one.target.value),
        status=one.status,
        attention=one.attention or "",
        last=days_ago(one.last, today),
        waiting=one.waiting,
        waiting_url=TinjauanAddress(petugas=one.id, urut="lama").url(),
        oldest=one.oldest.isoformat() if one.oldest else "",
        villages=number(one.villages),
    )


@dataclass
class VillageRow:
    """A line of the list of villages."""

    code: str
    name: str
    kecamatan: str
    satuan: str
    officers: str
    gap: bool
    week: str
    url: str
    houses: str
    share: str
    coverage_url: str


def village_row(one: Village, coverage: Coverage) -> VillageRow:
    """A village for the browser."""
    return VillageRow(
        code=one.code,
        name=f"{one.kind.capitalize()} {one.name}",
        kecamatan=one.kecamatan,
        satuan=one.satuan,
        officers=", ".join(one.officers),
        gap=not one.officers,
        week=number(one.week),
        url=PetaAddress(kelurahan=one.code).url(),
        houses=f"{number(coverage.visited)} dari {number(coverage.houses)}",
        share=percent(coverage),
        coverage_url=CakupanAddress(kelurahan=one.code).url(),
    )


@dataclass
class Count:
    """A number with the address of its rows."""

    n: str
    url: str


@dataclass
class UnitRow:
    """A line of the list of satuan. ``own``: the target set for it; ``target``: the one that holds."""

    id: int
    name: str
    officers: Count
    statuses: dict[str, Count]
    week: Count
    gaps: Count
    own: str
    target: str
    polres: str
    may_have_target: bool


def unit_row(one: Unit, today: date) -> UnitRow:
    """A satuan for the browser."""
    return UnitRow(
        id=one.id,
        name=one.name,
        officers=Count(number(one.officers), url_of(OfficerFilter(satuan_id=one.id), today)),
        statuses={
            status: Count(number(n), url_of(OfficerFilter(status, satuan_id=one.id), today))
            for status, n in one.statuses.items()
        },
        week=Count(number(one.week), url_of(replace(kinerja.week(today), satuan_id=one.id), today)),
        gaps=Count(number(one.gaps), url_of(VillageFilter(gap=True, satuan_id=one.id), today)),
        own=str(one.target.unit or ""),
        target=number(one.target.value),
        polres=number(one.target.polres),
        may_have_target=one.may_have_target,
    )


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


ORDERS = {
    "sedikit": lambda one: (one.week, one.name),
    "banyak": lambda one: (-one.week, one.name),
    "nama": lambda one: one.name,
    "lama": lambda one: (one.last or date.min, one.name),
    "menunggu": lambda one: (-one.waiting, one.name),
}
"""How officers are put in order, by the word in the address."""
VILLAGE_ORDERS = {
    "sedikit": lambda pair: ORDERS["sedikit"](pair[0]),
    "banyak": lambda pair: ORDERS["banyak"](pair[0]),
    "nama": lambda pair: ORDERS["nama"](pair[0]),
    "cakupan": lambda pair: (pair[1].share is None, pair[1].share, pair[0].name),
}
"""The same of villages with their coverage; those without houses on record come last."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One of the lists under ``/kinerja/``: how its rows are read, which of them an address wants, in which order, and
    how each is shown; ``field`` of the state holds them."""

    field: str
    read: Callable[[AsyncSession, Actor, date], Awaitable[list[Any]]]
    takes: Callable[[KinerjaAddress, Any], bool]
    orders: dict[str, Callable[[Any], Any]]
    shown: Callable[[Any, date], Any]

    def chosen(self, rows: list[Any], here: KinerjaAddress) -> list[Any]:
        """The rows that the address wants, in its order; an order of another list is the first one's."""
        order = self.orders.get(here.urut) or next(iter(self.orders.values()))
        return sorted((one for one in rows if self.takes(here, one)), key=order)


LISTS = {
    "petugas": Listing("officers", kinerja.officers, lambda here, one: here.officers.takes(one), ORDERS, officer_row),
    "kelurahan": Listing(
        "villages",
        cakupan.villages,
        lambda here, pair: here.villages.takes(pair[0]),
        VILLAGE_ORDERS,
        lambda pair, _: village_row(*pair),
    ),
    "satuan": Listing(
        "satuan",
        kinerja.by_unit,
        lambda here, one: here.cari.casefold() in one.name.casefold(),
        {"nama": lambda one: one.name},
        unit_row,
    ),
}
"""By the word in the address."""
