"""Tasks: given by superiors, answered by officers, closed by the report that answers them.

What happens to a task is a *step*. One table says from which state which step leads where; a step that leads nowhere by
now (the task was cancelled while the phone had no network) is kept in the history and changes nothing. Of an officer's own
steps the latest by their own clock counts, in whatever order they arrive.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital import db
from sambang_digital.forms.text import clean_text
from sambang_digital.forms.tugas import MAX_TEXT, MIN_REASON, NEEDED, Langkah, Tenggat, Tindakan, TugasBaru, end_of
from sambang_digital.forms.tugas import Jenis as Tugasan
from sambang_digital.models import Akun, Laporan, Pengaduan, Tugas, TugasLangkah
from sambang_digital.models.base import now, uuid7
from sambang_digital.repositories import tugas as repository
from sambang_digital.repositories.tugas import PAGE, Tab, TugasFilter
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, broadcast, cari_antrean, kabar, pengaduan_ikut, percobaan, wilayah
from sambang_digital.services.audit import Aksi, Pelaku
from sambang_digital.services.cari_antrean import Jenis
from sambang_digital.services.laporan import Arrival
from sambang_digital.services.waktu import local, today

__all__ = [
    "LATEST", "PAGE", "TRANSITIONS", "IdTaken", "NotFound", "NotNow", "Tab", "TugasError", "TugasFilter", "act", "announce",
    "answered", "ask_again", "cancel", "drop", "due_of", "follow", "give", "hold", "postpone", "reviewed",
]  # fmt: skip

PER_WINDOW = 200
"""Steps that one officer may take in a quarter of an hour: each is kept for good, and most are news for the giver."""
LATEST = timedelta(days=366)
"""No task is due later than that from now."""
TRANSITIONS: dict[str, dict[Langkah, str]] = {
    "baru": {
        Langkah.SEEN: "dilihat",
        Langkah.STARTED: "dikerjakan",
        Langkah.IMPOSSIBLE: "tidak_dapat",
        Langkah.ANSWERED: "selesai",
        Langkah.POSTPONED: "baru",
        Langkah.CANCELLED: "dibatalkan",
    },
    "dilihat": {
        Langkah.STARTED: "dikerjakan",
        Langkah.IMPOSSIBLE: "tidak_dapat",
        Langkah.ANSWERED: "selesai",
        Langkah.POSTPONED: "dilihat",
        Langkah.CANCELLED: "dibatalkan",
    },
    "dikerjakan": {
        Langkah.STARTED: "dikerjakan",
        Langkah.IMPOSSIBLE: "tidak_dapat",
        Langkah.ANSWERED: "selesai",
        Langkah.POSTPONED: "dikerjakan",
        Langkah.CANCELLED: "dibatalkan",
    },
    "tidak_dapat": {
        Langkah.IMPOSSIBLE: "tidak_dapat",
        Langkah.STARTED: "dikerjakan",
        Langkah.ANSWERED: "selesai",
        Langkah.ASKED_AGAIN: "baru",
        Langkah.CANCELLED: "dibatalkan",
    },
    "selesai": {Langkah.SENT_BACK: "dikerjakan"},
    "dibatalkan": {},
}
"""From each state, where each step leads. *Terlambat* is no state: it is said of open tasks past their due."""
TELLS = frozenset({Langkah.IMPOSSIBLE, Langkah.ANSWERED, Langkah.ASKED_AGAIN, Langkah.POSTPONED, Langkah.CANCELLED})
"""Steps of which the other side, officer or giver, has news; of a report that went back its author has news anyway."""
SAYS_WHY = frozenset({"tidak_dapat", "dibatalkan"})


class NotFound(Exception):
    """No such task within the actor's reach."""


class IdTaken(Exception):
    """Another step has this id."""


class NotNow(Exception):
    """The step leads nowhere from the present ``state``: somebody else was first."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class TugasError(ValueError):
    """A task that cannot be given so; ``field`` and the message say why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


