"""Exports: those of a person, the next one to make; and the rows they are made of, in parts, within what the person may read."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.registry import SECRET
from sambang_digital.models import Akun, Ekspor, Laporan, Satuan, Subjek, Wilayah
from sambang_digital.repositories.satuan import below
from sambang_digital.repositories.tinjauan import QueueFilter, matching
from sambang_digital.security.actor import Actor

PART = 1_000
"""Rows read at once."""
WAITING = ("antre", "berjalan")


async def mine(session: AsyncSession, akun_id: int) -> list[Ekspor]:
    """A person's exports, the latest first."""
    wanted = select(Ekspor).where(Ekspor.akun_id == akun_id).order_by(Ekspor.created_at.desc(), Ekspor.id)
    return list(await session.scalars(wanted))


async def own(session: AsyncSession, akun_id: int, ekspor_id: UUID) -> Ekspor | None:
    """One of a person's exports."""
    return await session.scalar(select(Ekspor).where(Ekspor.id == ekspor_id, Ekspor.akun_id == akun_id))


async def lock_person(session: AsyncSession, akun_id: int) -> None:
    """Whoever asks twice at once waits for themselves, so that both count."""
    await session.execute(select(Akun.id).where(Akun.id == akun_id).with_for_update())


async def next_waiting(session: AsyncSession) -> Ekspor | None:
    """The oldest that is not done; one that somebody began has lost its maker."""
    wanted = select(Ekspor).where(Ekspor.state.in_(WAITING)).order_by(Ekspor.created_at, Ekspor.id).limit(1)
    return await session.scalar(wanted)


async def change(session: AsyncSession, ekspor_id: UUID, **values: Any) -> bool:
    """Write how it stands; False if it is not wanted any more."""
    done = await session.execute(update(Ekspor).where(Ekspor.id == ekspor_id).values(**values))
    return bool(done.rowcount)


async def forget(session: AsyncSession, ekspor_id: UUID) -> None:
    """It is no more."""
    await session.execute(delete(Ekspor).where(Ekspor.id == ekspor_id))


async def expired(session: AsyncSession, at: datetime, limit: int) -> Sequence[Ekspor]:
    """Finished ones whose time is over."""
    return (await session.scalars(select(Ekspor).where(Ekspor.expires_at < at).limit(limit))).all()


Found = Collection[UUID] | Select[tuple[UUID]] | None
"""Which reports fit the text of a filter (``services/cari_saring.py``); None without one."""


def reports(actor: Actor, wanted: QueueFilter, found: Found) -> Select[Any]:
    """Reports as a table shows them, those of the desk with the same filter; secret kinds never."""
    order = Laporan.received_at.asc() if wanted.oldest_first else Laporan.received_at.desc()
    return (
        _open_reports(actor, wanted, found)
        .join(Akun, Akun.id == Laporan.author_id)
        .join(Satuan, Satuan.id == Laporan.satuan_id)
        .outerjoin(Wilayah, Wilayah.code == Laporan.area_code)
        .with_only_columns(
            Laporan.receipt,
            Laporan.kind,
            Laporan.form_version,
            Laporan.title,
            Laporan.state,
            Laporan.verdict,
            Laporan.captured_at,
            Laporan.received_at,
            Laporan.lat,
            Laporan.lon,
            Laporan.accuracy_m,
            Laporan.visit_number,
            Laporan.flags,
            Laporan.photos,
            Laporan.body,
            Akun.name.label("author"),
            Akun.nrp.label("nrp"),
            Satuan.name.label("satuan"),
            Wilayah.name.label("area"),
            Wilayah.kecamatan.label("kecamatan"),
        )
        .order_by(order, Laporan.id)
    )


def _open_reports(actor: Actor, wanted: QueueFilter, found: Found) -> Select[Any]:
    return matching(actor, wanted, found).where(Laporan.kind.not_in(SECRET))


async def count_reports(session: AsyncSession, actor: Actor, wanted: QueueFilter, found: Found) -> int:
    """How many there are."""
    return await session.scalar(_open_reports(actor, wanted, found).with_only_columns(func.count())) or 0


def _subjects(actor: Actor, kind: str | None, *columns: Any) -> Select[Any]:
    reach = select(Wilayah.code).where(Wilayah.satuan_id.in_(below(actor)))
    statement = select(*columns).where(Subjek.area_code.in_(reach), Subjek.removed_at.is_(None))
    return statement.where(Subjek.kind == kind) if kind else statement


def subjects(actor: Actor, kind: str | None) -> Select[Any]:
    """The register of the villages within reach: all of it, or one kind."""
    columns = (
        Subjek.kind,
        Subjek.name,
        Subjek.address,
        Subjek.rt,
        Subjek.rw,
        Subjek.lat,
        Subjek.lon,
        Subjek.visits,
        Subjek.last_visit_at,
        Subjek.vulnerable,
        Wilayah.name.label("area"),
        Wilayah.kecamatan.label("kecamatan"),
        Satuan.name.label("satuan"),
    )
    return (
        _subjects(actor, kind, *columns)
        .join(Wilayah, Wilayah.code == Subjek.area_code)
        .join(Satuan, Satuan.id == Wilayah.satuan_id)
        .order_by(Subjek.area_code, Subjek.kind, Subjek.rw, Subjek.rt, Subjek.name, Subjek.id)
    )


async def count_subjects(session: AsyncSession, actor: Actor, kind: str | None) -> int:
    """How many there are."""
    return await session.scalar(_subjects(actor, kind, func.count())) or 0


async def parts(session: AsyncSession, statement: Select[Any]) -> AsyncIterator[Sequence[Row[Any]]]:
    """The rows of a statement, :data:`PART` at a time, as they were at one moment."""
    stream = await session.stream(statement, execution_options={"yield_per": PART})
    async for part in stream.partitions():
        yield part
