"""What was found, read with the rights that the actor has now: the index may be some seconds old and is never believed."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Laporan, Satuan, Subjek, Tugas, TugasLangkah, UtasPesan, Wilayah
from sambang_digital.repositories import tugas
from sambang_digital.repositories.laporan import readable
from sambang_digital.repositories.satuan import below
from sambang_digital.security.actor import Actor


async def reports(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    """Current reports, no practice: (Laporan, author, village) by id."""
    statement = (
        readable(actor)
        .where(Laporan.id.in_(ids), Laporan.current, ~Laporan.practice)
        .join(Akun, Akun.id == Laporan.author_id)
        .outerjoin(Wilayah, Wilayah.code == Laporan.area_code)
        .add_columns(Akun.name.label("author"), Wilayah.name.label("village"))
    )
    return {row.Laporan.id: row for row in await session.execute(statement)}


async def register(
    session: AsyncSession, actor: Actor, ids: Collection[UUID], areas: Collection[str] | None
) -> dict[UUID, Row[Any]]:
    """Who is on record: (Subjek, village, kecamatan) by id. Of these villages and the actor's own that lie in none; with None of the villages
    that the actor's satuan and those below it answer for."""
    reach: ColumnElement[bool] = Wilayah.satuan_id.in_(below(actor))
    if areas is not None:
        reach = or_(Subjek.area_code.in_(areas), Subjek.area_code.is_(None) & (Subjek.created_by == actor.id))
    statement = (
        select(Subjek, Wilayah.name.label("village"), Wilayah.kecamatan)
        .outerjoin(Wilayah, Wilayah.code == Subjek.area_code)
        .where(Subjek.id.in_(ids), Subjek.removed_at.is_(None), reach)
    )
    return {row.Subjek.id: row for row in await session.execute(statement)}


async def tasks(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    """Tasks: (Tugas, officer, subject, village) by id."""
    statement = (
        tugas.readable(actor)
        .where(Tugas.id.in_(ids))
        .join(Akun, Akun.id == Tugas.officer_id)
        .outerjoin(Subjek, (Subjek.id == Tugas.subject_id) & Subjek.removed_at.is_(None))
        .outerjoin(Wilayah, Wilayah.code == Tugas.area_code)
        .add_columns(Akun.name.label("officer"), Subjek.name.label("subject"), Wilayah.name.label("village"))
    )
    return {row.Tugas.id: row for row in await session.execute(statement)}


async def notes(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """What was written at steps of tasks that the actor was found to read, the last words first."""
    statement = select(TugasLangkah.tugas_id, TugasLangkah.note).where(TugasLangkah.tugas_id.in_(ids))
    return _gathered(await session.execute(statement.order_by(TugasLangkah.at.desc())))


async def people(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    """People of the actor's satuan and those below it: (Akun, satuan) by id."""
    statement = (
        select(Akun, Satuan.name.label("satuan"))
        .join(Satuan, Satuan.id == Akun.satuan_id)
        .where(Akun.id.in_([id_.int for id_ in ids]), Akun.satuan_id.in_(below(actor)))
    )
    return {UUID(int=row.Akun.id): row for row in await session.execute(statement)}


async def posts(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """What was said in threads of reports and tasks that the actor was found to read, the last words first."""
    statement = select(UtasPesan.utas_id, UtasPesan.text).where(UtasPesan.utas_id.in_(ids))
    return _gathered(await session.execute(statement.order_by(UtasPesan.received_at.desc())))


def _gathered(rows: Iterable[Row[Any]]) -> dict[UUID, list[str]]:
    said: dict[UUID, list[str]] = {}
    for id_, text in rows:
        said.setdefault(id_, []).append(text)
    return said
