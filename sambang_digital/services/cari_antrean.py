"""What there is to find, and the queue of what is to be filed anew."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import AntreanCari
from sambang_digital.repositories import cari_sumber
from sambang_digital.services.antrean import Antrean

QUEUE = Antrean(AntreanCari.__table__)  # type: ignore[attr-defined]


class Jenis(StrEnum):
    """Sorts of things that can be found, in the order in which they are shown."""

    LAPORAN = "laporan"
    REGISTER = "register"
    TUGAS = "tugas"
    PETUGAS = "petugas"
    PERCAKAPAN = "percakapan"


PRIBADI = "pribadi"
"""Filed beside :attr:`Jenis.REGISTER`: an entry with what only ``register:sensitive`` reads of it."""


async def enqueue(session: AsyncSession, jenis: Jenis, refs: Collection[UUID]) -> None:
    """File these anew, or no longer, in the transaction that changed them; soon after it commits."""
    await QUEUE.enqueue(session, [{"jenis": jenis.value, "ref": ref} for ref in refs])


async def enqueue_people(session: AsyncSession, ids: Collection[int]) -> None:
    """The same for accounts."""
    await enqueue(session, Jenis.PETUGAS, [UUID(int=id_) for id_ in ids])


async def enqueue_villages(session: AsyncSession, area_codes: Collection[str]) -> None:
    """The same for whom is on record in villages that now belong to somebody else."""
    await enqueue(session, Jenis.REGISTER, await cari_sumber.subjects_in(session, area_codes))
