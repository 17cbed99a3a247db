"""One entry of the register at a desk: who and where, its visits, who lives there, doubles, and what its people ask."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import TypedDict

from sambang_digital.db import reading, transaction
from sambang_digital.forms.messages import field_errors
from sambang_digital.forms.permintaan import Jawaban, Permintaan
from sambang_digital.forms.reading import Line
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import ganda, permintaan, register
from sambang_digital.services.format import exact
from sambang_digital.services.register import NotFound, RegisterError
from sambang_digital.services.waktu import today
from sambang_digital.settings import get_settings
from sambang_digital.state.administrasi import Isian, Notice
from sambang_digital.state.register_view import (
    EntryRow,
    HouseAddress,
    PairsAddress,
    RequestRow,
    ResidentRow,
    VisitRow,
    day_text,
    entry_row,
    request_row,
    resident_row,
    visit_row,
)
from sambang_digital.state.tugas_view import BaruAddress

MISSING = "Entri ini tidak ada lagi, atau di luar satuan Anda."
Number = Annotated[int, Field(ge=1, lt=2**31)]


class MoveForm(TypedDict):
    """When and why they moved away, as the browser sends it."""

    on: Annotated[str, Field(max_length=10)]
    reason: Annotated[str, Field(max_length=400)]


@dataclass
class MergerRow:
    """What was merged into this entry."""

    id: int
    gone: str
    until: str


@dataclass
class CopyRow:
    """A visit with all that it says."""

    title: str
    lines: list[Line]


@dataclass
class HouseView:
    """The open entry; ``id`` is empty when there is none."""

    id: str = ""
    entry: EntryRow = field(default_factory=lambda: EntryRow("", "", "", "", "", "", "", "", "", "", False))
    moved: str = ""
    moved_reason: str = ""
    point: dict[str, float] | None = None
    areas: list[dict[str, Any]] = field(default_factory=list)
    members: int = 0
    withheld: bool = False
    doubles: int = 0
    copy_url: str = ""
    give_url: str = ""


Ask = Literal["", "pindah", "permintaan"]


class RumahState(ActorState):
    """One tab's open entry. ``revealed``: what is sensitive is shown."""

    loaded: bool = False
    missing: bool = False
    house: HouseView = HouseView()
    visits: list[VisitRow] = []
    residents: list[ResidentRow] = []
    private: list[Line] = []
    mergers: list[MergerRow] = []
    requests: list[RequestRow] = []
    copies: list[CopyRow] = []
    copying: bool = False
    revealed: bool = False
    may_write: bool = False
    may_reveal: bool = False
    asking: str = ""
    answering: int = 0
    faults: dict[str, str] = {}
    notice: Notice = Notice()
    today: str = ""
    now: str = ""
    doubles_url: str = PairsAddress().url()
    tiles: dict[str, str] = {}

    @rx.event
    @allow(Permission.REGISTER_READ)
    async def enter(self) -> None:
        """Show the entry of the address. The look is recorded."""
        actor, here = await self.actor(), self._here()
        self.notice, self.asking, self.faults, self.answering = Notice(), "", {}, 0
        self.loaded = self.revealed = False
        self.copying = here.salinan == "ya" and actor.may(Permission.REGISTER_SENSITIVE)
        self.revealed = self.copying
        await self._read(look=True)

    def _here(self) -> HouseAddress:
        return HouseAddress.parse(self.router.url.query_parameters)

    async def _read(self, *, look: bool = False) -> None:
        """Everything anew, with the rights that the person has now."""
        actor, here = await self.actor(), self._here()
        self.revealed = self.revealed and actor.may(Permission.REGISTER_SENSITIVE)
        try:
            if here.id is None:
                raise NotFound
            async with reading() as session:
                await self._fill(session, actor, here.id)
            if look:
                async with transaction() as session:
                    await register.look(session, actor, UUID(self.house.id), private=self.revealed)
        except NotFound:
            self.house, self.missing = HouseView(), True
            self.visits, self.residents, self.private, self.requests, self.copies = [], [], [], [], []
        self.loaded = True

    async def _fill(self, session: AsyncSession, actor: Actor, subjek_id: UUID) -> None:
        found = await register.house(session, actor, subjek_id, private=self.revealed)
        one, zone = found.subjek, get_settings().timezone
        mergers = await ganda.mergers(session, actor, one.id)
        self.house = HouseView(
            id=str(one.id),
            entry=entry_row(one, today(), found.village),
            moved=day_text(one.moved_on),
            moved_reason=one.moved_reason or "",
            point=None
            if one.lat is None or one.lon is None
            else {"lat": one.lat, "lon": one.lon, "accuracy_m": one.accuracy_m or 0.0},
            areas=[found.area] if found.area else [],
            members=found.members,
            withheld=found.withheld,
            doubles=len(await ganda.doubles_of(session, actor, one.id)),
            copy_url=HouseAddress(id=one.id, salinan="ya").url(),
            give_url=BaruAddress(rumah=one.id).url(),
        )
        self.visits = [visit_row(visit) for visit in found.visits]
        self.residents = [resident_row(person) for person in found.residents]
        self.private = found.private
        self.mergers = [MergerRow(row.id, row.gone, exact(row.until, zone)) for row in mergers]
        self.requests = [request_row(row, by) for row, by in await permintaan.of_entry(session, actor, one.id)]
        self.copies = []
        if self.copying:
            copies = await register.copy(session, actor, one.id)
            self.copies = [CopyRow(f"{one.kind} · {one.day}", said) for one, said in _named(copies)]
        self.may_write, self.may_reveal = (
            actor.may(Permission.REGISTER_WRITE),
            actor.may(Permission.REGISTER_SENSITIVE),
        )
        self.today, self.now = today().isoformat(), exact(now(), zone)
        self.tiles, self.missing = get_settings().tiles, False

    @rx.event
    @allow(Permission.REGISTER_SENSITIVE)
    async def reveal(self) -> None:
        """Show what is sensitive; the look is recorded once more."""
        self.revealed = True
        await self._read(look=True)

    @rx.event
    @allow(Permission.REGISTER_WRITE)
    async def ask(self, what: Ask) -> None:
        """Unfold a form, or fold it again."""
        self.asking, self.faults, self.answering = ("" if self.asking == what else what), {}, 0

    @rx.event
    @allow(Permission.REGISTER_WRITE)
    async def answer_to(self, request: Number) -> None:
        """Unfold the form that answers a request."""
        self.answering, self.asking, self.faults = (0 if self.answering == request else request), "", {}

    @asynccontextmanager
    async def _deed(self, done: str) -> AsyncIterator[tuple[AsyncSession, Actor, UUID]]:
        """A change of this entry: say that it was done, or in plain words why not; then everything is read anew."""
        actor, self.notice, self.faults = await self.actor(), Notice(), {}
        try:
            async with transaction() as session:
                yield session, actor, UUID(self.house.id)
        except (NotFound, ValueError) as error:
            if isinstance(error, RegisterError):
                self.faults = {error.field: str(error)}
            elif isinstance(error, ValidationError):
                self.faults = {one["field"]: one["message"] for one in field_errors(error.errors(include_url=False))}
            else:
                self.notice = Notice("warning", MISSING)
        else:
            self.notice, self.asking, self.answering = Notice("success", done), "", 0
        await self._read()

    @rx.event
    @allow(Permission.REGISTER_WRITE)
    async def move_away(self, form: MoveForm) -> None:
        """They moved away."""
        try:
            on = date.fromisoformat(form["on"])
        except ValueError:
            self.faults = {"on": "Tulis tanggal pindah yang benar."}
            return
        async with self._deed("Dicatat pindah. HP petugas mengikuti saat tersambung.") as (session, actor, id_):
            await register.move_away(session, actor, id_, on, form["reason"])

    @rx.event
    @allow(Permission.REGISTER_WRITE)
    async def come_back(self) -> None:
        """They live there after all."""
        async with self._deed("Dicatat tinggal di sini lagi.") as (session, actor, id_):
            await register.come_back(session, actor, id_)

    @rx.event
    @allow(Permission.REGISTER_WRITE)
    async def undo(self, merger: Number) -> None:
        """Take apart what was merged into this entry."""
        async with self._deed("Penggabungan dibatalkan.") as (session, actor, _):
            await ganda.undo(session, actor, merger)

    @rx.event
    @allow(Permission.REGISTER_WRITE)
    async def note_request(self, form: Isian) -> None:
        """Write a citizen's request down."""
        async with self._deed("Permintaan dicatat. Jawab dalam 3×24 jam.") as (session, actor, id_):
            await permintaan.note(session, actor, id_, Permintaan.model_validate(form))

    @rx.event
    @allow(Permission.REGISTER_WRITE)
    async def answer(self, form: Isian) -> None:
        """Take a request up, carry it out or refuse it."""
        given = {name: value for name, value in form.items() if value}
        async with self._deed("Jawaban disimpan.") as (session, actor, _):
            request = int(given.pop("request", "0"))
            await permintaan.answer(session, actor, request, Jawaban.model_validate(given))

    @rx.event
    @allow(Permission.REGISTER_READ)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()


def _named(copies: list[tuple[register.Visit, list[Line]]]) -> list[tuple[VisitRow, list[Line]]]:
    return [(visit_row(visit), lines) for visit, lines in copies]
