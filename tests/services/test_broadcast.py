"""Messages reach every listener: in this process, from others over Redis, and still here when Redis is gone."""

import asyncio
from collections.abc import AsyncIterator

import orjson
import pytest
from redis import asyncio as redis

from sambang_digital.services import broadcast
from sambang_digital.settings import get_settings
from tests.servers import free_port


@pytest.fixture
async def channel(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A channel of its own; all connections are closed afterwards."""
    monkeypatch.setattr(get_settings(), "redis_url", None)
    yield "uji"
    await broadcast.close()


async def heard(messages: AsyncIterator[broadcast.Message]) -> broadcast.Message:
    """The next message."""
    return await asyncio.wait_for(anext(messages), 10)


async def test_every_listener_of_the_channel_hears(channel: str) -> None:
    """And nobody of another channel."""
    async with broadcast.subscribe(channel) as one, broadcast.subscribe(channel) as two:
        await broadcast.publish("lain", {"n": 0})
        await broadcast.publish(channel, {"n": 1})
        assert await heard(one) == await heard(two) == {"n": 1}


async def test_slow_listener_loses_the_oldest(channel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded; the latest news is there."""
    monkeypatch.setattr(broadcast, "BACKLOG", 2)
    async with broadcast.subscribe(channel) as messages:
        await broadcast.publish_all(channel, [{"n": n} for n in range(5)])
        assert [(await heard(messages))["n"] for _ in range(2)] == [3, 4]


async def test_other_processes_are_heard_over_redis(
    channel: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And they hear us."""
    monkeypatch.setattr(get_settings(), "redis_url", redis_url)
    async with redis.Redis.from_url(redis_url) as other, other.pubsub(ignore_subscribe_messages=True) as feed:
        await feed.subscribe(broadcast.PREFIX + channel)
        async with broadcast.subscribe(channel) as messages:
            await other.publish(broadcast.PREFIX + channel, orjson.dumps([{"n": 1}, {"n": 2}]))
            assert [(await heard(messages))["n"] for _ in range(2)] == [1, 2]
            await broadcast.publish(channel, {"n": 3})
            assert await heard(messages) == {"n": 3}
        async for sent in feed.listen():
            if orjson.loads(sent["data"]) == [{"n": 3}]:
                break


async def test_without_redis_at_least_this_process_is_told(channel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing fails and nobody waits."""
    monkeypatch.setattr(get_settings(), "redis_url", f"redis://127.0.0.1:{free_port()}/0")
    async with broadcast.subscribe(channel) as messages:
        await broadcast.publish(channel, {"n": 1})
        assert await heard(messages) == {"n": 1}
