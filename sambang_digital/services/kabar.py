"""News for people (kabar): what came back, who was spoken to, what is to be done. In the app, and by Web Push (:mod:`kabar_push`).

Whoever makes news calls :func:`notify` in the transaction of the deed. The words are neutral and belong to the kind: they stand on
locked screens and go through other people's servers, so they never name anybody and never say what a report is about.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypedDict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import transaction
from sambang_digital.forms.kabar import Jenis, Level, Pilihan
from sambang_digital.models import Kabar, PilihanKabar
from sambang_digital.models.base import now
from sambang_digital.models.kabar import NOTHING
from sambang_digital.repositories import kabar as repository
from sambang_digital.repositories import laporan
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import broadcast, kabar_antrean, percobaan, waktu

__all__ = ["ENTRIES", "PAGE", "Entry", "Jenis", "Level", "News", "Pilihan"]

PAGE = 50
TRIALS = 5
"""Messages one person may send to their own devices in a quarter of an hour, to try them out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of news. ``phone`` and ``desk``: the page it leads to, ``{ref}`` being what it is about; ``level``: how far it
    reaches who chose nothing; ``urgent``: it may break quiet hours; ``needs``: without this nobody gets any, and it is no choice."""

    title: str
    text: str
    phone: str
    desk: str
    needs: Permission = Permission.KABAR_READ
    level: Level = Level.PUSH
    urgent: bool = False


_REPORT = "/petugas/antrean/?buka={ref}", "/tinjauan/?id={ref}"
_TASK = "/petugas/tugas/?buka={ref}", "/tugas/?id={ref}"
_TEXT = "/petugas/bacaan/", "/bacaan/naskah/?id={ref}"
ENTRIES: dict[Jenis, Entry] = {
    Jenis.DIKEMBALIKAN: Entry(
        "Laporan dikembalikan", "Ada laporan yang perlu Anda perbaiki.", *_REPORT, needs=Permission.SAMBANG_WRITE
    ),
    Jenis.TUGAS: Entry("Tugas", "Ada tugas baru atau tugas yang berubah.", *_TASK),
    Jenis.SEBUTAN: Entry(
        "Anda disebut",
        "Seseorang menyebut Anda dalam percakapan laporan.",
        *_REPORT,
        needs=Permission.UTAS_WRITE,
    ),
    Jenis.SEBUTAN_TUGAS: Entry("Anda disebut di tugas", "Seseorang menyebut Anda dalam percakapan tugas.", *_TASK),
    Jenis.PENGINGAT: Entry(
        "Belum ada laporan",
        "Kemarin belum ada laporan dari Anda yang masuk.",
        "/petugas/kinerja/",
        "/kinerja/",
        needs=Permission.SAMBANG_WRITE,
    ),
    Jenis.TANPA_LAPORAN: Entry(
        "Peringatan: lama tanpa laporan",
        "Sudah beberapa hari tidak ada laporan dari Anda yang masuk.",
        "/petugas/kinerja/",
        "/kinerja/",
        needs=Permission.SAMBANG_WRITE,
    ),
    Jenis.ANGGOTA: Entry(
        "Petugas lama tanpa laporan",
        "Ada petugas Anda yang sudah beberapa hari tidak melapor.",
        "/petugas/kinerja/",
        "/kinerja/?perhatian=peringatkan",
        needs=Permission.KINERJA_READ,
    ),
    Jenis.ESKALASI: Entry(
        "Eskalasi",
        "Ada eskalasi baru atau yang sudah dijawab.",
        _REPORT[0],
        "/eskalasi/?id={ref}",
        urgent=True,
    ),
    Jenis.PENGADUAN: Entry(
        "Pengaduan warga",
        "Ada pengaduan yang menunggu Anda.",
        "/petugas/tugas/",
        "/pengaduan/?id={ref}",
    ),
    Jenis.RESPON_CEPAT: Entry(
        "Respon Cepat",
        "Seorang warga melaporkan bahaya.",
        "/petugas/tugas/",
        "/pengaduan/?id={ref}",
        urgent=True,
        needs=Permission.PENGADUAN_TRIAGE,
    ),
    Jenis.BACAAN_DIAJUKAN: Entry(
        "Bacaan menunggu ditinjau",
        "Ada tulisan untuk warga yang menunggu keputusan Anda.",
        *_TEXT,
        needs=Permission.BACAAN_PUBLISH,
    ),
    Jenis.BACAAN_DIKEMBALIKAN: Entry(
        "Bacaan dikembalikan", "Ada tulisan Anda yang perlu diperbaiki.", *_TEXT, needs=Permission.BACAAN_WRITE
    ),
    Jenis.BACAAN_TERBIT: Entry(
        "Bacaan terbit",
        "Tulisan Anda sudah dapat dibaca warga.",
        *_TEXT,
        needs=Permission.BACAAN_WRITE,
        level=Level.APP,
    ),
    Jenis.SALURAN: Entry(
        "Saluran WhatsApp mati",
        "Pesan WhatsApp warga tidak sampai. Buka pengaturan untuk melihat sebabnya.",
        "/petugas/akun/",
        "/administrasi/pengaturan/",
        needs=Permission.AKUN_ADMIN,
        urgent=True,
    ),
    Jenis.UJI: Entry(
        "Pemberitahuan percobaan",
        "Bila ini muncul di layar, pemberitahuan di perangkat itu bekerja.",
        "/petugas/akun/",
        "/akun/",
        urgent=True,
    ),
}
"""All kinds, in the order in which settings show them."""
ABOUT_REPORTS = frozenset(jenis for jenis, entry in ENTRIES.items() if entry.phone == _REPORT[0])
"""Kinds whose ``ref`` is a report: an escalation has the id of the report that was handed on."""


class News(TypedDict):
    """One piece of news as it is shown, ready for JSON: ``href`` is where it leads on its reader's screens, ``count`` how often
    it was said while unread, ``at`` when last."""

    id: str
    jenis: str
    title: str
    text: str
    ref: str | None
    href: str
    count: int
    at: datetime
    read_at: datetime | None


async def notify(
    session: AsyncSession, akun_ids: Collection[int], jenis: Jenis, ref: UUID | None = None, *, by: int | None = None
) -> None:
    """Give news to these people, in the caller's transaction; ``by`` made it and needs no news of it.

    What somebody has not read yet is not repeated to them: its row is counted up and moves to the top.
    """
    wanted = set(akun_ids) - {by}
    chosen = await repository.choices(session, wanted) if wanted else {}
    levels = {one: level_of(chosen.get(one), jenis) for one in sorted(wanted)}
    reached = [one for one, level in levels.items() if level is not Level.OFF]
    if not reached:
        return
    told = await repository.tell(session, reached, jenis, ref or NOTHING, now())
    await kabar_antrean.enqueue(session, [id_ for id_, one in told if levels[one] is Level.PUSH])
    _tell_open(session, reached)


def level_of(choice: PilihanKabar | None, jenis: Jenis) -> Level:
    """How far this kind reaches somebody who chose ``choice`` (None: nothing)."""
    return Level(choice.levels[jenis]) if choice and jenis in choice.levels else ENTRIES[jenis].level


def quiet_until(choice: PilihanKabar | None, moment: datetime) -> datetime | None:
    """When the quiet hours in which ``moment`` falls end; None outside of them."""
    hours = choice or Pilihan()
    here = waktu.local_time(moment)
    minute, start, end = here.hour * 60 + here.minute, hours.quiet_from, hours.quiet_until
    over_midnight = start > end
    if not (minute >= start or minute < end if over_midnight else start <= minute < end):
        return None
    day = here.date() + timedelta(days=over_midnight and minute >= start)
    return waktu.local(datetime.combine(day, time(*divmod(end, 60))))


async def page(session: AsyncSession, actor: Actor, number: int) -> list[News]:
    """A page (from 1) of the actor's news, the latest first."""
    actor.require(Permission.KABAR_READ)
    return shown(actor, await repository.page(session, actor, PAGE, (number - 1) * PAGE))


