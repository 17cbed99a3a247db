"""Where finished photos are kept: a folder, or a bucket of an object store, by the setting ``MEDIA_URL``."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from sambang_digital.settings import get_settings

RETRY: Any = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}
"""A phone waits for the answer: better to say soon that the store is gone (its default is three minutes)."""


class SimpananTerganggu(Exception):
    """The store does not answer, or refuses; later it may."""


class SimpananPenuh(Exception):
    """No room left."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object to be sent on, in pieces: all of its ``size`` bytes, or those from ``first`` to before ``end``."""

    size: int
    pieces: AsyncIterator[bytes]
    first: int
    end: int


async def put(key: str, data: bytes) -> None:
    """Keep ``data`` under ``key``; on return it survives a power cut."""
    with _own_errors():
        await obstore.put_async(_store(), key, data)
        if folder := _folder():
            await asyncio.to_thread(_sync, folder / key)


async def put_file(key: str, path: Path) -> None:
    """The same with the content of a file, of any size: it is read piece by piece."""
    with _own_errors():
        await obstore.put_async(_store(), key, path)
        if folder := _folder():
            await asyncio.to_thread(_sync, folder / key)


async def size(key: str) -> int | None:
    """How many bytes lie under ``key``; None: nothing."""
    with _own_errors():
        try:
            return int((await obstore.head_async(_store(), key))["size"])
        except FileNotFoundError:
            return None


async def get(key: str, span: tuple[int, int] | None = None) -> Stored | None:
    """The object under ``key``, or nothing; of it the bytes from ``span[0]`` to before ``span[1]``, which must be there."""
    with _own_errors():
        try:
            found = await obstore.get_async(_store(), key, options={"range": span} if span else None)
        except FileNotFoundError:
            return None
        return Stored(found.meta["size"], found.stream(), *found.range)


async def delete(key: str) -> None:
    """Forget ``key``; it may be gone already."""
    with _own_errors(), suppress(FileNotFoundError):
        await obstore.delete_async(_store(), key)


@lru_cache
def store_of(url: str) -> Any:
    """The store at ``url``: a folder, made if it is not there, or a bucket."""
    if url.startswith("file:"):
        return from_url(url, mkdir=True)
    return from_url(url, retry_config=RETRY)


def _store() -> Any:
    return store_of(get_settings().media_url)


def _folder() -> Path | None:
    store = _store()
    return Path(str(store.prefix)) if isinstance(store, LocalStore) else None


def _sync(path: Path) -> None:
    """The folder store renames a finished file into place but leaves writing it out to the kernel."""
    for target in (path, path.parent, path.parent.parent):
        fd = os.open(target, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


@contextmanager
def _own_errors() -> Any:
    try:
        yield
    except BaseError as error:
        if os.strerror(errno.ENOSPC) in str(error):
            raise SimpananPenuh from error
        raise SimpananTerganggu from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise SimpananPenuh from error
        raise SimpananTerganggu from error
