"""How many citizens' reports wait for the signed-in person, beside *Pengaduan* in the menu of every desk; live."""

import reflex as rx

from sambang_digital.db import reading
from sambang_digital.security.gate import ActorState, actor_of, allow_anonymous
from sambang_digital.security.permissions import Permission
from sambang_digital.services import pengaduan_meja
from sambang_digital.state.changes import complaints, keep_true

SETTLE_S = 0.5


class PengaduanMenuState(ActorState):
    """One tab's count: reports that nobody on the person's side has begun with, and those of them that are danger of now."""

    waiting: int = 0
    danger: int = 0

    @rx.event(background=True)
    @allow_anonymous
    async def follow(self) -> None:
        """Keep the count true until the tab goes. For a person who has nothing to do with such reports there is nothing to count."""
        async with self:
            actor = await actor_of(self)
        if actor and actor.may(Permission.PENGADUAN_DESK):
            async with reading() as session:
                reach = await pengaduan_meja.reach(session, actor)
            await keep_true(complaints(reach), self._read, SETTLE_S)

    async def _read(self) -> None:
        async with self:
            actor = await self.actor()
        async with reading() as session:
            waiting, danger = await pengaduan_meja.waiting(session, actor)
        async with self:
            if (waiting, danger) != (self.waiting, self.danger):
                self.waiting, self.danger = waiting, danger
