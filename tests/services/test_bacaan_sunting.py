"""Writing what citizens read: drafts, versions, steps, the clock, sums."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.models import AntreanSiaran, Audit, BacaanVersi, Media, Wilayah
from sambang_digital.models.base import now, uuid7
from sambang_digital.repositories import bacaan as counts
from sambang_digital.repositories import media as media_repository
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import bacaan, bacaan_jadwal, bacaan_sunting, bacaan_terbit, himbauan, media
from sambang_digital.services.bacaan_sunting import (
    BacaanFilter,
    Langkah,
    NotFound,
    NotNow,
    Saved,
    TextError,
    Unfinished,
    base_of,
)
from sambang_digital.services.waktu import today
from tests import tus
from tests.factories import make_akun, make_laporan
from tests.laporan import KARAWACI
from tests.polres import Polres, actor
from tests.push import PushService
from tests.services.test_media import make_media

NEWS: dict[str, Any] = {
    "title": "Patroli malam di Karawaci",
    "summary": "Polsek menambah patroli pada jam rawan sampai akhir bulan.",
    "body": "Patroli berjalan pukul 23.00 sampai 04.00 di tujuh titik yang sering dipakai balap liar.",
}


@pytest.fixture
async def writer(polres: Polres) -> Actor:
    """Staff of a unit of the Polres, who may write and not publish."""
    return actor(await make_akun("65010001", Peran.STAF_UNIT, satuan=polres.polres), polres.polres, Peran.STAF_UNIT)


async def save(who: Actor, text: UUID | None = None, kind: str = "berita", base: str = "", **values: Any) -> Saved:
    async with transaction() as session:
        return await bacaan_sunting.save(session, who, text or uuid7(), kind, NEWS | values, base)


async def act(who: Actor, text: UUID, *steps: Langkah, **more: Any) -> None:
    for step in steps:
        async with transaction() as session:
            await bacaan_sunting.act(session, who, text, step, **more)


async def published(who: Actor, **values: Any) -> UUID:
    text = (await save(who, **values)).row.id
    await act(who, text, Langkah.AJUKAN, Langkah.TERBITKAN)
    return text


async def shown() -> dict[str, str]:
    return {row.slug: row.isi.title for row in (await bacaan.library()).rows}


async def test_from_draft_to_readers(polres: Polres, writer: Actor) -> None:
    """Who writes hands in, who may publish decides, and readers see it at the address that its title makes."""
    text = (await save(writer)).row.id
    assert await shown() == {}
    await act(writer, text, Langkah.AJUKAN)
    with pytest.raises(Forbidden):
        await act(writer, text, Langkah.TERBITKAN)
    await act(polres.kasat, text, Langkah.TERBITKAN)
    assert await shown() == {"patroli-malam-di-karawaci": NEWS["title"]}
    async with reading() as session:
        rows = (await session.scalars(select(Audit).where(Audit.object_id == str(text)).order_by(Audit.id))).all()
    assert [(row.action, row.data.get("step"), row.akun_id) for row in rows] == [
        ("bacaan.ditulis", None, writer.id),
        ("bacaan.langkah", "ajukan", writer.id),
        ("bacaan.langkah", "terbitkan", polres.kasat.id),
    ]
    assert rows[-1].data["author_id"] == writer.id
    assert NEWS["body"] not in str([row.data for row in rows])


async def test_a_draft_is_kept_unfinished_and_says_what_it_lacks(writer: Actor) -> None:
    text = uuid7()
    kept = await save(
        writer, text, "artikel", title="", body="Baru mulai", quiz=[{"question": "Apa?", "options": ["A"]}]
    )
    assert kept.version.body == "Baru mulai"
    with pytest.raises(Unfinished) as error:
        await act(writer, text, Langkah.AJUKAN)
    faults = error.value.faults
    assert {"title", "body", "topic", "do", "dont", "call", "sources", "quiz"} <= set(faults)
    assert faults["quiz.0.answer"] == "Tandai jawaban yang benar."
    assert faults["title"] == "Paling sedikit 5 huruf."
    assert faults["body"] == "Paling sedikit 40 huruf."


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("title", "a" * 121, "Paling banyak 120 huruf."),
        ("body", "a" * 20_001, "Paling banyak 20000 huruf."),
        ("topic", "sulap", "Pilih salah satu dari daftar."),
        ("area", "99.99.99", "Pilih kecamatan atau kelurahan dari daftar."),
        ("isian_asing", "x", "Isian ini tidak dikenal."),
        ("call", [{"name": "a", "nomor": "1"}], None),
    ],
)
async def test_what_fits_nowhere_is_refused_by_its_field(
    writer: Actor, field: str, value: object, fault: str | None
) -> None:
    with pytest.raises(TextError) as error:
        await save(writer, **{field: value})
    (named,) = error.value.faults
    assert named.split(".")[0] == field
    assert fault in (None, error.value.faults[named])


@pytest.mark.parametrize(
    "video",
    [
        "http://a.id/v",
        "javascript:alert(1)",
        "https://a",
        'https://a.id/"onclick=',
        "https://a.id/<b>",
        "https://a.id@b.id/",
    ],
)
async def test_a_video_is_an_address_that_a_page_can_show(writer: Actor, video: str) -> None:
    """Kept in the draft as typed, and handed in only as a secure address."""
    text = (await save(writer, video=video)).row.id
    with pytest.raises(Unfinished) as error:
        await act(writer, text, Langkah.AJUKAN)
    assert set(error.value.faults) == {"video"}
    await save(writer, text, video="https://www.youtube.com/watch?v=abc&t=10")
    await act(writer, text, Langkah.AJUKAN)


async def test_a_picture_says_in_words_what_it_shows(writer: Actor) -> None:
    for words in ("", "peta", "Keterangan gambar"):
        faults = bacaan_sunting.lacking("berita", NEWS | {"body": f"{NEWS['body']} ![{words}](gambar:{uuid4()})"})
        assert "perlu keterangan" in faults["body"]
    fine = NEWS | {"body": f"{NEWS['body']} ![Peta titik patroli](gambar:{uuid4()})"}
    assert bacaan_sunting.lacking("berita", fine) == {}
    with pytest.raises(TextError) as error:
        await save(writer, body=f"![Peta titik patroli](gambar:{uuid4()})")
    assert "tidak ada" in error.value.faults["body"]


async def test_a_version_that_was_handed_in_never_changes(polres: Polres, writer: Actor) -> None:
    """Its author writes on in one version; once it was handed in, sent back or shown, saving makes another one."""
    text = (await save(writer)).row.id
    assert (await save(writer, text, title="Patroli malam")).version.n == 1
    await act(writer, text, Langkah.AJUKAN)
    with pytest.raises(NotNow):
        await save(writer, text, title="Menyelinap")
    with pytest.raises(TextError) as error:
        await act(polres.kasat, text, Langkah.KEMBALIKAN)
    assert set(error.value.faults) == {"note"}
    await act(polres.kasat, text, Langkah.KEMBALIKAN, note="Sebutkan jamnya.")
    assert (await save(writer, text, title="Patroli malam pukul 23.00")).version.n == 2
    async with reading() as session:
        first = await session.get_one(BacaanVersi, (text, 1))
    assert first.title == "Patroli malam"
    assert first.submitted_at is not None


async def test_nobodys_words_replace_anothers(polres: Polres, writer: Actor) -> None:
    """Another hand makes another version, and so does one who began from what is no longer the newest."""
    one = await save(writer)
    began = base_of(one.version)
    other = await save(polres.kasat, one.row.id, base=began, title="Patroli diperluas")
    assert (other.version.n, other.beside) == (2, False)
    mine = await save(writer, one.row.id, base=began, title="Patroli ditambah")
    assert (mine.version.n, mine.beside) == (3, True)
    async with reading() as session:
        opened = await bacaan_sunting.opened(session, writer, one.row.id)
    assert [version.title for version, _ in opened.versions] == ["Patroli ditambah", "Patroli diperluas", NEWS["title"]]


async def test_the_same_draft_sent_twice_is_one_text(writer: Actor) -> None:
    """An answer that was lost on the way makes no second text."""
    text = uuid7()
    assert (await save(writer, text)).row.id == (await save(writer, text)).row.id
    async with reading() as session:
        entries, states = await bacaan_sunting.listing(session, writer, BacaanFilter())
    assert (len(entries), states) == (1, {"draf": 1})


async def test_readers_keep_the_old_version_until_the_new_one_is_published(polres: Polres, writer: Actor) -> None:
    text = await published(polres.kasat)
    await act(writer, text, Langkah.UBAH)
    await save(writer, text, title="Patroli malam diperpanjang")
    await act(writer, text, Langkah.AJUKAN)
    assert await shown() == {"patroli-malam-di-karawaci": NEWS["title"]}
    await act(polres.kasat, text, Langkah.TERBITKAN)
    # The address that was sent on by then stays.
    assert await shown() == {"patroli-malam-di-karawaci": "Patroli malam diperpanjang"}
    with pytest.raises(Forbidden):
        await act(writer, text, Langkah.ARSIPKAN)
    await act(polres.kasat, text, Langkah.ARSIPKAN)
    assert await shown() == {}


async def test_who_wrote_takes_back_and_puts_away_what_nobody_has_read(writer: Actor) -> None:
    text = (await save(writer)).row.id
    await act(writer, text, Langkah.AJUKAN, Langkah.KEMBALIKAN, Langkah.ARSIPKAN)


async def test_reach(polres: Polres, writer: Actor) -> None:
    """A polsek works on its own; the Polres on all below it and on what came with the product; an officer on nothing."""
    own = (await save(polres.kanit, title="Dari Karawaci")).row.id
    async with transaction() as session:
        await bacaan_terbit.install(session, demo=False)
    async with reading() as session:
        counted = {
            who.nrp: sum((await bacaan_sunting.listing(session, who, BacaanFilter()))[1].values())
            for who in (polres.kanit, polres.other_kanit, writer)
        }
        shipped = (await bacaan.library()).get("skck")
        with pytest.raises(Forbidden):
            await bacaan_sunting.listing(session, polres.officer, BacaanFilter())
        for text in (own, shipped.id):
            with pytest.raises(NotFound):
                await bacaan_sunting.opened(session, polres.other_kanit, text)
            with pytest.raises(NotFound):
                await bacaan_sunting.statistics(session, polres.other_kanit, text)
    assert (counted[polres.kanit.nrp], counted[polres.other_kanit.nrp]) == (1, 0)
    assert counted[writer.nrp] > 10
    for text in (own, shipped.id):
        with pytest.raises(NotFound):
            await save(polres.other_kanit, text)
        with pytest.raises(NotFound):
            await act(polres.other_kanit, text, Langkah.ARSIPKAN)
    await act(writer, shipped.id, Langkah.UBAH)
    kept = await save(writer, shipped.id)
    assert (kept.version.n, kept.row.slug, kept.row.kind) == (2, "skck", "layanan")
    # What a unit writes anew is not overwritten by the next version of the product.
    async with transaction() as session:
        assert await bacaan_terbit.install(session, demo=False) == 0


async def test_two_texts_with_one_title_have_two_addresses(polres: Polres) -> None:
    await published(polres.kasat)
    await published(polres.kasat)
    first, second = sorted(await shown(), key=len)
    assert first == "patroli-malam-di-karawaci"
    assert second.startswith(f"{first}-")


async def test_the_list_is_filtered(polres: Polres) -> None:
    await polres.hold()
    await save(polres.kasat, title="Patroli di Karawaci", area=KARAWACI)
    await published(polres.kasat, kind="himbauan", title="Waspada banjir besar")

    async def titles(**wanted: Any) -> set[str]:
        async with reading() as session:
            entries, _ = await bacaan_sunting.listing(session, polres.kasat, BacaanFilter(**wanted))
        return {entry.version.title for entry in entries}

    assert await titles() == {"Patroli di Karawaci", "Waspada banjir besar"}
    assert await titles(tab="terbit") == await titles(kind="himbauan") == {"Waspada banjir besar"}
    assert await titles(text="KARAWACI patroli") == {"Patroli di Karawaci"}
    async with reading() as session:
        kecamatan = (await session.get_one(Wilayah, KARAWACI)).kecamatan_code
    assert await titles(area=kecamatan) == await titles(area=KARAWACI) == {"Patroli di Karawaci"}
    assert await titles(area="99.99.99") == set()


async def test_a_scheduled_text_appears_when_its_time_has_come(polres: Polres) -> None:
    """Not before, and once; what a person sees of its history says that it was the schedule."""
    text = (await save(polres.kasat)).row.id
    await act(polres.kasat, text, Langkah.AJUKAN)
    for wrong in (None, now() - timedelta(minutes=1), now() + timedelta(days=400)):
        with pytest.raises(TextError) as error:
            await act(polres.kasat, text, Langkah.JADWALKAN, publish_at=wrong)
        assert set(error.value.faults) == {"publish_at"}
    due = now() + timedelta(hours=2)
    await act(polres.kasat, text, Langkah.JADWALKAN, publish_at=due)
    assert await bacaan_jadwal.work(due - timedelta(seconds=1)) == 0
    assert await shown() == {}
    assert await bacaan_jadwal.work(due) == 1
    assert set(await shown()) == {"patroli-malam-di-karawaci"}
    assert await bacaan_jadwal.work(due + timedelta(days=1)) == 0
    async with reading() as session:
        opened = await bacaan_sunting.opened(session, polres.kasat, text)
    last, by = opened.steps[0]
    assert (last.step, by, last.at) == ("terbitkan", None, due)
    assert opened.row.published_at == due


@pytest.mark.parametrize("scheduled", [False, True])
async def test_an_announcement_waits_for_the_phones_that_asked_for_it(
    polres: Polres, scheduled: bool, service: PushService
) -> None:
    """Published by hand or by its hour, once: a corrected version rings nobody's phone again."""
    browser = service.browser()
    async with transaction() as session:
        await himbauan.subscribe(session, browser.endpoint, **browser.keys, kecamatan_code=None)
    text = (await save(polres.kasat, kind="himbauan")).row.id
    due = now() + timedelta(hours=1)
    await act(polres.kasat, text, Langkah.AJUKAN)
    if scheduled:
        await act(polres.kasat, text, Langkah.JADWALKAN, publish_at=due)
        assert await bacaan_jadwal.work(due) == 1
    else:
        await act(polres.kasat, text, Langkah.TERBITKAN)
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(AntreanSiaran)) == 1
    await act(polres.kasat, text, Langkah.UBAH)
    await save(polres.kasat, text, kind="himbauan", title="Patroli malam diperpanjang")
    await act(polres.kasat, text, Langkah.AJUKAN, Langkah.TERBITKAN)
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(AntreanSiaran)) == 1


