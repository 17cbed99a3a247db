"""People and their roles, as an admin keeps them.

An admin reaches their own unit and those below it; a role exists on certain levels of the tree only (:data:`LEVELS`).
Both together mean that nobody gives a role or a reach above their own. Nobody changes their own roles, unit or state
either, so whoever has just changed somebody is an admin who stays.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import transaction
from sambang_digital.forms.personel import ROLE_WORDS, Personel
from sambang_digital.models import Akun, Penugasan, PeranAkun, Satuan, SesiPerangkat, TingkatSatuan
from sambang_digital.models.base import now
from sambang_digital.repositories import akun as people
from sambang_digital.repositories import personel as repository
from sambang_digital.repositories.personel import PAGE, PersonelFilter
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran, Permission
from sambang_digital.services import akun as sessions
from sambang_digital.services import audit, cari_antrean, faktor, pengaturan, sandi
from sambang_digital.services.audit import Aksi
from sambang_digital.services.waktu import today

__all__ = [
    "AT_ONCE", "LEVELS", "PAGE", "Line", "NotFound", "Oneself", "Orang", "PersonelError", "PersonelFilter", "add_all", "change", "count", "create",
    "devices", "end_device", "export", "find", "misfits", "page", "reached", "reset_factor", "reset_password", "set_active",
]  # fmt: skip

AT_ONCE = 250
"""People stored with one statement."""
TAKEN = "NRP {} sudah terdaftar."
_POLSEK = frozenset({TingkatSatuan.POLSEK})
_POLRES = frozenset({TingkatSatuan.POLRES})
_STAFF = frozenset({TingkatSatuan.MABES, TingkatSatuan.POLDA, TingkatSatuan.POLRES})
LEVELS: Mapping[Peran, frozenset[TingkatSatuan]] = {
    Peran.BHABINKAMTIBMAS: _POLSEK | _POLRES,
    Peran.KANIT_POLSEK: _POLSEK,
    Peran.KAPOLSEK: _POLSEK,
    Peran.STAF_UNIT: _STAFF,
    Peran.KEPALA_UNIT: _STAFF,
    Peran.KASAT: _POLRES,
    Peran.KAPOLRES: _POLRES,
    Peran.OPERATOR: _STAFF,
    Peran.PA_SIAGA: _STAFF,
    Peran.KA_SIAGA: _STAFF,
    Peran.PROPAM: _STAFF,
    Peran.ADMIN: frozenset(TingkatSatuan),
    Peran.MITRA: _POLSEK | _POLRES,
}
"""On which levels a role can be held."""
OF_A_UNIT = frozenset({Peran.STAF_UNIT, Peran.KEPALA_UNIT})
"""Roles that need one of the six units."""


class PersonelError(ValueError):
    """What cannot be, by field of :class:`~sambang_digital.forms.personel.Personel`: ``faults``, in Indonesian."""

    def __init__(self, **faults: str) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults


class NotFound(Exception):
    """No such person within the admin's reach."""


class Oneself(Exception):
    """Nobody does this to themself: another admin has to."""


@dataclass(frozen=True, slots=True)
class Line:
    """A person in the list; ``villages`` are the names of those answered for today."""

    akun: Akun
    satuan: str
    satuan_code: str
    roles: list[Peran]
    villages: list[str]


@dataclass(frozen=True, slots=True)
class Orang:
    """A person whole; ``assignments`` with the names of the villages, the latest first."""

    akun: Akun
    satuan: Satuan
    roles: list[Peran]
    has_factor: bool
    assignments: list[tuple[Penugasan, str]]


def misfits(roles: Collection[Peran], unit: str | None, satuan: Satuan | None, actor: Actor | None) -> dict[str, str]:
    """What keeps somebody with these roles from being put into this unit by ``actor`` (None: the installation's owner),
    by field."""
    if satuan is None or (actor and not satuan.path.startswith(actor.satuan_path)):
        return {"satuan_id": "Satuan ini tidak ada, atau di luar satuan Anda."}
    faults = {}
    unfit = sorted(role for role in roles if TingkatSatuan(satuan.level) not in LEVELS.get(role, frozenset()))
    if unfit:
        words = ", ".join(ROLE_WORDS.get(role, role) for role in unfit)
        faults["roles"] = f"{words}: tidak ada di tingkat {satuan.level.title()}."
    if OF_A_UNIT & set(roles) and unit is None:
        faults["unit"] = "Pilih unitnya: staf dan kepala unit bertugas di salah satu dari enam unit."
    return faults


