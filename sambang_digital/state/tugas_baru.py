"""Giving a task: whom, what, where and by when. The address may bring an officer, a house, a report, a village, a text."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field, StringConstraints, ValidationError

from sambang_digital.db import reading, transaction
from sambang_digital.forms.tugas import GIVEN, MAX_OFFICERS, Jenis, TugasBaru, faults_of
from sambang_digital.security.actor import Actor
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import tugas, tugas_baca, wilayah
from sambang_digital.services.waktu import today
from sambang_digital.settings import get_settings
from sambang_digital.state.administrasi import Isian, Notice, Pilihan
from sambang_digital.state.tugas_view import BaruAddress, TugasAddress

SHOWN = 30
"""Officers shown at once: the others are found by name or village."""
Code = Annotated[str, StringConstraints(max_length=20)]
Words = Annotated[str, StringConstraints(max_length=100)]


@dataclass
class DoerRow:
    """An officer to choose. ``covers``: the village that was chosen is theirs."""

    id: int = 0
    name: str = ""
    about: str = ""
    covers: bool = False
    chosen: bool = False


@dataclass
class PlaceRow:
    """A house or place to choose."""

    id: str = ""
    name: str = ""
    about: str = ""


class TugasBaruState(ActorState):
    """One tab's new task."""

    loaded: bool = False
    kind: str = Jenis.VISIT.value
    text: str = ""
    villages: list[Pilihan] = []
    village: str = ""
    areas: list[dict[str, Any]] = []
    tiles: dict[str, str] = {}
    doers: list[DoerRow] = []
    more: int = 0
    chosen: list[DoerRow] = []
    house: PlaceRow = PlaceRow()
    houses: list[PlaceRow] = []
    searched: bool = False
    source_id: str = ""
    source: str = ""
    min_day: str = ""
    faults: dict[str, str] = {}
    notice: Notice = Notice()

    _everybody: list[tugas_baca.Doer] = []
    _words: str = ""

    @rx.event
    @allow(Permission.TUGAS_GIVE)
    async def enter(self) -> None:
        """Begin with what the address brings; what of it is out of reach is left out."""
        actor = await self.actor()
        here = BaruAddress.parse(self.router.url.query_parameters)
        async with reading() as session:
            self._everybody = await tugas_baca.officers(session, actor)
            villages = await tugas_baca.villages(session, actor)
            house = await tugas_baca.place(session, actor, here.rumah) if here.rumah else None
            source = await tugas_baca.source(session, actor, here.laporan) if here.laporan else None
        self.villages = [Pilihan(code, name) for code, name in villages.items()]
        self.house = _place_row(house) if house else PlaceRow()
        self.source_id, self.source = (
            (str(source.id), tugas_baca.title_of(actor, source, mine=True)) if source else ("", "")
        )
        self.kind = here.jenis or (
            Jenis.FOLLOW_UP if source else Jenis.VISIT if house or not here.kelurahan else Jenis.OTHER
        )
        self.text, self.tiles, self.min_day = here.teks, get_settings().tiles, today().isoformat()
        self.faults, self.notice, self.houses, self.searched, self._words = {}, Notice(), [], False, ""
        wanted = here.petugas or (source.author_id if source else None)
        self.chosen = [_doer_row(one, "", {one.id}) for one in self._everybody if one.id == wanted]
        known = next(
            (code for code in (here.kelurahan, house and house.area_code, source and source.area_code) if code), ""
        )
        await self._settle_village(known if known in villages else "")
        self.loaded = True

    async def _settle_village(self, code: str) -> None:
        """Show a village: its outline, and who covers it first; without one, the villages of those chosen."""
        self.village = code
        picked = {one.id for one in self.chosen}
        codes = {code} if code else {each for one in self._everybody if one.id in picked for each in one.villages}
        async with reading() as session:
            known = (await wilayah.villages(session)).by_code
        self.areas = [
            {
                "code": each,
                "name": known[each].name,
                "approximate": known[each].approximate,
                "boundary": wilayah.geojson(known[each].boundary),
            }
            for each in sorted(codes or {one.value for one in self.villages})
            if each in known
        ]
        self._list_doers()

    def _list_doers(self) -> None:
        """Officers with the words looked for in name, unit or villages; those of the village first."""
        picked = {one.id for one in self.chosen}
        words = self._words.casefold().split()
        found = [
            one
            for one in self._everybody
            if all(word in f"{one.name} {one.satuan} {' '.join(one.villages.values())}".casefold() for word in words)
        ]
        found.sort(key=lambda one: (self.village not in one.villages, one.name))
        self.doers = [_doer_row(one, self.village, picked) for one in found[:SHOWN]]
        self.more = max(0, len(found) - SHOWN)

    @rx.event
    @allow(Permission.TUGAS_GIVE)
    async def set_kind(self, kind: Literal[tuple(kind.value for kind in GIVEN)]) -> None:  # type: ignore[valid-type]
        """What is asked for decides what has to be named."""
        self.kind, self.faults = kind, {}

    @rx.event
    @allow(Permission.TUGAS_GIVE)
    async def set_village(self, code: Code) -> None:
        """Look at a village."""
        await self._settle_village(code if code in {one.value for one in self.villages} else "")

    @rx.event
    @allow(Permission.TUGAS_GIVE)
    async def find_officer(self, words: Words) -> None:
        """Look for officers."""
        self._words = words
        self._list_doers()

    @rx.event
    @allow(Permission.TUGAS_GIVE)
    async def choose(self, officer_id: Annotated[int, Field(ge=1, lt=2**31)]) -> None:
        """Choose an officer, or let go of one."""
        before = len(self.chosen)
        self.chosen = [one for one in self.chosen if one.id != officer_id]
        if len(self.chosen) == before < MAX_OFFICERS:
            self.chosen = [
                *self.chosen,
                *(_doer_row(one, "", {officer_id}) for one in self._everybody if one.id == officer_id),
            ]
        self.faults.pop("officer_ids", None)
        await self._settle_village(self.village)

    @rx.event
    @allow(Permission.TUGAS_GIVE)
    async def find_house(self, words: Words) -> None:
        """Look for houses and places in the villages of those chosen."""
        actor: Actor = await self.actor()
        self.searched = bool(words.strip())
        if not self.searched:
            self.houses = []
            return
        async with reading() as session:
            found = await tugas_baca.places(session, actor, words, [one.id for one in self.chosen])
        self.houses = [_place_row(one) for one in found]

    @rx.event
    @allow(Permission.TUGAS_GIVE)
    async def choose_house(self, house_id: UUID | Literal[""]) -> None:
        """Choose a house or place, or let go of it."""
        actor: Actor = await self.actor()
        self.house, self.houses, self.searched = PlaceRow(), [], False
        if house_id:
            async with reading() as session:
                found = await tugas_baca.place(session, actor, house_id)
            if found:
                self.house = _place_row(found)
                self.faults.pop("subject_id", None)
                await self._settle_village(found.area_code or self.village)

    @rx.event
    @allow(Permission.TUGAS_GIVE)
    async def give(self, form: Isian) -> rx.event.EventSpec | None:
        """Give the task to everybody chosen."""
        actor: Actor = await self.actor()
        values: dict[str, Any] = {name: form.get(name, "") for name in ("text", "due_day", "due_hour")}
        values |= {"kind": self.kind, "officer_ids": [one.id for one in self.chosen], "area_code": self.village}
        if self.kind in (Jenis.VISIT, Jenis.CHECK):
            values["subject_id"] = self.house.id
        if self.kind == Jenis.CHECK and form.get("lat"):
            values |= {"lat": _degrees(form["lat"]), "lon": _degrees(form.get("lon", ""))}
        if self.source_id:
            values["source_id"] = self.source_id
        try:
            async with transaction() as session:
                rows = await tugas.give(session, actor, TugasBaru.model_validate(values))
        except ValidationError as error:
            self.faults = faults_of(error.errors(include_url=False))
            return None
        except tugas.TugasError as error:
            self.faults = {error.field: str(error)}
            return None
        self.faults = {}
        address = TugasAddress(id=rows[0].id) if len(rows) == 1 else TugasAddress()
        return rx.redirect(address.url())


def _degrees(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _doer_row(one: tugas_baca.Doer, village: str, picked: set[int]) -> DoerRow:
    about = " · ".join(filter(None, (one.satuan, ", ".join(one.villages.values()))))
    return DoerRow(
        one.id, " ".join(filter(None, (one.rank, one.name))), about, village in one.villages, one.id in picked
    )


def _place_row(one: Any) -> PlaceRow:
    parts = (one.address, one.rt and f"RT {one.rt}", one.rw and f"RW {one.rw}")
    return PlaceRow(str(one.id), one.name, " · ".join(filter(None, parts)))
