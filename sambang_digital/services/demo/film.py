"""The video of the demo: drawn, silent, with its words in the picture, and checked as any that an editor sends."""

import io
from collections.abc import AsyncIterator
from hashlib import sha256
from uuid import UUID

import av
from PIL import Image, ImageDraw, ImageFont

from sambang_digital.security.actor import Actor
from sambang_digital.services import gambar, media
from sambang_digital.services.dokumen.cetak import FONTS

SIZE = WIDTH, HEIGHT = 640, 360
RATE = 5
"""Pictures a second: nothing moves but the wheel."""
SCENE_S = 4
SCENES = (
    ("Tiga langkah", "sebelum meninggalkan motor", 0),
    ("1. Kunci setang", "putar ke kiri, lalu cabut kuncinya", 1),
    ("2. Pasang kunci cakram", "di roda depan", 2),
    ("3. Parkir di tempat terang", "dalam jangkauan kamera atau orang", 3),
    ("Motor hilang?", "Telepon 110", 0),
)
CAPTION = "Tiga langkah mengunci motor"
TRANSCRIPT = """Video tanpa suara, berisi tulisan dan gambar motor.
Tiga langkah sebelum meninggalkan motor.
Satu: kunci setang. Putar setang ke kiri, lalu cabut kuncinya.
Dua: pasang kunci cakram di roda depan.
Tiga: parkir di tempat terang, dalam jangkauan kamera atau orang.
Motor hilang? Telepon 110."""
GROUND, INK, QUIET, ACCENT = "#173f7a", "#ffffff", "#c9d8ee", "#f2b33d"


async def upload(writer: Actor) -> UUID:
    """Draw it and send it as its writer would; gives its id."""
    data = await gambar.aside(film)
    begun = await media.begin(media.staff(writer), sha256(data).hexdigest(), len(data), "motor.mp4", kind="video")
    await media.receive(media.staff(writer), begun.id, 0, _body(data))
    return begun.id


async def _body(data: bytes) -> AsyncIterator[bytes]:
    yield data


def film() -> bytes:
    """MP4."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        track = container.add_stream("libx264", rate=RATE, options={"preset": "veryfast", "crf": "30"})
        track.width, track.height, track.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for title, line, lit in SCENES:
            for number in range(RATE * SCENE_S):
                picture = _picture(title, line, lit, number % 2 == 0)
                container.mux(track.encode(av.VideoFrame.from_image(picture)))  # type: ignore[no-untyped-call]
        container.mux(track.encode())
    return out.getvalue()


def _picture(title: str, line: str, lit: int, blink: bool) -> Image.Image:
    """A scene; ``lit``: what of the motorbike is pointed at, 1 the handlebar, 2 the front wheel, 3 the lamp above, 0 nothing."""
    scene = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(scene)
    pen.text((40, 36), title, INK, ImageFont.truetype(FONTS / "PlusJakartaSans-ExtraBold.ttf", 40))
    pen.text((40, 88), line, QUIET, ImageFont.truetype(FONTS / "PlusJakartaSans-SemiBold.ttf", 24))
    pen.line((0, 330, WIDTH, 330), QUIET, 3)

    def colour(part: int) -> str:
        return ACCENT if lit == part and blink else QUIET

    for middle, part in ((230, 0), (400, 2)):
        pen.ellipse((middle - 44, 242, middle + 44, 330), outline=colour(part) if part else QUIET, width=9)
    pen.line([(230, 286), (290, 236), (366, 236), (400, 286)], INK, 11, joint="curve")
    pen.line([(366, 236), (380, 190)], INK, 9)
    pen.line([(358, 186), (406, 196)], colour(1), 11)
    pen.rounded_rectangle((244, 214, 330, 232), 8, fill=INK)
    pen.line([(560, 330), (560, 170), (520, 156)], QUIET, 7)
    pen.ellipse((500, 146, 532, 174), fill=colour(3))
    return scene
