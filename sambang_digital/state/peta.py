"""*Peta*: counted reports of a span of days, on a map and as rows; live, filtered by the address.

The map itself asks the API (``api/peta.py``) for what is in sight; here are the filters, the days and the rows.
"""

import reflex as rx
from typing_extensions import TypedDict

from sambang_digital.db import reading
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import kinerja, tinjauan
from sambang_digital.services.format import number, short_weekday
from sambang_digital.settings import get_settings
from sambang_digital.state.changes import changes, keep_true
from sambang_digital.state.daftar import Daftar
from sambang_digital.state.peta_view import Bar, PetaAddress, VisitRow, bars, visit_row


class PetaForm(TypedDict, total=False):
    """The filters as the form sends them; what they mean is checked with the address."""

    dari: str
    sampai: str
    satuan: str
    petugas: str
    kelurahan: str
    jenis: str
    posisi: str
    tingkat: str


class PetaState(Daftar, ActorState):
    """One tab's map."""

    filters: dict[str, str] = {}
    filtered: bool = False
    query: str = ""
    span: str = ""
    seen: int = 0
    tiles: dict[str, str] = {}
    units: list[tuple[int, str]] = []
    officers: list[tuple[int, str]] = []
    areas: list[tuple[str, str]] = []
    days: list[Bar] = []
    rows: list[VisitRow] = []

    @rx.event(background=True)
    @allow(Permission.LAPORAN_READ)
    async def enter(self) -> None:
        """Show what the address says, and keep it true until the tab goes or another address is entered."""
        async with self:
            actor, here = await self.actor(), self._here()
            self._arrive(here)
        async with reading() as session:
            reach = await tinjauan.satuan_below(session, actor)
            units = await kinerja.units(session, actor)
            officers = await tinjauan.authors(session, actor)
            areas = [(one.code, one.name) for one in await kinerja.villages(session, actor, kinerja.today())]
        async with self:
            self.units, self.officers, self.areas = units, officers, areas
        await keep_true(changes(reach), lambda: self._read(here))

    def _here(self) -> PetaAddress:
        return PetaAddress.parse(self.router.url.query_parameters)

    def _arrive(self, here: PetaAddress) -> None:
        """What the address alone decides."""
        wanted = here.wanted(kinerja.today())
        self._arrive_at(here.url())
        self.filtered = here.model_copy(update={"hal": 1}) != PetaAddress()
        # What is shown, not what was typed: a span that was cut shows as it was cut.
        self.filters = here.texts("hal") | {"dari": wanted.first.isoformat(), "sampai": wanted.last.isoformat()}
        self.query = here.url(hal=1, dari=wanted.first, sampai=wanted.last).removeprefix(here.path)
        self.span = (
            short_weekday(wanted.first)
            if wanted.first == wanted.last
            else f"{short_weekday(wanted.first)} – {short_weekday(wanted.last)}"
        )
        self.tiles = get_settings().tiles

    async def _read(self, here: PetaAddress) -> None:
        """Read days and rows again, with the rights that the person has now."""
        async with self:
            actor = await self.actor()
        today = kinerja.today()
        wanted = here.wanted(today)
        async with reading() as session:
            found = await kinerja.counted(session, actor, wanted, here.hal)
        async with self:
            self.days = bars(found.days, wanted, today)
            self.rows = [visit_row(one) for one in found.rows]
            self._turn(here, here.hal, found.total - found.hidden, kinerja.PAGE)
            self.total = number(found.total)
            # Tells the map that there may be something new to ask for.
            self.seen += 1
            self.loaded = True

    @rx.event
    @allow(Permission.LAPORAN_READ)
    async def filter(self, form: PetaForm) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        return rx.redirect(PetaAddress.parse(form).url())
