"""Public figures on both databases: what is counted, in which month and kecamatan, and how often it is asked for."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event

from sambang_digital.db import get_engine, transaction
from sambang_digital.forms.deteksi_dini import Threat
from sambang_digital.forms.registry import FORMS, SECRET
from sambang_digital.models import Laporan
from sambang_digital.models.base import now
from sambang_digital.services import angka
from sambang_digital.services.angka import MEASURES, Bulan
from sambang_digital.services.angka_samar import Kolom, Tertutup
from sambang_digital.services.waktu import today
from tests.laporan import KARAWACI, NEIGHBOUR, make_village
from tests.polres import Polres

pytestmark = pytest.mark.usefixtures("database")
SMALL, WITH = Tertutup.SMALL, Tertutup.WITH_OTHERS
CIPONDOH, PINANG = "36.71.05.1001", "36.71.11.1001"
LAST = angka.months(today())[0]
"""The first day of the latest month that is published."""


@pytest.fixture
async def place(polres: Polres) -> Polres:
    """Two villages of one kecamatan: whatever is not small is shown."""
    return await polres.hold(neighbour=polres.ciledug)


async def add(polres: Polres, number: int, area: str | None = KARAWACI, **more: Any) -> None:
    """So many reports, as they lie there after the intake."""
    values = {"kind": "sambang_tempat", "day": LAST, "body": {}, "state": "terkirim"} | more
    async with transaction() as session:
        session.add_all(
            Laporan(
                id=uuid4(), revision=1, author_id=polres.officer.id, satuan_id=polres.karawaci.id, form_version=1,
                created_at=now(), captured_at=now(), mode="none", content_hash="0" * 64, receipt="0000-0000-0000",
                area_code=area, **values,
            )
            for _ in range(number)
        )  # fmt: skip


async def published(first: date = LAST) -> Bulan:
    """A month."""
    found = await angka.month(first)
    assert found
    return found


async def test_villages_are_added_up_and_small_numbers_hidden(place: Polres) -> None:
    """By kecamatan; the partner of a lone small number is hidden, the total stays."""
    await make_village(CIPONDOH, lat=-6.4)
    await make_village(PINANG, lat=-6.6)
    await add(place, 4)
    await add(place, 7, NEIGHBOUR)
    await add(place, 9, CIPONDOH)
    await add(place, 2, PINANG)
    month = await published()
    assert [code for code, _ in month.kecamatan] == ["36.71.05", "36.71.07", "36.71.11"]
    assert month.columns["kunjungan"].cells == (WITH, 11, SMALL)
    assert month.columns["kunjungan"].total == 22
    assert month.columns["masalah"].total is SMALL


async def test_what_is_counted(place: Polres) -> None:
    """As for kinerja: no practice, no upheld flag, nothing returned or superseded; nothing secret, nothing out of all villages."""
    await add(place, 5)
    for more in (
        {"practice": True},
        {"upheld": True},
        {"state": "dikembalikan"},
        {"current": False},
        {"area": None},
        {"kind": "laporan_informasi"},
    ):
        await add(place, 9, **more)
    month = await published()
    assert month.columns["kunjungan"].total == 5
    others = [column for key, column in month.columns.items() if key != "kunjungan"]
    assert {column.total for column in [*others, *month.threats.values()]} == {SMALL}


async def test_each_kind_has_its_measure(place: Polres) -> None:
    """Visits, guidance, problems; threats by themselves."""
    await add(place, 5, kind="sambang_warga")
    await add(place, 6, kind="jumat_curhat")
    await add(place, 1, kind="penyuluhan_lapangan")
    await add(place, 8, kind="pemecahan_masalah")
    await add(place, 9, kind="deteksi_dini", body={"threat": "brawl"})
    await add(place, 3, kind="deteksi_dini", body={"threat": "drugs"})
    month = await published()
    assert {key: column.total for key, column in month.columns.items()} == {
        "kunjungan": 5,
        "kegiatan": 7,
        "masalah": 8,
    }
    assert month.threats[Threat.BRAWL] == Kolom((9,), 9)
    assert month.threats[Threat.DRUGS].total is SMALL


def test_no_measure_counts_what_another_counts_or_what_is_secret() -> None:
    """Else a number would stand in two sums."""
    kinds = [kind for measure in MEASURES for kind in measure.kinds]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) <= FORMS.keys() - set(SECRET) - {"deteksi_dini"}


async def test_whole_months_alone(place: Polres) -> None:
    """From their first to their last day; neither the present one nor one long ago."""
    last_day = today().replace(day=1) - timedelta(days=1)
    await add(place, 5, day=LAST)
    await add(place, 6, day=last_day)
    await add(place, 50, day=today().replace(day=1))
    await add(place, 70, day=LAST - timedelta(days=1))
    assert (await published()).columns["kunjungan"].total == 11
    assert (await published(angka.months(today())[1])).columns["kunjungan"].total == 70
    for first in (today().replace(day=1), LAST.replace(year=LAST.year - 2), LAST + timedelta(days=1)):
        assert await angka.month(first) is None


def test_the_months_that_can_be_looked_at() -> None:
    assert angka.months(date(2026, 3, 31))[:4] == [
        date(2026, 2, 1),
        date(2026, 1, 1),
        date(2025, 12, 1),
        date(2025, 11, 1),
    ]
    assert len(angka.months(date(2026, 3, 31))) == angka.MONTHS


async def test_taken_once_a_day(place: Polres) -> None:
    """However many look: what comes later is in tomorrow's numbers."""
    await add(place, 5)
    before = await published()
    asked: list[str] = []

    def watch(_c: object, _u: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(get_engine().sync_engine, "before_cursor_execute", watch)
    try:
        await add(place, 5)
        asked.clear()
        after = await published()
    finally:
        event.remove(get_engine().sync_engine, "before_cursor_execute", watch)
    assert after is before
    assert asked == []
