"""*Kinerja*: officers with their last seven days, and villages; live, filtered by the address."""

from typing import Any

import reflex as rx
from typing_extensions import TypedDict

from sambang_digital.db import reading
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import cakupan, kinerja, tinjauan
from sambang_digital.services.format import number
from sambang_digital.state.changes import keep_true
from sambang_digital.state.kinerja_view import (
    ORDERS,
    PAGE,
    VILLAGE_ORDERS,
    KinerjaAddress,
    OfficerRow,
    VillageRow,
    officer_row,
    village_row,
)


class KinerjaForm(TypedDict, total=False):
    """The filters as the form sends them; what they mean is checked with the address."""

    status: str
    perhatian: str
    keadaan: str
    satuan: str
    cari: str
    urut: str


class KinerjaState(ActorState):
    """One tab's view of the list."""

    loaded: bool = False
    shown: str = "petugas"
    filters: dict[str, str] = {}
    filtered: bool = False
    tabs: dict[str, str] = {}
    units: list[tuple[int, str]] = []
    officers: list[OfficerRow] = []
    villages: list[VillageRow] = []
    total: str = ""
    page: int = 1
    pages: int = 1
    newer_url: str = ""
    older_url: str = ""

    _view: str = ""

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
        await keep_true(reach, lambda: self._read(here))

    def _here(self) -> KinerjaAddress:
        return KinerjaAddress.parse(self.router.url.query_parameters)

    def _arrive(self, here: KinerjaAddress) -> None:
        """What the address alone decides."""
        if here.url() != self._view:
            self.loaded = False
        self._view = here.url()
        self.shown = here.tampil
        self.filters = here.texts("hal")
        self.filtered = here.model_copy(update={"hal": 1}) != KinerjaAddress(tampil=here.tampil, urut=here.urut)
        self.tabs = {word: KinerjaAddress(tampil=word, satuan=here.satuan).url() for word in ("petugas", "kelurahan")}

    async def _read(self, here: KinerjaAddress) -> None:
        """Read the list again, with the rights that the person has now."""
        async with self:
            actor = await self.actor()
        day = kinerja.today()
        rows: list[Any]
        async with reading() as session:
            if here.tampil == "petugas":
                rows = list(filter(here.officers.takes, await kinerja.officers(session, actor, day)))
                rows.sort(key=ORDERS[here.urut])
            else:
                rows = [one for one in await cakupan.villages(session, actor, day) if here.villages.takes(one[0])]
                rows.sort(key=VILLAGE_ORDERS.get(here.urut, VILLAGE_ORDERS["sedikit"]))
        pages = max(1, -(-len(rows) // PAGE))
        page = min(max(1, here.hal), pages)
        cut = rows[(page - 1) * PAGE : page * PAGE]
        async with self:
            if here.tampil == "petugas":
                self.officers = [officer_row(one, day) for one in cut]
            else:
                self.villages = [village_row(*one) for one in cut]
            self.total = number(len(rows))
            self.page, self.pages = page, pages
            self.newer_url = here.url(hal=page - 1) if page > 1 else ""
            self.older_url = here.url(hal=page + 1) if page < pages else ""
            self.loaded = True

    @rx.event
    @allow(Permission.KINERJA_READ)
    async def filter(self, form: KinerjaForm) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        return rx.redirect(KinerjaAddress.parse({"tampil": self._here().tampil} | form).url())
