"""Official boundaries replace computed cells, and every visit is judged anew.

Two steps, so that the intake never waits for long and a crash leaves nothing half done. First, in one transaction: all
boundaries of the file, and a row in ``impor_wilayah`` that says what remains. Then the visits in batches; each batch is
one transaction that judges, keeps the old values in ``riwayat_verdict`` and moves the cursor. :func:`resume` goes on
where a crash stopped it; judging twice changes nothing.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaturan import BenderaSettings
from sambang_digital.models import ImporWilayah, Wilayah
from sambang_digital.models.base import now
from sambang_digital.repositories import wilayah as villages
from sambang_digital.repositories import wilayah_impor as repository
from sambang_digital.services import audit, cari_antrean, pengaturan, putusan
from sambang_digital.services.audit import Aksi
from sambang_digital.services.cari_antrean import Jenis
from sambang_digital.services.flags import Visit, judged_anew
from sambang_digital.services.geometri import on_grid
from sambang_digital.services.wilayah import REFRESH_S, Judgement, Territory, facts, forget, judge_many, territory_of
from sambang_digital.services.wilayah import villages as all_villages
from sambang_digital.services.wilayah_berkas import Berkas, BerkasError, Progress, read

BATCH = 2_000
"""Reports judged in one transaction; the intake waits for as long on SQLite."""
BREATH_S = 0.1
"""Pause between batches, seconds: others on SQLite look for the lock at most this far apart."""
SETTLED_S = REFRESH_S + 3.0
"""After this time no process judges by the old boundaries any more."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. ``verdicts`` counts changes such as ``inside > outside``."""

    file_name: str
    areas: int
    visits_seen: int
    visits_changed: int
    subjects_moved: int
    verdicts: dict[str, int]

    @classmethod
    def of(cls, impor: ImporWilayah) -> "ImportResult":
        """From the import's row."""
        return cls(
            impor.file_name,
            impor.areas,
            impor.visits_seen,
            impor.visits_changed,
            impor.summary.get("subjects_moved", 0),
            impor.summary.get("verdicts", {}),
        )


async def import_boundaries(path: Path, progress: Progress, *, settled_s: float = SETTLED_S) -> ImportResult:
    """Take in a file of official boundaries; :class:`~wilayah_berkas.BerkasError` refuses it whole.

    An earlier import that was interrupted is finished first. ``settled_s``: how long other processes may still judge by the
    old boundaries, seconds.
    """
    await resume(progress, settled_s=settled_s)
    async with reading() as session:
        known = {row.code: row for row in await villages.everything(session)}
    file = await asyncio.to_thread(read, path, known, progress)
    async with transaction() as session:
        impor_id = await _replace(session, file)
    forget()
    await resume(progress, settled_s=settled_s)
    async with reading() as session:
        return ImportResult.of(await repository.by_id(session, impor_id))


async def resume(progress: Progress, *, settled_s: float = SETTLED_S) -> None:
    """Judge the remaining visits of an unfinished import, if there is one."""
    async with reading() as session:
        total = await repository.count_placed(session)
    while await _next_batch(progress, total):
        pass
    async with reading() as session:
        impor = await repository.unfinished(session)
    if impor is None:
        return
    # Visits taken in while others still judged by the old boundaries may lie before the cursor.
    progress("Menunggu semua proses memakai batas baru", 0, 1)
    await asyncio.sleep(max(0.0, settled_s - (now() - impor.created_at).total_seconds()))
    progress("Menunggu semua proses memakai batas baru", 1, 1)
    async with transaction() as session:
        if impor := await repository.unfinished(session):
            doubtful = await repository.received_since(session, impor.created_at - timedelta(seconds=SETTLED_S))
            await _rejudge(session, impor, doubtful)
            impor.state, impor.finished_at = "selesai", now()


async def _next_batch(progress: Progress, total: int) -> bool:
    """Whether there was anything left to judge."""
    async with transaction() as session:
        impor = await repository.unfinished(session)
        if impor is None:
            return False
        rows, last = await repository.batch(session, impor.cursor, BATCH)
        if last is None:
            return False
        await _rejudge(session, impor, rows)
        impor.cursor, impor.visits_seen = last, impor.visits_seen + len(rows)
        done = impor.visits_seen
    progress("Menghitung ulang kunjungan", min(done, total), total)
    await asyncio.sleep(BREATH_S)
    return True


