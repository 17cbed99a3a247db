"""The tree of police units. It is no secret among those who sign in, so these reads know no actor."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Satuan


async def everything(session: AsyncSession) -> list[Satuan]:
    """All units, each after its parent."""
    return list(await session.scalars(select(Satuan).order_by(Satuan.path, Satuan.code)))