async def create(session: AsyncSession, actor: Actor | None, person: Personel) -> tuple[Akun, str]:
    """Add a person; gives the account and the one-time password, which nobody can read again.

    ``actor`` None: the owner of the installation at the command line. Raises :class:`PersonelError`.
    """
    if actor:
        actor.require(Permission.AKUN_ADMIN)
    faults = misfits(person.roles, person.unit, await repository.satuan(session, person.satuan_id), actor)
    if await repository.nrps(session, {person.nrp}):
        faults["nrp"] = TAKEN.format(person.nrp)
    if faults:
        raise PersonelError(**faults)
    password = sandi.one_time()
    (akun,) = await add_all(session, actor, [person], await sandi.hash_one_time([password]))
    return akun, password


async def add_all(
    session: AsyncSession, actor: Actor | None, people: Sequence[Personel], hashes: Sequence[str]
) -> list[Akun]:
    """Store people who have been checked, each with the hash of a one-time password."""
    accounts = [
        Akun(
            **person.model_dump(exclude={"roles"}),
            password_hash=password_hash,
            must_change_password=True,
            password_until=await _until(session, person.satuan_id),
        )
        for person, password_hash in zip(people, hashes, strict=True)
    ]
    both = list(zip(accounts, people, strict=True))
    # In pieces: a flush of thousands would hold the event loop, and with it everybody else.
    for some in (both[place : place + AT_ONCE] for place in range(0, len(both), AT_ONCE)):
        session.add_all(akun for akun, _ in some)
        try:
            await session.flush()
        except IntegrityError as error:  # somebody else added the same person in this very moment
            raise PersonelError(nrp="Salah satu NRP baru saja didaftarkan orang lain. Periksa kembali.") from error
        session.add_all(PeranAkun(akun_id=akun.id, role=role) for akun, person in some for role in person.roles)
        await session.flush()
        made = [
            (akun.id, {"nrp": audit.keyed(akun.nrp), "satuan_id": akun.satuan_id, "roles": sorted(person.roles)})
            for akun, person in some
        ]
        await audit.record_all(session, actor, Aksi.AKUN_DIBUAT, made)
        await cari_antrean.enqueue_people(session, [akun.id for akun, _ in some])
    return accounts


async def _until(session: AsyncSession, satuan_id: int) -> datetime:
    """Until when a password given today opens an account."""
    return now() + timedelta(days=(await pengaturan.of(session, satuan_id)).akun.one_time_days)


async def page(session: AsyncSession, actor: Actor, wanted: PersonelFilter) -> list[Line]:
    """The people whom this admin reaches: one page."""
    actor.require(Permission.AKUN_ADMIN)
    rows = await repository.page(session, actor, wanted)
    ids = [akun.id for akun, _, _ in rows]
    roles = await repository.roles_of(session, ids)
    villages = await repository.villages_of(session, ids, today())
    return [Line(akun, name, code, roles.get(akun.id, []), villages.get(akun.id, [])) for akun, name, code in rows]


