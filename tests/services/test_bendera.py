"""Flags that compare reports, on both databases: what is found, in whatever order it came."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Laporan, Media, Subjek
from sambang_digital.models.base import now
from sambang_digital.repositories import pengaturan as values
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import bendera, bendera_antrean, pengaturan, putusan, tinjauan
from tests.factories import make_akun
from tests.laporan import LAT, LON, assign, body, item, photo, position, uuid7
from tests.polres import Polres, actor, send

pytestmark = pytest.mark.usefixtures("database")

METRE = 1 / 111_000
START = now().replace(microsecond=0) - timedelta(days=2)
LONG = (
    "Pemilik rumah mengeluhkan lampu jalan padam sejak dua pekan dan meminta patroli malam di sekitar gang karena remaja "
    "berkumpul hingga larut, ketua RT sudah diberi tahu."
)
OTHER = (
    "Ibu penjaga warung bercerita tentang uang palsu yang diterima dari pembeli pada akhir bulan; ia diajak memeriksa uang kertas "
    "dengan dilihat, diraba, diterawang."
)


async def visit(polres: Polres, minutes: float = 0, north: float = 0, /, who: Actor | None = None, **more: Any) -> UUID:
    """A visit at a house of its own, ``minutes`` after the start and ``north`` metres from the middle; flags come later."""
    who, at = who or polres.officer, START + timedelta(minutes=minutes)
    place = position(lat=LAT + north * METRE, time=at.isoformat())
    sent = item(who.id, **({"created_at": at.isoformat(), "position": place} | more))
    return await send(who, sent, max(now(), at))


async def flags(laporan_id: UUID) -> dict[str, dict[str, Any]]:
    """The flags of the current revision by code."""
    async with reading() as session:
        row = await session.scalar(select(Laporan).where(Laporan.id == laporan_id, Laporan.current))
    return {flag["code"]: flag for flag in row.flags}


async def codes(*ids: UUID) -> list[set[str]]:
    """The codes of each, when nothing waits any more."""
    await bendera.drain()
    return [set(await flags(id_)) for id_ in ids]


async def stored(laporan_id: UUID) -> Laporan:
    async with reading() as session:
        return await session.scalar(select(Laporan).where(Laporan.id == laporan_id, Laporan.current))


async def add_photo(uploader: int, sha256: str, dhash: str) -> None:
    """A photo that has arrived and was processed."""
    async with transaction() as session:
        session.add(
            Media(id=uuid4(), uploader_id=uploader, sha256=sha256, size=1, state="siap", dhash=dhash, attached=True)
        )


def text(words: str) -> dict[str, Any]:
    return body(result={"situation": "safe", "notes": words})


async def test_an_ordinary_day_carries_no_flag(polres: Polres) -> None:
    """Houses a few hundred metres apart, a quarter of an hour between them, each with words of its own."""
    day = [
        await visit(polres, 20 * n, 150 * n, body=text(words))
        for n, words in enumerate((LONG, OTHER, "Aman.", "Aman."))
    ]
    assert await codes(*day) == [set()] * 4
    assert {(await stored(id_)).severity for id_ in day} == {0}


async def test_impossible_speed_is_told_at_both_ends_whatever_came_first(polres: Polres) -> None:
    """20 km in four minutes, the earlier report arriving last; what lies hours away is no witness."""
    later = await visit(polres, 4, 20_000)
    morning = await visit(polres, -500, 100)
    assert await codes(later, morning) == [{"DI_LUAR_WILAYAH"}, set()]
    earlier = await visit(polres, 0)
    assert await codes(earlier, later, morning) == [
        {"KECEPATAN_MUSTAHIL"},
        {"KECEPATAN_MUSTAHIL", "DI_LUAR_WILAYAH"},
        set(),
    ]
    flag = (await flags(later))["KECEPATAN_MUSTAHIL"]
    assert "19,9 km dari laporan" in flag["evidence"]
    assert "4 menit: 299 km/jam" in flag["evidence"]
    assert flag["refs"]["laporan"] == str(earlier)
    assert [point[2] for point in flag["refs"]["points"]] == [12.5, 12.5]
    assert (await stored(earlier)).severity == 4


async def test_accuracies_are_subtracted_before_speed_is_judged(polres: Polres) -> None:
    """A fix from a cell tower may be kilometres off and says so."""
    first = await visit(polres)
    at = START + timedelta(minutes=1)
    second = await visit(polres, 1, position=position(lat=LAT + 4000 * METRE, accuracy_m=2500.0, time=at.isoformat()))
    third = await visit(polres, 2)
    found = await codes(first, second, third)
    assert not any("KECEPATAN_MUSTAHIL" in each for each in found), found


async def test_the_same_coordinates_at_different_houses(polres: Polres) -> None:
    """To six decimals, other reports than the same house's; months later it says nothing."""
    house = {"id": uuid7(), "new": True}
    first = await visit(polres, 0, subject=house)
    again = await visit(polres, 300, subject=house)
    assert await codes(first, again) == [set(), set()]
    other = await visit(polres, 600, 0.001)
    old = await visit(polres, -60 * 24 * 45)
    assert await codes(first, again, other, old) == [{"KOORDINAT_BERULANG"}] * 3 + [set()]
    flag = (await flags(other))["KOORDINAT_BERULANG"]
    assert "2 alamat" in flag["evidence"]
    assert flag["refs"]["laporan"] == str(again), "the nearest in time"