async def give(session: AsyncSession, actor: Actor, form: TugasBaru) -> list[Tugas]:
    """One task for each officer named. Raises :class:`TugasError` for what the actor does not reach, or is missing."""
    actor.require(Permission.TUGAS_GIVE)
    wanted = dict.fromkeys(form.officer_ids)
    officers = {row.id: row for row in await repository.officers(session, actor, wanted)}
    if len(officers) < len(wanted):
        raise TugasError("officer_ids", "Petugas ini tidak ada, sudah tidak aktif, atau di luar satuan Anda.")
    needed, what_to_do = NEEDED.get(form.kind, ((), ""))
    if needed and all(getattr(form, name) is None for name in needed):
        raise TugasError(needed[0], what_to_do)
    due_at, area_code, at = due_of(form), await _area(session, actor, form), now()
    rows = [
        Tugas(
            id=uuid7(),
            kind=form.kind.value,
            officer_id=officer_id,
            giver_id=actor.id,
            satuan_id=officers[officer_id].satuan_id,
            text=form.text,
            due_at=due_at,
            due_all_day=form.due_hour is None,
            area_code=area_code,
            subject_id=form.subject_id,
            lat=form.lat,
            lon=form.lon,
            source_id=form.source_id,
            created_at=at,
            changed_at=at,
        )
        for officer_id in wanted
    ]
    await _store(session, actor, rows)
    for row in rows:
        await kabar.notify(session, [row.officer_id], kabar.Jenis.TUGAS, row.id, by=actor.id)
    return rows


async def follow(
    session: AsyncSession, actor: Actor, report: Pengaduan, officer: Akun, text: str, due: Tenggat
) -> Tugas:
    """The task of an officer to whom a citizen's report is given: whoever may give the report gives it. Raises :class:`TugasError`."""
    at = now()
    row = Tugas(
        id=uuid7(),
        kind=Tugasan.PENGADUAN.value,
        officer_id=officer.id,
        giver_id=actor.id,
        satuan_id=officer.satuan_id,
        text=text[:MAX_TEXT],
        due_at=due_of(due),
        due_all_day=due.due_hour is None,
        area_code=report.area_code,
        lat=report.lat,
        lon=report.lon,
        pengaduan_id=report.id,
        created_at=at,
        changed_at=at,
    )
    await _store(session, actor, [row])
    return row


async def _store(session: AsyncSession, actor: Actor, rows: Sequence[Tugas]) -> None:
    session.add_all(rows)
    await session.flush()
    await cari_antrean.enqueue(session, Jenis.TUGAS, [row.id for row in rows])
    for row in rows:
        session.add(_langkah(row, actor.id, Langkah.GIVEN, at=row.created_at))
        await audit.record(
            session,
            actor,
            Aksi.TUGAS_DIBERI,
            row.id,
            kind=row.kind,
            officer_id=row.officer_id,
            text=audit.keyed(row.text),
        )
        announce(session, row)


def due_of(form: Tenggat) -> datetime:
    """The moment from which on it is late. Raises :class:`TugasError`."""
    due_at = local(end_of(form.due_day, form.due_hour))
    if due_at <= now():
        field = "due_day" if form.due_day < today() else "due_hour"
        raise TugasError(field, "Tenggat ini sudah lewat. Pilih waktu yang akan datang.")
    if due_at > now() + LATEST:
        raise TugasError("due_day", "Tenggat paling lama setahun dari sekarang.")
    return due_at


async def _area(session: AsyncSession, actor: Actor, form: TugasBaru) -> str | None:
    """The village of the task: of its house, of its point, as named, or of the report it follows up; all within reach."""
    subject = source = None
    if form.subject_id and (subject := await repository.place(session, actor, form.subject_id)) is None:
        raise TugasError("subject_id", "Rumah atau tempat ini tidak ada di daftar, atau di luar satuan Anda.")
    if form.source_id and (source := await repository.source(session, actor, form.source_id)) is None:
        raise TugasError("source_id", "Laporan ini tidak ada, atau di luar kewenangan Anda.")
    named = form.area_code
    if form.lat is not None and form.lon is not None:
        named = await wilayah.village_at(session, form.lat, form.lon)
    if named or form.lat is not None:
        within = {row.code for row in await repository.villages(session, actor, today())}
        if named not in within:
            field = "area_code" if form.lat is None else "lat"
            raise TugasError(field, "Tempat ini di luar wilayah satuan Anda.")
    return (subject.area_code if subject else None) or named or (source.area_code if source else None)


