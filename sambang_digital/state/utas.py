"""What the signed-in person has not read, beside *Tinjauan* and *Tugas* in the menu of every desk; live."""

import reflex as rx

from sambang_digital.db import reading
from sambang_digital.security.gate import ActorState, actor_of, allow_anonymous
from sambang_digital.security.permissions import Permission
from sambang_digital.services import utas
from sambang_digital.state.changes import keep_true, talk


class UtasState(ActorState):
    """One tab's count: reports and tasks with new posts, and those of them that mention the person."""

    unread: int = 0
    mentioned: int = 0
    tasks: int = 0
    tasks_mentioned: int = 0

    @rx.event(background=True)
    @allow_anonymous
    async def follow(self) -> None:
        """Keep the count true until the tab goes. For a person who takes part in no thread there is nothing to count."""
        async with self:
            actor = await actor_of(self)
        if actor and actor.may(Permission.UTAS_WRITE):
            await keep_true(talk(actor.id), self._read, settle_s=0)

    async def _read(self) -> None:
        async with self:
            actor = await self.actor()
        async with reading() as session:
            count = await utas.unread(session, actor)
        async with self:
            self.unread, self.mentioned, self.tasks, self.tasks_mentioned = count