async def count(session: AsyncSession, actor: Actor) -> int:
    """How much news the actor has."""
    return await repository.count(session, actor)


async def unread(session: AsyncSession, actor: Actor) -> int:
    """How much of it they have not read."""
    actor.require(Permission.KABAR_READ)
    return await repository.count(session, actor, unread=True)


async def titles(session: AsyncSession, actor: Actor, news: Iterable[News]) -> dict[str, str]:
    """``ref`` of news about reports → the report's title, where the actor may read it."""
    wanted = [UUID(one["ref"]) for one in news if one["ref"] and one["jenis"] in ABOUT_REPORTS]
    return {str(id_): title for id_, title in (await laporan.titles(session, actor, wanted)).items()}


def shown(actor: Actor, rows: Sequence[Kabar]) -> list[News]:
    """News of the actor as they see it."""
    return [_shown(actor, row) for row in rows]


def _shown(actor: Actor, row: Kabar) -> News:
    entry = ENTRIES[Jenis(row.jenis)]
    lead = entry.phone if actor.may(Permission.SAMBANG_WRITE) else entry.desk
    return News(
        id=str(row.id),
        jenis=row.jenis,
        title=entry.title,
        text=entry.text,
        ref=None if row.ref == NOTHING else str(row.ref),
        # News about no single thing leads to the list of such things.
        href=lead.partition("?")[0] if row.ref == NOTHING and "{ref}" in lead else lead.format(ref=row.ref),
        count=row.count,
        at=row.at,
        read_at=row.read_at,
    )