async def test_neighbours_of_one_building_may_share_a_fix(polres: Polres) -> None:
    """The register has this flat a few steps away, by another measurement; the other house it has far off."""
    flat, far = UUID(uuid7()), UUID(uuid7())
    async with transaction() as session:
        for house, north in ((flat, 15), (far, 120)):
            session.add(
                Subjek(
                    id=house, kind="rumah", name="X", lat=LAT + north * METRE, lon=LON, accuracy_m=8.0, created_by=polres.officer.id
                )
            )  # fmt: skip
    first = await visit(polres, 0, subject={"id": str(flat), "new": False})
    second = await visit(polres, 10, subject={"id": str(far), "new": False})
    assert await codes(first, second) == [set(), {"KOORDINAT_BERULANG"}]


async def test_the_same_house_may_look_the_same(polres: Polres) -> None:
    """Seen twice from one spot; only what is closer than two photos can be is a copy."""
    house, look = {"id": uuid7(), "new": True}, 0x5A96C33C0FF0A55A
    ids = []
    for number, bits in enumerate((look, look ^ 0b10101, look ^ 1 << 40)):
        sha = f"{number}" * 64
        await add_photo(polres.officer.id, sha, f"{bits:016x}")
        ids.append(await visit(polres, 60 * 24 * number, number * 3, subject=house, photos=[photo(sha)]))
    assert await codes(*ids) == [set(), set(), {"FOTO_MIRIP"}]


async def test_five_houses_from_one_spot(polres: Polres) -> None:
    """Four neighbours of one building are no stack; the fifth makes all five one, and a correction takes it away again."""
    stack = [await visit(polres, 3 * n, 2 * n) for n in range(4)]
    assert await codes(*stack) == [set()] * 4
    fifth = await visit(polres, 12, 9, id=(wrong := uuid7()))
    assert await codes(fifth, *stack) == [{"MENUMPUK"}] * 5
    assert (await flags(stack[0]))["MENUMPUK"]["refs"]["count"] == 5
    where = position(lat=LAT + 300 * METRE)
    await visit(polres, 12, id=wrong, revision=2, base_revision=1, position=where)
    assert await codes(*stack) == [set()] * 4
    assert {(await stored(id_)).severity for id_ in stack} == {0}


async def test_far_from_the_house_on_record(polres: Polres) -> None:
    """Farther than 150 m and the accuracies; a figure is met anywhere, a market is wide."""
    for kind, north, expected in (
        ("rumah", 160, set()),
        ("rumah", 300, {"JAUH_DARI_RUMAH"}),
        ("tempat", 300, set()),
        ("tempat", 600, {"JAUH_DARI_RUMAH"}),
        ("tokoh", 600, set()),
    ):
        house = UUID(uuid7())
        async with transaction() as session:
            session.add(
                Subjek(id=house, kind=kind, name="X", lat=LAT, lon=LON, accuracy_m=8.0, created_by=polres.officer.id)
            )
        there = await visit(polres, north, north + len(kind), subject={"id": str(house), "new": False})
        assert await codes(there) == [expected], (kind, north)


async def test_of_a_reused_photo_the_later_report_is_flagged(polres: Polres) -> None:
    """By the file as taken or as sent, with anybody; in whatever order the reports came."""
    colleague = actor(await make_akun("80010002", satuan=polres.karawaci), polres.karawaci, Peran.BHABINKAMTIBMAS)
    await assign(colleague)  # type: ignore[arg-type]
    late = await visit(polres, 60, 500, who=colleague, photos=[photo("b" * 64, original_sha256="e" * 64)])
    assert await codes(late) == [set()]
    early = await visit(polres, 0, photos=[photo("c" * 64, original_sha256="e" * 64)])
    assert await codes(early, late) == [set(), {"FOTO_SAMA"}]
    flag = (await flags(late))["FOTO_SAMA"]
    assert flag["evidence"].endswith("dari petugas lain.")
    assert flag["refs"] == {"laporan": str(early), "photos": ["b" * 64, "c" * 64]}


@pytest.mark.parametrize(("apart", "expected"), [(0, {"FOTO_MIRIP"}), (6, {"FOTO_MIRIP"}), (9, set())])
async def test_a_photo_that_looks_alike(polres: Polres, apart: int, expected: set[str]) -> None:
    """Also when the photo arrives after its report; a wall or darkness says nothing."""
    look = 0x5A96C33C0FF0A55A
    # Spread over the pieces: no piece stays whole when six bits differ.
    changed = look ^ sum(1 << (bit * 11) % 64 for bit in range(apart))
    first = await visit(polres, 0, photos=[photo("a" * 64)])
    second = await visit(polres, 30, 500, photos=[photo("b" * 64), photo("d" * 64)])
    assert await codes(first, second) == [set(), set()]
    for sha, bits in (("a" * 64, look), ("b" * 64, changed), ("d" * 64, 0)):
        await add_photo(polres.officer.id, sha, f"{bits:016x}")
    dark = await visit(polres, 60, 1000, photos=[photo("f" * 64)])
    await add_photo(polres.officer.id, "f" * 64, f"{1:016x}")
    async with transaction() as session:
        await bendera_antrean.enqueue(session, [first, second, dark])
    assert await codes(first, second, dark) == [set(), expected, set()]


