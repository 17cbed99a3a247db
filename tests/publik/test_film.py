"""A video in a text, as everybody's page shows it: played without a script, by parts, told in words, and nobody's before it is published."""

import json
import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest

from sambang_digital.db import transaction
from sambang_digital.models.base import uuid7
from sambang_digital.security.actor import Actor
from sambang_digital.services import bacaan_sunting, media
from sambang_digital.services.bacaan_sunting import Langkah
from sambang_digital.settings import get_settings
from tests import tus, videos
from tests.polres import Polres

TEXT = {
    "title": "Cara mengunci setang motor",
    "summary": "Kunci setang setiap kali motor ditinggal, juga sebentar.",
    "body": "Putar setang ke kiri, tekan kunci, lalu putar. Ulangi setiap kali.",
}
WORDS = {
    "caption": "Mengunci <b>setang</b>",
    "transcript": "Petugas memutar setang ke kiri.\nTerdengar bunyi <i>klik</i>.",
}
PAGE = "/baca/cara-mengunci-setang-motor"


async def body(data: bytes) -> AsyncIterator[bytes]:
    """As it comes."""
    yield data


async def film(who: Actor, data: bytes) -> UUID:
    """A video that they uploaded."""
    begun = await media.begin(media.staff(who), tus.sha(data), len(data), "1.mp4", kind="video")
    await media.receive(media.staff(who), begun.id, 0, body(data))
    return begun.id


async def write(who: Actor, id_: UUID, *steps: Langkah, **more: object) -> UUID:
    """A text with that video, led so far."""
    text = uuid7()
    async with transaction() as session:
        values = TEXT | {"film": {"id": str(id_)} | WORDS} | more
        await bacaan_sunting.save(session, who, text, "himbauan", values)
    for step in steps:
        await act(who, text, step)
    return text


async def act(who: Actor, text: UUID, step: Langkah) -> None:
    """One step."""
    async with transaction() as session:
        await bacaan_sunting.act(session, who, text, step)


@pytest.fixture
async def kasat(database: str) -> Actor:
    """Who writes and publishes."""
    return (await Polres().fill()).kasat


async def test_a_video_is_everybodys_while_its_text_is_shown(client: httpx.AsyncClient, kasat: Actor) -> None:
    """Before and after that it is as if it were not there, and so are its poster and every other name."""
    data = videos.video()
    id_ = await film(kasat, data)
    text = await write(kasat, id_, Langkah.AJUKAN)
    addresses = [f"/baca/video/{id_}.mp4", f"/baca/gambar/{id_}.jpg", f"/baca/gambar/{id_}-kecil.jpg"]
    assert [(await client.get(one)).status_code for one in addresses] == [404] * 3
    await act(kasat, text, Langkah.TERBITKAN)
    assert [(await client.get(one)).status_code for one in addresses] == [200] * 3
    for other in (f"{id_}.webm", f"{id_}", f"{uuid4()}.mp4", "x.mp4", f"{str(id_).upper()}.mp4"):
        assert (await client.get(f"/baca/video/{other}")).status_code == 404
    await act(kasat, text, Langkah.ARSIPKAN)
    assert [(await client.get(one)).status_code for one in addresses] == [404] * 3


async def test_it_is_sent_by_parts(client: httpx.AsyncClient, kasat: Actor) -> None:
    """Whole, from the middle, its last bytes, none beyond its end; kept for ever under its name; nothing of the camera in it."""
    id_ = await film(kasat, videos.video())
    await write(kasat, id_, Langkah.AJUKAN, Langkah.TERBITKAN)
    address = f"/baca/video/{id_}.mp4"
    whole = await client.get(address)
    assert (whole.status_code, whole.headers["content-type"], whole.headers["accept-ranges"]) == (
        200,
        "video/mp4",
        "bytes",
    )
    assert whole.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "default-src 'self'" in whole.headers["content-security-policy"]
    data, size = whole.content, len(whole.content)
    assert not [secret for secret in videos.SECRETS if secret in data]
    for asked, first, end in (
        ("0-", 0, size),
        ("100-199", 100, 200),
        ("-50", size - 50, size),
        (f"10-{size * 9}", 10, size),
    ):
        part = await client.get(address, headers={"Range": f"bytes={asked}"})
        assert (part.status_code, part.content) == (206, data[first:end])
        assert part.headers["content-range"] == f"bytes {first}-{end - 1}/{size}"
    beyond = await client.get(address, headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    same = {"Range": "bytes=5-9", "If-Range": whole.headers["etag"]}
    assert (await client.get(address, headers=same)).status_code == 206
    assert (await client.get(address, headers=same | {"If-Range": '"lain"'})).content == data


async def test_the_page_plays_it_without_a_script_and_says_it_in_words(client: httpx.AsyncClient, kasat: Actor) -> None:
    """Nothing is loaded before somebody plays it, nothing jumps, what is said is text; engines are told; the page lets it play."""
    id_ = await film(kasat, videos.video())
    await write(kasat, id_, Langkah.AJUKAN, Langkah.TERBITKAN)
    answer = await client.get(PAGE)
    page = answer.text
    (tag,) = re.findall(r"<video[^>]+>", page)
    for part in (' controls ', 'preload="none"', f'poster="/baca/gambar/{id_}-kecil.jpg"', 'width="320"', 'height="240"',
                 'aria-label="Video: Mengunci &lt;b&gt;setang&lt;/b&gt;"'):  # fmt: skip
        assert part in tag
    assert f'<source src="/baca/video/{id_}.mp4" type="video/mp4">' in page
    assert f'<a href="/baca/video/{id_}.mp4" download="cara-mengunci-setang-motor.mp4"' in page
    assert "Isi video dalam tulisan" in page
    assert "Terdengar bunyi &lt;i&gt;klik&lt;/i&gt;." in page
    assert re.search(r"Video 2 detik, \d+ KB\. Perlu sinyal", page)
    assert "media-src 'self'" in answer.headers["content-security-policy"]
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    told = json.loads(found)["video"]
    assert (told["@type"], told["name"], told["duration"]) == ("VideoObject", "Mengunci <b>setang</b>", "PT2S")
    assert told["contentUrl"] == f"{get_settings().public_url}/baca/video/{id_}.mp4"
    (row,) = [
        one
        for one in re.findall(r'href="(/baca/[^"?]+)"', (await client.get("/baca/?cari=bunyi+klik")).text)
        if one == PAGE
    ]
    assert row == PAGE


async def test_of_a_text_whose_readers_may_be_watched_nothing_stays(client: httpx.AsyncClient, kasat: Actor) -> None:
    """No cache keeps it, and nobody is offered to keep it."""
    id_ = await film(kasat, videos.video())
    await write(kasat, id_, Langkah.AJUKAN, Langkah.TERBITKAN, topic="kdrt_anak")
    for address in (PAGE, f"/baca/video/{id_}.mp4", f"/baca/gambar/{id_}-kecil.jpg"):
        assert (await client.get(address)).headers["cache-control"] == "no-store"
    page = (await client.get(PAGE)).text
    assert "<video" in page
    assert "Unduh video" not in page
