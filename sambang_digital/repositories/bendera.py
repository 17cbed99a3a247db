"""What the flags that compare reports read and write. They belong to the system, not to a person, so these reads know no actor;
each is bounded: by keys of an index and a number of rows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, delete, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Laporan, Media, Sidik, Subjek
from sambang_digital.repositories.laporan import LAPORAN, Key
from sambang_digital.repositories.upsert import dialect_of, insert_into

SIDIK, MEDIA = Sidik.__table__, Media.__table__
MAX_FIXES = 2_000
"""Fixes of one officer looked at together."""
MAX_MATCHES = 1_000
"""Fingerprints of others looked at for one report, the oldest reports first."""
REPORT = (
    "id", "revision", "current", "author_id", "satuan_id", "subject_id", "kind", "form_version", "mode", "created_at", "captured_at",
    "fix_at", "day", "lat", "lon", "accuracy_m", "practice", "state", "receipt", "body", "photos", "flags",
)  # fmt: skip
SUBJECT = func.coalesce(
    select(Subjek.merged_into).where(Subjek.id == LAPORAN.c.subject_id).scalar_subquery(), LAPORAN.c.subject_id
)
"""The subject of a report, or the one that stands for it since the two were merged."""


def _columns(*names: str) -> list[ColumnElement[Any]]:
    return [SUBJECT.label(name) if name == "subject_id" else LAPORAN.c[name] for name in names]


_REPORTS = select(*_columns(*REPORT)).order_by(LAPORAN.c.id, LAPORAN.c.revision)
_SET_FLAGS = (
    update(LAPORAN)
    .where(LAPORAN.c.id == bindparam("key_id"), LAPORAN.c.revision == bindparam("key_revision"))
    .values(flags=bindparam("new_flags", type_=LAPORAN.c.flags.type), changed_at=bindparam("new_changed_at", type_=LAPORAN.c.changed_at.type))
)  # fmt: skip


async def revisions(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """All revisions of these reports."""
    return list(await session.execute(_REPORTS.where(LAPORAN.c.id.in_(ids))))


async def current(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """The current revisions of these reports."""
    return list(await session.execute(_REPORTS.where(LAPORAN.c.id.in_(ids), LAPORAN.c.current))) if ids else []


async def current_flags(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """Id, revision and flags of the current revisions, which nobody else writes until this transaction ends."""
    statement = select(LAPORAN.c.id, LAPORAN.c.revision, LAPORAN.c.flags).where(
        LAPORAN.c.id.in_(ids), LAPORAN.c.current
    )
    return list(await session.execute(statement.order_by(LAPORAN.c.id).with_for_update()))


async def fixes(
    session: AsyncSession, author_id: int, start: datetime, end: datetime, margin: timedelta
) -> list[Row[Any]]:
    """Where the officer was from ``margin`` before ``start`` until ``margin`` after ``end``: current reports, no practice, nothing secret."""
    begin, finish = start - margin, end + margin
    # One day on either side: the day is counted in the Polres's time zone.
    days = _days(begin.date() - timedelta(days=1), finish.date() + timedelta(days=1))
    names = ("id", "subject_id", "created_at", "captured_at", "fix_at", "lat", "lon", "accuracy_m", "receipt", "flags")
    statement = (
        select(*_columns(*names))
        .where(
            LAPORAN.c.author_id == author_id,
            LAPORAN.c.day.in_(days),
            LAPORAN.c.captured_at.between(begin, finish),
            *_on_site(),
        )
        .order_by(LAPORAN.c.captured_at)
        .limit(MAX_FIXES)
    )
    return list(await session.execute(statement))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _on_site() -> tuple[ColumnElement[bool], ...]:
    here = LAPORAN.c
    return here.current, ~here.practice, ~Laporan.secret, here.mode == "on_site", here.lat.is_not(None)


@cache
def _file(dialect: str) -> Any:
    return insert_into(dialect, SIDIK).on_conflict_do_nothing()


async def file(session: AsyncSession, rows: Iterable[tuple[int, int, UUID]]) -> None:
    """File fingerprints (key, author, report), each once, in one order for everybody."""
    wanted = [{"key": key, "author_id": author, "laporan_id": id_} for key, author, id_ in sorted(set(rows))]
    if wanted:
        await session.execute(_file(dialect_of(session)), wanted)


async def matches(
    session: AsyncSession, laporan_id: UUID, author_id: int, own: Collection[int], anybodys: Collection[int]
) -> list[Row[Any]]:
    """Fingerprints (laporan_id, key) of other reports: of the same author under ``own``, of anybody under ``anybodys``."""
    wanted = or_(SIDIK.c.key.in_(own) & (SIDIK.c.author_id == author_id), SIDIK.c.key.in_(anybodys))
    statement = select(SIDIK.c.laporan_id, SIDIK.c.key).where(wanted, SIDIK.c.laporan_id != laporan_id)
    return list(await session.execute(statement.order_by(SIDIK.c.laporan_id).limit(MAX_MATCHES)))


async def forget(session: AsyncSession, first: int, last: int, before: UUID, limit: int) -> int:
    """Delete fingerprints with keys from ``first`` to ``last`` of reports older than the id ``before``; gives their number."""
    old = (
        select(SIDIK.c.key, SIDIK.c.author_id, SIDIK.c.laporan_id)
        .where(SIDIK.c.key.between(first, last), SIDIK.c.laporan_id < before)
        .limit(limit)
    )
    done = await session.execute(
        delete(SIDIK).where(tuple_(SIDIK.c.key, SIDIK.c.author_id, SIDIK.c.laporan_id).in_(old))
    )
    return int(done.rowcount)


async def dhashes(session: AsyncSession, photos: Collection[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """The perceptual hashes of photos (uploader, SHA-256) that have arrived."""
    if not photos:
        return {}
    named = tuple_(MEDIA.c.uploader_id, MEDIA.c.sha256).in_(photos)
    rows = await session.execute(
        select(MEDIA.c.uploader_id, MEDIA.c.sha256, MEDIA.c.dhash).where(named, MEDIA.c.dhash.is_not(None))
    )
    return {(row.uploader_id, row.sha256): row.dhash for row in rows}


async def houses(session: AsyncSession, subject_ids: Collection[UUID]) -> list[Row[Any]]:
    """Id, kind and place of these subjects, as far as they have a place on record."""
    if not subject_ids:
        return []
    columns = select(Subjek.id, Subjek.kind, Subjek.lat, Subjek.lon, Subjek.accuracy_m)
    return list(await session.execute(columns.where(Subjek.id.in_(subject_ids), Subjek.lat.is_not(None))))


async def write_flags(session: AsyncSession, flags: Mapping[Key, Sequence[Any]], at: datetime) -> None:
    """Write the flags of these revisions."""
    if flags:
        rows = [
            {"key_id": id_, "key_revision": revision, "new_flags": found, "new_changed_at": at}
            for (id_, revision), found in sorted(flags.items())
        ]
        await (await session.connection()).execute(_SET_FLAGS, rows)


async def renumber(session: AsyncSession, subject_ids: Collection[UUID]) -> None:
    """Count the visits to these subjects afresh; writes only where a number changes."""
    if not subject_ids:
        return
    merged = await session.scalars(select(Subjek.id).where(Subjek.merged_into.in_(subject_ids)))
    there = LAPORAN.c.subject_id.in_({*subject_ids, *merged})
    place = func.row_number().over(partition_by=SUBJECT, order_by=(LAPORAN.c.captured_at, LAPORAN.c.id))
    counted = select(LAPORAN.c.id, LAPORAN.c.revision, place.label("n")).where(there, Laporan.counted).subquery()
    same = and_(LAPORAN.c.id == counted.c.id, LAPORAN.c.revision == counted.c.revision)
    await session.execute(
        update(LAPORAN)
        .where(there, same, LAPORAN.c.visit_number.is_distinct_from(counted.c.n))
        .values(visit_number=counted.c.n)
    )
    await session.execute(
        update(LAPORAN).where(there, ~Laporan.counted, LAPORAN.c.visit_number.is_not(None)).values(visit_number=None)
    )
