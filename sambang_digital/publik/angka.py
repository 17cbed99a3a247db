"""Public figures: a table of a month by kecamatan, and what threatens, in one of them or in all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fastapi import Request, Response

from sambang_digital.publik.halaman import PAGE_METHODS, page, page_router
from sambang_digital.services import angka, format
from sambang_digital.services.angka_samar import Angka, Tertutup
from sambang_digital.services.waktu import today
from sambang_digital.settings import get_settings

router = page_router("/angka/")
MARKS: Mapping[Tertutup, tuple[str, str]] = {
    Tertutup.SMALL: ("< 5", "kurang dari 5"),
    Tertutup.WITH_OTHERS: ("•", "disembunyikan"),
}
"""What stands in place of a number, and how it is read out."""


@dataclass(frozen=True, slots=True)
class Sel:
    """A number as it is shown, as it is read out (empty: the same), and how long its bar is, in percent of the longest one."""

    text: str
    spoken: str = ""
    share: int = 0


@router.api_route("/angka/", methods=PAGE_METHODS)
async def figures(request: Request) -> Response:
    """A whole month. A month or kecamatan that nobody knows is the latest one, and all of them."""
    asked = request.query_params
    months = {f"{first:%Y-%m}": first for first in angka.months(today())}
    month = asked.get("bulan", "") if asked.get("bulan") in months else next(iter(months))
    table = await angka.month(months[month])
    assert table, "it is one of those that are published"
    places = [code for code, _ in table.kecamatan]
    chosen = asked.get("kecamatan", "") if asked.get("kecamatan") in places else ""
    columns = [table.columns[one.key] for one in angka.MEASURES]
    lines = zip(*(_cells(column.cells) for column in columns), strict=True)
    return page(
        "angka.html", request, table=table, month=month, chosen=chosen, measures=angka.MEASURES,
        months={key: format.month_text(first) for key, first in months.items()},
        rows=[(*named, cells) for named, cells in zip(table.kecamatan, lines, strict=True)],
        totals=[_cell(column.total) for column in columns],
        threats=_threats(table, places.index(chosen) if chosen else None),
        place=dict(table.kecamatan).get(chosen, ""), as_of=format.exact(table.as_of, get_settings().timezone),
    )  # fmt: skip


def _threats(table: angka.Bulan, place: int | None) -> list[tuple[str, Sel]]:
    """Threats with their numbers at a place, or in all: the shown ones first, the most frequent first. Hidden ones keep the
    order of the form, which says nothing of them."""
    numbers = {one: column.total if place is None else column.cells[place] for one, column in table.threats.items()}
    order = sorted(numbers, key=lambda one: -number if isinstance(number := numbers[one], int) else 0)
    return list(zip((one.label for one in order), _cells(numbers[one] for one in order), strict=True))


def _cells(numbers: Iterable[Angka]) -> list[Sel]:
    numbers = list(numbers)
    longest = max((number for number in numbers if isinstance(number, int)), default=0)
    return [_cell(number, longest) for number in numbers]


def _cell(number: Angka, longest: int = 0) -> Sel:
    """``longest``: the number whose bar is whole; 0: no bar."""
    if isinstance(number, Tertutup):
        return Sel(*MARKS[number])
    return Sel(format.number(number), share=round(100 * number / longest) if longest else 0)
