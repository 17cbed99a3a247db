"""Exports of a person: asked for at a screen, made in the background (:mod:`kerja`), kept :data:`KEPT`, fetched by nobody else.

An export holds what its owner reached when they asked. It is given out only to somebody who still may all of that: who serves
elsewhere or lost a right asks anew.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.models import Ekspor
from sambang_digital.models.base import now
from sambang_digital.repositories import ekspor as repository
from sambang_digital.repositories.ekspor import WAITING
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, broadcast, simpanan
from sambang_digital.services.audit import Aksi
from sambang_digital.services.ekspor.berkas import WRITERS
from sambang_digital.services.ekspor.jenis import KINDS, stored
from sambang_digital.services.waktu import local_time

__all__ = [
    "KEPT", "KINDS", "MOST_KEPT", "MOST_WAITING", "Ekspor", "Fetched", "Gone", "NotFound", "TooMany", "ask", "fetch", "key", "mine",
    "remove", "sweep", "told",
]  # fmt: skip

KEPT = timedelta(days=7)
MOST_WAITING = 3
"""Unfinished exports of one person; one is made at a time."""
MOST_KEPT = 20
"""Exports of one person, finished ones too."""
SWEEP_BATCH = 50


class NotFound(Exception):
    """No such export of this person, or it is not finished."""


class Gone(Exception):
    """The export is there, but may not be given out any more; the message says why, in Indonesian."""


class TooMany(ValueError):
    """No further export now; the message says what to do, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A finished file, to be sent on."""

    name: str
    media_type: str
    stored: simpanan.Stored


async def ask(session: AsyncSession, actor: Actor, kind: str, form: str, wanted: Any) -> UUID:
    """Let a table be made. ``wanted``: the parameters of its kind. Raises :class:`TooMany`."""
    actor.require(Permission.EKSPOR_WRITE)
    table = KINDS[kind]
    actor.require(table.permission)
    if form not in table.formats:
        raise ValueError(form)
    await repository.lock_person(session, actor.id)
    existing = await repository.mine(session, actor.id)
    if sum(one.state in WAITING for one in existing) >= MOST_WAITING:
        raise TooMany(f"Sudah {MOST_WAITING} ekspor Anda menunggu. Tunggu sampai selesai, atau batalkan salah satu.")
    if len(existing) >= MOST_KEPT:
        raise TooMany(f"Anda menyimpan {MOST_KEPT} ekspor. Hapus yang tidak diperlukan lagi, lalu coba lagi.")
    made = Ekspor(
        id=uuid4(),
        akun_id=actor.id,
        kind=kind,
        format=form,
        title=table.describe(wanted)[:300],
        parameters=stored(wanted),
        scope={"satuan": actor.satuan_path, "permissions": sorted(actor.permissions)},
    )
    session.add(made)
    await audit.record(session, actor, Aksi.EKSPOR_DIMINTA, made.id, kind=kind, format=form)
    told(session, actor.id)
    return made.id


async def mine(session: AsyncSession, actor: Actor) -> list[Ekspor]:
    """Own exports, the latest first."""
    actor.require(Permission.EKSPOR_WRITE)
    return await repository.mine(session, actor.id)


async def remove(actor: Actor, ekspor_id: UUID) -> None:
    """Delete an own export; one that is not finished is given up. Raises :class:`NotFound`, and what the store says."""
    actor.require(Permission.EKSPOR_WRITE)
    async with reading() as session:
        found = await repository.own(session, actor.id, ekspor_id)
    if found is None:
        raise NotFound
    # The file first: a row without its file can be deleted again, a file without its row would stay for good.
    await simpanan.delete(key(found))
    async with transaction() as session:
        await repository.forget(session, ekspor_id)
        await audit.record(session, actor, Aksi.EKSPOR_DIHAPUS, ekspor_id, kind=found.kind)
        told(session, actor.id)
    # Its maker may have put it there in between, and finds no row any more to say so.
    await simpanan.delete(key(found))


async def fetch(actor: Actor, ekspor_id: UUID) -> Fetched:
    """The file of an own export. Raises :class:`NotFound` or :class:`Gone`."""
    actor.require(Permission.EKSPOR_WRITE)
    async with reading() as session:
        found = await repository.own(session, actor.id, ekspor_id)
    if found is None or found.state != "selesai" or not found.expires_at or found.expires_at < now():
        raise NotFound
    if not _still_may(actor, found):
        raise Gone("Wilayah atau hak Anda berubah sejak ekspor ini dibuat. Buat ekspor yang baru.")
    content = await simpanan.get(key(found))
    if content is None:
        raise Gone("Berkas ekspor ini sudah tidak ada di server. Buat ekspor yang baru.")
    async with transaction() as session:
        await audit.record(session, actor, Aksi.EKSPOR_DIUNDUH, ekspor_id, kind=found.kind)
    day = local_time(found.created_at).date().isoformat()
    return Fetched(f"{found.kind}-{day}.{found.format}", WRITERS[found.format].media_type, content)


def _still_may(actor: Actor, found: Ekspor) -> bool:
    """Whether the person reaches no less, and may no less, than when they asked."""
    reaches: bool = found.scope["satuan"].startswith(actor.satuan_path)
    return reaches and set(found.scope["permissions"]) <= actor.permissions


def key(found: Ekspor) -> str:
    """Where its file lies in the store."""
    return f"ekspor/{found.id.hex}.{found.format}"


def told(session: AsyncSession, akun_id: int) -> None:
    """Tell the person's open pages, once the transaction is through."""
    broadcast.publish_after_commit(session, broadcast.EKSPOR, {"akun_id": akun_id})


async def sweep() -> int:
    """Delete what has expired, files first; gives the number."""
    deleted = 0
    while some := await _expired():
        for one in some:
            await simpanan.delete(key(one))
            async with transaction() as session:
                await repository.forget(session, one.id)
                await audit.record(session, None, Aksi.EKSPOR_DIHAPUS, one.id, kind=one.kind, akun_id=one.akun_id)
                told(session, one.akun_id)
        deleted += len(some)
        await asyncio.sleep(0)
    return deleted


async def _expired() -> Sequence[Ekspor]:
    async with reading() as session:
        return await repository.expired(session, now(), SWEEP_BATCH)
