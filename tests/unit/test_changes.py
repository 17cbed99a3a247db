"""Screens that stay true hear of what concerns them, each on its own channel."""

import asyncio

import pytest

from sambang_digital.services import broadcast
from sambang_digital.state import changes

REACH = frozenset({7})
HEARD = {
    "changes": (changes.changes(REACH), broadcast.LAPORAN, {"satuan_id": 7}),
    "tasks": (changes.tasks(REACH), broadcast.TUGAS, {"satuan_id": 7}),
    "handed": (changes.handed(REACH), broadcast.ESKALASI, {"satuan_ids": [7]}),
    "talk": (changes.talk(3), broadcast.UTAS, {"akun_ids": [3]}),
    "exports": (changes.exports(3), broadcast.EKSPOR, {"akun_id": 3}),
}


@pytest.mark.parametrize("name", HEARD)
async def test_a_screen_hears_what_concerns_it(name: str) -> None:
    listening, channel, message = HEARD[name]
    async with listening as changed:
        await broadcast.publish(channel, message)
        await asyncio.wait_for(changed.wait(), 5)
