"""News for people (kabar): what came back, who was spoken to, what is to be done. In the app, and by Web Push (:mod:`kabar_push`).

Whoever makes news calls :func:`notify` in the transaction of the deed. The words are neutral and belong to the kind: they stand on
locked screens and go through other people's servers, so they never name anybody and never say what a report is about.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import PilihanKabar
from sambang_digital.models.base import now
from sambang_digital.models.kabar import NOTHING
from sambang_digital.repositories import kabar as repository
from sambang_digital.services import broadcast


class Jenis(StrEnum):
    """Everything there is news of."""

    DIKEMBALIKAN = "dikembalikan"
    TUGAS = "tugas"
    SEBUTAN = "sebutan"
    SEBUTAN_TUGAS = "sebutan_tugas"
    PENGINGAT = "pengingat"
    TANPA_LAPORAN = "tanpa_laporan"
    ANGGOTA = "anggota"
    ESKALASI = "eskalasi"


class Level(StrEnum):
    """How far one kind of news reaches a person."""

    OFF = "mati"
    APP = "aplikasi"
    PUSH = "layar"


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of news. ``phone`` and ``desk``: the page it leads to, ``{ref}`` being what it is about; ``level``: how far it reaches
    who chose nothing; ``urgent``: it may break quiet hours."""

    title: str
    text: str
    phone: str
    desk: str
    level: Level = Level.PUSH
    urgent: bool = False


_TASK_PHONE, _TASK_DESK = "/petugas/tugas/?buka={ref}", "/tugas/?id={ref}"
_REPORT_PHONE, _REPORT_DESK = "/petugas/antrean/?buka={ref}", "/tinjauan/?id={ref}"
ENTRIES: dict[Jenis, Entry] = {
    Jenis.DIKEMBALIKAN: Entry(
        "Laporan dikembalikan", "Ada laporan yang perlu Anda perbaiki.", _REPORT_PHONE, _REPORT_DESK
    ),
    Jenis.TUGAS: Entry("Tugas", "Ada tugas baru atau tugas yang berubah.", _TASK_PHONE, _TASK_DESK),
    Jenis.SEBUTAN: Entry(
        "Anda disebut", "Seseorang menyebut Anda dalam percakapan laporan.", _REPORT_PHONE, _REPORT_DESK
    ),
    Jenis.SEBUTAN_TUGAS: Entry(
        "Anda disebut", "Seseorang menyebut Anda dalam percakapan tugas.", _TASK_PHONE, _TASK_DESK
    ),
    Jenis.PENGINGAT: Entry(
        "Belum ada laporan", "Kemarin belum ada laporan dari Anda yang masuk.", "/petugas/kinerja/", "/kinerja/"
    ),
    Jenis.TANPA_LAPORAN: Entry(
        "Peringatan: lama tanpa laporan",
        "Sudah beberapa hari tidak ada laporan dari Anda yang masuk.",
        "/petugas/kinerja/",
        "/kinerja/",
    ),
    Jenis.ANGGOTA: Entry(
        "Anggota lama tanpa laporan",
        "Ada petugas yang sudah beberapa hari tidak melapor.",
        "/petugas/kinerja/",
        "/kinerja/?perhatian=warn",
    ),
    Jenis.ESKALASI: Entry(
        "Laporan dieskalasi", "Ada laporan yang dieskalasi kepada Anda.", _REPORT_PHONE, _REPORT_DESK, urgent=True
    ),
}
"""All kinds, in the order in which settings show them."""


def level_of(choice: PilihanKabar | None, jenis: Jenis) -> Level:
    """How far this kind reaches somebody who chose ``choice`` (None: nothing)."""
    return Level(choice.levels[jenis]) if choice and jenis in choice.levels else ENTRIES[jenis].level


async def notify(
    session: AsyncSession, akun_ids: Collection[int], jenis: Jenis, ref: UUID | None = None, *, by: int | None = None
) -> None:
    """Give news to these people, in the caller's transaction; ``by`` made it and needs no news of it.

    What somebody has not read yet is not repeated to them: its row is counted up and moves to the top.
    """
    wanted = set(akun_ids) - {by}
    chosen = await repository.choices(session, wanted) if wanted else {}
    reached = sorted(one for one in wanted if level_of(chosen.get(one), jenis) is not Level.OFF)
    if reached:
        await repository.tell(session, reached, jenis, ref or NOTHING, now())
        tell_open(session, reached)


def tell_open(session: AsyncSession, akun_ids: Collection[int]) -> None:
    """Let open desks of these people count again, once the transaction is through."""
    broadcast.publish_after_commit(session, broadcast.KABAR, {"akun_ids": list(akun_ids)})
