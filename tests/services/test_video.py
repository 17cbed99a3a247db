"""Videos: which are kept, what becomes of them, and that nothing a stranger sends harms the server."""

import asyncio
import io
import socket
import struct
from datetime import UTC, datetime
from pathlib import Path

import av
import pytest

from sambang_digital.services import video
from sambang_digital.services.video import Video, VideoDitolak
from sambang_digital.settings import get_settings
from tests import pictures, videos

TAKEN = datetime(2026, 11, 22, 1, 15, 30, tzinfo=UTC)


async def made(tmp_path: Path, data: bytes) -> Video:
    """What becomes of these bytes; refused as the product refuses them."""
    path = tmp_path / "sent.part"
    path.write_bytes(data)
    mime = video.mime_of(data[: video.HEAD])
    if mime is None:
        raise VideoDitolak("no video")
    return await video.process_file(path, mime, tmp_path / "out")


@pytest.mark.parametrize(
    ("kind", "codec", "sound"),
    [
        ("mp4", "libx264", "aac"),
        ("mp4", "libx265", None),
        ("mov", "libx264", "pcm_s16le"),
        ("3gp", "libx264", "aac"),
        ("webm", "libvpx-vp9", "libopus"),
        ("webm", "libvpx", None),
    ],
)
async def test_what_phones_record(tmp_path: Path, kind: str, codec: str, sound: str | None) -> None:
    """A poster, a thumbnail and a copy that plays, with picture and sound as they were and without a word about the camera."""
    data = videos.video(kind, codec, None if sound == "pcm_s16le" else sound)
    done = await made(tmp_path, data)
    assert (done.width, done.height, done.duration_s) == (320, 240, pytest.approx(2, abs=0.05))
    assert done.taken_at == TAKEN
    copy = (tmp_path / "out" / "video").read_bytes()
    assert kind != "mp4" or all(secret in data for secret in videos.SECRETS)
    assert not any(secret in copy for secret in videos.SECRETS)
    with av.open(str(tmp_path / "out" / "video")) as container:
        assert len(container.streams) == (2 if sound and sound != "pcm_s16le" else 1)
        assert sum(1 for _ in container.decode(video=0)) == 50
        assert not {"location", "creation_time", "make"} & {name.lower() for name in container.metadata}
    assert pictures.opened((tmp_path / "out" / "besar").read_bytes()).size == (320, 240)
    assert video.shown_as(video.mime_of(data[: video.HEAD])) == ("video/webm" if kind == "webm" else "video/mp4")


@pytest.mark.parametrize("degrees", [90, -90, 180])
async def test_a_phone_held_upright(tmp_path: Path, degrees: int) -> None:
    """Poster and pixels are upright, and so the copy says: blue was above before the turn."""
    done = await made(tmp_path, videos.video(turned=degrees))
    assert (done.width, done.height) == ((320, 240) if degrees == 180 else (240, 320))
    poster = pictures.opened((tmp_path / "out" / "besar").read_bytes())
    assert poster.size == (done.width, done.height)
    with av.open(str(tmp_path / "out" / "video")) as container:
        assert next(container.decode(video=0)).rotation % 360 == degrees % 360
    blue = {90: (5, 160), -90: (235, 160), 180: (120, 235)}[degrees]
    red, _, much = poster.getpixel(blue)  # type: ignore[misc]
    assert much > 150 > red


async def test_place_and_time_are_read_for_the_handler(tmp_path: Path) -> None:
    """From the tags of the camera; a video without them has none."""
    done = await made(tmp_path, videos.video())
    assert (done.lat, done.lon) == (-6.1776, 106.6134)
    bare = await made(tmp_path, videos.video(tagged=False))
    assert (bare.taken_at, bare.lat, bare.lon) == (None, None, None)


async def test_what_is_no_video_is_refused(tmp_path: Path) -> None:
    """With words that a person understands."""
    for what, data in videos.impostors().items():
        with pytest.raises(VideoDitolak) as refused:
            assert await made(tmp_path, data), what
        assert len(str(refused.value)) < 120


