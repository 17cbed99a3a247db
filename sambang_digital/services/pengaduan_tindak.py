"""What a desk does about a citizen's report. Each deed is a step of the one table; the first one wins.

Whoever dispatches gives it to somebody; whoever it was given to handles it and answers, and who heads that satuan or unit passes it on to
an officer of their own. Somebody who only reads does neither. A report about an officer is dispatched and handled by Propam alone, and given to nobody else.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import transaction
from sambang_digital.forms.pengaduan import CATEGORIES, DISTURBANCES, Alasan
from sambang_digital.forms.personel import Unit
from sambang_digital.forms.text import clean_line, clean_text
from sambang_digital.forms.tugas import Tenggat
from sambang_digital.models import Akun, Pengaduan
from sambang_digital.models.base import now
from sambang_digital.models.pengaduan import OPEN
from sambang_digital.repositories import pengaduan as repository
from sambang_digital.repositories import satuan
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import kabar, teguran, tugas
from sambang_digital.services.format import exact
from sambang_digital.services.pengaduan import code_of, point_words
from sambang_digital.services.pengaduan_langkah import (
    REOPEN,
    RULES,
    Langkah,
    PengaduanError,
    Step,
    Who,
    possible,
    take,
)
from sambang_digital.services.waktu import today
from sambang_digital.settings import get_settings

AT_ONCE = 100
"""Old reports closed in one transaction."""
ENDS = frozenset({Langkah.SELESAIKAN, Langkah.TOLAK, Langkah.GABUNG, Langkah.TERUSKAN})
"""Steps with which nobody here has anything left to do."""
NOT_OWN = "Pilih petugas dari satuan atau unit Anda sendiri."
NOBODY = "Pilih satuan, unit, atau petugas di wilayah pengaduan ini."


class NotFound(Exception):
    """No such report within the actor's reach."""


class NotYours(Exception):
    """The actor reads the report, but this step is not theirs."""


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a report is given to: a satuan, one of its units, or an officer."""

    satuan_id: int | None = None
    unit: Unit | None = None
    akun_id: int | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """A step of the desk. ``note``: words to the citizen, or for the desk alone (``catat``), or for whom it is given to (``tugaskan``);
    ``reason`` of refusing; ``to_name``: the mitra; ``code`` of the report that it becomes part of; ``due_day`` of an officer's task."""

    step: Langkah
    note: str = ""
    reason: Alasan | None = None
    to_name: str = ""
    code: str = ""
    target: Target | None = None
    due_day: date | None = None


def deeds(actor: Actor, row: Pengaduan, *, mine: bool, here: bool) -> list[Langkah]:
    """What this reader may do about the report now."""
    theirs = _theirs(actor, row, mine=mine, here=here)
    return [step for step, rule in RULES.items() if rule.by in theirs and possible(row, step, now())]


def _theirs(actor: Actor, row: Pengaduan, *, mine: bool, here: bool) -> set[Who]:
    """Whose steps are this actor's."""
    if dispatches(actor, row, here=here):
        return {Who.DISPATCH, Who.HEAD, Who.HANDLER}
    if not mine or row.about_police:
        return set()
    return {Who.HEAD, Who.HANDLER} if passes_on(actor) else {Who.HANDLER}


def passes_on(actor: Actor) -> bool:
    """Whether the actor heads officers and so may pass on what was given to their satuan or unit."""
    return actor.may(Permission.PENGADUAN_HANDLE) and actor.may(Permission.TUGAS_GIVE)


def dispatches(actor: Actor, row: Pengaduan, *, here: bool) -> bool:
    """Whether the actor gives the report to somebody: whoever does so in its Polres, or Propam with what is theirs."""
    return here and actor.may(Permission.PENGADUAN_PROPAM if row.about_police else Permission.PENGADUAN_TRIAGE)


async def act(session: AsyncSession, actor: Actor, pengaduan_id: UUID, deed: Deed) -> Pengaduan:
    """Take a step. A second assignment changes whom it is given to and restarts no clock.

    Raises :class:`NotFound`, :class:`NotYours`, ``NotNow`` with where the report stands by now, :class:`PengaduanError`, or
    ``TugasError`` of :mod:`tugas`.
    """
    other = None
    if deed.step is Langkah.GABUNG:
        # Whose step it is comes first: nobody else learns which codes there are.
        await _check(session, actor, await _found(session, actor, pengaduan_id), deed.step)
        other = await _other(session, actor, pengaduan_id, deed)
    row = await _locked(session, actor, pengaduan_id)
    leads = await _check(session, actor, row, deed.step)
    step = Step(deed.step, clean_text(deed.note), by=actor)
    if deed.step is Langkah.TUGASKAN:
        await _assign(session, actor, row, deed, leads=leads)
        return row
    if deed.step is Langkah.TOLAK:
        if deed.reason is None:
            raise PengaduanError("reason", "Pilih alasannya.")
        step.data["reason"] = deed.reason.value
    to_name = clean_line(deed.to_name)
    if deed.step is Langkah.TERUSKAN and not 3 <= len(to_name) <= 160:
        raise PengaduanError("to_name", "Tulis nama lembaga atau tokoh yang menerimanya.")
    await take(session, row, step)
    if deed.step is Langkah.TOLAK:
        row.reason = deed.reason
        await teguran.propose(session, actor, row)
    if deed.step is Langkah.TERUSKAN:
        row.to_name, row.to_satuan_id, row.to_unit, row.to_akun_id = to_name, None, None, None
    if other is not None:
        row.merged_into = other.id
        if possible(other, Langkah.CATAT, now()):
            await take(session, other, Step(Langkah.CATAT, f"Pengaduan {row.code} digabung ke sini.", by=actor))
    if deed.step in ENDS:
        await tugas.drop(session, actor, row.id, "Pengaduannya sudah ditutup atau diteruskan.")
    return row


