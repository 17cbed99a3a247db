"""What *Hari ini* shows, as plain values for the browser: numbers, and where each of them leads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sambang_digital.services.eskalasi import CaseFilter
from sambang_digital.services.format import number
from sambang_digital.services.hari_ini import MANY, Figure, Opens
from sambang_digital.services.kinerja import OfficerFilter, VillageFilter, Wanted
from sambang_digital.services.tinjauan import QueueFilter
from sambang_digital.services.tugas import TugasFilter
from sambang_digital.state.address import Address
from sambang_digital.state.eskalasi_view import EskalasiAddress
from sambang_digital.state.kinerja_view import KinerjaAddress
from sambang_digital.state.peta_view import PetaAddress
from sambang_digital.state.tinjauan_view import TinjauanAddress
from sambang_digital.state.tugas_view import TugasAddress

LEADS: dict[type, Callable[[Any, date], Address]] = {
    QueueFilter: lambda wanted, _: TinjauanAddress.of(wanted),
    CaseFilter: lambda wanted, _: EskalasiAddress.of(wanted),
    OfficerFilter: lambda wanted, _: KinerjaAddress.of_officers(wanted),
    VillageFilter: lambda wanted, _: KinerjaAddress.of_villages(wanted),
    TugasFilter: lambda wanted, _: TugasAddress.of(wanted),
    Wanted: PetaAddress.of,
}
"""The screen of each sort of rows, by what asks for them."""


def url_of(opens: Opens, today: date) -> str:
    """Where the rows that a number counts are shown."""
    return LEADS[type(opens)](opens, today).url()


@dataclass
class Shown:
    """A number with the address of its rows. ``part``: in percent of what could be."""

    key: str = ""
    value: str = ""
    url: str = ""
    since: str = ""
    of: str = ""
    part: int = 0


def shown(figure: Figure, today: date) -> Shown:
    """A number for the browser."""
    return Shown(
        key=figure.key,
        value=f"{number(MANY)}+" if figure.value >= MANY else number(figure.value),
        url=url_of(figure.opens, today),
        since=figure.since.isoformat() if figure.since else "",
        of="" if figure.of is None else number(figure.of),
        part=min(100, round(100 * figure.value / figure.of)) if figure.of else 0,
    )
