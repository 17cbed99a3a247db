"""Families of the rules that compare reports: what each looks at, and whom a report concerns.

A :class:`Scene` reads everything for a group of reports at once, each read bounded and by an index; the families only look.
"""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.pengaturan import BenderaSettings
from sambang_digital.repositories import bendera as repository
from sambang_digital.services import flags_history as rules
from sambang_digital.services import sidik
from sambang_digital.services.flags import Finding
from sambang_digital.services.flags_history import Fix, House, Photo, Report

AROUND = timedelta(hours=6)
"""An officer's fixes further apart bear no witness against each other."""
COMPARED = 40
"""Reports that are compared with one by their contents, those most alike."""
NEIGHBOURS = 12
"""Neighbours of one report judged again for its movement, the nearest first."""
Findings = dict[str, Finding]


class Scene:
    """All that one turn has read: fixes, likes, houses and photos of the reports it gathered."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._fixes: dict[tuple[int, date], list[Fix]] = {}
        self._alike: dict[tuple[UUID, int], Counter[UUID]] = defaultdict(Counter)
        self._reports: dict[UUID, Report] = {}
        self._looks: dict[tuple[int, str], str] = {}
        self._houses: dict[UUID, House] = {}

    async def gather(self, reports: Collection[Report]) -> None:
        """Read what the rules need to judge these reports."""
        await self.gather_looks(reports)
        for report in reports:
            await self._gather_fixes(report)
            await self._gather_alike(report)
        others = {id_ for report in reports for kind in sidik.KINDS for id_ in self._alike[report.id, kind]}
        found = [report_of(row) for row in await repository.current(self._session, others - self._reports.keys())]
        self._reports |= {report.id: report for report in found}
        await self.gather_looks(found)
        subjects = {report.subject_id for report in reports if report.fix and report.subject_id}
        for row in await repository.houses(self._session, subjects - self._houses.keys()):
            self._houses[row.id] = House(row.kind, row.lat, row.lon, row.accuracy_m or 0.0)

    async def gather_looks(self, reports: Iterable[Report]) -> None:
        """Read the perceptual hashes of their photos."""
        wanted = {(report.author_id, sha) for report in reports for sha in report.shas}
        self._looks |= await repository.dhashes(self._session, wanted - self._looks.keys())

    async def _gather_fixes(self, report: Report) -> None:
        key = report.author_id, report.captured_at.date()
        if report.fix and key not in self._fixes:
            start = datetime.combine(key[1], datetime.min.time(), report.captured_at.tzinfo)
            rows = await repository.fixes(self._session, key[0], start, start + timedelta(days=1), AROUND)
            self._fixes[key] = [rules.fix_of(row) for row in rows]

    async def _gather_alike(self, report: Report) -> None:
        looks = self.looks_of(report)
        near = {key for look in looks for key in sidik.near_looks(look)}
        own = {*place_keys(report), *sidik.text_keys(report.words), *near}
        anybodys = {*sidik.bytes_keys(report.photos), *(key for look in looks for key in sidik.looks_keys(look))}
        if own or anybodys:
            for row in await repository.matches(self._session, report.id, report.author_id, own, anybodys):
                self._alike[report.id, sidik.kind_of(row.key)][row.laporan_id] += 1

    def fixes(self, report: Report) -> list[Fix]:
        """The officer's other fixes within :data:`AROUND`."""
        here = report.fix
        known = self._fixes.get((report.author_id, report.captured_at.date()), ()) if here else ()
        return [fix for fix in known if here and fix.id != here.id and abs(fix.at - here.at) <= AROUND]

    def alike(self, report: Report, *kinds: int) -> list[Report]:
        """Other reports that share fingerprints of these kinds: those with the most, at most :data:`COMPARED`."""
        common: Counter[UUID] = Counter()
        for kind in kinds:
            common.update(self._alike[report.id, kind])
        return [self._reports[id_] for id_, _ in common.most_common(COMPARED) if id_ in self._reports]

    def look(self, report: Report, sha256: str) -> str | None:
        """The perceptual hash of a photo of the report that has arrived and says something."""
        look = self._looks.get((report.author_id, sha256))
        return look if look and sidik.looks_keys(look) else None

    def looks_of(self, report: Report) -> list[str]:
        """The perceptual hashes of its photos."""
        return [look for sha256 in report.shas if (look := self.look(report, sha256))]

    def house(self, report: Report) -> House | None:
        """Its subject, if that has a place on record."""
        return self._houses.get(report.subject_id) if report.subject_id else None


def report_of(row: Any) -> Report:
    """A row of the repository."""
    return Report(**row._mapping)


