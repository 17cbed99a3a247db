"""How a text comes to be read: one table of steps, and the texts that the product brings along.

``sambang_digital/data/{penyuluhan,layanan,himbauan,berita}/<slug>.md``: between two lines ``+++`` the fields of the kind's form as
TOML, then the body as Markdown. ``demo = true``: for demo data alone.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.bacaan import COMMON, FORMS, SLUG, Isi, Jenis
from sambang_digital.forms.messages import field_errors
from sambang_digital.models import Bacaan, BacaanVersi
from sambang_digital.models.base import now
from sambang_digital.repositories import bacaan as repository
from sambang_digital.services import himbauan
from sambang_digital.settings import ROOT

FOLDERS: dict[str, Jenis] = {
    "penyuluhan": Jenis.ARTIKEL,
    "layanan": Jenis.LAYANAN,
    "himbauan": Jenis.HIMBAUAN,
    "berita": Jenis.BERITA,
}
DATA = ROOT / "sambang_digital" / "data"
FENCE = "+++\n"


class Langkah(StrEnum):
    """A step on the way to the readers."""

    AJUKAN = "ajukan"
    KEMBALIKAN = "kembalikan"
    JADWALKAN = "jadwalkan"
    TERBITKAN = "terbitkan"
    UBAH = "ubah"
    ARSIPKAN = "arsipkan"


TRANSITIONS: dict[str, dict[Langkah, str]] = {
    "draf": {Langkah.AJUKAN: "ditinjau", Langkah.ARSIPKAN: "diarsipkan"},
    "ditinjau": {
        Langkah.KEMBALIKAN: "draf",
        Langkah.JADWALKAN: "dijadwalkan",
        Langkah.TERBITKAN: "terbit",
        Langkah.ARSIPKAN: "diarsipkan",
    },
    "dijadwalkan": {Langkah.KEMBALIKAN: "draf", Langkah.TERBITKAN: "terbit", Langkah.ARSIPKAN: "diarsipkan"},
    "terbit": {Langkah.UBAH: "draf", Langkah.ARSIPKAN: "diarsipkan"},
    "diarsipkan": {Langkah.UBAH: "draf"},
}
"""From each state, where each step leads. While a new version is written, the one before goes on being read."""


class NotNow(Exception):
    """The step leads nowhere from the present ``state``."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class BacaanError(ValueError):
    """A file cannot be read; the text names it and says why."""


def take(row: Bacaan, step: Langkah, at: datetime, publish_at: datetime | None = None) -> None:
    """Lead a text one step on. ``publish_at``: with :attr:`Langkah.JADWALKAN`, when. Raises :class:`NotNow`.

    After :attr:`Langkah.TERBITKAN` of what a person wrote follows :func:`published`.
    """
    if step not in TRANSITIONS[row.state]:
        raise NotNow(row.state)
    row.state, row.publish_at, row.changed_at = TRANSITIONS[row.state][step], publish_at, at
    if step is Langkah.TERBITKAN:
        row.shown, row.published_at = row.version, row.published_at or at
    if step is Langkah.ARSIPKAN:
        row.shown = None


async def published(session: AsyncSession, row: Bacaan) -> None:
    """What follows when somebody's text is shown: those who asked for announcements are told (:mod:`himbauan`).

    Whoever takes :attr:`Langkah.TERBITKAN` for a text that a person wrote, at a desk or when its hour has come, calls this in the
    same transaction, after the row and its version are flushed. Texts of the product are published without it, and a version
    without an author is announced to nobody in any case.
    """
    await himbauan.announce(session, row)


@dataclass(frozen=True, slots=True)
class Shipped:
    """A text that comes with the product. ``demo``: an invented one."""

    slug: str
    isi: Isi
    demo: bool


def read(path: Path) -> Shipped:
    """One file. Raises :class:`BacaanError`."""
    _, fence, rest = path.read_text(encoding="utf-8").partition(FENCE)
    head, closing, body = rest.partition(f"\n{FENCE}")
    if not fence or not closing:
        raise BacaanError(f"{path.name}: bagian depan harus di antara dua baris +++.")
    if not SLUG.fullmatch(path.stem):
        raise BacaanError(f"{path.name}: nama berkas hanya huruf kecil, angka, dan tanda hubung.")
    try:
        fields: dict[str, Any] = tomllib.loads(head)
        demo = fields.pop("demo", False)
        return Shipped(path.stem, FORMS[FOLDERS[path.parent.name]].model_validate(fields | {"body": body}), demo)
    except tomllib.TOMLDecodeError as error:
        raise BacaanError(f"{path.name}: {error}") from error
    except ValidationError as error:
        faults = "; ".join(f"{fault['field']}: {fault['message']}" for fault in field_errors(error.errors()))
        raise BacaanError(f"{path.name}: {faults}") from error


def shipped(folder: Path = DATA) -> list[Shipped]:
    """Everything that comes with the product. Raises :class:`BacaanError`."""
    return [read(path) for name in FOLDERS for path in sorted((folder / name).glob("*.md"))]


async def install(session: AsyncSession, *, demo: bool, folder: Path = DATA) -> int:
    """Publish what comes with the product and is not there yet, or is newer than what came before; how many that were.

    What somebody wrote anew, returned or archived stays as it is. Raises :class:`BacaanError`.
    """
    texts = [one for one in shipped(folder) if demo or not one.demo]
    there = await repository.newest(session, [one.slug for one in texts])
    changed = 0
    for one in texts:
        if one.slug not in there:
            row = Bacaan(slug=one.slug, kind=one.isi.kind)
            session.add(row)
            await session.flush()
            _publish(session, row, one.isi)
        elif _is_outdated(there[one.slug].Bacaan, there[one.slug].BacaanVersi, one.isi):
            row = there[one.slug].Bacaan
            take(row, Langkah.UBAH, now())
            row.version += 1
            _publish(session, row, one.isi)
        else:
            continue
        changed += 1
    if changed:
        await session.flush()
        await repository.renew_token(session)
    return changed


def _is_outdated(row: Bacaan, version: BacaanVersi, isi: Isi) -> bool:
    if version.author_id is not None or row.state != "terbit":
        return False
    try:
        # Read first: a field that forms have got since makes no text of before another one.
        return form_of(row.kind, version) != isi
    except ValidationError:
        return True


def _publish(session: AsyncSession, row: Bacaan, isi: Isi) -> None:
    at = now()
    session.add(BacaanVersi(bacaan_id=row.id, n=row.version, at=at, submitted_at=at, **_columns(isi)))
    for step in (Langkah.AJUKAN, Langkah.TERBITKAN):
        take(row, step, at)


def form_of(kind: str, version: BacaanVersi) -> Isi:
    """What a version says, as the form of its kind. Raises ``ValidationError`` where it does not fit, as unfinished drafts do not."""
    return FORMS[kind].model_validate({name: getattr(version, name) for name in COMMON} | version.parts)


def _columns(isi: Isi) -> dict[str, Any]:
    fields = isi.model_dump(mode="json")
    return {name: fields.pop(name) for name in COMMON} | {"parts": fields}
