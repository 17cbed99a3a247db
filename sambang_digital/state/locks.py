"""Reflex's lock on a tab's state in Redis, without the one hole it has: a lock that nobody holds.

A new page load ends the one before it. If that happens while the older one asks Redis for the lock, Redis may have
given it away to someone who is gone, and the tab stands still until the lock expires, ten seconds later.
"""

import asyncio

from reflex.istate.manager.redis import StateManagerRedis

_try_get_lock = StateManagerRedis._try_get_lock


async def _get_or_give_back(self: StateManagerRedis, lock_key: bytes, lock_id: bytes) -> bool | None:
    """As Reflex's own; whoever is cancelled meanwhile hears the answer first, and gives back what they got."""
    asked = asyncio.ensure_future(_try_get_lock(self, lock_key, lock_id))

    async def give_back() -> None:
        if await asked:
            await self.redis.delete(lock_key)
            self._notify_next_waiter(lock_key)

    try:
        return await asyncio.shield(asked)
    except asyncio.CancelledError:
        await asyncio.shield(asyncio.ensure_future(give_back()))
        raise


def close_the_hole() -> None:
    """Once, before the app is made."""
    StateManagerRedis._try_get_lock = _get_or_give_back  # type: ignore[method-assign]
