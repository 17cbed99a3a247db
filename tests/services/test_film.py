"""Videos of texts for citizens: sent by who writes, kept without a word of the camera, asked for words, everybody's once published."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from sambang_digital.db import reading, transaction
from sambang_digital.models import BacaanFoto, Media
from sambang_digital.repositories import media as media_repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import bacaan, bacaan_bawa, bacaan_beda, bacaan_sunting, media, media_files, simpanan
from sambang_digital.services.bacaan_sunting import Langkah, TextError, Unfinished
from sambang_digital.services.media_errors import Refused, TooLarge
from sambang_digital.settings import get_settings
from tests import pictures, tus, videos
from tests.factories import make_akun
from tests.polres import Polres, actor
from tests.services.test_bacaan_sunting import NEWS, act, save

CAPTION, TRANSCRIPT = (
    "Cara mengunci setang",
    "Petugas memutar setang ke kiri, lalu mencabut kunci. Terdengar bunyi klik.",
)


@pytest.fixture
async def writer(polres: Polres) -> Actor:
    """Staff of a unit of the Polres, who may write and not publish."""
    return actor(await make_akun("65010001", Peran.STAF_UNIT, satuan=polres.polres), polres.polres, Peran.STAF_UNIT)


async def body(data: bytes) -> AsyncIterator[bytes]:
    """As it comes."""
    yield data


async def send(who: Actor, data: bytes, kind: media.Kind = "video", name: str = "film.mp4") -> UUID:
    """Upload it whole; gives its id."""
    begun = await media.begin(media.staff(who), tus.sha(data), len(data), name, kind=kind)
    if begun.expires_at:
        await media.receive(media.staff(who), begun.id, begun.offset, body(data[begun.offset :]))
    return begun.id


def told(id_: UUID, **more: Any) -> dict[str, Any]:
    """What a draft says of its video."""
    return {"id": str(id_), "caption": CAPTION, "transcript": TRANSCRIPT} | more


async def bytes_of(id_: UUID, size: str) -> bytes:
    """All of a stored file."""
    stored = await media_files.get(id_, size)
    return b"".join([bytes(piece) async for piece in stored.pieces])


@pytest.mark.parametrize(
    ("kind", "codec", "sound"), [("mp4", "libx264", "aac"), ("mov", "libx264", "aac"), ("webm", "libvpx", "libopus")]
)
async def test_what_is_kept_of_a_video(writer: Actor, kind: str, codec: str, sound: str) -> None:
    """A copy and a poster without place, time and maker; the bytes that were sent are nowhere."""
    data = videos.video(kind, codec, sound)
    id_ = await send(writer, data)
    async with reading() as session:
        row = await session.get_one(Media, id_)
    assert (row.state, row.kind, row.width, row.height) == ("siap", "video", 320, 240)
    assert row.duration_s == pytest.approx(2, abs=0.1)
    assert (row.taken_at, row.lat, row.lon, row.device_id) == (None, None, None, None)
    for size in ("video", "besar", "kecil"):
        kept = await bytes_of(id_, size)
        assert not [secret for secret in videos.SECRETS if secret in kept]
    assert pictures.opened(await bytes_of(id_, "besar")).size == (320, 240)
    assert await simpanan.size(media_files.key(id_, "asli")) is None
    assert not list((Path(get_settings().data_dir) / "uploads").glob("*"))


async def test_the_poster_shows_something(writer: Actor) -> None:
    """Films fade in from black: the first picture that is not of one colour is taken; of a film of one colour the first."""
    poster = pictures.opened(await bytes_of(await send(writer, videos.fading()), "besar")).convert("L")
    low, high = poster.getextrema()
    assert high - low > 60
    black = pictures.opened(await bytes_of(await send(writer, videos.fading(black_only=True)), "besar")).convert("L")
    assert black.getextrema()[1] < 40


async def test_what_is_refused(writer: Actor) -> None:
    """What is no video, what not every phone plays, what is too large; the reason says what to do."""
    refused = {**videos.impostors(), "a photo": pictures.photo()}
    for what, data in refused.items():
        with pytest.raises(Refused) as error:
            await send(writer, data)
        assert str(error.value).endswith("."), what
    for data in (videos.video("mp4", "mpeg4"), videos.video("mov", "libx264", "pcm_s16le")):
        with pytest.raises(Refused, match=r"Simpan ulang sebagai MP4 dengan H\.264"):
            await send(writer, data)
    with pytest.raises(TooLarge, match="Video paling besar 100 MB"):
        await media.begin(media.staff(writer), "0" * 64, get_settings().max_video_bytes + 1, "film.mp4", kind="video")
    with pytest.raises(TooLarge, match="Foto paling besar 12 MB"):
        await media.begin(media.staff(writer), "0" * 64, get_settings().max_media_bytes + 1, "1.jpg")


async def test_a_video_that_was_tried_as_a_picture(writer: Actor) -> None:
    """It is refused as one, and taken as what it is; begun as one, it is begun anew."""
    data, other = videos.video(), videos.video(frames=60)
    with pytest.raises(Refused, match="bukan foto"):
        await send(writer, data, "foto")
    await send(writer, data)
    first = await media.begin(media.staff(writer), tus.sha(other), len(other), "1.mp4")
    await media.receive(media.staff(writer), first.id, 0, body(other[:500]))
    assert (await media.begin(media.staff(writer), tus.sha(other), len(other), "1.mp4", kind="video")).offset == 0
    await send(writer, other)


async def test_words_are_asked_before_it_is_handed_in(writer: Actor) -> None:
    """A draft is kept without; who cannot hear or see it is not left with nothing."""
    id_ = await send(writer, videos.video())
    text = (await save(writer, film={"id": str(id_)})).row.id
    with pytest.raises(Unfinished) as error:
        await act(writer, text, Langkah.AJUKAN)
    assert error.value.faults == {
        "film.caption": "Paling sedikit 5 huruf.",
        "film.transcript": "Paling sedikit 20 huruf.",
    }
    await save(writer, text, film=told(id_))
    await act(writer, text, Langkah.AJUKAN)


async def test_from_the_editor_to_the_readers(polres: Polres, writer: Actor) -> None:
    """Only of what is shown; found by its words; on officers' phones a poster and the words; gone with the next version."""
    id_ = await send(writer, videos.video())
    text = (await save(writer, film=told(id_))).row.id
    await act(writer, text, Langkah.AJUKAN)
    assert (await bacaan.library()).films == {}
    async with reading() as session:
        assert await media_repository.readable(session, polres.kasat, id_), "who decides looks at it first"
        assert await media_repository.readable(session, polres.other_kanit, id_) is None
    await act(polres.kasat, text, Langkah.TERBITKAN)
    library = await bacaan.library()
    (row,) = library.rows
    assert row.film
    assert (row.film.name, row.film.width, row.film.height, row.film.length) == (f"{id_}.mp4", 320, 240, "2 detik")
    assert set(library.films) == {f"{id_}.mp4"}
    assert library.pictures == {id_: False}
    assert library.find(bacaan.Sort("bunyi klik setang")).rows == [row]
    (on_phone,) = (await bacaan_bawa.for_phones())["texts"]
    assert on_phone["film"]["poster"].startswith("data:image/jpeg;base64,/9j/")
    assert (on_phone["film"]["caption"], on_phone["film"]["transcript"], on_phone["film"]["length"]) == (
        CAPTION,
        TRANSCRIPT,
        "2 detik",
    )
    assert str(id_) not in str(on_phone["film"]["caption"])

    await act(polres.kasat, text, Langkah.UBAH)
    await save(polres.kasat, text)
    await act(polres.kasat, text, Langkah.AJUKAN, Langkah.TERBITKAN)
    assert (await bacaan.library()).films == {}
    async with reading() as session:
        assert set(await session.scalars(select(BacaanFoto.media_id))) == {id_}, "the first version names it"


