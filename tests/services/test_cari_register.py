"""The register in the search, on both databases: it follows every write, and what is sensitive is found by whom it is shown to."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from sambang_digital.db import reading, transaction
from sambang_digital.forms.permintaan import Kind
from sambang_digital.models import Laporan
from sambang_digital.models.base import now
from sambang_digital.repositories import cari as index
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import cari_indeks, cari_tanda, register, retensi
from sambang_digital.services.cari import PRIVATE, Hit, Jenis
from sambang_digital.services.waktu import today
from tests.laporan import household, uuid7
from tests.polres import Polres
from tests.services.test_cari import actor_of, assert_nothing_found, found, search
from tests.services.test_ganda import merge, polres, undo
from tests.services.test_permintaan import answered, asked
from tests.tugas import give_task

__all__ = ["polres"]

pytestmark = pytest.mark.usefixtures("database")

PHONE, MEMBER = "0812-3456-7890", "Zainuddin"


async def visited(polres: Polres, name: str = "Siti Rahmawati", house: UUID | None = None, **more: object) -> UUID:
    """A visit to a household with somebody to be reached; gives the house's id."""
    subject = {"id": str(house or uuid7()), "new": house is None}
    member = {"name": f"{MEMBER} Harahap", "relation": "parent"}
    said = household() | {"name": name, "members": [member]} | more
    await polres.visit(kind="sambang_warga", body=said, subject=subject)
    await cari_indeks.drain()
    return UUID(subject["id"])


async def houses(who: Actor, text: str) -> list[UUID]:
    """Entries that the words find once the index has followed."""
    await cari_indeks.drain()
    return await found(who, text, Jenis.REGISTER)


async def hits(who: Actor, text: str) -> list[Hit]:
    return [hit for one in await search(who, text, Jenis.REGISTER) for hit in one.hits]


async def test_two_become_one_and_two_again(polres: Polres) -> None:
    """The one that stays is found by what it took, the other not at all; after the undoing each by its own, with its own people."""
    kept, gone = await visited(polres, "Suparman"), await visited(polres, "Wagiman", members=[])
    assert await houses(polres.kanit, MEMBER) == [kept]
    await merge(polres, gone, kept, "nama")
    assert await houses(polres.kanit, "suparman") == [gone]
    assert await houses(polres.kanit, "wagiman") == []
    assert await houses(polres.kanit, MEMBER) == [gone], "visits of both tell who lives there"
    await undo(polres, gone)
    assert await houses(polres.kanit, "suparman") == [kept]
    assert await houses(polres.kanit, "wagiman") == [gone]
    assert await houses(polres.kanit, MEMBER) == [kept]


async def test_a_late_visit_to_what_was_merged_is_found_at_the_one_that_stays(polres: Polres) -> None:
    """A phone that has not heard of it sends on; what it sends is filed where it counts."""
    kept, gone = await visited(polres, "Suparman", members=[]), await visited(polres, "Wagiman", members=[])
    await merge(polres, kept, gone)
    await visited(polres, "Suparman", gone)
    assert await houses(polres.kanit, MEMBER) == [kept]


async def test_moved_away_and_back(polres: Polres) -> None:
    """Who moved away is found by that, too."""
    house = await visited(polres)
    assert await houses(polres.kanit, "rahmawati pindah") == []
    async with transaction() as session:
        await register.move_away(session, polres.officer, house, today(), "Pulang kampung")
    assert await houses(polres.kanit, "rahmawati pindah") == [house]
    async with transaction() as session:
        await register.come_back(session, polres.kanit, house)
    assert await houses(polres.kanit, "rahmawati pindah") == []


async def test_a_correction_is_found_by_what_is_right(polres: Polres) -> None:
    """As are tasks at that house."""
    house = await visited(polres)
    task = await give_task(polres.kanit, polres.officer.id, kind="visit", subject_id=house)
    assert await houses(polres.kanit, "rahmawati") == [house]
    assert await found(polres.kanit, "rahmawati", Jenis.TUGAS) == [task]
    await answered(polres, await asked(polres, house, Kind.CORRECTION), "selesai", name="Siti Rohmawati")
    assert await houses(polres.kanit, "rahmawati") == []
    assert await houses(polres.kanit, "rohmawati") == [house]
    assert await found(polres.kanit, "rahmawati", Jenis.TUGAS) == []
    assert await found(polres.kanit, "rohmawati", Jenis.TUGAS) == [task]


