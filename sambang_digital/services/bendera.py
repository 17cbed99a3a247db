"""Flags that need other visits: found by indexes, compared by the rules of :mod:`flags_history`, soon after the receipt.

The intake only writes a row into a queue, in its own transaction. :func:`keep_flags` reads rows from there, compares, and deletes
them in the transaction that writes what it found: a crash leaves them waiting. Comparing takes no lock that the intake needs. The
work may run in any number of processes; they take turns. What is committed while a turn reads has enqueued itself and is seen by
the next turn, so the last word is that of the newest facts.

One report changes what is to be said of others. Each family of rules therefore also names the neighbours of a report, which are
judged again by that family alone. Rulings of reviewers stay (:mod:`putusan`).

What is found out beside the flags is written in the same turn: visit numbers, and doubles of the register (:mod:`ganda`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaturan import BenderaSettings
from sambang_digital.forms.registry import SECRET
from sambang_digital.models.base import now
from sambang_digital.repositories import bendera as repository
from sambang_digital.repositories import subjek
from sambang_digital.repositories.laporan import Key
from sambang_digital.services import bendera_antrean, broadcast, ganda, pengaturan, putusan, sidik
from sambang_digital.services.antrean_kerja import Worker
from sambang_digital.services.bendera_keluarga import FAMILIES, Family, Findings, Scene, place_keys, report_of
from sambang_digital.services.flags import Flag, flag_of, replaced
from sambang_digital.services.flags_history import Report

Judged = dict[UUID, tuple[Report, list[tuple[Family, list[Flag]]]]]
"""Reports by their ids, with what each family now says of them."""

BATCH = 40
KEPT = timedelta(days=100)
"""Fingerprints of places and texts older than this are forgotten: no rule looks back so far."""
SWEEP_BATCH = 2_000


async def _recompute(ids: Collection[UUID]) -> tuple[Judged, set[UUID]]:
    """What the rules of history say now of these reports, and again of those whom they concern; and the subjects of the former,
    in whatever revision. Reads; files fingerprints only."""
    async with reading() as session:
        known = [report_of(row) for row in await repository.revisions(session, ids)]
        real, scene = [report for report in known if not report.practice and report.kind not in SECRET], Scene(session)
        await scene.gather_looks(real)
    async with transaction() as session:
        await repository.file(session, _fingerprints(scene, real))
    async with reading() as session:
        judged = await _judge(session, real)
    return judged, {report.subject_id for report in real if report.subject_id}


async def _judge(session: AsyncSession, real: Collection[Report]) -> Judged:
    scene = Scene(session)
    await scene.gather(real)
    wanted: dict[UUID, set[Family]] = defaultdict(set)
    for report in real:
        limits = await _limits(session, report)
        for family in FAMILIES:
            for neighbour in family.neighbours(scene, report, limits):
                wanted[neighbour].add(family)
        await asyncio.sleep(0)
    wanted |= {report.id: set(FAMILIES) for report in real}
    judged = {report.id: report for report in real if report.current}
    around = [report_of(row) for row in await repository.current(session, wanted.keys() - judged.keys())]
    await scene.gather(around)
    judged |= {report.id: report for report in around if not report.practice}
    found: Judged = {}
    for id_, report in judged.items():
        limits = await _limits(session, report)
        found[id_] = report, [(each, _flags(each.find(scene, report, limits), limits)) for each in wanted[id_]]
        await asyncio.sleep(0)
    return found


def _fingerprints(scene: Scene, reports: Iterable[Report]) -> Iterator[tuple[int, int, UUID]]:
    for report in reports:
        if report.current:
            keys = [*place_keys(report), *sidik.bytes_keys(report.photos), *sidik.text_keys(report.words)]
            keys += [key for look in scene.looks_of(report) for key in sidik.looks_keys(look)]
            yield from ((key, report.author_id, report.id) for key in keys)


async def _limits(session: AsyncSession, report: Report) -> BenderaSettings:
    return (await pengaturan.of(session, report.satuan_id)).bendera


async def _write(session: AsyncSession, judged: Judged) -> None:
    """Write what changes. The flags that are replaced are read under lock: a ruling or an import may have come."""
    changed: dict[Key, list[Flag]] = {}
    for row in await repository.current_flags(session, judged.keys()):
        flags: list[Flag] = row.flags
        report, found = judged[row.id]
        for family, new in found:
            flags = replaced(flags, family.codes, new)
        # A correction that came meanwhile has enqueued itself.
        if flags != row.flags and row.revision == report.revision:
            changed[row.id, row.revision] = flags
    await repository.write_flags(session, changed, now())
    await putusan.settle(session, changed)
    for id_, _ in changed:
        _announce(session, judged[id_][0])


def _flags(found: Findings, limits: BenderaSettings) -> list[Flag]:
    return [flag_of(code, limits.severity(code), finding) for code, finding in found.items()]


def _announce(session: AsyncSession, report: Report) -> None:
    names = ("revision", "satuan_id", "author_id", "state")
    message = {"id": str(report.id)} | {name: getattr(report, name) for name in names}
    broadcast.publish_after_commit(session, broadcast.LAPORAN, message)


async def _turn(rows: Collection[Any]) -> None:
    """Compute these, and take them from the queue with what was found, in one transaction."""
    judged, subjects = await _recompute({row.laporan_id for row in rows})
    async with reading() as session:
        doubles = await ganda.compare(session, subjects)
    async with transaction() as session:
        await bendera_antrean.QUEUE.take(session, rows)
        await _write(session, judged)
        await repository.renumber(session, subjects)
        await subjek.recount_merged(session, subjects, now())
        await ganda.file(session, doubles)


WORKER = Worker("bendera", bendera_antrean.QUEUE, _turn, BATCH)
work, drain, keep_flags = WORKER.work, WORKER.drain, WORKER.keep


async def sweep() -> int:
    """Forget fingerprints that no rule asks for any more; gives their number."""
    # Reports are named by UUIDv7: an id's first 48 bits are the milliseconds of its making.
    before = UUID(int=int((now() - KEPT).timestamp() * 1000) << 80)
    gone = 0
    for kind in (sidik.PLACE, sidik.TEXT):
        while True:
            async with transaction() as session:
                some = await repository.forget(session, *sidik.key_range(kind), before, SWEEP_BATCH)
            gone += some
            if some < SWEEP_BATCH:
                break
    return gone
