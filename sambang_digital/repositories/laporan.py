"""Reports: how they are stored, and what of them an actor may read.

The statements of the intake are built once. They take plain dictionaries with every column of the table, so that
one multi-row ``INSERT`` carries a whole group of visits.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, delete, false, or_, select, true, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from sambang_digital.forms.registry import kinds_named
from sambang_digital.models import Karantina, Laporan, LaporanFoto, LaporanSaingan, Media
from sambang_digital.repositories import cari
from sambang_digital.repositories.satuan import below
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission

LAPORAN = Laporan.__table__
Key = tuple[UUID, int]


@cache
def _insert_once(dialect: str, model: Any) -> Any:
    """Insert what is not there yet. No conflict target: any of the table's unique keys decides."""
    return insert_into(dialect, model.__table__).on_conflict_do_nothing()


@cache
def _insert_new(dialect: str) -> Any:
    return _insert_once(dialect, Laporan).returning(LAPORAN.c.id, LAPORAN.c.revision)


async def insert_new(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> set[Key]:
    """Insert revisions; gives the (id, revision) of those that were new and met no current row of their report.

    Rows come sorted by key: two transactions with the same reports then never wait for each other in a circle.
    """
    done = await session.execute(_insert_new(dialect_of(session)), list(rows))
    return {(row.id, row.revision) for row in done}


QUARANTINED = 300
"""Rejected items kept of one sender; with the longest text that is kept about 20 MB."""


async def _insert_all(session: AsyncSession, model: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        await session.execute(_insert_once(dialect_of(session), model), list(rows))


async def keep_competing(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Keep other contents under a revision already taken, each once."""
    await _insert_all(session, LaporanSaingan, rows)


async def quarantine(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Keep the raw text of rejected items, each once; of one sender the newest :data:`QUARANTINED`."""
    await _insert_all(session, Karantina, rows)
    for sender_id in {row["sender_id"] for row in rows}:
        own = select(Karantina.id).where(Karantina.sender_id == sender_id).order_by(Karantina.id.desc())
        oldest = own.offset(QUARANTINED - 1).limit(1).scalar_subquery()
        await session.execute(delete(Karantina).where(Karantina.sender_id == sender_id, Karantina.id < oldest))


async def name_photos(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write which photos revisions name: it is by these rows that a photo is kept and may be looked at."""
    await _insert_all(session, LaporanFoto, rows)


_REVISIONS = select(
    LAPORAN.c.id,
    LAPORAN.c.revision,
    LAPORAN.c.current,
    LAPORAN.c.author_id,
    LAPORAN.c.satuan_id,
    LAPORAN.c.content_hash,
    LAPORAN.c.verdict,
    LAPORAN.c.area_code,
    LAPORAN.c.flags,
    LAPORAN.c.state,
    LAPORAN.c.subject_id,
    LAPORAN.c.practice,
    LAPORAN.c.kind,
    LAPORAN.c.number,
).order_by(LAPORAN.c.id, LAPORAN.c.revision)


async def revisions(session: AsyncSession, ids: Collection[UUID], *, lock: bool = False) -> dict[UUID, list[Row[Any]]]:
    """All revisions of these reports, oldest first; ``lock`` keeps others from adding or reviewing one meanwhile."""
    statement = _REVISIONS.where(LAPORAN.c.id.in_(ids))
    found: dict[UUID, list[Row[Any]]] = {}
    for row in await session.execute(statement.with_for_update() if lock else statement):
        found.setdefault(row.id, []).append(row)
    return found


async def retire(session: AsyncSession, laporan_id: UUID, revision: int) -> None:
    """A newer revision takes over: this one is current no more."""
    await session.execute(
        update(LAPORAN).where(LAPORAN.c.id == laporan_id, LAPORAN.c.revision == revision).values(current=False)
    )


async def touch(session: AsyncSession, key: Key, at: datetime) -> None:
    """Something about this revision changed: its author's phone hears of it."""
    laporan_id, revision = key
    await session.execute(
        update(LAPORAN).where(LAPORAN.c.id == laporan_id, LAPORAN.c.revision == revision).values(changed_at=at)
    )


async def practice_ids(session: AsyncSession, author_id: int) -> Sequence[UUID]:
    """Reports that an officer made in Mode latihan and has not deleted."""
    wanted = select(Laporan.id).where(Laporan.author_id == author_id, Laporan.practice, Laporan.current)
    return (await session.scalars(wanted.order_by(Laporan.id))).all()


async def release_photos(session: AsyncSession, laporan_id: UUID) -> None:
    """The report names its photos no more: the sweep deletes those that nothing else names."""
    await detach(session, select(LaporanFoto.author_id, LaporanFoto.sha256).where(LaporanFoto.laporan_id == laporan_id))
    await session.execute(delete(LaporanFoto).where(LaporanFoto.laporan_id == laporan_id))


async def detach(session: AsyncSession, named: Select[tuple[int, str]]) -> None:
    """Let the sweep ask again whether anything names these photos (uploader, SHA-256)."""
    same = tuple_(Media.uploader_id, Media.sha256).in_(named)
    await session.execute(update(Media).where(same).values(attached=False))


async def erase(session: AsyncSession, laporan_id: UUID) -> None:
    """Delete all revisions of a report, and whatever hangs on it: the rows of every table that names it ``laporan_id``."""
    await release_photos(session, laporan_id)
    for table in reversed(SQLModel.metadata.sorted_tables):
        if "laporan_id" in table.c:
            await session.execute(delete(table).where(table.c.laporan_id == laporan_id))
    await cari.forget(session, laporan_id)
    for model in (LaporanSaingan, Laporan):
        await session.execute(delete(model).where(model.id == laporan_id))


def within(actor: Actor) -> Select[tuple[Laporan]]:
    """Revisions within the actor's reach, whatever their kind: only to be counted, never to be shown.

    Their own, and with ``laporan:read`` those of their satuan and all below.
    """
    reach = _own(actor)
    if actor.may(Permission.LAPORAN_READ):
        reach = or_(reach, Laporan.satuan_id.in_(below(actor)))
    return select(Laporan).where(reach)


def readable(actor: Actor) -> Select[tuple[Laporan]]:
    """Revisions that the actor may read: those :func:`within` reach, of kinds that are open to them."""
    return within(actor).where(open_kinds(actor))


async def titles(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Titles of those of these reports that the actor may read."""
    if not ids:
        return {}
    named = readable(actor).where(Laporan.id.in_(ids), Laporan.current).with_only_columns(Laporan.id, Laporan.title)
    return {row.id: row.title for row in await session.execute(named)}


def of_kind(name: str) -> ColumnElement[bool]:
    """Of ``Laporan``: of this kind, or of any kind of the group of that name."""
    return Laporan.kind.in_(kinds_named(name))  # type: ignore[attr-defined,no-any-return]


def open_kinds(actor: Actor) -> ColumnElement[bool]:
    """Of ``Laporan``: without ``li:read`` secret kinds are as if they were not there, but for those that the actor wrote."""
    return true() if actor.may(Permission.LI_READ) else or_(~Laporan.secret, _own(actor))  # type: ignore[operator]


def _own(actor: Actor) -> ColumnElement[bool]:
    return Laporan.author_id == actor.id if actor.may(Permission.SAMBANG_WRITE) else false()  # type: ignore[return-value]