async def cancel(session: AsyncSession, actor: Actor, tugas_id: UUID, reason: str) -> None:
    """Take a task back, with the reason. Raises :class:`NotFound`, :class:`NotNow` or :class:`TugasError`."""
    await _order(session, actor, tugas_id, Langkah.CANCELLED, note=_reason("reason", reason))


async def hold(session: AsyncSession, pengaduan_id: UUID) -> None:
    """Lock the tasks of a citizen's report before the report itself, as an officer's own step does."""
    await repository.following_up(session, pengaduan_id)


async def drop(session: AsyncSession, actor: Actor, pengaduan_id: UUID, reason: str) -> None:
    """A citizen's report came to its end, or is given to somebody else: what its officer has not done is cancelled."""
    for row in await repository.following_up(session, pengaduan_id):
        await _take(session, actor, row, _langkah(row, actor.id, Langkah.CANCELLED, note=reason))


async def postpone(session: AsyncSession, actor: Actor, tugas_id: UUID, due: Tenggat, note: str = "") -> None:
    """Give an open task another due date; the history keeps it. Raises as :func:`cancel` does."""
    await _order(session, actor, tugas_id, Langkah.POSTPONED, due=due, note=clean_text(note)[:MAX_TEXT])


async def ask_again(session: AsyncSession, actor: Actor, tugas_id: UUID, due: Tenggat, note: str) -> None:
    """Ask anew for what the officer could not do, saying how it can be done. Raises as :func:`cancel` does."""
    await _order(session, actor, tugas_id, Langkah.ASKED_AGAIN, due=due, note=_reason("note", note))


def _reason(field: str, text: str) -> str:
    text = clean_text(text)
    if not MIN_REASON <= len(text) <= MAX_TEXT:
        raise TugasError(field, f"Tulis alasan atau arahannya, {MIN_REASON} sampai {MAX_TEXT} huruf.")
    return text


async def _order(
    session: AsyncSession, actor: Actor, tugas_id: UUID, step: Langkah, *, note: str, due: Tenggat | None = None
) -> None:
    actor.require(Permission.TUGAS_GIVE)
    due_at = due_of(due) if due else None
    row = await repository.find(session, actor, tugas_id, lock=True)
    if row is None:
        raise NotFound
    before = row.state
    if step not in TRANSITIONS[before]:
        raise NotNow(before)
    await _take(session, actor, row, _langkah(row, actor.id, step, note=note, due_at=due_at))
    if due and due_at:
        row.due_at, row.due_all_day = due_at, due.due_hour is None
    if step is Langkah.ASKED_AGAIN:
        # What the officer did before they were asked again, and arrives only now, belongs to the first time.
        row.told_at = row.changed_at


async def act(actor: Actor, tugas_id: UUID, deed: Tindakan, arrival: Arrival) -> bool:
    """An officer's own step, stored once however often it is sent; whether it counted.

    Raises :class:`NotFound`, :class:`IdTaken` or ``TooManyAttempts`` of :mod:`~sambang_digital.services.percobaan`.
    """
    actor.require(Permission.TUGAS_DO)
    async with db.reading() as session:
        _, counted = await _own(session, actor, tugas_id, deed)
    if counted is not None:
        return counted
    await percobaan.begin([(f"tugas:{actor.id}", PER_WINDOW)])
    async with db.transaction() as session:
        row, counted = await _own(session, actor, tugas_id, deed, lock=True)
        if counted is not None:
            return counted
        made_at = arrival.captured_at(deed.made_at, None)
        overtaken = row.told_at is not None and made_at < row.told_at
        step = _langkah(row, actor.id, deed.step, note=deed.note, id=deed.id, made_at=made_at)
        if await _take(session, actor, row, step, overtaken=overtaken) and deed.step is not Langkah.SEEN:
            row.told_at = made_at
        return step.applied


