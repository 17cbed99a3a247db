"""Passwords: rules for a new one, hashing and checking off the event loop."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn import zxcvbn

MIN_LENGTH = 10
MAX_LENGTH = 128
LOCAL_WORDS = ("polri", "polisi", "polres", "polsek", "bhabinkamtibmas", "binmas", "sambang", "tangerang", "indonesia")
MAX_WAITING = 64
"""More checks than this waiting for a thread are turned away."""

T = TypeVar("T")
hasher = PasswordHash.recommended()
"""Argon2id with the library's present parameters: about 50 ms and 64 MB."""
_one_time_hasher = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=256, parallelism=1),))
"""For :func:`one_time` alone: 59 random bits need no slow hash, and an import of thousands no hour."""
ONE_TIME_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sandi")
_waiting = 0


class Busy(Exception):
    """Too many passwords are being checked at this moment."""


class WeakPassword(ValueError):
    """The new password is refused; the text says why, in Indonesian."""


def require_capacity() -> None:
    """Raise :class:`Busy` at once rather than after other work for somebody who would be turned away."""
    if _waiting >= MAX_WAITING:
        raise Busy


async def _in_thread(work: Callable[[], T]) -> T:
    global _waiting
    require_capacity()
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _waiting -= 1


def _normal(password: str) -> str:
    # The same letters typed on two keyboards may differ in code points.
    return unicodedata.normalize("NFKC", password)


@lru_cache
def _nobodys_hash(by: PasswordHash) -> str:
    """Checked when the person does not exist, so that the answer takes as long."""
    return by.hash("-")


async def make_hash(password: str) -> str:
    """Argon2id hash with its parameters in the text."""
    return await _in_thread(lambda: hasher.hash(_normal(password)))


def one_time() -> str:
    """A password to be handed over and changed at the first sign-in: 12 letters that cannot be confused, 59 bits."""
    letters = "".join(secrets.choice(ONE_TIME_LETTERS) for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


async def hash_one_time(passwords: Sequence[str]) -> list[str]:
    """Hashes of passwords made by :func:`one_time`, about 0.3 ms each."""
    return await _in_thread(lambda: [_one_time_hasher.hash(password) for password in passwords])


async def check(password: str, password_hash: str | None) -> tuple[bool, str | None]:
    """Whether the password fits, and a new hash if the old one's parameters are out of date.

    ``None`` stands for a person who does not exist: false, after the same work.
    """

    def work() -> tuple[bool, str | None]:
        right, renewed = hasher.verify_and_update(_normal(password), password_hash or _nobodys_hash(hasher))
        return right and password_hash is not None, renewed

    return await _in_thread(work)


async def require_strong(password: str, *, nrp: str, name: str, called: str = "NRP") -> None:
    """Raise :class:`WeakPassword` for a short, personal or easily guessed password. ``nrp``: by what they sign in, ``called`` so."""
    normal = _normal(password)
    if len(normal) < MIN_LENGTH:
        raise WeakPassword(f"Paling sedikit {MIN_LENGTH} huruf.")
    if nrp and nrp in normal:
        raise WeakPassword(f"Jangan memuat {called} Anda.")
    hints = [*LOCAL_WORDS, nrp, *name.lower().split()]
    estimate = await _in_thread(lambda: zxcvbn(normal, user_inputs=hints, max_length=MAX_LENGTH))
    # Score 0 and 1: guessed within 10⁶ tries, which covers every list of common passwords.
    if estimate["score"] < 2:
        raise WeakPassword("Terlalu mudah ditebak. Pakai beberapa kata yang tidak berhubungan.")
