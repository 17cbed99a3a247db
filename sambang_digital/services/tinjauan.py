"""Reviewing reports: the queue, one report with all that helps to judge it, and the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.text import clean_text
from sambang_digital.models import Laporan, LaporanSaingan, Tinjauan
from sambang_digital.models.base import now
from sambang_digital.models.laporan import WAITING
from sambang_digital.repositories import media, nomor, putusan
from sambang_digital.repositories import tinjauan as repository
from sambang_digital.repositories.tinjauan import NO_POSITION, PAGE, PAGES, QueueFilter, satuan_below
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import (
    alamat,
    audit,
    bacaan_bawa,
    bendera_antrean,
    broadcast,
    bukti,
    cari_antrean,
    cari_saring,
    kabar,
    pribadi,
    rahasia,
    tugas,
    wilayah,
)  # fmt: skip
from sambang_digital.services.audit import Aksi
from sambang_digital.services.cari_antrean import Jenis
from sambang_digital.services.cari_saring import most

__all__ = [
    "NO_POSITION", "PAGE", "PAGES", "WAITING", "AlreadyDecided", "Decision", "NotFound", "NoteMissing", "OwnReport", "PastDecision", "QueueFilter",
    "QueueRow", "ReportDetail", "Superseded", "announce", "authors", "begin", "count", "decide", "locked", "most", "open_report", "queue",
    "satuan_below",
]  # fmt: skip

Decision = Literal["diterima", "dikembalikan"]
TRANSITIONS: dict[str, frozenset[str]] = {
    "terkirim": frozenset({"diperiksa", "diterima", "dikembalikan"}),
    "diperbaiki": frozenset({"diperiksa", "diterima", "dikembalikan"}),
    "diperiksa": frozenset({"diterima", "dikembalikan"}),
}
"""From each state of a revision, what a reviewer may make of it. What is decided stays: only a new revision, which the
intake makes ``diperbaiki`` if an earlier one was returned, goes on."""
NOTE_MIN, NOTE_MAX = 5, 2000


class NotFound(Exception):
    """No such report within the actor's reach."""


class NoteMissing(ValueError):
    """A report goes back only with a note of :data:`NOTE_MIN` to :data:`NOTE_MAX` letters."""


class Superseded(Exception):
    """A newer revision arrived: the one that was looked at is no longer the current one."""


class OwnReport(Exception):
    """Nobody reviews what they wrote."""


class AlreadyDecided(Exception):
    """Somebody else was first. ``by``, ``state`` and ``at`` say who, what and when."""

    def __init__(self, by: str, state: str, at: datetime) -> None:
        super().__init__(f"{state} by {by}")
        self.by, self.state, self.at = by, state, at


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What the list shows of a report. ``area`` is the name of the village, ``severity`` as in ``Laporan``, ``unread``:
    posts in its thread that the reader has not read."""

    id: UUID
    revision: int
    kind: str
    title: str
    number: str | None
    void: bool
    state: str
    verdict: str | None
    flags: list[dict[str, Any]]
    severity: int
    upheld: bool
    unread: int
    photos: int
    received_at: datetime
    author: str
    area: str | None


@dataclass(frozen=True, slots=True)
class PastDecision:
    """One decision on one revision."""

    revision: int
    state: str
    note: str | None
    at: datetime
    reviewer: str


@dataclass(frozen=True, slots=True)
class PastRuling:
    """One ruling on one flag; ``evidence`` is what the flag said then."""

    code: str
    ruling: str
    note: str
    evidence: str
    at: datetime
    reviewer: str


@dataclass(frozen=True, slots=True)
class ReportDetail:
    """A report with all that helps to judge it. ``media`` maps the hashes of photos that have arrived, those of other versions
    too, to their media;
    ``areas`` are the villages to draw: where it took place and those assigned to the officer on that day.
    ``waiting``: a decision may still be taken, ``may_rule``: flags may be ruled on, by this reader. ``rulings`` on the flags of
    this revision, oldest first; ``exhibits``: what the flags let one look at, by code. ``related``: what it was made of, and what
    was made of it. ``nomor`` and ``looks``: of a Laporan Informasi, with ``number``, ``void_at``, ``void_reason`` and ``by``. ``address``: of the position, or empty
    while not known. ``texts``: where each text of the library is read, by its id."""

    laporan: Laporan
    waiting: bool
    may_rule: bool
    author: str
    rank: str | None
    satuan: str
    area: str | None
    areas: list[dict[str, Any]]
    media: dict[str, UUID]
    older: Sequence[Laporan]
    competing: Sequence[LaporanSaingan]
    decisions: list[PastDecision]
    rulings: list[PastRuling]
    address: str
    exhibits: dict[str, bukti.Exhibit]
    related: Sequence[Laporan]
    nomor: Any
    looks: list[rahasia.Look]
    texts: Mapping[str, str]


async def queue(session: AsyncSession, actor: Actor, wanted: QueueFilter) -> list[QueueRow]:
    """One page (:data:`PAGE` rows) of the reports in the actor's reach."""
    actor.require(Permission.LAPORAN_READ)
    found = await cari_saring.reports(session, actor, wanted)
    return [
        QueueRow(**row._asdict() | {"photos": len(row.photos)})
        for row in await repository.page(session, actor, wanted, found)
    ]


