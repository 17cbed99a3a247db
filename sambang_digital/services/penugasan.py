"""Officers are assigned to villages for a period; a village without an officer is a gap that has to be seen."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Penugasan, Wilayah
from sambang_digital.repositories import akun, penugasan, wilayah
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
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


async def gaps(session: AsyncSession, actor: Actor, day: date) -> list[Wilayah]:
    """Villages in the actor's units without an officer on a day, by code."""
    actor.require(Permission.WILAYAH_READ)
    return await wilayah.without_officer(session, actor.satuan_path, day)


async def _changed(session: AsyncSession) -> None:
    await session.flush()
    await wilayah.renew_token(session, "penugasan")
    forget()
