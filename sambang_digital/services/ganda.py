"""Doubles of the register: proposed by name and place, made one by a person, taken apart again within 30 days.

Entries are compared when their reports are (:mod:`bendera`), in the same transaction, and again only if their name or place
changed. What is merged away stays as a row that leads to the one that stands for it: reports keep saying whom they were sent
for, phones that have not heard of it yet may go on sending, and the audit trail stays true.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import transaction
from sambang_digital.models import GabunganSubjek, Subjek
from sambang_digital.models.base import now
from sambang_digital.repositories import bendera, register, subjek
from sambang_digital.repositories import ganda as repository
from sambang_digital.repositories.ganda import PAGE, Box
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, bendera_antrean, cari_antrean
from sambang_digital.services.audit import Aksi
from sambang_digital.services.cari_antrean import Jenis
from sambang_digital.services.flags import metres
from sambang_digital.services.nama import fold, likeness
from sambang_digital.services.register import NotFound, RegisterError
from sambang_digital.services.subjek import words

__all__ = [
    "PAGE",
    "PARTS",
    "UNDO",
    "Merger",
    "Pair",
    "Proposals",
    "compare",
    "count",
    "doubles_of",
    "file",
    "merge",
    "mergers",
    "not_the_same",
    "pairs",
    "sweep",
    "undo",
]  # fmt: skip

NEAR_M, RT_M = 40.0, 250.0
"""So near, alike names are enough; in the same RT and not farther apart than this, the names have to be nearly the same."""
ALIKE, SAME = 80, 90
UNDO = timedelta(days=30)
PARTS: dict[str, tuple[str, ...]] = {
    "nama": ("name",),
    "alamat": ("address",),
    "rt_rw": ("rt", "rw"),
    "lokasi": ("lat", "lon", "accuracy_m"),
}
"""What may be taken from the entry that goes, by the word of the form."""
_RESTORED = ("name", "address", "words", "rt", "rw", "lat", "lon", "accuracy_m", "declined")
_SWEPT = 200


@dataclass(frozen=True, slots=True)
class Proposals:
    """What comparing found: pairs to be filed, and the marks of what was compared."""

    pairs: list[dict[str, Any]]
    marks: dict[UUID, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one. ``score``: likeness of the names, percent; ``metres`` between them, if known."""

    one: Subjek
    other: Subjek
    score: int
    metres: int | None
    village: str


@dataclass(frozen=True, slots=True)
class Merger:
    """What was merged into an entry and may be taken out of it again, until ``until``."""

    id: int
    gone: str
    at: datetime
    until: datetime


async def compare(session: AsyncSession, ids: Collection[UUID]) -> Proposals:
    """Look for doubles of those of these entries whose name or place nobody has compared yet. Reads only."""
    found: dict[tuple[UUID, UUID], dict[str, Any]] = {}
    marks: dict[UUID, str] = {}
    for one in await repository.entries(session, ids):
        if (mark := _mark(one)) == one.compared:
            continue
        marks[one.id] = mark
        for other in (await repository.around(session, one, _box(one))).values():
            if judged := _judge(one, other):
                key = min(one.id, other.id), max(one.id, other.id)
                found[key] = {"one_id": key[0], "other_id": key[1], "area_code": one.area_code} | judged
    return Proposals([row | {"found_at": now()} for _, row in sorted(found.items())], marks)


async def file(session: AsyncSession, proposals: Proposals) -> None:
    """Write what comparing found."""
    await repository.propose(session, proposals.pairs)
    await repository.mark_compared(session, proposals.marks)


def _mark(one: Any) -> str:
    place = None if one.lat is None else (round(one.lat, 4), round(one.lon, 4))
    said = repr((one.area_code, one.kind, one.name, one.rt, one.rw, place))
    return blake2b(said.encode(), digest_size=16).hexdigest()


def _box(one: Any) -> Box | None:
    if one.lat is None:
        return None
    # Near the equator a degree is about as long in both directions.
    margin = NEAR_M / 110_000
    return Box(one.lat - margin, one.lat + margin, one.lon - margin, one.lon + margin)


