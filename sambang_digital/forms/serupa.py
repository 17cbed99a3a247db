"""What a phone asks about reports like the one that is being written."""

from typing import Annotated

from pydantic import Field

from sambang_digital.forms.kiriman import Latitude, Longitude, Part
from sambang_digital.forms.pengaduan import BlankIsNone, Gangguan, Kategori


class Mirip(Part):
    """Something like this, near here (WGS84 degrees)?"""

    category: Kategori
    kind: Annotated[Gangguan | None, BlankIsNone] = None
    lat: Latitude
    lon: Longitude


class Ikuti(Part):
    """Follow one that was offered."""

    token: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{40,160}$")]
