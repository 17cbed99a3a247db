"""Which unit answers for which village: read and changed within an actor's own units."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Penugasan, Satuan, Wilayah
from sambang_digital.security.actor import Actor

PAGE = 100


@dataclass(frozen=True, slots=True)
class WilayahFilter:
    """Which villages to show. ``text``: in name, kecamatan or code; ``gaps``: only those without an officer today."""

    text: str = ""
    satuan_id: int | None = None
    gaps: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Desa:
    """A village with its unit and the officers who answer for it on the day: (account, name)."""

    code: str
    name: str
    kecamatan: str
    satuan_id: int
    satuan: str
    officers: list[tuple[int, str]]


def on_duty(day: date) -> tuple[Any, ...]:
    """Of a statement with ``Penugasan`` and ``Akun``: assignments of active people that hold on a day."""
    return (
        Akun.id == Penugasan.akun_id,
        Akun.active,
        Penugasan.start <= day,
        or_(Penugasan.end.is_(None), Penugasan.end >= day),
    )


def _matching(statement: Select[Any], actor: Actor, wanted: WilayahFilter, day: date) -> Select[Any]:
    statement = statement.where(Satuan.path.startswith(actor.satuan_path))
    if wanted.text:
        statement = statement.where(
            or_(
                Wilayah.name.icontains(wanted.text, autoescape=True),
                Wilayah.kecamatan.icontains(wanted.text, autoescape=True),
                Wilayah.code.startswith(wanted.text, autoescape=True),
            )
        )
    if wanted.satuan_id:
        statement = statement.where(Wilayah.satuan_id == wanted.satuan_id)
    if wanted.gaps:
        statement = statement.where(~exists().where(Penugasan.area_code == Wilayah.code, *on_duty(day)))
    return statement


async def page(
    session: AsyncSession, actor: Actor, wanted: WilayahFilter, day: date, *, everything: bool = False
) -> list[Desa]:
    """The villages in the actor's units, by kecamatan and name: one page, or ``everything``."""
    statement = select(Wilayah.code, Wilayah.name, Wilayah.kecamatan, Satuan.id, Satuan.name).join(
        Satuan, Satuan.id == Wilayah.satuan_id
    )
    statement = _matching(statement, actor, wanted, day).order_by(Wilayah.kecamatan, Wilayah.name, Wilayah.code)
    if not everything:
        statement = statement.limit(PAGE).offset((wanted.page - 1) * PAGE)
    rows = list(await session.execute(statement))
    officers: dict[str, list[tuple[int, str]]] = {}
    assigned = select(Penugasan.area_code, Akun.id, Akun.name).where(
        Penugasan.area_code.in_([row[0] for row in rows]), *on_duty(day)
    )
    for code, akun_id, name in await session.execute(assigned.order_by(Akun.name)):
        officers.setdefault(code, []).append((akun_id, name))
    return [Desa(*row, officers.get(row[0], [])) for row in rows]


async def count(session: AsyncSession, actor: Actor, wanted: WilayahFilter, day: date) -> int:
    """How many villages match."""
    statement = select(func.count()).select_from(Wilayah).join(Satuan, Satuan.id == Wilayah.satuan_id)
    return await session.scalar(_matching(statement, actor, wanted, day)) or 0


async def reached(session: AsyncSession, actor: Actor, codes: Collection[str]) -> set[str]:
    """Which of these villages lie in the actor's units."""
    statement = select(Wilayah.code).join(Satuan, Satuan.id == Wilayah.satuan_id)
    return set(
        await session.scalars(
            statement.where(Wilayah.code.in_(codes), Satuan.path.startswith(actor.satuan_path)).with_for_update(
                of=Wilayah
            )
        )
    )


async def move(session: AsyncSession, codes: Collection[str], satuan_id: int) -> None:
    """Put villages under a unit."""
    await session.execute(update(Wilayah).where(Wilayah.code.in_(codes)).values(satuan_id=satuan_id))
