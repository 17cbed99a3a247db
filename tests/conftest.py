"""Fixtures shared by all tests: a fresh, migrated database for each test, on SQLite and on PostgreSQL."""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
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

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("SAMBANG_DEMO_DAYS", "5")  # what tests ask of demo data is there after a few days of visits


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords of this process's accounts are hashed with the smallest parameters; servers of their own use the real."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandi, "hasher", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1),)))
        yield


def migrate(url: str, data_dir: Path) -> None:
    """Run the real migrations on ``url``."""
    env = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(data_dir)}
    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"], cwd=ROOT, env=env, check=True, capture_output=True
    )


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    folder = tmp_path_factory.mktemp("sqlite")
    migrate(f"sqlite:///{folder / 'template.db'}", folder)
    return folder / "template.db"


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
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield server.rsplit("/", 1)[0] + f"/{name}"
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
