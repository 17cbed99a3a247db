"""The picture pipeline: what becomes a photo, how it comes out, and what is refused."""

from dataclasses import astuple

import pytest

from sambang_digital.services import gambar
from tests import pictures

MAX_PIXELS = 40_000_000


def distance(first: str, second: str) -> int:
    return (int(first, 16) ^ int(second, 16)).bit_count()


@pytest.mark.parametrize("what", pictures.impostors())
def test_what_is_no_photo_is_refused_in_words(what: str) -> None:
    """Every impostor ends in a sentence for the officer, never in another error."""
    with pytest.raises(gambar.GambarDitolak) as refused:
        gambar.process(pictures.impostors()[what], MAX_PIXELS)
    assert str(refused.value).endswith(".")


def test_the_reason_names_what_helps() -> None:
    """HEIC and too many pixels have remedies of their own."""
    with pytest.raises(gambar.GambarDitolak, match="JPEG, lalu ambil ulang"):
        gambar.process(pictures.impostors()["heic"], MAX_PIXELS)
    with pytest.raises(gambar.GambarDitolak, match="50 megapiksel, paling banyak 40"):
        gambar.process(pictures.impostors()["bomb of 50 megapixels"], MAX_PIXELS)


def test_a_bomb_is_not_decoded() -> None:
    """The header decides: this bomb's pixels are garbage, which decoding would stumble over."""
    bomb = pictures.png_bomb(10_000, 5_000)
    with pytest.raises(gambar.GambarDitolak, match="50 megapiksel"):
        gambar.process(bomb[:60] + bytes(len(bomb) - 60), MAX_PIXELS)


def test_a_picture_of_several_views_is_a_photo() -> None:
    """Some phones write MPO: a JPEG with a second view behind it. The first counts."""
    data = pictures.encoded(pictures.scene(2000, 1500), "MPO", save_all=True, append_images=[pictures.scene(100, 100)])
    assert pictures.opened(gambar.process(data, MAX_PIXELS).besar).size == (1600, 1200)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_sizes(kind: str) -> None:
    """Both sizes keep the shape; the original's size is told."""
    made = gambar.process(pictures.encoded(pictures.scene(4000, 3000), kind), MAX_PIXELS)
    assert (made.width, made.height) == (4000, 3000)
    assert pictures.opened(made.besar).size == (1600, 1200)
    assert pictures.opened(made.kecil).size == (320, 240)
    assert pictures.opened(made.besar).format == pictures.opened(made.kecil).format == "JPEG"
    assert len(made.besar) < 400_000
    assert len(made.kecil) < 30_000


def test_a_small_picture_is_not_blown_up() -> None:
    """Smaller than a size stays as it is."""
    made = gambar.process(pictures.photo(200, 100), MAX_PIXELS)
    assert pictures.opened(made.besar).size == pictures.opened(made.kecil).size == (200, 100)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_stand_upright(orientation: int) -> None:
    """However the camera was held, the picture comes out like the scene, and so does its hash."""
    back = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
    scene = pictures.scene(1200, 900)
    turned = scene.transpose(gambar.TURNS[back]) if orientation > 1 else scene
    made = gambar.process(pictures.encoded(turned, quality=95, exif=pictures.exif(orientation)), MAX_PIXELS)
    assert (made.width, made.height) == (1200, 900)
    small = pictures.opened(made.besar).resize((12, 9))
    wanted = scene.resize((12, 9))
    assert max(abs(a - b) for a, b in zip(small.tobytes(), wanted.tobytes(), strict=True)) < 24
    assert distance(made.dhash, gambar.dhash(scene)) <= 2


def test_nothing_of_the_camera_survives() -> None:
    """EXIF, place, comments and whatever stood behind the picture are gone."""
    hidden = b"PK\x03\x04 hidden archive"
    comment = b"catatan rahasia"
    data = pictures.encoded(pictures.scene(), exif=pictures.exif(), comment=comment) + hidden
    assert b"Kamera Rahasia" in data
    made = gambar.process(data, MAX_PIXELS)
    for file in (made.besar, made.kecil):
        assert not pictures.opened(file).getexif()
        for secret in (b"Kamera Rahasia", b"Exif", comment, hidden):
            assert secret not in file


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 0.0), (91.0, 200.0), (None, 0.0)])
def test_nonsense_in_exif_does_not_spoil_a_picture(lat: float | None, lon: float) -> None:
    """A position 0/0, an impossible one or none: the photo is a photo."""
    made = gambar.process(pictures.encoded(pictures.scene(), exif=pictures.exif(lat=lat, lon=lon)), MAX_PIXELS)
    assert made.width == 1200


def test_broken_exif_does_not_spoil_a_picture() -> None:
    """Garbage where EXIF should be."""
    made = gambar.process(
        pictures.encoded(pictures.scene(), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\x7f" * 40), MAX_PIXELS
    )
    assert made.width == 1200


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGBA", "P", "LA", "1"])
def test_every_kind_of_colour(mode: str) -> None:
    """Grey, print colours, palettes and transparency (which becomes white) end as plain colour."""
    picture = pictures.scene(400, 300).convert("RGBA" if mode == "RGBA" else mode)
    if mode in ("RGBA", "LA"):
        picture.putalpha(0)
    made = gambar.process(pictures.encoded(picture, "JPEG" if mode == "CMYK" else "PNG"), MAX_PIXELS)
    besar = pictures.opened(made.besar)
    assert besar.mode == "RGB"
    if mode in ("RGBA", "LA"):
        assert besar.getpixel((200, 150)) == (255, 255, 255)


def test_the_hash_knows_a_copy_from_another_picture() -> None:
    """Compressed again and made smaller: hardly a bit differs; another scene: many do."""
    first = gambar.process(pictures.photo(2000, 1500), MAX_PIXELS).dhash
    copy = gambar.process(pictures.encoded(pictures.scene(1000, 750), quality=40), MAX_PIXELS).dhash
    other = gambar.process(pictures.noise(), MAX_PIXELS).dhash
    assert len(first) == 16
    assert distance(first, copy) <= 2
    assert distance(first, other) >= 16


@pytest.mark.parametrize(("width", "height"), [(900, 1200), (1200, 900), (192, 192), (200, 4000)])
def test_a_portrait_is_cut_where_a_face_is(width: int, height: int) -> None:
    """Square, of the upper part of a tall picture, from the middle of a wide one; turned as the camera was held."""
    made = [pictures.opened(data) for data in astuple(gambar.portrait(pictures.photo(width, height), MAX_PIXELS))]
    assert [one.size for one in made] == [(gambar.POTRET,) * 2, (gambar.MUNGIL,) * 2]
    # Brightness of red grows to the right, that of green downwards.
    red, green, _ = made[0].getpixel((gambar.POTRET // 2, gambar.POTRET // 2))
    assert red == pytest.approx(128, abs=40)
    if height > width:
        assert green < 128
    turned = pictures.opened(gambar.portrait(pictures.photo(width, height, orientation=3), MAX_PIXELS).besar)
    if height > width:
        assert turned.getpixel((gambar.POTRET // 2, gambar.POTRET // 2))[1] > 128, "the lower part, which is above now"


def test_a_portrait_that_is_none() -> None:
    """Every impostor in a sentence; so is what is too small to be one."""
    for data in (*pictures.impostors().values(), pictures.photo(191, 400)):
        with pytest.raises(gambar.GambarDitolak) as refused:
            gambar.portrait(data, MAX_PIXELS)
        assert str(refused.value).endswith(".")
