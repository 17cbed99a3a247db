"""What the tests of the phone share: pictures to photograph, rows on the server."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from tests.e2e.server import LiveServer
from tests.laporan import body, item, position

VILLAGES = ((-6.1904, 106.6261), (-6.2032, 106.6212), (-6.2027, 106.6172))
"""Inner points of Karawaci, Bojong Jaya and Nusa Jaya, where the demo officer works (degrees)."""

HERE: dict[str, Any] = {"geolocation": {"latitude": VILLAGES[0][0], "longitude": VILLAGES[0][1], "accuracy": 8}}
"""Options of a browser whose GPS finds the first of them."""


def picture(path: Path, seed: int, size: tuple[int, int] = (2400, 1800)) -> Path:
    """A JPEG like a phone's: no two seeds look alike."""
    gradient = Image.linear_gradient("L").rotate(37 * seed % 360).resize(size)
    Image.merge("RGB", (gradient, gradient.rotate(90), gradient.rotate(180))).save(path, "JPEG", quality=92)
    return path


def noise(path: Path) -> Path:
    """A JPEG as large as a very detailed photo."""
    Image.effect_noise((2000, 1500), 90).convert("RGB").save(path, "JPEG", quality=90)
    return path


KEYS = """async () => {
  const {id} = JSON.parse(localStorage.getItem('sambang.person'));
  const db = await new Promise(done => { const o = indexedDB.open(`sambang-${id}`); o.onsuccess = () => done(o.result) });
  const found = db.transaction('keys').objectStore('keys').getAll();
  await new Promise(done => found.onsuccess = done);
  db.close();
  return found.result;
}"""
LEAVE_IN_CLEAR = """async ([store, records]) => {
  const {id} = JSON.parse(localStorage.getItem('sambang.person'));
  const db = await new Promise(done => { const o = indexedDB.open(`sambang-${id}`); o.onsuccess = () => done(o.result) });
  const tx = db.transaction(store, 'readwrite');
  for (const record of records) tx.objectStore(store).put(record);
  await new Promise(done => tx.oncomplete = done);
  db.close();
}"""


def leave_in_clear(page: Page, store: str, records: list[dict[str, Any]]) -> None:
    """Put records on the phone as a version of the app from before there was a lock left them."""
    page.evaluate(LEAVE_IN_CLEAR, [store, records])


def unsent(page: Page, titles: Iterable[str]) -> list[dict[str, Any]]:
    """The phone's own records of visits that were saved without network, by the officer of ``page``."""
    person = page.evaluate("JSON.parse(localStorage.getItem('sambang.person')).id")
    lat, lon = VILLAGES[0]
    notes = {
        "kind_title": "Sambang tempat", "state": "menunggu", "attempted": False, "reason": None, "errors": [],
        "receipt": None, "verdict": None, "area_code": None, "flags": [], "review": None,
    }  # fmt: skip
    sent = [item(person, position=position(lat=lat, lon=lon), body=body(title)) for title in titles]
    return [one | notes | {"title": one["body"]["name"], "saved_at": one["created_at"]} for one in sent]


def rows(server: LiveServer, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Look into the server's database (SQLite)."""
    with sqlite3.connect(f"file:{server.data_dir / 'sambang.db'}?mode=ro", uri=True) as connection:
        return connection.execute(query, values).fetchall()


HOUSES = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count),
     present(t) AS (SELECT strftime('%Y-%m-%d %H:%M:%f000', 'now'))
INSERT INTO subjek (id, kind, name, address, rt, rw, area_code, lat, lon, created_by, created_at, changed_at, visits)
SELECT printf('0193000000007000800000000000%04x', i), 'rumah', 'Keluarga ' || i, 'Jl. Contoh No. ' || i, '001', '002',
       :village, -6.19 + (i % 100) / 1e4, 106.62 + (i / 100) / 1e4, (SELECT min(id) FROM akun), t, t, 0
FROM n, present
"""


def add_houses(server: LiveServer, count: int) -> None:
    """Enter so many houses of Karawaci, "Keluarga 0" and on, never visited, into the server's register (SQLite)."""
    with sqlite3.connect(server.data_dir / "sambang.db", timeout=30) as connection:
        connection.execute(HOUSES, {"count": count, "village": "36.71.07.1001"})
