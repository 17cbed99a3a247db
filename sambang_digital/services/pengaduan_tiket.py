"""What a citizen does with a ticket: open it on another phone, follow it, add to it, judge the answer, forget it here.

A phone sees the tickets it was given, and nothing of any other: that there is no such ticket, and that the secret is wrong, is
the same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital import db
from sambang_digital.forms.pengaduan import LangkahWarga, Tiket
from sambang_digital.models import Pengaduan, PengaduanLangkah
from sambang_digital.models.base import now
from sambang_digital.repositories import pengaduan as repository
from sambang_digital.repositories import satuan
from sambang_digital.services import kabar, kabar_warga, media_warga, percobaan
from sambang_digital.services.media_warga import Berkas
from sambang_digital.services.pengaduan import code_of, fits, late_s, name_files
from sambang_digital.services.pengaduan_langkah import REOPEN, RULES, Langkah, Step, Who, possible, take
from sambang_digital.services.serupa import led_to, neutral
from sambang_digital.services.warga import Warga

PER_DEVICE, PER_CODE, PER_ADDRESS = 10, 30, 100
"""Tries at a ticket's secret in a quarter of an hour."""
STEPS_PER_DEVICE = 30


class NotFound(Exception):
    """No such ticket on this phone; or the secret does not open it."""


class IdTaken(Exception):
    """Another step has this id."""