def place_keys(report: Report) -> list[int]:
    """The key of the place that a report was written at."""
    return [sidik.place_key(report.fix.lat, report.fix.lon)] if report.fix else []


class Family(ABC):
    """Rules that look at the same kind of evidence. ``codes`` are theirs alone."""

    codes: frozenset[str]

    @abstractmethod
    def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """What the evidence says of ``report``."""

    def neighbours(self, scene: Scene, report: Report, limits: BenderaSettings) -> Iterable[UUID]:
        """Reports about which ``report``, as it is or once was, may say something."""
        return ()


def _found(**findings: Finding | None) -> Findings:
    return {code: finding for code, finding in findings.items() if finding}


class Movement(Family):
    """Where the officer was just before and after."""

    codes = frozenset({"KECEPATAN_MUSTAHIL", "MENUMPUK"})

    def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """Speed to the fixes before and after, and how many houses are in one spot."""
        return self._find(report.fix, scene.fixes(report), limits) if report.fix else {}

    @staticmethod
    def _find(fix: Fix, others: Sequence[Fix], limits: BenderaSettings) -> Findings:
        return _found(
            KECEPATAN_MUSTAHIL=rules.impossible_speed(fix, others, limits),
            MENUMPUK=rules.stacked(fix, others, limits),
        )

    def neighbours(self, scene: Scene, report: Report, limits: BenderaSettings) -> Iterable[UUID]:
        """The nearest in time, as far as anything is or was to be said of them: of most there is nothing."""
        here, others = report.fix, scene.fixes(report)
        if here is None:
            return
        everywhere = [here, *others] if report.current else others
        for fix in sorted(others, key=lambda other: abs(other.at - here.at))[:NEIGHBOURS]:
            if fix.codes & self.codes or self._find(fix, [each for each in everywhere if each is not fix], limits):
                yield fix.id


class Place(Family):
    """Other reports from the very same coordinates."""

    codes = frozenset({"KOORDINAT_BERULANG"})

    def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """The same six decimals at other houses."""
        if report.fix is None:
            return {}
        keys = place_keys(report)
        same = [other.fix for other in scene.alike(report, sidik.PLACE) if other.fix and place_keys(other) == keys]
        return _found(KOORDINAT_BERULANG=rules.repeated_point(report.fix, same, scene.house(report), limits))

    def neighbours(self, scene: Scene, report: Report, limits: BenderaSettings) -> Iterable[UUID]:
        """All that share the point."""
        return (other.id for other in scene.alike(report, sidik.PLACE))


class Home(Family):
    """Where the register says that the house is."""

    codes = frozenset({"JAUH_DARI_RUMAH"})

    def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """The distance to the house on record."""
        if report.fix is None:
            return {}
        return _found(JAUH_DARI_RUMAH=rules.far_from_house(report.fix, scene.house(report), limits))


class Photos(Family):
    """The same photo elsewhere: its file with anybody, its looks above all with the same officer."""

    codes = frozenset({"FOTO_SAMA", "FOTO_MIRIP"})

    def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """Files by their hashes, looks by perceptual hashes."""
        mine, found = sidik.bytes_keys(report.photos), []
        for other in scene.alike(report, sidik.BYTES, sidik.LOOKS):
            theirs = sidik.bytes_keys(other.photos)
            found += [Photo(mine[key], other, theirs[key], None) for key in mine.keys() & theirs.keys()]
            found += [
                Photo(sha, other, other_sha, sidik.bits_apart(look, other_look))
                for sha in report.shas
                if (look := scene.look(report, sha))
                for other_sha in other.shas
                if (other_look := scene.look(other, other_sha))
            ]
        return rules.reused_photo(report, found, limits)

    def neighbours(self, scene: Scene, report: Report, limits: BenderaSettings) -> Iterable[UUID]:
        """Reports with a photo in common, or one that looks alike."""
        return (other.id for other in scene.alike(report, sidik.BYTES, sidik.LOOKS))


class Words(Family):
    """What the officer wrote elsewhere."""

    codes = frozenset({"TEKS_MIRIP"})

    def find(self, scene: Scene, report: Report, limits: BenderaSettings) -> Findings:
        """A text that stands in an earlier report already."""
        return _found(TEKS_MIRIP=rules.copied_text(report, scene.alike(report, sidik.TEXT), limits))

    def neighbours(self, scene: Scene, report: Report, limits: BenderaSettings) -> Iterable[UUID]:
        """Later reports, and those that were said to copy."""
        for other in scene.alike(report, sidik.TEXT):
            if other.order > report.order or any(flag["code"] in self.codes for flag in other.flags):
                yield other.id


FAMILIES: tuple[Family, ...] = (Movement(), Place(), Home(), Photos(), Words())
