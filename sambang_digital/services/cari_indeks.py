"""Filing what can be found: within seconds of each change, by a worker over a queue beside the intake."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.forms.reading import searched
from sambang_digital.forms.tugas import KINDS
from sambang_digital.models.base import now
from sambang_digital.repositories import cari as repository
from sambang_digital.repositories import cari_sumber as sources
from sambang_digital.services import broadcast, cari_tanda, kata, register
from sambang_digital.services.antrean_kerja import Worker
from sambang_digital.services.cari_antrean import PRIBADI, QUEUE, Jenis
from sambang_digital.services.waktu import day_of

BATCH = 200
BREATH_S = 0.2
"""Between looks at a queue that another process works off."""
PATIENCE_S = 3.0
"""However busy the intake: what came is to be found within five seconds."""


@dataclass(frozen=True, slots=True)
class Document:
    """A thing as it is filed: its texts, and the marks beside them."""

    jenis: str
    ref: UUID
    at: datetime
    texts: Iterable[str | None]
    marks: Iterable[str]

    def row(self) -> dict[str, Any]:
        """Of ``Cari``."""
        words = " ".join(sorted(kata.file(filter(None, self.texts)).union(self.marks)))
        said = sha256(f"{self.at.isoformat()} {words}".encode()).hexdigest()[:32]
        return {"jenis": self.jenis, "ref": self.ref, "at": self.at, "sum": said, "words": words}


def report_texts(report: Any) -> list[str]:
    """What a report says that may be searched."""
    return [report.title, *searched(report.kind, report.form_version, report.body)]


async def _reports(session: AsyncSession, refs: Collection[UUID]) -> list[Document]:
    found = []
    for row in await sources.reports(session, refs):
        report = row.Laporan
        secrecy = cari_tanda.secrecy(report.kind, practice=report.practice)
        marks = (
            *cari_tanda.within(Jenis.LAPORAN, row.path, secrecy),
            cari_tanda.of_person(Jenis.LAPORAN, report.author_id, secrecy),
            *cari_tanda.of_report(report),
        )
        texts = (*report_texts(report), report.receipt, report.number, row.author, row.nrp, row.village, row.kecamatan)
        found.append(Document(Jenis.LAPORAN, report.id, report.received_at, texts, marks))
    return found


def subject_texts(subject: Any) -> list[str]:
    """What the register says that may be searched."""
    rukun = [f"{name} {number}" for name, number in (("RT", subject.rt), ("RW", subject.rw)) if number]
    return [subject.name, subject.address, *rukun, *(["Pindah"] if subject.moved_on else [])]


async def _register(session: AsyncSession, refs: Collection[UUID]) -> list[Document]:
    """Each entry as everybody finds it, and once more with what is sensitive: whoever reads that finds each only there."""
    visits: dict[UUID, list[Any]] = defaultdict(list)
    for visit in await sources.visits(session, refs):
        visits[visit.home].append(visit)
    found = []
    for row in await sources.subjects(session, refs):
        subject = row.Subjek
        at = subject.last_visit_at or subject.created_at
        texts = (*subject_texts(subject), row.village, row.kecamatan)
        near = (
            cari_tanda.of_village(subject.area_code)
            if subject.area_code
            else cari_tanda.of_person(Jenis.REGISTER, subject.created_by)
        )
        private = [] if subject.declined else register.private_texts(visits[subject.id])
        whole = (*cari_tanda.within(PRIBADI, row.path),)
        marks = (*cari_tanda.within(Jenis.REGISTER, row.path), near, *(() if private else whole))
        found.append(Document(Jenis.REGISTER, subject.id, at, texts, marks))
        if private:
            found.append(Document(PRIBADI, subject.id, at, (*texts, *private), whole))
    return found


async def _tasks(session: AsyncSession, refs: Collection[UUID]) -> list[Document]:
    """Without the report that one follows up: who reads of it what is decided where it is shown."""
    said: dict[UUID, list[str]] = defaultdict(list)
    for step in await sources.notes(session, refs):
        said[step.tugas_id].append(step.note)
    found = []
    for row in await sources.tasks(session, refs):
        task = row.Tugas
        marks = (*cari_tanda.within(Jenis.TUGAS, row.path), cari_tanda.of_person(Jenis.TUGAS, task.officer_id))
        texts = (KINDS[task.kind].label, task.text, *said[task.id], *row[1:-1])
        found.append(Document(Jenis.TUGAS, task.id, task.created_at, texts, marks))
    return found


async def _people(session: AsyncSession, refs: Collection[UUID]) -> list[Document]:
    return [
        Document(
            Jenis.PETUGAS,
            UUID(int=row.Akun.id),
            row.Akun.created_at,
            (row.Akun.name, row.Akun.nrp, row.Akun.rank, row.Akun.phone, row.satuan),
            cari_tanda.within(Jenis.PETUGAS, row.path),
        )
        for row in await sources.people(session, [ref.int for ref in refs])
    ]


async def _threads(session: AsyncSession, refs: Collection[UUID]) -> list[Document]:
    said: dict[UUID, list[str]] = defaultdict(list)
    for post in await sources.posts(session, refs):
        said[post.utas_id] += [post.text, post.name]
    found = []
    for row in await sources.threads(session, refs):
        secrecy = cari_tanda.secrecy(row.kind)
        marks = (
            *cari_tanda.within(Jenis.PERCAKAPAN, row.path, secrecy),
            cari_tanda.of_person(Jenis.PERCAKAPAN, row.author_id, secrecy),
        )
        # A thread that was emptied is nothing to find.
        if said[row.id]:
            found.append(Document(Jenis.PERCAKAPAN, row.id, row.last_at, said[row.id], marks))
    return found


DOCUMENTS: Mapping[Jenis, Callable[[AsyncSession, Collection[UUID]], Awaitable[list[Document]]]] = {
    Jenis.LAPORAN: _reports,
    Jenis.REGISTER: _register,
    Jenis.TUGAS: _tasks,
    Jenis.PETUGAS: _people,
    Jenis.PERCAKAPAN: _threads,
}
FILED_AS: Mapping[Jenis, Collection[str]] = {Jenis.REGISTER: (Jenis.REGISTER, PRIBADI)}
"""Of what more than one document is made."""


async def _turn(rows: Collection[Any]) -> None:
    """File these as they are now, and take them from the queue with that, in one transaction.

    What changes while this reads has enqueued itself and is seen by the next turn.
    """
    wanted: dict[Jenis, set[UUID]] = defaultdict(set)
    for row in rows:
        wanted[Jenis(row.jenis)].add(row.ref)
    async with reading() as session:
        # A visit tells the register something, and a task names whom it is about.
        wanted[Jenis.REGISTER] |= await sources.subjects_of(session, wanted[Jenis.LAPORAN])
        wanted[Jenis.TUGAS] |= await sources.tasks_at(session, wanted[Jenis.REGISTER])
        found = {
            jenis: [one.row() for one in await DOCUMENTS[jenis](session, refs)]
            for jenis, refs in wanted.items()
            if refs
        }
    async with transaction() as session:
        await QUEUE.take(session, rows)
        for jenis, documents in found.items():
            await _file(session, jenis, wanted[jenis], documents)
        broadcast.publish_after_commit(session, broadcast.CARI, {})


async def _file(
    session: AsyncSession, jenis: Jenis, refs: Collection[UUID], documents: Iterable[dict[str, Any]]
) -> None:
    """File these anew where that changes anything; of ``refs`` without a document nothing is found any more."""
    filed = await repository.filed(session, FILED_AS.get(jenis, (jenis,)), refs)
    stale, changed, new = {row.id for row in filed.values()}, [], []
    for document in documents:
        known = filed.get((document["jenis"], document["ref"]))
        if known is None or known.at != document["at"]:
            new.append(document)
            continue
        stale.discard(known.id)
        if known.sum != document["sum"]:
            changed.append(document | {"id": known.id})
    await repository.remove(session, stale)
    await repository.change(session, changed)
    await repository.add(session, new)


WORKER = Worker("cari", QUEUE, _turn, BATCH, PATIENCE_S)
work, drain, keep_filed = WORKER.work, WORKER.drain, WORKER.keep


async def enqueue_everything() -> None:
    """Let a worker file everything anew."""
    async with transaction() as session:
        await repository.enqueue_everything(session)


_merged: date | None = None


async def sweep() -> None:
    """Once a day let SQLite's index really forget what is not filed any more (run now and then)."""
    global _merged
    if _merged == (today := day_of(now())):
        return
    more = await _merge(begun=False)
    while more:
        await asyncio.sleep(BREATH_S)
        more = await _merge(begun=True)
    _merged = today


async def _merge(*, begun: bool) -> bool:
    async with transaction() as session:
        return await repository.merge(session, begun=begun)


async def _left() -> int:
    async with reading() as session:
        return await repository.waiting(session)


async def rebuild(progress: Callable[[str, int, int], None]) -> int:
    """File everything anew, while the server runs on; gives how much was looked at."""
    await enqueue_everything()
    total = await _left()
    # A server that runs takes its turns, too.
    while left := await _left():
        if not await work():
            await asyncio.sleep(BREATH_S)
        progress("Indeks pencarian", max(0, total - left), total)
    async with transaction() as session:
        await repository.tidy(session)
    return total
