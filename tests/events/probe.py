"""The product's own app with a few states that tests can poke at. Served as a process: ``granian … probe:app``."""

import asyncio
from typing import Annotated
from uuid import UUID

import reflex as rx
from pydantic import BaseModel, Field

from sambang_digital.sambang_digital import app
from sambang_digital.security.gate import ActorState, allow, allow_anonymous
from sambang_digital.security.permissions import Permission
from sambang_digital.services import broadcast

__all__ = ["app"]


class Choice(BaseModel):
    """A nested argument."""

    code: UUID
    days: list[Annotated[int, Field(ge=1)]]


class ProbeState(ActorState):
    """Handlers of every sort, and a var that says what ran."""

    ran: list[str] = []
    secret: str = ""
    fence: int = 0
    listeners: str = ""
    _hidden: str = ""

    @rx.event
    @allow_anonymous
    async def reach(self, fence: int):
        """Answers with its number: everything sent before it has been dealt with."""
        self.fence = fence

    @rx.event
    @allow(Permission.LAPORAN_REVIEW)
    async def load(self):
        """Fill the state with what only this person may see."""
        actor = await self.actor()
        self.secret = f"rahasia {actor.nrp}"
        self._hidden = self.secret

    @allow(Permission.LAPORAN_REVIEW)
    @rx.event
    async def decide(self, text: Annotated[str, Field(max_length=20)], revision: int = 1):
        """Decorators the other way round; arguments with a limit and a default."""
        self.ran = [*self.ran, f"decide {text} {revision}"]

    @rx.event
    @allow(Permission.LAPORAN_REVIEW)
    async def choose(self, choice: Choice):
        """A model as argument."""
        self.ran = [*self.ran, f"choose {type(choice).__name__} {choice.code} {choice.days}"]

    @rx.event(background=True)
    @allow(Permission.LAPORAN_REVIEW)
    async def watch(self):
        """Runs beside other events until the session ends."""
        while True:
            actor = await self.actor()
            async with self:
                self.secret = f"rahasia {actor.nrp}"
            await asyncio.sleep(0.05)

    @rx.event
    @allow_anonymous
    async def chain(self):
        """A handler that everybody may call does not lend its right to the next one."""
        return ProbeState.decide("lewat belakang")

    @rx.event
    @allow_anonymous
    async def fail(self):
        """Raises with something in its text that nobody must see."""
        raise RuntimeError("kunci rahasia di dalam galat")

    @rx.event
    @allow_anonymous
    async def count_listeners(self, fence: int):
        """How many desks of this process listen to reports, and to what they have to read; told anew each time."""
        reports, talk = (len(broadcast._hub._queues[channel]) for channel in (broadcast.LAPORAN, broadcast.UTAS))
        self.listeners = f"{reports} {talk} mendengar pada {fence}"
        self.fence = fence

    @rx.event
    async def forgotten(self):
        """No permission named: nobody may call it."""
        self.ran = [*self.ran, "forgotten"]

    @rx.event
    @allow_anonymous
    async def unannotated(self, text):
        """An argument whose type nobody wrote down."""
        self.ran = [*self.ran, "unannotated"]


class ChildState(ProbeState):
    """A substate: reset with its parents, called through its own name."""

    child_secret: str = ""

    @rx.event
    @allow(Permission.LAPORAN_REVIEW)
    async def load_child(self):
        """Fill the substate."""
        self.child_secret = f"rahasia {(await self.actor()).nrp}"


def _page() -> rx.Component:
    return rx.el.p(ProbeState.secret, ProbeState.fence, ChildState.child_secret)


app.add_page(_page, route="/uji", on_load=ProbeState.load)
