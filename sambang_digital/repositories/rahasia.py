"""Who looked at secret reports, from the audit trail; and which of them name a photo."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Audit, Laporan, LaporanFoto, Media, SesiPerangkat, UtasFoto
from sambang_digital.repositories.laporan import readable
from sambang_digital.security.actor import Actor

OPENED = "li.dibuka"
"""``services.audit.Aksi.LI_DIBUKA``."""


async def looks_of(
    session: AsyncSession, akun_id: int, laporan_ids: Collection[UUID], since: datetime
) -> set[tuple[str, str]]:
    """Report and way of each look of this person since then."""
    rows = await session.execute(
        select(Audit.object_id, Audit.data).where(
            Audit.object_id.in_([str(one) for one in laporan_ids]),
            Audit.akun_id == akun_id,
            Audit.action == OPENED,
            Audit.at > since,
        )
    )
    return {(row.object_id, row.data["via"]) for row in rows}


async def last_looks(
    session: AsyncSession, laporan_id: UUID, actions: Collection[str], limit: int
) -> Sequence[Row[Any]]:
    """The latest look of each person but the author: ``name``, ``rank``, ``at``, ``device_name``; the latest first."""
    latest = (
        select(func.max(Audit.id).label("id"))
        .where(Audit.object_id == str(laporan_id), Audit.action.in_(actions))
        .group_by(Audit.akun_id)
        .subquery()
    )
    author = select(Laporan.author_id).where(Laporan.id == laporan_id, Laporan.current).scalar_subquery()
    statement = (
        select(Akun.name, Akun.rank, Audit.at, SesiPerangkat.device_name)
        .join(latest, latest.c.id == Audit.id)
        .join(Akun, Akun.id == Audit.akun_id)
        .outerjoin(SesiPerangkat, SesiPerangkat.id == Audit.session_id)
        .where(Audit.akun_id != author)
        .order_by(Audit.id.desc())
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def naming(session: AsyncSession, actor: Actor, media: Media) -> Sequence[UUID]:
    """Secret reports of others that the actor may read and that name the photo, by themselves or in their threads."""
    named = select(LaporanFoto.laporan_id).where(
        LaporanFoto.author_id == media.uploader_id, LaporanFoto.sha256 == media.sha256
    )
    said = select(UtasFoto.utas_id).where(UtasFoto.sender_id == media.uploader_id, UtasFoto.sha256 == media.sha256)
    found = readable(actor).where(
        Laporan.current, Laporan.secret, Laporan.author_id != actor.id, or_(Laporan.id.in_(named), Laporan.id.in_(said))
    )
    return (await session.scalars(found.with_only_columns(Laporan.id))).all()
