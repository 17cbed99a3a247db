"""What follows from a report, in the transaction that receives it: it is to be filed for search, what texts it brought; a spot on
the map, a case for another satker, a task done.

A kind with consequences is a line in :data:`CONSEQUENCES`; a report of another kind that brought no text and answers no task costs nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.base import Form
from sambang_digital.forms.deteksi_dini import DeteksiDini
from sambang_digital.forms.pemecahan_masalah import PemecahanMasalah
from sambang_digital.services import bacaan_bawa, cari_antrean, eskalasi, rawan, tugas
from sambang_digital.services.cari_antrean import Jenis

Received = tuple[dict[str, Any], Any]
"""A row of ``Laporan`` as it was accepted, and its form. Superseded and practice ones are among them."""

CONSEQUENCES: dict[type[Form], Callable[[AsyncSession, Sequence[Received]], Awaitable[None]]] = {
    DeteksiDini: rawan.record,
    PemecahanMasalah: eskalasi.hand_over,
}


async def follow(session: AsyncSession, received: Sequence[Received]) -> None:
    """Do what follows from these reports."""
    await cari_antrean.enqueue(session, Jenis.LAPORAN, {row["id"] for row, _ in received})
    await bacaan_bawa.record(session, received)
    for form, consequence in CONSEQUENCES.items():
        if concerned := [one for one in received if isinstance(one[1], form)]:
            await consequence(session, concerned)
    if answers := [row for row, _ in received if row["task_id"]]:
        await tugas.answered(session, answers)
