"""The tree of police units. It is no secret among those who sign in, so these reads know no actor."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Satuan, TingkatSatuan
from sambang_digital.security.actor import Actor


async def everything(session: AsyncSession) -> list[Satuan]:
    """All units, each after its parent."""
    return list(await session.scalars(select(Satuan).order_by(Satuan.path, Satuan.code)))


async def tree(session: AsyncSession) -> Sequence[Row[tuple[int, int | None, str, str]]]:
    """``id``, ``parent_id``, ``level`` and ``name`` of all units, each after its parent: less than half the work of reading them whole."""
    columns = (Satuan.id, Satuan.parent_id, Satuan.level, Satuan.name)
    return (await session.execute(select(*columns).order_by(Satuan.path))).all()


async def polseks(session: AsyncSession, polres_id: int) -> Sequence[Row[tuple[int, str]]]:
    """``id`` and ``name`` of each polsek below this Polres."""
    polsek = (Satuan.parent_id == polres_id, Satuan.level == TingkatSatuan.POLSEK)
    return (await session.execute(select(Satuan.id, Satuan.name).where(*polsek).order_by(Satuan.name))).all()


async def names(session: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """``id`` → name of these units."""
    found = await session.execute(select(Satuan.id, Satuan.name).where(Satuan.id.in_(ids)))
    return dict(found.tuples().all())


def below(actor: Actor) -> Select[tuple[int]]:
    """Ids of the actor's satuan and of all below it: what a read of theirs starts from."""
    return subtree(actor.satuan_path)


def subtree(path: str) -> Select[tuple[int]]:
    """Ids of the satuan with this path and of all below it."""
    return select(Satuan.id).where(Satuan.path.startswith(path, autoescape=True))


async def path(session: AsyncSession, satuan_id: int) -> str:
    """The path of this satuan."""
    found = await session.scalar(select(Satuan.path).where(Satuan.id == satuan_id))
    return found or "?"


async def ids_within(session: AsyncSession, path: str) -> frozenset[int]:
    """The same, read."""
    return frozenset(await session.scalars(subtree(path)))
