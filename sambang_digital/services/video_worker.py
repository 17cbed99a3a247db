"""The process that opens a video. It reads an order (JSON) from its input and answers with one line of JSON.

Nothing is encoded anew but the poster: picture and sound go into a new file as they are, without the tags, tracks and chapters
that tell of place, maker and person.
"""

import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path
from typing import Any

import av
import orjson
from av.video.frame import VideoFrame
from PIL import Image, ImageStat

from sambang_digital.services import gambar, jejak
from sambang_digital.services.video import DAMAGED, VideoDitolak

MEMORY_BYTES = 3_000_000_000
CPU_S = 20
CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "h263", "mjpeg"})
"""What cameras of phones record; every other decoder stays shut."""
SOUNDS = frozenset({"aac", "mp3", "opus", "vorbis", "amr_nb", "amr_wb", "pcm_s16le", "pcm_s16be", "alac"})
EVERYWHERE = frozenset({"h264", "vp8", "vp9", "av1", "aac", "mp3", "opus", "vorbis"})
"""What all browsers of our readers play, pictures and sound."""
NOT_EVERYWHERE = (
    "Video ini tidak dapat diputar di semua HP. Simpan ulang sebagai MP4 dengan H.264 dan AAC, lalu unggah lagi."
)
PICTURES_TO_A_GOOD_ONE = 150
"""Pictures looked at for one that shows something: films fade in from black."""
SHOWS_SOMETHING = 12
"""How much brightness differs (standard deviation, of 255) in a picture that is not of one colour."""
PACKETS_TO_A_PICTURE = 600
"""Pieces looked at for a first picture that decodes."""
WHOLE = 0.9
"""A file that holds fewer of the pictures it announces was cut off."""
OPENED = {"protocol_whitelist": "file", "enable_drefs": "0", "use_absolute_path": "0"}
"""Nothing is ever fetched that a file points at."""
NO_PICTURE = "Berkas ini tidak berisi gambar video."


