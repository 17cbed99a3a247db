"""People and their roles, as an admin keeps them.

An admin reaches their own unit and those below it; a role exists on certain levels of the tree only (:data:`LEVELS`).
Both together mean that nobody gives a role or a reach above their own. Nobody changes their own roles, unit or state
either, so whoever has just changed somebody is an admin who stays.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.personel import ROLE_WORDS, Personel
from sambang_digital.models import Akun, PeranAkun, Satuan, TingkatSatuan
from sambang_digital.models.base import now
from sambang_digital.repositories import personel as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran, Permission
from sambang_digital.services import audit, pengaturan, sandi
from sambang_digital.services.audit import Aksi

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


def misfits(person: Personel, satuan: Satuan | None, actor: Actor | None) -> dict[str, str]:
    """What keeps this person from being put into this unit by ``actor`` (None: the installation's owner), by field."""
    if satuan is None or (actor and not satuan.path.startswith(actor.satuan_path)):
        return {"satuan_id": "Satuan ini tidak ada, atau di luar satuan Anda."}
    faults = {}
    unfit = sorted(role for role in person.roles if TingkatSatuan(satuan.level) not in LEVELS.get(role, frozenset()))
    if unfit:
        words = ", ".join(ROLE_WORDS.get(role, role) for role in unfit)
        faults["roles"] = f"{words}: tidak ada di tingkat {satuan.level.title()}."
    if person.roles & OF_A_UNIT and person.unit is None:
        faults["unit"] = "Pilih unitnya: staf dan kepala unit bertugas di salah satu dari enam unit."
    return faults


async def create(session: AsyncSession, actor: Actor | None, person: Personel) -> tuple[Akun, str]:
    """Add a person; gives the account and the one-time password, which nobody can read again.

    ``actor`` None: the owner of the installation at the command line. Raises :class:`PersonelError`.
    """
    if actor:
        actor.require(Permission.AKUN_ADMIN)
    faults = misfits(person, await repository.satuan(session, person.satuan_id), actor)
    if await repository.nrp_taken(session, person.nrp):
        faults["nrp"] = f"NRP {person.nrp} sudah terdaftar."
    if faults:
        raise PersonelError(**faults)
    password = sandi.one_time()
    (password_hash,) = await sandi.hash_one_time([password])
    days = (await pengaturan.of(session, person.satuan_id)).akun.one_time_days
    akun = Akun(
        **person.model_dump(exclude={"roles"}),
        password_hash=password_hash,
        must_change_password=True,
        password_until=now() + timedelta(days=days),
    )
    session.add(akun)
    await session.flush()
    session.add_all(PeranAkun(akun_id=akun.id, role=role) for role in person.roles)
    await audit.record(
        session, actor, Aksi.AKUN_DIBUAT, akun.id,
        nrp=audit.keyed(person.nrp), satuan_id=person.satuan_id, roles=sorted(person.roles),
    )  # fmt: skip
    return akun, password
