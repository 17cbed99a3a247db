"""Flags that need other visits: found by indexes, compared by the rules of :mod:`flags_history`, soon after the receipt.

The intake only writes a row into a queue, in its own transaction. :func:`keep_flags` takes rows from there and computes, in one
transaction with their deletion: a crash leaves them waiting. It may run in any number of processes. Every report that is
written is locked *before* what it is compared with is read; whoever changes something after that has enqueued it, and then
waits for the lock: the last word is always that of the newest facts.

One report changes what is to be said of others. Each family of rules therefore also names the neighbours of a report, which are
judged again by that family alone. Rulings of reviewers stay (:mod:`putusan`).
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import is_momentary, is_outage, reading, transaction
from sambang_digital.forms.pengaturan import BenderaSettings
from sambang_digital.models.base import now
from sambang_digital.repositories import bendera as repository
from sambang_digital.services import bendera_antrean, broadcast, pengaturan, putusan, sidik
from sambang_digital.services import flags_history as rules
from sambang_digital.services.flags import Finding, Flag, flag_of, replaced
from sambang_digital.services.flags_history import Fix, House, Photo, Report

log = logging.getLogger(__name__)

BATCH = 40
BREATH_S = 0.05
"""Pause between batches: the intake comes first."""
POLL_S = 1.0
"""How long a row of another process, or of one that died, may wait unseen."""
GATHER_S = 0.2
"""Reports come in groups; a moment's patience compares them together."""
AROUND = timedelta(hours=6)
"""An officer's fixes further apart bear no witness against each other."""
MAX_DELAY = timedelta(hours=1)
NEIGHBOURS = 12
"""Neighbours of one report judged again for places and times, the nearest first."""
KEPT = timedelta(days=100)
"""Fingerprints of places and texts older than this are forgotten: no rule looks back so far."""
SWEEP_BATCH = 2_000
Findings = dict[str, Finding]


@dataclass
class Scene:
    """What one batch has read: each officer's fixes of a day and the day before and after, from the first use on."""

    session: AsyncSession
    _fixes: dict[tuple[int, date], list[Fix]] = field(default_factory=dict)

    async def fixes(self, report: Report) -> list[Fix]:
        """The officer's fixes within :data:`AROUND`."""
        key = report.author_id, report.captured_at.date()
        if key not in self._fixes:
            start = datetime.combine(key[1], datetime.min.time(), report.captured_at.tzinfo)
            rows = await repository.fixes(self.session, key[0], start, start + timedelta(days=1), AROUND)
            self._fixes[key] = [rules.fix_of(row) for row in rows]
        fix = report.fix
        return [other for other in self._fixes[key] if fix and abs(other.at - fix.at) <= AROUND]

    async def reports(self, ids: Collection[UUID]) -> list[Report]:
        """The current revisions of these."""
        return [report_of(row) for row in await repository.current(self.session, ids)] if ids else []


def report_of(row: Any) -> Report:
    """A row of the repository."""
    return Report(**row._mapping)


class Family(ABC):
    """Rules that look at the same kind of evidence. ``codes`` are theirs alone."""

    codes: frozenset[str]

    @abstractmethod
    async def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """What the evidence says of ``report``."""

    async def neighbours(self, scene: Scene, report: Report) -> Iterable[UUID]:
        """Reports about which ``report``, as it is or once was, may say something."""
        return ()


class Movement(Family):
    """Where the officer was just before and after."""

    codes = frozenset({"KECEPATAN_MUSTAHIL", "MENUMPUK"})

    async def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """Speed to the fixes before and after, and how many houses are in one spot."""
        if report.fix is None:
            return {}
        fixes = [fix for fix in await scene.fixes(report) if fix.id != report.id]
        return _found(
            KECEPATAN_MUSTAHIL=rules.impossible_speed(report.fix, fixes, limits),
            MENUMPUK=rules.stacked(report.fix, fixes, limits),
        )

    async def neighbours(self, scene: Scene, report: Report) -> Iterable[UUID]:
        """The nearest in time."""
        fix = report.fix
        if fix is None:
            return ()
        others = [other for other in await scene.fixes(report) if other.id != report.id]
        return [other.id for other in sorted(others, key=lambda other: abs(other.at - fix.at))[:NEIGHBOURS]]


