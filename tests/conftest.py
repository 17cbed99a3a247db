"""Fixtures shared by all tests: a fresh, migrated database for each test, on SQLite and on PostgreSQL."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from sambang_digital import db
from sambang_digital.services import pengaturan, sandi
from sambang_digital.settings import get_settings
from tests import servers
from tests.push import PushService, push_service

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("SAMBANG_DEMO_DAYS", "5")  # what tests ask of demo data is there after a few days of visits


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name tests that Schemathesis makes by their operation, which their ids leave out, and see to it that no two ids are alike: of those that
    are, a run on several processes takes one."""
    for item in items:
        if label := getattr(item, "operation_label", None):
            item._id = item.id.with_params(label)
    ids = Counter(item.nodeid for item in items)
    if twice := [id_ for id_, times in ids.items() if times > 1]:
        raise pytest.UsageError(f"several tests are called {twice[0]}")


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords of this process's accounts are hashed with the smallest parameters; servers of their own use the real."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandi, "hasher", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1),)))
        yield


def run_cli(*words: str, data_dir: Path, **settings: str) -> str:
    """Run one command of the product to its end; returns what it printed."""
    env = os.environ | {"DATA_DIR": str(data_dir)} | settings
    done = subprocess.run(
        [sys.executable, "-m", "sambang_digital.cli", *words], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


def migrate(url: str, data_dir: Path) -> None:
    """Run the real migrations on ``url``."""
    env = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(data_dir)}
    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"], cwd=ROOT, env=env, check=True, capture_output=True
    )


def once_a_run(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that ``make`` fills, once for all processes of a run. To be copied, never changed."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    name = "template.db"
    return (
        once_a_run(tmp_path_factory, "empty-sqlite", lambda folder: migrate(f"sqlite:///{folder / name}", folder))
        / name
    )


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of the run's own PostgreSQL."""
    with servers.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """URL of the run's own Redis."""
    with servers.redis() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Name of a migrated, empty PostgreSQL database to copy."""
    name = f"template_{uuid4().hex[:8]}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    migrate(postgres_server.rsplit("/", 1)[0] + f"/{name}", tmp_path_factory.mktemp("pg"))
    return name


@pytest.fixture(scope="session")
def sqlite_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with demo data in SQLite (``sambang.db``), to be copied."""

    def fill(folder: Path) -> None:
        run_cli("prepare", data_dir=folder, DATABASE_URL=f"sqlite:///{folder / 'sambang.db'}")

    return once_a_run(tmp_path_factory, "demo-sqlite", fill)


@pytest.fixture(scope="session")
def postgres_data(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder with demo data in a PostgreSQL database, to be copied; and the database's name."""
    name, folder = f"demo_{uuid4().hex[:8]}", tmp_path_factory.mktemp("demo-postgres")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    run_cli("prepare", data_dir=folder, DATABASE_URL=postgres_server.rsplit("/", 1)[0] + f"/{name}")
    return folder, name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated database of each kind in turn, as a plain URL."""
    if request.param == "sqlite":
        path = tmp_path / "sambang.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_template")
    name = f"t_{uuid4().hex[:12]}"
    yield servers.copy_database(server, template, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """The product's own engine (``db.transaction``) pointed at the fresh database; yields its URL."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", "test-key-that-is-long-enough-for-hmac")
    get_settings.cache_clear()
    pengaturan.forget()
    await db.dispose()
    yield database_url
    await db.dispose()
    get_settings.cache_clear()


@pytest.fixture
def service(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """A push service of this machine to which this process's messages may go; ``push.example.com`` is another one."""
    monkeypatch.setenv("PUSH_HOSTS", "127.0.0.1 push.example.com")
    get_settings.cache_clear()
    with push_service() as running:
        yield running
