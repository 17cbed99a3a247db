"""Flags: of simulated visits, those that carry a high flag; six kinds of cheats and honest officers.

Through the real intake and worker on SQLite, as ``cli simulate``. Beside each: the flags found most often.
"""

import asyncio
import os
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sambang_digital.services import pengaturan
from sambang_digital.services.simulasi import jalan
from sambang_digital.services.simulasi.jalan import Size
from sambang_digital.settings import get_settings
from tests.bench.report import Row
from tests.conftest import migrate

SIZE = Size(honest=60, cheats=8, days=25, seed=110)


def run() -> list[Row]:
    """One row for each cheat, all of them together, and honest visits."""
    with tempfile.TemporaryDirectory(prefix="sambang-bench-") as folder:
        url = f"sqlite:///{folder}/simulasi.db"
        with patch.dict(os.environ, {"DATABASE_URL": url, "DATA_DIR": folder}):
            migrate(url, Path(folder))
            get_settings.cache_clear()
            pengaturan.forget()
            start = time.perf_counter()
            outcome = asyncio.run(jalan.alone(SIZE, _silent))
            took = time.perf_counter() - start
        get_settings.cache_clear()
    rows = []
    for tally in outcome.tallies():
        budget = {"Jujur": "≤ 2 %", outcome.fabricated.title: "≥ 95 %"}.get(tally.title, "")
        found = ", ".join(f"{code} {count / tally.visits:.0%}" for code, count in tally.codes.most_common(4))
        rows.append(Row(tally.title, f"{tally.share:.1%} of {tally.visits:,} visits", found, budget))
    visits = outcome.honest.visits + outcome.fabricated.visits
    rows.append(Row("simulated, sent and compared, one after the other", f"{visits / took:,.0f} visits/s"))
    return rows


def _silent(*_: Any) -> None:
    """A progress nobody looks at."""
