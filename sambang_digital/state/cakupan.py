"""Coverage of one village: by RW and RT, or the houses behind one of its numbers; live, told by the address."""

import reflex as rx

from sambang_digital.db import reading
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import cakupan, kinerja, tinjauan
from sambang_digital.services.cakupan import PAGE, HouseFilter
from sambang_digital.state.cakupan_view import (
    CakupanAddress,
    CoverageRow,
    HouseRow,
    coverage_row,
    house_row,
    neighbourhood_row,
    rukun,
)
from sambang_digital.state.changes import changes, keep_true
from sambang_digital.state.daftar import Daftar
from sambang_digital.state.tugas_view import BaruAddress


class CakupanState(Daftar, ActorState):
    """One tab's view of a village."""

    missing: bool = False
    village: str = ""
    kecamatan: str = ""
    patience: int = 0
    whole: CoverageRow = CoverageRow()
    neighbourhoods: list[CoverageRow] = []
    village_url: str = ""
    listing: str = ""
    where: str = ""
    give_url: str = ""
    houses: list[HouseRow] = []

    @rx.event(background=True)
    @allow(Permission.LAPORAN_READ)
    async def enter(self) -> None:
        """Show what the address says, and keep it true until the tab goes or another address is entered."""
        async with self:
            actor = await self.actor()
            here = CakupanAddress.parse(self.router.url.query_parameters)
            self._arrive_at(here.url())
            self.listing, self.where = here.keadaan or "", rukun(here.rw, here.rt)
            self.village_url = CakupanAddress(kelurahan=here.kelurahan).url()
            due = f"Kunjungi rumah yang belum dikunjungi di {self.where or 'kelurahan ini'}."
            self.give_url = BaruAddress(kelurahan=here.kelurahan, teks=due if here.keadaan == "belum" else "").url()
        async with reading() as session:
            reach = await tinjauan.satuan_below(session, actor)
        await keep_true(changes(reach), lambda: self._read(here))

    async def _read(self, here: CakupanAddress) -> None:
        """Read the village again, with the rights that the person has now."""
        async with self:
            actor = await self.actor()
        today = kinerja.today()
        total, houses = 0, []
        async with reading() as session:
            try:
                place = await cakupan.place(session, actor, here.kelurahan)
            except cakupan.NotFound:
                async with self:
                    self.missing = self.loaded = True
                return
            if here.keadaan:
                total, houses = await cakupan.houses(session, actor, here.houses, here.hal)
        async with self:
            self.missing = False
            self.village, self.kecamatan = f"{place.kind.capitalize()} {place.name}", place.kecamatan
            self.patience = place.patience
            self.whole = coverage_row("", place.coverage, HouseFilter(here.kelurahan), today)
            self.neighbourhoods = [neighbourhood_row(one, here.kelurahan, today) for one in place.neighbourhoods]
            self.houses = [house_row(one, today) for one in houses]
            self._turn(here, here.hal, total, PAGE)
            self.loaded = True
