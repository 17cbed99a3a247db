"""Tasks of the demo: a few of each state for the officers who are shown, due around today at whatever hour it starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from sambang_digital.db import transaction
from sambang_digital.forms.tugas import Jenis, Langkah, Tindakan, TugasBaru
from sambang_digital.forms.utas import Pesan
from sambang_digital.models.base import now, uuid7
from sambang_digital.security.actor import Actor
from sambang_digital.services import tinjauan, tugas, tugas_baca, utas
from sambang_digital.services.demo.orang import Person
from sambang_digital.services.laporan import Arrival
from sambang_digital.services.tinjauan import QueueFilter
from sambang_digital.services.waktu import day_of

GIVERS = {"petugas": "kanit", "petugas_dua": "kanit", "petugas_ciledug": "kanit_ciledug"}
"""Officers who are shown, and who gives them tasks."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class Wish:
    """One task: ``due`` days from now (past: given days before that), what its officer did about it, and why not."""

    kind: Jenis
    text: str
    due: int
    step: Langkah | None = None
    note: str = ""


WISHES = (
    Wish(
        Jenis.VISIT,
        "Kunjungi kembali dan tanyakan perkembangan keluhannya. Catat siapa yang menerima.",
        -1,
        Langkah.SEEN,
    ),
    Wish(Jenis.FOLLOW_UP, "Tindak lanjuti bersama ketua RT, lalu laporkan hasilnya.", 1, Langkah.STARTED),
    Wish(Jenis.COUNSELLING, "Penyuluhan cegah curanmor untuk warga dan satpam perumahan.", 4),
    Wish(
        Jenis.OTHER,
        "Hadiri rapat persiapan peringatan hari besar di kantor kelurahan.",
        2,
        Langkah.IMPOSSIBLE,
        "Bersamaan dengan pengamanan di lokasi lain. Mohon ditugaskan rekan.",
    ),
)
QUESTION, ANSWER = "Sudah ada janji dengan tuan rumah?", "Sudah, sore ini setelah magrib."


async def load(staff: Sequence[Person]) -> None:
    """Give them, and let the officers answer."""
    shown = {one.post.key: one.actor for one in staff if one.post.key}
    for officer_key, giver_key in GIVERS.items():
        giver, officer = shown[giver_key], shown[officer_key]
        for number, wish in enumerate(WISHES):
            if task := await _give(giver, officer, wish):
                await _answer(officer, task, wish, Random(f"{officer.nrp}-tugas-{number}"))
                if number == 0:
                    await _talk(giver, officer, task, Random(f"{officer.nrp}-tugas-utas"))


async def _give(giver: Actor, officer: Actor, wish: Wish) -> UUID | None:
    """The task's id; None where there is nothing for it to be about."""
    present = now()
    async with transaction() as session:
        about: dict[str, Any] = {}
        if wish.kind is Jenis.VISIT:
            houses = await tugas_baca.places(session, giver, "", [officer.id])
            about = {"subject_id": str(houses[0].id)} if houses else {}
        if wish.kind is Jenis.FOLLOW_UP:
            reports = await tinjauan.queue(session, giver, QueueFilter(status="semua", author_id=officer.id))
            about = {"source_id": str(reports[0].id)} if reports else {}
        if not about and wish.kind in (Jenis.VISIT, Jenis.FOLLOW_UP):
            return None
        due_day = day_of(present + timedelta(days=max(1, wish.due)))
        form = {"kind": wish.kind, "officer_ids": [officer.id], "text": wish.text, "due_day": due_day} | about
        (row,) = await tugas.give(session, giver, TugasBaru.model_validate(form))
        if wish.due < 0:
            # Given in the past, which no desk can do.
            row.created_at, row.due_at = present - timedelta(days=WEEK), present + timedelta(days=wish.due)
        return row.id


async def _answer(officer: Actor, task: UUID, wish: Wish, random: Random) -> None:
    if wish.step:
        at = now()
        deed = {"id": str(uuid7(at, random)), "step": wish.step, "note": wish.note, "made_at": at.isoformat()}
        await tugas.act(officer, task, Tindakan.model_validate(deed), Arrival(at))


async def _talk(giver: Actor, officer: Actor, task: UUID, random: Random) -> None:
    for who, text in ((giver, QUESTION), (officer, ANSWER)):
        at = now()
        post = {"id": str(uuid7(at, random)), "text": text, "created_at": at.isoformat()}
        await utas.post(who, task, Pesan.model_validate(post))
