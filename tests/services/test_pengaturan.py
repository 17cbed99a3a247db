"""Settings: those of a Polres over those for everybody over the defaults."""

from sambang_digital import db
from sambang_digital.forms.pengaturan import Pengaturan
from sambang_digital.repositories import pengaturan as repository
from sambang_digital.services import pengaturan
from tests.factories import make_satuan


async def test_own_values_win_over_those_for_everybody(database: str) -> None:
    """A Polres without its own value takes the common one; a polsek takes its Polres's."""
    polda = await make_satuan("POLDA", level="polda")
    one, two = await make_satuan("SATU", parent=polda), await make_satuan("DUA", parent=polda)
    polsek = await make_satuan("POLSEK", level="polsek", parent=one)
    async with db.transaction() as session:
        await repository.put(session, None, "kinerja.target_per_day", 7, None)
        await repository.put(session, one.id, "kinerja.target_per_day", 9, None)
    async with db.reading() as session:
        targets = [(await pengaturan.of(session, unit.id)).kinerja.target_per_day for unit in (polda, one, two, polsek)]
        assert await pengaturan.polres_of(session, polsek.id) == one.id
        assert await pengaturan.polres_of(session, polda.id) is None
    assert targets == [7, 9, 7, 9]


async def test_what_holds_no_more_is_left_out(database: str) -> None:
    """A value outside today's limits, or of a setting that is gone, leaves the others in force."""
    unit = await make_satuan()
    async with db.transaction() as session:
        await repository.put(session, None, "kinerja.target_per_day", -3, None)
        await repository.put(session, None, "kinerja.lama", 1, None)
        await repository.put(session, unit.id, "ponsel.lease_days", 3, None)
    async with db.reading() as session:
        found = await pengaturan.of(session, unit.id)
    assert found.kinerja == Pengaturan().kinerja
    assert found.ponsel.lease_days == 3


async def test_taken_away(database: str) -> None:
    """Without its value the default holds again."""
    unit = await make_satuan()
    for value in (3, None):
        async with db.transaction() as session:
            await repository.put(session, unit.id, "ponsel.lease_days", value, None)
    async with db.reading() as session:
        assert await pengaturan.of(session, unit.id) == Pengaturan()
