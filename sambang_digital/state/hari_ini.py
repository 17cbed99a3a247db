"""*Hari ini*: what needs a decision now, in order, and where the day stands; live."""

import reflex as rx

from sambang_digital.db import reading
from sambang_digital.security.actor import Actor
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import hari_ini, tinjauan
from sambang_digital.services.bersama import shared
from sambang_digital.services.format import weekday_text
from sambang_digital.services.kinerja import Wanted
from sambang_digital.state.changes import changes, keep_true
from sambang_digital.state.hari_ini_view import Shown, shown, url_of
from sambang_digital.state.peta_view import Bar, bars


async def _look(actor: Actor) -> hari_ini.Day:
    async with reading() as session:
        return await hari_ini.look(session, actor)


class HariIniState(ActorState):
    """One tab's day."""

    loaded: bool = False
    date: str = ""
    satuan: str = ""
    decisions: list[Shown] = []
    standing: dict[str, Shown] = {}
    trend: list[Bar] = []
    trend_url: str = ""

    @rx.event(background=True)
    @allow(Permission.KINERJA_READ)
    async def enter(self) -> None:
        """Show the day and keep it true until the tab goes."""
        async with self:
            actor = await self.actor()
        async with reading() as session:
            reach = await tinjauan.satuan_below(session, actor)
        await keep_true(changes(reach), self._read)

    async def _read(self) -> None:
        """Read the day again, with the rights that the person has now."""
        async with self:
            actor = await self.actor()
        day = await shared(("hari_ini", actor.reach), lambda: _look(actor))
        span = Wanted(min(day.trend), day.day)
        async with self:
            self.date = weekday_text(day.day)
            self.satuan = actor.satuan_name
            self.decisions = [shown(one, day.day) for one in day.decisions]
            self.standing = {key: shown(one, day.day) for key, one in day.standing.items()}
            self.trend = bars(day.trend, span, day.day)
            self.trend_url = url_of(span, day.day)
            self.loaded = True
