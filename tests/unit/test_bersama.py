"""Readings that are shared: one answer for all who asked before it began, a new one for whoever asked later."""

import asyncio

import pytest

from sambang_digital.services import bersama
from sambang_digital.services.bersama import shared


class Source:
    """Answers with what is true when the reading begins; ``gate`` holds its end back."""

    def __init__(self) -> None:
        self.truth, self.readings = "lama", 0
        self.began, self.gate = asyncio.Event(), asyncio.Event()

    async def read(self) -> str:
        self.readings += 1
        seen = self.truth
        self.began.set()
        await self.gate.wait()
        return seen


async def test_all_who_ask_at_once_share_one_reading_and_late_ones_get_the_news() -> None:
    source = Source()
    first = [asyncio.create_task(shared("angka", source.read)) for _ in range(50)]
    await source.began.wait()
    source.truth = "baru"
    later = [asyncio.create_task(shared("angka", source.read)) for _ in range(50)]
    first[0].cancel()
    source.gate.set()
    assert await asyncio.gather(*first[1:], *later) == ["lama"] * 49 + ["baru"] * 50
    assert source.readings == 2
    assert not bersama._waiting
    assert not bersama._turns


async def test_another_key_is_another_reading() -> None:
    source = Source()
    source.gate.set()
    assert await asyncio.gather(shared(("angka", 1), source.read), shared(("angka", 2), source.read)) == [
        "lama",
        "lama",
    ]
    assert source.readings == 2


async def test_a_failure_reaches_all_and_is_not_kept() -> None:
    async def fail() -> str:
        raise OSError("putus")

    for asked in await asyncio.gather(*(shared("angka", fail) for _ in range(3)), return_exceptions=True):
        assert isinstance(asked, OSError)
    source = Source()
    source.gate.set()
    assert await shared("angka", source.read) == "lama"


@pytest.fixture(autouse=True)
def nothing_left() -> object:
    """Nothing stays behind between tests."""
    yield
    assert not bersama._waiting
    assert not bersama._turns
