"""Coverage of a village as plain values for the browser: its address, its RW and RT, its houses."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field

from sambang_digital.services.cakupan import NO_NUMBER, Coverage, House, HouseFilter, Neighbourhood
from sambang_digital.services.format import days_ago, number
from sambang_digital.services.waktu import day_of
from sambang_digital.state.address import Address, Lenient, PageNumber
from sambang_digital.state.tugas_view import BaruAddress

Rukun = Annotated[str | None, Field(pattern=r"^(-|[0-9]{1,3})$"), Lenient]
STATES = {"dikunjungi": True, "belum": False, "semua": None}


class CakupanAddress(Address):
    """``/kinerja/cakupan/``: a village by RW and RT or, with ``keadaan``, houses of it."""

    path: ClassVar[str] = "/kinerja/cakupan/"

    kelurahan: Annotated[str, Field(pattern=r"^[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}$"), Lenient] = ""
    rw: Rukun = None
    rt: Rukun = None
    keadaan: Annotated[Literal["semua", "dikunjungi", "belum"] | None, Lenient] = None
    hal: PageNumber = 1

    @property
    def houses(self) -> HouseFilter:
        """The same for the service."""
        return HouseFilter(self.kelurahan, self.rw, self.rt, STATES.get(self.keadaan or ""))

    @classmethod
    def of(cls, wanted: HouseFilter) -> Self:
        """The address of these houses."""
        word = next(word for word, visited in STATES.items() if visited is wanted.visited)
        return cls(kelurahan=wanted.area_code, rw=wanted.rw, rt=wanted.rt, keadaan=word)


def percent(coverage: Coverage) -> str:
    """``38 %``; empty without houses on record."""
    return "" if coverage.share is None else f"{coverage.share} %"


def rukun(rw: str | None, rt: str | None) -> str:
    """``RT 003 · RW 005``; :data:`NO_NUMBER` is *tanpa nomor*, None is left out."""
    if rw == rt == NO_NUMBER:
        return "Tanpa RT dan RW"
    words = {"RT": rt, "RW": rw}
    return " · ".join(
        f"{word} {'tanpa nomor' if number == NO_NUMBER else number}" for word, number in words.items() if number
    )


@dataclass
class CoverageRow:
    """Coverage of an RT or of a whole village; numbers come with the addresses of their houses."""

    name: str = ""
    houses: str = ""
    houses_url: str = ""
    visited: str = ""
    visited_url: str = ""
    due: str = ""
    due_url: str = ""
    share: str = ""
    part: int = 0
    last: str = ""


def coverage_row(name: str, coverage: Coverage, wanted: HouseFilter, today: date) -> CoverageRow:
    """Coverage for the browser; ``wanted`` are all of its houses, visited or not."""

    def url(visited: bool | None) -> str:
        return CakupanAddress.of(HouseFilter(wanted.area_code, wanted.rw, wanted.rt, visited)).url()

    return CoverageRow(
        name=name,
        houses=number(coverage.houses),
        houses_url=url(None),
        visited=number(coverage.visited),
        visited_url=url(True),
        due=number(coverage.houses - coverage.visited),
        due_url=url(False),
        share=percent(coverage),
        part=coverage.share or 0,
        last=days_ago(day_of(coverage.last) if coverage.last else None, today),
    )


def neighbourhood_row(one: Neighbourhood, area_code: str, today: date) -> CoverageRow:
    """An RT for the browser."""
    wanted = HouseFilter(area_code, one.rw or NO_NUMBER, one.rt or NO_NUMBER)
    return coverage_row(rukun(wanted.rw, wanted.rt), one.coverage, wanted, today)


@dataclass
class HouseRow:
    """A line of the list of houses."""

    id: str
    name: str
    address: str
    rukun: str
    last: str
    visits: str
    give_url: str


def house_row(one: House, today: date) -> HouseRow:
    """A house for the browser."""
    return HouseRow(
        id=str(one.id),
        name=one.name,
        address=one.address,
        rukun=rukun(one.rw, one.rt),
        last=days_ago(day_of(one.last_visit_at) if one.last_visit_at else None, today),
        visits=number(one.visits),
        give_url=BaruAddress(rumah=one.id).url(),
    )
