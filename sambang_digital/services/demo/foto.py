"""Photos of the demo: drawn, not taken. Houses, stalls, lanes and people without faces, no two alike.

Each goes through the product's own check of pictures, so sizes and hashes are those of a real upload.
"""

import asyncio
import io
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw

from sambang_digital.db import transaction
from sambang_digital.models import Media
from sambang_digital.services import gambar, media_files
from sambang_digital.services.demo.kiriman import Item, Sent
from sambang_digital.settings import get_settings

SIZE = WIDTH, HEIGHT = 640, 480
SMOOTH = Image.Resampling.BILINEAR
GROUND = 330
Colour = tuple[int, int, int]
SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((116, 170, 214), (222, 235, 240)),
    ((150, 176, 196), (226, 224, 214)),
    ((92, 138, 190), (244, 214, 176)),
    ((168, 178, 186), (214, 218, 220)),
)
WALLS: tuple[Colour, ...] = (
    (226, 206, 170),
    (198, 214, 190),
    (214, 186, 178),
    (236, 232, 222),
    (172, 196, 214),
    (208, 196, 214),
)
ROOFS: tuple[Colour, ...] = ((150, 74, 52), (122, 62, 48), (104, 104, 110), (78, 92, 84))
CLOTHES: tuple[Colour, ...] = ((150, 54, 60), (44, 92, 120), (70, 110, 70), (196, 160, 70), (110, 80, 130))
UNIFORM: Colour = (110, 92, 60)
SKIN: Colour = (150, 106, 78)


def plan(item: Item, random: Random, count: int) -> None:
    """Let a visit have photos; they are drawn when it is sent (:func:`develop`)."""
    item["photos"] = [
        {
            "seed": random.getrandbits(48),
            "name": f"foto-{number}.jpg",
            "source": "camera",
            "taken_at": item["created_at"],
            "taken_position": None,
        }
        for number in range(1, count + 1)
    ]


async def develop(sent: Sequence[Sent]) -> int:
    """Draw, check and store the photos of these visits, as many at once as there are cores; returns their number."""
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    planned = {
        (one.officer.id, photo["seed"]): datetime.fromisoformat(photo["taken_at"])
        for one in sent
        for photo in one.item["photos"]
    }
    for found in await asyncio.gather(*(_keep(*key, at) for key, at in planned.items())):
        rows[found["uploader_id"], found.pop("seed")] = found
    if rows:
        async with transaction() as session:
            session.add_all(Media(**row) for row in rows.values())
    for one in sent:
        named = [(photo, rows[one.officer.id, photo["seed"]]["sha256"]) for photo in one.item["photos"]]
        one.item["photos"] = [
            {name: value for name, value in photo.items() if name != "seed"} | {"sha256": sha, "original_sha256": sha}
            for photo, sha in named
        ]
    return len(rows)


async def _keep(uploader_id: int, seed: int, at: datetime) -> dict[str, Any]:
    data, made = await gambar.aside(lambda: picture(seed))
    media_id = UUID(int=Random(f"{uploader_id}-{seed}").getrandbits(128), version=4)
    await media_files.store(media_id, made)
    return {
        "seed": seed,
        "id": media_id,
        "uploader_id": uploader_id,
        "sha256": sha256(data).hexdigest(),
        "name": "foto.jpg",
        "size": len(data),
        "state": "siap",
        "width": made.width,
        "height": made.height,
        "dhash": made.dhash,
        "created_at": at,
        "finished_at": at,
    }


def picture(seed: int) -> tuple[bytes, gambar.Gambar]:
    """The photo of that number: as a phone sends it, and what the product makes of it."""
    out = io.BytesIO()
    draw(Random(seed)).save(out, "JPEG", quality=80)
    return out.getvalue(), gambar.process(out.getvalue(), get_settings().max_pixels)


