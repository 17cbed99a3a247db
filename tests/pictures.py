"""Pictures as phones make them, and files that only pretend to be pictures. All made here, none downloaded."""

import io
import struct
import zipfile
import zlib
from functools import lru_cache

from PIL import ExifTags, Image, ImageDraw

JAKARTA_TIME = "2026:11:22 08:15:30"


@lru_cache
def scene(width: int = 1200, height: int = 900, shift: int = 0) -> Image.Image:
    """A picture with something in it: a sloped brightness, a dark door on the left, a bright window on the right."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (across, down, Image.blend(across, down, 0.5)))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width * 0.1, height * 0.4, width * 0.3, height * 0.95), fill=(40 + shift, 20, 10))
    draw.ellipse((width * 0.6, height * 0.1, width * 0.9, height * 0.5), fill=(250, 250 - shift, 220))
    return picture


def exif(orientation: int = 1, lat: float | None = -6.1776, lon: float = 106.6134) -> Image.Exif:
    """What a camera writes: maker, time with zone, place as degrees, minutes, seconds."""
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = "Kamera Rahasia"
    tags[ExifTags.Base.Orientation] = orientation
    detail = tags.get_ifd(ExifTags.IFD.Exif)
    detail[ExifTags.Base.DateTimeOriginal] = JAKARTA_TIME
    detail[ExifTags.Base.OffsetTimeOriginal] = "+07:00"
    if lat is not None:
        place = tags.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef] = "N" if lat >= 0 else "S"
        place[ExifTags.GPS.GPSLatitude] = _sexagesimal(abs(lat))
        place[ExifTags.GPS.GPSLongitudeRef] = "E" if lon >= 0 else "W"
        place[ExifTags.GPS.GPSLongitude] = _sexagesimal(abs(lon))
    return tags


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4)


def encoded(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """The file as a picture, decoded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@lru_cache
def photo(width: int = 1200, height: int = 900, orientation: int = 1, shift: int = 0) -> bytes:
    """A JPEG as a camera writes it, with EXIF."""
    return encoded(scene(width, height, shift), quality=90, exif=exif(orientation))


@lru_cache
def noise(width: int = 1000, height: int = 1000, seed: int = 1) -> bytes:
    """A JPEG that hardly compresses, about 0.8 bytes a pixel: for uploads that take a while."""
    import numpy

    pixels = numpy.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=numpy.uint8)
    return encoded(Image.fromarray(pixels), quality=85)


def png_bomb(width: int, height: int) -> bytes:
    """A few hundred kilobytes that would decode to ``width`` × ``height`` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zip_file() -> bytes:
    """A zip with a picture in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("foto.jpg", photo())
    return out.getvalue()


def impostors() -> dict[str, bytes]:
    """Files that must be refused, by what they are."""
    return {
        "pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n",
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "zip": zip_file(),
        "html": b"<!doctype html><script>alert(1)</script>",
        "gif": encoded(scene(60, 60), "GIF"),
        "bmp": encoded(scene(60, 60), "BMP"),
        "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200),
        "jpeg cut in half": photo()[: len(photo()) // 2],
        "jpeg without its end": noise(400, 400)[:-2000],
        "png cut in half": encoded(scene(300, 300), "PNG")[:-500],
        "jpeg header alone": b"\xff\xd8\xff\xe0",
        "bomb of 50 megapixels": png_bomb(10_000, 5_000),
        "one byte": b"\0",
    }
