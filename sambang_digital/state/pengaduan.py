"""The desk of citizens' reports, live: the list that the address says, and the open report with what may be done about it."""

from contextlib import suppress
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import reflex as rx
from pydantic import StringConstraints
from typing_extensions import TypedDict

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaduan import Alasan
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import pengaduan_meja, pengaduan_tindak, teguran, wilayah
from sambang_digital.services.pengaduan_langkah import Langkah, NotNow, PengaduanError
from sambang_digital.services.pengaduan_tindak import Deed
from sambang_digital.services.tugas import TugasError
from sambang_digital.services.waktu import today
from sambang_digital.settings import get_settings
from sambang_digital.state.administrasi import Notice, Pilihan
from sambang_digital.state.changes import complaints, keep_true
from sambang_digital.state.daftar import Daftar
from sambang_digital.state.pengaduan_view import (
    TABS,
    DetailView,
    Group,
    PengaduanAddress,
    Row,
    detail_of,
    groups_of,
    row_of,
    target_of,
    unit_word,
)

SETTLE_S = 0.25
DONE: dict[str, str] = {
    "verifikasi": "Diverifikasi. Pelapor melihat laporannya sudah diperiksa.",
    "tugaskan": "Ditugaskan. Penerimanya diberi tahu.",
    "tangani": "Mulai ditangani. Pelapor melihatnya di tiket.",
    "jawab": "Jawaban terkirim ke tiket pelapor.",
    "catat": "Catatan disimpan. Pelapor tidak melihatnya.",
    "tanya": "Pertanyaan terkirim. Waktu berhenti sampai pelapor menjawab.",
    "teruskan": "Diteruskan. Pelapor melihat kepada siapa.",
    "selesaikan": "Selesai. Pelapor membaca hasilnya dan dapat menilainya.",
    "tutup": "Ditutup.",
    "tolak": "Ditolak. Pelapor membaca alasannya.",
    "gabung": "Digabung. Pelapor melihatnya di tiket.",
}
"""What is said after each deed."""
STANDS: dict[str, str] = {
    "baru": "masih baru",
    "diverifikasi": "sudah diverifikasi",
    "ditugaskan": "sudah ditugaskan",
    "ditangani": "sedang ditangani",
    "menunggu_pelapor": "menunggu jawaban pelapor",
    "diteruskan": "sudah diteruskan",
    "selesai": "sudah selesai",
    "ditutup": "sudah ditutup",
    "digabung": "sudah digabung",
    "ditolak": "sudah ditolak",
}
"""Where a report stands, for whoever came second."""
GONE = "Pengaduan ini tidak ada lagi, atau bukan untuk Anda."
Short = Annotated[str, StringConstraints(max_length=200)]


class FilterForm(TypedDict, total=False):
    """The filters as the form sends them; what they mean is checked with the address."""

    kategori: str
    jenis: str
    kelurahan: str
    milik: str
    cari: str


class DeedForm(TypedDict, total=False):
    """A step with the report it is about and what its form asked."""

    id: UUID
    step: Langkah
    note: Annotated[str, StringConstraints(max_length=4000)]
    reason: Short
    to_name: Short
    code: Short
    target: Short
    due_day: Short


class StrikeForm(TypedDict):
    """A decision: about the proposal (``usulan``) or the appeal (``banding``); whether the strike stands."""

    id: UUID
    about: Literal["usulan", "banding"]
    stands: bool


