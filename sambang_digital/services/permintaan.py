"""What citizens ask of the data that are kept of them (UU 27/2022): written down, answered in time, and carried out.

The law gives three times 24 hours for access, for a correction, and for ending what is done with data after consent is taken
back (Pasal 30, 32 and 40). Whoever answers has seen who asks; both are on record, and so is what was done.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.base import FormError
from sambang_digital.forms.permintaan import Jawaban, Kind, Permintaan
from sambang_digital.forms.registry import parse
from sambang_digital.forms.sambang_warga import Consent, SambangWarga
from sambang_digital.models import PermintaanWarga, Subjek
from sambang_digital.models.base import now
from sambang_digital.repositories import ganda, laporan, register, retensi, subjek
from sambang_digital.repositories import permintaan as repository
from sambang_digital.repositories.permintaan import OPEN, PAGE
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, bendera_antrean, cari_antrean
from sambang_digital.services import ganda as doubles
from sambang_digital.services.audit import Aksi
from sambang_digital.services.cari_antrean import Jenis
from sambang_digital.services.laporan import fingerprint
from sambang_digital.services.register import NotFound, RegisterError
from sambang_digital.services.retensi import BLANK, forget_around
from sambang_digital.services.subjek import words

__all__ = ["ANSWER_IN", "OPEN", "PAGE", "TRANSITIONS", "Request", "answer", "count", "note", "of_entry", "page"]

ANSWER_IN = timedelta(hours=72)
TRANSITIONS: dict[str, frozenset[str]] = {
    "baru": frozenset({"dikerjakan", "selesai", "ditolak"}),
    "dikerjakan": frozenset({"selesai", "ditolak"}),
}
"""From each state, what may become of a request; what is answered stays."""
ANSWER_MIN = 5


@dataclass(frozen=True, slots=True)
class Request:
    """A request as lists show it; ``entry`` is empty once the entry's name is gone."""

    row: PermintaanWarga
    entry: str
    village: str
    written_by: str


async def note(session: AsyncSession, actor: Actor, subjek_id: UUID, wanted: Permintaan) -> PermintaanWarga:
    """Write a request down. Raises :class:`NotFound`."""
    actor.require(Permission.REGISTER_WRITE)
    found = await register.one(session, actor, subjek_id)
    if found is None:
        raise NotFound
    at = now()
    made = PermintaanWarga(
        subjek_id=found.id,
        area_code=found.area_code,
        created_by=actor.id,
        created_at=at,
        due_at=at + ANSWER_IN,
        **wanted.model_dump(mode="json"),
    )
    session.add(made)
    await session.flush()
    await audit.record(session, actor, Aksi.PERMINTAAN_DICATAT, made.id, kind=made.kind, entry=str(found.id))
    return made


async def answer(session: AsyncSession, actor: Actor, permintaan_id: int, given: Jawaban) -> PermintaanWarga:
    """Take a request up, carry it out or refuse it (why, in words). What it asks for is done in the same transaction.

    Raises :class:`NotFound` or :class:`RegisterError`.
    """
    actor.require(Permission.REGISTER_WRITE)
    asked = await repository.one(session, actor, permintaan_id)
    if asked is None:
        raise NotFound
    if given.state not in TRANSITIONS.get(asked.state, ()):
        raise RegisterError("state", "Permintaan ini sudah dijawab.")
    if given.state == "ditolak" and len(given.answer) < ANSWER_MIN:
        raise RegisterError("answer", f"Tulis alasan penolakan, paling sedikit {ANSWER_MIN} huruf.")
    if given.state == "selesai":
        found = await register.one(session, actor, asked.subjek_id, lock=True)
        if found is None:
            raise NotFound
        await DEEDS[asked.kind](session, actor, found, given)
    asked.state, asked.answer = given.state, given.answer
    if given.state != "dikerjakan":
        asked.decided_by, asked.decided_at = actor.id, now()
    session.add(asked)
    await audit.record(session, actor, Aksi.PERMINTAAN_DIPUTUS, asked.id, kind=asked.kind, state=given.state)
    return asked


async def page(session: AsyncSession, actor: Actor, *, answered: bool = False, page: int = 1) -> list[Request]:
    """One page of the requests within reach that wait for an answer, or were answered, the oldest first."""
    actor.require(Permission.REGISTER_READ)
    states = ("selesai", "ditolak") if answered else OPEN
    rows = await repository.page(session, actor, states, page)
    return [Request(row[0], row[1] or "", row[2] or "", row[3]) for row in rows]


async def count(session: AsyncSession, actor: Actor, *, answered: bool = False) -> int:
    """How many they are."""
    actor.require(Permission.REGISTER_READ)
    return await repository.count(session, actor, ("selesai", "ditolak") if answered else OPEN)


