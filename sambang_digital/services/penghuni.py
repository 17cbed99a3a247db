"""Who lives in a house, as its visits tell one after another: pure rules over the bodies of reports.

A visit that names nobody says nothing of who left: the list of members is often not asked for again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sambang_digital.forms.sambang_warga import Relation
from sambang_digital.services.nama import fold

HEAD = "head"
ADULT_YEARS = 18
_GROWN_UP = frozenset({HEAD, Relation.SPOUSE, Relation.PARENT})


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who lives or lived there. ``relation``: to the head, :data:`HEAD` for the head; ``since`` and ``until``: days of
    the first and the last visit that named them; ``gone_on``: day of the first visit after that which named others only."""

    name: str
    relation: str
    gender: str | None
    birth_date: date | None
    work_status: str | None
    since: date
    until: date
    gone_on: date | None = None

    def is_adult(self, day: date) -> bool:
        """Whether they are surely grown up on that day; whose age nobody knows may be a child, if they are not a head, spouse
        or parent."""
        born = self.birth_date
        if born is None:
            return self.relation in _GROWN_UP
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) >= ADULT_YEARS


def residents(visits: Iterable[tuple[date, Mapping[str, Any]]]) -> list[Resident]:
    """Who was named by visits (day, body of ``sambang_warga``; oldest first): those who live there now first."""
    known: dict[tuple[str, ...], Resident] = {}
    for day, body in visits:
        members = body.get("members") or []
        named = [(one, one["relation"]) for one in members]
        if body.get("name"):
            named.append(((body.get("head") or {}) | {"name": body["name"]}, HEAD))
        seen = {key: (one, relation) for one, relation in named if (key := fold(one["name"]))}
        for key, (one, relation) in seen.items():
            known[key] = _again(known.get(key), one, relation, day)
        for key in known.keys() - seen.keys() if members else ():
            if known[key].gone_on is None:
                known[key] = replace(known[key], gone_on=day)
    return sorted(known.values(), key=lambda one: (one.gone_on is not None, one.relation != HEAD, one.since, one.name))


def _again(before: Resident | None, one: Mapping[str, Any], relation: str, day: date) -> Resident:
    known = before or Resident(one["name"], relation, None, None, None, day, day)
    born = one.get("birth_date")
    return Resident(
        name=one["name"],
        relation=relation,
        gender=one.get("gender") or known.gender,
        birth_date=date.fromisoformat(born) if born else known.birth_date,
        work_status=one.get("work_status") or known.work_status,
        since=known.since,
        until=day,
    )
