"""Parts of documents as the templates know them (``templat/bagian.typ``): plain values, each made in one place."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from PIL import Image

from sambang_digital.forms.reading import Line, Table
from sambang_digital.services.waktu import local_time

WIDE, NARROW = 3, 1
Part = dict[str, Any]


def clock_text(moment: datetime) -> str:
    """``08.14 WIB``: in the Polres's zone, which is named."""
    here = local_time(moment)
    return f"{here:%H.%M} {here.tzname()}"


def facts(*pairs: tuple[str, object]) -> Part:
    """Names with values, those without a value left out."""
    return {"jenis": "isian", "baris": [[0, name, str(value)] for name, value in pairs if value not in (None, "")]}


def heading(title: str) -> Part:
    """The title of what follows; left out by the template when nothing does."""
    return {"jenis": "judul", "teks": title}


def paragraph(text: str) -> Part:
    """Text as it was written, its line breaks kept."""
    return {"jenis": "teks", "teks": text}


def points(texts: Sequence[str]) -> Part:
    """A numbered list."""
    return {"jenis": "butir", "butir": list(texts)}


def table(columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[object]], title: str = "") -> Part:
    """A table whose head is repeated on each page; ``columns`` are (title, share of the width), 0: as wide as its numbers."""
    return {
        "jenis": "tabel",
        "judul": title,
        "kolom": [name for name, _ in columns],
        "lebar": [share for _, share in columns],
        "baris": [[str(value) for value in row] for row in rows],
    }


def reading(lines: Sequence[Line | Table]) -> list[Part]:
    """What a form says, as it is read: names with values, headings, and repeated sections as tables."""
    parts: list[Part] = []
    for line in lines:
        if isinstance(line, Table):
            shares = [(name, WIDE if kind == "text" else NARROW) for name, kind in line.columns]
            numbered = [[number, *row] for number, row in enumerate(line.rows, 1)]
            parts.append(table([("No.", 0), *shares], numbered, line.title))
        elif line.value is None:
            parts.append({"jenis": "judul" if line.level == 0 else "subjudul", "teks": line.title})
        else:
            before = parts[-1] if parts else None
            # What stands by itself again after the fields of a section is set apart from them.
            if before is None or before["jenis"] != "isian" or line.level < before["baris"][-1][0]:
                parts.append(facts())
            parts[-1]["baris"].append([line.level, line.title, line.value])
    return parts


def picture(jpeg: bytes, caption: str = "") -> Part:
    """A photo, with its size in pixels, that the template can embed."""
    with Image.open(BytesIO(jpeg)) as opened:
        width, height = opened.size
    return {"isi": b64encode(jpeg).decode(), "lebar": width, "tinggi": height, "keterangan": caption}


def pictures(found: Sequence[Part]) -> list[Part]:
    """Photos side by side under a heading; nothing without any."""
    return [heading("Dokumentasi"), {"jenis": "foto", "foto": list(found)}] if found else []
