"""*Hari ini*: what needs a decision now, in order, and where the day stands. Each number is a small class in a registry.

A metric says how it is counted and which rows it counts (``opens``); ``tests/services/test_kinerja.py`` holds the one
against the other.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.pengaturan import Pengaturan
from sambang_digital.repositories.tinjauan import COUNTED, QueueFilter
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import eskalasi, kinerja, pengaturan, tinjauan, tugas_baca
from sambang_digital.services.eskalasi import CaseFilter
from sambang_digital.services.kinerja import Officer, OfficerFilter, Village, VillageFilter, Wanted
from sambang_digital.services.putusan import LEVELS
from sambang_digital.services.tugas import TugasFilter

MANY = COUNTED
"""Queues are counted up to this number only."""
TREND_DAYS = 14

Opens = QueueFilter | CaseFilter | OfficerFilter | VillageFilter | TugasFilter | Wanted
"""Which rows a number counts: of the queue, cases handed on, officers, villages, tasks, or counted reports."""


@dataclass
class Sight:
    """What one person may see of one day; what several metrics need is read once."""

    session: AsyncSession
    actor: Actor
    day: date
    rules: Pengaturan
    officers: list[Officer]
    villages: list[Village]
    trend: dict[date, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the rows it counts. ``since``: the oldest of them; ``of``: how many there could be."""

    key: str
    value: int
    opens: Opens
    since: datetime | None = None
    of: int | None = None


class Metric(ABC):
    """One number. ``key`` names it in pages and tests."""

    key: ClassVar[str]

    @abstractmethod
    async def look(self, sight: Sight) -> Figure:
        """Count."""

    def figure(self, value: int, opens: Opens, since: datetime | None = None, of: int | None = None) -> Figure:
        """The number under this metric's name."""
        return Figure(self.key, value, opens, since, of)


class _InQueue(Metric):
    """Reports of the queue, and since when the oldest of them waits."""

    @abstractmethod
    def wanted(self, sight: Sight) -> QueueFilter:
        """Which reports."""

    async def look(self, sight: Sight) -> Figure:
        """Count them, up to :data:`MANY`."""
        wanted = self.wanted(sight)
        value = await tinjauan.count(sight.session, sight.actor, wanted)
        oldest = await tinjauan.queue(sight.session, sight.actor, replace(wanted, oldest_first=True)) if value else []
        return self.figure(value, wanted, oldest[0].received_at if oldest else None)


class Flagged(_InQueue):
    """Reports with a high flag on which nobody has decided."""

    key = "tanda"

    def wanted(self, sight: Sight) -> QueueFilter:
        """The worst first."""
        return QueueFilter(severity=LEVELS["high"], oldest_first=True)


class Overdue(_InQueue):
    """Reports that wait longer than a reviewer should take."""

    key = "lama"

    def wanted(self, sight: Sight) -> QueueFilter:
        """Those that came before the limit of the settings."""
        return QueueFilter(waiting_hours=sight.rules.kinerja.review_within_hours, oldest_first=True)


class Returned(_InQueue):
    """Reports that went back and that their officers have not corrected yet."""

    key = "dikembalikan"

    def wanted(self, sight: Sight) -> QueueFilter:
        """The oldest first: somebody may have to be called."""
        return QueueFilter(status="dikembalikan", oldest_first=True)


class Unanswered(Metric):
    """Cases handed to the actor that nobody has answered in time."""

    key = "eskalasi"

    async def look(self, sight: Sight) -> Figure:
        """Count them, and say since when the oldest waits."""
        wanted = CaseFilter(late_hours=sight.rules.sengketa.acknowledge_hours)
        value = await eskalasi.count(sight.session, sight.actor, wanted)
        oldest = await eskalasi.cases(sight.session, sight.actor, wanted, oldest_first=True) if value else []
        return self.figure(value, wanted, oldest[0].sent_at if oldest else None)


class _OfTasks(Metric):
    """Tasks of one kind, for those who give any, and since when the oldest of them stands so."""

    wanted: ClassVar[TugasFilter]

    async def look(self, sight: Sight) -> Figure:
        """Count them."""
        if not sight.actor.may(Permission.TUGAS_GIVE):
            return self.figure(0, self.wanted)
        value, oldest = await tugas_baca.count(sight.session, sight.actor, self.wanted)
        return self.figure(value, self.wanted, oldest)


