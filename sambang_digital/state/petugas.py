"""One officer as Satbinmas sees them: status, days, villages, and what is asked of them; live."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated

import reflex as rx
from pydantic import Field
from typing_extensions import TypedDict

from sambang_digital.db import reading, transaction
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import kinerja, target, tinjauan, tugas_baca
from sambang_digital.services.format import number
from sambang_digital.services.kinerja import WEEK
from sambang_digital.services.target import Target, TargetError
from sambang_digital.state.administrasi import Notice
from sambang_digital.state.changes import changes, keep_true
from sambang_digital.state.dokumen import recent_months
from sambang_digital.state.kinerja_view import OfficerRow, PetugasAddress, officer_row
from sambang_digital.state.peta_view import Bar, PetaAddress, bars
from sambang_digital.state.tugas_view import BaruAddress, TugasAddress


class TargetForm(TypedDict):
    """A target as the browser sends it: text."""

    target: Annotated[str, Field(max_length=10)]


@dataclass
class TargetRow:
    """What is asked of the officer. ``source``: whose target holds; ``above``: what would hold without the own one, and
    ``above_source`` whose that is."""

    value: int = 0
    source: str = ""
    own: str = ""
    above: str = ""
    above_source: str = ""


def target_row(one: Target) -> TargetRow:
    """A target for the browser."""
    return TargetRow(one.value, one.source, str(one.own or ""), number(one.above), one.source_above)


class PetugasState(ActorState):
    """One tab's view of an officer."""

    loaded: bool = False
    missing: bool = False
    officer: OfficerRow = OfficerRow()
    target: TargetRow = TargetRow()
    villages: list[str] = []
    days: list[Bar] = []
    today: str = ""
    months: list[tuple[str, str]] = []
    calendar: dict[str, tuple[int, str]] = {}
    may_set_target: bool = False
    tasks: str = ""
    tasks_url: str = ""
    late_tasks: str = ""
    late_tasks_url: str = ""
    give_url: str = ""
    notice: Notice = Notice()

    @rx.event(background=True)
    @allow(Permission.KINERJA_READ)
    async def enter(self) -> None:
        """Show whom the address names, and keep it true until the tab goes or another address is entered."""
        async with self:
            actor, here = await self.actor(), self._here()
            self.loaded, self.notice = False, Notice()
        async with reading() as session:
            reach = await tinjauan.satuan_below(session, actor)
        await keep_true(changes(reach), lambda: self._read(here))

    def _here(self) -> PetugasAddress:
        return PetugasAddress.parse(self.router.url.query_parameters)

    async def _read(self, here: PetugasAddress) -> None:
        """Read again, with the rights that the person has now."""
        async with self:
            actor = await self.actor()
        day = kinerja.today()
        async with reading() as session:
            try:
                found = await kinerja.profile(session, actor, here.id or 0, day)
            except kinerja.NotFound:
                async with self:
                    self.missing = self.loaded = True
                return
            opened, late = await tugas_baca.tally(session, actor, found.officer.id)
        own = replace(kinerja.visits(day), author_id=found.officer.id)
        recent = {when: n for when, n in found.days.items() if when > day - timedelta(days=WEEK)}
        async with self:
            self.missing = False
            self.officer, self.target = officer_row(found.officer, day), target_row(found.officer.target)
            self.villages = list(found.villages)
            self.days = bars(recent, own, day)
            self.today, self.months = day.isoformat(), recent_months(day)
            self.calendar = {
                when.isoformat(): (n, PetaAddress.of(replace(own, first=when, last=when), day).url())
                for when, n in found.days.items()
            }
            self.tasks, self.late_tasks = number(opened), number(late)
            self.tasks_url = TugasAddress(petugas=found.officer.id).url()
            self.late_tasks_url = TugasAddress(petugas=found.officer.id, tampil="terlambat").url()
            self.give_url = BaruAddress(petugas=found.officer.id).url()
            self.may_set_target = actor.may(Permission.KINERJA_TARGET)
            self.loaded = True

    @rx.event(background=True)
    @allow(Permission.KINERJA_TARGET)
    async def set_target(self, form: TargetForm) -> None:
        """Set this officer's own target, or take it away, and show what holds then."""
        async with self:
            actor, here = await self.actor(), self._here()
        try:
            async with transaction() as session:
                await target.set_own(session, actor, here.id or 0, form["target"])
            said = Notice("success", "Target disimpan. HP petugas mengikuti saat tersambung.")
        except TargetError as error:
            said = Notice("warning", str(error))
        async with self:
            self.notice = said
        await self._read(here)

    @rx.event
    @allow(Permission.KINERJA_READ)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()
