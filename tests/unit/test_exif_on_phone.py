"""Time and place of a photo as the phone reads them, from files that Pillow wrote the way cameras do."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from tests import node, pictures

Read = Callable[[bytes], dict[str, Any]]
NOTHING = {"taken_at": None, "taken_position": None}


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    """The phone's reader, in Node."""
    with node.conversation("exif.mjs") as ask:
        yield lambda data: ask(base64.b64encode(data).decode())


def with_exif(tags: Image.Exif | bytes) -> bytes:
    return pictures.encoded(pictures.scene(64, 48), exif=tags)


def dated(text: str, offset: str | None = None) -> bytes:
    tags = Image.Exif()
    tags.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = text
    if offset:
        tags.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = offset
    return with_exif(tags)


def test_what_a_camera_wrote(read: Read) -> None:
    """Time with its zone, place to a millionth of a degree."""
    assert read(pictures.photo()) == {
        "taken_at": "2026-11-22T08:15:30+07:00",
        "taken_position": {"lat": -6.1776, "lon": 106.6134},
    }


@pytest.mark.parametrize(("lat", "lon"), [(0.5, -0.25), (-89.999, 179.999), (51.5, 0.0), (0.0, 106.0)])
def test_all_corners_of_the_world(read: Read, lat: float, lon: float) -> None:
    """The letters N, S, E, W give the sign; a single zero is a place."""
    position = read(with_exif(pictures.exif(lat=lat, lon=lon)))["taken_position"]
    assert position == {"lat": pytest.approx(lat, abs=2e-6), "lon": pytest.approx(lon, abs=2e-6)}


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 0.0), (91.0, 106.0), (-6.0, 181.0), (None, 0.0)])
def test_no_place_is_better_than_a_wrong_one(read: Read, lat: float | None, lon: float) -> None:
    """0/0 is what a camera without a fix writes; impossible degrees are damage. The time stays."""
    found = read(with_exif(pictures.exif(lat=lat, lon=lon)))
    assert found["taken_position"] is None
    assert found["taken_at"] == "2026-11-22T08:15:30+07:00"


def test_both_byte_orders(read: Read) -> None:
    """Big-endian EXIF, as some makers write it."""
    tags = pictures.exif()
    tags.endian = ">"
    data = with_exif(tags)
    assert b"MM\0*" in data
    assert read(data) == read(pictures.photo())


def test_a_camera_that_names_no_zone(read: Read) -> None:
    """The time is given as it stands there; the server counts it in its own zone."""
    assert read(dated("2026:11:22 08:15:30"))["taken_at"] == "2026-11-22T08:15:30"
    assert read(dated("2026:11:22 08:15:30", "+99:00"))["taken_at"] == "2026-11-22T08:15:30"


@pytest.mark.parametrize(
    "text",
    ["0000:00:00 00:00:00", "2026:02:30 10:00:00", "1970:01:01 00:00:00", "    :  :     :  :  ", "2026-11-22", ""],
)
def test_dates_that_do_not_exist(read: Read, text: str) -> None:
    """An impossible date would make the server refuse the report; it is no date."""
    assert read(dated(text)) == NOTHING


def test_files_without_exif(read: Read) -> None:
    """Other formats, other files, nothing at all."""
    for data in (b"", b"\xff\xd8", pictures.encoded(pictures.scene(64, 48)), *pictures.impostors().values()):
        found = read(data)
        assert found["taken_at"] in (None, "2026-11-22T08:15:30+07:00")
    assert read(pictures.encoded(pictures.scene(64, 48), "PNG")) == NOTHING


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_damage_never_breaks_it(read: Read, data: st.DataObject) -> None:
    """Whatever byte is wrong and wherever the file ends: an answer, of the right kind."""
    photo = bytearray(with_exif(pictures.exif()))
    for place in data.draw(st.lists(st.integers(0, 500), max_size=6)):
        photo[place] = data.draw(st.integers(0, 255))
    found = read(bytes(photo[: data.draw(st.integers(0, len(photo)))]))
    assert found.keys() == NOTHING.keys()
    assert found["taken_at"] is None or len(found["taken_at"]) in (19, 25)
    position = found["taken_position"]
    assert position is None or (abs(position["lat"]) <= 90 and abs(position["lon"]) <= 180)
