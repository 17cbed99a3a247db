"""What is read to be filed for search. It belongs to the system, not to a person, so these reads know no actor; each is by key."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Laporan, Satuan, Subjek, Utas, UtasPesan, Wilayah

_PLACE = (Wilayah.name.label("village"), Wilayah.kecamatan)


async def reports(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """The current revisions: (Laporan, author, nrp, village, kecamatan, path)."""
    statement = (
        select(Laporan, Akun.name.label("author"), Akun.nrp, *_PLACE, Satuan.path)
        .join(Akun, Akun.id == Laporan.author_id)
        .join(Satuan, Satuan.id == Laporan.satuan_id)
        .outerjoin(Wilayah, Wilayah.code == Laporan.area_code)
        .where(Laporan.id.in_(ids), Laporan.current)
        .order_by(Laporan.received_at, Laporan.id)
    )
    return list(await session.execute(statement))


async def subjects(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """Who and what is on record: (Subjek, village, kecamatan, path of the satuan that answers for the village)."""
    statement = (
        select(Subjek, *_PLACE, Satuan.path)
        .outerjoin(Wilayah, Wilayah.code == Subjek.area_code)
        .outerjoin(Satuan, Satuan.id == Wilayah.satuan_id)
        .where(Subjek.id.in_(ids), Subjek.removed_at.is_(None))
        .order_by(Subjek.changed_at, Subjek.id)
    )
    return list(await session.execute(statement))


async def people(session: AsyncSession, ids: Collection[int]) -> list[Row[Any]]:
    """People: (Akun, name of their satuan, its path)."""
    statement = select(Akun, Satuan.name.label("satuan"), Satuan.path).join(Satuan, Satuan.id == Akun.satuan_id)
    return list(await session.execute(statement.where(Akun.id.in_(ids)).order_by(Akun.id)))


async def threads(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """Threads by their reports: (id, last_at, author_id, kind, path); those of practice reports are none."""
    statement = (
        select(Utas.id, Utas.last_at, Laporan.author_id, Laporan.kind, Satuan.path)
        .join(Laporan, Laporan.id == Utas.id)
        .join(Satuan, Satuan.id == Laporan.satuan_id)
        .where(Utas.id.in_(ids), Laporan.current, ~Laporan.practice)
        .order_by(Utas.last_at, Utas.id)
    )
    return list(await session.execute(statement))


async def posts(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """What was said in these threads: (utas_id, text, name of who said it)."""
    statement = select(UtasPesan.utas_id, UtasPesan.text, Akun.name).join(Akun, Akun.id == UtasPesan.sender_id)
    return list(await session.execute(statement.where(UtasPesan.utas_id.in_(ids)).order_by(UtasPesan.received_at)))


async def subjects_of(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Whom these reports visited, in whatever revision."""
    statement = select(Laporan.subject_id).where(Laporan.id.in_(ids), Laporan.subject_id.is_not(None))
    return set(await session.scalars(statement))


async def subjects_in(session: AsyncSession, area_codes: Collection[str]) -> list[UUID]:
    """Who is on record in these villages."""
    statement = select(Subjek.id).where(Subjek.area_code.in_(area_codes), Subjek.removed_at.is_(None))
    return list(await session.scalars(statement.order_by(Subjek.id)))
