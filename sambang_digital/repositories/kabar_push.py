"""Devices that take messages, and the messages that wait for them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, func, literal, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, AntreanPush, Kabar, LanggananPush, PeranAkun, PilihanKabar, SesiPerangkat
from sambang_digital.models.base import now
from sambang_digital.repositories.upsert import dialect_of, insert_into
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import ROLES, Permission

QUEUE, DEVICES = AntreanPush.__table__, LanggananPush.__table__
OFFICERS = tuple(role.value for role, allowed in ROLES.items() if Permission.SAMBANG_WRITE in allowed)


async def subscribe(session: AsyncSession, actor: Actor, endpoint: str, p256dh: str, auth: str) -> None:
    """Let this browser take the actor's messages; it takes nobody else's any more, nor does this session have another one."""
    await session.execute(
        delete(LanggananPush).where(
            (LanggananPush.session_id == actor.session_id) & (LanggananPush.endpoint != endpoint)
        )
    )
    values = {"akun_id": actor.id, "session_id": actor.session_id, "p256dh": p256dh, "auth": auth, "created_at": now()}
    statement = insert_into(dialect_of(session), DEVICES).values(endpoint=endpoint, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["endpoint"], set_=values))


async def unsubscribe(session: AsyncSession, actor: Actor) -> None:
    """The actor's browser takes no messages any more."""
    await session.execute(delete(LanggananPush).where(LanggananPush.session_id == actor.session_id))


async def keep_latest(session: AsyncSession, actor: Actor, most: int) -> None:
    """Let go of the actor's oldest devices beyond ``most``."""
    older = (
        select(LanggananPush.id)
        .where(LanggananPush.akun_id == actor.id)
        .order_by(LanggananPush.created_at.desc(), LanggananPush.id.desc())
        .offset(most)
        .limit(1000)
    )
    await session.execute(delete(LanggananPush).where(LanggananPush.id.in_(older)))


async def subscribed(session: AsyncSession, actor: Actor) -> str | None:
    """Where messages for the actor's browser go."""
    return await session.scalar(
        select(LanggananPush.endpoint).where(
            LanggananPush.session_id == actor.session_id, LanggananPush.akun_id == actor.id
        )
    )


async def enqueue(session: AsyncSession, kabar_ids: Collection[UUID], at: datetime) -> bool:
    """Let this news go to all devices of those whom it is for; what waits already goes as if it were new. Whether any waits."""
    rows = (
        select(Kabar.id, LanggananPush.id, literal(at, QUEUE.c.due_at.type), literal(0))
        .join(LanggananPush, LanggananPush.akun_id == Kabar.akun_id)
        .where(Kabar.id.in_(kabar_ids))
    )
    statement = insert_into(dialect_of(session), QUEUE).from_select(
        ["kabar_id", "langganan_id", "due_at", "attempts"], rows
    )
    statement = statement.on_conflict_do_update(
        index_elements=["kabar_id", "langganan_id"], set_={"due_at": statement.excluded.due_at, "attempts": 0}
    )
    return (await session.execute(statement.returning(QUEUE.c.id))).first() is not None


def _alive(seen_after: datetime) -> ColumnElement[bool]:
    session = SesiPerangkat
    return Akun.active & session.revoked_at.is_(None) & session.lost_at.is_(None) & (session.last_seen_at > seen_after)


async def due(session: AsyncSession, at: datetime, seen_after: datetime, limit: int) -> Sequence[Row[Any]]:
    """Messages that are to be sent, the longest waiting first: the row of the queue, news, device, what the person chose
    (None: nothing), ``alive`` while their session is, and ``phone``: they work on officers' pages."""
    officer = select(PeranAkun.akun_id).where(PeranAkun.akun_id == Akun.id, PeranAkun.role.in_(OFFICERS)).exists()
    statement = (
        select(
            AntreanPush,
            Kabar,
            LanggananPush,
            PilihanKabar,
            func.coalesce(_alive(seen_after), ~true()).label("alive"),
            officer.label("phone"),
        )
        .join(Kabar, Kabar.id == AntreanPush.kabar_id)
        .join(LanggananPush, LanggananPush.id == AntreanPush.langganan_id)
        .join(Akun, Akun.id == LanggananPush.akun_id)
        .join(SesiPerangkat, SesiPerangkat.id == LanggananPush.session_id)
        .outerjoin(PilihanKabar, PilihanKabar.akun_id == Akun.id)
        .where(AntreanPush.due_at <= at)
        .order_by(AntreanPush.due_at, AntreanPush.id)
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def is_due(session: AsyncSession, at: datetime) -> bool:
    """Whether any message is to be sent."""
    return await session.scalar(select(AntreanPush.id).where(AntreanPush.due_at <= at).limit(1)) is not None


async def done(session: AsyncSession, row: AntreanPush) -> None:
    """It was taken, unless the same was said again meanwhile."""
    await session.execute(delete(AntreanPush).where(AntreanPush.id == row.id, AntreanPush.due_at == row.due_at))


async def postpone(session: AsyncSession, row: AntreanPush, until: datetime, attempts: int) -> None:
    """Try again later, unless the same was said again meanwhile."""
    await session.execute(
        update(AntreanPush)
        .where(AntreanPush.id == row.id, AntreanPush.due_at == row.due_at)
        .values(due_at=until, attempts=attempts)
    )


async def forget(session: AsyncSession, device: LanggananPush) -> None:
    """The browser takes no messages at this address any more; what waits for it goes, too."""
    await session.execute(
        delete(LanggananPush).where(LanggananPush.id == device.id, LanggananPush.endpoint == device.endpoint)
    )
