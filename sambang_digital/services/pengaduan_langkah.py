"""What happens to a citizen's report: one table says from which state which step leads where, who may take it, and what it needs.

Two clocks hang on it. The first answer is the first step that speaks to the citizen, and no later one overrules it; while the
citizen is asked (``menunggu_pelapor``) time stands still, and what was answered before stays answered.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.pengaduan import MAX_NOTE
from sambang_digital.models import Pengaduan, PengaduanLangkah
from sambang_digital.models.base import now, uuid7
from sambang_digital.models.pengaduan import OPEN
from sambang_digital.security.actor import Actor
from sambang_digital.services import audit, broadcast, kabar_warga_antrean, wa_kabar
from sambang_digital.services.audit import Aksi, Pelaku

REOPEN = timedelta(days=7)
"""So long after its end the citizen may open a report again; after that it is closed for good."""
MIN_NOTE = 5


class Langkah(StrEnum):
    """A step of a report's history."""

    MASUK = "masuk"
    VERIFIKASI = "verifikasi"
    TUGASKAN = "tugaskan"
    TANGANI = "tangani"
    JAWAB = "jawab"
    CATAT = "catat"
    TANYA = "tanya"
    LENGKAPI = "lengkapi"
    TERUSKAN = "teruskan"
    SELESAIKAN = "selesaikan"
    TUTUP = "tutup"
    TOLAK = "tolak"
    GABUNG = "gabung"
    BUKA_LAGI = "buka_lagi"
    NILAI = "nilai"


class Who(StrEnum):
    """Whose step it is."""

    DISPATCH = "dispatch"
    """Whoever dispatches (or Propam, with what is theirs)."""
    HEAD = "head"
    """Who heads the satuan or unit it was given to, for officers of their own; and whoever dispatches."""
    HANDLER = "handler"
    """Whom it was given to, and whoever dispatches."""
    CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Rule:
    """``to``: where it leads, None: it stays. ``note``: words are needed. ``speaks``: to the citizen. ``internal``: hidden from them."""

    by: Who
    allowed: frozenset[str]
    to: str | None
    note: bool = False
    speaks: bool = False
    internal: bool = False


_OPEN = frozenset(OPEN)
_NEW = frozenset({"baru"})
_SEEN = frozenset({"diverifikasi"})
_GIVEN = frozenset({"ditugaskan", "ditangani"})
_OUT = frozenset({"diteruskan"})
_WORK = _SEEN | _GIVEN | _OUT
_WAIT = frozenset({"menunggu_pelapor"})
_ENDED = frozenset({"selesai", "ditutup", "ditolak"})
RULES: dict[Langkah, Rule] = {
    Langkah.VERIFIKASI: Rule(Who.DISPATCH, _NEW, "diverifikasi", speaks=True),
    Langkah.TUGASKAN: Rule(Who.HEAD, _WORK | _WAIT, "ditugaskan"),
    Langkah.TANGANI: Rule(Who.HANDLER, frozenset({"ditugaskan"}), "ditangani"),
    Langkah.JAWAB: Rule(Who.HANDLER, _OPEN, None, note=True, speaks=True),
    Langkah.CATAT: Rule(Who.HANDLER, _OPEN | _ENDED, None, note=True, internal=True),
    Langkah.TANYA: Rule(Who.HANDLER, _WORK, "menunggu_pelapor", note=True, speaks=True),
    Langkah.LENGKAPI: Rule(Who.CITIZEN, _OPEN, None),
    Langkah.TERUSKAN: Rule(Who.DISPATCH, _WORK | _WAIT, "diteruskan", note=True, speaks=True),
    Langkah.SELESAIKAN: Rule(Who.HANDLER, _WORK | _WAIT, "selesai", note=True, speaks=True),
    Langkah.TUTUP: Rule(Who.DISPATCH, frozenset({"selesai"}), "ditutup"),
    Langkah.TOLAK: Rule(Who.DISPATCH, _NEW | _WORK | _WAIT, "ditolak", note=True, speaks=True),
    Langkah.GABUNG: Rule(Who.DISPATCH, _NEW | _WORK | _WAIT, "digabung", speaks=True),
    Langkah.BUKA_LAGI: Rule(Who.CITIZEN, _ENDED, "diverifikasi", note=True),
    Langkah.NILAI: Rule(Who.CITIZEN, frozenset({"selesai", "ditutup"}), None),
}
"""``baru → diverifikasi → ditugaskan → ditangani → selesai → ditutup``, and sideways ``menunggu_pelapor``, ``diteruskan``, ``digabung``
and ``ditolak``. What the citizen adds while they are asked leads back to where the report was."""