async def _own(
    session: AsyncSession, actor: Actor, tugas_id: UUID, deed: Tindakan, *, lock: bool = False
) -> tuple[Tugas, bool | None]:
    """The officer's own task; and if the step is stored already, whether it counted."""
    row = await repository.find(session, actor, tugas_id, lock=lock)
    if row is None or row.officer_id != actor.id:
        raise NotFound
    stored = await repository.step(session, deed.id)
    if stored is None:
        return row, None
    if (stored.tugas_id, stored.akun_id, stored.step, stored.note) != (row.id, actor.id, deed.step, deed.note):
        raise IdTaken
    return row, stored.applied


async def answered(session: AsyncSession, reports: Sequence[dict[str, Any]]) -> None:
    """Reports (rows of ``Laporan``) with a ``task_id`` came in: current ones of the task's own officer close it.

    Called within the intake's transaction, after the reports are written. A task that is unknown, another's, or closed
    already is left as it is: the report stands for itself.
    """
    real = [row for row in reports if row["current"] and not row["practice"]]
    tasks = await repository.locked(session, {row["task_id"] for row in real}) if real else {}
    for row in sorted(real, key=lambda row: (row["captured_at"], row["id"])):
        task = tasks.get(row["task_id"])
        if task is None or task.officer_id != row["author_id"] or task.state == "selesai":
            continue
        who = Pelaku(row["author_id"])
        step = _langkah(task, who.id, Langkah.ANSWERED, laporan=row["id"], made_at=row["captured_at"])
        if await _take(session, who, task, step):
            task.answer_id = row["id"]


async def reviewed(session: AsyncSession, actor: Actor, laporan: Laporan, decision: str) -> None:
    """Somebody decided on a report that answers a task: if it goes back, and no other answers the task, it is open again."""
    if laporan.task_id is None:
        return
    task = (await repository.locked(session, [laporan.task_id])).get(laporan.task_id)
    if task is None or task.answer_id != laporan.id:
        return
    if decision == "dikembalikan" and task.state == "selesai":
        other = await repository.other_answer(session, task, laporan.id)
        if other is None:
            await _take(session, actor, task, _langkah(task, actor.id, Langkah.SENT_BACK, laporan=laporan.id))
            return
        task.answer_id = other
    task.changed_at = now()
    announce(session, task)


def _langkah(
    row: Tugas,
    akun_id: int,
    step: Langkah,
    *,
    note: str = "",
    due_at: datetime | None = None,
    laporan: UUID | None = None,
    id: UUID | None = None,
    made_at: datetime | None = None,
    at: datetime | None = None,
) -> TugasLangkah:
    at = at or now()
    return TugasLangkah(
        id=id or uuid7(),
        tugas_id=row.id,
        akun_id=akun_id,
        step=step.value,
        note=note,
        due_at=due_at,
        laporan=laporan,
        made_at=made_at or at,
        at=at,
    )


async def _take(
    session: AsyncSession, who: Actor | Pelaku, row: Tugas, step: TugasLangkah, *, overtaken: bool = False
) -> bool:
    """Keep a step of a locked task, and go where it leads, if it leads anywhere by now; whether it did."""
    before, after = row.state, TRANSITIONS[row.state].get(Langkah(step.step))
    step.applied = after is not None and not overtaken
    session.add(step)
    if after is not None and not overtaken:
        row.state = after
        row.reason = step.note if after in SAYS_WHY else ""
    row.changed_at = step.at
    data = {"step": step.step, "from": before, "to": row.state, "note": audit.keyed(step.note) if step.note else None}
    await audit.record(session, who, Aksi.TUGAS_DIUBAH, row.id, **data)
    await session.flush()
    await cari_antrean.enqueue(session, Jenis.TUGAS, [row.id])
    if step.applied and step.step in TELLS:
        # Whoever gave a citizen's report away hears of it by the report.
        told = {row.officer_id} if row.pengaduan_id else {row.officer_id, row.giver_id}
        await kabar.notify(session, told - {who.id}, kabar.Jenis.TUGAS, row.id)
    if step.applied and row.pengaduan_id:
        await pengaduan_ikut.led(session, who, row, step)
    announce(session, row)
    return step.applied


def announce(session: AsyncSession, row: Tugas) -> None:
    """Tell open desks, once the transaction is through, that there is something new to read of this task."""
    broadcast.publish_after_commit(session, broadcast.TUGAS, {"id": str(row.id), "satuan_id": row.satuan_id})
