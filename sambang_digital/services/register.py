"""The register of houses, businesses, figures and places: who is on it, the history of each, and who moved away.

Names and places are for whoever reads the register. Telephone numbers, birth dates and who lives in a house are for those who
have ``register:sensitive``; each look at an entry is recorded, and each look at those once more.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms import reading as forms
from sambang_digital.forms.parts import Situation
from sambang_digital.forms.sambang_warga import Consent, SambangWarga
from sambang_digital.forms.text import clean_line
from sambang_digital.models import Subjek
from sambang_digital.models.base import now
from sambang_digital.repositories import register as repository
from sambang_digital.repositories import utas
from sambang_digital.repositories.register import PAGE, PAGES, RegisterFilter
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, cari_antrean, penghuni, wilayah
from sambang_digital.services.audit import Aksi
from sambang_digital.services.cari_antrean import Jenis
from sambang_digital.services.penghuni import Resident
from sambang_digital.services.waktu import day_of

__all__ = [
    "PAGE", "PAGES", "House", "NotFound", "PhoneSheet", "RegisterError", "RegisterFilter", "Visit", "come_back", "copy", "count", "house", "look",
    "move_away", "page", "private_texts", "sheet", "villages",
]  # fmt: skip

SHEET_VISITS = 10
REASON_MIN, REASON_MAX = 3, 200
_SITUATIONS = {str(one): one.label for one in Situation}


class NotFound(Exception):
    """No such entry within reach."""


class RegisterError(ValueError):
    """What was entered does not fit: ``field`` says where, the message why, in Indonesian."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit of the history. ``number``: which visit of the house it is, None if it does not count; ``consent`` of households
    only; ``posts``: how much was said about it at the desk."""

    id: UUID
    revision: int
    kind: str
    at: datetime
    day: date
    state: str
    number: int | None
    author: str
    situation: str | None
    consent: str | None
    posts: int = 0


@dataclass(frozen=True, slots=True)
class House:
    """An entry with its history. ``withheld``: there are members or other sensitive data, which this reader was not shown;
    ``residents`` and ``private`` (of the latest visit that has any) are then empty."""

    subjek: Subjek
    village: str
    area: dict[str, Any] | None
    visits: list[Visit]
    residents: list[Resident]
    members: int
    private: list[forms.Line]
    withheld: bool


@dataclass(frozen=True, slots=True)
class PhoneSheet:
    """What an officer's phone may keep of a house that was opened: no child, nobody who left. ``withheld``: how many people were
    left out because they are, or may be, children."""

    subjek: Subjek
    visits: list[Visit]
    residents: list[Resident]
    withheld: int
    phones: list[forms.Line]


async def page(session: AsyncSession, actor: Actor, wanted: RegisterFilter) -> Sequence[Any]:
    """One page of the register within the actor's reach."""
    actor.require(Permission.REGISTER_READ)
    return await repository.page(session, actor, wanted)


async def count(session: AsyncSession, actor: Actor, wanted: RegisterFilter) -> int:
    """How many entries all pages together hold, at most :data:`PAGES` pages."""
    actor.require(Permission.REGISTER_READ)
    return await repository.count(session, actor, wanted)


async def villages(session: AsyncSession, actor: Actor) -> list[tuple[str, str]]:
    """Code and name of each village within reach."""
    actor.require(Permission.REGISTER_READ)
    return [(row.code, row.name) for row in await repository.villages(session, actor)]


async def house(session: AsyncSession, actor: Actor, subjek_id: UUID, *, private: bool = False) -> House:
    """An entry, or the one that stands for it; with ``private`` what is sensitive too. Raises :class:`NotFound`."""
    actor.require(Permission.REGISTER_READ)
    if private:
        actor.require(Permission.REGISTER_SENSITIVE)
    found = await _find(session, actor, subjek_id)
    rows = await repository.visits(session, actor, await repository.standing_for(session, found.id))
    known = (await wilayah.villages(session)).by_code.get(found.area_code or "")
    posts = await utas.counts(session, [row.id for row in rows])
    lines = [] if found.declined else _latest_private(rows)
    people = [] if found.declined else _residents(rows)
    return House(
        subjek=found,
        village=known.name if known else "",
        area=wilayah.drawn(known) if known else None,
        visits=[_visit(row, posts.get(row.id, 0)) for row in rows],
        residents=people if private else [],
        members=sum(one.gone_on is None for one in people),
        private=lines if private else [],
        withheld=bool(people or lines) and not private,
    )


async def copy(session: AsyncSession, actor: Actor, subjek_id: UUID) -> list[tuple[Visit, list[forms.Line]]]:
    """Everything that the visits of an entry say, for those whom it is about: as a copy to be handed over."""
    actor.require(Permission.REGISTER_SENSITIVE)
    found = await _find(session, actor, subjek_id)
    rows = await repository.visits(session, actor, await repository.standing_for(session, found.id))
    return [(_visit(row), forms.read(row.kind, row.form_version, row.body)) for row in rows if row.body]


async def look(session: AsyncSession, actor: Actor, subjek_id: UUID, *, private: bool = False) -> None:
    """Record that somebody looks at an entry, or at what of it is sensitive."""
    await audit.record(session, actor, Aksi.SUBJEK_DATA_PRIBADI if private else Aksi.SUBJEK_DIBUKA, subjek_id)


