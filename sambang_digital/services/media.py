"""Photos on their way in: an upload begins, grows, is checked and becomes a picture; what nobody names is deleted.

An upload belongs to its uploader and is known by the SHA-256 of its bytes: beginning it again continues it. Its bytes wait in
``DATA_DIR/uploads``; the finished sizes go to ``simpanan``.
"""

import asyncio
import errno
import hashlib
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sambang_digital import db
from sambang_digital.models import Media
from sambang_digital.models.base import now
from sambang_digital.repositories import media as repository
from sambang_digital.repositories import rahasia as secrets
from sambang_digital.repositories import utas
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import bendera_antrean, broadcast, gambar, partial_file, rahasia, simpanan
from sambang_digital.settings import get_settings

SIZES = ("besar", "kecil")
BLOCK = 65_536
"""Bytes gathered before a write."""
SILENCE_S = 30.0
"""A sender that says nothing for so long has gone."""
LOOK_S = 0.25
"""How often a writer that waits for bytes looks whether somebody else wants the file."""
SPARE_BYTES = 100_000_000
"""Room that uploads leave on the disk for the database."""
SWEEP_BATCH = 50


class MediaError(Exception):
    """An upload cannot go on; the message is for the person, in Indonesian."""


class NotFound(MediaError):
    """No such upload of this person."""


class TooLarge(MediaError):
    """The file, or what was sent of it, is longer than allowed or announced."""


class QuotaReached(MediaError):
    """Too many photos wait for their report."""


class WrongOffset(MediaError):
    """The bytes sent do not follow those that are here."""


class InUse(MediaError):
    """Another connection writes this upload."""


class Damaged(MediaError):
    """The bytes are not those that were announced; they were dropped and may be sent again."""


class Refused(MediaError):
    """The file is no picture that can be kept; sending it again does not help."""


class Full(MediaError):
    """No room; what arrived is kept."""


class Unavailable(MediaError):
    """The store does not answer; what arrived is kept."""


class HungUp(Exception):
    """Raised by a body whose sender went away before its end."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Where an upload stands: ``offset`` of ``size`` bytes are here. ``expires_at`` is None once the photo is stored."""

    id: UUID
    size: int
    offset: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the sender says about one piece: ``algorithm`` is ``sha1`` or ``sha256``."""

    algorithm: str
    digest: bytes


async def begin(actor: Actor, sha256: str, size: int, name: str) -> Upload:
    """Begin an upload of ``size`` bytes, or find the one of this person with the same bytes, wherever it stands."""
    settings = get_settings()
    if size > settings.max_media_bytes:
        raise TooLarge(f"Foto paling besar {settings.max_media_bytes // 1_000_000} MB.")
    async with db.reading() as session:
        media = await repository.own_by_sha(session, actor.id, sha256)
        count, total = (0, 0) if media else await repository.unattached_usage(session, actor.id)
    if media is None:
        if count >= settings.max_unattached_files or total + size > settings.max_unattached_bytes:
            raise QuotaReached("Terlalu banyak foto menunggu laporannya. Kirim laporannya dahulu, lalu coba lagi.")
        await asyncio.to_thread(_ensure_room, size)
        async with db.transaction() as session:
            media = await repository.create(
                session, Media(id=uuid4(), uploader_id=actor.id, sha256=sha256, size=size, name=name)
            )
    if media.size != size:
        raise WrongOffset("Ukuran berkas berbeda dari unggahan yang sama sebelumnya.")
    return await _standing(media)


async def status(actor: Actor, media_id: UUID) -> Upload:
    """Where the upload stands. Finishes one whose last byte arrived just before a crash."""
    return await _standing(await _own(actor, media_id))


async def receive(
    actor: Actor, media_id: UUID, offset: int | None, body: AsyncIterator[bytes], checksum: Checksum | None = None
) -> Upload:
    """Append ``body`` at ``offset`` and finish the upload when it is whole. What arrives before a hang-up stays.

    Without an offset the body starts at the file's first byte, and what has arrived of it is passed over.
    """
    await _own(actor, media_id)
    async with _writing(media_id) as writer:
        media = await _own(actor, media_id)  # it may have been finished or ended while we waited for the lock
        here = media.size if media.state == "siap" else writer.length
        if offset is None:
            # Only now is it known how much that is: the writer before us keeps what it had in hand when it stops.
            body, checksum = _behind(here, body), None if here else checksum
        elif offset != here:
            raise WrongOffset(f"Lanjutkan dari byte {here}.")
        if media.state == "mengunggah":
            await _append(writer, media.size, body, checksum)
            here = writer.length
            if here == media.size:
                media = await _finish(writer, media)
        return _upload(media, here)


async def end(actor: Actor, media_id: UUID) -> None:
    """Forget an upload in progress, at its uploader's wish. A finished photo stays: a report may name it."""
    await _own(actor, media_id)
    async with _writing(media_id) as writer:
        media = await _own(actor, media_id)
        if media.state == "siap":
            raise WrongOffset("Foto ini sudah selesai diunggah.")
        async with db.transaction() as session:
            await repository.remove(session, media_id)
        await writer.remove()


