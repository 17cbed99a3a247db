"""Whom a citizen calls: the Bhabinkamtibmas of a village, the polsek above, and the numbers that always help.

Nothing here asks who is looking, and nothing is told that was not meant to be public (``repositories/bhabin.py``). A number
of an officer is shown only if it was published for citizens; a village without an officer says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.bhabin import Pos
from sambang_digital.forms.penting import Nomor
from sambang_digital.forms.text import clean_line
from sambang_digital.repositories import bhabin as repository
from sambang_digital.services import pengaturan
from sambang_digital.services.waktu import today


@dataclass(frozen=True, slots=True)
class Kecamatan:
    """A kecamatan and how many villages it has."""

    code: str
    name: str
    kabkota: str
    villages: int


@dataclass(frozen=True, slots=True)
class Desa:
    """A village; ``kind``: ``kelurahan`` or ``desa``."""

    code: str
    name: str
    kind: str
    kecamatan_code: str
    kecamatan: str
    kabkota: str

    @property
    def title(self) -> str:
        """``Kelurahan Cimone``."""
        return f"{self.kind.capitalize()} {self.name}"


@dataclass(frozen=True, slots=True)
class Petugas:
    """An officer as citizens know them; ``phone`` is the number published for them, empty without one; ``portrait`` names the one that
    is shown."""

    name: str
    rank: str
    phone: str
    portrait: UUID | None = None

    @property
    def full_name(self) -> str:
        """Rank and name."""
        return f"{self.rank} {self.name}".strip()

    @property
    def initials(self) -> str:
        """Of the first and the last name."""
        words = self.name.split()
        return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper()

    @property
    def whatsapp(self) -> str:
        """The number as WhatsApp takes it, for a mobile number of Indonesia; else empty."""
        return f"62{self.phone[1:]}" if self.phone.startswith("08") else ""


@dataclass(frozen=True, slots=True)
class Kantor:
    """The unit that answers for a village; what it did not tell is empty."""

    name: str
    address: str
    phone: str
    posts: Sequence[Pos]


@dataclass(frozen=True, slots=True)
class Lembar:
    """All that a citizen is told of a village. No ``officers``: nobody is assigned there today."""

    village: Desa
    officers: Sequence[Petugas]
    office: Kantor | None
    numbers: Sequence[Nomor]


async def kecamatan(session: AsyncSession) -> list[Kecamatan]:
    """All kecamatan, by kabupaten or kota and name."""
    return [Kecamatan(**row._asdict()) for row in await repository.kecamatan(session)]


async def of_kecamatan(session: AsyncSession, code: str) -> list[Desa]:
    """The villages of a kecamatan, by name; none for an unknown code."""
    return [Desa(**row._asdict()) for row in await repository.of_kecamatan(session, clean_line(code))]


async def named(session: AsyncSession, text: str) -> list[Desa]:
    """The villages with these words in their name or in that of their kecamatan; none for no words."""
    wanted = clean_line(text)
    return [Desa(**row._asdict()) for row in await repository.named(session, wanted)] if wanted else []


async def everywhere(session: AsyncSession) -> list[Desa]:
    """All villages, by kecamatan and name: for a phone that offers them without network."""
    return [Desa(**row._asdict()) for row in await repository.everywhere(session)]


async def codes(session: AsyncSession) -> Sequence[str]:
    """All villages: each has a page."""
    return await repository.codes(session)


async def find(session: AsyncSession, code: str) -> Lembar | None:
    """What is told of a village today; None for an unknown code."""
    row = await repository.village(session, code := clean_line(code))
    if row is None:
        return None
    facts = row._asdict()
    satuan_id, office = facts.pop("satuan_id"), facts.pop("satuan")
    rules = await pengaturan.of(session, satuan_id or (await pengaturan.owner(session)).id)
    contact = rules.kontak
    return Lembar(
        village=Desa(**facts),
        officers=[
            Petugas(one.name, one.rank or "", one.public_phone or "", one.portrait)
            for one in await repository.officers(session, code, today())
        ],
        office=Kantor(office, contact.address, contact.phone, contact.shown) if satuan_id else None,
        numbers=rules.penting.shown,
    )


async def numbers(session: AsyncSession) -> list[Nomor]:
    """The numbers for whoever names no village: those of the Polres, if there is one alone, else those for everybody."""
    rules = await pengaturan.of(session, (await pengaturan.owner(session)).id)
    return rules.penting.shown
