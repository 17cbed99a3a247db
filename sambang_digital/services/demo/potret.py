"""Portraits of the demo: drawn, without faces. Some officers have one, the others show their initials, as it will be in a real Polres."""

import io
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageDraw

from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import potret
from sambang_digital.services.demo.foto import UNIFORM, Colour
from sambang_digital.services.demo.orang import NEW, Person

ADMIN = "admin"
EVERY = 6
"""So many officers to one with a portrait; those who are shown to whoever tries the product all have one, but for the newcomer."""
SIDE = 480
GROUNDS: tuple[Colour, ...] = ((206, 218, 232), (214, 224, 212), (226, 218, 204))
SKINS: tuple[Colour, ...] = ((196, 150, 118), (168, 122, 92), (182, 136, 104))
CAP, BAND, BADGE = (74, 60, 40), (44, 36, 26), (226, 186, 84)


async def load(staff: Sequence[Person]) -> None:
    """Set and show them, by the admin."""
    admin: Actor = next(one.actor for one in staff if one.post.key == ADMIN)
    officers = [one for one in staff if one.post.role is Peran.BHABINKAMTIBMAS and one.post.key != NEW]
    for number, one in enumerate(officers):
        if one.post.key or number % EVERY == 0:
            await potret.put(admin, one.actor.id, picture(number))
            await potret.show(admin, one.actor.id, shown=True)


def picture(seed: int) -> bytes:
    """Head and shoulders in uniform, of nobody: PNG."""
    random = Random(f"potret {seed}")
    scene = Image.new("RGB", (SIDE, SIDE), random.choice(GROUNDS))
    pen = ImageDraw.Draw(scene)
    skin, middle = random.choice(SKINS), SIDE // 2
    dark: Colour = (UNIFORM[0] - 22, UNIFORM[1] - 20, UNIFORM[2] - 16)
    pen.rounded_rectangle((middle - 170, 340, middle + 170, SIDE + 120), 90, fill=UNIFORM)
    pen.rectangle((middle - 42, 280, middle + 42, 372), fill=skin)
    pen.polygon([(middle - 78, 344), (middle, 430), (middle - 104, 428)], fill=dark)
    pen.polygon([(middle + 78, 344), (middle, 430), (middle + 104, 428)], fill=dark)
    pen.ellipse((middle - 92, 110, middle + 92, 326), fill=skin)
    pen.chord((middle - 108, 56, middle + 108, 250), 180, 360, fill=CAP)
    pen.rectangle((middle - 108, 136, middle + 108, 166), fill=BAND)
    pen.chord((middle - 122, 126, middle + 122, 206), 0, 180, fill=BAND)
    pen.ellipse((middle - 18, 90, middle + 18, 126), fill=BADGE)
    for side in (-1, 1):
        pen.rounded_rectangle((middle + side * 128 - 26, 356, middle + side * 128 + 26, 376), 6, fill=BADGE)
    out = io.BytesIO()
    scene.save(out, "PNG")
    return out.getvalue()