async def test_too_large_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the file says so or not: a few kilobytes must not become gigabytes."""
    monkeypatch.setenv("MAX_PIXELS", "1000000")
    get_settings.cache_clear()
    large = videos.video(sound=None, size=(1280, 960), frames=3)
    for data in (large, videos.lying(large, 320, 240)):
        with pytest.raises(VideoDitolak):
            assert await made(tmp_path, data) is None
    with pytest.raises(VideoDitolak, match="megapiksel"):
        await made(tmp_path, large)
    get_settings.cache_clear()


async def test_an_index_that_repeats_itself(tmp_path: Path) -> None:
    """The copy never gets larger than what was sent."""
    sent = videos.repeating(5000)
    with av.open(io.BytesIO(sent)) as container:
        assert sum(packet.size for packet in container.demux(video=0)) > 10 * len(sent)
    with pytest.raises(VideoDitolak):
        await made(tmp_path, sent)
    with pytest.raises(VideoDitolak):
        await made(tmp_path, videos.repeating(20))
    copy = tmp_path / "out" / "video"
    assert copy.stat().st_size < 2 * len(sent)


async def test_damage_anywhere_is_no_crash(tmp_path: Path) -> None:
    """Bytes of the index and of the pictures changed at every place in turn: kept or refused, never anything else."""
    film = videos.moved_to_front(videos.video(frames=10))
    for place in range(24, len(film) - 4, len(film) // 12):
        data = film[:place] + b"\xff\xff\xff\xff" + film[place + 4 :]
        try:
            done = await made(tmp_path, data)
        except VideoDitolak:
            continue
        assert done.width * done.height <= get_settings().max_pixels


async def test_too_long_a_video(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it says so or not."""
    monkeypatch.setenv("MAX_VIDEO_SECONDS", "60")
    get_settings.cache_clear()
    long = videos.video(sound=None, frames=25 * 62, size=(32, 32), tagged=False)
    with pytest.raises(VideoDitolak, match="1 menit"):
        await made(tmp_path, long)
    # The length that the file states, of its whole and of its track, is made small.
    lies = bytearray(long)
    for box, offset in ((b"mvhd", 20), (b"tkhd", 24)):
        place = lies.index(box) + offset
        lies[place : place + 4] = struct.pack(">I", 1)
    with pytest.raises(VideoDitolak, match="1 menit"):
        await made(tmp_path, bytes(lies))
    get_settings.cache_clear()


async def test_a_file_that_points_elsewhere_fetches_nothing(tmp_path: Path) -> None:
    """Neither a playlist nor a reference inside an MP4 makes the server call anybody."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/a".encode()
        film = videos.video(sound=None)
        # The table of where the pictures lie names "here"; now it names an address.
        place = film.index(b"dref")
        entry = struct.pack(">I4sI", 12 + len(address) + 1, b"url ", 0) + address + b"\0"
        pointing = film[: place + 12] + entry + film[place + 24 :]
        for data in (pointing, b"#EXTM3U\n#EXTINF:9,\n" + address):
            with pytest.raises(VideoDitolak):
                await made(tmp_path, data)
        with pytest.raises(BlockingIOError):
            listener.accept()


async def test_a_worker_that_dies_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends it, memory or a fault in a decoder."""
    monkeypatch.setattr(video.sys, "executable", "/bin/false")
    with pytest.raises(VideoDitolak, match="rusak"):
        await made(tmp_path, videos.video())


async def test_the_server_goes_on_meanwhile(tmp_path: Path) -> None:
    """Other work is done while several videos are checked."""
    folders = [tmp_path / str(number) for number in range(3)]
    for folder in folders:
        folder.mkdir()
    work = asyncio.gather(*(made(folder, videos.large(20_000_000)) for folder in folders))
    turns = 0
    while not work.done():
        await asyncio.sleep(0)
        turns += 1
    assert [done.width for done in await work] == [320] * 3
    assert turns > 100
