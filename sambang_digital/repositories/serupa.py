"""Reports that may be offered to strangers to follow, and who follows them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Pengaduan, PengaduanLangkah, PengaduanPengikut
from sambang_digital.models.base import uuid7
from sambang_digital.models.pengaduan import OPEN
from sambang_digital.repositories.ganda import Box
from sambang_digital.repositories.pengaduan import opened_by
from sambang_digital.repositories.upsert import dialect_of, insert_into


def _offered(quiet: Collection[str], since: datetime) -> ColumnElement[bool]:
    shown = or_(Pengaduan.kind.is_(None), Pengaduan.kind.not_in(quiet))
    return and_(
        Pengaduan.state.in_(OPEN),
        Pengaduan.received_at >= since,
        ~Pengaduan.about_police,
        ~Pengaduan.hide_identity,
        shown,
    )


async def near(
    session: AsyncSession,
    device_id: UUID,
    *,
    category: str,
    kind: str | None,
    box: Box,
    since: datetime,
    quiet: Collection[str],
    limit: int,
) -> Sequence[Row[Any]]:
    """Id, kind, position and time of open reports in the box that were received since, but for those that the phone knows anyway."""
    statement = select(Pengaduan.id, Pengaduan.kind, Pengaduan.lat, Pengaduan.lon, Pengaduan.received_at).where(
        Pengaduan.category == category,
        _offered(quiet, since),
        Pengaduan.lat.between(box.south, box.north),
        Pengaduan.lon.between(box.west, box.east),
        Pengaduan.id.not_in(opened_by(device_id)),
    )
    if kind:
        statement = statement.where(Pengaduan.kind == kind)
    return (await session.execute(statement.order_by(Pengaduan.received_at.desc()).limit(limit))).all()


async def offered(
    session: AsyncSession, device_id: UUID, pengaduan_id: UUID, since: datetime, quiet: Collection[str]
) -> bool:
    """Whether a report may still be offered to this phone."""
    wanted = (Pengaduan.id == pengaduan_id, _offered(quiet, since), Pengaduan.id.not_in(opened_by(device_id)))
    return bool(await session.scalar(select(func.count()).select_from(Pengaduan).where(*wanted)))


async def follow(session: AsyncSession, device_id: UUID, pengaduan_id: UUID) -> UUID:
    """This phone follows the report; the id of that, an earlier one if it did already."""
    row = {"id": uuid7(), "device_id": device_id, "pengaduan_id": pengaduan_id}
    made = insert_into(dialect_of(session), PengaduanPengikut).values(row)
    await session.execute(made.on_conflict_do_nothing(index_elements=["device_id", "pengaduan_id"]))
    mine = (PengaduanPengikut.device_id == device_id, PengaduanPengikut.pengaduan_id == pengaduan_id)
    return (await session.execute(select(PengaduanPengikut.id).where(*mine))).scalar_one()


async def unfollow(session: AsyncSession, device_id: UUID, pengikut_id: UUID) -> bool:
    """It follows it no more; False if it did not."""
    mine = (PengaduanPengikut.device_id == device_id, PengaduanPengikut.id == pengikut_id)
    gone = await session.scalars(delete(PengaduanPengikut).where(*mine).returning(PengaduanPengikut.id))
    return bool(gone.all())


async def followed(session: AsyncSession, device_id: UUID, quiet: Collection[str]) -> Sequence[Row[UUID, Pengaduan]]:
    """What a phone follows and may go on to hear of, the latest first: the id of its following, and the report."""
    told = or_(Pengaduan.kind.is_(None), Pengaduan.kind.not_in(quiet))
    statement = (
        select(PengaduanPengikut.id, Pengaduan)
        .join(Pengaduan, Pengaduan.id == PengaduanPengikut.pengaduan_id)
        .where(PengaduanPengikut.device_id == device_id, ~Pengaduan.about_police, ~Pengaduan.hide_identity, told)
        .order_by(PengaduanPengikut.at.desc(), PengaduanPengikut.id)
    )
    return (await session.execute(statement)).all()


async def states(session: AsyncSession, pengaduan_id: UUID) -> Sequence[Row[str, datetime]]:
    """In which state a report was from when on, the earliest first."""
    statement = select(PengaduanLangkah.state, PengaduanLangkah.at).where(PengaduanLangkah.pengaduan_id == pengaduan_id)
    return (await session.execute(statement.order_by(PengaduanLangkah.at, PengaduanLangkah.id))).all()


async def count(session: AsyncSession, pengaduan_id: UUID) -> int:
    """How many phones follow a report."""
    statement = select(func.count()).where(PengaduanPengikut.pengaduan_id == pengaduan_id)
    return int(await session.scalar(statement) or 0)


async def of_device(session: AsyncSession, device_id: UUID) -> int:
    """How many reports a phone follows."""
    return int(await session.scalar(select(func.count()).where(PengaduanPengikut.device_id == device_id)) or 0)