async def count(session: AsyncSession, actor: Actor, wanted: QueueFilter) -> int:
    """How many reports all pages together hold, at most :func:`most`."""
    actor.require(Permission.LAPORAN_READ)
    return await repository.count(session, actor, wanted, await cari_saring.reports(session, actor, wanted))


async def authors(session: AsyncSession, actor: Actor) -> list[tuple[int, str]]:
    """Officers whose reports the actor reviews: (id, name)."""
    actor.require(Permission.LAPORAN_READ)
    return [(row.id, row.name) for row in await repository.authors(session, actor)]


async def open_report(session: AsyncSession, actor: Actor, laporan_id: UUID) -> ReportDetail:
    """One report, without what is sensitive (:mod:`pribadi`) unless it is for this reader. Raises :class:`NotFound` also for a
    report that exists beyond the actor's reach."""
    actor.require(Permission.LAPORAN_READ)
    laporan = await repository.current(session, actor, laporan_id)
    if laporan is None:
        raise NotFound
    reviews = actor.may(Permission.LAPORAN_REVIEW) and laporan.author_id != actor.id
    author, satuan = await repository.author_of(session, laporan.author_id)
    territory = await wilayah.territory_of(session, laporan.author_id, laporan.day)
    area = territory.villages.by_code.get(laporan.area_code or "")
    shown = {each.code: each for each in (*territory.areas, *([area] if area else []))}
    address = ""
    if laporan.lat is not None and laporan.lon is not None:
        address = await alamat.at(session, laporan.lat, laporan.lon, _message(laporan, laporan.state))
    older = await repository.older(session, actor, laporan_id)
    competing = await repository.competing(session, laporan_id)
    named = [*laporan.photos, *(photo for each in older for photo in each.photos)]
    named += [photo for each in competing for photo in each.item["photos"]]
    ready = await media.ready_by_sha(session, laporan.author_id, {photo["sha256"] for photo in named})
    exhibits = await bukti.gather(session, actor, laporan)
    related = await _related(session, actor, laporan)
    pribadi.hide(session, actor, laporan, *older)
    pribadi.hide_competing(session, actor, competing)
    return ReportDetail(
        laporan=laporan,
        waiting=reviews and laporan.state in TRANSITIONS,
        may_rule=reviews,
        author=author.name,
        rank=author.rank,
        satuan=satuan.name,
        area=area.name if area else None,
        areas=[wilayah.drawn(each) for each in shown.values()],
        media={sha: found.id for sha, found in ready.items()},
        older=older,
        competing=competing,
        decisions=[
            PastDecision(row.revision, row.state, row.note, row.created_at, row.reviewer)
            for row in await repository.decisions(session, laporan_id)
        ],
        rulings=[
            PastRuling(row.code, row.ruling, row.note, row.evidence, row.created_at, row.reviewer)
            for row in await putusan.history(session, laporan_id, laporan.revision)
        ],
        address=address,
        exhibits=exhibits,
        related=related,
        nomor=await nomor.get(session, laporan_id) if laporan.number else None,
        looks=await rahasia.looks(session, laporan_id) if laporan.secret else [],
        texts=await bacaan_bawa.addresses(),
    )


