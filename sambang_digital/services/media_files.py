"""What is kept of each finished photo and video, and where in the store it lies."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal
from uuid import UUID

from sambang_digital.models import Media
from sambang_digital.services import gambar, simpanan, video
from sambang_digital.services.media_errors import NotFound, Unavailable

Size = Literal["besar", "kecil", "video", "asli"]
SIZES: tuple[Size, ...] = ("besar", "kecil")
"""Of every file: the picture, of a video its poster, as JPEG."""
ALL_SIZES: tuple[Size, ...] = (*SIZES, "video", "asli")
"""``video``: a copy without metadata. ``asli``: the bytes that a citizen sent, for handlers alone."""
PORTRAITS = ("potret", "mungil")
"""Of an officer's portrait: the large and the small square, as WebP."""
Span = tuple[int, int]


def sizes_of(kind: str, is_citizens: bool) -> tuple[Size, ...]:
    """What there is of a finished file."""
    is_there = {"video": kind == "video", "asli": is_citizens}
    return tuple(size for size in ALL_SIZES if is_there.get(size, True))


def key(media_id: UUID, size: str) -> str:
    """Where it lies in the store."""
    ending = "webp" if size in PORTRAITS else "jpg" if size in SIZES else "bin"
    return f"{media_id.hex[:2]}/{media_id.hex}-{size}.{ending}"


def mime_of(media: Media, size: str) -> str:
    """Of which kind it is."""
    if size in SIZES:
        return "image/jpeg"
    return video.shown_as(media.mime) if size == "video" else media.mime or "application/octet-stream"


async def store(media_id: UUID, made: gambar.Gambar) -> None:
    """Keep the sizes of a checked picture where :func:`get` finds them."""
    for size in SIZES:
        await simpanan.put(key(media_id, size), getattr(made, size))


async def store_portrait(potret_id: UUID, made: gambar.Square) -> None:
    """Keep both sizes of a checked portrait."""
    for size, data in zip(PORTRAITS, (made.besar, made.kecil), strict=True):
        await simpanan.put(key(potret_id, size), data)


async def store_video(media_id: UUID, folder: Path) -> None:
    """Keep what was made of a checked video."""
    for size in ("video", *SIZES):
        await simpanan.put_file(key(media_id, size), folder / size)


async def get(media_id: UUID, size: str, wanted: Callable[[int], Span | None] | None = None) -> simpanan.Stored:
    """A finished file in one of its sizes. ``wanted`` tells for its length which bytes are asked for; None: all."""
    try:
        span = None
        if wanted and (length := await simpanan.size(key(media_id, size))):
            span = wanted(length)
        stored = await simpanan.get(key(media_id, size), span)
    except simpanan.SimpananTerganggu as error:
        raise Unavailable("Penyimpanan foto sedang terganggu. Coba lagi sebentar lagi.") from error
    if stored is None:
        raise NotFound("Berkas ini tidak ada atau bukan untuk Anda.")
    return stored


async def delete(media_id: UUID) -> None:
    """Forget all of it; doing that twice does no harm."""
    for size in (*ALL_SIZES, *PORTRAITS):
        await simpanan.delete(key(media_id, size))