async def test_what_was_scheduled_and_called_back_does_not_appear(polres: Polres) -> None:
    text = (await save(polres.kasat)).row.id
    due = now() + timedelta(hours=2)
    await act(polres.kasat, text, Langkah.AJUKAN)
    await act(polres.kasat, text, Langkah.JADWALKAN, publish_at=due)
    await act(polres.kasat, text, Langkah.KEMBALIKAN)
    assert await bacaan_jadwal.work(due) == 0
    assert await shown() == {}


async def test_one_text_that_fits_no_more_does_not_hold_up_the_others(polres: Polres) -> None:
    """Its author finds it among the drafts, with the reason."""
    due, texts = now() + timedelta(hours=2), []
    for title in ("Pertama terbit", "Kedua terbit"):
        texts.append((await save(polres.kasat, title=title)).row.id)
        await act(polres.kasat, texts[-1], Langkah.AJUKAN)
        await act(polres.kasat, texts[-1], Langkah.JADWALKAN, publish_at=due)
    async with transaction() as session:
        (await session.get_one(BacaanVersi, (texts[0], 1))).summary = ""
    assert await bacaan_jadwal.work(due) == 2
    assert set(await shown()) == {"kedua-terbit"}
    async with reading() as session:
        opened = await bacaan_sunting.opened(session, polres.kasat, texts[0])
    assert opened.row.state == "draf"
    assert "summary" in opened.steps[0][0].note


