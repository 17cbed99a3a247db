"""What letterheads and signatures are made of. Units and who heads them are no secret among those who sign in."""

from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, PeranAkun, Satuan, Wilayah
from sambang_digital.security.permissions import Peran


async def holder(session: AsyncSession, satuan_id: int, role: Peran) -> Row[Any] | None:
    """``name``, ``rank`` and ``nrp`` of who holds the role in a unit; the one who has held an account the longest."""
    statement = (
        select(Akun.name, Akun.rank, Akun.nrp)
        .join(PeranAkun, PeranAkun.akun_id == Akun.id)
        .where(Akun.satuan_id == satuan_id, Akun.active, PeranAkun.role == role)
        .order_by(Akun.id)
        .limit(1)
    )
    return (await session.execute(statement)).first()


async def regency(session: AsyncSession, path: str) -> str | None:
    """The kabupaten or kota in which a unit, and all below it, have the most villages."""
    statement = (
        select(Wilayah.kabkota)
        .join(Satuan, Satuan.id == Wilayah.satuan_id)
        .where(Satuan.path.startswith(path, autoescape=True))
        .group_by(Wilayah.kabkota)
        .order_by(func.count().desc(), Wilayah.kabkota)
        .limit(1)
    )
    return await session.scalar(statement)
