"""What was kept long enough goes: a rule for each kind of data, its days a setting of each Polres.

A report's contents tell of people at home; after their time the row stays, with what numbers are made of, and the audit trail is
told what it says now. Each batch is one transaction, so that the intake never waits for long.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaturan import RetensiSettings
from sambang_digital.models.base import now
from sambang_digital.repositories import kabar, laporan, rawan, satuan
from sambang_digital.repositories import retensi as repository
from sambang_digital.services import audit, cari_antrean, pengaturan
from sambang_digital.services.audit import Aksi
from sambang_digital.services.cari_antrean import Jenis
from sambang_digital.services.laporan import fingerprint
from sambang_digital.services.sinkron import KEPT
from sambang_digital.services.waktu import day_of

BATCH = 200
BREATH_S = 0.1
"""Pause between batches, seconds: others on SQLite look for the lock at most this far apart."""
BLANK: dict[str, Any] = {
    "title": repository.GONE,
    "lat": None,
    "lon": None,
    "accuracy_m": None,
    "mode_reason": None,
    "subject_id": None,
    "body": {},
    "photos": [],
    "flags": [],
}
"""What stays of a report's contents: nothing. Kind, author, day, village, verdict and decision are not contents."""


async def _quarantine(session: AsyncSession, person_id: int, days: int) -> int:
    return await repository.drop_quarantine(session, person_id, now() - timedelta(days=days))


async def _practice(session: AsyncSession, person_id: int, days: int) -> int:
    ids = await repository.old_practice(session, person_id, day_of(now()) - timedelta(days=days), BATCH)
    for laporan_id in ids:
        await laporan.erase(session, laporan_id)
    return len(ids)


async def _contents(session: AsyncSession, person_id: int, days: int) -> int:
    rows = await repository.old_reports(session, person_id, day_of(now()) - timedelta(days=days), BATCH)
    for row in rows:
        await repository.blank(session, row.id, row.revision, BLANK)
        await laporan.release_photos(session, row.id)
    ids = {row.id for row in rows}
    await repository.blank_beside(session, ids)
    await rawan.remove(session, ids)
    await cari_antrean.enqueue(session, Jenis.LAPORAN, ids)
    # What they said of the people at home was filed with these, too.
    await cari_antrean.enqueue(session, Jenis.REGISTER, {row.subject_id for row in rows if row.subject_id})
    told = [[str(row.id), row.revision, fingerprint(row._asdict() | BLANK)] for row in rows]
    if told:
        await audit.record(session, None, Aksi.RETENSI_DIHAPUS, person_id, kind="report", items=told)
    return len(rows)


async def _threads(session: AsyncSession, person_id: int, days: int) -> int:
    resting = await repository.resting_threads(session, person_id, now() - timedelta(days=days), BATCH)
    return await empty_threads(session, resting)


async def empty_threads(session: AsyncSession, ids: Collection[UUID]) -> int:
    """Take everything out of those of these threads that there are; gives how many."""
    emptied = await repository.empty_threads(session, ids, now())
    await cari_antrean.enqueue(session, Jenis.PERCAKAPAN, emptied)
    return len(emptied)


async def _tasks(session: AsyncSession, person_id: int, days: int) -> int:
    old = await repository.old_tasks(session, person_id, now() - timedelta(days=days), BATCH)
    await _blank_tasks(session, old)
    return len(old)


async def _blank_tasks(session: AsyncSession, ids: Collection[UUID]) -> None:
    await repository.blank_tasks(session, ids, now(), now() - KEPT)
    await cari_antrean.enqueue(session, Jenis.TUGAS, ids)


async def forget_around(session: AsyncSession, subjek_ids: Collection[UUID], laporan_ids: Collection[UUID]) -> None:
    """What was said around these reports on these entries of the register goes before its time: notes of reviewers, tasks, threads."""
    tasks = await repository.tasks_about(session, subjek_ids, laporan_ids)
    await repository.blank_beside(session, laporan_ids)
    await repository.blank_notes_on(session, laporan_ids)
    await _blank_tasks(session, tasks)
    await empty_threads(session, [*laporan_ids, *tasks])


