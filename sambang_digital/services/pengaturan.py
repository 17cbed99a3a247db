"""The settings that hold for a satuan: those of its Polres, over those for everybody, over the defaults."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import orjson
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.pengaturan import Pengaturan
from sambang_digital.models import NilaiPengaturan, Satuan, TingkatSatuan
from sambang_digital.repositories import pengaturan as repository
from sambang_digital.repositories import satuan

log = logging.getLogger(__name__)

FRESH_S = 5.0
"""How long a process trusts what it read; a change elsewhere is felt after that."""


@dataclass(frozen=True, slots=True)
class _Book:
    """Settings by Polres (None: no Polres above), and the Polres above each satuan."""

    read_at: float
    by_polres: Mapping[int | None, Pengaturan]
    polres_of: Mapping[int, int]


_book: _Book | None = None


async def of(session: AsyncSession, satuan_id: int) -> Pengaturan:
    """The settings for somebody who serves in ``satuan_id``."""
    book = await _current(session)
    return book.by_polres.get(book.polres_of.get(satuan_id), book.by_polres[None])


async def polres_of(session: AsyncSession, satuan_id: int) -> int | None:
    """The Polres that a satuan is or belongs to; None above that level."""
    return (await _current(session)).polres_of.get(satuan_id)


def forget() -> None:
    """Read anew at the next use (after a change, and in tests)."""
    global _book
    _book = None


async def _current(session: AsyncSession) -> _Book:
    global _book
    if _book is None or monotonic() - _book.read_at > FRESH_S:
        read_at = monotonic()
        values, units = await repository.everything(session), await satuan.everything(session)
        polres = {satuan_id for value in values if (satuan_id := value.satuan_id)}
        by_polres = {satuan_id: _merged(values, satuan_id) for satuan_id in (None, *polres)}
        _book = _Book(read_at, by_polres, dict(_polres_above(units)))
    return _book


def _merged(values: Iterable[NilaiPengaturan], satuan_id: int | None) -> Pengaturan:
    groups: dict[str, dict[str, Any]] = {}
    for owner in dict.fromkeys((None, satuan_id)):
        for row in values:
            group, _, name = row.key.partition(".")
            if row.satuan_id == owner:
                groups.setdefault(group, {})[name] = orjson.loads(row.value)
    try:
        return Pengaturan.model_validate(groups)
    except ValidationError as error:
        # A value that an older version of the product allowed must not stop the intake.
        wrong = [".".join(map(str, fault["loc"][:2])) for fault in error.errors()]
        log.warning("settings that hold no more, defaults taken: %s", ", ".join(wrong))
        return _merged([row for row in values if row.key not in wrong], satuan_id) if wrong else Pengaturan()


def _polres_above(units: Iterable[Satuan]) -> Iterable[tuple[int, int]]:
    found: dict[int, int] = {}
    for unit in units:  # Parents first.
        if unit.level == TingkatSatuan.POLRES:
            found[unit.id] = unit.id
        elif unit.parent_id in found:
            found[unit.id] = found[unit.parent_id]
    return found.items()
