"""Secret reports (``li:read``): every look at one is written down, and shown to those who may look."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import transaction
from sambang_digital.models.base import now
from sambang_digital.repositories import rahasia as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services import audit
from sambang_digital.services.audit import Aksi

SHOWN = 20
"""People named as having looked, the latest first."""
ONE_LOOK = timedelta(minutes=5)
"""Pictures and the thread of a report load many times while it is looked at once."""


class Jalan(StrEnum):
    """From where somebody looked."""

    MEJA = "meja"
    PERCAKAPAN = "percakapan"
    FOTO = "foto"


@dataclass(frozen=True, slots=True)
class Look:
    """The latest look of a person; ``device`` by its name."""

    name: str
    rank: str | None
    at: datetime
    device: str


async def looked(session: AsyncSession, actor: Actor, laporan_ids: Collection[UUID], jalan: Jalan) -> None:
    """Write down that somebody looked at these secret reports, which are not their own."""
    # What is loaded again within one look at the desk is no other look.
    again = timedelta() if jalan is Jalan.MEJA else ONE_LOOK
    seen = await repository.looks_of(session, actor.id, laporan_ids, now() - again) if again else set()
    for laporan_id in laporan_ids:
        if (str(laporan_id), jalan.value) not in seen:
            await audit.record(session, actor, Aksi.LI_DIBUKA, laporan_id, via=jalan.value)


async def look(actor: Actor, laporan_ids: Collection[UUID], jalan: Jalan) -> None:
    """The same in a transaction of its own, for what is only read."""
    async with transaction() as session:
        await looked(session, actor, laporan_ids, jalan)


async def looks(session: AsyncSession, laporan_id: UUID) -> list[Look]:
    """Who looked at a secret report that the caller was found to read, each person once, the latest first."""
    rows = await repository.last_looks(session, laporan_id, LOOKS, SHOWN)
    return [Look(row.name, row.rank, row.at, row.device_name or "") for row in rows]


LOOKS = (Aksi.LI_DIBUKA.value, Aksi.DOKUMEN_DIBUAT.value)
"""Deeds that are looks."""