async def export(session: AsyncSession, actor: Actor, wanted: PersonelFilter) -> list[Line]:
    """All people who match; that they were taken out is recorded."""
    lines: list[Line] = []
    while found := await page(session, actor, replace(wanted, page=1 + len(lines) // PAGE)):
        lines += found
        if len(found) < PAGE:
            break
    await audit.record(session, actor, Aksi.AKUN_DIEKSPOR, "", count=len(lines))
    return lines


async def count(session: AsyncSession, actor: Actor, wanted: PersonelFilter) -> int:
    """How many match."""
    actor.require(Permission.AKUN_ADMIN)
    return await repository.count(session, actor, wanted)


async def find(session: AsyncSession, actor: Actor, akun_id: int) -> Orang:
    """One person whom this admin reaches. Raises :class:`NotFound`."""
    actor.require(Permission.AKUN_ADMIN)
    row = await repository.find(session, actor, akun_id)
    if row is None:
        raise NotFound
    akun, satuan, has_factor = row
    roles = (await repository.roles_of(session, [akun_id])).get(akun_id, [])
    return Orang(akun, satuan, roles, has_factor, await repository.assignments(session, akun_id))


async def change(actor: Actor, akun_id: int, person: Personel) -> None:
    """Change who somebody is, where they serve and what they may do.

    Raises :class:`NotFound`, :class:`PersonelError`, :class:`Oneself` (own roles and unit are changed by another admin).
    """
    async with reached(actor, akun_id) as (session, akun):
        before = frozenset((await repository.roles_of(session, [akun_id])).get(akun_id, []))
        faults = misfits(person.roles, person.unit, await repository.satuan(session, person.satuan_id), actor)
        if person.nrp != akun.nrp and await repository.nrps(session, {person.nrp}):
            faults["nrp"] = TAKEN.format(person.nrp)
        if faults:
            raise PersonelError(**faults)
        if akun_id == actor.id and (person.roles != before or person.satuan_id != akun.satuan_id):
            raise Oneself
        changed = []
        for name, value in person.model_dump(exclude={"roles"}).items():
            if getattr(akun, name) != value:
                setattr(akun, name, value)
                changed.append(name)
        if person.roles != before:
            await repository.set_roles(session, akun_id, person.roles)
        await cari_antrean.enqueue_people(session, [akun_id])
        # What the fields held is personal; what counts for power is told in full.
        await audit.record(
            session, actor, Aksi.AKUN_DIUBAH, akun_id,
            fields=changed, satuan_id=person.satuan_id, roles_before=sorted(before), roles=sorted(person.roles),
        )  # fmt: skip
    await sessions.announce()


async def set_active(actor: Actor, akun_id: int, active: bool) -> None:
    """Let somebody in again, or out: then all their sessions end. Raises :class:`NotFound`, :class:`Oneself`."""
    if akun_id == actor.id:
        raise Oneself
    ended: list[bytes] = []
    async with reached(actor, akun_id) as (session, akun):
        if akun.active == active:
            return
        akun.active = active
        if not active:
            ended = await people.revoke(session, akun_id)
        await audit.record(session, actor, Aksi.AKUN_DIAKTIFKAN if active else Aksi.AKUN_DINONAKTIFKAN, akun_id)
    await sessions.announce(ended)


async def reset_password(actor: Actor | None, akun_id: int) -> str:
    """A new one-time password for somebody; all their sessions end. Raises :class:`NotFound`, :class:`Oneself`."""
    if actor and akun_id == actor.id:
        raise Oneself
    password = sandi.one_time()
    (password_hash,) = await sandi.hash_one_time([password])
    async with reached(actor, akun_id) as (session, akun):
        akun.password_hash, akun.must_change_password = password_hash, True
        akun.password_until = await _until(session, akun.satuan_id)
        ended = await people.revoke(session, akun_id)
        await audit.record(session, actor, Aksi.AKUN_SANDI_DIATUR_ULANG, akun_id)
    await sessions.announce(ended)
    return password


async def reset_factor(actor: Actor | None, akun_id: int) -> bool:
    """Take somebody's second factor away, for a lost phone; all their sessions end. Whether there was one.

    Raises :class:`NotFound`, :class:`Oneself`.
    """
    if actor and akun_id == actor.id:
        raise Oneself
    async with reached(actor, akun_id) as (session, _):
        there = await faktor.reset(session, actor, akun_id)
        ended = await people.revoke(session, akun_id)
    await sessions.announce(ended)
    return there


async def devices(session: AsyncSession, actor: Actor, akun_id: int) -> list[SesiPerangkat]:
    """Where somebody is signed in. Raises :class:`NotFound`."""
    await find(session, actor, akun_id)
    return await sessions.devices(akun_id)


async def end_device(actor: Actor, akun_id: int, session_id: int, *, lost: bool) -> bool:
    """Sign somebody's device out, or call it lost, so that it erases itself. Raises :class:`NotFound`."""
    async with reached(actor, akun_id):
        pass
    return await sessions.end_device(actor, akun_id, session_id, lost=lost)


@asynccontextmanager
async def reached(actor: Actor | None, akun_id: int) -> AsyncIterator[tuple[AsyncSession, Akun]]:
    """A transaction with somebody whom this admin may change, locked; None: whoever owns the installation.

    Raises :class:`NotFound` for anybody else.
    """
    if actor:
        actor.require(Permission.AKUN_ADMIN)
    async with transaction() as session:
        akun = await (repository.lock_for(session, actor, akun_id) if actor else people.lock(session, akun_id))
        if akun is None:
            raise NotFound
        yield session, akun
