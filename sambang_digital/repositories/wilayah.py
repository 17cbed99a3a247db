"""Villages and the tokens that tell caches of a change.

Outlines of villages are no secret among those who sign in, so these reads know no actor; what an actor sees of the
reports in them is decided where reports are read.
"""

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Penugasan, Satuan, Versi, Wilayah

_TOKENS = select(Versi.name, Versi.token)
_ALL = select(Wilayah).order_by(Wilayah.code)


async def tokens(session: AsyncSession) -> dict[str, str]:
    """The present token of each kind of cached data (``wilayah``, ``penugasan``)."""
    return dict((await session.execute(_TOKENS)).all())


async def renew_token(session: AsyncSession, name: str) -> None:
    """Tell all processes that this kind of data has changed; takes effect with the commit."""
    await session.execute(update(Versi).where(Versi.name == name).values(token=uuid4().hex))


async def everything(session: AsyncSession) -> list[Wilayah]:
    """All villages, by code."""
    return list(await session.scalars(_ALL))


async def codes(session: AsyncSession) -> set[str]:
    """Codes of all villages."""
    return set(await session.scalars(select(Wilayah.code)))


async def by_code(session: AsyncSession, code: str) -> Wilayah | None:
    """One village."""
    return await session.get(Wilayah, code)


async def give_to_satuan(session: AsyncSession, satuan_id: int, kecamatan: Iterable[str]) -> None:
    """Put the villages of these kecamatan (codes) under a unit, unless somebody already decided otherwise."""
    await session.execute(
        update(Wilayah)
        .where(Wilayah.kecamatan_code.in_(list(kecamatan)), Wilayah.satuan_id.is_(None))
        .values(satuan_id=satuan_id)
    )


async def without_officer(session: AsyncSession, satuan_path: str, day: date) -> list[Wilayah]:
    """Villages below a unit (its path) that no active account is assigned to on a day, by code."""
    covered = (
        exists()
        .where(Penugasan.area_code == Wilayah.code, Penugasan.start <= day)
        .where(or_(Penugasan.end.is_(None), Penugasan.end >= day))
        .where(Akun.id == Penugasan.akun_id, Akun.active)
    )
    rows = select(Wilayah).join(Satuan, Satuan.id == Wilayah.satuan_id).where(Satuan.path.startswith(satuan_path))
    return list(await session.scalars(rows.where(~covered).order_by(Wilayah.code)))
