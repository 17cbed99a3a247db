"""Which unit answers for which village: no official list was found, so a Polres keeps its own."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import TingkatSatuan
from sambang_digital.repositories import personel, satuan
from sambang_digital.repositories import wilayah_satuan as repository
from sambang_digital.repositories.wilayah_satuan import PAGE, Desa, WilayahFilter
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, cari_antrean
from sambang_digital.services.audit import Aksi
from sambang_digital.services.waktu import today

__all__ = ["HOLDERS", "PAGE", "Desa", "MoveError", "WilayahFilter", "count", "move", "page", "units"]

HOLDERS = frozenset({TingkatSatuan.POLRES, TingkatSatuan.POLSEK})


class MoveError(ValueError):
    """These villages cannot be moved there; the text says why."""


async def page(session: AsyncSession, actor: Actor, wanted: WilayahFilter, *, everything: bool = False) -> list[Desa]:
    """The villages in the actor's units, with those who answer for them today: one page, or ``everything``."""
    actor.require(Permission.WILAYAH_READ)
    return await repository.page(session, actor, wanted, today(), everything=everything)


async def count(session: AsyncSession, actor: Actor, wanted: WilayahFilter) -> int:
    """How many villages match."""
    actor.require(Permission.WILAYAH_READ)
    return await repository.count(session, actor, wanted, today())


async def units(session: AsyncSession, actor: Actor) -> list[tuple[int, str, str]]:
    """The actor's own unit and those below it, parents first: (id, name, level)."""
    everything = await satuan.everything(session)
    return [(unit.id, unit.name, unit.level) for unit in everything if unit.path.startswith(actor.satuan_path)]


async def move(session: AsyncSession, actor: Actor, codes: Collection[str], satuan_id: int) -> None:
    """Put villages of the actor's units under another one of them. Raises :class:`MoveError`; nothing is moved then."""
    actor.require(Permission.WILAYAH_ADMIN)
    unit = await personel.satuan(session, satuan_id)
    if unit is None or not unit.path.startswith(actor.satuan_path):
        raise MoveError("Satuan ini tidak ada, atau di luar satuan Anda.")
    if TingkatSatuan(unit.level) not in HOLDERS:
        raise MoveError("Wilayah hanya dapat diberikan kepada Polres atau Polsek.")
    if not codes:
        raise MoveError("Pilih dahulu kelurahan atau desanya.")
    if len(await repository.reached(session, actor, codes)) != len(set(codes)):
        raise MoveError("Ada wilayah yang tidak dikenal atau di luar satuan Anda. Tidak ada yang dipindah.")
    await repository.move(session, codes, satuan_id)
    await cari_antrean.enqueue_villages(session, codes)
    await audit.record(session, actor, Aksi.WILAYAH_DIPINDAH, satuan_id, areas=sorted(codes))
