"""Cases handed on: who receives them, who may follow them, and what they hold."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, delete, false, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Eskalasi, EskalasiLangkah, Laporan, PeranAkun, Satuan, StatusEskalasi
from sambang_digital.models.base import now
from sambang_digital.repositories.satuan import below
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import ROLES, Permission

PAGE = 50
KIND = "pemecahan_masalah"
"""The kind of report out of which cases are handed on; no secret one."""
RECEIVERS = frozenset(role for role, permissions in ROLES.items() if Permission.ESKALASI_RECEIVE in permissions)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases to show. ``side``: ``masuk`` those that the actor receives, ``keluar`` those sent from where the actor reads
    reports. ``late_hours``: sent at least so long ago and not answered yet."""

    side: Literal["masuk", "keluar"] = "masuk"
    state: StatusEskalasi | None = None
    late_hours: int | None = None
    text: str = ""
    page: int = 1


def received(actor: Actor) -> ColumnElement[bool]:
    """What was handed to the actor: to their satuan and all below, and for somebody of a unit to that unit."""
    if not actor.may(Permission.ESKALASI_RECEIVE):
        return false()
    unit = Eskalasi.to_unit == actor.unit if actor.unit else true()
    return and_(Eskalasi.to_satuan_id.in_(below(actor)), unit)


def sent(actor: Actor) -> ColumnElement[bool]:
    """What officers whose reports the actor reads have handed on."""
    return Eskalasi.from_satuan_id.in_(below(actor)) if actor.may(Permission.LAPORAN_READ) else false()


def _cases(which: ColumnElement[bool], *columns: Any) -> Select[Any]:
    # The report does not come from `readable`: what was handed to somebody is theirs to read, wherever its officer serves.
    report = and_(Laporan.id == Eskalasi.laporan_id, Laporan.current, Laporan.kind == KIND)
    return select(*columns).select_from(Eskalasi).join(Laporan, report).where(which)


def _matching(actor: Actor, wanted: CaseFilter, *columns: Any) -> Select[Any]:
    statement = _cases({"masuk": received, "keluar": sent}[wanted.side](actor), *columns)
    if wanted.state:
        statement = statement.where(Eskalasi.state == wanted.state)
    if wanted.late_hours:
        late = Eskalasi.sent_at <= now() - timedelta(hours=wanted.late_hours)
        statement = statement.where(Eskalasi.state == StatusEskalasi.DIKIRIM, late)
    if wanted.text:
        words = (Laporan.title, Eskalasi.to_name)
        statement = statement.where(or_(*(one.icontains(wanted.text, autoescape=True) for one in words)))
    return statement


async def page(
    session: AsyncSession, actor: Actor, wanted: CaseFilter, *, oldest_first: bool = False
) -> Sequence[Row[Any]]:
    """One page of cases: the case, the title of its report, who sent it from where."""
    statement = (
        _matching(actor, wanted, Eskalasi, Laporan.title, Akun.name.label("author"), Satuan.name.label("satuan"))
        .join(Akun, Akun.id == Eskalasi.author_id)
        .join(Satuan, Satuan.id == Eskalasi.from_satuan_id)
        .order_by(Eskalasi.sent_at.asc() if oldest_first else Eskalasi.sent_at.desc(), Eskalasi.laporan_id)
    )
    return (await session.execute(statement.limit(PAGE).offset((wanted.page - 1) * PAGE))).all()


async def count(session: AsyncSession, actor: Actor, wanted: CaseFilter) -> int:
    """How many cases all pages together hold."""
    return int(await session.scalar(_matching(actor, wanted, func.count())) or 0)


async def one(session: AsyncSession, actor: Actor, laporan_id: UUID) -> Row[Any] | None:
    """The case with its report, if it was handed to the actor or sent from where they read reports; ``mine``: they receive it."""
    mine = received(actor)
    statement = (
        _cases(
            or_(mine, sent(actor)), Eskalasi, Laporan, Akun.name.label("author"), Akun.rank, Satuan.name.label("satuan")
        )
        .add_columns(mine.label("mine"))
        .join(Akun, Akun.id == Eskalasi.author_id)
        .join(Satuan, Satuan.id == Eskalasi.from_satuan_id)
        .where(Eskalasi.laporan_id == laporan_id)
    )
    return (await session.execute(statement)).one_or_none()


async def locked(session: AsyncSession, actor: Actor, laporan_id: UUID) -> Eskalasi | None:
    """A case that was handed to the actor; nobody else takes a step until this transaction ends."""
    found: Eskalasi | None = await session.scalar(
        select(Eskalasi).where(received(actor), Eskalasi.laporan_id == laporan_id).with_for_update()
    )
    return found


async def steps(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """All steps of these cases, oldest first, with who took them. Only for whoever may read the cases."""
    statement = (
        select(EskalasiLangkah, Akun.name.label("by"), Akun.rank)
        .join(Akun, Akun.id == EskalasiLangkah.akun_id)
        .where(EskalasiLangkah.laporan_id.in_(ids))
        .order_by(EskalasiLangkah.id)
    )
    return (await session.execute(statement)).all()


async def of_reports(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Eskalasi]:
    """The cases handed on out of these reports. Only for their author."""
    return (await session.scalars(select(Eskalasi).where(Eskalasi.laporan_id.in_(ids)))).all()


async def hand_over(session: AsyncSession, row: dict[str, Any]) -> frozenset[int]:
    """Hand a case on; one that nobody has answered yet goes where its correction says.

    The satuan that see it change: who sends it, who had it before, who has it now. Nothing if it was answered already.
    """
    before = await session.scalar(select(Eskalasi.to_satuan_id).where(Eskalasi.laporan_id == row["laporan_id"]))
    statement = insert_into(dialect_of(session), Eskalasi.__table__).values(row)
    to = {name: row[name] for name in ("to_name", "to_satuan_id", "to_unit")}
    statement = statement.on_conflict_do_update(
        index_elements=["laporan_id"], set_=to, where=Eskalasi.state == StatusEskalasi.DIKIRIM
    )
    if (await session.execute(statement.returning(Eskalasi.laporan_id))).first() is None:
        return frozenset()
    return frozenset({row["from_satuan_id"], row["to_satuan_id"], before or row["to_satuan_id"]})


async def withdraw(session: AsyncSession, laporan_id: UUID) -> tuple[int, ...]:
    """Take back a case that nobody has answered yet. The satuan between which it was; nothing if there was none."""
    gone = delete(Eskalasi).where(Eskalasi.laporan_id == laporan_id, Eskalasi.state == StatusEskalasi.DIKIRIM)
    row = (await session.execute(gone.returning(Eskalasi.from_satuan_id, Eskalasi.to_satuan_id))).first()
    return tuple(row) if row else ()


async def touch(session: AsyncSession, laporan_id: UUID, at: datetime) -> None:
    """Something about the case changed: the phone of its report's author hears of it."""
    await session.execute(update(Laporan).where(Laporan.id == laporan_id, Laporan.current).values(changed_at=at))


async def receivers(session: AsyncSession, satuan_id: int, unit: str | None) -> Sequence[int]:
    """Who is told of a case for this satuan: its heads, and the head of the unit."""
    head = Akun.unit.is_(None) | (Akun.unit == unit)
    statement = (
        select(Akun.id)
        .join(PeranAkun, PeranAkun.akun_id == Akun.id)
        .where(Akun.satuan_id == satuan_id, Akun.active, PeranAkun.role.in_(RECEIVERS), head)
        .distinct()
    )
    return (await session.scalars(statement)).all()