class Place(Family):
    """Other reports from the very same coordinates."""

    codes = frozenset({"KOORDINAT_BERULANG"})

    async def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """The same six decimals at other houses."""
        if report.fix is None:
            return {}
        others = await scene.reports(await self.neighbours(scene, report))
        key = sidik.place_key(report.fix.lat, report.fix.lon)
        same = [o.fix for o in others if o.fix and not o.practice and sidik.place_key(o.fix.lat, o.fix.lon) == key]
        return _found(KOORDINAT_BERULANG=rules.repeated_point(report.fix, same, limits))

    async def neighbours(self, scene: Scene, report: Report) -> Collection[UUID]:
        """All that share the point."""
        keys = place_keys(report)
        return await repository.alike(scene.session, report.id, keys, report.author_id)


class Home(Family):
    """Where the register says that the house is."""

    codes = frozenset({"JAUH_DARI_RUMAH"})

    async def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """The distance to the house on record."""
        row = await repository.house(scene.session, report.subject_id) if report.fix and report.subject_id else None
        if row is None or report.fix is None:
            return {}
        house = House(row.kind, row.lat, row.lon, row.accuracy_m or 0.0)
        return _found(JAUH_DARI_RUMAH=rules.far_from_house(report.fix, house, limits))


class Photos(Family):
    """The same photo elsewhere: its file with anybody, its looks with the same officer."""

    codes = frozenset({"FOTO_SAMA", "FOTO_MIRIP"})

    async def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """Files by their hashes, looks by perceptual hashes."""
        others = await scene.reports(await self.neighbours(scene, report))
        if not others:
            return {}
        mine = sidik.bytes_keys(report.photos)
        looks = await _dhashes(scene, [report, *others])
        found = []
        for other in others:
            theirs = sidik.bytes_keys(other.photos)
            found += [Photo(mine[key], other, theirs[key], None) for key in mine.keys() & theirs.keys()]
            found += [
                Photo(sha, other, other_sha, sidik.bits_apart(looks[report.author_id, sha], looks[other.author_id, other_sha]))
                for sha in _shas(report)
                for other_sha in _shas(other)
                if {(report.author_id, sha), (other.author_id, other_sha)} <= looks.keys()
            ]  # fmt: skip
        return rules.reused_photo(report, found, limits)

    async def neighbours(self, scene: Scene, report: Report) -> Collection[UUID]:
        """Reports with a photo in common, or one that looks alike."""
        if not report.photos:
            return ()
        looks = await repository.dhashes(scene.session, report.author_id, _shas(report))
        exact = [*sidik.bytes_keys(report.photos), *(key for look in looks.values() for key in sidik.looks_keys(look))]
        near = {key for look in looks.values() for key in sidik.near_looks(look)}
        anybodys = await repository.alike(scene.session, report.id, exact, None)
        return {*anybodys, *await repository.alike(scene.session, report.id, near, report.author_id)}


class Words(Family):
    """What the officer wrote elsewhere."""

    codes = frozenset({"TEKS_MIRIP"})

    async def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """A text that stands in an earlier report already."""
        others = await scene.reports(await self.neighbours(scene, report))
        return _found(TEKS_MIRIP=rules.copied_text(report, others, limits))

    async def neighbours(self, scene: Scene, report: Report) -> Collection[UUID]:
        """The officer's reports whose texts may be alike."""
        return await repository.alike(scene.session, report.id, sidik.text_keys(report.words), report.author_id)


FAMILIES: tuple[Family, ...] = (Movement(), Place(), Home(), Photos(), Words())


def _found(**findings: Finding | None) -> Findings:
    return {code: finding for code, finding in findings.items() if finding}


def _shas(report: Report) -> list[str]:
    return [photo["sha256"] for photo in report.photos]


def place_keys(report: Report) -> list[int]:
    """The key of the place that a report was written at."""
    return [sidik.place_key(report.fix.lat, report.fix.lon)] if report.fix else []


async def _dhashes(scene: Scene, reports: Iterable[Report]) -> dict[tuple[int, str], str]:
    shas: dict[int, set[str]] = defaultdict(set)
    for report in reports:
        shas[report.author_id].update(_shas(report))
    return {
        (author_id, sha): look
        for author_id, wanted in shas.items()
        for sha, look in (await repository.dhashes(scene.session, author_id, wanted)).items()
    }


