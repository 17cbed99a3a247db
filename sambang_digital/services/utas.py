"""Threads: what is said about a report or a task, by whoever may read it, live at the desk and on the officer's phone.

A post is stored once, by the id that it was given where it was written. With the first post take part whom its topic names
(:mod:`utas_pokok`); then everybody who writes or is mentioned. Each has a read mark.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypedDict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital import db
from sambang_digital.forms.utas import Pesan
from sambang_digital.models import Utas, UtasFoto, UtasPesan
from sambang_digital.models.base import now
from sambang_digital.repositories import utas as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, broadcast, cari_antrean, kabar, percobaan, rahasia, utas_pokok
from sambang_digital.services.audit import Aksi
from sambang_digital.services.cari_antrean import Jenis
from sambang_digital.services.utas_pokok import Pokok

SHOWN = 200
"""Posts of a thread that are sent, the last ones."""
PER_WINDOW = 60
"""Posts that one person may write in a quarter of an hour; what waited on a phone comes in one go."""

MENTIONS_PER_WINDOW = 100
"""People whom one person may call to threads in that time: each of them hears of it, on their screens too."""


class NotFound(Exception):
    """No such report or task within the actor's reach."""


class IdTaken(Exception):
    """Another post has this id."""


class StrangerMentioned(ValueError):
    """Somebody is mentioned who cannot read what the thread is about."""


class Person(TypedDict):
    """Somebody who may be mentioned."""

    id: int
    name: str
    rank: str | None


class Photo(TypedDict):
    """A photo of a post; ``media`` is None while it has not arrived."""

    sha256: str
    media: str | None


class Post(TypedDict):
    """A post as it is shown, ready for JSON; ``mentions`` are ids of people."""

    id: str
    sender: Person
    text: str
    mentions: list[int]
    photos: list[Photo]
    created_at: datetime
    received_at: datetime


class Reader(TypedDict):
    """How far somebody has read: ``received_at`` of the last post seen, or None."""

    id: int
    name: str
    read_at: datetime | None


class Unread(NamedTuple):
    """``reports`` with posts that somebody has not read; ``mentioned``: those of them in which a post mentions them. The same
    of tasks."""

    reports: int
    mentioned: int
    tasks: int = 0
    tasks_mentioned: int = 0


class Thread(TypedDict):
    """A thread for one reader: ``unread`` posts of others, ``mentioned`` in one of them."""

    id: str
    posts: list[Post]
    readers: list[Reader]
    unread: int
    mentioned: bool


async def thread(actor: Actor, topic_id: UUID) -> tuple[Thread, list[Person]]:
    """The thread of a report or task, empty before the first post, and who may be mentioned. Raises :class:`NotFound`."""
    async with db.reading() as session:
        topic = await _readable(session, actor, topic_id)
        head = await repository.get(session, topic_id)
        shown = (await described(session, actor, [head]))[0] if head else _empty(topic_id)
        readers = await people(session, topic.satuan_id, topic.author_id, topic.permission)
    if topic.permission is Permission.LI_READ and topic.author_id != actor.id:
        await rahasia.look(actor, [topic.id], rahasia.Jalan.PERCAKAPAN)
    return shown, readers


async def people(
    session: AsyncSession, satuan_id: int, author_id: int, permission: Permission = Permission.LAPORAN_READ
) -> list[Person]:
    """Who reads, with this permission, the reports that ``author_id`` made for this satuan, and the tasks they have there."""
    rows = await repository.people(session, satuan_id, author_id, permission)
    return [Person(id=row.id, name=row.name, rank=row.rank) for row in rows]


async def changed_at(session: AsyncSession, topic_id: UUID) -> datetime | None:
    """When the thread of a report or task, which the caller was found to read, last changed."""
    head = await repository.get(session, topic_id)
    return head.changed_at if head else None


async def unread(session: AsyncSession, actor: Actor) -> Unread:
    """How much the actor has not read."""
    actor.require(Permission.UTAS_WRITE)
    reports, tasks = await repository.unread_reports(session, actor), await repository.unread_tasks(session, actor)
    return Unread(*reports, *tasks)


async def described(session: AsyncSession, actor: Actor, heads: Sequence[Utas]) -> list[Thread]:
    """These threads, which the actor was found to read, as they are shown to them."""
    ids = [head.id for head in heads]
    threads = {id_: _empty(id_) for id_ in ids}
    if not ids:
        return []
    arrived = await repository.photos(session, ids)
    for pesan, name, rank in await repository.posts(session, ids, SHOWN):
        threads[pesan.utas_id]["posts"].append(_shown(pesan, name, rank, arrived))
    for row, name in await repository.participants(session, ids):
        shown = threads[row.utas_id]
        shown["readers"].append(Reader(id=row.akun_id, name=name, read_at=row.read_at))
        if row.akun_id == actor.id:
            shown["unread"], shown["mentioned"] = row.unread, row.mentioned
    return [threads[id_] for id_ in ids]