async def test_a_file_that_is_not_the_writers_to_show(polres: Polres, writer: Actor) -> None:
    """Somebody else's, one that is not there, a picture as a video and a video as a picture: each is said at its field."""
    film, photo = await send(writer, videos.video()), await send(writer, pictures.photo(), "foto")
    for who, values, field in (
        (polres.kasat, {"film": told(film)}, "film"),
        (writer, {"film": told(UUID(int=7))}, "film"),
        (writer, {"film": told(photo)}, "film"),
        (writer, {"body": f"{NEWS['body']}\n\n![Sebuah peta](gambar:{film})"}, "body"),
    ):
        with pytest.raises(TextError) as error:
            await save(who, **values)
        assert list(error.value.faults) == [field]
    async with transaction() as session:
        with pytest.raises(TextError) as error:
            await bacaan_sunting.save(session, writer, UUID(int=9), "berita", NEWS | {"film": {"id": "bukan"}})
    assert list(error.value.faults) == ["film.id"]
    both = (await save(writer, film=told(film), body=f"{NEWS['body']}\n\n![Sebuah peta](gambar:{photo})")).row.id
    async with reading() as session:
        assert set(await session.scalars(select(BacaanFoto.media_id).where(BacaanFoto.bacaan_id == both))) == {
            film,
            photo,
        }


async def test_what_differs_between_two_versions(writer: Actor) -> None:
    """Another caption, another file: both are seen, the file by the beginning of its name."""
    id_ = await send(writer, videos.video())
    before, after = ({**NEWS, "film": told(id_, **more)} for more in ({}, {"caption": "Cara lain"}))
    (one,) = bacaan_beda.differences(before, after)
    assert one.title == "Video"
    assert [text for text, changed in one.after if changed] != []
    assert str(id_)[:8] in "".join(text for text, _ in one.after)
