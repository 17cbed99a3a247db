"""Which unit answers for which village, and the villages that nobody answers for."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import reflex as rx

from sambang_digital.db import reading, transaction
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import wilayah_satuan
from sambang_digital.services.wilayah_satuan import MoveError
from sambang_digital.state.address import Address, Id, Lenient, PageNumber, Searched
from sambang_digital.state.administrasi import Isian, Notice, Pilihan, number_of
from sambang_digital.state.daftar import Daftar
from sambang_digital.state.personel import person_url

VILLAGE_FIELD = "desa-"
"""Checkboxes of villages are called so: a form sends one value for a name."""


class WilayahAddress(Address):
    """``/administrasi/wilayah/``: which villages."""

    path: ClassVar[str] = "/administrasi/wilayah/"

    cari: Searched = ""
    satuan: Id = None
    petugas: Annotated[Literal["semua", "kosong"], Lenient] = "semua"
    hal: PageNumber = 1

    @property
    def wanted(self) -> wilayah_satuan.WilayahFilter:
        """The same for the service."""
        return wilayah_satuan.WilayahFilter(self.cari, self.satuan, self.petugas == "kosong", self.hal)


@dataclass
class Petugas:
    """An officer on duty in a village."""

    name: str
    url: str


@dataclass
class Row:
    """A village."""

    code: str
    name: str
    kecamatan: str
    satuan: str
    officers: list[Petugas]


class WilayahState(Daftar, ActorState):
    """One tab's table of villages."""

    rows: list[Row] = []
    gaps: int = 0
    gaps_url: str = ""
    filters: dict[str, str] = {}
    filtered: bool = False
    units: list[Pilihan] = []
    holders: list[Pilihan] = []
    may_move: bool = False
    sees_people: bool = False
    notice: Notice = Notice()

    @rx.event
    @allow(Permission.WILAYAH_READ)
    async def enter(self) -> None:
        """Show what the address says."""
        self.notice = Notice()
        await self._read()

    async def _read(self) -> None:
        actor = await self.actor()
        here = WilayahAddress.parse(self.router.url.query_parameters)
        async with reading() as session:
            rows = await wilayah_satuan.page(session, actor, here.wanted)
            total = await wilayah_satuan.count(session, actor, here.wanted)
            self.gaps = await wilayah_satuan.count(session, actor, wilayah_satuan.WilayahFilter(gaps=True))
            units = await wilayah_satuan.units(session, actor)
        self.rows = [
            Row(
                row.code,
                row.name,
                row.kecamatan,
                row.satuan,
                [Petugas(name, person_url(akun_id)) for akun_id, name in row.officers],
            )
            for row in rows
        ]
        self.units = [Pilihan(str(id_), name) for id_, name, _ in units]
        self.holders = [Pilihan(str(id_), name) for id_, name, level in units if level in wilayah_satuan.HOLDERS]
        self.may_move, self.sees_people = actor.may(Permission.WILAYAH_ADMIN), actor.may(Permission.AKUN_ADMIN)
        self._turn(here, here.hal, total, wilayah_satuan.PAGE)
        self.gaps_url = WilayahAddress(petugas="kosong").url()
        self.filters = here.texts()
        self.filtered = here.url(hal=1) != here.path
        self.loaded = True

    @rx.event
    @allow(Permission.WILAYAH_READ)
    async def filter(self, form: Isian) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        return rx.redirect(WilayahAddress.parse(form).url())

    @rx.event
    @allow(Permission.WILAYAH_ADMIN)
    async def move(self, form: Isian) -> None:
        """Put the ticked villages under a unit."""
        codes = [name.removeprefix(VILLAGE_FIELD) for name in form if name.startswith(VILLAGE_FIELD)]
        satuan_id = number_of(form.get("satuan_id", "")) or 0
        try:
            async with transaction() as session:
                await wilayah_satuan.move(session, await self.actor(), codes, satuan_id)
        except MoveError as error:
            self.notice = Notice("warning", str(error))
            return
        target = next((unit.label for unit in self.holders if unit.value == str(satuan_id)), "satuan itu")
        self.notice = Notice("success", f"{len(codes)} wilayah dipindah ke {target}.")
        await self._read()

    @rx.event
    @allow(Permission.WILAYAH_READ)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()
