"""Assignments of officers to villages, and the villages nobody answers for."""

import asyncio
from datetime import date

import pytest

from sambang_digital import db
from sambang_digital.models import Akun
from sambang_digital.repositories import satuan as units
from sambang_digital.repositories import wilayah as villages
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import penugasan, satuan, wilayah
from sambang_digital.services.penugasan import PenugasanError, assign, finish, gaps
from tests.factories import make_akun

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
VILLAGE, OTHER = "36.71.07.1001", "36.71.07.1002"


@pytest.fixture
async def officer(database: str) -> Akun:
    """The villages and units that ship with the product, and one officer."""
    async with db.transaction() as session:
        await satuan.install(session)
    return await make_akun()


async def act(*words, **more):
    """One assignment in a transaction of its own."""
    async with db.transaction() as session:
        return await assign(session, *words, **more)


async def test_assigned_at_once(officer: Akun) -> None:
    """A new assignment counts for the next visit judged in this process."""
    async with db.reading() as session:
        assert (await wilayah.territory_of(session, officer.id, MARCH)).codes == ()
    row = await act(officer.id, VILLAGE, MARCH)
    await act(officer.id, OTHER, MARCH, APRIL)
    async with db.reading() as session:
        assert (await wilayah.territory_of(session, officer.id, MARCH)).codes == (VILLAGE, OTHER)
    async with db.transaction() as session:
        await finish(session, row.id, date(2026, 3, 15))
    async with db.reading() as session:
        assert (await wilayah.territory_of(session, officer.id, APRIL)).codes == (OTHER,)


@pytest.mark.parametrize(
    ("start", "end"),
    [(MARCH, None), (date(2026, 2, 1), MARCH), (date(2026, 3, 31), date(2027, 1, 1)), (date(2026, 2, 1), None)],
)
async def test_no_village_twice(officer: Akun, start: date, end: date | None) -> None:
    """The same officer cannot be assigned to the same village for a day twice."""
    await act(officer.id, VILLAGE, MARCH, date(2026, 3, 31))
    with pytest.raises(PenugasanError, match="sudah bertugas di Karawaci sejak 01-03-2026") as refused:
        await act(officer.id, VILLAGE, start, end)
    assert refused.value.field == "start"
    await act(officer.id, VILLAGE, APRIL)
    await act(officer.id, OTHER, start, end)


async def test_race_for_the_same_village(officer: Akun) -> None:
    """Ten at once: one wins, nine hear why."""
    answers = await asyncio.gather(*(act(officer.id, VILLAGE, MARCH) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(answer, PenugasanError) for answer in answers) == 9
    assert sum(not isinstance(answer, BaseException) for answer in answers) == 1


async def test_refusals_name_the_field(officer: Akun) -> None:
    """Unknown village, unknown officer, a period that ends before it starts."""
    for words, field in (
        ((officer.id, "36.71.99.1001", MARCH), "area_code"),
        ((officer.id + 1000, VILLAGE, MARCH), "akun_id"),
        ((officer.id, VILLAGE, APRIL, MARCH), "end"),
    ):
        with pytest.raises(PenugasanError) as refused:
            await act(*words)
        assert refused.value.field == field
    row = await act(officer.id, VILLAGE, APRIL)
    with pytest.raises(PenugasanError) as refused:
        async with db.transaction() as session:
            await finish(session, row.id, MARCH)
    assert refused.value.field == "end"


async def test_gaps_of_ones_own_units(officer: Akun) -> None:
    """A Kanit sees the villages of the own polsek that nobody active answers for on that day."""
    async with db.reading() as session:
        polsek = next(unit for unit in await units.everything(session) if unit.name == "Polsek Karawaci")
    kanit = Actor(
        id=1, nrp="1", name="Kanit", rank=None, satuan_id=polsek.id, satuan_name=polsek.name, satuan_path=polsek.path,
        unit=None, roles=frozenset({Peran.KANIT_POLSEK}), session_id=1,
    )  # fmt: skip

    async def open_villages(day: date) -> set[str]:
        async with db.reading() as session:
            return {row.code for row in await gaps(session, kanit, day)}

    everything = await open_villages(MARCH)
    assert len(everything) == 16
    await act(officer.id, VILLAGE, MARCH, date(2026, 3, 31))
    assert everything - await open_villages(MARCH) == {VILLAGE}
    assert await open_villages(APRIL) == everything
    gone = await make_akun("80010002", active=False)
    with pytest.raises(PenugasanError):
        await act(gone.id, OTHER, MARCH)


async def test_gaps_need_a_permission(officer: Akun) -> None:
    """Whoever may not read villages learns nothing."""
    guest = Actor(1, "1", "Warga", None, 1, "", "/", None, frozenset({Peran.WARGA}), 1)
    with pytest.raises(Forbidden):
        async with db.reading() as session:
            await penugasan.gaps(session, guest, MARCH)


async def test_units_are_installed_once(officer: Akun) -> None:
    """Polda, Polres and 12 polsek with all 157 villages; what a Polres changed is not changed back."""
    async with db.transaction() as session:
        tree = {unit.name: unit for unit in await units.everything(session)}
        polres = tree["Polres Metro Tangerang Kota"]
        assert sum(unit.parent_id == polres.id and unit.level == "polsek" for unit in tree.values()) == 12
        assert all(unit.path.startswith(polres.path) for unit in tree.values() if unit.level == "polsek")
        rows = await villages.everything(session)
        assert all(row.satuan_id for row in rows)
        rows[0].satuan_id = tree["Polsek Benda"].id
        tree["Polsek Benda"].name = "Polsek Bandara"
    async with db.transaction() as session:
        assert await satuan.install(session) == 0
        assert (await villages.by_code(session, rows[0].code)).satuan_id == tree["Polsek Benda"].id
        assert "Polsek Bandara" in {unit.name for unit in await units.everything(session)}
