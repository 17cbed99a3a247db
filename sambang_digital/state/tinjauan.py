"""The reviewer's desk, live: a page of the queue, the open report, and decisions on it.

What is shown is in the address (``?status=…&id=…``), so every view can be sent on, reloaded and gone back to. Entering
an address starts one background handler: it listens first, then reads, then reads again whenever something in the
person's reach changed. Reflex ends it when the tab goes or another address is entered.
"""

from typing import Annotated, Literal
from uuid import UUID

import reflex as rx
from pydantic import StringConstraints
from typing_extensions import TypedDict

from sambang_digital.db import reading, transaction
from sambang_digital.security.actor import Actor
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import ekspor, putusan, tinjauan, tugas_baca, utas
from sambang_digital.services.bersama import shared
from sambang_digital.services.format import exact
from sambang_digital.settings import get_settings
from sambang_digital.state.changes import changes, keep_true
from sambang_digital.state.daftar import Daftar
from sambang_digital.state.ekspor import PATH as EKSPOR
from sambang_digital.state.tinjauan_view import Detail, Notice, Row, TinjauanAddress, detail_of, row_of
from sambang_digital.state.tugas_view import BaruAddress, TaskLink, link_of

SETTLE_S = 0.25
"""After a change the desk waits this long for more of them: a rush of visits costs a few reads, not one each."""
REFUSED: dict[type[Exception], str] = {
    tinjauan.Superseded: "Petugas baru saja mengirim perbaikan. Periksa versi yang baru.",
    tinjauan.OwnReport: "Laporan Anda sendiri diperiksa oleh orang lain.",
    tinjauan.NotFound: "Laporan ini tidak ada di wilayah kewenangan Anda.",
}
DECIDED = {"diterima": "Diterima", "dikembalikan": "Dikembalikan"}


class FilterForm(TypedDict, total=False):
    """The filters as the form sends them; what they mean is checked with the address."""

    jenis: str
    petugas: str
    posisi: str
    tingkat: str
    tanda: str
    percakapan: str
    bidang: str
    sumber: str
    isi: str
    cari: str
    urut: str


class NoteForm(TypedDict):
    """The form that sends a report back."""

    id: UUID
    revision: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,5}$")]
    note: Annotated[str, StringConstraints(max_length=4000)]


class RulingForm(TypedDict):
    """The form that rules on a flag."""

    id: UUID
    revision: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,5}$")]
    code: Annotated[str, StringConstraints(max_length=32)]
    ruling: putusan.Ruling
    note: Annotated[str, StringConstraints(max_length=2000)]


