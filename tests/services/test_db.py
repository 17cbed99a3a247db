"""The database: migrations agree with the models, go down again, and the engine commits or rolls back whole."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from sambang_digital import db
from sambang_digital.models import Satuan
from tests.conftest import ROOT

WRITERS = 40
"""More than a pool has connections."""


def alembic(*words: str, url: str, data_dir: Path) -> subprocess.CompletedProcess[str]:
    """Run the plain Alembic command against ``url``; what will not work any more some day is an error today."""
    env = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(data_dir)}
    strict = [sys.executable, "-W", "error::DeprecationWarning", "-m", "alembic", *words]
    return subprocess.run(strict, cwd=ROOT, env=env, capture_output=True, text=True)


def test_migrations_agree_with_models_and_go_down(database_url: str, tmp_path: Path) -> None:
    """A model changed without its migration fails here, as does a migration that cannot be undone."""
    for words in (["check"], ["downgrade", "base"], ["upgrade", "head"]):
        done = alembic(*words, url=database_url, data_dir=tmp_path)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"


async def test_transaction_is_whole(database: str) -> None:
    """An error inside a transaction leaves nothing behind."""
    with pytest.raises(RuntimeError):
        async with db.transaction() as session:
            session.add(Satuan(code="X", name="X", level="polres"))
            await session.flush()
            raise RuntimeError
    async with db.reading() as session:
        assert (await session.scalars(select(Satuan))).all() == []


async def test_writers_that_wait_keep_nobody_from_reading(database: str) -> None:
    """While one is at work, more wait than there are connections; who reads is answered. Then each has its turn."""

    async def write(number: int) -> None:
        async with db.transaction() as session:
            session.add(Satuan(code=str(number), name="X", level="polres"))

    async with asyncio.TaskGroup() as waiting, db.transaction() as session:
        session.add(Satuan(code="X", name="X", level="polres"))
        await session.flush()
        started = [waiting.create_task(write(number)) for number in range(WRITERS)]
        async with asyncio.timeout(10), db.reading() as other:
            assert await other.scalar(select(func.count()).select_from(Satuan).where(Satuan.code == "X")) == 0
        if database.startswith("sqlite"):
            assert not any(task.done() for task in started)
    async with db.reading() as session:
        codes = (await session.scalars(select(Satuan.code).order_by(Satuan.id))).all()
    assert len(codes) == WRITERS + 1
    if database.startswith("sqlite"):
        assert codes == ["X", *map(str, range(WRITERS))]


async def test_who_has_the_turn_does_not_wait_for_it(database: str) -> None:
    """A transaction before whose first statement the same task opens another one, and is done with it."""
    async with asyncio.timeout(10), db.transaction() as outer:
        async with db.transaction() as inner:
            inner.add(Satuan(code="X", name="X", level="polres"))
        outer.add(Satuan(code="Y", name="Y", level="polres"))
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Satuan)) == 2


async def test_errors_name_no_values(database: str) -> None:
    """An error of the database goes into the log; what the statement carried must not."""
    with pytest.raises(DBAPIError) as raised:
        async with db.transaction() as session:
            await session.execute(text("INSERT INTO tidak_ada VALUES (:name)"), {"name": "Siti Rahmawati"})
    assert "tidak_ada" in str(raised.value)
    assert "Siti Rahmawati" not in str(raised.value)


async def test_sqlite_is_prepared(database: str) -> None:
    """SQLite keeps foreign keys and uses a write-ahead log."""
    if not database.startswith("sqlite"):
        return
    async with db.reading() as session:
        assert (await session.execute(text("PRAGMA foreign_keys"))).scalar() == 1
        assert (await session.execute(text("PRAGMA journal_mode"))).scalar() == "wal"


async def test_nobody_else_reads_the_database(tmp_path: Path) -> None:
    """Made with all its files readable by this user alone, and made so if it was not."""
    file = tmp_path / "data" / "sambang.db"
    engine = db.make_engine(f"sqlite+aiosqlite:///{file}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE x (y INTEGER)"))
        modes = {path.name: path.stat().st_mode & 0o777 for path in (file, *_files(file.parent))}
    await engine.dispose()
    assert set(modes.values()) == {0o600}
    assert {"sambang.db", "sambang.db-wal"} <= modes.keys()
    assert file.parent.stat().st_mode & 0o777 == 0o700
    file.chmod(0o644)
    await db.make_engine(f"sqlite+aiosqlite:///{file}").dispose()
    assert file.stat().st_mode & 0o777 == 0o600


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir())
