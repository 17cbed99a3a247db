"""What citizens read: texts that the product brings along, the library, its search, quizzes and sums."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from uuid import UUID

import pytest

from sambang_digital.db import reading, transaction
from sambang_digital.forms.bacaan import Jenis, Khalayak, Topik
from sambang_digital.models import Bacaan, BacaanVersi
from sambang_digital.models.base import now
from sambang_digital.repositories import bacaan as repository
from sambang_digital.services import bacaan, bacaan_terbit
from sambang_digital.services.bacaan import Event, Sort
from sambang_digital.services.bacaan_terbit import DATA, TRANSITIONS, BacaanError, Langkah, NotNow, take
from sambang_digital.services.waktu import today
from tests.factories import make_akun

MOTOR = "jaga-motor-dari-pencurian"
LATER = datetime(2027, 1, 1, tzinfo=UTC)


async def install(folder: Path = DATA, *, demo: bool = False) -> int:
    async with transaction() as session:
        return await bacaan_terbit.install(session, demo=demo, folder=folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The texts of the product, to be changed."""
    return copytree(DATA, tmp_path / "data", ignore=lambda *_: [])


async def slugs(sort: Sort) -> list[str]:
    return [row.slug for row in (await bacaan.library()).find(sort).rows]


async def test_what_is_brought_along_is_published_once(database: str) -> None:
    """Invented news comes with demo data alone; a second start changes nothing."""
    texts = bacaan_terbit.shipped()
    invented = {one.slug for one in texts if one.demo}
    assert await install() == len(texts) - len(invented)
    shown = {row.slug for row in (await bacaan.library()).rows}
    assert shown == {one.slug for one in texts} - invented
    assert await install() == 0
    assert await install(demo=True) == len(invented) > 0
    assert {row.slug for row in (await bacaan.library()).rows} == {one.slug for one in texts}


async def test_a_newer_text_of_the_product_becomes_a_version(database: str, folder: Path) -> None:
    """The one before stays, and readers see the new one at once."""
    await install(folder)
    before = (await bacaan.library()).get(MOTOR)
    file = folder / "penyuluhan" / f"{MOTOR}.md"
    file.write_text(file.read_text().replace("Jaga motor dari pencurian", "Jaga sepeda motor"))
    assert await install(folder) == 1
    after = (await bacaan.library()).get(MOTOR)
    assert (after.isi.title, after.version) == ("Jaga sepeda motor", before.version + 1)
    assert after.published_at == before.published_at
    async with reading() as session:
        kept = await session.get(BacaanVersi, (after.id, before.version))
        assert kept
        assert kept.title == "Jaga motor dari pencurian"


@pytest.mark.parametrize("left", ["edited", "archived"])
async def test_what_somebody_decided_is_never_overwritten(database: str, folder: Path, left: str) -> None:
    """Neither a text that a unit wrote anew nor one that it took away comes back by an update."""
    await install(folder)
    person = await make_akun()
    async with transaction() as session:
        row = (await repository.newest(session, [MOTOR]))[MOTOR].Bacaan
        if left == "archived":
            take(row, Langkah.ARSIPKAN, now())
        else:
            version = await session.get(BacaanVersi, (row.id, row.version))
            assert version
            version.author_id = person.id
        await repository.renew_token(session)
    file = folder / "penyuluhan" / f"{MOTOR}.md"
    file.write_text(file.read_text().replace("Jaga motor dari pencurian", "Jaga sepeda motor"))
    assert await install(folder) == 0
    shown = {one.slug: one.isi.title for one in (await bacaan.library()).rows}
    assert shown.get(MOTOR) == (None if left == "archived" else "Jaga motor dari pencurian")


def test_a_step_leads_where_the_table_says_and_nowhere_else() -> None:
    """And what citizens read changes by publishing and archiving alone."""
    for state, steps in TRANSITIONS.items():
        for step in Langkah:
            row = Bacaan(slug="a", kind="berita", state=state, version=3, shown=2, published_at=LATER)
            if step not in steps:
                with pytest.raises(NotNow):
                    take(row, step, LATER)
                assert (row.state, row.shown) == (state, 2)
                continue
            take(row, step, LATER, LATER if step is Langkah.JADWALKAN else None)
            assert row.state == steps[step]
            assert row.shown == {Langkah.TERBITKAN: 3, Langkah.ARSIPKAN: None}.get(step, 2)
            assert (row.publish_at == LATER) == (row.state == "dijadwalkan")


def test_the_first_day_of_publishing_stays() -> None:
    """A new version is no new text."""
    row = Bacaan(slug="a", kind="berita", state="ditinjau", version=1)
    take(row, Langkah.TERBITKAN, LATER)
    take(row, Langkah.UBAH, LATER + timedelta(days=1))
    assert row.shown == 1, "read on while somebody writes"
    row.version = 2
    take(row, Langkah.AJUKAN, LATER + timedelta(days=2))
    take(row, Langkah.TERBITKAN, LATER + timedelta(days=3))
    assert (row.shown, row.published_at, row.changed_at) == (2, LATER, LATER + timedelta(days=3))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("answer = 2", "answer = 9", "Jawaban benar harus salah satu dari pilihan."),
        ('topic = "curanmor"', 'topic = "cuaca"', "topic: Pilih salah satu dari daftar."),
        ('number = "112"', 'number = "javascript:x"', "Tulis nomor telepon dengan angka saja"),
        ("+++\nMotor adalah", "Motor adalah", "dua baris +++"),
        ("title =", "judul =", "title: Wajib diisi."),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_field(folder: Path, old: str, new: str, fault: str) -> None:
    file = folder / "penyuluhan" / f"{MOTOR}.md"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    with pytest.raises(BacaanError, match=f"{MOTOR}.md: .*") as error:
        bacaan_terbit.shipped(folder)
    assert fault in str(error.value)


