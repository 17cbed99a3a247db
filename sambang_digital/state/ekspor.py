"""*Ekspor*: a person's tables, live: what waits, how far the running one is, what can be downloaded."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import reflex as rx
from typing_extensions import TypedDict

from sambang_digital.db import reading, transaction
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import ekspor, simpanan
from sambang_digital.services.format import number
from sambang_digital.state.administrasi import Notice
from sambang_digital.state.changes import exports, keep_true

PATH = "/ekspor/"
SETTLE_S = 0.5
"""Progress is shown at most about once a second."""


class RegisterForm(TypedDict):
    """Which part of the register, and in which format."""

    jenis: Literal["", "rumah", "usaha", "tokoh", "tempat"]
    format: Literal["xlsx", "geojson"]


@dataclass
class Row:
    """An export. ``percent``: 0 to 100 of the running one; ``expires_at`` is empty until it is finished."""

    id: str
    title: str
    format: str
    state: str
    rows: str
    percent: int
    size: str
    note: str
    created_at: str
    expires_at: str
    url: str


def row_of(one: ekspor.Ekspor) -> Row:
    """An export for the browser."""
    total = one.total or 0
    ready = one.state == "selesai"
    return Row(
        id=str(one.id),
        title=one.title,
        format="GeoJSON" if one.format == "geojson" else "XLSX",
        state=one.state,
        rows=f"{number(one.done)} baris"
        if ready
        else f"{number(one.done)} dari {number(total)} baris"
        if total
        else "",
        percent=100 * one.done // total if total else 0,
        size=_size(one.size) if one.size else "",
        note=one.note or "",
        created_at=one.created_at.isoformat(),
        expires_at=one.expires_at.isoformat() if one.expires_at else "",
        url=f"/api/v1/ekspor/{one.id}" if ready else "",
    )


def _size(count: int) -> str:
    return f"{number(count / 1_000_000, 1)} MB" if count >= 100_000 else f"{number(max(1, count / 1_000))} kB"


class EksporState(ActorState):
    """One tab's view of them."""

    loaded: bool = False
    rows: list[Row] = []
    notice: Notice = Notice()

    @rx.event(background=True)
    @allow(Permission.EKSPOR_WRITE)
    async def enter(self) -> None:
        """Show them, and keep them true until the tab goes."""
        async with self:
            actor = await self.actor()
            self.notice = Notice()
        await keep_true(exports(actor.id), self._read, SETTLE_S)

    async def _read(self) -> None:
        async with self:
            actor = await self.actor()
        async with reading() as session:
            rows = [row_of(one) for one in await ekspor.mine(session, actor)]
        async with self:
            self.rows, self.loaded = rows, True

    @rx.event
    @allow(Permission.EKSPOR_WRITE)
    async def remove(self, ekspor_id: UUID) -> None:
        """Delete one, or give it up if it is not finished."""
        try:
            await ekspor.remove(await self.actor(), ekspor_id)
        except ekspor.NotFound:
            self.notice = Notice("warning", "Ekspor ini sudah tidak ada.")
        except simpanan.SimpananTerganggu:
            self.notice = Notice("warning", "Penyimpanan server sedang terganggu. Ekspor ini belum dihapus.")
        else:
            self.notice = Notice("success", "Ekspor dihapus.")

    @rx.event
    @allow(Permission.EKSPOR_WRITE)
    async def ask_register(self, form: RegisterForm) -> None:
        """Have a table made of the register."""
        wanted = {"kind": form["jenis"]} if form["jenis"] else {}
        try:
            async with transaction() as session:
                await ekspor.ask(session, await self.actor(), "register", form["format"], wanted)
        except ekspor.TooMany as error:
            self.notice = Notice("warning", str(error))
        else:
            self.notice = Notice("success", "Ekspor register dibuat. Anda boleh meninggalkan halaman ini.")

    @rx.event
    @allow(Permission.EKSPOR_WRITE)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()
