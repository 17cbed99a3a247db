"""The tree of police units. It is no secret among those who sign in, so these reads know no actor."""

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Satuan
from sambang_digital.security.actor import Actor


async def everything(session: AsyncSession) -> list[Satuan]:
    """All units, each after its parent."""
    return list(await session.scalars(select(Satuan).order_by(Satuan.path, Satuan.code)))


def below(actor: Actor) -> Select[tuple[int]]:
    """Ids of the actor's satuan and of all below it: what a read of theirs starts from."""
    return subtree(actor.satuan_path)


def subtree(path: str) -> Select[tuple[int]]:
    """Ids of the satuan with this path and of all below it."""
    return select(Satuan.id).where(Satuan.path.startswith(path, autoescape=True))


async def ids_within(session: AsyncSession, path: str) -> frozenset[int]:
    """The same, read."""
    return frozenset(await session.scalars(subtree(path)))
