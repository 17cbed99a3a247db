"""The settings that hold for a satuan: those of its Polres, over those for everybody, over the defaults; and the few of its own alone."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.pengaturan import OF_ONE, Pengaturan
from sambang_digital.models import Satuan, TingkatSatuan
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
class _Value:
    """One value that differs from the default: of a satuan, or of everybody (None)."""

    satuan_id: int | None
    group: str
    name: str
    value: Any

    @property
    def key(self) -> str:
        return f"{self.group}.{self.name}"


class Owner(NamedTuple):
    """The unit whose platform it is; without such a one ``id`` is 0, for which the settings for everybody hold, and ``name`` empty."""

    id: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Book:
    """All values, the Polres above each satuan, whose platform it is, and the settings of those that were asked for."""

    read_at: float
    values: Sequence[_Value]
    polres_of: Mapping[int, int]
    owner: Owner
    known: dict[int, Pengaturan] = field(default_factory=dict)

    def of(self, satuan_id: int) -> Pengaturan:
        if satuan_id not in self.known:
            self.known[satuan_id] = _merged(self.values, None, self.polres_of.get(satuan_id), satuan_id)
        return self.known[satuan_id]


_book: _Book | None = None


class NotThere(Exception):
    """The actor may not change these settings for this satuan."""


async def of(session: AsyncSession, satuan_id: int) -> Pengaturan:
    """The settings for somebody who serves in ``satuan_id``."""
    return (await _current(session)).of(satuan_id)


async def polres_of(session: AsyncSession, satuan_id: int) -> int | None:
    """The Polres that a satuan is or belongs to; None above that level."""
    return (await _current(session)).polres_of.get(satuan_id)


async def owner(session: AsyncSession) -> Owner:
    """Who speaks to citizens that name no village: see :func:`owner_of`."""
    return (await _current(session)).owner


def owner_of(units: Iterable[tuple[int, int | None, str, str]]) -> Owner:
    """Of units (id, parent, level, name) the only Polres; of several the one unit that is above all; else nobody."""
    units = list(units)
    polres = [Owner(id, name) for id, _, level, name in units if level == TingkatSatuan.POLRES]
    tops = [Owner(id, name) for id, parent, _, name in units if parent is None]
    return next((only[0] for only in (polres, tops) if len(only) == 1), Owner())


def forget() -> None:
    """Read anew at the next use (after a change, and in tests)."""
    global _book
    _book = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The settings of one satuan (or, with ``satuan_id`` None, of all of them) as the page shows them: the groups that are set
    there, what holds, and which keys are its own."""

    satuan_id: int | None
    groups: tuple[str, ...]
    values: Pengaturan
    inherited: Pengaturan
    own: frozenset[str]


async def places(session: AsyncSession, actor: Actor) -> list[tuple[int | None, str]]:
    """For whom the actor may change settings: each satuan in reach, those of a Polres after it, the Polres first; and everybody
    (None) for who reaches every unit."""
    actor.require(Permission.PENGATURAN_WRITE)
    units = await satuan.everything(session)
    names = {unit.id: unit.name for unit in units}
    polres_of = dict(_polres_above(units))
    mine = [unit for unit in units if unit.path.startswith(actor.satuan_path)]
    # Above a Polres there is little to set: it stands last.
    mine.sort(
        key=lambda unit: (names.get(polres_of.get(unit.id, 0), "\uffff"), unit.id not in polres_of.values(), unit.name)
    )
    everybody: list[tuple[int | None, str]] = [(None, "Semua satuan")] if len(mine) == len(units) else []
    return [*everybody, *((unit.id, unit.name) for unit in mine)]


async def standing(session: AsyncSession, actor: Actor, satuan_id: int | None) -> Standing:
    """What holds there. Raises :class:`NotThere`."""
    if satuan_id not in {place for place, _ in await places(session, actor)}:
        raise NotThere
    values = await _values(session)
    polres = None if satuan_id is None else await polres_of(session, satuan_id)
    return Standing(
        satuan_id=satuan_id,
        groups=tuple(
            name
            for name in Pengaturan.model_fields
            if (satuan_id is not None if name in OF_ONE else satuan_id == polres)
        ),
        values=_merged(values, None, polres, satuan_id),
        inherited=_merged(values, None) if satuan_id is not None else Pengaturan(),
        own=frozenset(one.key for one in values if one.satuan_id == satuan_id),
    )


async def change(
    session: AsyncSession, actor: Actor, satuan_id: int | None, group: str, typed: Mapping[str, Any]
) -> None:
    """Change settings of one group; a value of None takes the own value away. The caller forgets after the commit.

    Raises :class:`NotThere`, also for a group that is not set there, and ``ValidationError`` of the group's model with nothing
    changed.
    """
    now = await standing(session, actor, satuan_id)
    if group not in now.groups:
        raise NotThere
    before, below = (getattr(book, group).model_dump(mode="json") for book in (now.values, now.inherited))
    model = type(getattr(now.values, group))
    wanted = before | {name: below[name] if value is None else value for name, value in typed.items()}
    after = model.model_validate(wanted).model_dump(mode="json")
    for name in typed:
        key, value = f"{group}.{name}", None if typed[name] is None else after[name]
        if value == (before[name] if key in now.own else None):
            continue
        await repository.put(session, satuan_id, key, value, actor.id)
        # What a satuan has for itself names people.
        old, new = (audit.keyed(each[name]) if group in OF_ONE else each[name] for each in (before, after))
        await audit.record(session, actor, Aksi.PENGATURAN_DIUBAH, key, satuan_id=satuan_id, before=old, after=new)


async def _values(session: AsyncSession) -> list[_Value]:
    found = []
    for row in await repository.everything(session):
        group, _, name = row.key.partition(".")
        found.append(_Value(row.satuan_id, group, name, orjson.loads(row.value)))
    return found


async def _current(session: AsyncSession) -> _Book:
    global _book
    if _book is None or monotonic() - _book.read_at > FRESH_S:
        read_at = monotonic()
        values, units = await _values(session), await satuan.tree(session)
        owner = owner_of((unit.id, unit.parent_id, unit.level, unit.name) for unit in units)
        _book = _Book(read_at, values, dict(_polres_above(units)), owner)
    return _book


def _merged(values: Iterable[_Value], *owners: int | None) -> Pengaturan:
    """What holds for the last of ``owners``, each of whom goes over those before."""
    groups: dict[str, dict[str, Any]] = {}
    for owner in owners:
        for one in values:
            if one.satuan_id == owner and (owner == owners[-1] or one.group not in OF_ONE):
                groups.setdefault(one.group, {})[one.name] = one.value
    try:
        return Pengaturan.model_validate(groups)
    except ValidationError as error:
        # A value that an older version of the product allowed must not stop the intake.
        wrong = [".".join(map(str, fault["loc"][:2])) for fault in error.errors()]
        log.warning("settings that hold no more, defaults taken: %s", ", ".join(wrong))
        return _merged([one for one in values if one.key not in wrong], *owners) if wrong else Pengaturan()


def _polres_above(units: Iterable[Satuan | Row[tuple[int, int | None, str, str]]]) -> Iterable[tuple[int, int]]:
    found: dict[int, int] = {}
    for unit in units:  # Parents first.
        if unit.level == TingkatSatuan.POLRES:
            found[unit.id] = unit.id
        elif unit.parent_id in found:
            found[unit.id] = found[unit.parent_id]
    return found.items()