class TinjauanState(Daftar, ActorState):
    """One tab's desk."""

    rows: list[Row] = []
    waiting: int = 0
    tabs: dict[str, str] = {}
    filters: dict[str, str] = {}
    filtered: bool = False
    officers: list[tuple[int, str]] = []
    open_id: str = ""
    detail: Detail = Detail()
    missing: bool = False
    next_url: str = ""
    previous_url: str = ""
    list_url: str = TinjauanAddress.path
    tiles: dict[str, str] = {}
    thread: str = ""
    tasks: list[TaskLink] = []
    give_url: str = ""
    talk_url: str = ""
    returning: bool = False
    note_error: str = ""
    ruling_on: str = ""
    ruling: str = ""
    ruling_error: str = ""
    notice: Notice = Notice()
    news: str = ""

    @rx.event(background=True)
    @allow(Permission.LAPORAN_READ)
    async def enter(self) -> None:
        """Show what the address says, and keep it true until the tab goes or another address is entered."""
        async with self:
            actor, here = await self.actor(), self._here()
            self._arrive(here)
        async with reading() as session:
            reach = await tinjauan.satuan_below(session, actor)
            officers = await tinjauan.authors(session, actor)
        async with self:
            self._put(officers=officers)
        if here.id:
            async with transaction() as session:
                await tinjauan.begin(session, actor, here.id)
        await keep_true(changes(reach, filed=bool(here.cari or here.tanda)), lambda: self._read(here), SETTLE_S)

    def _here(self) -> TinjauanAddress:
        """What the address says."""
        return TinjauanAddress.parse(self.router.url.query_parameters)

    def _arrive(self, here: TinjauanAddress) -> None:
        """What the address alone decides."""
        if str(here.id or "") != self.open_id:
            self.detail = Detail()
            self.missing = self.returning = False
            self.note_error = ""
            self.ruling_on = self.ruling = self.ruling_error = ""
        self.open_id = str(here.id or "")
        self.list_url = here.url(id=None)
        self._arrive_at(self.list_url)
        self.tiles = get_settings().tiles
        self.filters = here.texts("hal", "id")
        self.filtered = here.wanted != TinjauanAddress(status=here.status, urut=here.urut, hal=here.hal).wanted
        self.tabs = {
            status: here.url(status=status, hal=1, id=None)
            for status in ("menunggu", "diterima", "dikembalikan", "semua", "latihan")
        }
        self.talk_url = TinjauanAddress(status="semua", percakapan="baru").url()

    async def _read(self, here: TinjauanAddress) -> None:
        """Read the list and the open report again, with the rights that the person has now."""
        async with self:
            actor = await self.actor()
        async with reading() as session:
            rows = await tinjauan.queue(session, actor, here.wanted)
            try:
                report = await tinjauan.open_report(session, actor, here.id) if here.id else None
            except tinjauan.NotFound:
                report = None
            spoken = await utas.changed_at(session, report.laporan.id) if report else None
            tasks = await tugas_baca.around(session, actor, report.laporan) if report else []
        total = await _count(actor, here.wanted)
        waiting = await _count(actor, tinjauan.QueueFilter())
        async with self:
            self._list([row_of(row, here) for row in rows])
            self._turn(here, here.wanted.page, total, tinjauan.PAGE, tinjauan.most(here.wanted), id=None)
            self._put(
                waiting=waiting,
                loaded=True,
                thread=spoken.isoformat() if spoken else "",
                tasks=[link_of(one) for one in tasks],
                give_url=BaruAddress(laporan=here.id).url(),
            )
            self._show(detail_of(report) if report else Detail())
            self._neighbours()

    def _list(self, rows: list[Row]) -> None:
        """The rows as they are now; those that came while the list was on the screen are marked."""
        known = {row.id for row in self.rows} if self.loaded else {row.id for row in rows}
        marked = {row.id for row in self.rows if row.fresh}
        arrived = {row.id for row in rows} - known
        for row in rows:
            row.fresh = row.id in marked | arrived
        self._put(rows=rows, news=f"{len(arrived)} laporan baru masuk." if arrived else "")

    def _show(self, detail: Detail) -> None:
        """The open report as it is now; if somebody else decided meanwhile, say so."""
        before = self.detail
        self._put(detail=detail)
        self.missing = bool(self.open_id) and not detail.id
        if before.id != detail.id or not before.waiting:
            return
        if detail.revision != before.revision:
            self._say("warning", f"Petugas mengirim perbaikan: ini versi {detail.revision}. Periksa kembali.")
        elif not detail.waiting and detail.decisions:
            last = detail.decisions[0]
            self.returning = False
            self._say("warning", f"{DECIDED[last.state]} oleh {last.reviewer} saat Anda membacanya.")

    def _neighbours(self) -> None:
        """Where J and K lead: the rows around the open report, or the first one."""
        ids = [row.id for row in self.rows]
        if self.open_id in ids:
            place = ids.index(self.open_id)
        else:  # Decided or gone: go on where it stood.
            place = next((at - 1 for at, row in enumerate(self.rows) if row.url == self.next_url), -1)
        self.next_url = self.rows[place + 1].url if place + 1 < len(ids) else ""
        self.previous_url = self.rows[place - 1].url if place > 0 else ""

    def _say(self, tone: str, text: str, url: str = "") -> None:
        self.notice = Notice(tone, text, url)

    @rx.event
    @allow(Permission.LAPORAN_READ)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()

    @rx.event
    @allow(Permission.LAPORAN_READ)
    async def filter(self, form: FilterForm) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        wanted = TinjauanAddress.parse({"status": self._here().status} | form)
        return rx.redirect(wanted.url())

    @rx.event
    @allow(Permission.EKSPOR_WRITE)
    async def export(self, form: Literal["xlsx", "geojson"]) -> rx.event.EventSpec | None:
        """Have a table made of what the list shows, all of its pages."""
        try:
            async with transaction() as session:
                await ekspor.ask(session, await self.actor(), "laporan", form, self._here().wanted)
        except ekspor.TooMany as error:
            self._say("warning", str(error))
            return None
        return rx.redirect(EKSPOR)

    @rx.event
    @allow(Permission.LAPORAN_REVIEW)
    async def ask_return(self) -> None:
        """Open or close the note for sending the report back."""
        self.returning = not self.returning
        self.note_error = ""

    @rx.event
    @allow(Permission.LAPORAN_REVIEW)
    async def accept(self, report: UUID, revision: int) -> rx.event.EventSpec | None:
        """Accept the revision that the person saw."""
        return await self._decide(report, revision, "diterima", "")

    @rx.event
    @allow(Permission.LAPORAN_REVIEW)
    async def send_back(self, form: NoteForm) -> rx.event.EventSpec | None:
        """Return the revision that the person saw, with the note."""
        return await self._decide(form["id"], int(form["revision"]), "dikembalikan", form["note"])

    @rx.event
    @allow(Permission.LAPORAN_REVIEW)
    async def ask_ruling(
        self, code: Annotated[str, StringConstraints(max_length=32)], ruling: putusan.Ruling | Literal[""]
    ) -> None:
        """Open the form that rules on a flag, or close it."""
        self.ruling_on, self.ruling = code, ruling
        self.ruling_error = ""

    @rx.event
    @allow(Permission.LAPORAN_REVIEW)
    async def rule(self, form: RulingForm) -> None:
        """Rule on a flag of the revision that the person saw."""
        actor: Actor = await self.actor()
        self.ruling_error = ""
        try:
            async with transaction() as session:
                await putusan.rule(
                    session, actor, form["id"], int(form["revision"]), form["code"], form["ruling"], form["note"]
                )
        except putusan.NoteMissing:
            self.ruling_error = f"Tulis alasannya, {putusan.NOTE_MIN} sampai {putusan.NOTE_MAX} huruf."
            return
        except putusan.FlagGone:
            self._say("warning", "Tanda ini sudah tidak ada setelah dihitung ulang. Putusan tidak dipakai.")
        except (tinjauan.Superseded, tinjauan.OwnReport, tinjauan.NotFound) as error:
            self._say("warning", REFUSED[type(error)])
        self.ruling_on = self.ruling = ""

    async def _decide(
        self, report: UUID, revision: int, decision: tinjauan.Decision, note: str
    ) -> rx.event.EventSpec | None:
        """Decide, say what was done, and go on to the next report."""
        actor: Actor = await self.actor()
        self.note_error = ""
        try:
            async with transaction() as session:
                await tinjauan.decide(session, actor, report, revision, decision, note)
        except tinjauan.NoteMissing:
            self.note_error = f"Tulis apa yang harus diperbaiki, {tinjauan.NOTE_MIN} sampai {tinjauan.NOTE_MAX} huruf."
        except tinjauan.AlreadyDecided as first:
            when = exact(first.at, get_settings().timezone)
            self._say(
                "warning",
                f"Sudah {DECIDED[first.state].lower()} oleh {first.by} pada {when}. Keputusan Anda tidak dipakai.",
            )
        except (tinjauan.Superseded, tinjauan.OwnReport, tinjauan.NotFound) as error:
            self._say("warning", REFUSED[type(error)])
        else:
            self.returning = False
            self._say(
                "success", f"{DECIDED[decision]}: {self.detail.title}", self._here().url(id=report, status="semua")
            )
            self.detail.waiting = False
            return rx.redirect(self.next_url or self.list_url)
        return None


async def _count(actor: Actor, wanted: tinjauan.QueueFilter) -> int:
    """How many reports a view holds, counted once for all who see the same; what somebody has not read is their own."""

    async def read() -> int:
        async with reading() as session:
            return await tinjauan.count(session, actor, wanted)

    return await shared(("count", actor.reach, actor.id if wanted.unread else None, wanted), read)
