"""What the tests of the phone share: pictures to photograph, rows on the server, a reviewer's decision."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from tests.conftest import ROOT
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


def decide(server: LiveServer, title: str, decision: str, note: str = "") -> None:
    """The Kanit decides on the newest revision of the report of that title, by the service that the desk uses."""
    kanit = server.account("kanit")
    words = [kanit.nrp, kanit.password, title, decision, note]
    env = os.environ | {"DATA_DIR": str(server.data_dir), "DATABASE_URL": f"sqlite:///{server.data_dir / 'sambang.db'}"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.officer", *words], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


async def _decide(nrp: str, password: str, title: str, decision: str, note: str) -> None:
    from sqlmodel import select

    from sambang_digital.db import transaction
    from sambang_digital.models import Laporan
    from sambang_digital.services import akun, tinjauan

    _, actor = await akun.sign_in(nrp, password, akun.Device("127.0.0.1", None, "uji"))
    async with transaction() as session:
        report = (await session.scalars(select(Laporan).where(Laporan.title == title, Laporan.current))).one()
        await tinjauan.decide(session, actor, report.id, report.revision, decision, note)


if __name__ == "__main__":
    asyncio.run(_decide(*sys.argv[1:]))
