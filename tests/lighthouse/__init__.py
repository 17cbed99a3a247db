"""Runs Lighthouse (mobile preset) with the Node of the requirements; ``python -m tests.lighthouse`` installs the package."""

import json
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sambang_digital.pwa.build import environment, node_bin
from tests.e2e.browser import chromium

HERE = Path(__file__).parent
CLI = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TRIES = 4
"""Now and then Chromium's trace lacks the start of the navigation, and Lighthouse itself asks to be run again."""


def install() -> bool:
    """Whether the package is there, after up to two tries of two minutes each: npm can wait on a silent registry for ever."""
    # No lock file: it would carry the address of whatever registry this machine uses.
    command = [node_bin() / "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    for _ in range(2):
        if CLI.exists():
            break
        with suppress(subprocess.SubprocessError):
            subprocess.run(command, cwd=HERE, env=environment(), check=True, timeout=120, stdin=subprocess.DEVNULL)
    return CLI.exists()


def audit(url: str, categories: Sequence[str] = CATEGORIES) -> dict[str, Any]:
    """Lighthouse's result for a page: ``categories`` and ``audits`` as in its JSON."""
    options = chromium()
    env = environment() | ({"CHROME_PATH": path} if (path := options["executable_path"]) else {})
    flags = " ".join(["--headless=new", "--no-first-run", *options["args"]])
    command = [node_bin() / "node", CLI, url, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    only = f"--only-categories={','.join(categories)}"
    for _ in range(TRIES):
        done = subprocess.run([*command, only], env=os.environ | env, capture_output=True, text=True, timeout=120)
        if not done.returncode:
            report: dict[str, Any] = json.loads(done.stdout)
            return report
    raise RuntimeError(f"Lighthouse failed {TRIES} times on {url}: {done.stderr}")


def scores(report: dict[str, Any]) -> dict[str, int]:
    """Category → 0 … 100."""
    return {name: round(one["score"] * 100) for name, one in report["categories"].items()}


def faults(report: dict[str, Any], category: str) -> list[str]:
    """The audits that cost points in a category."""
    names = [reference["id"] for reference in report["categories"][category]["auditRefs"] if reference["weight"]]
    audits = [report["audits"][name] for name in names]
    return [f"{one['id']}: {one['title']}" for one in audits if one["score"] is not None and one["score"] < 1]
