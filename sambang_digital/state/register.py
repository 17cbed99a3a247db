"""The register's lists: entries by village, RT, kind and state; pairs that may be one; requests of citizens."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import reflex as rx
from pydantic import Field

from sambang_digital.db import reading, transaction
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import ganda, permintaan, register
from sambang_digital.services.format import number
from sambang_digital.services.register import PAGE, NotFound, RegisterError
from sambang_digital.services.waktu import today
from sambang_digital.state.administrasi import Isian, Notice, Pilihan
from sambang_digital.state.daftar import Daftar, pages_of
from sambang_digital.state.register_view import (
    EntryRow,
    PairsAddress,
    RegisterAddress,
    RequestRow,
    RequestsAddress,
    entry_row,
    request_row,
)

Id = Annotated[str, Field(min_length=36, max_length=36)]
GONE = "Entri ini sudah tidak ada, atau di luar satuan Anda."


class RegisterState(Daftar, ActorState):
    """One tab's list of the register."""

    rows: list[EntryRow] = []
    filters: dict[str, str] = {}
    filtered: bool = False
    villages: list[Pilihan] = []
    doubles: int = 0
    requests: int = 0

    @rx.event
    @allow(Permission.REGISTER_READ)
    async def enter(self) -> None:
        """Show what the address says."""
        actor = await self.actor()
        here = RegisterAddress.parse(self.router.url.query_parameters)
        async with reading() as session:
            rows = await register.page(session, actor, here.wanted)
            total = await register.count(session, actor, here.wanted)
            villages = await register.villages(session, actor)
            self.doubles = await ganda.count(session, actor)
            self.requests = await permintaan.count(session, actor)
        day = today()
        self.rows = [entry_row(row, day, row.area or "") for row in rows]
        self.villages = [Pilihan(code, name) for code, name in villages]
        self._turn(here, here.wanted.page, total, PAGE, most=PAGE * register.PAGES)
        self.filters = here.texts("hal")
        self.filtered = here.url(hal=1, urut="baru") != here.path
        self.loaded = True

    @rx.event
    @allow(Permission.REGISTER_READ)
    async def filter(self, form: Isian) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        return rx.redirect(RegisterAddress.parse({name: value for name, value in form.items() if value}).url())


@dataclass
class PairRow:
    """Two entries that may be one."""

    one: EntryRow
    other: EntryRow
    said: str


class GandaState(Daftar, ActorState):
    """One tab's pairs. ``merger``: what was merged just now, to be undone at once."""

    rows: list[PairRow] = []
    may_write: bool = False
    notice: Notice = Notice()
    merger: int = 0

    @rx.event
    @allow(Permission.REGISTER_READ)
    async def enter(self) -> None:
        """Show the pairs."""
        self.notice, self.merger = Notice(), 0
        await self._read()

    async def _read(self) -> None:
        actor = await self.actor()
        here = PairsAddress.parse(self.router.url.query_parameters)
        async with reading() as session:
            total = await ganda.count(session, actor)
            page = min(here.hal, pages_of(total, ganda.PAGE))
            rows = await ganda.pairs(session, actor, page)
        self.rows = [_pair_row(row) for row in rows]
        self._turn(here, page, total, ganda.PAGE)
        self.may_write = actor.may(Permission.REGISTER_WRITE)
        self.loaded = True

    @rx.event
    @allow(Permission.REGISTER_WRITE)
    async def merge(self, form: Isian) -> None:
        """Make a pair one: ``kept`` stays, and takes what is ticked from the other."""
        actor, self.merger = await self.actor(), 0
        try:
            kept, gone = UUID(form.get("kept", "")), UUID(form.get("gone", ""))
            if form.get("swap"):
                kept, gone = gone, kept
            taken = [part for part in ganda.PARTS if form.get(part)]
            async with transaction() as session:
                entry = await ganda.merge(session, actor, kept, gone, taken)
                (last, *_) = await ganda.mergers(session, actor, entry.id)
            self.merger, self.notice = last.id, Notice("success", f"Digabung menjadi {entry.name}.")
        except (NotFound, ValueError) as error:
            self.notice = Notice("warning", str(error) if isinstance(error, RegisterError) else GONE)
        await self._read()

    @rx.event
    @allow(Permission.REGISTER_WRITE)
    async def keep_apart(self, one: Id, other: Id) -> None:
        """Remember that a pair is two."""
        actor, self.merger = await self.actor(), 0
        try:
            async with transaction() as session:
                await ganda.not_the_same(session, actor, UUID(one), UUID(other))
            self.notice = Notice("success", "Dicatat sebagai dua entri yang berbeda. Tidak akan diusulkan lagi.")
        except (NotFound, ValueError):
            self.notice = Notice("warning", GONE)
        await self._read()

    @rx.event
    @allow(Permission.REGISTER_WRITE)
    async def undo(self) -> None:
        """Take apart what was merged just now."""
        actor = await self.actor()
        try:
            async with transaction() as session:
                await ganda.undo(session, actor, self.merger)
            self.notice = Notice("success", "Penggabungan dibatalkan. Keduanya kembali seperti semula.")
        except (NotFound, RegisterError) as error:
            self.notice = Notice("warning", str(error) or GONE)
        self.merger = 0
        await self._read()

    @rx.event
    @allow(Permission.REGISTER_READ)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice, self.merger = Notice(), 0


def _pair_row(pair: ganda.Pair) -> PairRow:
    day = today()
    apart = "" if pair.metres is None else f", berjarak {number(pair.metres)} m"
    return PairRow(
        entry_row(pair.one, day, pair.village),
        entry_row(pair.other, day, pair.village),
        f"Nama mirip {pair.score} %{apart}",
    )


class PermintaanState(Daftar, ActorState):
    """One tab's requests of citizens."""

    shown: str = ""
    rows: list[RequestRow] = []

    @rx.event
    @allow(Permission.REGISTER_READ)
    async def enter(self) -> None:
        """Show what the address says."""
        actor = await self.actor()
        here = RequestsAddress.parse(self.router.url.query_parameters)
        answered = here.tampil == "dijawab"
        async with reading() as session:
            total = await permintaan.count(session, actor, answered=answered)
            page = min(here.hal, pages_of(total, permintaan.PAGE))
            rows = await permintaan.page(session, actor, answered=answered, page=page)
        self.rows = [request_row(one.row, one.written_by, one.entry, one.village) for one in rows]
        self._turn(here, page, total, permintaan.PAGE)
        self.shown = here.tampil
        self.loaded = True
