"""Looks through the whole audit trail for what was changed, removed, inserted, put elsewhere, cut off or written anew."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import KepalaAudit
from sambang_digital.models.base import now
from sambang_digital.repositories import audit as repository
from sambang_digital.services import audit_head
from sambang_digital.services.audit_seal import GENESIS, row_hash
from sambang_digital.services.laporan import fingerprint

MAX_FAULTS = 100
"""So many are told one by one; the rest is counted."""
BACKDATED = timedelta(minutes=10)
"""A deed is written down at once: one that claims to be so much older than the row before it was slipped in later."""
TOGETHER = 400
"""Reports looked up at once."""
LATE = timedelta(minutes=1)
"""A row that waits longer than this for its seal shows that nobody seals."""

Key = tuple[UUID, int]


@dataclass(slots=True)
class Findings:
    """What a verification saw. ``faults`` are sentences; ``total`` counts those beyond :data:`MAX_FAULTS` too.

    ``differing``: reports that are not as the chain told last, and why.
    """

    rows: int = 0
    place: int = 0
    hash: bytes = GENESIS
    reports: int = 0
    differing: dict[Key, str] = field(default_factory=dict)
    heads: int = 0
    unsealed: int = 0
    faults: list[str] = field(default_factory=list)
    total: int = 0

    def fault(self, sentence: str) -> None:
        """Something is wrong."""
        self.total += 1
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(sentence)


async def verify(session: AsyncSession, keys: Collection[bytes] = ()) -> Findings:
    """Check the chain, the reports that it names, and all heads. ``keys``: public keys trusted besides our own."""
    found = Findings()
    heads = await _heads(session, found, {audit_head.public_key(), *keys})
    at = datetime.min.replace(tzinfo=UTC)
    async for rows in repository.chain(session):
        for row in rows:
            _check_row(found, row, at)
            at = row.at
            for head in heads.pop(row.place, ()):
                if head.hash != row.hash:
                    found.fault(f"Kepala {head.day}: baris {row.place} tidak sama dengan saat kepala ditandatangani.")
        await _check_reports(session, found, rows)
    for place in sorted(heads):
        for head in heads[place]:
            found.fault(f"Kepala {head.day} menyebut {place} baris, tetapi rantai berakhir di baris {found.place}.")
    for (laporan_id, revision), why in found.differing.items():
        found.fault(f"Laporan {laporan_id} versi {revision} {why}.")
    found.unsealed, oldest = await repository.count_unsealed(session)
    if oldest and now() - oldest > LATE:
        found.fault(f"{found.unsealed} baris belum tersegel, yang tertua sejak {oldest:%Y-%m-%d %H:%M} UTC.")
    return found


def _check_row(found: Findings, row: Any, before: datetime) -> None:
    if row.place == found.place + 1:
        if row_hash(found.hash, row.place, row) != row.hash:
            found.fault(
                f"Baris {row.place} ({row.action}, {row.at:%Y-%m-%d %H:%M} UTC) rusak: isinya atau urutannya diubah."
            )
        elif row.at + BACKDATED < before:
            found.fault(
                f"Baris {row.place} ({row.action}) mengaku lebih tua dari baris sebelumnya: disisipkan kemudian."
            )
    else:
        missing = f"Baris {found.place + 1}" + (f" sampai {row.place - 1}" if row.place > found.place + 2 else "")
        found.fault(f"{missing} hilang dari rantai.")
    # What stands here is taken as it is, so that one fault is told once and not for every row that follows.
    found.rows, found.place, found.hash = found.rows + 1, row.place, row.hash


async def _heads(session: AsyncSession, found: Findings, keys: set[bytes]) -> dict[int, list[KepalaAudit]]:
    """Heads to be compared with the chain, by place; those that are no word of ours are faults at once."""
    heads: dict[int, list[KepalaAudit]] = defaultdict(list)
    for source, head in await _all_heads(session, found):
        if head.key not in keys:
            found.fault(f"{source} ditandatangani kunci yang tidak dikenal ({head.key.hex()[:16]}…).")
        elif not audit_head.is_signed(head):
            found.fault(f"{source} palsu: tanda tangannya tidak cocok.")
        elif head.place:
            heads[head.place].append(head)
        found.heads += 1
    return heads


async def _all_heads(session: AsyncSession, found: Findings) -> list[tuple[str, KepalaAudit]]:
    files = await audit_head.stored()
    heads = []
    for name, content in files:
        try:
            heads.append((f"Berkas {name}", audit_head.read(content)))
        except audit_head.NotAHead:
            found.fault(f"Berkas {name} tidak dapat dibaca sebagai kepala audit.")
    names = {name.rpartition("/")[2] for name, _ in files}
    for head in await repository.heads(session):
        heads.append((f"Kepala {head.day}", head))
        if head.exported_at and audit_head.name_of(head) not in names:
            found.fault(f"Berkas {audit_head.name_of(head)} sudah diekspor, tetapi hilang dari tempatnya.")
    return heads


async def _check_reports(session: AsyncSession, found: Findings, rows: Sequence[Any]) -> None:
    """Compare the reports that these rows tell of with what the database says of them now.

    A report may be told of again, by a deed that changed it rightfully: the last word counts.
    """
    told = {key: mark for row in rows for key, mark in _told(row.data)}
    found.reports += len(told)
    for start in range(0, len(told), TOGETHER):
        keys = list(told)[start : start + TOGETHER]
        there = {(row.id, row.revision): fingerprint(row._asdict()) for row in await repository.reports(session, keys)}
        for key in keys:
            if there.get(key, "") == told[key]:
                found.differing.pop(key, None)
            else:
                found.differing[key] = "diubah setelah diterima" if key in there else "hilang dari basis data"


def _told(data: dict[str, Any]) -> Iterator[tuple[Key, str]]:
    try:
        yield from [((UUID(laporan_id), int(revision)), str(mark)) for laporan_id, revision, mark in data["items"]]
    except (KeyError, TypeError, ValueError):
        return  # no such row, or one that was tampered with, which its hash tells
