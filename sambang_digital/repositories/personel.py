"""People as admins see them: those of their own units and of the units below."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, PeranAkun, Satuan
from sambang_digital.security.permissions import Peran


async def nrp_taken(session: AsyncSession, nrp: str) -> bool:
    """Whether anybody, active or not, of whatever unit, has this service number."""
    return await session.scalar(select(Akun.id).where(Akun.nrp == nrp)) is not None


async def roles_of(session: AsyncSession, akun_id: int) -> frozenset[Peran]:
    """The roles of one person."""
    return frozenset(map(Peran, await session.scalars(select(PeranAkun.role).where(PeranAkun.akun_id == akun_id))))


async def satuan(session: AsyncSession, satuan_id: int) -> Satuan | None:
    """One unit."""
    return await session.get(Satuan, satuan_id)
