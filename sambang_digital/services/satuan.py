"""The tree of police units and which kecamatan each polsek answers for, from a file that a Polres can edit.

``sambang_digital/data/satuan.json`` lists units, parents before children: ``code``, ``name``, ``level``, ``parent`` (a
code or null), ``kecamatan`` (Kemendagri codes) and ``perlu_dipastikan`` (codes assigned by a guess, to be confirmed).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import transaction
from sambang_digital.models import Satuan, TingkatSatuan
from sambang_digital.repositories import satuan, wilayah
from sambang_digital.services import audit, pengaturan
from sambang_digital.services.audit import Aksi
from sambang_digital.services.satuan_berkas import Unit, parse, read
from sambang_digital.services.wilayah import add_villages, install_facts
from sambang_digital.settings import ROOT

FILE = ROOT / "sambang_digital" / "data" / "satuan.json"


def shipped_owner(path: Path = FILE) -> str:
    """Whose platform it is by the file, for pages that are made at build and know no database."""
    units, _ = parse(path)
    rows = ((n, None if row["parent"] is None else 0, row["level"], row["name"]) for n, row in units)
    return pengaturan.owner_of(rows).name


class UnknownSatuan(ValueError):
    """No unit, or not exactly one, is meant; the text names those there are."""

    def __init__(self, code: str | None, codes: Sequence[str]) -> None:
        fault = f"Satuan {code} tidak dikenal." if code else "Sebut satuannya."
        known = f"Kode yang ada: {', '.join(codes)}." if codes else "Belum ada satuan; jalankan dahulu: prepare."
        super().__init__(f"{fault} {known}")


@dataclass(frozen=True, slots=True)
class Added:
    """What an import added."""

    units: list[str]
    villages: int


async def install(session: AsyncSession, path: Path = FILE) -> int:
    """Add villages and units that are not there yet and give each unit its villages; returns how many units were added.

    What is there already, renamed units and villages that were given to another one, stays.
    """
    await install_facts(session)
    units, _ = parse(path)
    return len(await _add(session, [Unit.model_validate(row) for _, row in units]))


async def import_file(path: Path) -> Added:
    """Take in another Polres or Polda: all of the file or nothing (:class:`~wilayah_berkas.BerkasError`).

    What is there already stays as it is, so that a file can be completed and imported again.
    """
    async with transaction() as session:
        present = {row.code: row for row in await satuan.everything(session)}
        file = await asyncio.to_thread(read, path, present, await wilayah.everything(session))
        villages = await add_villages(session, [one.model_dump() for one in file.villages])
        units = await _add(session, file.units)
        await audit.record(session, None, Aksi.SATUAN_DIIMPOR, "", units=units, villages=villages)
    pengaturan.forget()
    return Added(units, villages)


async def _add(session: AsyncSession, units: Sequence[Unit]) -> list[str]:
    present, added = {row.code: row for row in await satuan.everything(session)}, []
    for unit in units:
        if unit.code not in present:
            parent = present[unit.parent] if unit.parent else None
            row = Satuan(code=unit.code, name=unit.name, level=unit.level, parent_id=parent.id if parent else None)
            session.add(row)
            await session.flush()
            row.path = f"{parent.path if parent else '/'}{row.id}/"
            present[unit.code] = row
            added.append(unit.code)
        await wilayah.give_to_satuan(session, present[unit.code].id, [*unit.kecamatan, *unit.perlu_dipastikan])
    return added


async def named(session: AsyncSession, code: str | None) -> Satuan:
    """The unit with this code; without one the only Polres there is. Raises :class:`UnknownSatuan`."""
    everything = await satuan.everything(session)
    fitting = [unit for unit in everything if (unit.code == code if code else unit.level == TingkatSatuan.POLRES)]
    if len(fitting) != 1:
        raise UnknownSatuan(code, [unit.code for unit in everything])
    return fitting[0]
