"""Cases handed on (eskalasi): from the officer who could not solve them to the unit that can.

The intake hands a case on as soon as its report arrives; who receives it acknowledges it, says what was done, and closes it or
declines with the reason. Each step is kept, and told to the officer's phone and to the desks on both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.pemecahan_masalah import PemecahanMasalah
from sambang_digital.forms.personel import Unit
from sambang_digital.forms.text import clean_text
from sambang_digital.models import Eskalasi, EskalasiLangkah, Laporan
from sambang_digital.models import StatusEskalasi as Status
from sambang_digital.models.base import now
from sambang_digital.repositories import eskalasi as repository
from sambang_digital.repositories import satuan
from sambang_digital.repositories.eskalasi import KIND, PAGE, CaseFilter
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, broadcast, kabar, pengaturan
from sambang_digital.services.audit import Aksi
from sambang_digital.services.kabar import Jenis

__all__ = ["PAGE", "Case", "CaseFilter", "Deed", "Detail", "Status"]

NOTE_MIN, NOTE_MAX = 5, 2000


class Deed(StrEnum):
    """What whoever receives a case may do."""

    TERIMA = "terima"
    TOLAK = "tolak"
    CATAT = "catat"
    SELESAI = "selesai"


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states a deed is possible, to which it leads (None: it stays), whether it needs a note."""

    allowed: frozenset[Status]
    to: Status | None
    note: bool
    action: Aksi


_NEW, _ACCEPTED = frozenset({Status.DIKIRIM}), frozenset({Status.DITERIMA})
TRANSITIONS: dict[Deed, Rule] = {
    Deed.TERIMA: Rule(_NEW, Status.DITERIMA, False, Aksi.ESKALASI_DITERIMA),
    Deed.TOLAK: Rule(_NEW | _ACCEPTED, Status.DITOLAK, True, Aksi.ESKALASI_DITOLAK),
    Deed.CATAT: Rule(_ACCEPTED, None, True, Aksi.ESKALASI_DICATAT),
    Deed.SELESAI: Rule(_ACCEPTED, Status.SELESAI, True, Aksi.ESKALASI_SELESAI),
}
"""``dikirim → diterima → selesai``, and from either of the first two to ``ditolak``."""


class NotFound(Exception):
    """No such case within the actor's reach."""


class NoteMissing(ValueError):
    """The deed needs a note of :data:`NOTE_MIN` to :data:`NOTE_MAX` letters."""


class TooLate(Exception):
    """Somebody took another step before; ``state`` is where the case stands."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@dataclass(frozen=True, slots=True)
class Case:
    """A line of the list."""

    id: UUID
    title: str
    state: str
    to: str
    author: str
    satuan: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a new state, or a note (``state`` as it was)."""

    state: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Detail:
    """A case with what it is about. ``deeds``: what this reader may do now."""

    case: Case
    reason: str
    description: str
    place: str
    steps: list[Step]
    deeds: list[Deed]


class Told(TypedDict):
    """Where a case stands, for the phone of its officer."""

    to: str
    state: str
    at: datetime
    by: str | None
    note: str | None


Target = tuple[int, Unit | None]
"""The satuan whose heads receive a case, and the unit of Satbinmas if it is for one."""


async def targets(session: AsyncSession, satuan_id: int) -> dict[str, Target]:
    """To whom somebody of this satuan may hand a case on, by name.

    Units of Satbinmas first, then those of the settings (their cases reach the heads of the Polres), then every polsek of the Polres.
    """
    polres = await pengaturan.polres_of(session, satuan_id) or satuan_id
    known = (await pengaturan.of(session, satuan_id)).sengketa.units
    found: dict[str, Target] = {f"{unit.label} Satbinmas": (polres, unit) for unit in Unit}
    found |= dict.fromkeys(known, (polres, None))
    return found | {one.name: (one.id, None) for one in await satuan.polseks(session, polres)}


async def hand_over(session: AsyncSession, received: Sequence[tuple[dict[str, Any], PemecahanMasalah]]) -> None:
    """Hand on the cases of those of these reports (row as stored, form) that escalate; take back those that do so no more.

    A name that is on no list any more goes to the heads of the Polres. What was answered already stays as it is.
    """
    for row, form in received:
        if not row["current"] or row["practice"]:
            continue
        if form.unit is None:
            if row["revision"] > 1 and (between := await repository.withdraw(session, row["id"])):
                _announce(session, *between)
            continue
        name, sender = form.unit, row["satuan_id"]
        heads = (await pengaturan.polres_of(session, sender) or sender, None)
        to, unit = (await targets(session, sender)).get(name, heads)
        case = {
            "laporan_id": row["id"],
            "author_id": row["author_id"],
            "from_satuan_id": sender,
            "to_name": name,
            "to_satuan_id": to,
            "to_unit": unit and str(unit),
            "state": Status.DIKIRIM,
            "sent_at": row["received_at"],
        }
        changed = await repository.hand_over(session, case)
        if not changed:
            continue
        await audit.record(session, None, Aksi.ESKALASI_DIKIRIM, row["id"], revision=row["revision"], satuan_id=to)
        told = await repository.receivers(session, to, unit)
        await kabar.notify(session, told, Jenis.ESKALASI, row["id"], by=row["author_id"])
        _announce(session, *changed)