async def test_search_finds_words_and_their_roots_the_title_first(database: str) -> None:
    await install()
    assert (await slugs(Sort("pencurian motor")))[0] == MOTOR
    assert (await slugs(Sort("mencuri motor")))[0] == MOTOR, "another form of the word"
    assert (await slugs(Sort("SKCK")))[0] == "skck"
    assert "kenali-penipuan-online" in await slugs(Sort("otp")), "in the body alone"
    assert await slugs(Sort("zxqwv")) == []
    assert await slugs(Sort("?")) == []


async def test_what_people_say_is_found_as_it_is_written(database: str) -> None:
    await install()
    assert (await slugs(Sort("hoax")))[0] == "saring-hoaks-masa-pemilu"
    assert set((await slugs(Sort("Maling")))[:2]) == {"amankan-rumah-dan-warung", MOTOR}
    assert (await slugs(Sort("sabu")))[0] == "keluarga-tanpa-narkoba", "before texts on soap and belts"
    assert (await slugs(Sort("tawuran pelajar")))[0] == "cegah-tawuran", "by whom it is for"
    for words in bacaan.SPOKEN.values():
        assert await slugs(Sort(words)), f"no text says {words}"


async def test_where_no_text_has_all_words_the_nearest_are_shown(database: str) -> None:
    """And it is said; what has less than half of them is about something else."""
    await install()
    library = await bacaan.library()
    near = library.find(Sort("motor zxqwv"))
    assert not near.whole
    assert near.rows[0].slug == MOTOR
    assert library.find(Sort("motor")).whole
    assert library.find(Sort("motor zxqwv qwxyz")).total == 0
    assert library.find(Sort("hp zxqwv zxqwv ponsel")).total > 0, "one word said twice"
    assert library.find(Sort("zxqwv")).whole, "nothing is near to one unknown word"


async def test_filters_narrow_each_other(database: str) -> None:
    await install()
    everything = (await bacaan.library()).rows
    of_parents = await slugs(Sort(kind=Jenis.ARTIKEL, audience=Khalayak.ORANG_TUA))
    expected = {row.slug for row in everything if Khalayak.ORANG_TUA in row.isi.audience and row.kind is Jenis.ARTIKEL}
    assert set(of_parents) == expected
    assert 0 < len(expected) < len(everything)
    assert await slugs(Sort(topic=Topik.CURANMOR)) == [MOTOR]
    assert await slugs(Sort("motor", kind=Jenis.BERITA)) == []


async def test_pages_hold_everything_once(database: str) -> None:
    await install()
    library = await bacaan.library()
    first = library.find(Sort())
    assert first.pages > 1
    assert first.rows[0].kind is Jenis.ARTIKEL, "guidance before news"
    seen = [row.slug for n in range(first.pages) for row in library.find(Sort(), n + 1).rows]
    assert sorted(seen) == sorted(row.slug for row in library.rows)
    assert library.find(Sort(), 99).page == first.pages
    assert library.find(Sort(), 0).page == 1


async def test_a_quiz_is_marked_and_counted_without_a_person(database: str) -> None:
    await install()
    row = (await bacaan.library()).get(MOTOR)
    right = {n: str(soal.answer) for n, soal in enumerate(row.quiz)}
    assert bacaan.mark(row, right).right == len(row.quiz)
    wrong = right | {0: str((row.quiz[0].answer + 1) % len(row.quiz[0].options))}
    marked = bacaan.mark(row, wrong)
    assert (marked.right, marked.whole) == (len(row.quiz) - 1, True)
    for nonsense in (None, "", "-1", "99", "satu", "٣"):
        odd = bacaan.mark(row, right | {0: nonsense})
        assert (odd.chosen[0], odd.whole) == (None, False)
    await bacaan.count_quiz(row, marked)
    await bacaan.count_quiz(row, bacaan.mark(row, right))
    await bacaan.count(row, Event.READ)
    await bacaan.count(row, Event.READ)
    await bacaan.count(row, Event.FINISHED)
    assert await _sums(row.id) == [(today(), "", 2, 1, 2, 2 * len(row.quiz) - 1, 2 * len(row.quiz))]


async def _sums(bacaan_id: UUID) -> list[tuple]:
    async with reading() as session:
        rows = await repository.counts(session, bacaan_id)
        return [(r.day, r.kecamatan_code, r.read, r.finished, r.quizzes, r.quiz_right, r.quiz_asked) for r in rows]


async def test_one_text_that_cannot_be_read_leaves_the_others(database: str) -> None:
    """A row of another version of the product must not take the library with it."""
    await install()
    async with transaction() as session:
        row = (await repository.newest(session, [MOTOR]))[MOTOR]
        row.BacaanVersi.parts = {"unknown": 1}
        await repository.renew_token(session)
    library = await bacaan.library()
    assert MOTOR not in {one.slug for one in library.rows}
    assert len(library.rows) > 10
