"""Runs the benchmarks named on the command line, or all, and writes ``docs/benchmarks.md``: each its part, under the day on which it
was measured."""

import argparse
import os
import platform
import re
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
DOCUMENT = ROOT / "docs" / "benchmarks.md"
INTRO = """# Benchmarks

Written by `script/bench`; repeat with the same command, or one part of it (`script/bench intake`). Each figure stands beside the
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
        f"Measured on {os.cpu_count()} cores of {cpu}, {memory} GB, {system}, Python {platform.python_version()}, "
        f"{_said(pg_bin() / 'postgres', '--version')}, Node {_said(node_bin() / 'node', '--version')}, "
        f"{_said(chromium()['executable_path'] or 'chromium', '--version')}; {versions}."
    )


def written() -> dict[str, str]:
    """The parts of the document, by their titles."""
    text = DOCUMENT.read_text() if DOCUMENT.exists() else ""
    parts = re.split(r"^## ", text, flags=re.M)[1:]
    return {part.splitlines()[0]: part.split("\n", 1)[1].strip() for part in parts}


def main() -> None:
    """Run, print, and write each part as soon as it is there."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *names()], metavar="name", help=", ".join(names()))
    chosen = parser.parse_args().names
    modules = {name: import_module(f"tests.bench.bench_{name}") for name in names()}
    for name in chosen or names():
        part = f"On {today().isoformat()}:\n\n{table(modules[name].run())}"
        print(f"## {title(modules[name])}\n\n{part}\n", flush=True)
        there = written() | {title(modules[name]): part}
        parts = [f"## {one}\n\n{there[one]}\n" for one in map(title, modules.values()) if one in there]
        DOCUMENT.write_text("\n".join([INTRO, machine() + "\n", *parts]))


if __name__ == "__main__":
    main()
