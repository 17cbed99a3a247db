"""What everybody may know of villages and of the officers who answer for them.

Citizens have no account, so these reads know no actor. They start from columns that are public and read no others: of an
officer the name, the rank, the number that was published and the portrait that is shown; no service number, no number of their own, no device, no place.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Penugasan, Potret, Satuan, Wilayah
from sambang_digital.repositories.wilayah_satuan import on_duty

MOST = 200
"""Villages of one list."""
_VILLAGES = select(
    Wilayah.code, Wilayah.name, Wilayah.kind, Wilayah.kecamatan_code, Wilayah.kecamatan, Wilayah.kabkota
).order_by(Wilayah.kecamatan, Wilayah.name, Wilayah.code)


async def kecamatan(session: AsyncSession) -> Sequence[Row[Any]]:
    """``code``, ``name``, ``kabkota`` of each kecamatan and its ``villages``, by kabupaten or kota and name."""
    columns = (Wilayah.kecamatan_code, Wilayah.kecamatan, Wilayah.kabkota)
    code, name, kabkota = columns
    statement = select(code.label("code"), name.label("name"), kabkota.label("kabkota"), func.count().label("villages"))
    # A kota before a kabupaten.
    return (await session.execute(statement.group_by(*columns).order_by(kabkota.desc(), name, code))).all()


async def of_kecamatan(session: AsyncSession, code: str) -> Sequence[Row[Any]]:
    """The villages of a kecamatan, by name."""
    return (await session.execute(_VILLAGES.where(Wilayah.kecamatan_code == code).limit(MOST))).all()


async def named(session: AsyncSession, text: str) -> Sequence[Row[Any]]:
    """Villages with ``text`` in their name or in that of their kecamatan."""
    fits = or_(Wilayah.name.icontains(text, autoescape=True), Wilayah.kecamatan.icontains(text, autoescape=True))
    return (await session.execute(_VILLAGES.where(fits).limit(MOST))).all()


async def everywhere(session: AsyncSession) -> Sequence[Row[Any]]:
    """All villages, by kecamatan and name."""
    return (await session.execute(_VILLAGES)).all()


async def codes(session: AsyncSession) -> Sequence[str]:
    """All villages, by code: for a list of addresses."""
    return (await session.scalars(select(Wilayah.code).order_by(Wilayah.code))).all()


async def village(session: AsyncSession, code: str) -> Row[Any] | None:
    """One village, with ``satuan_id`` and ``satuan`` (the name) of the unit that answers for it, None without one."""
    statement = _VILLAGES.add_columns(Wilayah.satuan_id, Satuan.name.label("satuan"))
    statement = statement.outerjoin(Satuan, Satuan.id == Wilayah.satuan_id).where(Wilayah.code == code)
    return (await session.execute(statement)).first()


async def officers(session: AsyncSession, code: str, day: date) -> Sequence[Row[Any]]:
    """``name``, ``rank``, ``public_phone`` and ``portrait`` (its id, if it is shown) of those who answer for a village on a day, by name."""
    columns = (Akun.name, Akun.rank, Akun.public_phone, Potret.id.label("portrait"))  # type: ignore[attr-defined]
    statement = select(*columns).select_from(Akun).join(Penugasan, Penugasan.akun_id == Akun.id)
    statement = statement.outerjoin(Potret, (Potret.akun_id == Akun.id) & Potret.shown)
    statement = statement.where(Penugasan.area_code == code, *on_duty(day))
    return (await session.execute(statement.order_by(Akun.name, Akun.id))).all()
