"""Officers are assigned to villages for a period; a village without an officer is a gap that has to be seen."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading
from sambang_digital.models import Penugasan, Wilayah
from sambang_digital.repositories import akun, penugasan, wilayah, wilayah_satuan
from sambang_digital.repositories import personel as people
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran, Permission
from sambang_digital.services import audit, personel
from sambang_digital.services.audit import Aksi
from sambang_digital.services.waktu import today
from sambang_digital.services.wilayah import forget


class PenugasanError(ValueError):
    """An assignment that cannot be; ``field`` and the message say why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


async def assign(
    session: AsyncSession, akun_id: int, area_code: str, start: date, end: date | None = None
) -> Penugasan:
    """Assign an officer to a village from ``start`` to ``end``, both included; no ``end``: until further notice."""
    if end is not None and end < start:
        raise PenugasanError("end", "Tanggal berakhir lebih awal daripada tanggal mulai.")
    # Locks the officer's row, so that two assignments at once cannot both find the period free.
    officer = await akun.lock(session, akun_id)
    if officer is None or not officer.active:
        raise PenugasanError("akun_id", "Petugas ini tidak ada atau sudah tidak aktif.")
    area = await wilayah.by_code(session, area_code)
    if area is None:
        raise PenugasanError("area_code", f"Kode wilayah {area_code} tidak dikenal.")
    other = await penugasan.overlapping(session, akun_id, area_code, start, end)
    if other:
        until = f"{other.end:%d-%m-%Y}" if other.end else "sampai pemberitahuan berikutnya"
        raise PenugasanError(
            "start", f"{officer.name} sudah bertugas di {area.name} sejak {other.start:%d-%m-%Y}, hingga {until}."
        )
    row = Penugasan(akun_id=akun_id, area_code=area_code, start=start, end=end)
    session.add(row)
    await _changed(session)
    return row


async def finish(session: AsyncSession, penugasan_id: int, end: date) -> Penugasan:
    """Let an assignment end on a day (still included)."""
    row = await session.get(Penugasan, penugasan_id)
    if row is None:
        raise PenugasanError("id", "Penugasan ini tidak ada.")
    if end < row.start:
        raise PenugasanError("end", "Tanggal berakhir lebih awal daripada tanggal mulai.")
    row.end = end
    await _changed(session)
    return row


async def give(actor: Actor, akun_id: int, area_code: str, start: date, end: date | None = None) -> None:
    """:func:`assign`, by an admin: a Bhabinkamtibmas and a village, both within the admin's reach.

    Raises :class:`PenugasanError`, :class:`personel.NotFound`.
    """
    async with personel.reached(actor, akun_id) as (session, _):
        roles = await people.roles_of(session, [akun_id])
        if Peran.BHABINKAMTIBMAS not in roles.get(akun_id, []):
            raise PenugasanError("akun_id", "Hanya Bhabinkamtibmas yang diberi wilayah.")
        if not await wilayah_satuan.reached(session, actor, [area_code]):
            raise PenugasanError("area_code", "Wilayah ini tidak ada, atau di luar satuan Anda.")
        row = await assign(session, akun_id, area_code, start, end)
        await _record(session, actor, Aksi.PENUGASAN_DIBUAT, row)


async def add_all(session: AsyncSession, actor: Actor, rows: Sequence[Penugasan]) -> None:
    """Store assignments of officers who have none yet, already checked (import)."""
    for some in (rows[place : place + personel.AT_ONCE] for place in range(0, len(rows), personel.AT_ONCE)):
        session.add_all(some)
        await session.flush()
        await audit.record_all(session, actor, Aksi.PENUGASAN_DIBUAT, [(row.id, _facts(row)) for row in some])
    await _changed(session)


async def end_on(actor: Actor, penugasan_id: int, end: date) -> None:
    """:func:`finish`, by an admin who reaches the officer. Raises :class:`PenugasanError`, :class:`personel.NotFound`."""
    async with _reached(actor, penugasan_id) as (session, _):
        row = await finish(session, penugasan_id, end)
        await _record(session, actor, Aksi.PENUGASAN_DIAKHIRI, row)


async def cancel(actor: Actor, penugasan_id: int) -> None:
    """Take back an assignment that has not begun. Raises :class:`PenugasanError`, :class:`personel.NotFound`."""
    async with _reached(actor, penugasan_id) as (session, row):
        if row.start <= today():
            raise PenugasanError(
                "start", "Penugasan ini sudah berjalan: akhiri, supaya laporannya tetap dinilai benar."
            )
        await session.delete(row)
        await _changed(session)
        await _record(session, actor, Aksi.PENUGASAN_DIAKHIRI, row)


@asynccontextmanager
async def _reached(actor: Actor, penugasan_id: int) -> AsyncIterator[tuple[AsyncSession, Penugasan]]:
    async with reading() as looking:
        akun_id = await penugasan.officer_of(looking, penugasan_id)
    if akun_id is None:
        raise PenugasanError("id", "Penugasan ini tidak ada.")
    async with personel.reached(actor, akun_id) as (session, _):
        row = await session.get(Penugasan, penugasan_id)
        if row is None:
            raise PenugasanError("id", "Penugasan ini tidak ada.")
        yield session, row


async def _record(session: AsyncSession, actor: Actor, deed: Aksi, row: Penugasan) -> None:
    await audit.record(session, actor, deed, row.id, **_facts(row))


def _facts(row: Penugasan) -> dict[str, Any]:
    period = {"start": row.start.isoformat(), "end": row.end.isoformat() if row.end else None}
    return {"akun_id": row.akun_id, "area_code": row.area_code} | period


async def gaps(session: AsyncSession, actor: Actor, day: date) -> list[Wilayah]:
    """Villages in the actor's units without an officer on a day, by code."""
    actor.require(Permission.WILAYAH_READ)
    return await wilayah.without_officer(session, actor.satuan_path, day)


async def _changed(session: AsyncSession) -> None:
    await session.flush()
    await wilayah.renew_token(session, "penugasan")
    forget()
