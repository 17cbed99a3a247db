"""The register as a desk reads it: houses, businesses, figures and places of the villages within reach, and their visits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Laporan, Subjek, Wilayah
from sambang_digital.repositories.cakupan import NO_NUMBER
from sambang_digital.repositories.laporan import readable
from sambang_digital.repositories.satuan import below
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission

PAGE = 50
PAGES = 40
COUNTED = PAGE * PAGES
VISITS = 200
"""Visits of one house that are shown; nobody reads farther back."""
State = Literal["semua", "aktif", "pindah", "menolak"]


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Which entries. ``rw`` and ``rt`` may be :data:`NO_NUMBER`; ``text``: words that all stand in name or address;
    ``unvisited_since``: nobody came after that moment."""

    area_code: str | None = None
    rw: str | None = None
    rt: str | None = None
    kind: str | None = None
    state: State = "semua"
    unvisited_since: datetime | None = None
    text: str = ""
    oldest_first: bool = False
    page: int = 1


STATES: dict[State, tuple[ColumnElement[bool], ...]] = {
    "semua": (),
    "aktif": (Subjek.moved_on.is_(None), ~Subjek.declined),  # type: ignore[union-attr,operator]
    "pindah": (Subjek.moved_on.is_not(None),),  # type: ignore[union-attr]
    "menolak": (Subjek.declined,),  # type: ignore[dict-item]
}


def in_reach(actor: Actor, codes: Collection[str] = ()) -> ColumnElement[bool]:
    """Whether an entry lies in one of ``codes`` (an officer's own villages), or with ``register:read`` in a village of the
    actor's satuan or of one below it."""
    # Not the bare column: else SQLite would gather a whole Polres by the village instead of walking the list in its order.
    area = func.coalesce(Subjek.area_code, "")
    own = area.in_(codes)
    if not actor.may(Permission.REGISTER_READ):
        return own
    return or_(own, area.in_(select(Wilayah.code).where(Wilayah.satuan_id.in_(below(actor)))))


def _matching(actor: Actor, wanted: RegisterFilter, *columns: Any) -> Select[Any]:
    statement = select(*columns).where(in_reach(actor), Subjek.removed_at.is_(None), *STATES[wanted.state])
    if wanted.area_code:
        statement = statement.where(Subjek.area_code == wanted.area_code)
    for column, value in ((Subjek.rw, wanted.rw), (Subjek.rt, wanted.rt)):
        if value:
            statement = statement.where(column.is_(None) if value == NO_NUMBER else column == value)
    if wanted.kind:
        statement = statement.where(Subjek.kind == wanted.kind)
    if wanted.unvisited_since:
        statement = statement.where(or_(Subjek.last_visit_at.is_(None), Subjek.last_visit_at <= wanted.unvisited_since))
    for word in wanted.text.lower().split():
        statement = statement.where(Subjek.words.contains(word, autoescape=True))
    return statement


def _ordered(statement: Select[Any], wanted: RegisterFilter) -> Select[Any]:
    columns = (Subjek.last_visit_at, Subjek.id)
    return statement.order_by(*(columns if wanted.oldest_first else (column.desc() for column in columns)))


async def count(session: AsyncSession, actor: Actor, wanted: RegisterFilter) -> int:
    """How many entries all pages together hold, counted up to :data:`COUNTED` only."""
    some = _ordered(_matching(actor, wanted, literal(1)), wanted).limit(COUNTED)
    return int(await session.scalar(select(func.count()).select_from(some.subquery())) or 0)


async def page(session: AsyncSession, actor: Actor, wanted: RegisterFilter) -> Sequence[Row[Any]]:
    """What a list shows of each entry of one page."""
    columns = (
        Subjek.id, Subjek.kind, Subjek.name, Subjek.address, Subjek.rw, Subjek.rt, Subjek.last_visit_at, Subjek.visits,
        Subjek.declined, Subjek.moved_on, Subjek.vulnerable, Wilayah.name.label("area"),
    )  # fmt: skip
    statement = _matching(actor, wanted, *columns).outerjoin(Wilayah, Wilayah.code == Subjek.area_code)
    statement = _ordered(statement, wanted).limit(PAGE).offset((wanted.page - 1) * PAGE)
    return (await session.execute(statement)).all()


async def villages(session: AsyncSession, actor: Actor) -> Sequence[Row[Any]]:
    """``code`` and ``name`` of the villages within reach, by name."""
    statement = select(Wilayah.code, Wilayah.name).where(Wilayah.satuan_id.in_(below(actor)))
    return (await session.execute(statement.order_by(Wilayah.name, Wilayah.code))).all()


async def one(
    session: AsyncSession, actor: Actor, subjek_id: UUID, codes: Collection[str] = (), *, lock: bool = False
) -> Subjek | None:
    """The entry, or the one that it was merged into, if it lies within reach and is there."""
    home = select(func.coalesce(Subjek.merged_into, Subjek.id)).where(Subjek.id == subjek_id).scalar_subquery()
    statement = select(Subjek).where(Subjek.id == home, in_reach(actor, codes), Subjek.removed_at.is_(None))
    # What was read before the lock may be stale.
    locked = statement.with_for_update().execution_options(populate_existing=True)
    found: Subjek | None = await session.scalar(locked if lock else statement)
    return found


async def standing_for(session: AsyncSession, subjek_id: UUID) -> list[UUID]:
    """This entry and all that were merged into it."""
    merged = await session.scalars(select(Subjek.id).where(Subjek.merged_into == subjek_id))
    return [subjek_id, *merged]


async def visits(session: AsyncSession, actor: Actor, subjek_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """Reports on these entries that the actor may read, the latest first, each with its author's name."""
    statement = readable(actor).join(Akun, Akun.id == Laporan.author_id)
    return await _visits(session, statement, subjek_ids, VISITS)


async def visits_of_own(session: AsyncSession, subjek_ids: Collection[UUID], limit: int) -> Sequence[Row[Any]]:
    """The last visits of anybody to entries of an officer's own villages, for what the register may say of them."""
    statement = select(Laporan).join(Akun, Akun.id == Laporan.author_id)
    return await _visits(session, statement, subjek_ids, limit)


async def _visits(
    session: AsyncSession, statement: Select[Any], subjek_ids: Collection[UUID], limit: int
) -> Sequence[Row[Any]]:
    columns = (
        Laporan.id, Laporan.revision, Laporan.kind, Laporan.form_version, Laporan.captured_at, Laporan.day, Laporan.state,
        Laporan.visit_number, Laporan.body, Akun.name.label("author"),
    )  # fmt: skip
    statement = statement.where(Laporan.subject_id.in_(subjek_ids), Laporan.current, ~Laporan.practice)
    statement = statement.with_only_columns(*columns).order_by(Laporan.captured_at.desc(), Laporan.id)
    return (await session.execute(statement.limit(limit))).all()


async def change(session: AsyncSession, subjek_id: UUID, values: dict[str, Any]) -> None:
    """Change an entry; ``changed_at`` among the values brings it to the phones."""
    await session.execute(update(Subjek).where(Subjek.id == subjek_id).values(**values))
