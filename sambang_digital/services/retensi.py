"""What was kept long enough goes: a rule for each kind of data, its days a setting of each Polres.

A report's contents tell of people at home; after their time the row stays, with what numbers are made of, and the audit trail is
told what it says now. Each batch is one transaction, so that the intake never waits for long.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

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
from sambang_digital.services.waktu import day_of

BATCH = 200
BREATH_S = 0.1
"""Pause between batches, seconds: others on SQLite look for the lock at most this far apart."""
BLANK: dict[str, Any] = {
    "title": "Isi dihapus (masa simpan)",
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
    await rawan.remove(session, {row.id for row in rows})
    await cari_antrean.enqueue(session, Jenis.LAPORAN, {row.id for row in rows})
    # What they said of the people at home was filed with these, too.
    await cari_antrean.enqueue(session, Jenis.REGISTER, {row.subject_id for row in rows if row.subject_id})
    told = [[str(row.id), row.revision, fingerprint(row._asdict() | BLANK)] for row in rows]
    if told:
        await audit.record(session, None, Aksi.RETENSI_DIHAPUS, person_id, kind="report", items=told)
    return len(rows)


async def _threads(session: AsyncSession, person_id: int, days: int) -> int:
    emptied = await repository.empty_threads(session, person_id, now() - timedelta(days=days), now(), BATCH)
    await cari_antrean.enqueue(session, Jenis.PERCAKAPAN, emptied)
    return len(emptied)


async def _news(session: AsyncSession, person_id: int, days: int) -> int:
    return await kabar.drop(session, person_id, now() - timedelta(days=days), BATCH)


async def _notes(session: AsyncSession, person_id: int, days: int) -> int:
    return await repository.blank_notes(session, person_id, now() - timedelta(days=days), BATCH)


async def _subjects(session: AsyncSession, person_id: int, days: int) -> int:
    forgotten = await repository.forget_subjects(session, person_id, now() - timedelta(days=days), now(), BATCH)
    await cari_antrean.enqueue(session, Jenis.REGISTER, forgotten)
    return len(forgotten)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of data: the setting with its days, and what deletes up to :data:`BATCH` of one person's; gives how many."""

    setting: str
    delete: Callable[[AsyncSession, int, int], Awaitable[int]]
    tells: bool = False


RULES = (
    Rule("quarantine_days", _quarantine),
    Rule("practice_days", _practice),
    Rule("report_days", _contents, tells=True),
    Rule("thread_days", _threads),
    Rule("news_days", _news),
    Rule("note_days", _notes),
    Rule("subject_days", _subjects),
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
                await _apply(rule, person_id, getattr(kept, rule.setting))


async def _apply(rule: Rule, person_id: int, days: int) -> None:
    while True:
        async with transaction() as session:
            count = await rule.delete(session, person_id, days)
            if count and not rule.tells:
                kind = rule.setting.removesuffix("_days")
                await audit.record(session, None, Aksi.RETENSI_DIHAPUS, person_id, kind=kind, count=count)
        if count < BATCH:
            return
        await asyncio.sleep(BREATH_S)
