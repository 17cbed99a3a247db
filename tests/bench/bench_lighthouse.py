"""Lighthouse, mobile preset: the pages that everybody can open

Simulated slow 4G and a processor four times slower, as the preset has it; the median of three runs.
"""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sambang_digital.pwa.build import build
from tests.bench.report import Row
from tests.conftest import run_cli
from tests.e2e.server import LiveServer
from tests.lighthouse import CATEGORIES, audit, install, scores

RUNS = 3


def run() -> list[Row]:
    """One row a page."""
    build()
    assert install(), "Lighthouse could not be installed"
    with TemporaryDirectory(prefix="sambang-bench-") as name:
        folder = Path(name)
        run_cli("prepare", data_dir=folder, DATABASE_URL=f"sqlite:///{folder / 'sambang.db'}")
        server = LiveServer(folder).start()
        try:
            return [_row(server.url, path) for path in ("/", "/masuk/")]
        finally:
            server.stop()


def _row(url: str, path: str) -> Row:
    runs = [scores(audit(url + path)) for _ in range(RUNS)]
    middle = [str(round(median(run[name] for run in runs))) for name in CATEGORIES]
    return Row(f"`{path}`", " / ".join(middle), " / ".join(CATEGORIES), "≥ 90 / 100 / 100 / 100")
