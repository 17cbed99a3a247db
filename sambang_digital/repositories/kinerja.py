"""Counted reports (``Laporan.counted``) by day, officer and village; where they were; and the rows behind each number.

Numbers count secret kinds too; rows and places are of those reports only that the actor may read.

Every number is a question to the index ``ix_laporan_counted``: exact at any moment, with no second table to keep true.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, func, literal, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.registry import SECRET
from sambang_digital.models import Akun, Laporan, Penugasan, PeranAkun, Satuan, TingkatSatuan, Wilayah
from sambang_digital.repositories.laporan import of_kind, open_kinds, readable, within
from sambang_digital.repositories.satuan import below, subtree
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran, Permission

NO_AREA = "-"
NO_POSITION = "none"
_AUTHOR = Laporan.author_id + literal(0, literal_execute=True)
"""To group by. As a sum, else SQLite walks the index of authors, already in their order, and reads every row there is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which counted reports: from ``first`` to ``last``, both included; the rest narrows.

    ``kind`` may be the name of a group, ``area_code`` :data:`NO_AREA` (outside all villages), ``verdict`` :data:`NO_POSITION`; ``severity``: the worst
    flag is at least this (0 none … 4 high). ``path``: of the satuan with this path and all below it.
    """

    first: date
    last: date
    satuan_id: int | None = None
    author_id: int | None = None
    area_code: str | None = None
    kind: str | None = None
    verdict: str | None = None
    severity: int = 0
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map, degrees."""

    west: float
    south: float
    east: float
    north: float


def counted_of(reach: Select[Any], wanted: Wanted, *columns: Any) -> Select[Any]:
    """These columns of the counted reports within ``reach``."""
    statement = reach.where(Laporan.counted, Laporan.day.between(wanted.first, wanted.last))
    if wanted.satuan_id:
        statement = statement.where(Laporan.satuan_id == wanted.satuan_id)
    if wanted.path:
        statement = statement.where(Laporan.satuan_id.in_(subtree(wanted.path)))
    if wanted.author_id:
        statement = statement.where(Laporan.author_id == wanted.author_id)
    if wanted.area_code:
        code = None if wanted.area_code == NO_AREA else wanted.area_code
        statement = statement.where(Laporan.area_code == code if code else Laporan.area_code.is_(None))
    if wanted.kind:
        statement = statement.where(of_kind(wanted.kind))
    if wanted.verdict:
        verdict = None if wanted.verdict == NO_POSITION else wanted.verdict
        statement = statement.where(Laporan.verdict == verdict if verdict else Laporan.verdict.is_(None))
    if wanted.severity:
        statement = statement.where(Laporan.severity >= wanted.severity)
    return statement.with_only_columns(*columns)


async def _tally(session: AsyncSession, actor: Actor, wanted: Wanted, by: Any) -> dict[Any, int]:
    return dict((await session.execute(counted_of(within(actor), wanted, by, func.count()).group_by(by))).all())


async def by_day(session: AsyncSession, actor: Actor, wanted: Wanted) -> dict[date, int]:
    """How many on each day that has any."""
    return await _tally(session, actor, wanted, Laporan.day)


async def secret_by_day(session: AsyncSession, actor: Actor, wanted: Wanted) -> dict[date, int]:
    """How many of these the actor may count, but not look at."""
    if actor.may(Permission.LI_READ):
        return {}
    hidden = counted_of(within(actor), wanted, Laporan.day, func.count()).where(not_(open_kinds(actor)))
    return dict((await session.execute(hidden.group_by(Laporan.day))).all())


async def by_officer(session: AsyncSession, actor: Actor, wanted: Wanted) -> dict[int, int]:
    """How many by each author who has any."""
    return await _tally(session, actor, wanted, _AUTHOR)


async def by_unit(session: AsyncSession, actor: Actor, wanted: Wanted) -> dict[int, int]:
    """How many of each satuan that has any."""
    return await _tally(session, actor, wanted, Laporan.satuan_id)


