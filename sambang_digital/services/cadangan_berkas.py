"""The file of a backup: a plain tar, read and written from its beginning to its end, whatever its size.

``cadangan.json`` says what it is, ``kunci/…`` are the installation's keys, ``tabel/<name>/<number>`` some thousand rows each
(JSON, zlib), ``foto/…`` the pictures; ``segel.json`` closes it with the SHA-256 over all before and the counts. Without the
right seal nothing of a file is used. It is made under another name and gets its own only when it is whole.
"""

import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

FORMAT = "sambang-backup/1"
HEADER, SEAL = "cadangan.json", "segel.json"
KEYS, TABLES, PHOTOS = "kunci/", "tabel/", "foto/"


class CadanganError(Exception):
    """The backup cannot be made or used; the message is for the person, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the backup is: ``at`` (ISO 8601), kind of the database, its migration, columns of each table, proof of the key."""

    at: str
    database: str
    revision: str
    columns: dict[str, list[str]]
    counters: dict[str, int]
    key_proof: str
    format: str = FORMAT


@dataclass(slots=True)
class Seal:
    """What the backup holds: rows of each table, pictures, pictures that the store had lost, and the audit trail's head."""

    rows: dict[str, int] = field(default_factory=dict)
    photos: int = 0
    missing: int = 0
    head_place: int = 0
    head_hash: str = ""
    sha256: str = ""


class _Sum:
    """SHA-256 over names and contents in their order."""

    def __init__(self) -> None:
        self._sum = sha256()

    def add(self, name: str, content: bytes) -> None:
        self._sum.update(f"{name}\n{len(content)}\n".encode() + sha256(content).digest())

    def hexdigest(self) -> str:
        return self._sum.hexdigest()


class Writer:
    """Adds entries; see :func:`writing`."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar, self._sum = tar, _Sum()

    def add(self, name: str, content: bytes) -> None:
        """One entry."""
        self._sum.add(name, content)
        self._put(name, content)

    def close(self, seal: Seal) -> None:
        """The last entry."""
        seal.sha256 = self._sum.hexdigest()
        self._put(SEAL, orjson.dumps(asdict(seal)))

    def _put(self, name: str, content: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content), 0o600
        self._tar.addfile(entry, io.BytesIO(content))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write a new backup, readable by this user alone; ``path`` appears only once all of it is on the disk."""
    draft = path.with_name(f"{path.name}.sebagian")
    try:
        if path.exists():
            raise CadanganError(f"{path} sudah ada; sebut nama berkas yang lain.")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w|") as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, this cannot replace a file that came meanwhile.
        path.hardlink_to(draft)
        _sync_folder(path.parent)
    except OSError as error:
        raise CadanganError(f"{path} tidak dapat ditulis: {error.strerror or error}.") from error
    finally:
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def entries(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each entry, in order."""
    try:
        with tarfile.open(path, mode="r|") as tar:
            for entry in tar:
                content = tar.extractfile(entry)
                if content is None:
                    raise CadanganError(f"{path.name} bukan cadangan Sambang Digital.")
                yield entry.name, content.read()
    except OSError as error:
        raise CadanganError(f"{path} tidak dapat dibaca: {error.strerror or error}.") from error
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise CadanganError(f"{path.name} rusak, atau bukan cadangan Sambang Digital.") from error


def check(path: Path) -> tuple[Header, Seal]:
    """Read the whole file and believe it only if its seal fits. Raises :class:`CadanganError`."""
    header, seal, total = None, None, _Sum()
    for name, content in entries(path):
        if seal is not None or (header is None) != (name == HEADER):
            raise CadanganError(f"{path.name} bukan cadangan Sambang Digital.")
        if name == HEADER:
            header = _read(Header, content, path)
            if header.format != FORMAT:
                raise CadanganError(f"{path.name} dibuat dalam bentuk yang tidak dikenal ({header.format[:40]}).")
        if name == SEAL:
            seal = _read(Seal, content, path)
        else:
            total.add(name, content)
    if header is None or seal is None:
        raise CadanganError(f"{path.name} terpotong: segelnya tidak ada.")
    if seal.sha256 != total.hexdigest():
        raise CadanganError(f"{path.name} rusak: isinya tidak cocok dengan segelnya.")
    return header, seal


def _read(kind: Any, content: bytes, path: Path) -> Any:
    try:
        return kind(**orjson.loads(content))
    except (TypeError, ValueError) as error:
        raise CadanganError(f"{path.name} bukan cadangan Sambang Digital.") from error
