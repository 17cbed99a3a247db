"""Small numbers are hidden, and so is whatever would tell them.

UU 14/2008 (Keterbukaan Informasi Publik), Pasal 17, keeps what reveals persons from the public; of few cases neighbours know
whose they are. So numbers under :data:`SMALLEST` are not published (primary suppression), nor what a reader could take from
a total to find them (complementary suppression: A. Hundepool et al., *Statistical Disclosure Control*, Wiley 2012, ch. 4 and 5).

A column is published as the numbers of its rows and their total, and no number stands in two sums: no sum over months, over
columns, or over some of the rows. All that ties hidden numbers together is then the total of their own column, and the rule is
short:

1. Every number under :data:`SMALLEST` is hidden.
2. Hidden numbers that may add up to what is left of the total in every way are safe: two or more, with a sum that is neither
   so small nor so large that it tells of one of them.
3. Else the next row is hidden with them; and the total too, where there is no such row or the sum is still too small.

Which row is next follows from the order of rows and from which of them are small, never from how large it is, and each
condition asks for sums alone. Otherwise the choice itself would tell (R. C.-W. Wong et al., *Minimality Attack in Privacy
Preserving Data Publishing*, VLDB 2007). So of each small number whoever reads the table and knows this rule can say no more than
that it is one of at least four.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

SMALLEST = 5
"""Numbers from here on are published."""
_MOST = SMALLEST - 1


class Tertutup(Enum):
    """What stands in place of a number: it is small, or it is hidden so that another one stays hidden."""

    SMALL = "kecil"
    WITH_OTHERS = "ikut ditutup"


Angka = int | Tertutup


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column as it is published."""

    cells: tuple[Angka, ...]
    total: Angka


def cover(numbers: Sequence[int]) -> Kolom:
    """The numbers (each 0 or more) of all rows, in the order in which rows always stand, as they may be published."""
    small = [place for place, number in enumerate(numbers) if number < SMALLEST]
    cells: list[Angka] = [Tertutup.SMALL if number < SMALLEST else number for number in numbers]
    hidden, total = sum(numbers[place] for place in small), sum(numbers)
    tells = False
    # Between these sums each of them may be anything from nothing to the most that is small.
    if small and not _MOST <= hidden <= _MOST * (len(small) - 1):
        partner = _next(numbers, small[0])
        if partner is not None:
            cells[partner] = Tertutup.WITH_OTHERS
            hidden += numbers[partner]
        tells = partner is None or hidden < SMALLEST + _MOST
    if total < SMALLEST:
        return Kolom(tuple(cells), Tertutup.SMALL)
    return Kolom(tuple(cells), Tertutup.WITH_OTHERS if tells else total)


def _next(numbers: Sequence[int], place: int) -> int | None:
    """The first row after ``place``, round and round, that is not small."""
    rows = (*range(place + 1, len(numbers)), *range(place))
    return next((row for row in rows if numbers[row] >= SMALLEST), None)
