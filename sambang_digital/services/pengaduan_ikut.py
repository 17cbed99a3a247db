"""What an officer does about the task of a citizen's report leads the report along.

:mod:`tugas` calls :func:`led` for each step of such a task. A person answers the citizen: the officer's visit and reasons are notes
that only the desk reads.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.tugas import Langkah as Deed
from sambang_digital.models import Tugas, TugasLangkah
from sambang_digital.models.base import now
from sambang_digital.repositories import pengaduan as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services import kabar
from sambang_digital.services.audit import Pelaku
from sambang_digital.services.pengaduan_langkah import Langkah, Step, possible, take

BEGINS = frozenset({Deed.STARTED, Deed.ANSWERED})
"""Steps of a task with which the report is being handled."""
WORDS: dict[str, str] = {
    Deed.ANSWERED: "Petugas sudah berkunjung. Baca laporannya, lalu jawab pelapor.",
    Deed.IMPOSSIBLE: "Petugas tidak dapat melaksanakan: {note}",
    Deed.CANCELLED: "Tugas petugas dibatalkan: {note}",
}
"""Steps of which whoever gave the report away hears, and what is noted."""
MAX = 2000


async def led(session: AsyncSession, who: Actor | Pelaku, task: Tugas, step: TugasLangkah) -> None:
    """Let the report follow a step of its task that counted. Nothing for a report that is not this officer's any more."""
    if task.pengaduan_id is None or step.step not in BEGINS | WORDS.keys():
        return
    row = await repository.stored(session, task.pengaduan_id, lock=True)
    if row is None or row.to_akun_id != task.officer_id:
        return
    if step.step in BEGINS and possible(row, Langkah.TANGANI, now()):
        await take(session, row, Step(Langkah.TANGANI, by=who))
    if step.step not in WORDS or not possible(row, Langkah.CATAT, now()):
        return
    data: dict[str, Any] = {"laporan": str(step.laporan)} if step.laporan else {}
    note = WORDS[step.step].format(note=step.note)[:MAX]
    await take(session, row, Step(Langkah.CATAT, note, by=who, data=data))
    await kabar.notify(session, [task.giver_id], kabar.Jenis.PENGADUAN, row.id, by=who.id)
