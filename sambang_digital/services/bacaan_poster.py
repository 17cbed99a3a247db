"""A text on one sheet for the wall: what matters of it, 110, and where the rest can be read."""

from collections import OrderedDict
from io import BytesIO
from typing import Any

import segno

from sambang_digital.services import bacaan_markdown
from sambang_digital.services.bacaan import Tulisan
from sambang_digital.services.dokumen import cetak

KEPT = 32
"""Posters that a process remembers."""
LISTS = (
    ("do", "Lakukan", "hijau"),
    ("dont", "Jangan", "merah"),
    ("bring", "Yang dibawa", "biru"),
    ("steps", "Langkahnya", "biru"),
)
"""Lists of a form that go onto a poster: field, title, and colour in the template."""
FACTS = (("where", "Di mana"), ("when", "Kapan"), ("cost", "Biaya"))
"""Single sentences of a form, in their order."""
_made: OrderedDict[tuple[str, int, str, str], bytes] = OrderedDict()


async def poster(row: Tulisan, address: str, owner: str) -> bytes:
    """The poster as PDF (A4). ``address``: where the text is read; it stands there as a QR code and in letters. ``owner``: who says it."""
    key = row.slug, row.version, address, owner
    if key not in _made:
        _made[key] = await cetak.pdf("poster", data(row, address, owner))
        if len(_made) > KEPT:
            _made.popitem(last=False)
    return _made[key]


def data(row: Tulisan, address: str, owner: str) -> dict[str, Any]:
    """What the template is given."""
    lists = [(title, colour, points) for name, title, colour in LISTS if (points := getattr(row.isi, name, ()))]
    # What has no lists of its own may have one among its words.
    of_body = [
        ("Yang bisa kita lakukan", "hijau", points) for points in [bacaan_markdown.points(row.isi.body)] if points
    ]
    facts = [(title, getattr(row.isi, name, "")) for name, title in FACTS]
    return {
        "judul": row.isi.title,
        "jenis": row.isi.topic.label if row.isi.topic else row.kind.label,
        "ringkasan": row.isi.summary,
        "daftar": [{"judul": title, "warna": colour, "butir": points} for title, colour, points in lists or of_body],
        "fakta": [{"judul": title, "isi": text} for title, text in facts if text],
        "alamat": address.partition("://")[2],
        "qr": qr(address),
        "satuan": owner,
    }


def qr(address: str) -> str:
    """The address as a QR code, SVG."""
    file = BytesIO()
    segno.make(address, error="m").save(file, kind="svg", border=0, xmldecl=False)
    return file.getvalue().decode()