def _judge(one: Any, other: Any) -> dict[str, Any] | None:
    """Whether two entries may be one."""
    alike = likeness(one.name, other.name)
    if alike < ALIKE:
        return None
    placed = one.lat is not None and other.lat is not None
    apart = metres(one.lat, one.lon, other.lat, other.lon) if placed else None
    near = apart is not None and apart <= NEAR_M
    # A common first name alone says little across a whole RT.
    telling = min(len(fold(one.name)), len(fold(other.name))) > 1 or one.address.lower() == other.address.lower() != ""
    same_rt = bool(one.rt and one.rw) and (one.rt, one.rw) == (other.rt, other.rw) and (apart or 0) <= RT_M
    if not near and not (same_rt and telling and alike >= SAME):
        return None
    return {"score": alike, "metres": None if apart is None else round(apart)}


async def count(session: AsyncSession, actor: Actor) -> int:
    """Pairs within reach on which nobody has decided, counted up to 1,000."""
    actor.require(Permission.REGISTER_READ)
    return await repository.count(session, actor)


async def pairs(session: AsyncSession, actor: Actor, page: int = 1) -> list[Pair]:
    """One page of them, the likeliest first."""
    actor.require(Permission.REGISTER_READ)
    return [_pair(row) for row in await repository.pairs(session, actor, page)]


def _pair(row: Any) -> Pair:
    found, one, other, village = row
    # The older entry first: it is mostly the one that stays.
    first, second = sorted((one, other), key=lambda each: (each.created_at, each.id))
    return Pair(first, second, found.score, found.metres, village or "")


async def doubles_of(session: AsyncSession, actor: Actor, subjek_id: UUID) -> list[UUID]:
    """With whom an entry may be one."""
    actor.require(Permission.REGISTER_READ)
    return await repository.doubles_of(session, actor, subjek_id)


async def not_the_same(session: AsyncSession, actor: Actor, one_id: UUID, other_id: UUID) -> None:
    """Both are who they are: nobody is asked again."""
    await _both(session, actor, one_id, other_id)
    at = now()
    await repository.dismiss(session, one_id, other_id, {"dismissed_by": actor.id, "dismissed_at": at})
    await audit.record(session, actor, Aksi.SUBJEK_BUKAN_GANDA, one_id, other=str(other_id))


async def merge(
    session: AsyncSession, actor: Actor, kept_id: UUID, gone_id: UUID, taken: Collection[str] = ()
) -> Subjek:
    """Make two entries one: ``kept_id`` stays and takes these :data:`PARTS` from the other, whose visits count for it now.

    Whether the household is on record at all is as its latest visit said. Raises :class:`NotFound` or :class:`RegisterError`.
    """
    kept, gone = await _both(session, actor, kept_id, gone_id)
    if kept.kind != gone.kind:
        raise RegisterError("gone", "Hanya entri sejenis yang dapat digabung.")
    if not set(taken) <= PARTS.keys():
        raise RegisterError("taken", "Bagian ini tidak dikenal.")
    at = now()
    before = {name: getattr(kept, name) for name in _RESTORED}
    fields = [name for part in PARTS if part in taken for name in PARTS[part]]
    if kept.declined != gone.declined:
        # Names go with the consent, and that is as the latest visit heard it.
        latest = max(kept, gone, key=lambda each: (each.last_visit_at is not None, each.last_visit_at))
        fields = [name for name in fields if name not in ("name", "address")]
        fields += ["name", "address", "declined"] if latest is gone else []
    for name in fields:
        setattr(kept, name, getattr(gone, name))
    kept.words, kept.changed_at = words(kept.name, kept.address), at
    members = await register.standing_for(session, gone.id)
    gone.removed_at = gone.changed_at = at
    await session.flush()
    await repository.lead_to(session, members, kept.id)
    session.add(
        GabunganSubjek(
            kept_id=kept.id,
            gone_id=gone.id,
            taken=fields,
            before=before,
            moved=[str(id_) for id_ in members],
            by_id=actor.id,
            at=at,
        )
    )
    await _count_anew(session, [kept.id], members, at)
    await audit.record(session, actor, Aksi.SUBJEK_DIGABUNG, kept.id, other=str(gone.id), fields=fields)
    return kept


