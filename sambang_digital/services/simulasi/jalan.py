"""Runs a simulated month through the real intake and the real worker, and counts which visits carry a high flag."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sambang_digital.db import dispose, reading, transaction
from sambang_digital.models import Media
from sambang_digital.repositories import bendera as reports
from sambang_digital.services import bendera, bendera_antrean, kiriman, pengaturan, wilayah
from sambang_digital.services.laporan import Arrival, canonical
from sambang_digital.services.simulasi import dunia
from sambang_digital.services.simulasi.curang import CHEATS, TITLES
from sambang_digital.services.simulasi.dunia import Officer
from sambang_digital.services.simulasi.jujur import Sent, day_of_visits

HONEST = "jujur"
CHEATING_DAYS = 0.5
START = datetime(2026, 9, 7, tzinfo=UTC)
"""A Monday that has passed: the same seed gives the same month whenever it is run."""
AT_ONCE = 40
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much to simulate."""

    honest: int = 24
    cheats: int = 4
    days: int = 20
    seed: int = 110


@dataclass(slots=True)
class Tally:
    """Visits of one kind: how many, how many with a high flag, and how many carry each code."""

    title: str
    visits: int = 0
    high: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    missed: list[UUID] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of its visits, those with a high flag."""
        return self.high / self.visits if self.visits else 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the flags say. ``cheats`` by name, in the order of :data:`TITLES`."""

    honest: Tally
    cheats: dict[str, Tally]

    @property
    def fabricated(self) -> Tally:
        """All cheats together."""
        every = self.cheats.values()
        return Tally("Semua yang dibuat-buat", sum(one.visits for one in every), sum(one.high for one in every))

    def tallies(self) -> Iterator[Tally]:
        """Each cheat, all of them, and honest visits."""
        yield from self.cheats.values()
        yield self.fabricated
        yield self.honest


async def run(size: Size, progress: Progress) -> Outcome:
    """Simulate in the (migrated, empty) database at hand."""
    async with transaction() as session:
        names = [name for name in CHEATS for _ in range(size.cheats)]
        officers = await dunia.build(session, size.honest, names, size.seed, START)
    wilayah.forget()
    pengaturan.forget()
    sent = sorted(_month(officers, size.days), key=lambda one: one.arrives)
    for first in range(0, len(sent), AT_ONCE):
        await _deliver(sent[first : first + AT_ONCE])
        progress("Kunjungan", min(first + AT_ONCE, len(sent)), len(sent))
    return await _count(sent)


async def alone(size: Size, progress: Progress) -> Outcome:
    """:func:`run` for a process that does nothing else."""
    try:
        return await run(size, progress)
    finally:
        await dispose()


def _month(officers: Sequence[Officer], days: int) -> Iterator[Sent]:
    """Day by day, so that a cheat has something to copy."""
    for number in range(days):
        day = START + timedelta(days=number)
        for officer in officers:
            random = officer.random
            if day.weekday() == 6 and random.random() < 0.8:
                continue
            # Nobody begins with it.
            if officer.cheat and number >= 2 and random.random() < CHEATING_DAYS:
                yield from CHEATS[officer.cheat](officer, day, officers)
            else:
                yield from day_of_visits(officer, day)


async def _deliver(sent: Sequence[Sent]) -> None:
    """Send these as their phones do; photos come before or after, and the worker is never far behind."""
    await _store_photos([one for one in sent if not one.late])
    for one in sent:
        clock = Arrival(one.arrives, timedelta(seconds=-one.officer.clock_s))
        (result,) = await kiriman.receive(one.officer.actor, [one.item], canonical(one.item).decode(), clock)
        if result["status"] != kiriman.Status.ACCEPTED:
            raise ValueError(f"{one.item['kind']}: {result['errors']}")
    await bendera.drain()
    late = [one for one in sent if one.late and one.photos]
    await _store_photos(late)
    async with transaction() as session:
        await bendera_antrean.enqueue(session, [UUID(one.item["id"]) for one in late])
    await bendera.drain()


async def _store_photos(sent: Iterable[Sent]) -> None:
    wanted = {(one.officer.actor.id, sha): dhash for one in sent for sha, dhash in one.photos}
    async with transaction() as session:
        known = await reports.dhashes(session, wanted)
        session.add_all(
            Media(id=uuid4(), uploader_id=uploader_id, sha256=sha, size=1, state="siap", dhash=dhash, attached=True)
            for (uploader_id, sha), dhash in wanted.items()
            if (uploader_id, sha) not in known
        )


async def _count(sent: Sequence[Sent]) -> Outcome:
    kinds = {UUID(one.item["id"]): one.cheat or HONEST for one in sent}
    tallies = defaultdict(lambda: Tally(""), {name: Tally(TITLES[name]) for name in CHEATS} | {HONEST: Tally("Jujur")})
    ids = list(kinds)
    for first in range(0, len(ids), 500):
        async with reading() as session:
            rows = await reports.current(session, ids[first : first + 500])
        for row in rows:
            tally = tallies[kinds[row.id]]
            is_high = any(flag["severity"] == "high" for flag in row.flags)
            tally.visits += 1
            tally.high += is_high
            tally.codes.update(flag["code"] for flag in row.flags)
            if is_high == (kinds[row.id] == HONEST):
                tally.missed.append(row.id)
    return Outcome(tallies[HONEST], {name: tallies[name] for name in CHEATS})
