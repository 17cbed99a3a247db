"""The way down to the phone: the officer's villages, the register of houses and places, what reviewers decided,
the officer's tasks, the threads of both, and the officer's news.

Changes come in pages in the order (changed_at, id), so a cut goes on where it stopped. A row gets its ``changed_at``
before it is committed and may become visible after later ones were read; the next run therefore starts a little
before this one began. What comes twice does no harm: the phone puts it in the same place.

A returned report comes whole, as its author sent it: any phone of theirs can then correct it without network.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self, TypedDict
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.registry import FORMS
from sambang_digital.models import Laporan, Media, Subjek
from sambang_digital.models.base import now
from sambang_digital.repositories import kabar as kabar_repository
from sambang_digital.repositories import laporan, media, nomor
from sambang_digital.repositories import sinkron as repository
from sambang_digital.repositories import tugas as tugas_repository
from sambang_digital.repositories import utas as utas_repository
from sambang_digital.repositories.sinkron import Place
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import bacaan_bawa, eskalasi, kabar, pengaturan, rawan, target, tugas_baca, utas, wilayah
from sambang_digital.services.waktu import day_of
from sambang_digital.settings import get_settings

PAGE = 500
FORMAT = 6
"""Of what goes down. A cursor of an older one starts anew, so that a new key reaches the rows that a phone has already."""
THREADS = 50
"""Threads of one page: each comes whole."""
TASKS = 50
"""Tasks of one page: each with its history."""
KEPT = timedelta(days=30)
"""Tasks that are over stay on the phone so long after their last change."""
OVERLAP = timedelta(minutes=2)
"""Longer than any transaction of the intake may take."""
_START = Place(datetime(1970, 1, 1, tzinfo=UTC), UUID(int=0))


class Page(TypedDict, total=False):
    """One answer. ``territory`` only when it changed; ``reset``: forget the register first, everything comes anew.

    ``people``: who may be mentioned in threads of the officer's reports, only beside threads and at a new start; ``people_secret``: those of
    them who read Laporan Informasi.
    ``spots``: the vulnerable spots in the officer's villages, when they are others than the phone has. ``rules``: by which the phone counts its own reports. ``library``: the version of the texts for citizens, which
    come by an address of their own. ``practice``: all reports of Mode latihan that are left.
    """

    cursor: str
    more: bool
    reset: bool
    scope: list[str]
    territory: dict[str, Any]
    people: list[utas.Person]
    people_secret: list[int]
    rules: dict[str, Any]
    library: str
    spots: rawan.Spots
    practice: list[str]
    changes: list[dict[str, Any]]
    tombstones: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a phone is: for whom, with which territory, since when this run goes, and its place in each list."""

    actor_id: int
    territory: str
    begun: datetime | None = None
    subjects: Place = _START
    reports: Place = _START
    threads: Place = _START
    tasks: Place = _START
    news: Place = _START

    def __str__(self) -> str:
        places = [
            part
            for place in (self.subjects, self.reports, self.threads, self.tasks, self.news)
            for part in (place.changed_at.isoformat(), str(place.id))
        ]
        begun = self.begun.isoformat() if self.begun else None
        told = orjson.dumps([FORMAT, self.actor_id, self.territory, begun, *places])
        return urlsafe_b64encode(told).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The cursor we once gave, or None for anything else."""
        try:
            told = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            version, actor_id, territory, begun, *places = orjson.loads(told)
            if version != FORMAT:
                return None
            known = (Place(_moment(places[i]), UUID(places[i + 1])) for i in range(0, 10, 2))
            return cls(int(actor_id), str(territory), _moment(begun) if begun else None, *known)
        except (ValueError, TypeError, IndexError, AttributeError):
            return None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1970 <= moment.year < 9000:
        raise ValueError("naive, or too far away to count with")
    return moment


async def page(session: AsyncSession, actor: Actor, cursor: str | None, known_spots: str | None = None) -> Page:
    """The changes after ``cursor``. A cursor that fits no more (other person, other villages, damaged) starts anew:
    a phone that holds one would otherwise be stuck. ``known_spots``: version of the spots that the phone has."""
    actor.require(Permission.SINKRON_READ)
    started = now()
    territory = await wilayah.territory_of(session, actor.id, day_of(started))
    at = Cursor.read(cursor) if cursor else None
    anew = at is None or (at.actor_id, at.territory) != (actor.id, territory.version)
    if at is None or anew:
        at = Cursor(actor.id, territory.version)
    subjects = await repository.subjects(session, actor, territory.codes, at.subjects, PAGE)
    reports = await repository.own_reports(session, actor, at.reports, PAGE)
    decisions = await repository.decisions(session, reports) if reports else {}
    handed_on = await eskalasi.told(session, reports)
    returned = [row for row in reports if row.state == "dikembalikan"]
    shas = {photo["sha256"] for row in returned for photo in row.photos}
    photos = await media.ready_by_sha(session, actor.id, shas) if shas else {}
    secret = [row.id for row in reports if row.secret]
    void = await nomor.void_among(session, secret) if secret else ()
    settings = await pengaturan.of(session, actor.satuan_id)
    rules = settings.kinerja.model_dump()
    rules["target_per_day"] = (await target.of(session, actor.id)).value
    threads = await utas_repository.own_threads(session, actor, at.threads, THREADS)
    tasks = await tugas_repository.own(session, actor, at.tasks, TASKS)
    news = await kabar_repository.changed(session, actor, at.news, PAGE)
    more = PAGE in (len(subjects), len(reports), len(news)) or len(threads) == THREADS or len(tasks) == TASKS
    # Of what is over long since a phone hears only that it may go.
    kept = [row for row in tasks if row.open or row.changed_at > started - KEPT]
    begun = at.begun or started
    answer = Page(
        cursor=str(
            Cursor(
                actor.id,
                territory.version,
                begun if more else None,
                _reached(at.subjects, subjects, None if more else begun),
                _reached(at.reports, reports, None if more else begun),
                _reached(at.threads, threads, None if more else begun),
                _reached(at.tasks, tasks, None if more else begun),
                _reached(at.news, news, None if more else begun),
            )
        ),
        more=more,
        reset=anew,
        scope=list(territory.codes),
        rules={
            "timezone": get_settings().timezone,
            "kinerja": rules,
            "sengketa": {
                "clauses": settings.sengketa.clauses,
                "units": list(await eskalasi.targets(session, actor.satuan_id)),
            },
        },
        library=await bacaan_bawa.version(session),
        practice=[str(one) for one in await laporan.practice_ids(session, actor.id)],
        changes=[_subject(row) for row in subjects if not row.removed_at]
        + [_report(row, decisions.get((row.id, row.revision)), photos, void, handed_on.get(row.id)) for row in reports]
        + [{"type": "utas", "id": row["id"], "data": row} for row in await utas.described(session, actor, threads)]
        + [{"type": "tugas", "id": row["id"], "data": row} for row in await tugas_baca.described(session, actor, kept)]
        + [{"type": "kabar", "id": row["id"], "data": row} for row in kabar.shown(actor, news)],
        tombstones=[{"type": "subjek", "id": str(row.id)} for row in subjects if row.removed_at]
        + [{"type": "tugas", "id": str(row.id)} for row in tasks if row not in kept],
    )
    spots = await rawan.of_officer(session, actor, territory.codes)
    if anew or spots["version"] != known_spots:
        answer["spots"] = spots
    if anew or threads:
        answer["people"] = await utas.people(session, actor.satuan_id, actor.id)
        trusted = await utas.people(session, actor.satuan_id, actor.id, Permission.LI_READ)
        answer["people_secret"] = [person["id"] for person in trusted]
    if anew:
        answer["territory"] = territory.to_json()
    return answer


def _reached(before: Place, rows: Any, begun: datetime | None) -> Place:
    """The place after these rows; at the end of a run (which began at ``begun``) no later than shortly before it."""
    place = Place(rows[-1].changed_at, rows[-1].id) if rows else before
    return min(place, Place(begun - OVERLAP, UUID(int=0))) if begun else place


def _subject(row: Subjek) -> dict[str, Any]:
    names = (
        "kind", "name", "address", "rt", "rw", "area_code", "lat", "lon", "last_visit_at", "visits", "vulnerable", "moved_on",
        "declined",
    )  # fmt: skip
    return {
        "type": "subjek",
        "id": str(row.id),
        "data": {"id": str(row.id)} | {name: getattr(row, name) for name in names},
    }


def _report(
    row: Laporan,
    decision: Any,
    photos: Mapping[str, Media],
    void: Collection[UUID],
    handed_on: eskalasi.Told | None,
) -> dict[str, Any]:
    names = (
        "revision", "kind", "title", "state", "receipt", "verdict", "received_at", "changed_at", "day", "counted", "upheld",
        "practice", "area_code",
    )  # fmt: skip
    data = {"id": str(row.id)} | {name: getattr(row, name) for name in names}
    data |= {"note": decision.note if decision else None, "reviewer": decision.reviewer if decision else None}
    # PostgreSQL's driver has a UUID class of its own, which no writer of JSON knows.
    data["task_id"] = str(row.task_id) if row.task_id else None
    data |= _origin(row) | (_covered(row, void) if row.secret else {})
    if handed_on:
        data["escalation"] = handed_on
    if row.state == "dikembalikan":
        named = [photo["sha256"] for photo in row.photos]
        data["item"] = _as_sent(row)
        data["media"] = {sha256: str(photos[sha256].id) for sha256 in named if sha256 in photos}
    return {"type": "laporan", "id": str(row.id), "data": data}


def _covered(row: Laporan, void: Collection[UUID]) -> dict[str, Any]:
    """What a phone keeps of a secret report: its number instead of what it is about, and whether that is void."""
    title = row.number or FORMS[row.kind].title
    return {"title": title, "number": row.number, "void": row.id in void, "verdict": None, "area_code": None} | (
        {} if row.state == "dikembalikan" else {"note": None}
    )


def _origin(row: Laporan) -> dict[str, Any]:
    """Out of what it was made; left out when it was made by itself: phones of before know no such field."""
    return {"origin": {"id": str(row.origin_id), "path": row.origin_path}} if row.origin_id else {}


def _as_sent(row: Laporan) -> dict[str, Any]:
    """The report as an item of the intake; its subject is on record by now."""
    names = ("revision", "base_revision", "author_id", "kind", "form_version", "created_at", "duration_s")
    # Left out when it is not: phones of before know no such field.
    practice = {"practice": True} if row.practice else {}
    answers = {"task_id": str(row.task_id)} if row.task_id else {}
    return (
        {name: getattr(row, name) for name in (*names, "body", "photos")}
        | practice
        | _origin(row)
        | answers
        | {
            "id": str(row.id),
            "subject": {"id": str(row.subject_id), "new": False} if row.subject_id else None,
            "position": {
                "mode": row.mode,
                "reason": row.mode_reason,
                "lat": row.lat,
                "lon": row.lon,
                "accuracy_m": row.accuracy_m,
                "time": row.fix_at,
            },
        }
    )