class PengaduanState(Daftar, ActorState):
    """One tab's desk."""

    rows: list[Row] = []
    counts: dict[str, int] = {}
    tabs: dict[str, str] = {}
    filters: dict[str, str] = {}
    filtered: bool = False
    clear_url: str = PengaduanAddress.path
    villages: list[Pilihan] = []
    open_id: str = ""
    detail: DetailView = DetailView()
    areas: list[dict[str, Any]] = []
    missing: bool = False
    next_url: str = ""
    previous_url: str = ""
    list_url: str = PengaduanAddress.path
    tiles: dict[str, str] = {}
    asked: str = ""
    targets: list[Group] = []
    min_day: str = ""
    faults: dict[str, str] = {}
    notice: Notice = Notice()
    news: str = ""

    @rx.event(background=True)
    @allow(Permission.PENGADUAN_DESK)
    async def enter(self) -> None:
        """Show what the address says, and keep it true until the tab goes or another address is entered."""
        async with self:
            actor, here = await self.actor(), self._here()
            self._arrive(here)
        if here.id:
            async with transaction() as session:
                await pengaduan_meja.opened(session, actor, here.id)
        async with reading() as session:
            reach = await pengaduan_meja.reach(session, actor)
            villages = await pengaduan_meja.villages(session, actor)
        async with self:
            self._put(villages=[Pilihan(code, name) for code, name in villages.items()])
        await keep_true(complaints(reach), lambda: self._read(here), SETTLE_S)

    def _here(self) -> PengaduanAddress:
        return PengaduanAddress.parse(self.router.url.query_parameters)

    def _arrive(self, here: PengaduanAddress) -> None:
        """What the address alone decides."""
        if str(here.id or "") != self.open_id:
            self.detail, self.missing, self.areas = DetailView(), False, []
            self.asked, self.faults, self.notice = "", {}, Notice()
        self.open_id = str(here.id or "")
        self.list_url = here.url(id=None)
        self._arrive_at(self.list_url)
        self.tiles = get_settings().tiles
        self.filters = here.texts("hal", "id")
        self.clear_url = PengaduanAddress(tampil=here.tampil).url()
        self.filtered = here.url(id=None, hal=1) != self.clear_url
        self.tabs = {tab: here.url(tampil=tab, hal=1, id=None) for tab in TABS}
        if any(row.id == self.open_id for row in self.rows):
            # At once: whoever presses J twice goes two rows on, before the first is read.
            self._neighbours()

    async def _read(self, here: PengaduanAddress) -> None:
        """Read the list and the open report again, with the rights that the person has now."""
        async with self:
            actor = await self.actor()
        found, area = None, None
        async with reading() as session:
            lines = await pengaduan_meja.listed(session, actor, here.wanted)
            counts = await pengaduan_meja.counts(session, actor, here.wanted)
            if here.id:
                with suppress(pengaduan_meja.NotFound):
                    found = await pengaduan_meja.look(session, actor, here.id)
            if found and found.area_code:
                area = (await wilayah.villages(session)).by_code.get(found.area_code)
        reads_reports = actor.may(Permission.LAPORAN_READ)
        async with self:
            self._list([row_of(line, here) for line in lines])
            self._turn(here, here.hal, counts[here.tampil], pengaduan_meja.PAGE, id=None)
            self._put(
                counts=dict(counts),
                detail=detail_of(found, here, reads_reports=reads_reports) if found else DetailView(),
                areas=[wilayah.drawn(area)] if area else [],
                missing=bool(here.id) and found is None,
                loaded=True,
            )
            if found and found.to_unit and not found.officer:
                self.detail.row.office = f"{unit_word(found.to_unit)}, {found.line.office}"
            if self.asked and self.asked not in (*self.detail.deeds, self.detail.first):
                self.asked = ""
            self._neighbours()

    def _list(self, rows: list[Row]) -> None:
        """The rows as they are now; those that came while the list was on the screen are marked."""
        known = {row.id for row in self.rows} if self.loaded else {row.id for row in rows}
        marked = {row.id for row in self.rows if row.fresh}
        arrived = {row.id for row in rows} - known
        for row in rows:
            row.fresh = row.id in marked | arrived
        self._put(rows=rows, news=f"{len(arrived)} pengaduan baru masuk." if arrived else "")

    def _neighbours(self) -> None:
        """Where J and K lead: the rows around the open report, or the first one; from the ends of a page to the pages beside it."""
        ids = [row.id for row in self.rows]
        if self.open_id in ids:
            place = ids.index(self.open_id)
        else:  # Ended or gone: go on where it stood.
            place = next((at - 1 for at, row in enumerate(self.rows) if row.url == self.next_url), -1)
        self.next_url = self.rows[place + 1].url if place + 1 < len(ids) else self.older_url
        self.previous_url = self.rows[place - 1].url if place > 0 else self.newer_url

    @rx.event
    @allow(Permission.PENGADUAN_DESK)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()

    @rx.event
    @allow(Permission.PENGADUAN_DESK)
    async def filter(self, form: FilterForm) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        return rx.redirect(PengaduanAddress.parse({"tampil": self._here().tampil} | form).url())

    @rx.event
    @allow(Permission.PENGADUAN_DESK)
    async def ask(self, deed: Annotated[str, StringConstraints(max_length=20)]) -> None:
        """Open the form of a deed; of none, close it. Pressing twice opens it once."""
        self.asked = deed
        self.faults, self.min_day = {}, today().isoformat()
        here = self._here()
        if self.asked == Langkah.TUGASKAN and here.id:
            async with reading() as session:
                found = await pengaduan_meja.choices(session, await self.actor(), here.id)
            self.targets = groups_of(found)

    @rx.event(background=True)
    @allow(Permission.PENGADUAN_DESK)
    async def act(self, form: DeedForm) -> None:
        """Take a step, and show where the report stands then."""
        async with self:
            actor, here = await self.actor(), self._here()
        step, faults, said = form["step"], {}, Notice()
        try:
            async with transaction() as session:
                await pengaduan_tindak.act(session, actor, form["id"], _deed(form))
            said = Notice("success", DONE[step])
        except (PengaduanError, TugasError) as error:
            faults = {error.field: str(error)}
        except NotNow as first:
            said = Notice("warning", f"Orang lain lebih dulu: pengaduan ini {STANDS[first.state]}.")
        except (pengaduan_tindak.NotFound, pengaduan_tindak.NotYours):
            said = Notice("warning", GONE)
        # First where it stands, then what is said: a key pressed at once means the step that comes next.
        await self._read(here)
        async with self:
            self.faults, self.notice = faults, said
            self.asked = step.value if faults else ""

    @rx.event(background=True)
    @allow(Permission.PENGADUAN_PRANK)
    async def judge(self, form: StrikeForm) -> None:
        """Decide about a strike, or about the appeal against it."""
        async with self:
            actor, here = await self.actor(), self._here()
        try:
            async with transaction() as session:
                if form["about"] == "banding":
                    await teguran.decide_appeal(session, actor, form["id"], grant=not form["stands"])
                else:
                    await teguran.decide(session, actor, form["id"], confirm=form["stands"])
            said = Notice("success", "Putusan tercatat. Pelapor melihatnya di laporannya.")
        except (teguran.TooLate, teguran.NotYou) as error:
            said = Notice("warning", str(error))
        except teguran.NotFound:
            said = Notice("warning", GONE)
        await self._read(here)
        async with self:
            self.notice = said


def _deed(form: DeedForm) -> Deed:
    """The step as the service takes it; what the form has wrong is left out, and asked for there."""
    due_day = None
    with suppress(ValueError):
        due_day = date.fromisoformat(form.get("due_day", ""))
    return Deed(
        form["step"],
        note=form.get("note", ""),
        reason=next((one for one in Alasan if one.value == form.get("reason")), None),
        to_name=form.get("to_name", ""),
        code=form.get("code", ""),
        target=target_of(form.get("target", "")),
        due_day=due_day,
    )