async def picture(actor: Actor, media_id: UUID, size: str) -> simpanan.Stored:
    """The stored picture in one of ``SIZES``, if the actor may see it."""
    async with db.reading() as session:
        media = await repository.readable(session, actor, media_id)
        secret = await secrets.naming(session, actor, media) if media and actor.may(Permission.LI_READ) else ()
    if secret:
        await rahasia.look(actor, secret, rahasia.Jalan.FOTO)
    return await _stored(media.id if media else None, size)


async def shown(media_id: UUID, size: str) -> simpanan.Stored:
    """A stored picture in one of ``SIZES`` for everybody: the caller knows that it may be shown. Raises :class:`MediaError`."""
    return await _stored(media_id, size)


async def _stored(media_id: UUID | None, size: str) -> simpanan.Stored:
    try:
        stored = await simpanan.get(key(media_id, size)) if media_id else None
    except simpanan.SimpananTerganggu as error:
        raise Unavailable("Penyimpanan foto sedang terganggu. Coba lagi sebentar lagi.") from error
    if stored is None:
        raise NotFound("Foto ini tidak ada atau bukan untuk Anda.")
    return stored


async def sweep() -> int:
    """Delete files and uploads that no report has named for ``unattached_days``; gives their number.

    Safe to run in several processes at once: the database hands each row to one of them. The files go after the rows, outside of
    any transaction, because a slow store must not hold up the intake; a table remembers which still have to go.
    """
    before = now() - timedelta(days=get_settings().unattached_days)
    async with db.transaction() as session:
        await repository.attach_named(session, before)
    deleted = 0
    while True:
        async with db.transaction() as session:
            ids = await repository.take_unattached(session, before, SWEEP_BATCH)
        deleted += len(ids)
        if len(ids) < SWEEP_BATCH:
            break
    await _delete_files()
    await _drop_leftovers()
    return deleted


async def _delete_files() -> None:
    """Delete the files of photos that are no more; doing it twice does no harm."""
    while True:
        async with db.reading() as session:
            ids = await repository.to_delete(session, SWEEP_BATCH)
        if not ids:
            return
        for media_id in ids:
            for size in SIZES:
                await simpanan.delete(key(media_id, size))
            await asyncio.to_thread(_path(media_id).unlink, missing_ok=True)
        async with db.transaction() as session:
            await repository.deleted(session, ids)


async def _own(actor: Actor, media_id: UUID) -> Media:
    async with db.reading() as session:
        media = await repository.own(session, actor.id, media_id)
    if media is None:
        raise NotFound("Unggahan ini tidak ada.")
    if media.state == "ditolak":
        raise Refused(media.reason or "")
    return media


async def _standing(media: Media) -> Upload:
    if media.state == "ditolak":
        raise Refused(media.reason or "")
    if media.state == "siap":
        return _upload(media, media.size)
    here = await asyncio.to_thread(partial_file.length, _path(media.id))
    if here == media.size:
        async with _writing(media.id) as writer:
            async with db.reading() as session:
                media = await repository.own(session, media.uploader_id, media.id) or media
            if media.state == "mengunggah" and writer.length == media.size:
                media = await _finish(writer, media)
    return _upload(media, here)


def _upload(media: Media, offset: int) -> Upload:
    expires_at = media.created_at + timedelta(days=get_settings().unattached_days)
    return Upload(media.id, media.size, offset, None if media.state == "siap" else expires_at)


@asynccontextmanager
async def _writing(media_id: UUID) -> AsyncIterator[partial_file.Writer]:
    try:
        async with partial_file.writing(_path(media_id)) as writer:
            yield writer
    except partial_file.Busy as error:
        raise InUse("Foto ini sedang dikirim lewat sambungan lain.") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full("Ruang penyimpanan server penuh. Foto tetap aman di HP; coba lagi nanti.") from error
        raise


