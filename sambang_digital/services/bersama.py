"""One reading for all who ask the same at the same time: a visit wakes hundreds of screens that show the same numbers."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
_waiting: dict[Hashable, asyncio.Task[Any]] = {}
_turns: dict[Hashable, asyncio.Lock] = {}


async def shared(key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
    """What ``read`` gives; whoever asks for the same ``key`` before it has begun gets the same answer.

    A reading that has begun is never joined: it may have missed the very change because of which somebody asks.
    ``key`` has to hold everything that decides what the person may see.
    """
    task = _waiting.get(key)
    if task is None:
        task = _waiting[key] = asyncio.create_task(_in_turn(key, read))
    # One who leaves does not take the others' answer away.
    result: T = await asyncio.shield(task)
    return result


async def _in_turn(key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
    turn = _turns.setdefault(key, asyncio.Lock())
    async with turn:
        del _waiting[key]
        try:
            return await read()
        finally:
            if key not in _waiting:
                del _turns[key]
