"""Photos and videos on their way in: an upload begins, grows, is checked and becomes a picture; what nobody names is deleted.

An upload belongs to its uploader, an account or a citizen's phone, and is known by the SHA-256 of its bytes: beginning it again
continues it. Its bytes wait in ``DATA_DIR/uploads``; the finished sizes go to ``simpanan``.
"""

import asyncio
import errno
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4

from sambang_digital import db
from sambang_digital.models import Media
from sambang_digital.models.base import now
from sambang_digital.repositories import media as repository
from sambang_digital.repositories import rahasia as secrets
from sambang_digital.repositories.media import Uploader
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, media_body, media_files, media_make, partial_file, rahasia, simpanan, video
from sambang_digital.services.audit import Aksi
from sambang_digital.services.media_body import Checksum
from sambang_digital.services.media_errors import (
    Damaged,
    Full,
    InUse,
    NotFound,
    QuotaReached,
    Refused,
    TooLarge,
    Unavailable,
    WrongOffset,
)
from sambang_digital.settings import get_settings

SPARE_BYTES = 100_000_000
"""Room that uploads leave on the disk for the database."""
SPARE_FOR_STAFF = 2_000_000_000
"""Room that citizens' uploads leave on the disk for those of officers."""
Kind = Literal["foto", "video"]
SWEEP_BATCH = 50
FULL = "Ruang penyimpanan server penuh. Berkas tetap aman di HP; coba lagi nanti."


@dataclass(frozen=True, slots=True)
class Upload:
    """Where an upload stands: ``offset`` of ``size`` bytes are here. ``expires_at`` is None once the file is stored."""

    id: UUID
    size: int
    offset: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one uploader may send: bytes of a file; number and bytes of those that wait for a report. ``spare`` stays free."""

    largest: int
    files: int
    total: int
    spare: int
    words: str


def staff(actor: Actor) -> Uploader:
    """Somebody with an account."""
    return Uploader(akun_id=actor.id)


def limits_of(uploader: Uploader, kind: Kind = "foto") -> Limits:
    """By the settings; ``kind`` is what an account sends."""
    settings = get_settings()
    most = max(settings.max_video_bytes, settings.max_media_bytes)
    words = f"Video paling besar {most // 1_000_000} MB. Potong videonya, lalu kirim lagi."
    if uploader.device_id is None:
        spare = SPARE_FOR_STAFF
        if kind == "foto":
            most, spare = settings.max_media_bytes, SPARE_BYTES
            words = f"Foto paling besar {most // 1_000_000} MB."
        return Limits(most, settings.max_unattached_files, settings.max_unattached_bytes, spare, words)
    return Limits(most, settings.max_warga_files, settings.max_warga_bytes, SPARE_FOR_STAFF, words)


async def begin(
    uploader: Uploader,
    sha256: str,
    size: int,
    name: str,
    count: Callable[[int], None] | None = None,
    kind: Kind = "foto",
) -> Upload:
    """Begin an upload of ``size`` bytes, or find the one of this person with the same bytes, wherever it stands.

    ``count`` is told the bytes of one that is new, and may refuse it. ``kind`` is what an account sends; of a citizen's phone the bytes
    alone tell.
    """
    limits = limits_of(uploader, kind)
    if size > limits.largest:
        raise TooLarge(limits.words)
    async with db.reading() as session:
        media = await repository.own_by_sha(session, uploader, sha256)
        files, total = (0, 0) if media else await repository.unattached_usage(session, uploader)
    if media and uploader.device_id is None and media.kind != kind and media.state != "siap":
        # Tried as the other kind, as which it cannot be kept: that is no reason to refuse it now.
        async with _writing(media.id) as writer:
            await _forget(writer, media.id)
        media = None
    if media is None:
        if files >= limits.files or total + size > limits.total:
            raise QuotaReached("Terlalu banyak berkas menunggu laporannya. Kirim laporannya dahulu, lalu coba lagi.")
        if count:
            count(size)
        await asyncio.to_thread(_ensure_room, size, limits.spare)
        row = Media(
            id=uuid4(),
            uploader_id=uploader.akun_id,
            device_id=uploader.device_id,
            sha256=sha256,
            size=size,
            name=name,
            kind=kind,
        )
        async with db.transaction() as session:
            media = await repository.create(session, row)
    if media.size != size:
        raise WrongOffset("Ukuran berkas berbeda dari unggahan yang sama sebelumnya.")
    return await _standing(media)


async def status(uploader: Uploader, media_id: UUID) -> Upload:
    """Where the upload stands. Finishes one whose last byte arrived just before a crash."""
    return await _standing(await _own(uploader, media_id))


async def receive(
    uploader: Uploader, media_id: UUID, offset: int | None, body: AsyncIterator[bytes], checksum: Checksum | None = None
) -> Upload:
    """Append ``body`` at ``offset`` and finish the upload when it is whole. What arrives before a hang-up stays.

    Without an offset the body starts at the file's first byte, and what has arrived of it is passed over.
    """
    await _own(uploader, media_id)
    async with _writing(media_id) as writer:
        media = await _own(uploader, media_id)  # it may have been finished or ended while we waited for the lock
        here = media.size if media.state == "siap" else writer.length
        if offset is None:
            # Only now is it known how much that is: the writer before us keeps what it had in hand when it stops.
            body, checksum = media_body.behind(here, body), None if here else checksum
        elif offset != here:
            raise WrongOffset(f"Lanjutkan dari byte {here}.")
        if media.state == "mengunggah":
            await media_body.append(writer, media.size, body, checksum)
            here = writer.length
            if here == media.size:
                media = await _finish(writer, media)
            else:
                await _look_at_beginning(writer, media)
        return _upload(media, here)


async def end(uploader: Uploader, media_id: UUID) -> None:
    """Forget an upload in progress, at its uploader's wish. A finished file stays: a report may name it."""
    await _own(uploader, media_id)
    async with _writing(media_id) as writer:
        media = await _own(uploader, media_id)
        if media.state == "siap":
            raise WrongOffset("Berkas ini sudah selesai diunggah.")
        await _forget(writer, media_id)