def draw(random: Random) -> Image.Image:
    """A street scene of chance."""
    scene = _gradient(SIZE, *random.choice(SKIES))
    pen = ImageDraw.Draw(scene)
    horizon = GROUND + random.randint(-50, 40)
    earth = random.randint(96, 176)
    pen.rectangle((0, horizon, WIDTH, HEIGHT), fill=(earth, earth - 8, earth - 20))
    edge = random.randint(60, 580)
    pen.polygon(
        [(edge - 16, horizon), (edge + 16, horizon), (edge + random.randint(120, 420), HEIGHT), (edge - 320, HEIGHT)],
        fill=(earth - 48, earth - 46, earth - 40),
    )
    left = random.randint(-140, 0)
    while left < WIDTH:
        width = random.randint(110, 270)
        if random.random() < 0.8:
            _house(pen, random, left, horizon + random.randint(-6, 60), width)
        else:
            _tree(pen, random, left + width // 2, horizon + 30)
        left += width + random.randint(4, 50)
    for number in range(random.randint(1, 4)):
        _person(pen, random, random.randint(60, 560), horizon + random.randint(60, 130), uniform=number == 0)
    light = Image.linear_gradient("L").rotate(random.choice((0, 90, 180, 270))).resize(SIZE, SMOOTH)
    dark = Image.new("RGB", SIZE, (random.randint(0, 90),) * 3)
    scene = Image.composite(scene, Image.blend(scene, dark, 0.35), light)
    coarse = WIDTH // 4, HEIGHT // 4
    grain = Image.frombytes("L", coarse, random.randbytes(coarse[0] * coarse[1])).resize(SIZE, SMOOTH).convert("RGB")
    return Image.blend(scene.rotate(random.uniform(-3, 3)), grain, 0.04).crop((24, 24, WIDTH - 24, HEIGHT - 24))


def _gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(size, SMOOTH)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)


def _shade(colour: Colour, by: int) -> Colour:
    red, green, blue = (max(0, min(255, part + by)) for part in colour)
    return red, green, blue


def _house(pen: ImageDraw.ImageDraw, random: Random, left: int, floor: int, width: int) -> None:
    wall, height = _shade(random.choice(WALLS), random.randint(-50, 20)), random.randint(90, 210)
    right, top = left + width, floor - height
    pen.rectangle((left, top, right, floor), fill=wall)
    roof = random.choice(ROOFS)
    if random.random() < 0.6:
        pen.polygon([(left - 14, top), (right + 14, top), (left + width // 2, top - random.randint(40, 90))], fill=roof)
    else:
        pen.rectangle((left - 8, top - 14, right + 8, top + 10), fill=roof)
    door = left + random.randint(12, max(13, width - 60))
    pen.rectangle((door, floor - 78, door + 40, floor), fill=_shade(roof, -24))
    for window in range(left + 10, right - 40, 58):
        if abs(window - door) > 46:
            pen.rectangle(
                (window, floor - 74, window + 36, floor - 40), fill=(70, 84, 96), outline=_shade(wall, -60), width=3
            )
    if random.random() < 0.3:
        awning = random.choice(CLOTHES)
        pen.polygon([(left, top + 36), (right, top + 36), (right + 12, top + 66), (left - 12, top + 66)], fill=awning)
    if random.random() < 0.5:
        pen.line((left - 10, floor - 20, right + 10, floor - 20), fill=_shade(wall, -80), width=4)


def _tree(pen: ImageDraw.ImageDraw, random: Random, middle: int, floor: int) -> None:
    height, green = random.randint(120, 230), (random.randint(40, 80), random.randint(84, 120), random.randint(40, 64))
    pen.rectangle((middle - 6, floor - height, middle + 6, floor), fill=(94, 72, 52))
    for _ in range(6):
        x, y, size = middle + random.randint(-44, 44), floor - height + random.randint(-34, 34), random.randint(28, 56)
        pen.ellipse((x - size, y - size, x + size, y + size), fill=_shade(green, random.randint(-14, 14)))


def _person(pen: ImageDraw.ImageDraw, random: Random, middle: int, floor: int, *, uniform: bool) -> None:
    """Somebody seen from behind; the officer among them wears brown."""
    tall = random.randint(120, 165)
    head, shoulder = tall // 8, tall // 7
    shirt = UNIFORM if uniform else random.choice(CLOTHES)
    top = floor - tall
    pen.rounded_rectangle(
        (middle - shoulder // 2, floor - tall // 2, middle + shoulder // 2, floor), 6, fill=(46, 44, 52)
    )
    pen.rounded_rectangle((middle - shoulder, top + 2 * head, middle + shoulder, floor - tall // 3), 12, fill=shirt)
    pen.ellipse((middle - head // 2, top + head // 2, middle + head // 2, top + 2 * head), fill=SKIN)
    pen.chord(
        (middle - head // 2 - 2, top + head // 3, middle + head // 2 + 2, top + 2 * head), 180, 360, fill=(30, 26, 24)
    )
