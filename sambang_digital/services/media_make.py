"""A file that arrived whole becomes what is kept of it, and whoever waits for it is told."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Media
from sambang_digital.models.base import now
from sambang_digital.repositories import media as repository
from sambang_digital.repositories import media_warga, utas
from sambang_digital.services import bendera_antrean, broadcast, gambar, jejak, media_files, simpanan, video
from sambang_digital.settings import get_settings

NO_VIDEO = "Berkas ini bukan video MP4 atau WebM."
NEITHER = "Berkas ini bukan foto (JPEG, PNG, WebP) dan bukan video (MP4, MOV, WebM, 3GP)."
NotKept = (gambar.GambarDitolak, video.VideoDitolak)
"""What :func:`make` raises for a file that cannot be kept; the message says why."""
FOLDER = ".video"


async def make(path: Path, media: Media) -> dict[str, Any]:
    """Check the file and store its sizes; gives what its row says of it. Raises :data:`NotKept`, or that the store is gone."""
    if media.device_id is None and media.kind == "video":
        return await _film(path, media)
    if media.device_id is None:
        made = await gambar.process_file(path, get_settings().max_pixels)
        await media_files.store(media.id, made)
        return {"width": made.width, "height": made.height, "dhash": made.dhash}
    head = await asyncio.to_thread(head_of, path)
    mime = video.mime_of(head)
    values = await (_video(path, media, mime) if mime else _photo(path, media))
    await simpanan.put_file(media_files.key(media.id, "asli"), path)
    return values


def head_of(path: Path) -> bytes:
    """The bytes that tell what the file is."""
    with path.open("rb") as file:
        return file.read(video.HEAD)


def folder_beside(path: Path) -> Path:
    """Where a video is taken apart."""
    return path.with_suffix(FOLDER)


async def _photo(path: Path, media: Media) -> dict[str, Any]:
    settings = get_settings()
    if media.size > settings.max_media_bytes:
        raise gambar.GambarDitolak(f"Foto paling besar {settings.max_media_bytes // 1_000_000} MB.")
    try:
        made = await gambar.process_file(path, settings.max_pixels)
    except gambar.BukanGambar:
        raise gambar.GambarDitolak(NEITHER) from None
    trace, mime = await gambar.aside(lambda: _read(path))
    await media_files.store(media.id, made)
    values = {"kind": "foto", "mime": mime, "width": made.width, "height": made.height, "dhash": made.dhash}
    return values | _fields(trace)


def _read(path: Path) -> tuple[jejak.Jejak, str | None]:
    with Image.open(path, formats=gambar.FORMATS) as picture:
        return jejak.of_picture(picture, get_settings().timezone), picture.get_format_mimetype()


async def _video(path: Path, media: Media, mime: str) -> dict[str, Any]:
    made = await _stored(path, media, mime)
    return _values(made, mime) | _fields(made)


async def _film(path: Path, media: Media) -> dict[str, Any]:
    """A video for everybody: one that every browser plays; nothing of what the camera wrote is kept."""
    mime = video.mime_of(await asyncio.to_thread(head_of, path))
    if mime is None:
        raise video.VideoDitolak(NO_VIDEO)
    return _values(await _stored(path, media, mime, for_everybody=True), mime)


async def _stored(path: Path, media: Media, mime: str, *, for_everybody: bool = False) -> video.Video:
    folder = folder_beside(path)
    try:
        made = await video.process_file(path, mime, folder, for_everybody=for_everybody)
        await media_files.store_video(media.id, folder)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return made


def _values(made: video.Video, mime: str) -> dict[str, Any]:
    return {"kind": "video", "mime": mime, "width": made.width, "height": made.height, "duration_s": made.duration_s}


def _fields(trace: jejak.Jejak | video.Video) -> dict[str, Any]:
    return {name: getattr(trace, name) for name in ("taken_at", "lat", "lon")}


async def tell(session: AsyncSession, media: Media) -> None:
    """Whoever looks at a report that names this file reads it again; so do the rules that compare photos."""
    if media.device_id is not None:
        for row in await media_warga.naming(session, media):
            message = {"id": str(row.id), "satuan_id": row.satuan_id}
            broadcast.publish_after_commit(session, broadcast.PENGADUAN, message)
        return
    await utas.touch(session, await utas.threads_naming(session, media), now())
    named = await repository.reports_naming(session, media)
    await bendera_antrean.enqueue(session, {report.id for report in named} if media.dhash else ())
    for report in named:
        broadcast.publish_after_commit(session, broadcast.LAPORAN, report._asdict() | {"id": str(report.id)})