async def of_entry(session: AsyncSession, actor: Actor, subjek_id: UUID) -> list[tuple[PermintaanWarga, str]]:
    """The requests about an entry that the actor has open, the latest first, each with who wrote it down."""
    actor.require(Permission.REGISTER_READ)
    rows = await repository.of_entry(session, await register.standing_for(session, subjek_id))
    return [(row[0], row[1]) for row in rows]


async def _correct(session: AsyncSession, actor: Actor, found: Subjek, given: Jawaban) -> None:
    """The right name and place, until a visit says otherwise."""
    if found.declined and (given.name or given.address):
        raise RegisterError("name", "Rumah ini menolak didata: nama dan alamat tidak dicatat.")
    right = {"name": given.name, "address": given.address, "rt": given.rt.zfill(3), "rw": given.rw.zfill(3)}
    changed = {field: value for field, value in right.items() if getattr(given, field)}
    if not changed:
        raise RegisterError("name", "Tulis data yang benar, paling sedikit satu isian.")
    searched = words(changed.get("name", found.name), changed.get("address", found.address))
    await register.change(session, found.id, changed | {"words": searched, "changed_at": now()})
    await cari_antrean.enqueue(session, Jenis.REGISTER, [found.id])
    await audit.record(session, actor, Aksi.SUBJEK_DIPERBAIKI, found.id, fields=sorted(changed))


async def _withdraw(session: AsyncSession, actor: Actor, found: Subjek, _given: Jawaban) -> None:
    """The household is on record no more: its visits stay as those of a house that declined."""
    ids = await _empty(session, actor, found, _without_consent)
    place = " · ".join(f"{word} {n}" for word, n in (("RT", found.rt), ("RW", found.rw)) if n)
    name = " · ".join(filter(None, ("Rumah yang menolak didata", place)))
    kept = {"rt": found.rt, "rw": found.rw, "lat": found.lat, "lon": found.lon, "accuracy_m": found.accuracy_m}
    said = {"name": name, "words": words(name, ""), "declined": True, "changed_at": now()}
    await subjek.forget(session, ids, **said)
    await register.change(session, found.id, kept)


async def _erase(session: AsyncSession, actor: Actor, found: Subjek, _given: Jawaban) -> None:
    """Everything that is known of them goes; visits stay as numbers."""
    ids = await _empty(session, actor, found, lambda row: BLANK | {"subject_id": row.subject_id})
    at = now()
    await subjek.forget(session, ids, removed_at=at, changed_at=at)


async def _hand_over(session: AsyncSession, actor: Actor, found: Subjek, _given: Jawaban) -> None:
    """The copy was made on the page of the entry and handed over."""
    await audit.record(session, actor, Aksi.PERMINTAAN_SALINAN, found.id)


Deed = Callable[[AsyncSession, Actor, Subjek, Jawaban], Awaitable[None]]
DEEDS: dict[str, Deed] = {
    Kind.CORRECTION: _correct,
    Kind.WITHDRAWAL: _withdraw,
    Kind.ERASURE: _erase,
    Kind.COPY: _hand_over,
}
"""What carrying out each kind of request means."""


async def _empty(
    session: AsyncSession, actor: Actor, found: Subjek, left: Callable[[Any], dict[str, Any]]
) -> Sequence[UUID]:
    """Take the contents out of all reports on an entry but what ``left`` leaves of each, and what was said around them; gives the
    ids that stand for the entry. The audit trail is told what the reports say now."""
    ids = await register.standing_for(session, found.id)
    at, told = now(), []
    rows = await repository.reports(session, ids)
    for row in rows:
        values = left(row)
        await retensi.blank(session, row.id, row.revision, values | {"changed_at": at})
        told.append([str(row.id), row.revision, fingerprint(row._asdict() | values)])
    reports = {row.id for row in rows}
    for report_id in sorted(reports):
        await laporan.release_photos(session, report_id)
    await forget_around(session, ids, reports)
    for merger in await ganda.of_entry(session, ids):
        await doubles.settle(session, merger)
    await bendera_antrean.enqueue(session, reports)
    await cari_antrean.enqueue(session, Jenis.LAPORAN, reports)
    await cari_antrean.enqueue(session, Jenis.REGISTER, ids)
    await audit.record(session, actor, Aksi.SUBJEK_DATA_DIHAPUS, found.id, items=told)
    return ids


def _without_consent(row: Any) -> dict[str, Any]:
    """What a report still says without the consent of the household: the form itself leaves out what needs it."""
    try:
        form = parse(row.kind, row.form_version, row.body | {"consent": Consent.DECLINED.value})
    except FormError:
        form = None
    if not isinstance(form, SambangWarga):
        return BLANK | {"subject_id": row.subject_id}
    said = {"body": form.model_dump(mode="json"), "form_version": form.version, "title": form.title_text()[:200]}
    return said | {"photos": [], "mode_reason": None}