@pytest.mark.parametrize("kind", [Kind.WITHDRAWAL, Kind.ERASURE])
async def test_who_does_not_want_to_be_on_record_is_not_found(polres: Polres, kind: Kind) -> None:
    """Nor by name, nor by who lives there, in no sort of things; not even before the index has followed."""
    house = await visited(polres)
    await give_task(polres.kanit, polres.officer.id, kind="visit", subject_id=house)
    request = await asked(polres, house, kind)
    await cari_indeks.drain()
    await answered(polres, request, "selesai")
    assert await found(actor_of(polres, Peran.STAF_UNIT), "rahmawati", Jenis.REGISTER) == []
    await cari_indeks.drain()
    for words in ("rahmawati", MEMBER, PHONE, "melati raya"):
        await assert_nothing_found(polres.kanit, words)


async def test_a_household_that_declines_later_is_forgotten(polres: Polres) -> None:
    """The refusal is the latest visit's word: earlier names and people are found no more."""
    house = await visited(polres)
    declined = {"consent": "declined", "neighbourhood": {"rt": "3", "rw": "5"}, "result": {"situation": "safe"}}
    await polres.visit(kind="sambang_warga", body=declined, subject={"id": str(house), "new": False})
    for words in ("rahmawati", MEMBER, PHONE):
        assert await houses(polres.kanit, words) == [], words
    assert await houses(polres.kanit, "menolak didata") == [house]


async def test_what_is_sensitive_is_found_by_whom_it_is_shown_to(polres: Polres) -> None:
    """Names of people at home and telephone numbers: with ``register:sensitive`` and in reach; said, never shown."""
    house = await visited(polres)
    staff = actor_of(polres, Peran.STAF_UNIT)
    for words in (MEMBER, PHONE, "dewi", "rahmawati zainuddin"):
        (hit,) = await hits(polres.kanit, words)
        assert (hit.id, hit.about[-1]) == (house, PRIVATE), words
        assert MEMBER not in repr(hit)
        for stranger in (staff, polres.officer, polres.other_kanit):
            await assert_nothing_found(stranger, words)
    assert await houses(polres.kanit, "1979") == [], "nobody looks for people by their birthday"
    for reader in (polres.kanit, polres.kasat, staff, polres.officer):
        (hit,) = await hits(reader, "siti rahmawati")
        assert (hit.id, hit.about[-1]) == (house, ""), "found once, and by what everybody reads"


async def test_a_wrong_index_tells_nothing_sensitive(polres: Polres) -> None:
    """Words that stand where they should not find nothing for whoever may not read them."""
    house = await visited(polres)
    async with transaction() as session:
        filed = await index.filed(session, [Jenis.REGISTER], [house])
        marks = " ".join(cari_tanda.within(Jenis.REGISTER, polres.kasat.satuan_path))
        wrong = {"id": filed[Jenis.REGISTER, house].id, "sum": "", "words": f"rahmawati zainuddin {marks}"}
        await index.change(session, [wrong])
    assert await found(actor_of(polres, Peran.STAF_UNIT), "zainuddin", Jenis.REGISTER) == []
    assert await found(actor_of(polres, Peran.STAF_UNIT), "rahmawati", Jenis.REGISTER) == [house]


async def test_what_was_kept_long_enough_is_not_found_at_its_house_either(polres: Polres) -> None:
    """Contents of reports go after their time; what they told of people goes from the index with them."""
    house = await visited(polres)
    assert await houses(polres.kanit, MEMBER) == [house]
    async with transaction() as session:
        await session.execute(update(Laporan).values(day=(now() - timedelta(days=10_000)).date()))
    await retensi.apply_rules()
    assert await houses(polres.kanit, MEMBER) == []
    async with reading() as session:
        assert await index.filed(session, ["pribadi"], [house]) == {}


async def test_rebuilding_files_both_and_forgets_both(polres: Polres) -> None:
    """A document with what is sensitive whose entry is gone does not outlive it."""
    house = await visited(polres)
    async with transaction() as session:
        await index.remove(session, [row.id for row in (await index.filed(session, ["pribadi"], [house])).values()])
        lost = {"jenis": "pribadi", "ref": UUID(uuid7()), "at": now(), "sum": "", "words": "zainuddin"}
        await index.add(session, [lost])
    await cari_indeks.rebuild(lambda *_: None)
    assert await found(polres.kanit, MEMBER, Jenis.REGISTER) == [house]
    async with reading() as session:
        assert set(await index.filed(session, ["pribadi"], [house, lost["ref"]])) == {("pribadi", house)}