async def test_sums_by_area_and_month(polres: Polres) -> None:
    """What is counted of each text, where it is known; nothing older than twelve months."""
    text = await published(polres.kasat)
    day = today()
    async with transaction() as session:
        for where, when, counted in (
            ("", day, {"read": 5, "finished": 2}),
            ("36.71.07", day, {"read": 2, "quizzes": 1, "quiz_right": 3, "quiz_asked": 4}),
            ("36.71.07", day.replace(year=day.year - 2), {"read": 100}),
        ):
            await counts.add_counts(session, text, when, where, counted)
    async with reading() as session:
        by_area, by_month = await bacaan_sunting.statistics(session, polres.kasat, text)
        entries, _ = await bacaan_sunting.listing(session, polres.kasat, BacaanFilter())
    assert {code: sums.read for code, sums in by_area.items()} == {"": 5, "36.71.07": 2}
    assert {month: (sums.read, sums.finished) for month, sums in by_month.items()} == {f"{day:%Y-%m}": (7, 2)}
    assert by_area["36.71.07"].right_share == 0.75
    assert by_area[""].right_share is None
    assert entries[0].sums.read == 107


async def test_a_photo_that_a_text_names_is_kept_and_read_by_who_decides(polres: Polres, writer: Actor) -> None:
    """As long as one version names it; not by a stranger, and a photo of a report is never taken for a text."""
    owner = await make_akun("65010009", Peran.STAF_UNIT, satuan=polres.polres)
    mine = actor(owner, polres.polres, Peran.STAF_UNIT)
    photo, of_report, old = [await make_media(owner, what, age_days=400) for what in ("satu", "dua", "tiga")]
    await make_laporan(owner, tus.sha(b"dua"))
    body = f"Titik patroli tampak di peta ini, lihat gambarnya.\n\n![Peta titik patroli](gambar:{photo})"
    text = (await save(mine, body=body)).row.id
    with pytest.raises(TextError):
        await save(mine, text, body=body.replace(str(photo), str(of_report)))
    with pytest.raises(TextError):
        await save(writer, body=body.replace(str(photo), str(old)))
    await media.sweep()
    async with reading() as session:
        assert set(await session.scalars(select(Media.id))) == {photo, of_report}
        assert await media_repository.readable(session, polres.kasat, photo) is not None
        assert await media_repository.readable(session, polres.other_kanit, photo) is None
    # Another hand may leave it where it stands.
    assert (await save(polres.kasat, text, body=body)).version.n == 2
    await save(polres.kasat, text, body="Tanpa gambar lagi, karena petanya sudah tidak berlaku.")
    await act(polres.kasat, text, Langkah.AJUKAN)
    await media.sweep()
    async with reading() as session:
        assert await session.get(Media, photo), "the first version names it"