async def test_copied_words_are_marked_in_both_texts(polres: Polres) -> None:
    """A near copy of a long text; short ones are alike by nature, and a returned report may be filed anew."""
    first = await visit(polres, 0, body=text(LONG))
    edited = LONG.replace("dua pekan", "tiga hari").replace("ketua RT", "Pak RW")
    second = await visit(polres, 60, 500, body=text(edited))
    short = [await visit(polres, 90 + n * 20, 700 + 200 * n, body=text("Situasi aman dan kondusif.")) for n in range(2)]
    assert await codes(first, second, *short) == [set(), {"TEKS_MIRIP"}, set(), set()]
    refs = (await flags(second))["TEKS_MIRIP"]["refs"]
    copied = " ".join(edited[span["start"] : span["end"]] for span in refs["spans"])
    original = " ".join(LONG[span["start"] : span["end"]] for span in refs["other_spans"])
    assert copied == original
    assert "mengeluhkan lampu jalan" in copied
    assert "tiga hari" not in copied
    async with transaction() as session:
        await tinjauan.decide(session, polres.kanit, first, 1, "dikembalikan", "Tulis alamatnya.")
    assert await codes(second) == [set()]


async def test_another_officers_words_and_last_months_are_no_copy(polres: Polres) -> None:
    colleague = actor(await make_akun("80010002", satuan=polres.karawaci), polres.karawaci, Peran.BHABINKAMTIBMAS)
    old = await visit(polres, -60 * 24 * 31, body=text(LONG))
    theirs = await visit(polres, 0, who=colleague, body=text(LONG))
    mine = await visit(polres, 60, 500, body=text(LONG))
    found = await codes(old, theirs, mine)
    assert not any("TEKS_MIRIP" in each for each in found), found


async def test_visit_numbers_follow_the_true_order(polres: Polres) -> None:
    """Late arrivals, returned reports and corrections to another house count the others anew."""
    house, moved = {"id": uuid7(), "new": True}, {"id": uuid7(), "new": True}

    async def numbers(*ids: UUID) -> list[int | None]:
        await bendera.drain()
        return [(await stored(id_)).visit_number for id_ in ids]

    third = await visit(polres, 2000, 1, subject=house)
    first = await visit(polres, 0, 2, subject=house)
    assert await numbers(first, third) == [1, 2]
    second = await visit(polres, 1000, 3, subject=house)
    assert await numbers(first, second, third) == [1, 2, 3]
    async with transaction() as session:
        await tinjauan.decide(session, polres.kanit, first, 1, "dikembalikan", "Rumah keliru.")
    assert await numbers(first, second, third) == [None, 1, 2]
    await visit(polres, 0, 2, id=str(first), revision=2, base_revision=1, subject=moved)
    assert await numbers(first, second, third) == [1, 1, 2]


async def test_rulings_stay_whatever_is_recomputed(polres: Polres) -> None:
    """A dismissed flag weighs nothing also after neighbours changed; an upheld one stays upheld."""
    first, second = await visit(polres, 0), await visit(polres, 4, 20_000)
    await bendera.drain()
    for id_, ruling in ((first, "dismissed"), (second, "upheld")):
        async with transaction() as session:
            await putusan.rule(session, polres.kanit, id_, 1, "KECEPATAN_MUSTAHIL", ruling, "Sudah diperiksa.")
    await visit(polres, 2, 0.5)
    assert "KECEPATAN_MUSTAHIL" in (await codes(second))[0]
    assert ((await stored(first)).severity, (await stored(first)).upheld) == (0, False)
    assert ((await stored(second)).upheld, (await stored(second)).visit_number) == (True, None)


async def test_severities_and_thresholds_are_the_polres_own(polres: Polres) -> None:
    async with transaction() as session:
        await values.put(session, polres.polres.id, "bendera.speed_kmh", 400, None)
        await values.put(session, polres.polres.id, "bendera.menumpuk", "low", None)
        await values.put(session, polres.polres.id, "bendera.stack_visits", 3, None)
    pengaturan.forget()
    stack = [await visit(polres, n, n) for n in range(3)]
    far = await visit(polres, 6, 20_000)
    assert await codes(*stack, far) == [{"MENUMPUK"}] * 3 + [{"DI_LUAR_WILAYAH"}]
    assert (await stored(stack[0])).severity == 2


async def test_practice_is_compared_with_nothing(polres: Polres) -> None:
    practice = await visit(polres, 1, 20_000, practice=True)
    real = await visit(polres, 0)
    assert "KECEPATAN_MUSTAHIL" not in set().union(*await codes(practice, real))
    assert (await stored(practice)).visit_number is None