class LateTasks(_OfTasks):
    """Open tasks past their due."""

    key, wanted = "tugas_terlambat", TugasFilter(tab="terlambat")


class GivenUpTasks(_OfTasks):
    """Tasks that their officers cannot do: ask again, or cancel."""

    key, wanted = "tugas_tidak_dapat", TugasFilter(tab="tidak_dapat")


class UnansweredTasks(_OfTasks):
    """Tasks that nobody began within a day."""

    key, wanted = "tugas_jawaban", TugasFilter(tab="jawaban", waiting_hours=24)


class _OfOfficers(Metric):
    """Officers of one kind."""

    wanted: ClassVar[OfficerFilter]

    async def look(self, sight: Sight) -> Figure:
        """Count them."""
        return self.figure(sum(map(self.wanted.takes, sight.officers)), self.wanted, of=len(sight.officers))


class Warned(_OfOfficers):
    """Officers whom a superior has to speak to: long without a report."""

    key, wanted = "peringatkan", OfficerFilter(attention="warn")


class Reminded(_OfOfficers):
    """Officers to be reminded."""

    key, wanted = "ingatkan", OfficerFilter(attention="remind")


class Active(_OfOfficers):
    """Officers with enough reports in seven days."""

    key, wanted = "aktif", OfficerFilter(status="aktif")


class Fair(_OfOfficers):
    """Officers with some reports in seven days."""

    key, wanted = "cukup", OfficerFilter(status="cukup")


class Poor(_OfOfficers):
    """Officers without any report in seven days."""

    key, wanted = "kurang", OfficerFilter(status="kurang")


class _OfVillages(Metric):
    """Villages of one kind."""

    wanted: ClassVar[VillageFilter]

    async def look(self, sight: Sight) -> Figure:
        """Count them."""
        return self.figure(sum(map(self.wanted.takes, sight.villages)), self.wanted, of=len(sight.villages))


class Gaps(_OfVillages):
    """Villages without an officer."""

    key, wanted = "kosong", VillageFilter(gap=True)


class Visited(_OfVillages):
    """Villages with a report in seven days."""

    key, wanted = "dikunjungi", VillageFilter(visited=True)


class Today(Metric):
    """Counted visits of the day; what could be: the targets of all officers together."""

    key = "hari_ini"

    async def look(self, sight: Sight) -> Figure:
        """Beside the target."""
        wanted = kinerja.visits(sight.day)
        found = await kinerja.tally(sight.session, sight.actor, wanted)
        return self.figure(sum(found.values()), wanted, of=sum(one.target.value for one in sight.officers))


class Week(Metric):
    """Counted reports of seven days, all of which lie within the trend, which is read anyway."""

    key = "pekan"

    async def look(self, sight: Sight) -> Figure:
        """Add the days up."""
        wanted = kinerja.week(sight.day)
        return self.figure(sum(n for day, n in sight.trend.items() if day >= wanted.first), wanted)


DECISIONS: tuple[Metric, ...] = (
    Flagged(),
    Unanswered(),
    Overdue(),
    Warned(),
    Gaps(),
    LateTasks(),
    GivenUpTasks(),
    Reminded(),
    UnansweredTasks(),
    Returned(),
)
"""What needs somebody now, the most pressing first."""
STANDING: tuple[Metric, ...] = (Today(), Week(), Visited(), Active(), Fair(), Poor())
"""Where the day stands."""


@dataclass(frozen=True, slots=True)
class Day:
    """The page: what needs a decision (in order, nothing that is zero), the other numbers by key, and the last days."""

    day: date
    decisions: list[Figure]
    standing: dict[str, Figure]
    trend: dict[date, int]


async def look(session: AsyncSession, actor: Actor) -> Day:
    """The present day within the actor's reach."""
    actor.require(Permission.KINERJA_READ)
    day = kinerja.today()
    sight = Sight(
        session,
        actor,
        day,
        await pengaturan.of(session, actor.satuan_id),
        await kinerja.officers(session, actor, day),
        await kinerja.villages(session, actor, day),
        await kinerja.tally(session, actor, Wanted(day - timedelta(days=TREND_DAYS - 1), day)),
    )
    decisions = [await metric.look(sight) for metric in DECISIONS]
    standing = [await metric.look(sight) for metric in STANDING]
    return Day(day, [one for one in decisions if one.value], {one.key: one for one in standing}, sight.trend)