async def _locked(session: AsyncSession, actor: Actor, pengaduan_id: UUID) -> Pengaduan:
    # Tasks first: an officer's own step locks them in this order too.
    await tugas.hold(session, pengaduan_id)
    return await _found(session, actor, pengaduan_id, lock=True)


async def _found(session: AsyncSession, actor: Actor, pengaduan_id: UUID, *, lock: bool = False) -> Pengaduan:
    row = await repository.find(session, actor, pengaduan_id, lock=lock)
    if row is None:
        raise NotFound
    return row


async def _check(session: AsyncSession, actor: Actor, row: Pengaduan, step: Langkah) -> bool:
    """Raises :class:`NotYours`; whether it is theirs because they dispatch the report."""
    standing = await repository.standing(session, actor, row.id)
    if RULES[step].by not in _theirs(actor, row, mine=standing.mine, here=standing.here):
        raise NotYours
    return dispatches(actor, row, here=standing.here)


async def _other(session: AsyncSession, actor: Actor, pengaduan_id: UUID, deed: Deed) -> Pengaduan:
    """The report that this one becomes part of; both locked in the order of their ids, so that two desks do not wait for each other."""
    found = await repository.by_code(session, actor, code_of(deed.code)) if deed.code.strip() else None
    if found is None:
        raise PengaduanError("code", "Tidak ada pengaduan dengan kode ini yang dapat Anda baca.")
    if found.id == pengaduan_id:
        raise PengaduanError("code", "Ini kode pengaduan ini sendiri. Tulis kode pengaduan yang lain.")
    for id_ in sorted((found.id, pengaduan_id)):
        await _locked(session, actor, id_)
    row = await _found(session, actor, pengaduan_id)
    if found.state == "digabung":
        raise PengaduanError("code", "Pengaduan itu sendiri sudah digabung. Tulis kode pengaduan induknya.")
    if (found.about_police, found.satuan_id) != (row.about_police, row.satuan_id):
        raise PengaduanError("code", "Pengaduan itu ditangani meja lain. Keduanya tidak dapat digabung.")
    if found.state not in (*OPEN, "selesai"):
        raise PengaduanError("code", "Pengaduan itu sudah ditutup. Gabungkan ke pengaduan yang masih berjalan.")
    return found


async def _assign(session: AsyncSession, actor: Actor, row: Pengaduan, deed: Deed, *, leads: bool) -> None:
    """Give it to somebody; who does not dispatch it (``leads``) passes it on within their own."""
    target, note = deed.target or Target(), clean_text(deed.note)
    path, unit = (await satuan.path(session, row.satuan_id), None) if leads else (actor.satuan_path, actor.unit)
    officer = await repository.officer(session, target.akun_id, path, unit) if target.akun_id else None
    if not leads and officer is None:
        raise PengaduanError("target", NOT_OWN)
    to = officer.satuan_id if officer else row.satuan_id if target.unit else target.satuan_id
    names = await satuan.names(session, await satuan.ids_within(session, path))
    if to not in names or (target.akun_id and officer is None):
        raise PengaduanError("target", NOBODY)
    if row.about_police and target != Target(satuan_id=row.satuan_id):
        raise PengaduanError("target", "Pengaduan tentang anggota ditangani Propam sendiri.")
    kind = "officer" if officer else "unit" if target.unit else "satuan"
    await take(session, row, Step(Langkah.TUGASKAN, by=actor, data={"to": kind}))
    # What a unit's head passed on stays in the unit: its head goes on reading it.
    row.to_satuan_id, row.to_unit = to, target.unit.value if target.unit else unit
    row.to_akun_id, row.to_name = officer.id if officer else None, None
    await session.flush()
    await tugas.drop(session, actor, row.id, "Pengaduannya diberikan kepada yang lain.")
    whom = _called(officer) if officer else f"{target.unit.label}, {names[to]}" if target.unit else names[to]
    said = f"Diberikan kepada {whom}." + (f" Arahan: {note}" if note else "")
    # What is said to whoever handles it is not for the citizen.
    await take(session, row, Step(Langkah.CATAT, said, by=actor))
    if officer:
        due = Tenggat(due_day=deed.due_day or today() + timedelta(days=1))
        await tugas.follow(session, actor, row, officer, task_text(row, note), due)
    if not row.about_police:
        told = [officer.id] if officer else await repository.heads(session, to, row.to_unit)
        await kabar.notify(session, told, kabar.Jenis.PENGADUAN, row.id, by=actor.id)


def _called(officer: Akun) -> str:
    return " ".join(filter(None, (officer.rank, officer.name)))


def task_text(row: Pengaduan, note: str) -> str:
    """What an officer reads without network: what it is about, never who reported it."""
    kind = f": {DISTURBANCES[row.kind]}" if row.kind else ""
    heading = f"Pengaduan {row.code}, {CATEGORIES[row.category]}{kind}"
    point = point_words(row)
    when = exact(row.happened_at, get_settings().timezone) if row.happened_at else ""
    parts = (
        heading,
        note and f"Arahan: {note}",
        row.place and f"Tempat: {row.place}",
        point and f"Titik: {point}",
        when and f"Waktu kejadian: {when}",
        row.text,
    )
    return "\n".join(filter(None, parts))


async def sweep() -> None:
    """Close what came to its end and was not reopened in time (run now and then)."""
    closed = AT_ONCE
    while closed == AT_ONCE:
        async with transaction() as session:
            rows = await repository.due_to_close(session, now() - REOPEN, AT_ONCE)
            for row in rows:
                await take(session, row, Step(Langkah.TUTUP, side="sistem"))
            closed = len(rows)
