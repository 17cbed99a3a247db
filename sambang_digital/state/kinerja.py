"""*Kinerja*: officers with their last seven days, villages, and satuan; live, filtered by the address."""

from typing import Annotated

import reflex as rx
from pydantic import Field
from typing_extensions import TypedDict

from sambang_digital.db import reading, transaction
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import ekspor, kinerja, target, tinjauan
from sambang_digital.services.target import TargetError
from sambang_digital.state.administrasi import Notice, number_of
from sambang_digital.state.changes import changes, keep_true
from sambang_digital.state.daftar import Daftar, pages_of
from sambang_digital.state.dokumen import recent_months
from sambang_digital.state.ekspor import PATH as EKSPOR
from sambang_digital.state.kinerja_view import (
    LISTS,
    PAGE,
    KinerjaAddress,
    OfficerRow,
    UnitRow,
    VillageRow,
)


class KinerjaForm(TypedDict, total=False):
    """The filters as the form sends them; what they mean is checked with the address."""

    status: str
    perhatian: str
    keadaan: str
    satuan: str
    cari: str
    urut: str


class TargetForm(TypedDict):
    """A target as the browser sends it: both are text."""

    satuan_id: Annotated[str, Field(max_length=10)]
    target: Annotated[str, Field(max_length=10)]


class KinerjaState(Daftar, ActorState):
    """One tab's view of the list."""

    shown: str = "petugas"
    filters: dict[str, str] = {}
    filtered: bool = False
    tabs: dict[str, str] = {}
    units: list[tuple[int, str]] = []
    officers: list[OfficerRow] = []
    villages: list[VillageRow] = []
    satuan: list[UnitRow] = []
    may_set_target: bool = False
    notice: Notice = Notice()
    today: str = ""
    months: list[tuple[str, str]] = []

    @rx.event(background=True)
    @allow(Permission.KINERJA_READ)
    async def enter(self) -> None:
        """Show what the address says, and keep it true until the tab goes or another address is entered."""
        async with self:
            actor, here = await self.actor(), self._here()
            self._arrive(here)
        async with reading() as session:
            reach = await tinjauan.satuan_below(session, actor)
            units = await kinerja.units(session, actor)
        async with self:
            self.units = units
            self.today, self.months = kinerja.today().isoformat(), recent_months(kinerja.today())
        await keep_true(changes(reach), lambda: self._read(here))

    def _here(self) -> KinerjaAddress:
        return KinerjaAddress.parse(self.router.url.query_parameters)

    def _arrive(self, here: KinerjaAddress) -> None:
        """What the address alone decides."""
        if self._arrive_at(here.url()):
            self.notice = Notice()
        self.shown = here.tampil
        self.filters = here.texts("hal")
        self.filtered = here.model_copy(update={"hal": 1}) != KinerjaAddress(tampil=here.tampil, urut=here.urut)
        self.tabs = {word: KinerjaAddress(tampil=word, satuan=here.satuan).url() for word in LISTS}

    async def _read(self, here: KinerjaAddress) -> None:
        """Read the list again, with the rights that the person has now."""
        async with self:
            actor = await self.actor()
        day, wanted = kinerja.today(), LISTS[here.tampil]
        async with reading() as session:
            rows = wanted.chosen(await wanted.read(session, actor, day), here)
        page = min(here.hal, pages_of(len(rows), PAGE))
        cut = rows[(page - 1) * PAGE : page * PAGE]
        async with self:
            setattr(self, wanted.field, [wanted.shown(one, day) for one in cut])
            self._turn(here, page, len(rows), PAGE)
            self.may_set_target = actor.may(Permission.KINERJA_TARGET)
            self.loaded = True

    @rx.event(background=True)
    @allow(Permission.KINERJA_TARGET)
    async def set_target(self, form: TargetForm) -> None:
        """Set the target of a polsek, or take it away, and show what holds then."""
        async with self:
            actor, here = await self.actor(), self._here()
            name = next((one.name for one in self.satuan if str(one.id) == form["satuan_id"]), "Satuan")
        try:
            async with transaction() as session:
                await target.set_unit(session, actor, number_of(form["satuan_id"]) or 0, form["target"])
            said = Notice("success", f"Target {name} disimpan. HP petugasnya mengikuti saat tersambung.")
        except TargetError as error:
            said = Notice("warning", f"{name}: {error}")
        async with self:
            self.notice = said
        await self._read(here)

    @rx.event
    @allow(Permission.EKSPOR_WRITE)
    async def export(self) -> rx.event.EventSpec | None:
        """Have a table made of the list that is shown, all of its pages."""
        here = self._here()
        wanted = {"petugas": here.officers, "kelurahan": here.villages, "satuan": {"text": here.cari}}[here.tampil]
        try:
            async with transaction() as session:
                await ekspor.ask(session, await self.actor(), here.tampil, "xlsx", wanted)
        except ekspor.TooMany as error:
            self.notice = Notice("warning", str(error))
            return None
        return rx.redirect(EKSPOR)

    @rx.event
    @allow(Permission.KINERJA_READ)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()

    @rx.event
    @allow(Permission.KINERJA_READ)
    async def filter(self, form: KinerjaForm) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        return rx.redirect(KinerjaAddress.parse({"tampil": self._here().tampil} | form).url())
