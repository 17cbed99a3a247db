"""Photos: tells a real picture from anything else and makes the sizes that are kept.

What is kept is encoded anew, so neither EXIF (place, camera, person) nor anything hidden behind a picture survives.
"""

import asyncio
import io
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from PIL import Image, UnidentifiedImageError

T = TypeVar("T")

BESAR, KECIL = 1600, 320
"""Longest side of the two sizes, pixels."""
POTRET, MUNGIL = 384, 192
"""Side of the two sizes of a portrait, pixels: it is shown at half of that, also on sharp screens."""
FROM_ABOVE = 0.2
"""Part of what a portrait has too much in height that is taken away above: faces are there."""

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
FILTER = Image.Resampling.HAMMING
"""Half the time of Lanczos; once encoded, the results differ by half a decibel."""
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")

# The limit on pixels is ours (settings) and checked from the header, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


class GambarDitolak(Exception):
    """Not a picture that can be kept; the message says why, in Indonesian."""


class BukanGambar(GambarDitolak):
    """Nothing that we know as a picture."""


@dataclass(frozen=True, slots=True)
class Gambar:
    """A checked picture: two JPEG files, its size upright in pixels, and its perceptual hash (16 hexadecimal digits)."""

    besar: bytes
    kecil: bytes
    width: int
    height: int
    dhash: str


@dataclass(frozen=True, slots=True)
class Square:
    """A checked portrait: two square WebP files, :data:`POTRET` and :data:`MUNGIL` pixels."""

    besar: bytes
    kecil: bytes


async def process_file(path: Path, max_pixels: int) -> Gambar:
    """Like :func:`process`, :func:`aside`."""
    return await aside(lambda: process(path.read_bytes(), max_pixels))


async def aside(work: Callable[[], T]) -> T:
    """Do ``work`` on pictures off the event loop; as many at once as there are cores, the others wait."""
    return await asyncio.get_running_loop().run_in_executor(_pool(), work)


@lru_cache
def _pool() -> ThreadPoolExecutor:
    # Pillow lets go of the interpreter while it decodes, scales and encodes.
    return ThreadPoolExecutor(os.cpu_count() or 2, thread_name_prefix="gambar")


def process(data: bytes, max_pixels: int) -> Gambar:
    """Check ``data`` and make its sizes. Raises :class:`GambarDitolak`."""
    return _decoding(lambda: _process(data, max_pixels))


def portrait(data: bytes, max_pixels: int) -> Square:
    """Check ``data`` and cut the square out of it that shows a face. Raises :class:`GambarDitolak`."""
    return _decoding(lambda: _portrait(data, max_pixels))


def _decoding(work: Callable[[], T]) -> T:
    try:
        return work()
    except (GambarDitolak, MemoryError):
        raise
    except Exception as error:  # whatever a decoder stumbles over, the file is at fault
        raise GambarDitolak("Berkas foto rusak atau terpotong. Ambil ulang fotonya.") from error


def _checked(data: bytes, max_pixels: int) -> tuple[Image.Image, Image.Transpose | None]:
    """The picture, of which only the header is read yet, and how it has to be turned."""
    picture = _open(data)
    width, height = picture.size
    if width * height > max_pixels:
        raise GambarDitolak(
            f"Foto terlalu besar: {width * height / 1e6:.0f} megapiksel, paling banyak {max_pixels / 1e6:.0f}."
        )
    return picture, TURNS.get(_orientation(picture))


def _portrait(data: bytes, max_pixels: int) -> Square:
    picture, turn = _checked(data, max_pixels)
    short = min(picture.size)
    if short < MUNGIL:
        raise GambarDitolak(f"Foto terlalu kecil: paling sedikit {MUNGIL} × {MUNGIL} piksel.")
    picture.draft(None, (POTRET * picture.width // short, POTRET * picture.height // short))
    upright = _flat(picture) if turn is None else _flat(picture).transpose(turn)
    side = min(upright.size)
    left, top = (upright.width - side) // 2, round((upright.height - side) * FROM_ABOVE)
    # Put on a new ground: what the file said of itself stays behind.
    square = Image.new("RGB", (side, side))
    square.paste(upright.crop((left, top, left + side, top + side)))
    large = square.resize((POTRET, POTRET), FILTER, reducing_gap=2.0)
    return Square(_webp(large), _webp(large.resize((MUNGIL, MUNGIL), FILTER)))


def _process(data: bytes, max_pixels: int) -> Gambar:
    picture, turn = _checked(data, max_pixels)
    width, height = picture.size
    if turn is not None and turn >= Image.Transpose.ROTATE_90 and turn != Image.Transpose.ROTATE_180:
        width, height = height, width
    target = _fit(picture.size, BESAR)
    picture.draft(None, target)  # lets the JPEG decoder skip the detail that scaling would throw away
    besar = _flat(picture)
    if target != besar.size:
        besar = besar.resize(target, FILTER, reducing_gap=2.0)
    if turn is not None:
        besar = besar.transpose(turn)
    return _made(besar, width, height)


def of_frame(picture: Image.Image) -> Gambar:
    """The sizes of a picture that is decoded and upright already, as a frame of a video is."""
    width, height = picture.size
    return _made(picture.resize(_fit(picture.size, BESAR), FILTER, reducing_gap=2.0), width, height)


def _made(besar: Image.Image, width: int, height: int) -> Gambar:
    kecil = besar.resize(_fit(besar.size, KECIL), FILTER, reducing_gap=2.0)
    return Gambar(_jpeg(besar), _jpeg(kecil), width, height, dhash(kecil))


def dhash(picture: Image.Image) -> str:
    """Difference hash: whether each of 8 × 8 fields is brighter than its right neighbour, 64 bits in hexadecimal."""
    small = picture.convert("L").resize((9, 8), Image.Resampling.BOX)
    rows = [small.crop((0, y, 9, y + 1)).tobytes() for y in range(8)]
    bits = "".join("1" if row[x] > row[x + 1] else "0" for row in rows for x in range(8))
    return f"{int(bits, 2):016x}"


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
            raise GambarDitolak("Foto HEIC/AVIF belum dapat dibaca. Atur kamera ke JPEG, lalu ambil ulang.") from None
        raise BukanGambar("Berkas ini bukan foto JPEG, PNG, atau WebP.") from None


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # broken EXIF does not spoil a good picture
        return 1


def _fit(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = longest / max(size)
    return size if scale >= 1 else (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))


def _flat(picture: Image.Image) -> Image.Image:
    """Decoded, as RGB; what is transparent becomes white."""
    if picture.mode == "RGB":
        picture.load()
        return picture
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, exif=b"", icc_profile=None, comment=b"")
    return out.getvalue()


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()
