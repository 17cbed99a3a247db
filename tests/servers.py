"""Real servers for tests: an own PostgreSQL cluster and Redis, on loopback, ended with the test run."""

import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

PG_VERSIONS = ("17", "16", "15", "14")
PG_OPTIONS = ("listen_addresses=127.0.0.1", "max_connections=200", "shared_buffers=256MB")
PG_CARELESS = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=256MB",
)  # fmt: skip
"""No test cuts PostgreSQL's power: nothing has to reach a disk."""
MEMORY = Path("/dev/shm")
MEMORY_BYTES = 2 * 2**30
"""Free memory below which databases lie on disk."""

PATIENCE_S = 60
"""How long a client waits for an answer: several servers and browsers share few cores."""


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def lasting_port() -> int:
    """A port nobody listens on now, and that the system gives nobody by itself: it can be left and taken again."""
    for port in random.sample(range(10_240, 32_768), 100):
        if not _listening(port):
            return port
    raise RuntimeError("no port is free")


def pg_bin() -> Path:
    """Folder of PostgreSQL's programs."""
    for version in PG_VERSIONS:
        folder = Path(f"/usr/lib/postgresql/{version}/bin")
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if not found:
        raise RuntimeError("PostgreSQL is not installed (script/test installs it on Debian as root)")
    return Path(found).parent


def wait_for(ready, what: str, seconds: float = 30) -> None:
    """Poll ``ready()`` until it is true: for what gives no other signal, as the start of a server."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return
        time.sleep(0.05)
    raise TimeoutError(f"{what} did not come within {seconds} s")


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _folder() -> Path:
    """For the cluster's files: hundreds of databases are made and dropped, in memory at a tenth of the cost."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_BYTES
    return Path(tempfile.mkdtemp(prefix="sambang-pg-", dir=MEMORY if roomy else "/tmp"))


def copy_database(server: str, template: str, name: str) -> str:
    """Make the database ``name`` like ``template`` at the maintenance URL ``server``; returns its URL."""
    with psycopg.connect(server, autocommit=True) as connection:
        # Page by page through the log, as it is done otherwise since 15, costs more than copying files that need not be synced.
        strategy = "STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} {strategy}")
    return server.rsplit("/", 1)[0] + f"/{name}"


@contextmanager
def postgres() -> Iterator[str]:
    """An own cluster; yields ``postgresql://…`` of its maintenance database. PostgreSQL refuses root, so it runs as postgres."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    folder = _folder()
    as_user = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    port, data = free_port(), folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": folder, **as_user}
    subprocess.run(
        [pg_bin() / "initdb", "-D", data, "-U", "sambang", "-A", "trust", "-N", "--locale=C.UTF-8", "-E", "UTF8"],
        check=True,
        **quiet,
    )
    server = subprocess.Popen(
        [
            pg_bin() / "postgres", "-D", data, "-p", str(port), "-k", folder,
            *(word for option in (*PG_OPTIONS, *PG_CARELESS) for word in ("-c", option)),
        ],
        **quiet,
    )  # fmt: skip
    try:
        wait_for(
            lambda: (
                subprocess.run([pg_bin() / "pg_isready", "-h", "127.0.0.1", "-p", str(port)], **quiet).returncode == 0
            ),
            "PostgreSQL",
        )
        yield f"postgresql://sambang@127.0.0.1:{port}/postgres"
    finally:
        # "Fast": whoever is still connected is cut off.
        server.send_signal(signal.SIGINT)
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """An own Redis without persistence; yields its URL."""
    port = free_port()
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: _listening(port), "Redis")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)