async def _replace(session: AsyncSession, file: Berkas) -> int:
    """Write the boundaries, take their ground from the cells that remain, and note the work to do; returns its id."""
    # The token's row is locked first: of two imports at once, the second sees the first.
    await villages.renew_token(session, "wilayah")
    if await repository.unfinished(session):
        raise BerkasError(["Impor lain sedang berjalan; tunggu sampai selesai."])
    at, rows = now(), {row.code: row for row in await villages.everything(session)}
    for code, boundary in file.boundaries.items():
        row = rows[code]
        row.boundary, row.approximate, row.updated_at = shapely.to_wkb(boundary), False, at
        row.source = f"{file.name[:150]} ({file.sha256[:12]})"
    _make_room(rows, at)
    impor = ImporWilayah(file_name=file.name[:200], sha256=file.sha256, areas=len(file.boundaries), created_at=at)
    session.add(impor)
    await session.flush()
    assert impor.id is not None
    await audit.record(session, None, Aksi.WILAYAH_DIIMPOR, impor.id, areas=impor.areas, sha256=impor.sha256)
    return impor.id


def _make_room(rows: dict[str, Wilayah], at: datetime) -> None:
    cells = {row["code"]: row["boundary"] for row in facts()}
    official = shapely.union_all([shapely.from_wkb(row.boundary) for row in rows.values() if not row.approximate])
    for row in rows.values():
        if row.approximate:
            cell = on_grid(shapely.from_wkb(cells.get(row.code, row.boundary)).difference(official))
            if not cell.is_empty:
                row.boundary, row.updated_at = shapely.to_wkb(cell), at


async def _rejudge(session: AsyncSession, impor: ImporWilayah, rows: Sequence[Row[Any]]) -> None:
    """Judge these visits by the present boundaries; write and keep only what changes."""
    at, changes, changed, verdicts = now(), [], [], Counter(impor.summary.get("verdicts", {}))
    for row, judgement in await _judgements(session, rows):
        limits = (await pengaturan.of(session, row.satuan_id)).bendera
        new = _values(row, judgement, limits)
        if any(getattr(row, name) != value for name, value in new.items()):
            changed.append(row)
            changes.append(
                {"key_id": row.id, "key_revision": row.revision, "new_changed_at": at}
                | {f"new_{name}": value for name, value in new.items()}
            )
            if row.verdict != judgement.verdict:
                verdicts[f"{row.verdict} > {judgement.verdict}"] += 1
    assert impor.id is not None
    await repository.keep_old(session, impor.id, changed)
    await repository.write_verdicts(session, changes)
    await putusan.settle(session, {(row["key_id"], row["key_revision"]): row["new_flags"] for row in changes})
    moved = await _move_subjects(session, {row.subject_id for row in rows if row.subject_id}, at)
    impor.visits_changed += len(changes)
    impor.summary = {
        "verdicts": dict(verdicts),
        "subjects_moved": impor.summary.get("subjects_moved", 0) + moved,
    }


async def _judgements(session: AsyncSession, rows: Sequence[Row[Any]]) -> list[tuple[Row[Any], Judgement]]:
    by_territory: dict[Territory, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_territory[await territory_of(session, row.author_id, row.day)].append(row)
    pairs: list[tuple[Row[Any], Judgement]] = []
    for territory, visits in by_territory.items():
        positions, accuracies = [(row.lon, row.lat) for row in visits], [row.accuracy_m for row in visits]
        pairs += zip(visits, judge_many(positions, accuracies, territory), strict=True)
    return pairs


def _values(row: Row[Any], judgement: Judgement, limits: BenderaSettings) -> dict[str, Any]:
    visit = Visit(
        mode=row.mode,
        lat=row.lat,
        lon=row.lon,
        accuracy_m=row.accuracy_m,
        verdict=judgement.verdict,
        approximate=judgement.approximate,
        distance_m=judgement.distance_m,
        created_at=row.created_at,
        captured_at=row.captured_at,
    )
    return {
        "verdict": judgement.verdict.value,
        "area_code": judgement.area_code,
        "area_approximate": judgement.approximate,
        "flags": judged_anew(row.flags, visit, limits),
    }


async def _move_subjects(session: AsyncSession, ids: set[Any], at: datetime) -> int:
    """Houses and places on record follow the boundaries too; they decide what a phone may hold."""
    rows = await repository.subjects(session, ids) if ids else []
    if not rows:
        return 0
    known = await all_villages(session)
    found = known.find(np.array([(row.lon, row.lat) for row in rows])).tolist()
    codes = [known.areas[index].code if index >= 0 else None for index in found]
    moves = [
        {"key_id": row.id, "new_area_code": code, "new_changed_at": at}
        for row, code in zip(rows, codes, strict=True)
        if row.area_code != code
    ]
    await repository.move_subjects(session, moves)
    await cari_antrean.enqueue(session, Jenis.REGISTER, [move["key_id"] for move in moves])
    return len(moves)
