"""The picture that a chat shows beside a link to a text (Open Graph): its title in our type on our ground."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from sambang_digital.services.dokumen.cetak import FONTS
from sambang_digital.settings import ROOT

SIZE = (1200, 630)
"""As chats and networks want it: https://ogp.me has no size; 1.91 to 1 is what is shown uncut everywhere."""
MARGIN = 80
GROUND, INK, QUIET, ACCENT = "#173f7a", "#ffffff", "#c9d8ee", "#f2b33d"
TITLE_SIZES = (84, 72, 62, 54, 46)
"""The largest in which the title fits into :data:`TITLE_HEIGHT` is taken, in the last one what fits of it."""
TITLE_HEIGHT = 310
LEADING = 1.28
"""Height of a line in sizes of its type."""
ICON = ROOT / "assets" / "icons" / "sambang-192.png"


@lru_cache(maxsize=8)
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"PlusJakartaSans-{weight}.ttf", size)


@lru_cache(maxsize=64)
def picture(label: str, title: str, owner: str) -> bytes:
    """PNG of :data:`SIZE`: ``label`` small above ``title``; below, who says it."""
    image = Image.new("RGB", SIZE, GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 16, SIZE[1]), fill=ACCENT)
    draw.text((MARGIN, MARGIN), label.upper(), ACCENT, _font("ExtraBold", 34))
    font, lines = _fitting(title)
    draw.multiline_text((MARGIN, MARGIN + 66), "\n".join(lines), INK, font, spacing=font.size * 0.22)
    with Image.open(ICON) as icon:
        mark = icon.convert("RGBA").resize((88, 88))
    image.paste(mark, (MARGIN, SIZE[1] - MARGIN - 76), mark)
    draw.text((MARGIN + 112, SIZE[1] - MARGIN - 72), "Sambang Digital", INK, _font("ExtraBold", 36))
    draw.text((MARGIN + 112, SIZE[1] - MARGIN - 26), owner, QUIET, _font("SemiBold", 28))
    file = BytesIO()
    # Few colours and smooth edges alone: a palette is a third of the bytes, and nobody sees it.
    image.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _fitting(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    for size in TITLE_SIZES:
        font = _font("ExtraBold", size)
        lines = _wrapped(title, font)
        if len(lines) * size * LEADING <= TITLE_HEIGHT:
            return font, lines
    most = int(TITLE_HEIGHT / (size * LEADING))
    return font, [*lines[: most - 1], f"{lines[most - 1]} …"]


def _wrapped(title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    width = SIZE[0] - 2 * MARGIN
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
