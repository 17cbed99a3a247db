"""Territories from the database: which villages count on which day, and how fast a change is noticed."""

from datetime import date

import pytest
from shapely import box, to_wkb

from sambang_digital import db
from sambang_digital.models import Akun, Penugasan, Satuan, Wilayah
from sambang_digital.repositories import wilayah as repository
from sambang_digital.services import penugasan, wilayah
from sambang_digital.services.geometri import on_grid
from sambang_digital.services.wilayah import territory_of


def village(code: str, west: float) -> Wilayah:
    """A square village of about 1 km²."""
    shape = on_grid(box(west, -6.18, west + 0.009, -6.171))
    return Wilayah(
        code=code, name=code, kind="kelurahan", kecamatan_code="36.71.07", kecamatan="Karawaci", kabkota="Kota Tangerang",
        lat=-6.175, lon=west + 0.005, area_km2=1.0, boundary=to_wkb(shape), approximate=False,
    )  # fmt: skip


async def officer() -> int:
    """One officer, two neighbouring villages, no assignment."""
    async with db.transaction() as session:
        unit = Satuan(code="POLSEK", name="Polsek", level="polsek")
        session.add_all([unit, village("36.71.07.1001", 106.6), village("36.71.07.1002", 106.609)])
        await session.flush()
        person = Akun(nrp="1", name="Budi", satuan_id=unit.id, password_hash="x")
        session.add(person)
        await session.flush()
        return person.id


async def codes_on(akun_id: int, *days: date) -> list[tuple[str, ...]]:
    """Villages of the officer on each day."""
    async with db.reading() as session:
        return [(await territory_of(session, akun_id, day)).codes for day in days]


async def test_period_of_an_assignment(database: str) -> None:
    """First and last day are both included; no last day means until further notice."""
    person = await officer()
    async with db.transaction() as session:
        session.add(Penugasan(akun_id=person, area_code="36.71.07.1002", start=date(2026, 3, 1), end=date(2026, 3, 31)))
        session.add(Penugasan(akun_id=person, area_code="36.71.07.1001", start=date(2026, 3, 31)))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1), date(2036, 1, 1)]
    first, second = "36.71.07.1001", "36.71.07.1002"
    assert await codes_on(person, *days) == [(), (second,), (first, second), (first,), (first,)]


async def test_no_reading_while_nothing_changes(database: str) -> None:
    """Known territories come from memory; a change that renews the token is noticed."""
    person, day = await officer(), date(2026, 3, 1)
    async with db.transaction() as session:
        session.add(Penugasan(akun_id=person, area_code="36.71.07.1001", start=day))
    assert await codes_on(person, day) == [("36.71.07.1001",)]
    async with db.transaction() as session:
        session.add(Penugasan(akun_id=person, area_code="36.71.07.1002", start=day))
        await repository.renew_token(session, "penugasan")
    assert await codes_on(person, day) == [("36.71.07.1001",)], "answered from memory"
    wilayah.forget()
    assert await codes_on(person, day) == [("36.71.07.1001", "36.71.07.1002")]


async def test_version_changes_with_boundaries(database: str) -> None:
    """The phone asks for its territory anew when villages or boundaries changed, and not otherwise."""
    person, day = await officer(), date(2026, 3, 1)

    async def version() -> str:
        wilayah.forget()
        async with db.reading() as session:
            return (await territory_of(session, person, day)).version

    before = await version()
    assert await version() == before
    async with db.transaction() as session:
        session.add(Penugasan(akun_id=person, area_code="36.71.07.1001", start=day))
        await repository.renew_token(session, "penugasan")
    assigned = await version()
    async with db.transaction() as session:
        await repository.renew_token(session, "wilayah")
    assert len({before, assigned, await version()}) == 3


async def test_facts_are_installed_once(database: str) -> None:
    """157 villages come with the product; a second installation adds none and leaves a corrected one alone."""
    async with db.transaction() as session:
        assert await wilayah.install_facts(session) == 157
    async with db.transaction() as session:
        row = await repository.by_code(session, "36.71.07.1001")
        row.name, row.approximate = "Karawaci (resmi)", False
    async with db.transaction() as session:
        assert await wilayah.install_facts(session) == 0
        known = await wilayah.villages(session)
    assert len(known.areas) == 157
    assert known.by_code["36.71.07.1001"].name == "Karawaci (resmi)"
    assert sum(area.approximate for area in known.areas) == 156


async def test_another_process_notices(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever made the change, the next look at the tokens finds it; a change of assignments keeps the boundaries."""
    person, day = await officer(), date(2026, 3, 1)
    monkeypatch.setattr(wilayah, "REFRESH_S", 0.0)
    assert await codes_on(person, day) == [()]
    async with db.reading() as session:
        before = await wilayah.villages(session)
    async with db.transaction() as session:
        session.add(Penugasan(akun_id=person, area_code="36.71.07.1001", start=day))
        await repository.renew_token(session, "penugasan")
    assert await codes_on(person, day) == [("36.71.07.1001",)]
    async with db.transaction() as session:
        assert await wilayah.villages(session) is before
        await repository.renew_token(session, "wilayah")
    async with db.reading() as session:
        assert await wilayah.villages(session) is not before


async def test_a_change_taken_back_is_forgotten(database: str) -> None:
    """What a transaction saw of its own change does not stay in memory when it is rolled back."""
    person, day = await officer(), date(2026, 3, 1)
    with pytest.raises(RuntimeError):
        async with db.transaction() as session:
            await penugasan.assign(session, person, "36.71.07.1001", day)
            assert (await territory_of(session, person, day)).codes == ("36.71.07.1001",)
            raise RuntimeError
    wilayah.forget()
    assert await codes_on(person, day) == [()]
