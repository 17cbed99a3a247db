"""The lock of a tab's state in Redis does not outlive who asked for it."""

import asyncio
from uuid import uuid4

import pytest
import reflex as rx
from redis.asyncio import Redis
from reflex.istate.manager.redis import StateManagerRedis
from reflex.istate.manager.token import BaseStateToken

from sambang_digital.state import locks
from tests.servers import PATIENCE_S


async def test_who_is_cancelled_while_they_ask_leaves_no_lock(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page load that ends the one before it does not wait until a lock of nobody expires."""
    monkeypatch.setattr(StateManagerRedis, "_try_get_lock", StateManagerRedis._try_get_lock)
    locks.close_the_hole()
    token = BaseStateToken(ident=str(uuid4()), cls=rx.State)
    async with Redis.from_url(redis_url) as redis, Redis.from_url(redis_url, decode_responses=True) as other:
        manager = StateManagerRedis(redis=redis, lock_expiration=3_600_000)

        async def hold() -> None:
            async with manager.modify_state(token):
                pass

        # Redis takes the question, and keeps the answer to itself until whoever asked is gone.
        await other.client_pause(60_000, all=False)
        asking = asyncio.create_task(hold())
        async with asyncio.timeout(PATIENCE_S):
            while not any(one["cmd"] == "set" and "b" in one["flags"] for one in await other.client_list()):
                pass
        asking.cancel()
        await other.client_unpause()
        with pytest.raises(asyncio.CancelledError):
            await asking
        async with asyncio.timeout(PATIENCE_S):
            await hold()
        await manager.close()