async def by_area(session: AsyncSession, actor: Actor, wanted: Wanted) -> dict[str | None, int]:
    """How many in each village that has any; None: outside all villages, or without a position."""
    return await _tally(session, actor, wanted, Laporan.area_code)


async def page(session: AsyncSession, actor: Actor, wanted: Wanted, limit: int, offset: int) -> Sequence[Row[Any]]:
    """Rows as a list shows them, the latest first. Reads all of the days wanted: narrow them to those of the page."""
    statement = (
        counted_of(
            readable(actor),
            wanted,
            Laporan.id,
            Laporan.kind,
            Laporan.title,
            Laporan.state,
            Laporan.verdict,
            Laporan.severity,
            Laporan.captured_at,
            Akun.name.label("author"),
            Wilayah.name.label("area"),
        )
        .join(Akun, Akun.id == Laporan.author_id)
        .outerjoin(Wilayah, Wilayah.code == Laporan.area_code)
        .order_by(Laporan.day.desc(), Laporan.captured_at.desc(), Laporan.id)
        .limit(limit)
        .offset(offset)
    )
    return (await session.execute(statement)).all()


async def points(
    session: AsyncSession, actor: Actor, wanted: Wanted, box: Box, codes: Collection[str], limit: int
) -> Sequence[Row[Any]]:
    """Where they took place, within ``box``: ``id``, ``lat``, ``lon``, ``severity``, the latest first.

    ``codes`` are the villages that touch the box: the index leads to them, and only their rows are read.
    """
    statement = (
        counted_of(readable(actor), wanted, Laporan.id, Laporan.lat, Laporan.lon, Laporan.severity)
        .where(
            or_(Laporan.area_code.in_(codes), Laporan.area_code.is_(None)),
            Laporan.lat.between(box.south, box.north),
            Laporan.lon.between(box.west, box.east),
        )
        .order_by(Laporan.day.desc())
        .limit(limit)
    )
    return (await session.execute(statement)).all()


def last_counted() -> ScalarSelect[date]:
    """The day of the last counted report of each account that a query reads; nothing else of the report is read."""
    return (
        select(Laporan.day)
        .where(Laporan.author_id == Akun.id, Laporan.counted)
        .order_by(Laporan.day.desc())
        .limit(1)
        .scalar_subquery()
    )


async def officers(session: AsyncSession, actor: Actor, day: date, akun_id: int | None = None) -> Sequence[Row[Any]]:
    """Active officers of the actor's satuan and all below it, with the number of villages assigned on ``day``, the day of
    their last counted report, and the targets set for them and for their satuan; with ``akun_id`` only this one."""
    villages = (
        select(func.count())
        .where(Penugasan.akun_id == Akun.id, Penugasan.start <= day, or_(Penugasan.end.is_(None), Penugasan.end >= day))
        .scalar_subquery()
    )
    statement = (
        select(
            Akun.id,
            Akun.name,
            Akun.rank,
            Akun.satuan_id,
            Satuan.name.label("satuan"),
            Akun.target_per_day.label("own_target"),
            Satuan.target_per_day.label("unit_target"),
            villages.label("villages"),
            last_counted().label("last"),
        )
        .join(PeranAkun, PeranAkun.akun_id == Akun.id)
        .join(Satuan, Satuan.id == Akun.satuan_id)
        .where(PeranAkun.role == Peran.BHABINKAMTIBMAS, Akun.active, Akun.satuan_id.in_(below(actor)))
        .order_by(Akun.name, Akun.id)
    )
    if akun_id:
        statement = statement.where(Akun.id == akun_id)
    return (await session.execute(statement)).all()


