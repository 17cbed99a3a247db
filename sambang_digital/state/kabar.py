"""News at the desk: how much is unread, above every screen, and the list; both live."""

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

import reflex as rx

from sambang_digital.db import reading, transaction
from sambang_digital.security.gate import ActorState, actor_of, allow, allow_anonymous
from sambang_digital.security.permissions import Permission
from sambang_digital.services import kabar
from sambang_digital.services.format import exact
from sambang_digital.services.kabar import News
from sambang_digital.settings import get_settings
from sambang_digital.state.address import Address, Lenient, PageNumber
from sambang_digital.state.changes import keep_true, news
from sambang_digital.state.daftar import Daftar


class KabarAddress(Address):
    """``buka``: the news to go on from."""

    path: ClassVar[str] = "/kabar/"

    hal: PageNumber = 1
    buka: Annotated[UUID | None, Lenient] = None


@dataclass
class Baris:
    """A row of the list. ``url`` marks it as read and leads on; ``about``: the title of what it is about, or its text."""

    jenis: str = ""
    title: str = ""
    about: str = ""
    url: str = ""
    iso: str = ""
    at: str = ""
    count: int = 1
    unread: bool = False


def row_of(one: News, titles: dict[str, str]) -> Baris:
    """News for the browser."""
    return Baris(
        jenis=one["jenis"],
        title=one["title"],
        about=titles.get(one["ref"] or "", one["text"]),
        url=KabarAddress().url(buka=one["id"]),
        iso=one["at"].isoformat(),
        at=exact(one["at"], get_settings().timezone),
        count=one["count"],
        unread=one["read_at"] is None,
    )


class KabarState(Daftar, ActorState):
    """One tab's news."""

    unread: int = 0
    rows: list[Baris] = []

    @rx.event(background=True)
    @allow_anonymous
    async def follow(self) -> None:
        """Keep the count true until the tab goes."""
        async with self:
            actor = await actor_of(self)
        if actor and actor.may(Permission.KABAR_READ):
            await keep_true(news(actor.id), self._count, settle_s=0)

    @rx.event(background=True)
    @allow(Permission.KABAR_READ)
    async def enter(self) -> None:
        """Go on to what the address names, else show the list and keep it true."""
        async with self:
            actor, here = await self.actor(), KabarAddress.parse(self.router.url.query_parameters)
        if here.buka:
            async with transaction() as session:
                found = await kabar.get(session, actor, here.buka)
                if found:
                    await kabar.read(session, actor, {here.buka: found["at"]})
            yield rx.redirect(found["href"] if found else KabarAddress.path, replace=True)
            return
        await keep_true(news(actor.id), lambda: self._read(here), settle_s=0)

    @rx.event
    @allow(Permission.KABAR_READ)
    async def mark_all(self) -> None:
        """Everything was read."""
        actor = await self.actor()
        async with transaction() as session:
            await kabar.read(session, actor)

    async def _count(self) -> None:
        async with self:
            actor = await self.actor()
        async with reading() as session:
            unread = await kabar.unread(session, actor)
        async with self:
            self.unread = unread

    async def _read(self, here: KabarAddress) -> None:
        async with self:
            actor = await self.actor()
        async with reading() as session:
            found = await kabar.page(session, actor, here.hal)
            titles = await kabar.titles(session, actor, found)
            total = await kabar.count(session, actor)
        async with self:
            self.rows = [row_of(one, titles) for one in found]
            self._turn(here, here.hal, total, kabar.PAGE)
            self.loaded = True
