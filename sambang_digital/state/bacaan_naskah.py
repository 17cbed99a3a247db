"""One text for citizens while it is written: the form, its preview, its steps, versions and sums."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from sambang_digital.db import reading, transaction
from sambang_digital.forms.bacaan_naskah import fields_of
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import bacaan_markdown, bacaan_sunting
from sambang_digital.services.bacaan_markdown import Pictures
from sambang_digital.services.bacaan_sunting import Langkah, NotFound, NotNow, Opened, TextError, Unfinished
from sambang_digital.services.waktu import local, today
from sambang_digital.state.administrasi import Notice, Pilihan
from sambang_digital.state.bacaan_view import (
    DONE,
    KINDS,
    NaskahAddress,
    NaskahView,
    SumsView,
    diffs_of,
    new_doc,
    statistics_of,
    view_of,
)
from sambang_digital.state.beda import ChangeView

MOST_LETTERS = 30_000
Word = Annotated[str, StringConstraints(max_length=80)]
GONE = Notice("warning", "Naskah ini tidak ada, atau di luar satuan Anda.")
STATES = {
    "draf": "masih draf",
    "ditinjau": "sedang ditinjau",
    "dijadwalkan": "sudah dijadwalkan",
    "terbit": "sudah terbit",
    "diarsipkan": "sudah diarsipkan",
}


class Draft(TypedDict):
    """A draft as the form sends it. ``base``: what its writer began from; ``token`` comes back with the answer; ``submit``: hand it in."""

    id: UUID
    kind: Word
    base: Word
    token: Word
    submit: bool
    values: dict[str, Any]


class StepForm(TypedDict, total=False):
    """What a step asks."""

    note: Annotated[str, StringConstraints(max_length=4000)]
    day: Annotated[str, StringConstraints(max_length=20)]
    hour: Annotated[str, StringConstraints(max_length=20)]


class NaskahState(ActorState):
    """One tab's text."""

    loaded: bool = False
    missing: bool = False
    text: NaskahView = NaskahView()
    kinds: list[Pilihan] = [Pilihan(kind, label) for kind, label in KINDS.items()]
    areas: list[Pilihan] = []
    preview: str = ""
    answer: dict[str, Any] = {}
    faults: dict[str, str] = {}
    notice: Notice = Notice()
    asking: str = ""
    min_day: str = ""
    compared: int = 0
    diffs: list[ChangeView] = []
    by_area: list[SumsView] = []
    by_month: list[SumsView] = []

    @rx.event
    @allow(Permission.BACAAN_WRITE)
    async def enter(self) -> None:
        """Show the text in the address, or an empty one of a kind."""
        here = NaskahAddress.parse(self.router.url.query_parameters)
        if str(here.id or "") != self.text.id:
            self.notice, self.faults, self.answer = Notice(), {}, {}
        self.asking, self.compared, self.diffs, self.min_day = "", 0, [], today().isoformat()
        self.by_area, self.by_month = [], []
        if here.id:
            await self._read(here.id)
        else:
            await self._begin(here.jenis or "")
        self.loaded = True

    async def _begin(self, kind: str) -> None:
        async with reading() as session:
            self._name_areas(await bacaan_sunting.areas(session))
        self.missing, self.preview = False, ""
        self.text = NaskahView(kind=kind, kind_label=KINDS.get(kind, ""), editable=bool(kind))
        if kind:
            self.text.doc = new_doc(kind)

    async def _read(self, bacaan_id: UUID) -> Opened | None:
        actor = await self.actor()
        async with reading() as session:
            areas = await bacaan_sunting.areas(session)
            try:
                found = await bacaan_sunting.opened(session, actor, bacaan_id)
                sums = await bacaan_sunting.statistics(session, actor, bacaan_id)
            except NotFound:
                self.text, self.missing = NaskahView(), True
                return None
        self._name_areas(areas)
        self.text, self.missing = view_of(found, actor.id, areas), False
        self.preview = bacaan_markdown.html(found.versions[0][0].body, Pictures.DESK)
        self.by_area, self.by_month = statistics_of(*sums, areas)
        return found

    def _name_areas(self, areas: dict[str, str]) -> None:
        if len(areas) != len(self.areas):
            self.areas = [Pilihan(code, name) for code, name in areas.items()]

    @rx.event
    @allow(Permission.BACAAN_WRITE)
    async def show(self, body: Annotated[str, StringConstraints(max_length=MOST_LETTERS)]) -> None:
        """How the body will look to citizens."""
        self.preview = bacaan_markdown.html(body, Pictures.DESK)

    @rx.event
    @allow(Permission.BACAAN_WRITE)
    async def save(self, draft: Draft) -> rx.event.EventSpec | None:
        """Keep the draft, and hand it in if that is wanted. Whatever is wrong, what was typed stays in the form."""
        actor: Actor = await self.actor()
        self.faults, self.notice, self.asking = {}, Notice(), ""
        saved, kind = False, draft["kind"]
        try:
            values = {name: draft["values"].get(name) for name in fields_of(kind)} if kind in KINDS else {}
            given = {name: value for name, value in values.items() if value is not None}
            async with transaction() as session:
                kept = await bacaan_sunting.save(session, actor, draft["id"], kind, given, draft["base"])
            saved, self.notice = True, Notice("success", f"Tersimpan sebagai draf, versi {kept.version.n}.")
            if kept.beside:
                self.notice = Notice(
                    "warning",
                    f"Orang lain menyimpan lebih dulu. Tulisan Anda menjadi versi {kept.version.n}; bandingkan di bawah.",
                )
            if draft["submit"]:
                await self._act(actor, draft["id"], Langkah.AJUKAN)
        except Unfinished as error:
            self.faults = error.faults
            self.notice = Notice("warning", "Draf tersimpan, tetapi belum dapat diajukan. Periksa isian yang ditandai.")
        except TextError as error:
            self.faults = error.faults
            self.notice = Notice("warning", "Belum disimpan. Periksa isian yang ditandai.")
        except (NotFound, NotNow) as error:
            self.notice = _refused(error)
        self.answer = {"token": draft["token"], "ok": saved}
        here = NaskahAddress.parse(self.router.url.query_parameters)
        if not saved:
            return None
        await self._read(draft["id"])
        return None if here.id == draft["id"] else rx.redirect(NaskahAddress(id=draft["id"]).url(), replace=True)

    async def _act(
        self, actor: Actor, bacaan_id: UUID, step: Langkah, note: str = "", at: datetime | None = None
    ) -> None:
        async with transaction() as session:
            await bacaan_sunting.act(session, actor, bacaan_id, step, note=note, publish_at=at)
        self.notice = Notice("success", DONE[step])

    @rx.event
    @allow(Permission.BACAAN_WRITE)
    async def ask(self, step: Literal["", "kembalikan", "jadwalkan", "arsipkan"]) -> None:
        """Ask what a step needs, or leave it."""
        self.asking, self.faults, self.notice = step, {}, Notice()

    @rx.event
    @allow(Permission.BACAAN_WRITE)
    async def take(self, step: Literal[tuple(one.value for one in Langkah)]) -> None:  # type: ignore[valid-type]
        """Take a step with the text on the screen."""
        await self._take(Langkah(step), StepForm())

    async def _take(self, step: Langkah, form: StepForm) -> None:
        actor: Actor = await self.actor()
        self.faults, self.notice = {}, Notice()
        if not self.text.id:
            return
        bacaan_id = UUID(self.text.id)
        try:
            await self._act(actor, bacaan_id, step, form.get("note", ""), _moment(form))
            self.asking = ""
        except Unfinished as error:
            self.faults = error.faults
            self.notice = Notice("warning", "Masih ada yang kurang. Kembalikan ke penulis, atau tarik menjadi draf.")
        except TextError as error:
            self.faults = error.faults
            return
        except Forbidden:
            self.notice = Notice("warning", "Langkah ini untuk yang berwenang menerbitkan.")
        except (NotFound, NotNow) as error:
            self.asking, self.notice = "", _refused(error)
        await self._read(bacaan_id)

    @rx.event
    @allow(Permission.BACAAN_WRITE)
    async def schedule(self, form: StepForm) -> None:
        """Let it be published on that day at that hour."""
        await self._take(Langkah.JADWALKAN, form)

    @rx.event
    @allow(Permission.BACAAN_WRITE)
    async def send_back(self, form: StepForm) -> None:
        """Send it back to its author, saying why."""
        await self._take(Langkah.KEMBALIKAN, form)

    @rx.event
    @allow(Permission.BACAAN_WRITE)
    async def compare(self, n: Annotated[int, Field(ge=0, lt=100_000)]) -> None:
        """What a version says differently from the one before; 0: nothing is compared."""
        actor: Actor = await self.actor()
        self.compared, self.diffs = n, []
        if n and self.text.id:
            async with reading() as session:
                try:
                    found = await bacaan_sunting.opened(session, actor, UUID(self.text.id))
                except NotFound:
                    return
                self.diffs = diffs_of(found, n, await bacaan_sunting.areas(session))

    @rx.event
    @allow(Permission.BACAAN_WRITE)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()


def _refused(error: Exception) -> Notice:
    if isinstance(error, NotNow):
        return Notice("warning", f"Naskah ini {STATES[error.state]}: muat ulang halaman. Tulisan Anda tetap di sini.")
    return GONE


def _moment(form: StepForm) -> datetime | None:
    """The day and hour that were chosen, on the Polres's clocks; None if they are none."""
    try:
        day, hour = date.fromisoformat(form.get("day", "")), time.fromisoformat(form.get("hour", ""))
    except ValueError:
        return None
    return local(datetime.combine(day, hour.replace(tzinfo=None)))