async def waiting_by_officer(
    session: AsyncSession, actor: Actor, author_id: int | None = None
) -> dict[int, tuple[int, datetime]]:
    """How many reports of each author nobody has decided on, and when the oldest of them came; with ``author_id`` of this one."""
    statement = (
        readable(actor)
        .where(Laporan.waiting)
        .with_only_columns(_AUTHOR, func.count(), func.min(Laporan.received_at))
        .group_by(_AUTHOR)
    )
    if author_id:
        statement = statement.where(Laporan.author_id == author_id)
    return {author: (count, oldest) for author, count, oldest in await session.execute(statement)}


async def villages(session: AsyncSession, actor: Actor, day: date) -> Sequence[Row[Any]]:
    """Villages of the actor's satuan and all below it, with the names of who is assigned to them on ``day``: one row for
    each (village, officer), the officer None where there is nobody."""
    assigned = (
        select(Penugasan.area_code, Akun.id, Akun.name)
        .join(Akun, Akun.id == Penugasan.akun_id)
        .where(Akun.active, Penugasan.start <= day, or_(Penugasan.end.is_(None), Penugasan.end >= day))
        .subquery()
    )
    statement = (
        select(
            Wilayah.code,
            Wilayah.name,
            Wilayah.kind,
            Wilayah.kecamatan,
            Wilayah.satuan_id,
            Satuan.name.label("satuan"),
            assigned.c.name.label("officer"),
        )
        .join(Satuan, Satuan.id == Wilayah.satuan_id)
        .outerjoin(assigned, assigned.c.area_code == Wilayah.code)
        .where(Wilayah.satuan_id.in_(below(actor)))
        .order_by(Wilayah.name, Wilayah.code, assigned.c.name)
    )
    return (await session.execute(statement)).all()


async def units(session: AsyncSession, actor: Actor) -> Sequence[Row[Any]]:
    """The actor's satuan and all below it that are a polsek or have officers: id, name, level and the target set for it."""
    with_officers = (
        select(Akun.id)
        .join(PeranAkun, PeranAkun.akun_id == Akun.id)
        .where(Akun.satuan_id == Satuan.id, PeranAkun.role == Peran.BHABINKAMTIBMAS)
        .exists()
    )
    statement = (
        select(Satuan.id, Satuan.name, Satuan.level, Satuan.target_per_day)
        .where(Satuan.id.in_(below(actor)), or_(Satuan.level == TingkatSatuan.POLSEK, with_officers))
        .order_by(Satuan.path)
    )
    return (await session.execute(statement)).all()


async def by_officer_and_kind(session: AsyncSession, actor: Actor, wanted: Wanted) -> dict[tuple[int, str], int]:
    """How many of each kind by each author who has any."""
    statement = counted_of(within(actor), wanted, _AUTHOR, Laporan.kind, func.count()).group_by(_AUTHOR, Laporan.kind)
    return {(author, kind): count for author, kind, count in await session.execute(statement)}


async def contents(session: AsyncSession, actor: Actor, wanted: Wanted) -> AsyncIterator[Row[Any]]:
    """What recaps read of each report that is no secret, the earliest first: ``kind``, ``title``, ``captured_at``, ``author``, ``area``, and of its
    result the ``situation`` and the ``concerns``; ``heard``: those of an activity."""
    statement = (
        counted_of(
            readable(actor).where(Laporan.kind.not_in(SECRET)),
            wanted,
            Laporan.kind,
            Laporan.title,
            Laporan.captured_at,
            Akun.name.label("author"),
            Wilayah.name.label("area"),
            Laporan.body["result", "situation"].label("situation"),
            Laporan.body["result", "concerns"].label("concerns"),
            Laporan.body["concerns"].label("heard"),
        )
        .join(Akun, Akun.id == Laporan.author_id)
        .outerjoin(Wilayah, Wilayah.code == Laporan.area_code)
        .order_by(Laporan.captured_at, Laporan.id)
    )
    async for row in await session.stream(statement, execution_options={"yield_per": 1_000}):
        yield row