def main() -> None:
    """Do what the order says."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    os.nice(10)
    av.logging.set_level(None)
    try:
        answer = work(orjson.loads(sys.stdin.buffer.read()))
    except VideoDitolak as error:
        answer = {"refused": str(error)}
    except Exception:  # whatever a decoder stumbles over, the file is at fault
        answer = {"refused": DAMAGED}
    sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")


def work(order: dict[str, Any]) -> dict[str, Any]:
    """Check, picture, copy; gives the fields of a ``Video``."""
    source, folder = order["source"], Path(order["folder"])
    demuxer = "matroska" if order["webm"] else "mov"
    with av.open(source, format=demuxer, container_options=OPENED) as container:
        stream = _track(container, order["max_pixels"])
        if order["for_everybody"] and any(_codec(one) not in EVERYWHERE for one in (stream, *container.streams.audio)):
            raise VideoDitolak(NOT_EVERYWHERE)
        if (container.duration or 0) / av.time_base > order["max_seconds"]:
            raise _too_long(order)
        pictures = _pictures(container, stream, order["max_pixels"])
        picture = _telling(pictures) if order["for_everybody"] else next(pictures, None)
        if picture is None:
            raise VideoDitolak(NO_PICTURE)
        trace = jejak.of_tags({**stream.metadata, **container.metadata}, order["timezone"])
    poster = gambar.of_frame(picture)
    for size in ("besar", "kecil"):
        (folder / size).write_bytes(getattr(poster, size))
    duration_s = _copied(order, demuxer, folder / "video")
    return {"width": poster.width, "height": poster.height, "duration_s": round(duration_s, 3), **asdict(trace)}


def _track(container: Any, max_pixels: int) -> Any:
    """The track of moving pictures."""
    streams = [one for one in container.streams.video if not one.disposition & av.stream.Disposition.attached_pic]
    if not streams:
        raise VideoDitolak(NO_PICTURE)
    stream = streams[0]
    if _codec(stream) not in CODECS:
        raise VideoDitolak("Video memakai penyandian yang belum dikenal. Rekam dengan kamera HP, lalu kirim lagi.")
    _check_pixels(stream.codec_context.width, stream.codec_context.height, max_pixels)
    # What the container says need not be what the pictures are.
    stream.codec_context.options = {"max_pixels": str(max_pixels)}
    stream.thread_type = "NONE"
    return stream


def _codec(stream: Any) -> str:
    return str(stream.codec_context.codec.canonical_name) if stream.codec_context else ""


def _check_pixels(width: int, height: int, most: int) -> None:
    if width * height > most:
        raise VideoDitolak(
            f"Gambar video terlalu besar: {width * height / 1e6:.0f} megapiksel, paling banyak {most / 1e6:.0f}."
        )


def _pictures(container: Any, stream: Any, max_pixels: int) -> Iterator[Image.Image]:
    """The first frames that decode, upright."""
    for number, packet in enumerate(container.demux(stream)):
        if number > PACKETS_TO_A_PICTURE:
            break
        for frame in _decoded(packet):
            _check_pixels(frame.width, frame.height, max_pixels)
            picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
            yield picture.rotate(frame.rotation, expand=True) if frame.rotation else picture


def _telling(pictures: Iterator[Image.Image]) -> Image.Image | None:
    """The first that shows something, or else the first; None: there is none."""
    first = next(pictures, None)
    for picture in chain([] if first is None else [first], islice(pictures, PICTURES_TO_A_GOOD_ONE)):
        small = picture.convert("L").resize((32, 32), Image.Resampling.BOX)
        if ImageStat.Stat(small).stddev[0] >= SHOWS_SOMETHING:
            return picture
    return first


def _decoded(packet: Any) -> Iterator[VideoFrame]:
    """A film may begin in the middle of something: what does not decode is passed over."""
    try:
        yield from packet.decode()
    except av.error.InvalidDataError:
        return


def _copied(order: dict[str, Any], demuxer: str, target: Path) -> float:
    """Write the copy; gives its seconds. The plain MP4 is what browsers play, QuickTime holds what that has no place for."""
    if order["webm"]:
        return _copy(order, demuxer, target, "webm")
    try:
        return _copy(order, demuxer, target, "mp4")
    except (av.error.ArgumentError, ValueError):
        return _copy(order, demuxer, target, "mov")


def _copy(order: dict[str, Any], demuxer: str, target: Path, muxer: str) -> float:
    options = {"fflags": "+bitexact"} | ({} if muxer == "webm" else {"movflags": "+faststart"})
    with (
        av.open(order["source"], format=demuxer, container_options=OPENED) as source,
        av.open(str(target), "w", format=muxer, container_options=options) as copy,
    ):
        video = _track(source, order["max_pixels"])
        sound = [one for one in source.streams.audio if _codec(one) in SOUNDS][:1]
        tracks = {one.index: copy.add_stream_from_template(one, opaque=True) for one in (video, *sound)}
        if muxer != "webm" and _codec(video) == "hevc":
            tracks[video.index].codec_context.codec_tag = "hvc1"  # the other spelling does not play on iPhones
        arrived, seconds, written = 0, Fraction(0), 0
        for packet in source.demux(video, *sound):
            if packet.dts is None:
                continue
            if packet.stream_index == video.index:
                arrived += 1
                seconds = max(seconds, ((packet.pts or packet.dts) + (packet.duration or 0)) * packet.time_base)
                if seconds - _start(video) > order["max_seconds"] + 1:
                    raise _too_long(order)
            written += packet.size
            if written > source.size:
                raise VideoDitolak(
                    DAMAGED
                )  # its index leads to the same bytes again and again: a few kilobytes that become gigabytes
            packet.stream = tracks[packet.stream_index]
            copy.mux(packet)
        if arrived == 0 or arrived < video.frames * WHOLE:
            raise VideoDitolak(DAMAGED)
        return float(seconds - _start(video))


def _start(stream: Any) -> Fraction:
    return Fraction((stream.start_time or 0) * stream.time_base)


def _too_long(order: dict[str, Any]) -> VideoDitolak:
    return VideoDitolak(
        f"Video terlalu panjang: paling lama {order['max_seconds'] // 60} menit. Potong, lalu kirim lagi."
    )


if __name__ == "__main__":
    main()
