"""Cases handed on: those that this desk receives and those that its officers sent; live, told by the address."""

from contextlib import suppress
from typing import Annotated
from uuid import UUID

import reflex as rx
from pydantic import Field
from typing_extensions import TypedDict

from sambang_digital.db import reading, transaction
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import eskalasi, tinjauan
from sambang_digital.services.eskalasi import CaseFilter, Deed
from sambang_digital.state.administrasi import Notice
from sambang_digital.state.changes import handed, keep_true
from sambang_digital.state.daftar import Daftar
from sambang_digital.state.eskalasi_view import CaseView, EskalasiAddress, Row, case_of, row_of

SETTLE_S = 0.3
SIDE_URLS = {side: EskalasiAddress.of(CaseFilter(side=side)).url() for side in ("masuk", "keluar")}
DONE = {
    Deed.TERIMA: "Eskalasi diterima. Petugas diberi tahu.",
    Deed.TOLAK: "Eskalasi ditolak. Petugas melihat alasannya.",
    Deed.CATAT: "Catatan disimpan.",
    Deed.SELESAI: "Eskalasi selesai. Petugas diberi tahu.",
}
NOTE_MISSING = f"Tulis {eskalasi.NOTE_MIN} sampai {eskalasi.NOTE_MAX} huruf: apa yang dilakukan, atau alasannya."
GONE = "Eskalasi ini tidak ada lagi, atau bukan untuk Anda."


class CaseFilterForm(TypedDict):
    """The filters as the browser sends them: text."""

    cari: Annotated[str, Field(max_length=100)]
    status: Annotated[str, Field(max_length=20)]


class StepForm(TypedDict):
    """A step: the case, the deed and what is said about it."""

    id: Annotated[str, Field(max_length=36)]
    deed: Annotated[str, Field(max_length=20)]
    note: Annotated[str, Field(max_length=4000)]


class EskalasiState(Daftar, ActorState):
    """One tab's cases."""

    side: str = "masuk"
    filters: dict[str, str] = {}
    filtered: bool = False
    side_urls: dict[str, str] = SIDE_URLS
    list_url: str = ""
    rows: list[Row] = []
    open: str = ""
    missing: bool = False
    case: CaseView = CaseView()
    asked: str = ""
    note_error: str = ""
    notice: Notice = Notice()

    @rx.event(background=True)
    @allow(Permission.LAPORAN_READ)
    async def enter(self) -> None:
        """Show what the address says, and keep it true until the tab goes or another address is entered."""
        async with self:
            actor, here = await self.actor(), EskalasiAddress.parse(self.router.url.query_parameters)
            self.side, self.filters = here.arah, here.texts("id", "hal")
            self.filtered = bool(here.status or here.lewat or here.cari)
            self.list_url = here.url(id=None)
            opened = str(here.id or "")
            if opened != self.open:
                self.case, self.asked, self.note_error, self.notice = CaseView(), "", "", Notice()
            self.open, self.missing = opened, False
        if here.id:
            async with transaction() as session:
                await eskalasi.opened(session, actor, here.id)
        async with reading() as session:
            reach = await tinjauan.satuan_below(session, actor)
        await keep_true(handed(reach), lambda: self._read(here), SETTLE_S)

    async def _read(self, here: EskalasiAddress) -> None:
        """Read again, with the rights that the person has now."""
        async with self:
            actor = await self.actor()
        wanted, found = here.wanted, None
        async with reading() as session:
            total = await eskalasi.count(session, actor, wanted)
            rows = await eskalasi.cases(session, actor, wanted)
            with suppress(eskalasi.NotFound):
                found = await eskalasi.look(session, actor, here.id) if here.id else None
        async with self:
            self.rows = [row_of(one, here) for one in rows]
            self._turn(here, here.hal, total, eskalasi.PAGE, id=None)
            self.case = case_of(found, here) if found else CaseView()
            self.missing = bool(here.id) and found is None
            self.loaded = True

    @rx.event
    @allow(Permission.LAPORAN_READ)
    async def filter(self, form: CaseFilterForm) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        typed = {"arah": self.side, "cari": form.get("cari", ""), "status": form.get("status") or None}
        return rx.redirect(EskalasiAddress.parse(typed).url())

    @rx.event
    @allow(Permission.ESKALASI_RECEIVE)
    async def ask(self, deed: Annotated[str, Field(max_length=20)]) -> None:
        """Unfold the field for what is said about a step, or fold it again."""
        self.asked = "" if self.asked == deed else deed
        self.note_error = ""

    @rx.event(background=True)
    @allow(Permission.ESKALASI_RECEIVE)
    async def act(self, form: StepForm) -> None:
        """Take a step, and show where the case stands then."""
        async with self:
            actor, here = await self.actor(), EskalasiAddress.parse(self.router.url.query_parameters)
        try:
            deed = Deed(form["deed"])
            async with transaction() as session:
                await eskalasi.act(session, actor, UUID(form["id"]), deed, form.get("note", ""))
            asked, fault, said = "", "", Notice("success", DONE[deed])
        except eskalasi.NoteMissing:
            asked, fault, said = form["deed"], NOTE_MISSING, Notice()
        except eskalasi.TooLate:
            asked, fault, said = (
                "",
                "",
                Notice("warning", "Orang lain lebih dulu menjawab. Keadaan terbaru ditampilkan."),
            )
        except (eskalasi.NotFound, ValueError):
            asked, fault, said = "", "", Notice("warning", GONE)
        async with self:
            self.asked, self.note_error, self.notice = asked, fault, said
        await self._read(here)

    @rx.event
    @allow(Permission.LAPORAN_READ)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()
