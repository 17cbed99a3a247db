"""Addresses of *Kinerja*, *Peta* and the queue: whatever stands in them is understood or left out, and leads back."""

from datetime import date, timedelta

import pytest

from sambang_digital.services.cakupan import NO_NUMBER, Coverage, HouseFilter, Neighbourhood
from sambang_digital.services.kinerja import MAX_DAYS, OfficerFilter, VillageFilter, Wanted, week
from sambang_digital.services.tinjauan import QueueFilter
from sambang_digital.state.cakupan_view import CakupanAddress, neighbourhood_row
from sambang_digital.state.hari_ini_view import url_of
from sambang_digital.state.kinerja_view import KinerjaAddress
from sambang_digital.state.peta_view import PetaAddress, bars
from sambang_digital.state.tinjauan_view import TinjauanAddress

TODAY = date(2026, 11, 22)


def read(url: str) -> dict[str, str]:
    """The parameters of an address."""
    return dict(part.split("=", 1) for part in url.partition("?")[2].split("&") if part)


@pytest.mark.parametrize(
    "wanted",
    [
        week(TODAY),
        Wanted(TODAY, TODAY),
        Wanted(date(2026, 10, 1), date(2026, 10, 31), 3, 7, "36.71.07.1001", "sambang_warga", "none", 4),
        Wanted(TODAY, TODAY, kind="sambang"),
        Wanted(TODAY, TODAY, area_code="-"),
    ],
)
def test_reports_lead_back(wanted: Wanted) -> None:
    """The address of a number means exactly the reports that it counted."""
    assert PetaAddress.parse(read(url_of(wanted, TODAY))).wanted(TODAY) == wanted


@pytest.mark.parametrize(
    "wanted", [OfficerFilter(), OfficerFilter("aktif", "warn", 4, "budi"), OfficerFilter(attention="remind")]
)
def test_officers_lead_back(wanted: OfficerFilter) -> None:
    assert KinerjaAddress.parse(read(url_of(wanted, TODAY))).officers == wanted


@pytest.mark.parametrize("wanted", [VillageFilter(gap=True), VillageFilter(visited=False), VillageFilter(visited=True)])
def test_villages_lead_back(wanted: VillageFilter) -> None:
    address = KinerjaAddress.parse(read(url_of(wanted, TODAY)))
    assert (address.tampil, address.villages) == ("kelurahan", wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        QueueFilter(),
        QueueFilter(severity=4, oldest_first=True),
        QueueFilter(waiting_hours=24),
        QueueFilter("dikembalikan"),
    ],
)
def test_the_queue_leads_back(wanted: QueueFilter) -> None:
    assert TinjauanAddress.parse(read(url_of(wanted, TODAY))).wanted == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        HouseFilter("36.71.07.1001"),
        HouseFilter("36.71.07.1001", "005", "003", True),
        HouseFilter("36.71.07.1001", NO_NUMBER, NO_NUMBER, False),
    ],
)
def test_houses_lead_back(wanted: HouseFilter) -> None:
    address = CakupanAddress.parse(read(CakupanAddress.of(wanted).url()))
    assert (address.houses, address.keadaan is None) == (wanted, False)


def test_a_neighbourhood_opens_its_own_houses() -> None:
    """Each of its three numbers; one without a number on record is said so and can be asked for."""
    row = neighbourhood_row(Neighbourhood(None, "003", Coverage(12, 5)), "36.71.07.1001", TODAY)
    assert (row.name, row.houses, row.visited, row.due, row.share, row.last) == (
        "RT 003 · RW tanpa nomor", "12", "5", "7", "41 %", "Belum pernah",
    )  # fmt: skip
    for url, visited in ((row.houses_url, None), (row.visited_url, True), (row.due_url, False)):
        assert CakupanAddress.parse(read(url)).houses == HouseFilter("36.71.07.1001", "-", "003", visited)


def test_a_span_is_cut_and_never_fails() -> None:
    """Not into the future, not longer than is shown at once, not ending before it begins, and no nonsense."""
    for typed, first, last in (
        ({}, TODAY - timedelta(days=6), TODAY),
        ({"sampai": "2027-01-01"}, TODAY - timedelta(days=6), TODAY),
        ({"dari": "2020-01-01"}, TODAY - timedelta(days=MAX_DAYS - 1), TODAY),
        ({"dari": "2026-11-20", "sampai": "2026-11-10"}, date(2026, 11, 10), date(2026, 11, 10)),
        (
            {"dari": "kemarin", "sampai": "", "petugas": "x", "kelurahan": "' OR 1=1", "hal": "-"},
            TODAY - timedelta(days=6),
            TODAY,
        ),
    ):
        wanted = PetaAddress.parse(typed).wanted(TODAY)
        assert (wanted.first, wanted.last, wanted.author_id, wanted.area_code) == (first, last, None, None)


def test_bars_are_as_high_as_their_share() -> None:
    days = {TODAY - timedelta(days=1): 4, TODAY: 1}
    yesterday, today = bars(days, week(TODAY), TODAY)
    assert (yesterday.share, today.share, yesterday.name) == (100, 25, "Sab 21 Nov")
    assert PetaAddress.parse(read(today.url)).wanted(TODAY) == Wanted(TODAY, TODAY)
    assert [bar.share for bar in bars({TODAY: 0}, week(TODAY), TODAY)] == [0]
