"""Letterhead and signatures of a unit: from its place in the tree of units and who serves there, unless settings say otherwise.

The head of a letter names the institution, the region, the resort and the sector, each as the Polri calls it: *Polres Metro
Tangerang Kota* is *RESOR METRO TANGERANG KOTA*.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.dokumen import DokumenSettings, PenandaTanganSettings
from sambang_digital.forms.reading import day_text
from sambang_digital.models import Akun, Satuan, TingkatSatuan
from sambang_digital.repositories import dokumen as repository
from sambang_digital.repositories import satuan as units
from sambang_digital.security.permissions import Peran
from sambang_digital.services import pengaturan
from sambang_digital.services.dokumen.bagian import Part

FORMAL = (
    ("polrestabes", "RESOR KOTA BESAR"),
    ("polresta", "RESOR KOTA"),
    ("polres", "RESOR"),
    ("polsekta", "SEKTOR KOTA"),
    ("polsek", "SEKTOR"),
    ("polda", "DAERAH"),
)
"""First word of a unit's name, and how letters call such a unit."""
OFFICES = {Peran.KANIT_POLSEK: "KANIT BINMAS", Peran.KASAT: "KASAT BINMAS"}
"""Signs for the head of the unit."""
NIP_DIGITS = 18
REGENCY = re.compile(r"^(kota|kabupaten|kab\.?)\s+(administrasi\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kop:
    """The head of a letter of ``unit``, and where it is signed. ``signer``: whom the unit itself names."""

    lines: tuple[str, ...]
    address: str
    city: str
    unit: Satuan
    settings: DokumenSettings
    signer: PenandaTanganSettings

    def part(self) -> Part:
        """For the templates."""
        return {"baris": list(self.lines), "alamat": self.address}


async def of(session: AsyncSession, satuan_id: int) -> Kop:
    """The letterhead of a unit."""
    everything = await units.everything(session)
    own = next(unit for unit in everything if unit.id == satuan_id)
    rules = await pengaturan.of(session, satuan_id)
    settings = rules.dokumen
    given = {TingkatSatuan.POLDA: settings.region, TingkatSatuan.POLRES: settings.resort}
    chain = [unit for unit in everything if own.path.startswith(unit.path) and unit.level != TingkatSatuan.MABES]
    lines = [given.get(TingkatSatuan(unit.level)) or formal(unit.name) for unit in chain]
    return Kop(
        lines=(settings.institution, *lines),
        address=settings.address,
        city=settings.city or await _city(session, own),
        unit=own,
        settings=settings,
        signer=rules.penanda_tangan,
    )


def formal(name: str) -> str:
    """A unit's name as letters write it."""
    first, _, rest = name.partition(" ")
    word = dict(FORMAL).get(first.casefold())
    return f"{word} {rest}".strip().upper() if word else name.upper()


async def _city(session: AsyncSession, unit: Satuan) -> str:
    regency = await repository.regency(session, unit.path)
    return REGENCY.sub("", regency) if regency else unit.name.partition(" ")[2]


def signature(office: Sequence[str], person: Any = None, *, place: str = "", above: str = "") -> Part:
    """Where somebody signs. ``person`` has name, rank and nrp; without one the name is left to be written by hand."""
    return {
        "tempat": place,
        "jabatan": [*([above] if above else []), *office],
        "nama": person.name.upper() if person else "",
        "pangkat": service_number(person) if person else "",
    }


def service_number(person: Any) -> str:
    """``AIPDA NRP 80010001``; a civil servant's number, of 18 digits, is a NIP."""
    word = "NIP" if len(person.nrp) == NIP_DIGITS else "NRP"
    return " ".join(filter(None, (person.rank.upper() if person.rank else "", person.nrp and f"{word} {person.nrp}")))


def by_officer(kop: Kop, officer: Akun, day: date) -> Part:
    """The officer who made the document, at the right: under place and day."""
    return signature(["BHABINKAMTIBMAS"], officer, place=f"{kop.city}, {day_text(day)}")


async def by_head(session: AsyncSession, kop: Kop, day: date | None = None) -> Part:
    """Who signs for the unit: under place and day, or without a day *Mengetahui*."""
    is_polsek = kop.unit.level == TingkatSatuan.POLSEK
    role = Peran(kop.settings.signer_of_polsek if is_polsek else kop.settings.signer_of_polres)
    head = f"KEPALA {kop.lines[-1]}"
    office = _office(kop.signer) or ([f"a.n. {head}", OFFICES[role]] if role in OFFICES else [head])
    person = kop.signer if kop.signer.name else await repository.holder(session, kop.unit.id, role)
    if day:
        return signature(office, person, place=f"{kop.city}, {day_text(day)}")
    return signature(office, person, above="Mengetahui,")


def _office(signer: PenandaTanganSettings) -> list[str]:
    on_behalf = [f"a.n. {signer.on_behalf.upper()}"] if signer.on_behalf else []
    return [*on_behalf, signer.office.upper()] if signer.office else []
