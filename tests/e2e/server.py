"""The product as its users meet it: ``cli serve`` as a process of its own, on the production build and a fresh database."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from urllib.error import URLError

from tests.conftest import ROOT
from tests.servers import free_port, wait_for


@dataclass
class LiveServer:
    """A server process. ``url`` stays the same over restarts; ``settings`` are further environment variables."""

    command = ("-m", "sambang_digital.cli", "serve")
    probe = "/ping"

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Origin as a browser types it; localhost is a secure context, which service workers and GPS need."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> str:
        """Everything the server has printed."""
        return (self.data_dir / "server.log").read_text(errors="replace")

    def account(self, key: str) -> SimpleNamespace:
        """A demo account by its key (``services/demo.py``): ``nrp``, ``password``, ``name`` …"""
        rows = json.loads((self.data_dir / "demo-accounts.json").read_text())
        return next(SimpleNamespace(**row) for row in rows if row["key"] == key)

    def start(self) -> "LiveServer":
        """Start and wait until it answers."""
        env = os.environ | {
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": f"sqlite:///{self.data_dir / 'sambang.db'}",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            **self.settings,
        }
        with (self.data_dir / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                # Ends with the test run even if that is killed.
                ["setpriv", "--pdeathsig", "TERM", sys.executable, *self.command],
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for(self._answers, "server", 90)
        return self

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log
        try:
            with urllib.request.urlopen(f"{self.url}{self.probe}", timeout=5) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it: politely, or with ``SIGKILL`` as a power cut would, workers included."""
        if self.process and self.process.poll() is None:
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)
            self.process.wait(30)


def copy_data(template: Path, target: Path) -> Path:
    """A fresh data folder like ``template``."""
    return Path(shutil.copytree(template, target))
