"""Runs the benchmarks named on the command line, or all, and then writes ``docs/benchmarks.md``."""

import argparse
import os
import platform
import subprocess
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from sambang_digital.pwa.build import node_bin
from sambang_digital.services.waktu import today
from tests.bench.report import Row
from tests.conftest import ROOT
from tests.e2e.browser import chromium
from tests.servers import pg_bin

HERE = Path(__file__).parent
PACKAGES = ("reflex", "fastapi", "sqlalchemy", "asyncpg", "aiosqlite", "shapely", "pillow", "granian")
INTRO = """# Benchmarks

Written by `script/bench`; repeat with the same command (one of them: `script/bench intake`). Each figure stands beside the
floor or peer measured in the same run, on the same machine: compare ratios, not absolutes. No test fails by a time.
"""


def names() -> list[str]:
    """All benchmarks, by name."""
    return sorted(file.stem.removeprefix("bench_") for file in HERE.glob("bench_*.py"))


def title(module: ModuleType) -> str:
    """First line of the module's docstring."""
    return (module.__doc__ or module.__name__).strip().splitlines()[0].rstrip(".")


def table(rows: list[Row]) -> str:
    """Rows as Markdown."""
    lines = [("what", "figure", "beside it", "budget"), ("---",) * 4, *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _said(*words: str | Path) -> str:
    return subprocess.run([str(word) for word in words], capture_output=True, text=True).stdout.strip()


def machine() -> str:
    """Where and with what it was measured."""
    cpu = next(
        line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1_048_576
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"Measured {today().isoformat()} on {os.cpu_count()} cores of {cpu}, {memory} GB, {system}, Python {platform.python_version()}, "
        f"{_said(pg_bin() / 'postgres', '--version')}, Node {_said(node_bin() / 'node', '--version')}, "
        f"{_said(chromium()['executable_path'] or 'chromium', '--version')}; {versions}."
    )


def main() -> None:
    """Run, print, and write the document when everything was run."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *names()], metavar="name", help=", ".join(names()))
    chosen = parser.parse_args().names
    parts = []
    for name in chosen or names():
        module = import_module(f"tests.bench.bench_{name}")
        part = f"## {title(module)}\n\n{table(module.run())}\n"
        print(part, flush=True)
        parts.append(part)
    if not chosen:
        (ROOT / "docs" / "benchmarks.md").write_text("\n".join([INTRO, machine() + "\n", *parts]))


if __name__ == "__main__":
    main()
