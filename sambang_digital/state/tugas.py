"""The desk of tasks, live: the list that the address says, and the task that is open, with what a superior may do about it."""

from typing import Annotated, Any, Literal
from uuid import UUID

import reflex as rx
from pydantic import StringConstraints, ValidationError
from typing_extensions import TypedDict

from sambang_digital.db import reading, transaction
from sambang_digital.forms.tugas import Tenggat, faults_of
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import tinjauan, tugas, tugas_baca, utas, wilayah
from sambang_digital.settings import get_settings
from sambang_digital.state.administrasi import Notice
from sambang_digital.state.changes import keep_true, tasks
from sambang_digital.state.daftar import Daftar
from sambang_digital.state.tugas_view import TABS, Row, TaskView, TugasAddress, row_of, view_of

SETTLE_S = 0.25
DONE = {
    "batal": "Tugas dibatalkan.",
    "tenggat": "Tenggat diubah. HP petugas mengikuti saat tersambung.",
    "lagi": "Tugas diminta lagi.",
}
STATES = {"selesai": "sudah dijawab petugas", "dibatalkan": "sudah dibatalkan", "tidak_dapat": "dinyatakan tidak dapat"}


class FilterForm(TypedDict, total=False):
    """The filters as the form sends them; what they mean is checked with the address."""

    petugas: str
    jenis: str
    tenggat: str
    cari: str


class OrderForm(TypedDict, total=False):
    """What a superior orders about the open task."""

    id: UUID
    note: Annotated[str, StringConstraints(max_length=4000)]
    due_day: Annotated[str, StringConstraints(max_length=20)]
    due_hour: Annotated[str, StringConstraints(max_length=20)]


class TugasState(Daftar, ActorState):
    """One tab's desk of tasks."""

    rows: list[Row] = []
    tabs: dict[str, str] = {}
    filters: dict[str, str] = {}
    filtered: bool = False
    clear_url: str = ""
    officers: list[tuple[int, str]] = []
    may_give: bool = False
    open_id: str = ""
    detail: TaskView = TaskView()
    areas: list[dict[str, Any]] = []
    missing: bool = False
    list_url: str = TugasAddress.path
    thread: str = ""
    tiles: dict[str, str] = {}
    asking: str = ""
    faults: dict[str, str] = {}
    notice: Notice = Notice()

    @rx.event(background=True)
    @allow(Permission.LAPORAN_READ)
    async def enter(self) -> None:
        """Show what the address says, and keep it true until the tab goes or another address is entered."""
        async with self:
            actor, here = await self.actor(), self._here()
            if self._arrive_at(here.url()):
                self.detail, self.missing, self.asking, self.faults = TaskView(), False, "", {}
                self.notice = Notice()
            self.open_id = str(here.id or "")
            self.tiles = get_settings().tiles
            self.list_url = here.url(id=None)
            self.filters = here.texts("id", "hal", "tampil") | {"tampil": here.tampil}
            self.clear_url = TugasAddress(tampil=here.tampil).url()
            self.filtered = here.url(id=None, hal=1) != self.clear_url
            self.tabs = {tab: here.url(tampil=tab, hal=1, id=None) for tab in TABS}
            self.may_give = actor.may(Permission.TUGAS_GIVE)
        async with reading() as session:
            reach = await tinjauan.satuan_below(session, actor)
            officers = await tinjauan.authors(session, actor)
        async with self:
            self.officers = officers
        await keep_true(tasks(reach), lambda: self._read(here), SETTLE_S)

    def _here(self) -> TugasAddress:
        return TugasAddress.parse(self.router.url.query_parameters)

    async def _read(self, here: TugasAddress) -> None:
        """Read the list, or the open task, again, with the rights that the person has now."""
        async with self:
            actor = await self.actor()
        task, spoken, area = None, None, None
        rows: list[tugas_baca.TugasRow] = []
        total = 0
        async with reading() as session:
            if here.id:
                try:
                    task = await tugas_baca.opened(session, actor, here.id)
                    spoken = await utas.changed_at(session, here.id)
                    area = (await wilayah.villages(session)).by_code.get(task["area_code"] or "")
                except tugas.NotFound:
                    pass
            else:
                rows = await tugas_baca.page(session, actor, here.wanted)
                total, _ = await tugas_baca.count(session, actor, here.wanted)
        async with self:
            self.rows = [row_of(row, here) for row in rows]
            self._turn(here, here.hal, total, tugas.PAGE)
            self.detail = view_of(task) if task else TaskView()
            self.areas = [wilayah.drawn(area)] if area else []
            self.missing = bool(here.id) and task is None
            self.thread = spoken.isoformat() if spoken else ""
            self.loaded = True

    @rx.event
    @allow(Permission.LAPORAN_READ)
    async def filter(self, form: FilterForm) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        return rx.redirect(TugasAddress.model_validate({"tampil": self._here().tampil} | form).url())

    @rx.event
    @allow(Permission.TUGAS_GIVE)
    async def ask(self, what: Literal["", "batal", "tenggat", "lagi"]) -> None:
        """Open one of the forms about the open task, or close it."""
        self.asking, self.faults = "" if self.asking == what else what, {}

    @rx.event
    @allow(Permission.LAPORAN_READ)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()

    @rx.event
    @allow(Permission.TUGAS_GIVE)
    async def order(self, form: OrderForm) -> None:
        """Cancel, postpone, or ask again, as the open form says."""
        actor, what = await self.actor(), self.asking
        self.faults = {}
        note, task = form.get("note", ""), form["id"]
        try:
            due = (
                None
                if what == "batal"
                else Tenggat.model_validate({name: form.get(name, "") for name in ("due_day", "due_hour")})
            )
            async with transaction() as session:
                if due is None:
                    await tugas.cancel(session, actor, task, note)
                elif what == "lagi":
                    await tugas.ask_again(session, actor, task, due, note)
                else:
                    await tugas.postpone(session, actor, task, due, note)
        except ValidationError as error:
            self.faults = faults_of(error.errors(include_url=False))
            return
        except tugas.TugasError as error:
            self.faults = {"note" if error.field == "reason" else error.field: str(error)}
            return
        except tugas.NotNow as first:
            self.notice = Notice("warning", f"Tidak dipakai: tugas ini {STATES.get(first.state, 'baru saja berubah')}.")
        except tugas.NotFound:
            self.notice = Notice("warning", "Tugas ini tidak ada di wilayah kewenangan Anda.")
        else:
            self.notice = Notice("success", DONE[what])
        self.asking = ""
