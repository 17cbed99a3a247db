"""The tree of police units and which kecamatan each polsek answers for, from a file that a Polres can edit.

``sambang_digital/data/satuan.json`` lists units, parents before children: ``code``, ``name``, ``level``, ``parent`` (a
code or null), ``kecamatan`` (Kemendagri codes) and ``perlu_dipastikan`` (codes assigned by a guess, to be confirmed).
"""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Satuan, TingkatSatuan
from sambang_digital.repositories import satuan, wilayah
from sambang_digital.services.wilayah import install_facts
from sambang_digital.settings import ROOT

FILE = ROOT / "sambang_digital" / "data" / "satuan.json"


class UnknownSatuan(ValueError):
    """No unit, or not exactly one, is meant; the text names those there are."""

    def __init__(self, code: str | None, codes: Sequence[str]) -> None:
        fault = f"Satuan {code} tidak dikenal." if code else "Sebut satuannya."
        known = f"Kode yang ada: {', '.join(codes)}." if codes else "Belum ada satuan; jalankan dahulu: prepare."
        super().__init__(f"{fault} {known}")


class Unit(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(extra="forbid")

    code: str
    name: str
    level: TingkatSatuan
    parent: str | None
    kecamatan: list[str] = []
    perlu_dipastikan: list[str] = []


def units(path: Path = FILE) -> list[Unit]:
    """The units of a file."""
    return [Unit.model_validate(row) for row in json.loads(path.read_text(encoding="utf-8"))["satuan"]]


async def install(session: AsyncSession, path: Path = FILE) -> int:
    """Add villages and units that are not there yet and give each unit its villages; returns how many units were added.

    What is there already, renamed units and villages that were given to another one, stays.
    """
    await install_facts(session)
    present, added = {row.code: row for row in await satuan.everything(session)}, 0
    for unit in units(path):
        if unit.code not in present:
            parent = present[unit.parent] if unit.parent else None
            row = Satuan(code=unit.code, name=unit.name, level=unit.level, parent_id=parent.id if parent else None)
            session.add(row)
            await session.flush()
            row.path = f"{parent.path if parent else '/'}{row.id}/"
            present[unit.code], added = row, added + 1
        await wilayah.give_to_satuan(session, present[unit.code].id, [*unit.kecamatan, *unit.perlu_dipastikan])
    return added


async def named(session: AsyncSession, code: str | None) -> Satuan:
    """The unit with this code; without one the only Polres there is. Raises :class:`UnknownSatuan`."""
    everything = await satuan.everything(session)
    fitting = [unit for unit in everything if (unit.code == code if code else unit.level == TingkatSatuan.POLRES)]
    if len(fitting) != 1:
        raise UnknownSatuan(code, [unit.code for unit in everything])
    return fitting[0]
