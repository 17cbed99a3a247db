"""Which citizens' phones are to hear of a step or of a strike: rows of the queue, written in the transaction of the deed.

What is sent, and whether it still is to be, is decided in :mod:`kabar_warga`.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Pengaduan, PengaduanLangkah, Teguran
from sambang_digital.models.base import now
from sambang_digital.repositories import kabar_warga as repository
from sambang_digital.services.lonceng import Bell
from sambang_digital.services.serupa import QUIET, neutral
from sambang_digital.services.wa_kabar import is_news

GATHER = timedelta(minutes=3)
"""So long a change waits for others; danger of now waits for nothing."""
_bell = Bell()
wait = _bell.wait


async def told(session: AsyncSession, row: Pengaduan, taken: PengaduanLangkah, before: str) -> None:
    """Let phones hear of a step, in the caller's transaction: those that open the ticket of each that they may read there, followers
    and those whose report became part of this one only of what they are shown: that it is handled, that it is over."""
    if taken.side != "petugas" or not is_news(taken, before):
        return
    moved = neutral(before) != neutral(row.state) and row.state != "digabung"
    waits = await _enqueue(session, row, openers_too=True, followers_too=moved)
    for part in await _parts(session, row) if moved else []:
        waits |= await _enqueue(session, part, openers_too=True, followers_too=True)
    if waits:
        _bell.ring_after_commit(session)


async def struck(session: AsyncSession, row: Pengaduan, strike: Teguran) -> None:
    """Let phones hear that a strike for this report holds, or what became of the appeal, in the caller's transaction.

    It belongs to the report it was given for: it rings where that ticket is open and the strike is shown, on the phone that sent it and
    those of its account, not where somebody else opened the link. That it holds rings, too: it may be appealed against only as long as
    it counts, and nobody does who was not told.
    """
    at = now()
    if await repository.enqueue_strike(session, row.id, strike, guarded=row.guarded, at=at, due_at=at + GATHER):
        _bell.ring_after_commit(session)


async def _parts(session: AsyncSession, row: Pengaduan) -> list[Pengaduan]:
    """Reports that became part of this one, and of those."""
    found: dict[UUID, Pengaduan] = {}
    todo = [row.id]
    while todo:
        for part in await repository.merged_into(session, todo.pop()):
            if part.id not in found and part.id != row.id:
                found[part.id] = part
                todo.append(part.id)
    return list(found.values())


async def _enqueue(session: AsyncSession, row: Pengaduan, *, openers_too: bool, followers_too: bool) -> bool:
    at, guarded = now(), row.guarded
    return await repository.enqueue(
        session,
        row.id,
        openers_too=openers_too,
        followers_too=followers_too and not guarded and row.kind not in QUIET,
        guarded=guarded,
        at=at,
        due_at=at if row.urgent else at + GATHER,
    )
