"""Runs Lighthouse (mobile preset) with the Node of the requirements; the package is installed at first use."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from sambang_digital.pwa.build import environment, node_bin
from tests.e2e.browser import chromium

HERE = Path(__file__).parent
CLI = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def audit(url: str) -> dict[str, Any]:
    """Lighthouse's result for a page: ``categories`` and ``audits`` as in its JSON."""
    if not CLI.exists():
        # No lock file: it would carry the address of whatever registry this machine uses.
        install = [node_bin() / "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(install, cwd=HERE, env=environment(), check=True)
    options = chromium()
    env = environment() | ({"CHROME_PATH": path} if (path := options["executable_path"]) else {})
    flags = " ".join(["--headless=new", "--no-first-run", *options["args"]])
    command = [node_bin() / "node", CLI, url, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    only = f"--only-categories={','.join(CATEGORIES)}"
    done = subprocess.run([*command, only], env=os.environ | env, capture_output=True, text=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def scores(report: dict[str, Any]) -> dict[str, int]:
    """Category → 0 … 100."""
    return {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}


def faults(report: dict[str, Any], category: str) -> list[str]:
    """The audits that cost points in a category."""
    names = [reference["id"] for reference in report["categories"][category]["auditRefs"] if reference["weight"]]
    audits = [report["audits"][name] for name in names]
    return [f"{one['id']}: {one['title']}" for one in audits if one["score"] is not None and one["score"] < 1]
