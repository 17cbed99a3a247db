"""What is read to be filed for search. It belongs to the system, not to a person, so these reads know no actor; each is by key."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from sambang_digital.models import Akun, Laporan, Satuan, Subjek, Tugas, TugasLangkah, Utas, UtasPesan, Wilayah
from sambang_digital.repositories.register import VISITS

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


async def visits(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """Visits to these entries and to what was merged into them, the latest first, of each the last :data:`VISITS`: (home, kind,
    form_version, day, body)."""
    home = func.coalesce(Subjek.merged_into, Subjek.id)
    latest = (Laporan.captured_at.desc(), Laporan.id)  # type: ignore[attr-defined]
    place = func.row_number().over(partition_by=home, order_by=latest)
    told = (
        select(
            home.label("home"),
            Laporan.kind, Laporan.form_version, Laporan.day, Laporan.body, place.label("place"),
        )
        .join(Laporan, Laporan.subject_id == Subjek.id)
        .where(or_(Subjek.id.in_(ids), Subjek.merged_into.in_(ids)), Laporan.current, ~Laporan.practice)
        .subquery()
    )  # fmt: skip
    return list(await session.execute(select(told).where(told.c.place <= VISITS).order_by(told.c.home, told.c.place)))


async def tasks(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """Tasks: (Tugas, officer, nrp, giver, subject, address, village, kecamatan, path)."""
    giver = aliased(Akun)
    statement = (
        select(Tugas, Akun.name.label("officer"), Akun.nrp, giver.name.label("giver"), Subjek.name.label("subject"))
        .add_columns(Subjek.address, *_PLACE, Satuan.path)
        .join(Akun, Akun.id == Tugas.officer_id)
        .join(giver, giver.id == Tugas.giver_id)
        .join(Satuan, Satuan.id == Tugas.satuan_id)
        .outerjoin(Subjek, (Subjek.id == Tugas.subject_id) & Subjek.removed_at.is_(None))
        .outerjoin(Wilayah, Wilayah.code == Tugas.area_code)
        .where(Tugas.id.in_(ids))
        .order_by(Tugas.created_at, Tugas.id)
    )
    return list(await session.execute(statement))


async def notes(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """What was written at steps of these tasks: (tugas_id, note)."""
    statement = select(TugasLangkah.tugas_id, TugasLangkah.note).where(TugasLangkah.tugas_id.in_(ids))
    return list(await session.execute(statement.where(TugasLangkah.note != "").order_by(TugasLangkah.at)))


async def tasks_at(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Tasks at these houses and places."""
    return set(await session.scalars(select(Tugas.id).where(Tugas.subject_id.in_(ids))))


async def people(session: AsyncSession, ids: Collection[int]) -> list[Row[Any]]:
    """People: (Akun, name of their satuan, its path)."""
    statement = select(Akun, Satuan.name.label("satuan"), Satuan.path).join(Satuan, Satuan.id == Akun.satuan_id)
    return list(await session.execute(statement.where(Akun.id.in_(ids)).order_by(Akun.id)))


async def threads(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """Threads by their reports or tasks: (id, last_at, author_id, kind, path), ``kind`` of the report, None of a task; those of practice
    reports are none."""
    real = (Laporan.id == Utas.id) & Laporan.current & ~Laporan.practice
    statement = (
        select(Utas.id, Utas.last_at, Utas.author_id, Laporan.kind, Satuan.path)
        .outerjoin(Laporan, real)
        .outerjoin(Tugas, Tugas.id == Utas.id)
        .join(Satuan, Satuan.id == func.coalesce(Laporan.satuan_id, Tugas.satuan_id))
        .where(Utas.id.in_(ids))
        .order_by(Utas.last_at, Utas.id)
    )
    return list(await session.execute(statement))


async def posts(session: AsyncSession, ids: Collection[UUID]) -> list[Row[Any]]:
    """What was said in these threads: (utas_id, text, name of who said it)."""
    statement = select(UtasPesan.utas_id, UtasPesan.text, Akun.name).join(Akun, Akun.id == UtasPesan.sender_id)
    return list(await session.execute(statement.where(UtasPesan.utas_id.in_(ids)).order_by(UtasPesan.received_at)))


async def subjects_of(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Whom these reports visited, in whatever revision: the entries that stand for them."""
    home = func.coalesce(Subjek.merged_into, Subjek.id)
    return set(
        await session.scalars(select(home).join(Laporan, Laporan.subject_id == Subjek.id).where(Laporan.id.in_(ids)))
    )


async def subjects_in(session: AsyncSession, area_codes: Collection[str]) -> list[UUID]:
    """Who is on record in these villages."""
    statement = select(Subjek.id).where(Subjek.area_code.in_(area_codes), Subjek.removed_at.is_(None))
    return list(await session.scalars(statement.order_by(Subjek.id)))