async def _related(session: AsyncSession, actor: Actor, laporan: Laporan) -> list[Laporan]:
    """The report out of which this one was made, and those made out of it. Only its author's: an id is what a phone says."""
    before = await repository.current(session, actor, laporan.origin_id) if laporan.origin_id else None
    after = await repository.made_of(session, actor, laporan.id)
    found = [*filter(None, [before]), *after]
    return [one for one in found if (one.author_id, one.practice) == (laporan.author_id, laporan.practice)]


async def begin(session: AsyncSession, actor: Actor, laporan_id: UUID) -> None:
    """Somebody opened the report, which tells of people at home: each look is recorded.

    If it waits and they may decide, its author may see from now on that it is being looked at.
    """
    actor.require(Permission.LAPORAN_READ)
    laporan = await locked(session, actor, laporan_id)
    if laporan is None or laporan.author_id == actor.id:
        return
    if laporan.secret:
        await rahasia.looked(session, actor, [laporan_id], rahasia.Jalan.MEJA)
    else:
        await audit.record(session, actor, Aksi.LAPORAN_DIBUKA, laporan_id, revision=laporan.revision)
    if actor.may(Permission.LAPORAN_REVIEW) and "diperiksa" in TRANSITIONS.get(laporan.state, ()):
        await repository.set_state(session, laporan, "diperiksa", now())
        await cari_antrean.enqueue(session, Jenis.LAPORAN, [laporan_id])
        announce(session, laporan, "diperiksa")


async def decide(
    session: AsyncSession, actor: Actor, laporan_id: UUID, revision: int, decision: Decision, note: str = ""
) -> None:
    """Accept, or return with a note. The first reviewer wins.

    Raises :class:`NotFound`, :class:`OwnReport`, :class:`Superseded`, :class:`AlreadyDecided` or :class:`NoteMissing`.
    """
    actor.require(Permission.LAPORAN_REVIEW)
    note = clean_text(note)
    if len(note) > NOTE_MAX or (decision == "dikembalikan" and len(note) < NOTE_MIN):
        raise NoteMissing
    laporan = await locked(session, actor, laporan_id)
    if laporan is None:
        raise NotFound
    if laporan.author_id == actor.id:
        raise OwnReport
    if laporan.revision != revision:
        raise Superseded
    if decision not in TRANSITIONS.get(laporan.state, ()):
        first = (await repository.decisions(session, laporan_id))[0]
        raise AlreadyDecided(first.reviewer, first.state, first.created_at)
    at = now()
    session.add(
        Tinjauan(
            laporan_id=laporan_id,
            revision=revision,
            reviewer_id=actor.id,
            state=decision,
            note=note or None,
            created_at=at,
        )
    )
    await repository.set_state(session, laporan, decision, at)
    await cari_antrean.enqueue(session, Jenis.LAPORAN, [laporan_id])
    await audit.record(session, actor, Aksi.LAPORAN_DITINJAU, laporan_id, revision=revision, state=decision)
    await tugas.reviewed(session, actor, laporan, decision)
    if decision == "dikembalikan":
        await bendera_antrean.enqueue(session, [laporan_id])
        if not laporan.practice:
            await kabar.notify(session, [laporan.author_id], kabar.Jenis.DIKEMBALIKAN, laporan_id)
    announce(session, laporan, decision)


async def locked(session: AsyncSession, actor: Actor, laporan_id: UUID) -> Laporan | None:
    """The current revision, which nobody else decides or corrects until this transaction ends."""
    # PostgreSQL finds nothing if a correction took over while we waited for the lock; the second look finds that one.
    return await repository.current(session, actor, laporan_id, lock=True) or await repository.current(
        session, actor, laporan_id, lock=True
    )


def announce(session: AsyncSession, laporan: Laporan, state: str) -> None:
    """Tell open desks, once the transaction is through, that there is something new to read of this report."""
    broadcast.publish_after_commit(session, broadcast.LAPORAN, _message(laporan, state))


def _message(laporan: Laporan, state: str) -> broadcast.Message:
    return {
        "id": str(laporan.id),
        "revision": laporan.revision,
        "satuan_id": laporan.satuan_id,
        "author_id": laporan.author_id,
        "state": state,
    }