async def readable(actor: Actor, media_id: UUID, size: str) -> Media:
    """A finished file that the actor may look at in this size; that they looked at one of a secret report, or took what a citizen's
    camera wrote, is written down."""
    original = size == "asli"
    async with db.reading() as session:
        media = await repository.readable(session, actor, media_id)
        reports = await repository.opening_original(session, actor, media) if media and original else ()
        if media is None or (original and not reports):
            raise NotFound("Berkas ini tidak ada atau bukan untuk Anda.")
        may_be_secret = media.uploader_id is not None and actor.may(Permission.LI_READ)
        secret = await secrets.naming(session, actor, media) if may_be_secret else ()
    if secret:
        await rahasia.look(actor, secret, rahasia.Jalan.FOTO)
    if reports:
        async with db.transaction() as session:
            looked = [(report, {"media": str(media_id), "kind": media.kind}) for report in reports]
            await audit.record_all(session, actor, Aksi.PENGADUAN_ASLI, looked)
    return media


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
            await media_files.delete(media_id)
            await asyncio.to_thread(_drop, media_id)
        async with db.transaction() as session:
            await repository.deleted(session, ids)


async def _own(uploader: Uploader, media_id: UUID) -> Media:
    async with db.reading() as session:
        media = await repository.own(session, uploader, media_id)
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
                media = await repository.own(session, Uploader.of(media), media.id) or media
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
        raise InUse("Berkas ini sedang dikirim lewat sambungan lain.") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full(FULL) from error
        raise


async def _forget(writer: partial_file.Writer, media_id: UUID) -> None:
    """The row, and what has arrived of the file."""
    async with db.transaction() as session:
        await repository.remove(session, media_id)
    await writer.remove()


async def _look_at_beginning(writer: partial_file.Writer, media: Media) -> None:
    """Refuse now, not after 100 MB, what is too long for a photo and begins like no video."""
    may_be_a_photo = media.kind == "foto" and media.size <= get_settings().max_media_bytes
    if may_be_a_photo or writer.length < video.HEAD:
        return
    if video.mime_of(await asyncio.to_thread(media_make.head_of, writer.path)) is None:
        await _refuse(writer, media, media_make.NEITHER)


async def _finish(writer: partial_file.Writer, media: Media) -> Media:
    """Check the whole file, store its sizes, then let the row say so. Doing it twice gives the same."""
    if await writer.digest() != media.sha256:
        await writer.cut(0)
        raise Damaged("Isi berkas tidak sama dengan yang diumumkan. Berkas dikirim ulang dari awal.")
    try:
        made = await media_make.make(writer.path, media)
    except media_make.NotKept as error:
        await _refuse(writer, media, str(error))
    except simpanan.SimpananPenuh as error:
        raise Full(FULL) from error
    except simpanan.SimpananTerganggu as error:
        raise Unavailable("Penyimpanan foto sedang terganggu. Coba lagi sebentar lagi.") from error
    done = await _close(media, state="siap", **made)
    await writer.remove()
    return done


async def _refuse(writer: partial_file.Writer, media: Media, reason: str) -> None:
    await _close(media, state="ditolak", reason=reason)
    await writer.remove()
    raise Refused(reason)


async def _close(media: Media, **values: object) -> Media:
    async with db.transaction() as session:
        row = await repository.own(session, Uploader.of(media), media.id)
        if row is None:
            raise NotFound("Unggahan ini sudah dihapus.")
        row.sqlmodel_update({**values, "finished_at": now()})
        await media_make.tell(session, row)
        return row


async def _drop_leftovers() -> None:
    """Remove partial files whose row is finished or gone (a crash came between the two)."""
    folder = _path(UUID(int=0)).parent
    names = await asyncio.to_thread(
        lambda: [path.stem for path in folder.glob("*") if path.suffix in (".part", media_make.FOLDER)]
    )
    for start in range(0, len(names), SWEEP_BATCH):
        ids = {UUID(name) for name in names[start : start + SWEEP_BATCH]}
        async with db.reading() as session:
            gone = ids - await repository.uploading(session, ids)
        for media_id in gone:
            await asyncio.to_thread(_drop, media_id)


def _drop(media_id: UUID) -> None:
    _path(media_id).unlink(missing_ok=True)
    shutil.rmtree(media_make.folder_beside(_path(media_id)), ignore_errors=True)


def _ensure_room(size: int, spare: int) -> None:
    folder = _path(UUID(int=0)).parent
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < size + spare:
        raise Full(FULL)


def _path(media_id: UUID) -> Path:
    return get_settings().data_dir / "uploads" / f"{media_id.hex}.part"