class NotNow(Exception):
    """The step leads nowhere from the present ``state``: somebody else was first, or the time for it is over."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class PengaduanError(ValueError):
    """Something that cannot be done so; ``field`` and the message say why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Step:
    """A step about to be taken; ``by`` None: the citizen, or the system with ``side`` saying so."""

    step: Langkah
    note: str = ""
    by: Actor | Pelaku | None = None
    side: str = "petugas"
    data: dict[str, Any] = field(default_factory=dict)
    id: UUID | None = None


def possible(row: Pengaduan, step: Langkah, at: datetime) -> bool:
    """Whether the step leads anywhere from where the report stands."""
    if row.state not in RULES[step].allowed:
        return False
    return step is not Langkah.BUKA_LAGI or row.done_at is None or at - row.done_at <= REOPEN


def check(row: Pengaduan, step: Step, at: datetime) -> None:
    """Raises :class:`NotNow`, or :class:`PengaduanError` for words that are missing or too many."""
    if not possible(row, step.step, at):
        raise NotNow(row.state)
    if RULES[step.step].note and len(step.note) < MIN_NOTE and not step.data.get("files"):
        raise PengaduanError("note", f"Tulis keterangannya, paling sedikit {MIN_NOTE} huruf.")
    if len(step.note) > MAX_NOTE:
        raise PengaduanError("note", f"Paling banyak {MAX_NOTE} huruf.")


async def take(session: AsyncSession, row: Pengaduan, step: Step) -> PengaduanLangkah:
    """Take a step with a locked report: state, clocks, history, trail, and word to open desks.

    Raises :class:`NotNow` or :class:`PengaduanError` with nothing changed.
    """
    at, rule, before = now(), RULES[step.step], row.state
    check(row, step, at)
    after = _next(row, step.step)
    if after == "menunggu_pelapor":
        row.resume_state, row.waiting_since = before, at
    elif row.waiting_since is not None and after != before:
        row.waited_s += int((at - row.waiting_since).total_seconds())
        row.resume_state = row.waiting_since = None
    if rule.speaks and step.side == "petugas":
        row.first_answer_at = row.first_answer_at or at
    if step.step is Langkah.TUGASKAN:
        row.dispatched_at = row.dispatched_at or at
    if after in ("selesai", "ditolak", "digabung"):
        row.done_at = at
    elif after in OPEN:
        row.done_at = None
    row.state, row.changed_at = after, at
    taken = PengaduanLangkah(
        id=step.id or uuid7(),
        pengaduan_id=row.id,
        step=step.step.value,
        state=after,
        side=step.side,
        akun_id=step.by.id if step.by else None,
        note=step.note,
        internal=rule.internal,
        data=step.data,
        at=at,
    )
    session.add(taken)
    await session.flush()
    said = {"step": step.step.value, "from": before, "state": after, "side": step.side}
    await audit.record(
        session, step.by, Aksi.PENGADUAN_LANGKAH, row.id, **said, note=audit.keyed(step.note) if step.note else None
    )
    await wa_kabar.told(session, row, taken, before)
    await kabar_warga_antrean.told(session, row, taken, before)
    announce(session, row)
    return taken


def _next(row: Pengaduan, step: Langkah) -> str:
    if step is Langkah.LENGKAPI and row.state == "menunggu_pelapor":
        return row.resume_state or "diverifikasi"
    return RULES[step].to or row.state


def announce(session: AsyncSession, row: Pengaduan) -> None:
    """Tell open desks, once the transaction is through, that there is something new to read of this report."""
    broadcast.publish_after_commit(session, broadcast.PENGADUAN, {"id": str(row.id), "satuan_id": row.satuan_id})
