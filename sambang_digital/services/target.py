"""How many visits a day are asked of an officer: their own target, else the satuan's in which they serve, else the Polres's.

The Kasat sets the first two (``3-domain.md``, Kinerja); the last is the setting ``kinerja.target_per_day``.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms import target as form
from sambang_digital.forms.messages import field_errors
from sambang_digital.models import Akun, Satuan, TingkatSatuan
from sambang_digital.repositories import target as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, pengaturan
from sambang_digital.services.audit import Aksi

Source = Literal["petugas", "satuan", "polres"]


class TargetError(ValueError):
    """A target that cannot be; the text says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Target:
    """Visits a day as each level asks them; None where nobody set one."""

    own: int | None
    unit: int | None
    polres: int

    @property
    def source(self) -> Source:
        """Whose holds."""
        return "petugas" if self.own is not None else self.source_above

    @property
    def source_above(self) -> Source:
        """Whose would hold without an own one."""
        return "satuan" if self.unit is not None else "polres"

    @property
    def above(self) -> int:
        """What would hold without an own one."""
        return self.polres if self.unit is None else self.unit

    @property
    def value(self) -> int:
        """What holds."""
        return self.above if self.own is None else self.own


async def made(session: AsyncSession, satuan_id: int, own: int | None, unit: int | None) -> Target:
    """The target of somebody in ``satuan_id`` for whom ``own`` is set, and for whose satuan ``unit``."""
    return Target(own, unit, (await pengaturan.of(session, satuan_id)).kinerja.target_per_day)


async def of(session: AsyncSession, akun_id: int) -> Target:
    """The target of one person."""
    row = await repository.of(session, akun_id)
    return await made(session, row.satuan_id, row.own, row.unit)


async def set_own(session: AsyncSession, actor: Actor, akun_id: int, typed: str) -> None:
    """Give an officer a target of their own; empty takes it away. Raises :class:`TargetError`, nothing changed then."""
    actor.require(Permission.KINERJA_TARGET)
    wanted = _read(typed)
    officer = await repository.lock_officer(session, actor, akun_id)
    if officer is None:
        raise TargetError("Petugas ini tidak ada, sudah tidak aktif, atau di luar satuan Anda.")
    await _set(session, actor, Aksi.AKUN_TARGET_DIUBAH, officer, wanted)


async def set_unit(session: AsyncSession, actor: Actor, satuan_id: int, typed: str) -> None:
    """Give a polsek a target for its officers; empty takes it away. Raises :class:`TargetError`, nothing changed then."""
    actor.require(Permission.KINERJA_TARGET)
    wanted = _read(typed)
    satuan = await repository.lock_satuan(session, actor, satuan_id)
    if satuan is None:
        raise TargetError("Satuan ini tidak ada, atau di luar satuan Anda.")
    if satuan.level != TingkatSatuan.POLSEK:
        raise TargetError(f"Target {satuan.name} diatur di Pengaturan; di sini hanya target Polsek.")
    await _set(session, actor, Aksi.SATUAN_TARGET_DIUBAH, satuan, wanted)


def _read(typed: str) -> int | None:
    try:
        return form.Target(target=typed).target
    except ValidationError as error:
        raise TargetError(f"Target kunjungan per hari: {field_errors(error.errors())[0]['message']}") from error


async def _set(session: AsyncSession, actor: Actor, deed: Aksi, row: Akun | Satuan, wanted: int | None) -> None:
    before = row.target_per_day
    if before == wanted:
        return
    row.target_per_day = wanted
    await audit.record(session, actor, deed, row.id, before=before, after=wanted)
