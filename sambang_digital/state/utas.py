"""What the signed-in person has not read, or not begun with, beside entries of the menu of every desk; live. One state for all of it: each
one more makes every page heavier."""

import reflex as rx

from sambang_digital.db import reading
from sambang_digital.security.gate import ActorState, actor_of, allow_anonymous
from sambang_digital.security.permissions import Permission
from sambang_digital.services import pengaduan_meja, utas
from sambang_digital.state.changes import complaints, keep_true, talk

SETTLE_S = 0.5


class UtasState(ActorState):
    """One tab's count: reports and tasks with new posts, and those of them that mention the person; citizens' reports that wait, and those of
    them that are danger of now."""

    unread: int = 0
    mentioned: int = 0
    tasks: int = 0
    tasks_mentioned: int = 0
    waiting: int = 0
    danger: int = 0

    @rx.event(background=True)
    @allow_anonymous
    async def follow(self) -> None:
        """Keep the count true until the tab goes. For a person who takes part in no thread there is nothing to count."""
        async with self:
            actor = await actor_of(self)
        if actor and actor.may(Permission.UTAS_WRITE):
            await keep_true(talk(actor.id), self._read, settle_s=0)

    @rx.event(background=True)
    @allow_anonymous
    async def follow_complaints(self) -> None:
        """Keep true how many citizens' reports wait. For a person who has nothing to do with them there is nothing to count."""
        async with self:
            actor = await actor_of(self)
        if actor and actor.may(Permission.PENGADUAN_DESK):
            async with reading() as session:
                reach = await pengaduan_meja.reach(session, actor)
            await keep_true(complaints(reach), self._read_complaints, SETTLE_S)

    async def _read_complaints(self) -> None:
        async with self:
            actor = await self.actor()
        async with reading() as session:
            count = await pengaduan_meja.waiting(session, actor)
        async with self:
            self.waiting, self.danger = count

    async def _read(self) -> None:
        async with self:
            actor = await self.actor()
        async with reading() as session:
            count = await utas.unread(session, actor)
        async with self:
            self.unread, self.mentioned, self.tasks, self.tasks_mentioned = count