async def sheet(session: AsyncSession, actor: Actor, subjek_id: UUID) -> PhoneSheet:
    """An entry of the officer's own villages for their phone; the look is recorded. Raises :class:`NotFound`."""
    actor.require(Permission.SINKRON_READ)
    found = await _find(session, actor, subjek_id, await _own_villages(session, actor))
    rows = await repository.visits_of_own(session, await repository.standing_for(session, found.id), repository.VISITS)
    people = [] if found.declined else [one for one in _residents(rows) if one.gone_on is None]
    today = day_of(now())
    await look(session, actor, found.id, private=True)
    return PhoneSheet(
        subjek=found,
        visits=[_visit(row) for row in rows[:SHEET_VISITS]],
        residents=(grown := [one for one in people if one.is_adult(today)]),
        withheld=len(people) - len(grown),
        phones=[] if found.declined else _latest_private(rows, {"phone"}),
    )


async def move_away(session: AsyncSession, actor: Actor, subjek_id: UUID, on: date, reason: str) -> Subjek:
    """They moved away on that day: due no more, and no part of coverage, until somebody comes back or meets them there again.

    By the officer of the village or with ``register:write``. Raises :class:`NotFound` or :class:`RegisterError`.
    """
    reason = clean_line(reason)
    if on > day_of(now()):
        raise RegisterError("on", "Tanggal pindah tidak boleh sesudah hari ini.")
    if on.year < 2000:
        raise RegisterError("on", "Tahun pindah harus 2000 atau sesudahnya.")
    if not REASON_MIN <= len(reason) <= REASON_MAX:
        raise RegisterError("reason", f"Tulis alasannya, {REASON_MIN} sampai {REASON_MAX} huruf.")
    found = await _for_writing(session, actor, subjek_id)
    at = now()
    moved = {"moved_on": on, "moved_at": at, "moved_reason": reason, "moved_by": actor.id}
    await repository.change(session, found.id, moved | {"changed_at": at})
    await cari_antrean.enqueue(session, Jenis.REGISTER, [found.id])
    await audit.record(session, actor, Aksi.SUBJEK_PINDAH, found.id, on=on.isoformat())
    return found


async def come_back(session: AsyncSession, actor: Actor, subjek_id: UUID) -> Subjek:
    """They live there after all; see :func:`move_away`."""
    found = await _for_writing(session, actor, subjek_id)
    if found.moved_on:
        nothing = dict.fromkeys(("moved_on", "moved_at", "moved_reason", "moved_by"))
        await repository.change(session, found.id, nothing | {"changed_at": now()})
        await cari_antrean.enqueue(session, Jenis.REGISTER, [found.id])
        await audit.record(session, actor, Aksi.SUBJEK_KEMBALI, found.id)
    return found


def private_texts(rows: Sequence[Any]) -> list[str]:
    """What of an entry is sensitive and may be searched, of its visits from the latest to the oldest: who lives or lived there, and
    of the latest visit that says anything sensitive its names and telephone numbers."""
    told = (forms.searched(row.kind, row.form_version, row.body, sensitive=True) for row in rows)
    return [*(one.name for one in _residents(rows) if one.relation != penghuni.HEAD), *next(filter(None, told), [])]


async def _own_villages(session: AsyncSession, actor: Actor) -> Collection[str]:
    if not actor.may(Permission.SAMBANG_WRITE):
        return ()
    return (await wilayah.territory_of(session, actor.id, day_of(now()))).codes


async def _for_writing(session: AsyncSession, actor: Actor, subjek_id: UUID) -> Subjek:
    if not (actor.may(Permission.SAMBANG_WRITE) or actor.may(Permission.REGISTER_WRITE)):
        raise Forbidden(Permission.REGISTER_WRITE)
    return await _find(session, actor, subjek_id, await _own_villages(session, actor), lock=True)


async def _find(
    session: AsyncSession, actor: Actor, subjek_id: UUID, codes: Collection[str] = (), *, lock: bool = False
) -> Subjek:
    found = await repository.one(session, actor, subjek_id, codes, lock=lock)
    if found is None:
        raise NotFound
    return found


def _visit(row: Any, posts: int = 0) -> Visit:
    situation = (row.body.get("result") or {}).get("situation")
    consent = row.body.get("consent")
    return Visit(
        id=row.id,
        revision=row.revision,
        kind=row.kind,
        at=row.captured_at,
        day=row.day,
        state=row.state,
        number=row.visit_number,
        author=row.author,
        situation=_SITUATIONS.get(situation or ""),
        consent=consent if consent in set(Consent) else None,
        posts=posts,
    )


def _residents(rows: Sequence[Any]) -> list[Resident]:
    """``rows`` from the latest to the oldest."""
    told = [(row.day, row.body) for row in reversed(rows) if row.kind == SambangWarga.kind]
    return penghuni.residents(told)


def _latest_private(rows: Sequence[Any], types: Collection[str] = ()) -> list[forms.Line]:
    for row in rows:
        # Who lives there is told by all visits together.
        body = {name: value for name, value in row.body.items() if name != "members"}
        if lines := forms.private(row.kind, row.form_version, body, types):
            return lines
    return []
