"""What a camera wrote into a file: when it was taken, and where. Nobody but a handler gets to see it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Before that no phone took pictures: a clock that was never set."""
ISO_6709 = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
PLACES = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
TIMES = ("com.apple.quicktime.creationdate", "creation_time")


@dataclass(frozen=True, slots=True)
class Jejak:
    """Time, and position in degrees (both or neither)."""

    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None


def of_picture(picture: Image.Image, timezone: str) -> Jejak:
    """From the EXIF of a photo; what is broken or impossible counts as missing. A time without a zone is in ``timezone``."""
    try:
        tags = picture.getexif()
        detail, place = tags.get_ifd(ExifTags.IFD.Exif), tags.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # broken EXIF does not spoil a good picture
        return Jejak()
    said = str(detail.get(ExifTags.Base.DateTimeOriginal, ""))
    time = said.replace(":", "-", 2) + str(detail.get(ExifTags.Base.OffsetTimeOriginal, ""))
    lat = _degrees(place.get(ExifTags.GPS.GPSLatitude), place.get(ExifTags.GPS.GPSLatitudeRef), "S")
    lon = _degrees(place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLongitudeRef), "W")
    return _jejak(_time(time, timezone), lat, lon)


def of_tags(tags: Mapping[str, str], timezone: str) -> Jejak:
    """From the tags of a video."""
    times = (_time(tags.get(name, ""), timezone) for name in TIMES)
    time = next((one for one in times if one), None)
    places = (ISO_6709.match(tags.get(name, "")) for name in PLACES)
    place = next((one for one in places if one), None)
    return _jejak(time, float(place[1]), float(place[2])) if place else _jejak(time, None, None)


def _jejak(time: datetime | None, lat: float | None, lon: float | None) -> Jejak:
    if lat is None or lon is None or (lat, lon) == (0, 0) or abs(lat) > 90 or abs(lon) > 180:
        return Jejak(time)
    return Jejak(time, round(lat, 6), round(lon, 6))


def _time(said: str, timezone: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said.strip("\0 "))
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    moment = moment.astimezone(UTC)
    return moment if moment >= EARLIEST else None


def _degrees(parts: Any, half: Any, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= 180:  # NaN, too
        return None
    return -value if half == negative else value