@dataclass(frozen=True, slots=True)
class Told:
    """A step as its citizen reads it. ``side``: ``warga``, ``petugas`` or ``sistem``."""

    id: UUID
    step: str
    state: str
    side: str
    note: str
    data: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """A photo or video that the citizen sent; ``id`` is None until it can be looked at, ``reason`` says why it was refused."""

    id: UUID | None
    kind: str | None
    state: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket whole. ``told_at``: the desk's last step that the citizen reads; ``office``: who has it now, without names; ``can``: what the citizen may do; ``merged``: it became part of another
    report, which ``merged_state`` says no more of than that it is new, handled or over; ``reopen_until``: so long it may be opened again."""

    code: str
    category: str
    kind: str | None
    urgent: bool
    state: str
    text: str
    place: str
    office: str | None
    made_at: datetime
    received_at: datetime
    changed_at: datetime
    told_at: datetime | None
    late_s: int
    rating: int | None
    merged: bool
    merged_state: str | None
    reopen_until: datetime | None
    can: list[str]
    steps: list[Told]
    files: list[File]


CITIZENS = tuple(step for step, rule in RULES.items() if rule.by is Who.CITIZEN)


async def show(warga: Warga, shown: Tiket) -> str:
    """Let this phone open the ticket from now on; its code. Raises :class:`NotFound` or ``TooManyAttempts``."""
    code = code_of(shown.code)
    limits = [(f"tiket:{warga.device_id}", PER_DEVICE), (f"tiket:{code}", PER_CODE)]
    attempt = await percobaan.begin([*limits, *([(f"tiket:{warga.address}", PER_ADDRESS)] if warga.address else [])])
    async with db.transaction() as session:
        row = await repository.ticket(session, code)
        if row is None or not fits(row, shown.secret):
            raise NotFound
        await repository.grant(session, warga.device_id, row.id)
        await percobaan.succeed(session, attempt)
    return code


async def tickets(session: AsyncSession, warga: Warga) -> list[Ticket]:
    """All tickets of this phone, the latest first, without their histories."""
    rows = await repository.tickets(session, warga.device_id)
    told = await repository.told_at(session, [row.id for row in rows])
    return [await _ticket(session, row, told.get(row.id), [], []) for row in rows]


async def look(session: AsyncSession, warga: Warga, code: str) -> Ticket:
    """One of them, with its history. Raises :class:`NotFound`."""
    row = await repository.own(session, warga.device_id, code_of(code))
    if row is None:
        raise NotFound
    files = (await media_warga.of_report(session, [row.id]))[row.id]
    told = (await repository.told_at(session, [row.id])).get(row.id)
    return await _ticket(session, row, told, await repository.steps(session, row.id, public=True), files)


async def _ticket(
    session: AsyncSession, row: Pengaduan, told_at: datetime | None, steps: Any, files: Sequence[Berkas]
) -> Ticket:
    at = now()
    ends = row.done_at + REOPEN if row.done_at and possible(row, Langkah.BUKA_LAGI, at) else None
    names = await satuan.names(session, {row.to_satuan_id}) if row.to_satuan_id else {}
    return Ticket(
        code=row.code,
        category=row.category,
        kind=row.kind,
        urgent=row.urgent,
        state=row.state,
        text=row.text,
        place=row.place,
        office=row.to_name if row.state == "diteruskan" else names.get(row.to_satuan_id or 0),
        made_at=row.made_at,
        received_at=row.received_at,
        changed_at=row.changed_at,
        told_at=told_at,
        late_s=late_s(row),
        rating=row.rating,
        merged=row.state == "digabung",
        merged_state=neutral((await led_to(session, row)).state) if row.state == "digabung" else None,
        reopen_until=ends,
        can=[step.value for step in CITIZENS if possible(row, step, at)],
        steps=[_told(one.PengaduanLangkah) for one in steps],
        files=[File(one.id, one.kind, one.state, one.reason) for one in files],
    )


def _told(step: PengaduanLangkah) -> Told:
    return Told(step.id, step.step, step.state, step.side, step.note, step.data, step.at)


async def act(warga: Warga, code: str, deed: LangkahWarga) -> Ticket:
    """The citizen adds something, judges, or opens the report again; stored once however often it is sent.

    Raises :class:`NotFound`, :class:`IdTaken`, ``NotNow`` and ``PengaduanError`` of :mod:`pengaduan_langkah`, ``TooManyAttempts``.
    """
    async with db.reading() as session:
        if await _stored(session, warga, code, deed):
            return await look(session, warga, code)
    await percobaan.begin([(f"langkah:{warga.device_id}", STEPS_PER_DEVICE)])
    async with db.transaction() as session:
        row = await repository.own(session, warga.device_id, code_of(code), lock=True)
        if row is None:
            raise NotFound
        if await _stored(session, warga, code, deed) is None:
            await _take(session, warga, row, deed)
    async with db.reading() as session:
        return await look(session, warga, code)


async def _stored(session: AsyncSession, warga: Warga, code: str, deed: LangkahWarga) -> PengaduanLangkah | None:
    found = await repository.step(session, deed.id)
    if found is None:
        return None
    row = await repository.own(session, warga.device_id, code_of(code))
    if row is None or (found.pengaduan_id, found.step, found.note) != (row.id, deed.step, deed.note):
        raise IdTaken
    return found


async def _take(session: AsyncSession, warga: Warga, row: Pengaduan, deed: LangkahWarga) -> None:
    data: dict[str, Any] = {"rating": deed.rating} if deed.step == "nilai" else {}
    if deed.files:
        data["files"] = len(deed.files)
    await take(session, row, Step(Langkah(deed.step), deed.note, side="warga", data=data, id=deed.id))
    if deed.step == "nilai":
        row.rating = deed.rating
    name_files(session, row, warga, deed.files, deed.id)
    told = set(await repository.desk(session, row.satuan_id, propam=row.about_police))
    if row.to_akun_id:
        told.add(row.to_akun_id)
    elif row.to_satuan_id:
        told.update(await repository.heads(session, row.to_satuan_id, row.to_unit))
    if deed.step != "nilai":
        await kabar.notify(session, told, kabar.Jenis.PENGADUAN, row.id)


async def forget(warga: Warga, code: str) -> None:
    """This phone may open the ticket no more; the report stays. Raises :class:`NotFound`."""
    async with db.transaction() as session:
        row = await repository.own(session, warga.device_id, code_of(code))
        if row is None:
            raise NotFound
        await repository.forget(session, warga.device_id, row.id)
        await kabar_warga.forgotten(session, warga, row.id)
