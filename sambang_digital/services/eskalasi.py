"""Cases handed on (eskalasi): from the officer who could not solve them to the unit that can."""

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.personel import Unit
from sambang_digital.models import TingkatSatuan
from sambang_digital.repositories import satuan
from sambang_digital.services import pengaturan


async def targets(session: AsyncSession, satuan_id: int) -> dict[str, tuple[int | None, Unit | None]]:
    """To whom somebody of this satuan may hand a case on: name → the satuan and the unit that receive it.

    Units of Satbinmas first, then those of the settings (their cases reach the heads of the Polres), then every polsek.
    """
    polres = await pengaturan.polres_of(session, satuan_id)
    known = (await pengaturan.of(session, satuan_id)).sengketa.units
    found: dict[str, tuple[int | None, Unit | None]] = {f"{unit.label} Satbinmas": (polres, unit) for unit in Unit}
    found |= dict.fromkeys(known, (polres, None))
    for one in await satuan.everything(session):
        if one.level == TingkatSatuan.POLSEK and polres == await pengaturan.polres_of(session, one.id):
            found[one.name] = (one.id, None)
    return found
