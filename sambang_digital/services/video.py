"""Videos: tells one from anything else by its bytes, and has it checked, pictured and copied without metadata.

The work itself is done in a process of its own (:mod:`video_worker`), with limits on memory and time: decoders are large
programs in C that read what strangers send, and whatever one of them stumbles over must not take the server along.
"""

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path

import orjson

from sambang_digital.services.gambar import HEIF_BRANDS
from sambang_digital.settings import ROOT, get_settings

HEAD = 64
"""Bytes of a file that tell what it is."""
PATIENCE_S = 120
"""A worker that takes longer is ended. It copies 100 MB in less than a second."""
MP4, WEBM = "video/mp4", "video/webm"
BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip")
"""First boxes of a QuickTime file from before there was ``ftyp``."""
DAMAGED = "Video rusak atau terpotong. Rekam ulang, atau kirim fotonya."


class VideoDitolak(Exception):
    """Not a video that can be kept; the message says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Video:
    """A checked video, upright: pixels, seconds, and what the camera wrote (position in degrees).

    In the folder it was made in lie ``besar`` and ``kecil``, the poster as JPEG, and ``video``, the copy without metadata.
    """

    width: int
    height: int
    duration_s: float
    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None


def mime_of(head: bytes) -> str | None:
    """What kind of video begins with these bytes (:data:`HEAD` of them); None: no video that we take."""
    kind, brand = head[4:8], head[8:12]
    if kind == b"ftyp" and brand not in HEIF_BRANDS:
        return "video/quicktime" if brand == b"qt  " else "video/3gpp" if brand.startswith(b"3g") else MP4
    if kind in BOXES:
        return "video/quicktime"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head:
        return WEBM
    return None


def shown_as(mime: str | None) -> str:
    """Of which kind the copy without metadata is, made from a file of ``mime``."""
    return WEBM if mime == WEBM else MP4


async def process_file(path: Path, mime: str, folder: Path, *, for_everybody: bool = False) -> Video:
    """Check the video at ``path`` and fill ``folder`` (made anew). ``for_everybody``: only one that every browser plays, with a poster
    that shows something. Raises :class:`VideoDitolak`."""
    work = partial(_process, path, mime, folder, for_everybody=for_everybody)
    return await asyncio.get_running_loop().run_in_executor(_pool(), work)


@lru_cache
def _pool() -> ThreadPoolExecutor:
    # Each waits for a worker; half of the cores stay free for everybody else.
    return ThreadPoolExecutor(max(1, (os.cpu_count() or 2) // 2), thread_name_prefix="video")


def _process(path: Path, mime: str, folder: Path, *, for_everybody: bool) -> Video:
    settings = get_settings()
    order = {
        "source": str(path.resolve()),
        "folder": str(folder.resolve()),
        "webm": mime == WEBM,
        "for_everybody": for_everybody,
        "max_pixels": settings.max_pixels,
        "max_seconds": settings.max_video_seconds,
        "timezone": settings.timezone,
    }
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sambang_digital.services.video_worker"],
            input=orjson.dumps(order),
            capture_output=True,
            timeout=PATIENCE_S,
            cwd=ROOT,
            # Keys and addresses of the installation are none of its business.
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
            check=True,
        )
        answer = orjson.loads(done.stdout)
    except (subprocess.SubprocessError, orjson.JSONDecodeError) as error:
        raise VideoDitolak(DAMAGED) from error
    if refused := answer.get("refused"):
        raise VideoDitolak(refused)
    taken_at = answer.pop("taken_at")
    return Video(**answer, taken_at=datetime.fromisoformat(taken_at) if taken_at else None)
