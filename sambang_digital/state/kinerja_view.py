"""What *Kinerja* shows, as plain values for the browser: its addresses, and the rows of its lists."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.security.actor import Actor
from sambang_digital.services import cakupan, kinerja
from sambang_digital.services.cakupan import Coverage
from sambang_digital.services.format import days_ago, number
from sambang_digital.services.kinerja import (
    Officer,
    OfficerFilter,
    Unit,
    Village,
    VillageFilter,
)
from sambang_digital.state.address import Address, Id, Lenient, PageNumber, Searched
from sambang_digital.state.cakupan_view import CakupanAddress, percent
from sambang_digital.state.peta_view import PetaAddress
from sambang_digital.state.tinjauan_view import TinjauanAddress

PAGE = 50
ATTENTION = {"ingatkan": "remind", "peringatkan": "warn"}


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

    @classmethod
    def of_officers(cls, wanted: OfficerFilter) -> Self:
        """The address of these officers."""
        word = next((word for word, value in ATTENTION.items() if value == wanted.attention), None)
        return cls(status=wanted.status, perhatian=word, satuan=wanted.satuan_id, cari=wanted.text)

    @classmethod
    def of_villages(cls, wanted: VillageFilter) -> Self:
        """The address of these villages."""
        word = "kosong" if wanted.gap else {True: "dikunjungi", False: "belum"}.get(wanted.visited)  # type: ignore[call-overload]
        return cls(tampil="kelurahan", keadaan=word, satuan=wanted.satuan_id, cari=wanted.text)


class PetugasAddress(Address):
    """``/kinerja/petugas/``: one officer."""

    path: ClassVar[str] = "/kinerja/petugas/"

    id: Id = None


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
        today_url=PetaAddress.of(replace(kinerja.visits(today), author_id=one.id), today).url(),
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
        officers=Count(number(one.officers), KinerjaAddress.of_officers(OfficerFilter(satuan_id=one.id)).url()),
        statuses={
            status: Count(number(n), KinerjaAddress.of_officers(OfficerFilter(status, satuan_id=one.id)).url())
            for status, n in one.statuses.items()
        },
        week=Count(number(one.week), PetaAddress.of(replace(kinerja.week(today), satuan_id=one.id), today).url()),
        gaps=Count(number(one.gaps), KinerjaAddress.of_villages(VillageFilter(gap=True, satuan_id=one.id)).url()),
        own=str(one.target.unit or ""),
        target=number(one.target.value),
        polres=number(one.target.polres),
        may_have_target=one.may_have_target,
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
