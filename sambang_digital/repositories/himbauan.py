"""Browsers of citizens that take announcements, and the messages that wait for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, literal, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import AntreanSiaran, Bacaan, BacaanVersi, LanggananWarga, Siaran, Wilayah
from sambang_digital.models.base import now
from sambang_digital.repositories.upsert import dialect_of, insert_into

QUEUE, BROWSERS = AntreanSiaran.__table__, LanggananWarga.__table__


async def is_kecamatan(session: AsyncSession, code: str) -> bool:
    """Whether any village lies in it."""
    return await session.scalar(select(Wilayah.code).where(Wilayah.kecamatan_code == code).limit(1)) is not None


async def subscribe(session: AsyncSession, endpoint: str, p256dh: str, auth: str, kecamatan_code: str | None) -> None:
    """Let this browser take announcements of a kecamatan, or of all; what it asked for before is forgotten."""
    values = {"p256dh": p256dh, "auth": auth, "kecamatan_code": kecamatan_code, "created_at": now()}
    statement = insert_into(dialect_of(session), BROWSERS).values(endpoint=endpoint, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["endpoint"], set_=values))


async def unsubscribe(session: AsyncSession, endpoint: str) -> None:
    """This browser takes none any more; what waits for it goes, too."""
    await session.execute(delete(LanggananWarga).where(LanggananWarga.endpoint == endpoint))


async def subscribed(session: AsyncSession, endpoint: str) -> LanggananWarga | None:
    """What this browser asked for."""
    return (await session.scalars(select(LanggananWarga).where(LanggananWarga.endpoint == endpoint))).one_or_none()


async def announce(session: AsyncSession, bacaan_id: UUID, kecamatan_code: str | None, at: datetime) -> bool:
    """Let a text go to everybody who asked for its kecamatan (None: to all), unless it did before. Whether any message waits."""
    once = insert_into(dialect_of(session), Siaran.__table__).values(bacaan_id=bacaan_id, at=at)
    first = await session.execute(once.on_conflict_do_nothing().returning(Siaran.bacaan_id))
    if first.first() is None:
        return False
    asked = LanggananWarga.kecamatan_code
    wanted = or_(asked.is_(None), asked == kecamatan_code) if kecamatan_code else true()
    rows = select(
        literal(bacaan_id, QUEUE.c.bacaan_id.type), LanggananWarga.id, literal(at, QUEUE.c.due_at.type), literal(0)
    ).where(wanted)
    names = ["bacaan_id", "langganan_id", "due_at", "attempts"]
    await session.execute(insert_into(dialect_of(session), QUEUE).from_select(names, rows))
    return (
        await session.scalar(select(AntreanSiaran.id).where(AntreanSiaran.bacaan_id == bacaan_id).limit(1)) is not None
    )


async def author_of(session: AsyncSession, row: Bacaan) -> int | None:
    """Who wrote the version that citizens read; None: it came with the product."""
    written = and_(BacaanVersi.bacaan_id == row.id, BacaanVersi.n == row.shown)
    return await session.scalar(select(BacaanVersi.author_id).where(written))


async def is_due(session: AsyncSession, at: datetime) -> bool:
    """Whether any message is to be sent."""
    return await session.scalar(select(AntreanSiaran.id).where(AntreanSiaran.due_at <= at).limit(1)) is not None


async def due(session: AsyncSession, at: datetime, limit: int) -> Sequence[Row[Any]]:
    """Messages that are to be sent, the longest waiting first: the row of the queue, when the text was announced, the browser, the
    text, and its version as citizens read it now (None: they do not)."""
    statement = (
        select(AntreanSiaran, Siaran.at.label("announced_at"), LanggananWarga, Bacaan, BacaanVersi)  # type: ignore[attr-defined]
        .join(Siaran, Siaran.bacaan_id == AntreanSiaran.bacaan_id)
        .join(LanggananWarga, LanggananWarga.id == AntreanSiaran.langganan_id)
        .join(Bacaan, Bacaan.id == AntreanSiaran.bacaan_id)
        .outerjoin(BacaanVersi, and_(BacaanVersi.bacaan_id == Bacaan.id, BacaanVersi.n == Bacaan.shown))
        .where(AntreanSiaran.due_at <= at)
        .order_by(AntreanSiaran.due_at, AntreanSiaran.id)
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def done(session: AsyncSession, row: AntreanSiaran) -> None:
    """It was taken, or is not to be sent any more."""
    await session.execute(delete(AntreanSiaran).where(AntreanSiaran.id == row.id))


async def postpone(session: AsyncSession, row: AntreanSiaran, until: datetime, attempts: int) -> None:
    """Try again later."""
    await session.execute(
        update(AntreanSiaran).where(AntreanSiaran.id == row.id).values(due_at=until, attempts=attempts)
    )


async def forget(session: AsyncSession, browser: LanggananWarga) -> None:
    """The browser takes no messages at this address any more, unless it asked anew meanwhile."""
    same = (LanggananWarga.id == browser.id) & (LanggananWarga.auth == browser.auth)
    await session.execute(delete(LanggananWarga).where(same))