async def recompute(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Compare these reports anew, and again whom it concerns; gives the ids whose flags changed. Rulings stay."""
    known = [report_of(row) for row in await repository.revisions(session, ids)]
    real = [report for report in known if not report.practice]
    scene = Scene(session)
    await repository.file(session, await _fingerprints(scene, real))
    wanted: dict[UUID, set[Family]] = {report.id: set(FAMILIES) for report in real}
    for report in real:
        for family in FAMILIES:
            for neighbour in await family.neighbours(scene, report):
                wanted.setdefault(neighbour, set()).add(family)
    locked = [report_of(row) for row in await repository.current(session, wanted, lock=True)]
    scene, changed = Scene(session), {}
    for report in locked:
        flags = await _judge(scene, report, wanted[report.id])
        if flags != report.flags:
            changed[report.id, report.revision] = flags
    await repository.write_flags(session, changed, now())
    await putusan.settle(session, changed)
    await repository.renumber(session, {report.subject_id for report in real if report.subject_id})
    for report in locked:
        if (report.id, report.revision) in changed:
            _announce(session, report)
    return {id_ for id_, _ in changed}


async def _fingerprints(scene: Scene, reports: Iterable[Report]) -> list[tuple[int, int, UUID]]:
    current = [report for report in reports if report.current]
    looks = await _dhashes(scene, current)
    rows = []
    for report in current:
        keys = [*place_keys(report), *sidik.bytes_keys(report.photos), *sidik.text_keys(report.words)]
        for sha in _shas(report):
            if look := looks.get((report.author_id, sha)):
                keys += sidik.looks_keys(look)
        rows += [(key, report.author_id, report.id) for key in keys]
    return rows


async def _judge(scene: Scene, report: Report, families: Collection[Family]) -> list[Flag]:
    limits = (await pengaturan.of(scene.session, report.satuan_id)).bendera
    flags: list[Flag] = report.flags
    for family in families:
        found = {} if report.practice else await family.find(scene, report, limits)
        flags = replaced(flags, family.codes, _flags(found, limits))
    return flags


def _flags(found: Mapping[str, Finding], limits: BenderaSettings) -> list[Flag]:
    return [flag_of(code, limits.severity(code), finding) for code, finding in found.items()]


def _announce(session: AsyncSession, report: Report) -> None:
    names = ("revision", "satuan_id", "author_id", "state")
    message = {"id": str(report.id)} | {name: getattr(report, name) for name in names}
    broadcast.publish_after_commit(session, broadcast.LAPORAN, message)


async def work(limit: int = BATCH) -> int:
    """Take what waits, up to ``limit`` rows, and compute; gives how many rows are done. Raises when the database is not there."""
    at = now()
    async with reading() as session:
        if not await repository.is_any_due(session, at):
            return 0
    claimed: list[Any] = []
    try:
        async with transaction() as session:
            claimed = await repository.claim(session, at, limit)
            await recompute(session, {row.laporan_id for row in claimed})
        return len(claimed)
    except Exception as error:
        if is_outage(error) or not claimed:
            raise
        log.warning("flags of %d reports failed (%s); one by one", len(claimed), type(error).__name__)
    for row in claimed:
        await _alone(row)
    return len(claimed)


async def _alone(row: Any) -> None:
    """Compute one; if that fails, set it aside for a while, so that it holds up nobody."""
    try:
        async with transaction() as session:
            if await repository.claim(session, now(), 1, [row.id]):
                await recompute(session, {row.laporan_id})
    except Exception as error:
        if is_outage(error):
            raise
        log.exception("flags of report %s cannot be computed", row.laporan_id)
        delay = min(MAX_DELAY, timedelta(minutes=2**row.attempts))
        async with transaction() as session:
            await repository.postpone(session, row.id, now() + delay)


async def drain() -> int:
    """Compute everything that waits; gives how many rows were done."""
    done = 0
    while rows := await work():
        done += rows
    return done


async def keep_flags() -> None:
    """Lifespan task: compute what the intake, the desk and arriving photos enqueue."""
    while True:
        try:
            done = await work()
        except Exception as error:
            done, level = 0, log.warning if is_outage(error) or is_momentary(error) else log.exception
            level("flags wait: %s", type(error).__name__)
        if not done:
            await bendera_antrean.wait(POLL_S)
        await asyncio.sleep(BREATH_S if done else GATHER_S)


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
