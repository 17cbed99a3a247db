"""The house itself: imports go down only, queries live in one place, no file knows the machine it was written on."""

import ast
import re
import subprocess
from collections.abc import Iterator
from graphlib import TopologicalSorter
from itertools import permutations
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "sambang_digital"
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"settings", "db"}),
    frozenset({"models", "forms", "security.permissions", "security.actor"}),
    frozenset({"repositories"}),
    frozenset({"services"}),
    frozenset({"security", "pwa"}),
    frozenset({"api", "publik", "state"}),
    frozenset({"components"}),
    frozenset({"pages"}),
    frozenset({"sambang_digital", "cli", "cli_upkeep", "cli_parts"}),
)
"""From the ground up. A module may import its own floor and those below."""
SIDEWAYS = set(permutations(("api", "publik", "state"), 2))
"""Neighbours on one floor that must not know each other."""
FRAMEWORKS = {"reflex", "reflex_base", "fastapi", "starlette"}
WITHOUT_FRAMEWORKS = ("models", "forms", "repositories", "services")


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Each module of the product: its name below the package, and its syntax tree."""
    for file in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        if name != "__init__":
            yield name, ast.parse(file.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """Full names of what a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def floor(name: str) -> int:
    """Floor of a module or of something inside it: the most exact entry decides."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        prefix = ".".join(parts[:length])
        for number, floor_ in enumerate(FLOORS):
            if prefix in floor_:
                return number
    raise AssertionError(f"{name} is on no floor: add it to FLOORS")


MODULES = dict(modules())


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down(name: str) -> None:
    """A module knows its own floor and those below, and no neighbour it must not know."""
    own = floor(name)
    for target in imported(MODULES[name]):
        if not target.startswith("sambang_digital."):
            continue
        inner = target.removeprefix("sambang_digital.")
        assert floor(inner) <= own, f"{name} imports {inner} from a floor above"
        assert (name.split(".")[0], inner.split(".")[0]) not in SIDEWAYS, f"{name} imports {inner}"


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(WITHOUT_FRAMEWORKS)])
def test_domain_knows_no_framework(name: str) -> None:
    """Rules can be used from anywhere: neither Reflex nor FastAPI below the API."""
    assert not {target.split(".")[0] for target in imported(MODULES[name])} & FRAMEWORKS


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith("repositories")])
def test_queries_live_in_repositories(name: str) -> None:
    """``select`` is imported nowhere else, so that no read can forget whose rows it may see."""
    assert not {target for target in imported(MODULES[name]) if re.fullmatch(r"(sqlalchemy|sqlmodel)\.select", target)}


def test_islands_import_in_no_circle() -> None:
    """Not with an import that waits until it is needed either, which oxlint does not follow."""
    islands = {file.resolve(): file.read_text(encoding="utf-8") for file in (ROOT / "assets").rglob("*.js*")}
    wanted = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']""")
    graph = {file: {(file.parent / name).resolve() for name in wanted.findall(text)} for file, text in islands.items()}
    assert any(graph.values())
    TopologicalSorter(graph).prepare()


def tracked() -> list[str]:
    """Files under version control."""
    return subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def test_no_file_knows_its_machine() -> None:
    """No home folder and no address of a download server in any tracked text file."""
    foreign = re.compile(r"/(?:root|home/\w+|Users/\w+)/\w|\"resolved\":\s*\"http")
    for name in tracked():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        assert not foreign.search(text), f"{name}: {foreign.search(text)}"


def test_files_stay_small() -> None:
    """Nobody has to scroll through more than about 400 lines of code."""
    for name in tracked():
        path = Path(ROOT / name)
        if path.suffix in {".py", ".jsx", ".js"} and path.exists() and "lock" not in name:
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 420, name