async def post(actor: Actor, topic_id: UUID, pesan: Pesan) -> Post:
    """Store a post, or find it stored already.

    Raises :class:`NotFound`, :class:`IdTaken`, :class:`StrangerMentioned` or ``TooManyAttempts`` of
    :mod:`~sambang_digital.services.percobaan`.
    """
    async with db.reading() as session:
        topic = await _readable(session, actor, topic_id)
        if stored := await repository.post(session, pesan.id):
            return await _repeated(session, actor, topic, pesan, stored)
        readers = await people(session, topic.satuan_id, topic.author_id, topic.permission)
        reach = {person["id"] for person in readers}
    if not set(pesan.mentions) <= reach:
        raise StrangerMentioned
    if pesan.mentions:
        # First: a post that waits for this limit comes again and again, and must not use up what others are sent by.
        await percobaan.begin([(f"sebutan:{actor.id}", MENTIONS_PER_WINDOW)], by=len(set(pesan.mentions)))
    await percobaan.begin([(f"utas:{actor.id}", PER_WINDOW)])
    async with db.transaction() as session:
        return await _store(session, actor, topic, pesan)


async def _store(session: AsyncSession, actor: Actor, topic: Pokok, pesan: Pesan) -> Post:
    at = now()
    if await repository.begin(session, topic.id, topic.author_id, at):
        await repository.join(session, topic.id, [topic.author_id, *await topic.first(session)])
    head = await repository.lock(session, topic.id)
    assert head
    if stored := await repository.post(session, pesan.id):
        return await _repeated(session, actor, topic, pesan, stored)
    # Strictly after the one before, whichever server's clock is ahead: read marks and the way down go by it.
    at = max(now(), head.last_at + timedelta(microseconds=1))
    stored = UtasPesan(
        id=pesan.id,
        utas_id=topic.id,
        sender_id=actor.id,
        text=pesan.text,
        mentions=list(dict.fromkeys(pesan.mentions)),
        photos=list(dict.fromkeys(pesan.photos)),
        created_at=pesan.created_at,
        received_at=at,
    )
    session.add(stored)
    await session.flush()
    session.add_all(
        UtasFoto(pesan_id=stored.id, sha256=sha256, sender_id=actor.id, utas_id=topic.id) for sha256 in stored.photos
    )
    head.last_at = head.changed_at = at
    await repository.join(session, topic.id, [actor.id, *stored.mentions])
    await repository.count_new(session, topic.id, actor.id, stored.mentions)
    await repository.mark_read(session, topic.id, actor.id, at)
    await cari_antrean.enqueue(session, Jenis.PERCAKAPAN, [topic.id])
    await audit.record(
        session,
        actor,
        Aksi.UTAS_DITULIS,
        topic.id,
        post=str(stored.id),
        text=audit.keyed(stored.text),
        mentions=stored.mentions,
        photos=len(stored.photos),
    )
    await kabar.notify(session, stored.mentions, topic.mention, topic.id, by=actor.id)
    topic.announce(session)
    _tell(session, [row.akun_id for row, _ in await repository.participants(session, [topic.id])])
    return _shown(stored, actor.name, actor.rank, await repository.photos(session, [topic.id]))


async def _repeated(session: AsyncSession, actor: Actor, topic: Pokok, pesan: Pesan, stored: UtasPesan) -> Post:
    """The post that has the id: the same one, sent again."""
    same = (stored.utas_id, stored.sender_id, stored.text) == (topic.id, actor.id, pesan.text)
    if not same or set(stored.photos) != set(pesan.photos) or set(stored.mentions) != set(pesan.mentions):
        raise IdTaken
    return _shown(stored, actor.name, actor.rank, await repository.photos(session, [topic.id]))


async def read(actor: Actor, topic_id: UUID, until: datetime) -> None:
    """The actor has seen the posts up to ``until``; an earlier moment than known changes nothing.

    Raises :class:`NotFound`. Who only looks in does not take part, and leaves no mark.
    """
    async with db.transaction() as session:
        topic = await _readable(session, actor, topic_id)
        head = await repository.lock(session, topic_id)
        mine = await repository.participant(session, topic_id, actor.id) if head else None
        if head is None or mine is None:
            return
        until = min(until, head.last_at)
        if mine.read_at and mine.read_at >= until:
            return
        await repository.mark_read(session, topic_id, actor.id, until)
        head.changed_at = max(now(), head.changed_at + timedelta(microseconds=1))
        topic.announce(session)
        _tell(session, [actor.id])


def _tell(session: AsyncSession, akun_ids: list[int]) -> None:
    broadcast.publish_after_commit(session, broadcast.UTAS, {"akun_ids": akun_ids})


async def _readable(session: AsyncSession, actor: Actor, topic_id: UUID) -> Pokok:
    actor.require(Permission.UTAS_WRITE)
    topic = await utas_pokok.find(session, actor, topic_id)
    if topic is None:
        raise NotFound
    return topic


def _empty(topic_id: UUID) -> Thread:
    return Thread(id=str(topic_id), posts=[], readers=[], unread=0, mentioned=False)


def _shown(pesan: UtasPesan, name: str, rank: str | None, arrived: dict[tuple[int, str], str]) -> Post:
    return Post(
        id=str(pesan.id),
        sender=Person(id=pesan.sender_id, name=name, rank=rank),
        text=pesan.text,
        mentions=pesan.mentions,
        photos=[Photo(sha256=sha256, media=arrived.get((pesan.sender_id, sha256))) for sha256 in pesan.photos],
        created_at=pesan.created_at,
        received_at=pesan.received_at,
    )
