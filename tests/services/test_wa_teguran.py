"""Strikes for pranks reach the WhatsApp channel too, on both databases: new reports wait, and being forgotten ends no pause."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from sambang_digital.db import transaction
from sambang_digital.models import Pengaduan, WaKontak
from sambang_digital.models.base import now
from sambang_digital.services import wa
from sambang_digital.services.warga import Warga
from tests.graph import Graph
from tests.services.test_wa import everything, report
from tests.wa import button, channel, row, say, text
from tests.warga import make_desk, strike


@pytest.fixture
async def desk(database: str) -> SimpleNamespace:
    return await make_desk()


@pytest.fixture
def graph(desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    with channel(monkeypatch) as running:
        yield running


async def test_three_strikes_hold_new_reports_back_and_say_so(graph: Graph, desk: SimpleNamespace) -> None:
    first = await report(graph)
    for _ in range(3):
        await strike(Warga(first.device_id), desk)
    before = len(await everything(Pengaduan))
    await say(
        text("halo"), row("informasi"), text("Ada jalan rusak di depan pasar."), button("kirim"), button("setuju")
    )
    assert len(await everything(Pengaduan)) == before
    assert all(word in graph.texts[-1] for word in ("dijeda sampai", "110"))
    old = now() - wa.KEPT - timedelta(days=1)
    async with transaction() as session:
        await session.execute(update(WaKontak).values(last_message_at=old))
        await session.execute(update(Pengaduan).values(state="ditolak", changed_at=old))
    await wa.sweep()
    assert len(await everything(WaKontak)) == 1
