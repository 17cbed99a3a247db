"""Live screens: 200 connected clients, half at the queue, half at *Hari ini*

Raw websockets to the production server, demo data on SQLite, one worker. Each client presses a button every two seconds or
so; the time is from sending the event until its answer is there. Meanwhile a visit comes in each second, and every screen
shows it. Memory: what the server holds more with all of them connected and their screens filled than before, for each.
"""

import asyncio
import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import httpx
from reflex_base.utils.format import format_event_handler

from sambang_digital.pwa.build import build
from sambang_digital.state.tinjauan import TinjauanState
from tests.bench.bench_screens import p95_ms
from tests.bench.report import Row
from tests.conftest import run_cli
from tests.e2e.sender import Sender, sender
from tests.e2e.server import LiveServer
from tests.events.wire import Wire

CLIENTS = 200
SECONDS = 20.0
PAUSE_S = 2.0
HYDRATE = "reflex___state____state.hydrate_and_load"
PRESS = format_event_handler(TinjauanState.ask_return)
SCREENS = ("/tinjauan/", "/hari-ini/")


def _router(path: str) -> dict[str, str]:
    return {"pathname": path, "asPath": path}


def memory_mb(server: LiveServer) -> float:
    """Resident memory of the server and its workers, MB."""
    assert server.process is not None
    total, waiting = 0, [server.process.pid]
    while waiting:
        pid = waiting.pop()
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1])
        for task in Path(f"/proc/{pid}/task").iterdir():
            waiting += [int(child) for child in (task / "children").read_text().split()]
    return total / 1024


async def open_screen(server: LiveServer, cookie: str, path: str) -> Wire:
    """A tab on a screen whose rows are there."""
    wire = await Wire.open(server.url, cookie=cookie, token=str(uuid4()))
    await wire.event(HYDRATE, {}, _router(path))
    await wire.until('"loaded_rx_state_": true')
    return wire


async def press(wire: Wire, path: str, until: float) -> list[float]:
    """Press now and then; the seconds that each answer took."""
    took, on = [], False
    await asyncio.sleep(random.uniform(0, PAUSE_S))
    while time.perf_counter() < until:
        on = not on
        start = time.perf_counter()
        await wire.event(PRESS, {}, _router(path))
        await wire.until(f'"returning_rx_state_": {str(on).lower()}')
        took.append(time.perf_counter() - start)
        await asyncio.sleep(random.uniform(0, 2 * PAUSE_S))
    return took


async def visits(officer: Sender, until: float) -> None:
    """One visit a second."""
    number = 0
    while time.perf_counter() < until:
        number += 1
        await asyncio.to_thread(officer.visit, f"Rumah Langsung {number}")
        await asyncio.sleep(1)


async def measure(server: LiveServer, officer: Sender) -> list[Row]:
    """All clients at once."""
    account = server.account("kanit")
    async with httpx.AsyncClient(base_url=server.url) as client:
        await client.post("/api/v1/session", json={"nrp": account.nrp, "password": account.password})
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    # One of each first: what is loaded once is no client's memory.
    first = [await open_screen(server, cookie, path) for path in SCREENS]
    before = memory_mb(server)
    paths = [SCREENS[number % 2] for number in range(CLIENTS)]
    wires = [await open_screen(server, cookie, path) for path in paths]
    held = memory_mb(server) - before
    until = time.perf_counter() + SECONDS
    feed = asyncio.create_task(visits(officer, until))
    rounds = await asyncio.gather(*map(press, wires, paths, [until] * CLIENTS))
    await feed
    for wire in (*first, *wires):
        await wire.close()
    took = [one for each in rounds for one in each]
    return [
        Row("event round trip", f"p95 {p95_ms(took):.0f} ms", f"{len(took)} events, {CLIENTS} clients", "p95 ≤ 100 ms"),
        Row("memory of a client", f"{held / CLIENTS:.2f} MB", f"server {before:.0f} MB before", "≤ 0.3 MB"),
    ]


def run() -> list[Row]:
    """One server."""
    build()
    with TemporaryDirectory(prefix="sambang-bench-") as name:
        folder = Path(name)
        run_cli("prepare", data_dir=folder, DATABASE_URL=f"sqlite:///{folder / 'sambang.db'}")
        server = LiveServer(folder).start()
        try:
            with sender(server) as officer:
                return asyncio.run(measure(server, officer))
        finally:
            server.stop()
