"""The queue of messages for devices, and the bell that wakes this process's sender."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models.base import now
from sambang_digital.repositories import kabar_push as repository
from sambang_digital.services.lonceng import Bell

_bell = Bell()
wait = _bell.wait


async def enqueue(session: AsyncSession, kabar_ids: Collection[UUID]) -> None:
    """Let this news go to the devices of those whom it is for, in the transaction that made it."""
    if kabar_ids and await repository.enqueue(session, kabar_ids, now()):
        _bell.ring_after_commit(session)
