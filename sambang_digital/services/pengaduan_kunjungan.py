"""The visit with which an officer answered a citizen's report, as those read it who handle the report and may not read officers' reports.

What is told is chosen field by field: what the officer found of a place and did about it. Of a household, a business or a person only what
was chosen from a list, never words; of what is secret nothing but that it is. Names, addresses and positions stay where they are.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms import reading
from sambang_digital.forms.registry import FORMS, SECRET
from sambang_digital.repositories import pengaduan as repository

CHOSEN = ("result.situation", "result.follow_up.action", "result.accompanied_by")
ACTIVITY = ("theme", "outcome", "participants", "accompanied_by", "follow_up.action")
SHOWN: dict[str, tuple[str, ...]] = {
    "sambang_warga": CHOSEN,
    "sambang_usaha": CHOSEN,
    "sambang_tokoh": CHOSEN,
    "sambang_tempat": ("name", "result.situation", "result.situation_note", "result.notes", *CHOSEN[1:]),
    "deteksi_dini": ("threat", "urgency", "frequency", "description"),
    "pemecahan_masalah": ("bentuk", "outcome"),
    "penyuluhan_lapangan": ACTIVITY,
    "polisi_rw": ACTIVITY,
    "jumat_curhat": ACTIVITY,
    "siskamling": ACTIVITY,
    "rapat_tiga_pilar": ACTIVITY,
    "kegiatan_lain": ACTIVITY,
}
"""Fields that are told, by the kind of the officer's report."""
LONGEST = 600
"""Letters of one answer."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An officer's report in short. ``title``: its kind in words; ``state``: of its review; ``lines``: (what was asked, the answer)."""

    title: str
    by: str
    at: datetime
    state: str
    secret: bool
    lines: list[tuple[str, str]]


async def extracts(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Visit]:
    """They by their ids, named by steps of a citizen's report that the actor was found to handle; what is no more is left out."""
    found: dict[UUID, Visit] = {}
    for row in await repository.visits(session, ids):
        report, secret = row.Laporan, row.Laporan.kind in SECRET
        lines = reading.answers(report.kind, report.form_version, report.body, SHOWN.get(report.kind, ()))
        found[report.id] = Visit(
            title="Laporan rahasia" if secret else FORMS[report.kind].title if report.kind in FORMS else report.kind,
            by=" ".join(filter(None, (row.rank, row.name))),
            at=report.captured_at,
            state=report.state,
            secret=secret,
            lines=[] if secret else [(line.title, _short(line.value or "")) for line in lines],
        )
    return found


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
