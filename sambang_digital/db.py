"""The async engine and the one way to open a database session.

No connection is made at import: the server forks its workers after importing the app.
"""

import asyncio
import fcntl
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager, nullcontext, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from sambang_digital.settings import get_settings

WAIT_S = 15
"""How long a writer waits for the others on SQLite."""
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    # A receipt is a promise: it must outlive a power cut of the server too. Group commit pays for the fsync.
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={WAIT_S * 1000}",
    "temp_store=MEMORY",
    # What was deleted is written over; else it stays in the file. FAST would leave whole pages as they were.
    "secure_delete=ON",
)


def make_engine(url: str, **options: Any) -> AsyncEngine:
    """An engine for ``url`` with what each database needs to be safe under concurrency."""
    # Errors are logged; the names, texts and hashes that a statement carried are not for the log.
    options |= {"json_serializer": _to_json, "json_deserializer": orjson.loads, "hide_parameters": True}
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            _make_private(Path(parsed.database))
        engine = create_async_engine(url, connect_args={"timeout": WAIT_S}, **options)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
        return engine
    options.setdefault("pool_size", 10)
    options.setdefault("max_overflow", 10)
    # The connection of last time again: it has prepared what comes next.
    options.setdefault("pool_use_lifo", True)
    # The intake's INSERTs come in many lengths, each a statement of its own.
    arguments = {"prepared_statement_cache_size": 500}
    return create_async_engine(url, connect_args=arguments, pool_recycle=1800, pool_timeout=10, **options)


def _make_private(path: Path) -> None:
    """Nobody but this user reads the database; SQLite gives its log files the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(0o600)
    with suppress(PermissionError):  # it belongs to somebody else, who decides
        path.chmod(0o600)


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself, else "begin" below has no effect.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    # A deferred transaction that upgrades from read to write fails at once instead of waiting.
    mode = "DEFERRED" if connection.get_execution_options().get("readonly") else "IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN {mode}")


@lru_cache
def get_engine() -> AsyncEngine:
    """The engine of this process."""
    return make_engine(get_settings().database_url)


@lru_cache
def _maker() -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(get_engine(), expire_on_commit=False)


@lru_cache
def _readonly_maker() -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(get_engine().execution_options(readonly=True), expire_on_commit=False)


class _Turns:
    """The writers of this process one after another, first come first served, without a connection while they wait.

    Waiting inside SQLite they overtake each other till one has waited too long, and they leave no connection to readers.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None

    @asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        """Whoever has the turn already keeps it. Raises :class:`sqlalchemy.exc.TimeoutError` after :data:`WAIT_S`."""
        if (task := asyncio.current_task()) is self._holder:
            yield
            return
        try:
            async with asyncio.timeout(WAIT_S):
                await self._lock.acquire()
        except TimeoutError:
            raise PoolTimeout(f"no turn to write within {WAIT_S} s") from None
        self._holder = task
        try:
            yield
        finally:
            self._holder = None
            self._lock.release()


@lru_cache
def _turn() -> Callable[[], AbstractAsyncContextManager[None]]:
    """SQLite has one writer at a time, PostgreSQL many."""
    return _Turns().take if get_engine().url.get_backend_name() == "sqlite" else nullcontext


@asynccontextmanager
async def transaction() -> AsyncIterator[AsyncSession]:
    """A session whose work is committed at the end and rolled back at an error or a cancellation."""
    async with _turn()(), _maker()() as session, session.begin():
        yield session


@asynccontextmanager
async def reading() -> AsyncIterator[AsyncSession]:
    """A session for reading: takes no write lock on SQLite."""
    async with _readonly_maker()() as session:
        yield session


async def empty_log() -> None:
    """Bring what SQLite's write-ahead log holds into the database and empty it: what was deleted is legible there till then.

    Keeps no writer waiting for longer than a moment: with readers at work the next call does it. Nothing on PostgreSQL.
    """
    url = get_engine().url
    if url.get_backend_name() == "sqlite":
        await asyncio.to_thread(_empty_log, str(url.database))


def _empty_log(path: str) -> None:
    with closing(sqlite3.connect(path, timeout=0.2)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@asynccontextmanager
async def only_one(name: str) -> AsyncIterator[bool]:
    """Whether nobody else, in any process, is inside this block under ``name``. Waits for nobody, holds up no writer.

    The lock is the database's or the kernel's: it goes with its process, however that ends.
    """
    url = get_engine().url
    if url.get_backend_name() == "sqlite":
        with _only_holder(Path(f"{url.database}.{name}.lock")) as mine:
            yield mine
        return
    async with transaction() as session:
        yield bool(await session.scalar(text("SELECT pg_try_advisory_xact_lock(hashtext(:name))"), {"name": name}))


@contextmanager
def _only_holder(path: Path) -> Iterator[bool]:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            mine = True
        except BlockingIOError:
            mine = False
        yield mine


_DEADLOCK, _SERIALIZATION = "40P01", "40001"
_OUTAGE_CLASSES = ("08", "40", "53", "55", "57", "58")
"""SQLSTATE classes in which PostgreSQL, not the request, is at fault: connection, conflict, resources, system."""


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def is_momentary(error: BaseException) -> bool:
    """Whether the same work, done again at once, may well succeed: a deadlock, or a connection that was cut."""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or _sqlstate(error) in (_DEADLOCK, _SERIALIZATION)


def is_outage(error: BaseException) -> bool:
    """Whether the database failed rather than the request: gone, locked, full, out of time or of connections."""
    if isinstance(error, DBAPIError):
        unavailable = isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
        return unavailable or _sqlstate(error)[:2] in _OUTAGE_CLASSES
    return isinstance(error, PoolTimeout | OSError)


async def dispose() -> None:
    """Close the pool and forget the engine (end of the process, or a test that changes databases)."""
    if get_engine.cache_info().currsize:
        await get_engine().dispose()
    for cached in (get_engine, _maker, _readonly_maker, _turn):
        cached.cache_clear()
