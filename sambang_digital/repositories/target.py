"""Targets as they are set: of an officer, and of the satuan in which they serve."""

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, PeranAkun, Satuan
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran


async def of(session: AsyncSession, akun_id: int) -> Row[Any]:
    """A person's ``own`` and their satuan's (``unit``), each None where none is set; and ``satuan_id``."""
    statement = (
        select(Akun.target_per_day.label("own"), Satuan.target_per_day.label("unit"), Akun.satuan_id)
        .join(Satuan, Satuan.id == Akun.satuan_id)
        .where(Akun.id == akun_id)
    )
    return (await session.execute(statement)).one()


async def lock_officer(session: AsyncSession, actor: Actor, akun_id: int) -> Akun | None:
    """An active officer of the actor's satuan or of those below it, to be changed."""
    statement = (
        select(Akun)
        .join(PeranAkun, PeranAkun.akun_id == Akun.id)
        .join(Satuan, Satuan.id == Akun.satuan_id)
        .where(
            Akun.id == akun_id,
            Akun.active,
            PeranAkun.role == Peran.BHABINKAMTIBMAS,
            Satuan.path.startswith(actor.satuan_path, autoescape=True),
        )
        .with_for_update(of=Akun)
    )
    return (await session.scalars(statement)).first()


async def lock_satuan(session: AsyncSession, actor: Actor, satuan_id: int) -> Satuan | None:
    """The actor's satuan or one below it, to be changed."""
    statement = (
        select(Satuan)
        .where(Satuan.id == satuan_id, Satuan.path.startswith(actor.satuan_path, autoescape=True))
        .with_for_update()
    )
    return (await session.scalars(statement)).first()