async def _news(session: AsyncSession, person_id: int, days: int) -> int:
    return await kabar.drop(session, person_id, now() - timedelta(days=days), BATCH)


async def _notes(session: AsyncSession, person_id: int, days: int) -> int:
    return await repository.blank_notes(session, person_id, now() - timedelta(days=days), BATCH)


async def _requests(session: AsyncSession, person_id: int, days: int) -> int:
    return await repository.blank_requests(session, person_id, now() - timedelta(days=days), BATCH)


async def _complaints(session: AsyncSession, satuan_ids: Collection[int], days: int) -> int:
    return await repository.blank_complaints(session, satuan_ids, now() - timedelta(days=days), BATCH)


async def _addresses(session: AsyncSession, days: int) -> int:
    return await repository.drop_addresses(session, now() - timedelta(days=days), BATCH)


async def _subjects(session: AsyncSession, person_id: int, days: int) -> int:
    forgotten = await repository.forget_subjects(session, person_id, now() - timedelta(days=days), now(), BATCH)
    await cari_antrean.enqueue(session, Jenis.REGISTER, forgotten)
    return len(forgotten)


class Delete(Protocol):
    """Deletes up to :data:`BATCH` of one person's; gives how many."""

    def __call__(self, session: AsyncSession, /, person_id: int, days: int) -> Awaitable[int]: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of data: the setting with its days, and what deletes it."""

    setting: str
    delete: Delete
    tells: bool = False


RULES = (
    Rule("quarantine_days", _quarantine),
    Rule("practice_days", _practice),
    Rule("report_days", _contents, tells=True),
    Rule("thread_days", _threads),
    Rule("task_days", _tasks),
    Rule("news_days", _news),
    Rule("note_days", _notes),
    Rule("subject_days", _subjects),
    Rule("request_days", _requests),
)
"""``tells``: the rule writes its own rows of the audit trail, which name each report."""


_swept: date | None = None


async def sweep() -> None:
    """Apply all rules to everybody, once a day in each process (run now and then)."""
    global _swept
    if _swept == (today := day_of(now())):
        return
    await apply_rules()
    _swept = today


async def apply_rules() -> None:
    """Apply all rules to everybody."""
    async with reading() as session:
        settings: dict[RetensiSettings, list[int]] = {}
        for unit in await satuan.everything(session):
            settings.setdefault((await pengaturan.of(session, unit.id)).retensi, []).append(unit.id)
        people = [(kept, await repository.authors(session, units)) for kept, units in settings.items()]
    for kept, ids in people:
        for person_id in ids:
            for rule in RULES:
                days = getattr(kept, rule.setting)
                told = None if rule.tells else rule.setting
                await _in_batches(partial(rule.delete, person_id=person_id, days=days), told, person_id)
    for kept, units in settings.items():
        complaints = partial(_complaints, satuan_ids=units, days=kept.complaint_days)
        await _in_batches(complaints, "complaint_days")
    if settings:
        # Nobody's: what one Polres still keeps stays for all.
        longest = max(kept.address_days for kept in settings)
        await _in_batches(partial(_addresses, days=longest), "address_days")


async def _in_batches(delete: Callable[..., Awaitable[int]], told: str | None, about: object = "") -> None:
    """Let ``delete`` have its way, :data:`BATCH` at a time; the audit trail hears of ``told``, the setting, and whose data went."""
    while True:
        async with transaction() as session:
            count = await delete(session)
            if count and told:
                kind = told.removesuffix("_days")
                await audit.record(session, None, Aksi.RETENSI_DIHAPUS, about, kind=kind, count=count)
        if count < BATCH:
            return
        await asyncio.sleep(BREATH_S)
