"""Requests of citizens about their data, within the actor's villages; and all reports on an entry, to be emptied."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy import String as SqlString
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, PermintaanWarga, Subjek, Wilayah
from sambang_digital.repositories.laporan import LAPORAN
from sambang_digital.repositories.retensi import ERASED
from sambang_digital.repositories.satuan import below
from sambang_digital.security.actor import Actor

PAGE = 50
OPEN = ("baru", "dikerjakan")


def _within(actor: Actor, statement: Select[Any]) -> Select[Any]:
    reach = select(Wilayah.code).where(Wilayah.satuan_id.in_(below(actor)))
    return statement.where(PermintaanWarga.area_code.in_(reach))


async def page(session: AsyncSession, actor: Actor, states: Collection[str], page: int) -> Sequence[Any]:
    """Requests in these states, the oldest first: ``PermintaanWarga``, name of the entry and of the village, who wrote it down."""
    statement = (
        _within(actor, select(PermintaanWarga, Subjek.name, Wilayah.name, Akun.name))
        .join(Akun, Akun.id == PermintaanWarga.created_by)
        .outerjoin(Subjek, Subjek.id == PermintaanWarga.subjek_id)
        .outerjoin(Wilayah, Wilayah.code == PermintaanWarga.area_code)
        .where(PermintaanWarga.state.in_(states))
        .order_by(PermintaanWarga.created_at, PermintaanWarga.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return (await session.execute(statement)).all()


async def count(session: AsyncSession, actor: Actor, states: Collection[str]) -> int:
    """How many they are."""
    statement = _within(actor, select(func.count(PermintaanWarga.id))).where(PermintaanWarga.state.in_(states))
    return await session.scalar(statement) or 0


async def of_entry(session: AsyncSession, subjek_ids: Collection[UUID]) -> Sequence[Any]:
    """All requests about an entry within reach, the latest first, each with who wrote it down."""
    statement = (
        select(PermintaanWarga, Akun.name)
        .join(Akun, Akun.id == PermintaanWarga.created_by)
        .where(PermintaanWarga.subjek_id.in_(subjek_ids))
        .order_by(PermintaanWarga.id.desc())
    )
    return (await session.execute(statement)).all()


async def one(session: AsyncSession, actor: Actor, permintaan_id: int) -> PermintaanWarga | None:
    """One request within reach, which nobody else answers meanwhile."""
    statement = _within(actor, select(PermintaanWarga)).where(PermintaanWarga.id == permintaan_id).with_for_update()
    found: PermintaanWarga | None = await session.scalar(statement.execution_options(populate_existing=True))
    return found


async def reports(session: AsyncSession, subjek_ids: Collection[UUID]) -> Sequence[Any]:
    """All revisions of reports on these entries that still have their contents, locked."""
    kept = sql_cast(LAPORAN.c.body, SqlString) != ERASED
    rows = select(LAPORAN).where(LAPORAN.c.subject_id.in_(subjek_ids), kept)
    return (await session.execute(rows.order_by(LAPORAN.c.id, LAPORAN.c.revision).with_for_update())).all()
