"""The command line as a person at a terminal meets it."""

import os
import subprocess
import sys

from tests.conftest import ROOT


def cli(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sambang_digital.cli", *words],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
    )


def test_settings_document_is_current() -> None:
    """A setting added without its line in the document fails here."""
    assert cli("settings").stdout == (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_several_workers_need_redis() -> None:
    """Refused with one sentence that names the missing setting, not with a traceback or a half-working server."""
    done = cli("serve", SAMBANG_WORKERS="2", REDIS_URL="")
    assert done.returncode == 1
    assert "REDIS_URL" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_wrong_setting_is_named() -> None:
    """A setting out of range is refused by its name."""
    done = cli("serve", PORT="70000")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == ["sambang: pengaturan PORT: Paling besar 65535."]
