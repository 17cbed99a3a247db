"""Queries for files of citizens: which reports name one, and which phones may look at it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Row, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Media, Pengaduan, PengaduanBerkas
from sambang_digital.repositories import pengaduan
from sambang_digital.repositories.media import in_pengaduan


async def naming(session: AsyncSession, media: Media) -> Sequence[Row[tuple[UUID, int]]]:
    """Citizens' reports that name the file: id, satuan_id."""
    found = await session.execute(
        select(Pengaduan.id, Pengaduan.satuan_id)
        .join(PengaduanBerkas, PengaduanBerkas.pengaduan_id == Pengaduan.id)
        .where(PengaduanBerkas.device_id == media.device_id, PengaduanBerkas.sha256 == media.sha256)
    )
    return found.all()


async def seen_from(session: AsyncSession, device_id: UUID, media_id: UUID) -> Media | None:
    """A finished file that this phone uploaded, or that a report names whose ticket it holds."""
    tickets = pengaduan.of_device(device_id).with_only_columns(Pengaduan.id)
    named = tickets.join(PengaduanBerkas, PengaduanBerkas.pengaduan_id == Pengaduan.id).where(in_pengaduan())
    allowed = (Media.device_id == device_id) | named.exists()
    citizens = (Media.device_id.is_not(None), Media.state == "siap")
    return await session.scalar(select(Media).where(Media.id == media_id, *citizens, allowed))


async def of_reports(session: AsyncSession, ids: Collection[UUID]) -> Sequence[tuple[PengaduanBerkas, Media | None]]:
    """What these reports and their steps name, in order, each with its file if that began to arrive: the report's own first, then
    those that came with each step, whose ids are made in order of time."""
    step = PengaduanBerkas.langkah_id
    same = (Media.device_id == PengaduanBerkas.device_id) & (Media.sha256 == PengaduanBerkas.sha256)
    found = await session.execute(
        select(PengaduanBerkas, Media)
        .outerjoin(Media, same)
        .where(PengaduanBerkas.pengaduan_id.in_(ids))
        .order_by(PengaduanBerkas.pengaduan_id, step.is_not(None), step, PengaduanBerkas.position, PengaduanBerkas.id)
    )
    return [(named, media) for named, media in found]


async def release(session: AsyncSession, ids: Collection[UUID]) -> None:
    """These reports name their files no more: the sweep deletes those that nothing else names."""
    named = select(PengaduanBerkas.device_id, PengaduanBerkas.sha256).where(PengaduanBerkas.pengaduan_id.in_(ids))
    same = tuple_(Media.device_id, Media.sha256).in_(named)
    await session.execute(update(Media).where(same).values(attached=False))
    await session.execute(delete(PengaduanBerkas).where(PengaduanBerkas.pengaduan_id.in_(ids)))