async def cases(session: AsyncSession, actor: Actor, wanted: CaseFilter, *, oldest_first: bool = False) -> list[Case]:
    """One page (:data:`PAGE` rows) of the cases that the actor receives, or follows."""
    _require(actor)
    rows = await repository.page(session, actor, wanted, oldest_first=oldest_first)
    return [_case(row.Eskalasi, row.title, row) for row in rows]


async def count(session: AsyncSession, actor: Actor, wanted: CaseFilter) -> int:
    """How many cases all pages together hold."""
    _require(actor)
    return await repository.count(session, actor, wanted)


async def look(session: AsyncSession, actor: Actor, laporan_id: UUID) -> Detail:
    """One case. Raises :class:`NotFound` also for one beyond the actor's reach."""
    _require(actor)
    row = await repository.one(session, actor, laporan_id)
    if row is None:
        raise NotFound
    body, state = row.Laporan.body, Status(row.Eskalasi.state)
    return Detail(
        case=_case(row.Eskalasi, row.Laporan.title, row),
        reason=body.get("reason") or "",
        description=body.get("description") or "",
        place=body.get("place") or "",
        steps=[_step(one) for one in await repository.steps(session, [laporan_id])],
        deeds=[deed for deed, rule in TRANSITIONS.items() if row.mine and state in rule.allowed],
    )


async def opened(session: AsyncSession, actor: Actor, laporan_id: UUID) -> None:
    """Somebody looked at a case, which tells of people: each look is recorded."""
    if await repository.one(session, actor, laporan_id):
        await audit.record(session, actor, Aksi.ESKALASI_DIBUKA, laporan_id)


async def act(session: AsyncSession, actor: Actor, laporan_id: UUID, deed: Deed, note: str = "") -> None:
    """Take a step with a case that was handed to the actor. The first one wins.

    Raises :class:`NotFound`, :class:`TooLate` or :class:`NoteMissing`.
    """
    actor.require(Permission.ESKALASI_RECEIVE)
    rule, note = TRANSITIONS[deed], clean_text(note)
    case = await repository.locked(session, actor, laporan_id)
    if case is None:
        raise NotFound
    if case.state not in rule.allowed:
        raise TooLate(case.state)
    if len(note) > NOTE_MAX or (rule.note and len(note) < NOTE_MIN):
        raise NoteMissing
    at = now()
    case.state = rule.to or case.state
    session.add(EskalasiLangkah(laporan_id=laporan_id, akun_id=actor.id, state=case.state, note=note or None, at=at))
    await repository.touch(session, laporan_id, at)
    await audit.record(session, actor, rule.action, laporan_id, state=case.state)
    await kabar.notify(session, [case.author_id], Jenis.ESKALASI, laporan_id, by=actor.id)
    _announce(session, case.from_satuan_id, case.to_satuan_id)


async def told(session: AsyncSession, reports: Sequence[Laporan]) -> dict[UUID, Told]:
    """Where the cases stand that were handed on out of these reports of one officer."""
    wanted = [one.id for one in reports if one.kind == KIND]
    found = await repository.of_reports(session, wanted) if wanted else ()
    steps = await repository.steps(session, [one.laporan_id for one in found]) if found else ()
    latest = {step.EskalasiLangkah.laporan_id: step for step in steps}
    return {one.laporan_id: _told(one, latest.get(one.laporan_id)) for one in found}


def _told(case: Eskalasi, step: Any) -> Told:
    if step is None:
        return Told(to=case.to_name, state=case.state, at=case.sent_at, by=None, note=None)
    taken = step.EskalasiLangkah
    return Told(to=case.to_name, state=case.state, at=taken.at, by=_name(step.rank, step.by), note=taken.note)


def _require(actor: Actor) -> None:
    if not actor.may(Permission.ESKALASI_RECEIVE):
        actor.require(Permission.LAPORAN_READ)


def _name(rank: str | None, name: str) -> str:
    return " ".join(filter(None, (rank, name)))


def _case(case: Eskalasi, title: str, row: Any) -> Case:
    return Case(case.laporan_id, title, case.state, case.to_name, row.author, row.satuan, case.sent_at)


def _step(row: Any) -> Step:
    taken = row.EskalasiLangkah
    return Step(taken.state, taken.note or "", _name(row.rank, row.by), taken.at)


def _announce(session: AsyncSession, *satuan_ids: int) -> None:
    broadcast.publish_after_commit(session, broadcast.ESKALASI, {"satuan_ids": list(satuan_ids)})
