"""People as admins see them: every read starts from those of the admin's own unit and of the units below."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Select, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, FaktorKedua, Penugasan, PeranAkun, Satuan, Wilayah
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import ROLES, Peran, Permission

PAGE = 50


@dataclass(frozen=True, slots=True)
class PersonelFilter:
    """Which people to show. ``text`` is looked for in name and NRP; ``satuan_id`` with all units below it."""

    text: str = ""
    satuan_id: int | None = None
    role: Peran | None = None
    state: Literal["aktif", "nonaktif", "semua"] = "aktif"
    page: int = 1


def _within(statement: Select[Any], actor: Actor) -> Select[Any]:
    """Of a statement that joins ``Satuan``: the rows this admin reaches."""
    return statement.where(Satuan.path.startswith(actor.satuan_path))


def _matching(statement: Select[Any], wanted: PersonelFilter) -> Select[Any]:
    if wanted.text:
        statement = statement.where(
            or_(Akun.name.icontains(wanted.text, autoescape=True), Akun.nrp.startswith(wanted.text, autoescape=True))
        )
    if wanted.satuan_id:
        root = select(Satuan.path).where(Satuan.id == wanted.satuan_id).scalar_subquery()
        statement = statement.where(Satuan.path.startswith(func.coalesce(root, "-")))
    if wanted.role:
        statement = statement.where(Akun.id.in_(select(PeranAkun.akun_id).where(PeranAkun.role == wanted.role)))
    if wanted.state != "semua":
        statement = statement.where(Akun.active if wanted.state == "aktif" else ~Akun.active)
    return statement


async def page(session: AsyncSession, actor: Actor, wanted: PersonelFilter) -> list[tuple[Akun, str, str]]:
    """(account, name and code of the unit), by name: one page."""
    statement = _within(select(Akun, Satuan.name, Satuan.code).join(Satuan, Satuan.id == Akun.satuan_id), actor)
    statement = _matching(statement, wanted).order_by(func.lower(Akun.name), Akun.id)
    statement = statement.limit(PAGE).offset((wanted.page - 1) * PAGE)
    return [(akun, name, code) for akun, name, code in await session.execute(statement)]


async def count(session: AsyncSession, actor: Actor, wanted: PersonelFilter) -> int:
    """How many people match."""
    statement = _within(select(func.count()).select_from(Akun).join(Satuan, Satuan.id == Akun.satuan_id), actor)
    return await session.scalar(_matching(statement, wanted)) or 0


async def roles_of(session: AsyncSession, ids: Collection[int]) -> dict[int, list[Peran]]:
    """The roles of these people, sorted."""
    found: dict[int, list[Peran]] = {}
    rows = await session.execute(
        select(PeranAkun.akun_id, PeranAkun.role).where(PeranAkun.akun_id.in_(ids)).order_by(PeranAkun.role)
    )
    for akun_id, role in rows:
        found.setdefault(akun_id, []).append(Peran(role))
    return found


async def villages_of(session: AsyncSession, ids: Collection[int], day: date) -> dict[int, list[str]]:
    """Names of the villages these people answer for on a day."""
    found: dict[int, list[str]] = {}
    rows = await session.execute(
        select(Penugasan.akun_id, Wilayah.name)
        .join(Wilayah, Wilayah.code == Penugasan.area_code)
        .where(Penugasan.akun_id.in_(ids), Penugasan.start <= day)
        .where(or_(Penugasan.end.is_(None), Penugasan.end >= day))
        .order_by(Wilayah.name)
    )
    for akun_id, name in rows:
        found.setdefault(akun_id, []).append(name)
    return found


async def village_codes(session: AsyncSession, akun_id: int, day: date) -> frozenset[str]:
    """Codes of the villages that this person answers for on a day."""
    statement = select(Penugasan.area_code).where(Penugasan.akun_id == akun_id, Penugasan.start <= day)
    return frozenset(await session.scalars(statement.where(or_(Penugasan.end.is_(None), Penugasan.end >= day))))


async def find(session: AsyncSession, actor: Actor, akun_id: int) -> tuple[Akun, Satuan, bool] | None:
    """(account, unit, whether the second factor is set up) of one person this admin reaches."""
    statement = (
        select(Akun, Satuan, FaktorKedua.confirmed_at.is_not(None))
        .join(Satuan, Satuan.id == Akun.satuan_id)
        .outerjoin(FaktorKedua, FaktorKedua.akun_id == Akun.id)
        .where(Akun.id == akun_id)
    )
    row = (await session.execute(_within(statement, actor))).first()
    return (row[0], row[1], bool(row[2])) if row else None


async def lock_for(session: AsyncSession, actor: Actor, akun_id: int) -> Akun | None:
    """One person this admin reaches, to be changed; None also when the admin is none any more by now.

    Both rows are locked in one order, so that of two admins who change each other one comes first and the other is
    judged by what the first left.
    """
    people = await session.scalars(
        select(Akun).where(Akun.id.in_({actor.id, akun_id})).order_by(Akun.id).with_for_update()
    )
    by_id = {person.id: person for person in people}
    admin = [role for role, allowed in ROLES.items() if Permission.AKUN_ADMIN in allowed]
    still = (
        select(Akun.id)
        .join(PeranAkun, and_(PeranAkun.akun_id == Akun.id, PeranAkun.role.in_(admin)))
        .where(Akun.id == actor.id, Akun.active, Akun.satuan_id == actor.satuan_id)
    )
    if await session.scalar(still) is None or await find(session, actor, akun_id) is None:
        return None
    return by_id[akun_id]


async def set_roles(session: AsyncSession, akun_id: int, roles: Collection[Peran]) -> None:
    """Replace a person's roles."""
    await session.execute(delete(PeranAkun).where(PeranAkun.akun_id == akun_id))
    session.add_all(PeranAkun(akun_id=akun_id, role=role) for role in roles)


async def assignments(session: AsyncSession, akun_id: int) -> list[tuple[Penugasan, str]]:
    """All periods of a person in villages, the latest first: (assignment, name of the village)."""
    rows = await session.execute(
        select(Penugasan, Wilayah.name)
        .join(Wilayah, Wilayah.code == Penugasan.area_code)
        .where(Penugasan.akun_id == akun_id)
        .order_by(Penugasan.end.is_(None).desc(), Penugasan.end.desc(), Penugasan.start.desc(), Wilayah.name)
    )
    return [(row, name) for row, name in rows]


async def nrps(session: AsyncSession, wanted: Collection[str] | None = None) -> set[str]:
    """Which service numbers are taken, by anybody of any unit, active or not."""
    statement = select(Akun.nrp)
    return set(await session.scalars(statement if wanted is None else statement.where(Akun.nrp.in_(wanted))))


async def satuan(session: AsyncSession, satuan_id: int) -> Satuan | None:
    """One unit."""
    return await session.get(Satuan, satuan_id)