async def get(session: AsyncSession, actor: Actor, kabar_id: UUID) -> News | None:
    """One of the actor's."""
    actor.require(Permission.KABAR_READ)
    row = await repository.get(session, actor, kabar_id)
    return _shown(actor, row) if row else None


async def read(session: AsyncSession, actor: Actor, seen: Mapping[UUID, datetime] | None = None) -> None:
    """The actor has seen all of it, or these as of the moment each was last said; what was said since stays unread."""
    actor.require(Permission.KABAR_READ)
    if (seen is None or seen) and await repository.mark_read(session, actor, seen, now()):
        _tell_open(session, [actor.id])


async def choice(session: AsyncSession, actor: Actor) -> Pilihan:
    """What the actor wants: every kind there is for them, with its level."""
    actor.require(Permission.KABAR_READ)
    chosen = (await repository.choices(session, [actor.id])).get(actor.id)
    levels = {jenis: level_of(chosen, jenis) for jenis in kinds(actor)}
    if chosen is None:
        return Pilihan(levels=levels)
    return Pilihan(quiet_from=chosen.quiet_from, quiet_until=chosen.quiet_until, levels=levels)


async def choose(session: AsyncSession, actor: Actor, wanted: Pilihan) -> None:
    """Store what the actor wants. Kinds that are not named, or are no choice of theirs, stay as they are by default."""
    actor.require(Permission.KABAR_READ)
    levels = {jenis: level for jenis, level in wanted.levels.items() if level is not ENTRIES[jenis].level}
    kept = {jenis.value: level.value for jenis, level in levels.items() if jenis in kinds(actor)}
    values = {"quiet_from": wanted.quiet_from, "quiet_until": wanted.quiet_until, "levels": kept}
    await repository.choose(session, actor.id, values)


def kinds(actor: Actor) -> list[Jenis]:
    """The kinds of which there can be news for the actor, and of which they have a choice."""
    return [jenis for jenis, entry in ENTRIES.items() if actor.may(entry.needs) and jenis is not Jenis.UJI]


async def try_out(actor: Actor) -> None:
    """Send a message to the actor's own devices, on the way that all take. Raises ``TooManyAttempts`` of :mod:`percobaan`."""
    actor.require(Permission.KABAR_READ)
    await percobaan.begin([(f"kabar:{actor.id}", TRIALS)])
    async with transaction() as session:
        await notify(session, [actor.id], Jenis.UJI)


def _tell_open(session: AsyncSession, akun_ids: Collection[int]) -> None:
    """Let open desks of these people count again, once the transaction is through."""
    broadcast.publish_after_commit(session, broadcast.KABAR, {"akun_ids": list(akun_ids)})
