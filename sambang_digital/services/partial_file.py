"""A file that arrives in pieces: one writer at a time over all processes, what has arrived survives a crash.

The length of the file is the only record of how much has arrived, so no crash can leave a record that promises more than
there is. The lock is the kernel's (``flock``): it goes away with its process. Uploads therefore live on a local disk.
"""

import asyncio
import fcntl
import hashlib
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

PATIENCE_S = 3.0
"""How long a newcomer waits for the writer before it, seconds."""
POLL_S = 0.05

T = TypeVar("T")


class Busy(Exception):
    """Another writer holds the file and did not let go."""


class Writer:
    """The one writer of a partial file. Every method that touches the disk runs in a thread."""

    def __init__(self, path: Path, fd: int) -> None:
        self.path, self._fd, self._bell = path, fd, _bell(path)

    @property
    def length(self) -> int:
        """Bytes arrived so far."""
        return os.fstat(self._fd).st_size

    @property
    def wanted(self) -> bool:
        """Whether somebody else waits to write: most often the same phone, whose old connection died unnoticed."""
        return self._bell.exists()

    async def append(self, data: bytes | bytearray) -> None:
        """Add bytes at the end. At an error (disk full) those that fitted stay."""
        await _in_thread(lambda: _write_all(self._fd, data))

    async def sync(self) -> None:
        """Return when everything written is on the disk."""
        await _in_thread(lambda: os.fsync(self._fd))

    async def cut(self, length: int) -> None:
        """Drop everything behind ``length``."""
        await _in_thread(lambda: os.ftruncate(self._fd, length))

    async def digest(self) -> str:
        """SHA-256 of the whole file, hexadecimal."""
        return await _in_thread(lambda: _digest(self.path))

    async def remove(self) -> None:
        """Delete the file."""
        await _in_thread(lambda: self.path.unlink(missing_ok=True))


@asynccontextmanager
async def writing(path: Path) -> AsyncIterator[Writer]:
    """Become the writer of ``path`` (made if missing). Asks the present writer to stop; raises :class:`Busy`."""
    fd = await _in_thread(lambda: _open(path))
    try:
        if not _try_lock(fd):
            await _take_over(path, fd)
        yield Writer(path, fd)
    finally:
        os.close(fd)


def length(path: Path) -> int:
    """Bytes arrived at ``path``; 0 without a file."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


async def _take_over(path: Path, fd: int) -> None:
    bell = _bell(path)
    await _in_thread(bell.touch)
    try:
        for _ in range(round(PATIENCE_S / POLL_S)):
            await asyncio.sleep(POLL_S)
            if _try_lock(fd):
                return
    finally:
        bell.unlink(missing_ok=True)
    raise Busy


def _bell(path: Path) -> Path:
    return path.with_suffix(".bell")


def _try_lock(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(path: Path) -> int:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)


def _write_all(fd: int, data: bytes | bytearray) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def _in_thread(work: Callable[[], T]) -> T:
    """Run in a thread; if we are cancelled, wait for it first, lest the descriptor be closed under a running write."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise
