"""Videos as phones record them, and files that only pretend to be videos. All made here, none downloaded."""

import io
import random
import struct
import tempfile
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy

from tests import pictures

PLACE, MAKER = "-06.1776+106.6134/", "Kamera Rahasia"
TAGS = {
    "creation_time": "2026-11-22T01:15:30Z",
    "com.apple.quicktime.location.ISO6709": PLACE,
    "location": PLACE,
    "make": MAKER,
    "model": MAKER,
}
"""What a camera writes."""
SECRETS = (MAKER.encode(), b"106.6134", b"ISO6709")


@lru_cache
def video(
    kind: str = "mp4",
    codec: str = "libx264",
    sound: str | None = "aac",
    size: tuple[int, int] = (320, 240),
    frames: int = 50,
    turned: int = 0,
    tagged: bool = True,
) -> bytes:
    """A film at 25 pictures a second: red on the left, blue above. ``turned``: degrees that the phone was held."""
    out = io.BytesIO()
    options = {"movflags": "+use_metadata_tags"} if kind in ("mp4", "mov") else {}
    with av.open(out, "w", format=kind, options=options) as container:
        container.metadata.update(TAGS if tagged else {})
        picture = container.add_stream(codec, rate=25)
        picture.width, picture.height = size
        picture.pix_fmt = "yuv420p"
        if turned:
            picture.set_display_rotation(turned)
        track = container.add_stream(sound, rate=48_000) if sound else None
        for number in range(frames):
            pixels = numpy.zeros((size[1], size[0], 3), numpy.uint8)
            pixels[:, : size[0] // 2] = (200, 30, 30)
            pixels[: size[1] // 4] = (0, 0, 255)
            pixels[number % size[1]] = 255
            container.mux(picture.encode(av.VideoFrame.from_ndarray(pixels)))
        container.mux(picture.encode())
        if track:
            _add_silence(container, track, frames / 25)
    return out.getvalue()


def _add_silence(container: Any, track: Any, seconds: float) -> None:
    samples = track.codec_context.frame_size or 960
    for number in range(int(seconds * 48_000) // samples):
        frame = av.AudioFrame.from_ndarray(numpy.zeros((1, samples), numpy.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, number * samples, Fraction(1, 48_000)
        container.mux(track.encode(frame))
    container.mux(track.encode())


@lru_cache
def large(size: int) -> bytes:
    """A video of so many bytes: behind it a box that players pass over, of bytes that tell every mix-up."""
    film = video()
    rest = size - len(film)
    return film + struct.pack(">I4s", rest, b"free") + random.Random(1).randbytes(rest - 8)


def boxes(*kinds: bytes) -> bytes:
    """The beginning of an MP4 with these boxes, empty."""
    return b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"".join(struct.pack(">I4s", 16, kind) + bytes(8) for kind in kinds)


@lru_cache
def sound_alone() -> bytes:
    """An MP4 without a picture."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        _add_silence(container, container.add_stream("aac", rate=48_000), 1)
    return out.getvalue()


def moved_to_front(data: bytes) -> bytes:
    """The same with its index before the pictures, as it is cut off most unnoticed."""
    with (
        tempfile.NamedTemporaryFile() as out,
        av.open(io.BytesIO(data)) as source,
    ):
        container = av.open(out.name, "w", format="mp4", options={"movflags": "+faststart"})
        track = container.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = track
                container.mux(packet)
        container.close()
        return Path(out.name).read_bytes()


def lying(data: bytes, width: int, height: int) -> bytes:
    """The same film; its container says that it has this size."""
    place = data.index(b"avc1", data.index(b"stsd")) + 4 + 24
    return data[:place] + struct.pack(">HH", width, height) + data[place + 4 :]


@lru_cache
def impostors() -> dict[str, bytes]:
    """Files that must be refused, by what they are."""
    film = video()
    return {
        "pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n",
        "zip": pictures.zip_file(),
        "html": b"<!doctype html><script>alert(1)</script>",
        "playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n",
        "script of ffmpeg": b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        "avi": b"RIFF\0\0\1\0AVI LIST" + bytes(500),
        "picture of an iphone": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200),
        "mp4 cut in half": film[: len(film) // 2],
        "mp4 cut in half, its index in front": (front := moved_to_front(video(frames=200)))[: len(front) // 2],
        "beginning of an mp4": film[:32] + bytes(5000),
        "boxes without anything": boxes(b"moov", b"mdat"),
        "matroska": video("matroska", sound=None),
        "webm cut in half": video("webm", "libvpx-vp9", None)[:400],
        "sound alone": sound_alone(),
    }


def repeating(times: int) -> bytes:
    """A film whose index leads to its first picture again and again: few bytes that become many when they are copied."""
    film = video(sound=None, size=(640, 480))
    moov = film.index(b"moov") - 4
    with av.open(io.BytesIO(film)) as container:
        first = next(packet for packet in container.demux(video=0))
        place, length = first.pos, first.size
    tables = {
        b"stts": struct.pack(">IIII", 0, 1, times, 512),
        b"stsc": struct.pack(">IIIII", 0, 1, 1, 1, 1),
        b"stsz": struct.pack(">III", 0, length, times),
        b"stco": struct.pack(">II", 0, times) + struct.pack(">I", place) * times,
    }

    def rewritten(data: bytes) -> bytes:
        out, at = b"", 0
        while at < len(data):
            size, kind = struct.unpack(">I4s", data[at : at + 8])
            inner = data[at + 8 : at + size]
            if kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
                inner = rewritten(inner)
            inner = tables.get(kind, inner)
            if kind not in (b"ctts", b"stss", b"edts"):
                out += struct.pack(">I4s", 8 + len(inner), kind) + inner
            at += size
        return out

    return film[:moov] + rewritten(film[moov:])


@lru_cache
def fading(*, black_only: bool = False) -> bytes:
    """A film that is black for a second, and then shows a bright door in a dark wall."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        picture = container.add_stream("libx264", rate=25)
        picture.width, picture.height, picture.pix_fmt = 320, 240, "yuv420p"
        for number in range(50):
            pixels = numpy.zeros((240, 320, 3), numpy.uint8)
            if number > 25 and not black_only:
                pixels[60:200, 100:220] = 230
            container.mux(picture.encode(av.VideoFrame.from_ndarray(pixels)))
        container.mux(picture.encode())
    return out.getvalue()
