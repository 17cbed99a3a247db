"""Villages and the tokens that tell caches of a change.

Outlines of villages are no secret among those who sign in, so these reads know no actor; what an actor sees of the
reports in them is decided where reports are read.
"""

from collections.abc import Iterable
from uuid import uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Versi, Wilayah

_TOKENS = select(Versi.name, Versi.token)
_ALL = select(Wilayah).order_by(Wilayah.code)


async def tokens(session: AsyncSession) -> dict[str, str]:
    """The present token of each kind of cached data (``wilayah``, ``penugasan``)."""
    return dict((await session.execute(_TOKENS)).all())


async def renew_token(session: AsyncSession, name: str) -> None:
    """Tell all processes that this kind of data has changed; takes effect with the commit."""
    await session.execute(delete(Versi).where(Versi.name == name))
    await session.execute(insert(Versi).values(name=name, token=uuid4().hex))


async def everything(session: AsyncSession) -> list[Wilayah]:
    """All villages, by code."""
    return list(await session.scalars(_ALL))


async def by_code(session: AsyncSession, code: str) -> Wilayah | None:
    """One village."""
    return await session.get(Wilayah, code)


async def by_codes(session: AsyncSession, codes: Iterable[str]) -> dict[str, Wilayah]:
    """Several villages, by code."""
    rows = await session.scalars(select(Wilayah).where(Wilayah.code.in_(list(codes))))
    return {row.code: row for row in rows}
