"""Coverage: houses visited ÷ houses on record, by village, RW and RT; and days since the last visit.

A house on record is one of the register's houses, removed ones left out. It is visited if the register's last visit
of it is at most ``kinerja.overdue_after_days`` days old, by the settings of the reader's own Polres: the same houses
that *Wilayah saya* on the officer's phone does not call due (``assets/islands/lib/register.js``).
A visit of Mode latihan never enters the register.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models.base import now
from sambang_digital.repositories import cakupan as repository
from sambang_digital.repositories.cakupan import NO_NUMBER, HouseFilter
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import kinerja, pengaturan
from sambang_digital.services.kinerja import Village

__all__ = [
    "NO_NUMBER", "PAGE", "Coverage", "House", "HouseFilter", "Neighbourhood", "NotFound", "Place", "houses", "place", "villages",
]  # fmt: skip

PAGE = 50


class NotFound(Exception):
    """No such village within reach."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many houses are on record, how many of them were visited, and when the last visit of any was."""

    houses: int = 0
    visited: int = 0
    last: datetime | None = None

    @property
    def share(self) -> int | None:
        """Visited ones in percent, whole; 100 only if it is all of them. None without houses."""
        return 100 * self.visited // self.houses if self.houses else None


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """An RT, or what of an RW or village has no number of one (None)."""

    rw: str | None
    rt: str | None
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Place:
    """A village whole and by RW and RT. ``patience``: days after which a house is due."""

    name: str
    kind: str
    kecamatan: str
    patience: int
    coverage: Coverage
    neighbourhoods: list[Neighbourhood]


@dataclass(frozen=True, slots=True)
class House:
    """What a list shows of a house."""

    id: UUID
    name: str
    address: str
    rw: str | None
    rt: str | None
    last_visit_at: datetime | None
    visits: int


async def villages(session: AsyncSession, actor: Actor, day: date) -> list[tuple[Village, Coverage]]:
    """All villages within reach as they stand on ``day``, each with its coverage at this moment."""
    listed = await kinerja.villages(session, actor, day)
    found = await repository.by_village(session, actor, await _since(session, actor))
    covered = {row.area_code: _coverage(row) for row in found}
    return [(one, covered.get(one.code, Coverage())) for one in listed]


async def place(session: AsyncSession, actor: Actor, area_code: str) -> Place:
    """A village by RW and RT. Raises :class:`NotFound`."""
    actor.require(Permission.KINERJA_READ)
    known = await repository.village(session, actor, area_code)
    if known is None:
        raise NotFound
    rows = await repository.by_neighbourhood(session, actor, area_code, await _since(session, actor))
    parts = [Neighbourhood(row.rw, row.rt, _coverage(row)) for row in rows]
    return Place(
        name=known.name,
        kind=known.kind,
        kecamatan=known.kecamatan,
        patience=await _patience(session, actor),
        coverage=_together([part.coverage for part in parts]),
        neighbourhoods=parts,
    )


async def houses(session: AsyncSession, actor: Actor, wanted: HouseFilter, page: int = 1) -> tuple[int, list[House]]:
    """How many houses match, and one page of them, the longest without a visit first; ``page`` counts from 1."""
    # Names and addresses of people: for those who may read the reports that they come from.
    actor.require(Permission.LAPORAN_READ)
    since = await _since(session, actor)
    total = await repository.count(session, actor, wanted, since)
    rows = await repository.page(session, actor, wanted, since, PAGE, (page - 1) * PAGE)
    return total, [House(**row._asdict()) for row in rows]


async def _patience(session: AsyncSession, actor: Actor) -> int:
    return (await pengaturan.of(session, actor.satuan_id)).kinerja.overdue_after_days


async def _since(session: AsyncSession, actor: Actor) -> datetime:
    return now() - timedelta(days=await _patience(session, actor))


def _coverage(row: Any) -> Coverage:
    return Coverage(row.houses, row.visited, row.last)


def _together(parts: Sequence[Coverage]) -> Coverage:
    return Coverage(
        sum(part.houses for part in parts),
        sum(part.visited for part in parts),
        max((part.last for part in parts if part.last), default=None),
    )
