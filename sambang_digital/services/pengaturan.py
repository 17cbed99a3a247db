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
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit
from sambang_digital.services.audit import Aksi

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


class NotThere(Exception):
    """The actor may not change settings for this Polres."""


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


@dataclass(frozen=True, slots=True)
class Standing:
    """The settings of one Polres (or, with ``polres_id`` None, of all of them) as the page shows them: what holds, and which keys are its own."""

    polres_id: int | None
    values: Pengaturan
    inherited: Pengaturan
    own: frozenset[str]


async def places(session: AsyncSession, actor: Actor) -> list[tuple[int | None, str]]:
    """For whom the actor may change settings: each Polres in reach, and everybody (None) for who reaches every unit."""
    actor.require(Permission.PENGATURAN_WRITE)
    units = await satuan.everything(session)
    polres = [
        (unit.id, unit.name)
        for unit in units
        if unit.level == TingkatSatuan.POLRES and unit.path.startswith(actor.satuan_path)
    ]
    everywhere = all(unit.path.startswith(actor.satuan_path) for unit in units)
    everybody: list[tuple[int | None, str]] = [(None, "Semua satuan")] if everywhere else []
    return [*everybody, *sorted(polres, key=lambda one: one[1])]


async def standing(session: AsyncSession, actor: Actor, polres_id: int | None) -> Standing:
    """What holds there. Raises :class:`NotThere`."""
    await _require_place(session, actor, polres_id)
    values = await repository.everything(session)
    own = frozenset(row.key for row in values if row.satuan_id == polres_id)
    common = _merged(values, None) if polres_id is not None else Pengaturan()
    return Standing(polres_id, _merged(values, polres_id), common, own)


async def change(
    session: AsyncSession, actor: Actor, polres_id: int | None, group: str, typed: Mapping[str, Any]
) -> None:
    """Change settings of one group; a value of None takes the own value away. The caller forgets after the commit.

    Raises :class:`NotThere`, and ``ValidationError`` of the group's model with nothing changed.
    """
    now = await standing(session, actor, polres_id)
    before, below = (getattr(book, group).model_dump(mode="json") for book in (now.values, now.inherited))
    model = type(getattr(now.values, group))
    wanted = before | {name: below[name] if value is None else value for name, value in typed.items()}
    after = model.model_validate(wanted).model_dump(mode="json")
    for name in typed:
        key, value = f"{group}.{name}", None if typed[name] is None else after[name]
        if value == (before[name] if key in now.own else None):
            continue
        await repository.put(session, polres_id, key, value, actor.id)
        await audit.record(
            session, actor, Aksi.PENGATURAN_DIUBAH, key, satuan_id=polres_id, before=before[name], after=after[name]
        )


async def _require_place(session: AsyncSession, actor: Actor, polres_id: int | None) -> None:
    if polres_id not in {place for place, _ in await places(session, actor)}:
        raise NotThere


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
