"""A process that dies in the middle of its work."""

import asyncio
import os
import signal
import subprocess
import sys

from sambang_digital.db import only_one
from tests.conftest import ROOT
from tests.servers import PATIENCE_S


async def run_until_killed(program: str, work: str) -> None:
    """Run the Python ``program``, which kills itself while it alone does ``work`` (``db.only_one``), to its end.

    PostgreSQL hears of that end by and by: until then the work is still taken.
    """
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    async with asyncio.timeout(PATIENCE_S):
        while not await _is_free(work):
            pass


async def _is_free(work: str) -> bool:
    async with only_one(work) as mine:
        return mine