async def mergers(session: AsyncSession, actor: Actor, kept_id: UUID) -> list[Merger]:
    """What was merged into an entry and may be taken out of it again, the latest first."""
    actor.require(Permission.REGISTER_READ)
    rows = await repository.mergers(session, kept_id, now() - UNDO)
    return [Merger(row[0].id, row[1], row[0].at, row[0].at + UNDO) for row in rows]


async def undo(session: AsyncSession, actor: Actor, merger_id: int) -> None:
    """Take apart what was merged: each entry has its own visits again, and the one that stayed what it said before, where
    nobody changed that since. The latest merger of an entry goes first. Raises :class:`NotFound` or :class:`RegisterError`."""
    actor.require(Permission.REGISTER_WRITE)
    found = await repository.merger(session, merger_id)
    if found is None or found.undone_at:
        raise NotFound
    at = now()
    if found.settled or found.at < at - UNDO:
        raise RegisterError("merger", f"Penggabungan hanya dapat dibatalkan dalam {UNDO.days} hari.")
    entries = await repository.locked(session, [found.kept_id, found.gone_id])
    kept, gone = entries[found.kept_id], entries[found.gone_id]
    standing = await register.one(session, actor, kept.id)
    if standing is None:
        raise NotFound
    if standing.id != kept.id or any(merger.id > found.id for merger in await mergers(session, actor, kept.id)):
        raise RegisterError("merger", "Batalkan dahulu penggabungan yang lebih baru pada entri ini.")
    for name in found.taken:
        if getattr(kept, name) == getattr(gone, name):
            setattr(kept, name, found.before[name])
    kept.words, kept.changed_at = words(kept.name, kept.address), at
    gone.removed_at, gone.changed_at = None, at
    found.undone_by, found.undone_at = actor.id, at
    await session.flush()
    members = [UUID(id_) for id_ in found.moved]
    await repository.lead_to(session, [id_ for id_ in members if id_ != gone.id], gone.id)
    await repository.lead_to(session, [gone.id], None)
    await _count_anew(session, [kept.id, gone.id], members, at)
    await audit.record(session, actor, Aksi.SUBJEK_DIPISAH, kept.id, other=str(gone.id))


async def sweep() -> int:
    """Forget who was merged away once nobody can undo it; gives how many."""
    async with transaction() as session:
        rows = await repository.unsettled(session, now() - UNDO, _SWEPT)
        for row in rows:
            await settle(session, row)
    return len(rows)


async def settle(session: AsyncSession, merger: GabunganSubjek) -> None:
    """A merger is for good: what is gone leaves nothing but its id."""
    merger.settled, merger.before = True, {}
    if not merger.undone_at:
        await subjek.forget(session, [merger.gone_id])


async def _both(session: AsyncSession, actor: Actor, one_id: UUID, other_id: UUID) -> tuple[Subjek, Subjek]:
    actor.require(Permission.REGISTER_WRITE)
    if one_id == other_id:
        raise RegisterError("gone", "Pilih dua entri yang berbeda.")
    entries = await repository.locked(session, [one_id, other_id])
    for id_ in (one_id, other_id):
        found = await register.one(session, actor, id_)
        # Who was merged away meanwhile, at another desk or by a second click, is nobody to decide about.
        if found is None or found.id != id_:
            raise NotFound
    return entries[one_id], entries[other_id]


async def _count_anew(session: AsyncSession, homes: Collection[UUID], members: Collection[UUID], at: datetime) -> None:
    """Visits, their numbers, what the flags say of the same house or of another, and what can be found."""
    await subjek.recount(session, homes, at)
    await bendera.renumber(session, homes)
    await bendera_antrean.enqueue(session, await repository.reports(session, members))
    await cari_antrean.enqueue(session, Jenis.REGISTER, {*homes, *members})
