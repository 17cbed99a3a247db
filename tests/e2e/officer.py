"""What the tests of the phone share: pictures to photograph, rows on the server."""

import sqlite3
from pathlib import Path
from typing import Any

from PIL import Image

from tests.e2e.server import LiveServer

VILLAGES = ((-6.1904, 106.6261), (-6.2032, 106.6212), (-6.2027, 106.6172))
"""Inner points of Karawaci, Bojong Jaya and Nusa Jaya, where the demo officer works (degrees)."""


def picture(path: Path, seed: int, size: tuple[int, int] = (2400, 1800)) -> Path:
    """A JPEG like a phone's: no two seeds look alike."""
    gradient = Image.linear_gradient("L").rotate(37 * seed % 360).resize(size)
    Image.merge("RGB", (gradient, gradient.rotate(90), gradient.rotate(180))).save(path, "JPEG", quality=92)
    return path


def noise(path: Path) -> Path:
    """A JPEG as large as a very detailed photo."""
    Image.effect_noise((2000, 1500), 90).convert("RGB").save(path, "JPEG", quality=90)
    return path


def rows(server: LiveServer, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Look into the server's database (SQLite)."""
    with sqlite3.connect(f"file:{server.data_dir / 'sambang.db'}?mode=ro", uri=True) as connection:
        return connection.execute(query, values).fetchall()
