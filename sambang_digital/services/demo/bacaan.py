"""Texts for citizens in the demo: one with a video, one that a Kanit is writing, one that waits for a decision, one that is scheduled,
and what citizens have read of all that is out."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import transaction
from sambang_digital.models.base import now, uuid7
from sambang_digital.repositories import bacaan as counts
from sambang_digital.security.actor import Actor
from sambang_digital.services import bacaan, bacaan_sunting
from sambang_digital.services.bacaan import Library, Tulisan
from sambang_digital.services.bacaan_sunting import Langkah
from sambang_digital.services.demo import film
from sambang_digital.services.demo.orang import Person
from sambang_digital.services.waktu import today

WRITER = "kanit"
DAYS = (2, 16, 41, 75)
"""So many days ago somebody read."""
PLACES = 4
UNFINISHED: dict[str, Any] = {
    "title": "Pos ronda RW 04 hidup lagi",
    "summary": "",
    "body": "Warga RW 04 kembali berjaga bergiliran sejak awal bulan.\n\n## Jadwal\n\n- Senin sampai Kamis: dua orang\n- ",
}
WAITING: dict[str, Any] = {
    "title": "Kunci ganda sebelum meninggalkan rumah",
    "summary": "Libur panjang adalah waktu rawan pencurian rumah kosong. Tiga langkah ini cukup mudah.",
    "body": "Kunci pintu dan jendela dengan kunci ganda, matikan kompor dan listrik yang tidak dipakai.\n\n"
    "Titipkan rumah kepada tetangga atau satpam, dan beri tahu ketua RT kapan Anda kembali.",
    "topic": "pencurian",
}
SCHEDULED: dict[str, Any] = {
    "title": "Jemput anak tepat waktu saat pulang sekolah",
    "summary": "Tawuran sering berawal dari anak yang berkumpul sepulang sekolah tanpa tujuan.",
    "body": "Tanyakan jam pulang anak setiap hari, dan minta mereka langsung pulang.\n\n"
    "Bila melihat anak berkumpul membawa senjata, jangan mendekat. Telepon 110.",
    "topic": "tawuran",
    "audience": ["orang_tua"],
}


WITH_A_FILM: dict[str, Any] = {
    "title": "Video: tiga langkah mengunci motor",
    "summary": "Video pendek tanpa suara: kunci setang, kunci cakram, dan tempat parkir yang terang.",
    "body": "Polsek membagikan video pendek ini di pos ronda dan tempat parkir. Silakan diputar di pertemuan warga.\n\n"
    "*Berita ini contoh untuk data peragaan.*",
    "topic": "curanmor",
}


async def load(staff: Sequence[Person]) -> None:
    """Write them, and count what was read."""
    writer = next(one.actor for one in staff if one.post.key == WRITER)
    played = {"id": str(await film.upload(writer)), "caption": film.CAPTION, "transcript": film.TRANSCRIPT}
    async with transaction() as session:
        await _write(session, writer, "berita", WITH_A_FILM | {"film": played}, Langkah.AJUKAN, Langkah.TERBITKAN)
        await _write(session, writer, "berita", UNFINISHED)
        await _write(session, writer, "himbauan", WAITING, Langkah.AJUKAN)
        await _write(session, writer, "himbauan", SCHEDULED, Langkah.AJUKAN, Langkah.JADWALKAN)
    library, random = await bacaan.library(), Random("bacaan")
    async with transaction() as session:
        for row in library.rows:
            for days in DAYS:
                await _read(session, random, library, row, today() - timedelta(days=days))


async def _write(session: AsyncSession, writer: Actor, kind: str, values: dict[str, Any], *steps: Langkah) -> None:
    text = (await bacaan_sunting.save(session, writer, uuid7(), kind, values)).row
    for step in steps:
        at = now() + timedelta(days=2) if step is Langkah.JADWALKAN else None
        await bacaan_sunting.act(session, writer, text.id, step, publish_at=at)


async def _read(session: AsyncSession, random: Random, library: Library, row: Tulisan, day: date) -> None:
    """As readers tell it: most of them do not say where, and of some texts they are not asked."""
    where = (
        [""] if row.guarded else ["", *random.sample(sorted(library.kecamatan), min(PLACES, len(library.kecamatan)))]
    )
    for place in where:
        read = random.randint(3, 40 if place else 120)
        quizzes = random.randint(0, read // 4) if row.quiz else 0
        asked = quizzes * len(row.quiz)
        counted = {"read": read, "finished": random.randint(read // 3, read), "quizzes": quizzes,
                   "quiz_asked": asked, "quiz_right": random.randint(asked // 2, asked)}  # fmt: skip
        await counts.add_counts(session, row.id, day, place, counted)
