"""Which unit answers for which village, and the villages that nobody answers for."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import reflex as rx
from pydantic import BaseModel, ConfigDict, StringConstraints

from sambang_digital.db import reading, transaction
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import wilayah_satuan
from sambang_digital.services.format import number
from sambang_digital.services.wilayah_satuan import MoveError
from sambang_digital.state.administrasi import Isian, Notice, Pilihan, number_of
from sambang_digital.state.personel import person_url
from sambang_digital.state.tinjauan_view import Lenient

PATH = "/administrasi/wilayah/"
VILLAGE_FIELD = "desa-"
"""Checkboxes of villages are called so: a form sends one value for a name."""


class Saringan(BaseModel):
    """The address of a view."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    cari: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100), Lenient] = ""
    satuan: Annotated[int | None, Lenient] = None
    petugas: Annotated[Literal["semua", "kosong"], Lenient] = "semua"
    hal: Annotated[int, Lenient] = 1

    def url(self, **changes: Any) -> str:
        """The address with some of it changed; what is as by default is left out."""
        values = {**self.model_dump(), **changes}
        kept = {name: value for name, value in values.items() if value != Saringan.model_fields[name].default}
        return f"{PATH}?{urlencode(kept)}" if kept else PATH

    @property
    def filter(self) -> wilayah_satuan.WilayahFilter:
        """The same for the service."""
        satuan_id = self.satuan if self.satuan and 0 < self.satuan < 2**31 else None
        return wilayah_satuan.WilayahFilter(
            self.cari, satuan_id, self.petugas == "kosong", min(max(1, self.hal), 10_000)
        )


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


class WilayahState(ActorState):
    """One tab's table of villages."""

    loaded: bool = False
    rows: list[Row] = []
    total_text: str = ""
    gaps: int = 0
    page: int = 1
    pages: int = 1
    previous_url: str = ""
    next_url: str = ""
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
        here = Saringan.model_validate(dict(self.router.url.query_parameters))
        async with reading() as session:
            rows = await wilayah_satuan.page(session, actor, here.filter)
            total = await wilayah_satuan.count(session, actor, here.filter)
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
        self.total_text = number(total)
        self.page, self.pages = here.filter.page, max(1, -(-total // wilayah_satuan.PAGE))
        self.previous_url = here.url(hal=self.page - 1) if self.page > 1 else ""
        self.next_url = here.url(hal=self.page + 1) if self.page < self.pages else ""
        self.gaps_url = Saringan(petugas="kosong").url()
        self.filters = {name: str(value or "") for name, value in here.model_dump().items()}
        self.filtered = here.url(hal=1) != PATH
        self.loaded = True

    @rx.event
    @allow(Permission.WILAYAH_READ)
    async def filter(self, form: Isian) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        return rx.redirect(Saringan.model_validate(form).url())

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