async def _append(
    writer: partial_file.Writer, size: int, body: AsyncIterator[bytes], checksum: Checksum | None
) -> None:
    start = writer.length
    digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
    block, arrived, is_whole = bytearray(), 0, False
    try:
        async for piece in _pieces(body, writer):
            arrived += len(piece)
            if start + arrived > size:
                await writer.cut(start)
                raise TooLarge("Yang dikirim lebih panjang dari ukuran yang diumumkan.")
            if digest:
                digest.update(piece)
            block += piece
            if len(block) >= BLOCK:
                await writer.append(block)
                block = bytearray()
        is_whole = True
    except HungUp:
        pass  # the checksum of a piece cannot be told from a part of it; that of the file is checked at its end
    await writer.append(block)
    await writer.sync()
    if is_whole and digest and checksum and digest.digest() != checksum.digest:
        await writer.cut(start)
        raise Damaged("Isi foto rusak di perjalanan.")


async def _behind(start: int, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for piece in body:
        yield piece[start:]
        start = max(0, start - len(piece))


async def _pieces(body: AsyncIterator[bytes], writer: partial_file.Writer) -> AsyncIterator[bytes]:
    """The pieces of ``body`` until its end. Raises :class:`HungUp` at long silence, or any while another writer waits."""
    silent, coming = 0.0, None
    try:
        while silent < SILENCE_S and not (silent and writer.wanted):
            coming = coming or asyncio.ensure_future(anext(body, None))
            if not (await asyncio.wait({coming}, timeout=LOOK_S))[0]:
                silent += LOOK_S
                continue
            piece, coming, silent = coming.result(), None, 0.0
            if piece is None:
                return
            yield piece
        raise HungUp
    finally:
        if coming:
            coming.cancel()


async def _finish(writer: partial_file.Writer, media: Media) -> Media:
    """Check the whole file, store its sizes, then let the row say so. Doing it twice gives the same."""
    if await writer.digest() != media.sha256:
        await writer.cut(0)
        raise Damaged("Isi foto tidak sama dengan yang diumumkan. Foto dikirim ulang dari awal.")
    try:
        made = await gambar.process_file(writer.path, get_settings().max_pixels)
    except gambar.GambarDitolak as error:
        await _close(media, state="ditolak", reason=str(error))
        await writer.remove()
        raise Refused(str(error)) from error
    try:
        await store(media.id, made)
    except simpanan.SimpananPenuh as error:
        raise Full("Ruang penyimpanan server penuh. Foto tetap aman; coba lagi nanti.") from error
    except simpanan.SimpananTerganggu as error:
        raise Unavailable("Penyimpanan foto sedang terganggu. Coba lagi sebentar lagi.") from error
    done = await _close(media, state="siap", width=made.width, height=made.height, dhash=made.dhash)
    await writer.remove()
    return done


async def store(media_id: UUID, made: gambar.Gambar) -> None:
    """Keep the sizes of a checked picture where :func:`picture` finds them."""
    for size in SIZES:
        await simpanan.put(key(media_id, size), getattr(made, size))


async def _close(media: Media, **values: object) -> Media:
    async with db.transaction() as session:
        row = await repository.own(session, media.uploader_id, media.id)
        if row is None:
            raise NotFound("Unggahan ini sudah dihapus.")
        row.sqlmodel_update({**values, "finished_at": now()})
        await utas.touch(session, await utas.threads_naming(session, row), now())
        named = await repository.reports_naming(session, row)
        await bendera_antrean.enqueue(session, {report.id for report in named} if row.dhash else ())
        for report in named:
            message = report._asdict() | {"id": str(report.id)}
            broadcast.publish_after_commit(session, broadcast.LAPORAN, message)
        return row


async def _drop_leftovers() -> None:
    """Remove partial files whose row is finished or gone (a crash came between the two)."""
    folder = _path(UUID(int=0)).parent
    names = await asyncio.to_thread(lambda: [path.stem for path in folder.glob("*.part")])
    for start in range(0, len(names), SWEEP_BATCH):
        ids = {UUID(name) for name in names[start : start + SWEEP_BATCH]}
        async with db.reading() as session:
            gone = ids - await repository.uploading(session, ids)
        for media_id in gone:
            await asyncio.to_thread(_path(media_id).unlink, missing_ok=True)


def _ensure_room(size: int) -> None:
    folder = _path(UUID(int=0)).parent
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < size + SPARE_BYTES:
        raise Full("Ruang penyimpanan server penuh. Foto tetap aman di HP; coba lagi nanti.")


def _path(media_id: UUID) -> Path:
    return get_settings().data_dir / "uploads" / f"{media_id.hex}.part"


def key(media_id: UUID, size: str) -> str:
    """Where a finished picture lies in the store."""
    return f"{media_id.hex[:2]}/{media_id.hex}-{size}.jpg"
