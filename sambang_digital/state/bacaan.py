"""The list of texts for citizens at the desk of those who write them."""

import reflex as rx
from typing_extensions import TypedDict

from sambang_digital.db import reading
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import bacaan_sunting
from sambang_digital.state.administrasi import Pilihan
from sambang_digital.state.bacaan_view import TABS, BacaanAddress, Row, row_of
from sambang_digital.state.daftar import Daftar


class BacaanForm(TypedDict, total=False):
    """The filters as the form sends them; what they mean is checked with the address."""

    jenis: str
    wilayah: str
    cari: str


class BacaanState(Daftar, ActorState):
    """One tab's list of texts."""

    rows: list[Row] = []
    tabs: dict[str, str] = {}
    counts: dict[str, str] = {}
    filters: dict[str, str] = {}
    filtered: bool = False
    clear_url: str = BacaanAddress.path
    areas: list[Pilihan] = []

    @rx.event
    @allow(Permission.BACAAN_WRITE)
    async def enter(self) -> None:
        """Show what the address says."""
        actor, here = await self.actor(), BacaanAddress.parse(self.router.url.query_parameters)
        self._arrive_at(here.url())
        async with reading() as session:
            entries, states = await bacaan_sunting.listing(session, actor, here.wanted)
            areas = await bacaan_sunting.areas(session)
        self.rows = [row_of(entry, areas) for entry in entries]
        self.areas = [Pilihan(code, name) for code, name in areas.items()]
        self.filters = here.texts("hal", "tampil") | {"tampil": here.tampil}
        self.clear_url = BacaanAddress(tampil=here.tampil).url()
        self.filtered = here.url(hal=1) != self.clear_url
        self.tabs = {tab: here.url(tampil=tab, hal=1) for tab in TABS}
        counts = {tab: states.get(tab, 0) for tab in TABS} | {"semua": sum(states.values())}
        self.counts = {tab: str(n) for tab, n in counts.items()}
        self._turn(here, here.hal, counts[here.tampil], bacaan_sunting.PAGE)
        self.loaded = True

    @rx.event
    @allow(Permission.BACAAN_WRITE)
    async def filter(self, form: BacaanForm) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        here = BacaanAddress.parse(self.router.url.query_parameters)
        return rx.redirect(BacaanAddress.model_validate({"tampil": here.tampil} | form).url())
