"""Settings of a Polres, and the few of each satuan for itself, drawn from their one definition in ``forms/pengaturan.py``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Any, Literal, get_args, get_origin
from urllib.parse import urlencode

import reflex as rx
from pydantic import Field, StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from sambang_digital.db import reading, transaction
from sambang_digital.forms.messages import field_errors
from sambang_digital.forms.pengaturan import OF_ONE, Pengaturan
from sambang_digital.forms.text import clean_line
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import pengaturan
from sambang_digital.state.administrasi import Notice, Pilihan, number_of

PATH = "/administrasi/pengaturan/"
GROUP = "kelompok"
MOST_LETTERS = 40_000
"""Of one field as it is sent: lists are long."""
Isian = Annotated[
    dict[Annotated[str, StringConstraints(max_length=64)], Annotated[str, StringConstraints(max_length=MOST_LETTERS)]],
    Field(max_length=400),
]
"""Settings as they are sent."""
YES, NO = "ya", "tidak"


@dataclass
class Isi:
    """One setting. ``kind``: ``number``, ``text``, ``choice``, ``lines``; ``value``: the own one, if any; ``usual`` holds without it.
    A list (``lines``, one entry a line) is edited from what holds."""

    key: str
    name: str
    title: str
    help: str
    kind: str
    value: str
    usual: str
    low: str = ""
    high: str = ""
    step: str = "1"
    choices: list[Pilihan] = field(default_factory=list)


@dataclass
class Kelompok:
    """A group of settings, one form."""

    name: str
    title: str
    about: str
    fields: list[Isi]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value.value if isinstance(value, Enum) else value)


def _choices(kind: Any) -> list[Pilihan]:
    if kind is bool:
        return [Pilihan(YES, "Ya"), Pilihan(NO, "Tidak")]
    if get_origin(kind) is Literal:
        return [Pilihan(str(value), str(value)) for value in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [Pilihan(str(one.value), getattr(one, "label", str(one.value))) for one in kind]
    return []


def _limit(info: FieldInfo, name: str) -> str:
    return next((str(getattr(one, name)) for one in info.metadata if hasattr(one, name)), "")


def _field(group: str, name: str, info: FieldInfo, value: Any, usual: Any, own: bool) -> Isi:
    choices = _choices(info.annotation)
    lines, numeric = get_origin(info.annotation) is tuple, info.annotation in (int, float)
    return Isi(
        key=f"{group}.{name}",
        name=name,
        title=info.title or name,
        help=info.description or "",
        kind="choice" if choices else "lines" if lines else "number" if numeric else "text",
        value=_words(value) if own else "",
        # A list is edited from what usually holds, which may be nothing.
        usual=next((one.label for one in choices if one.value == _words(usual)), _words(usual))
        or ("" if lines else "otomatis"),
        low=_limit(info, "ge"),
        high=_limit(info, "le"),
        step="any" if info.annotation is float else "1",
        choices=choices,
    )


def groups_of(standing: pengaturan.Standing) -> list[Kelompok]:
    """Every group with its fields, as the page draws them."""
    shown = []
    for name in standing.groups:
        values, usual = getattr(standing.values, name), getattr(standing.inherited, name)
        fields = [
            _field(name, key, info, getattr(values, key), getattr(usual, key), f"{name}.{key}" in standing.own)
            for key, info in type(values).model_fields.items()
        ]
        shown.append(Kelompok(name, (type(values).__doc__ or name).strip(), values.about, fields))
    return shown


def typed_values(group: str, form: dict[str, str], usual: Mapping[str, str]) -> dict[str, Any]:
    """What was typed for the fields of a group; empty, or a list left as it usually is, means: what usually holds."""
    fields = Pengaturan.model_fields[group].annotation.model_fields  # type: ignore[union-attr]
    typed: dict[str, Any] = {}
    for name, text in form.items():
        if name not in fields:
            continue
        text = text.strip()
        if fields[name].annotation is bool:
            typed[name] = None if not text else text == YES
        elif fields[name].annotation is float:
            typed[name] = text.replace(",", ".") or None
        elif get_origin(fields[name].annotation) is tuple:
            lines = [line for line in map(clean_line, text.splitlines()) if line]
            typed[name] = lines if lines and "\n".join(lines) != usual.get(name) else None
        else:
            typed[name] = text or None
    return typed


def _fault(group: str, fault: dict[str, str]) -> tuple[str, str]:
    """Key of the setting and what is wrong; in a list the line too."""
    name, _, line = fault["field"].partition(".")
    return f"{group}.{name}", f"Baris {int(line) + 1}: {fault['message']}" if line else fault["message"]


class PengaturanState(ActorState):
    """One tab's settings. ``few``: not those of a Polres."""

    loaded: bool = False
    place: str = ""
    places: list[Pilihan] = []
    groups: list[Kelompok] = []
    few: bool = False
    faults: dict[str, str] = {}
    notice: Notice = Notice()

    @rx.event
    @allow(Permission.PENGATURAN_WRITE)
    async def enter(self) -> None:
        """Show the settings of the satuan in the address, or of the first one in reach."""
        self.notice, self.faults = Notice(), {}
        await self._read()

    def _wanted(self) -> int | None:
        return number_of(self.router.url.query_parameters.get("satuan", ""))

    async def _read(self) -> None:
        actor = await self.actor()
        async with reading() as session:
            places = await pengaturan.places(session, actor)
            wanted = self._wanted()
            place = next((one for one, _ in places if one == wanted), places[0][0])
            standing = await pengaturan.standing(session, actor, place)
        self.place = str(place or "")
        self.places = [Pilihan(str(id_ or ""), name) for id_, name in places]
        self.groups, self.few = groups_of(standing), OF_ONE.issuperset(standing.groups)
        self.loaded = True

    @rx.event
    @allow(Permission.PENGATURAN_WRITE)
    async def choose(self, place: str) -> rx.event.EventSpec:
        """Go to the settings of another satuan."""
        chosen = number_of(place)
        return rx.redirect(f"{PATH}?{urlencode({'satuan': chosen})}" if chosen else PATH)

    @rx.event
    @allow(Permission.PENGATURAN_WRITE)
    async def save(self, form: Isian) -> None:
        """Change the settings of one group; all of them or none."""
        self.notice, self.faults = Notice(), {}
        group = form.get(GROUP, "")
        if group not in Pengaturan.model_fields:
            return
        usual = {one.name: one.usual for shown in self.groups if shown.name == group for one in shown.fields}
        try:
            async with transaction() as session:
                await pengaturan.change(
                    session, await self.actor(), number_of(self.place), group, typed_values(group, form, usual)
                )
        except ValidationError as error:
            self.faults = dict(_fault(group, fault) for fault in reversed(field_errors(error.errors())))
            self.notice = Notice("warning", "Ada isian yang perlu diperbaiki. Tidak ada yang disimpan.")
            return
        except pengaturan.NotThere:
            self.notice = Notice("warning", "Pengaturan satuan ini tidak dapat Anda ubah.")
            return
        pengaturan.forget()
        await self._read()
        self.notice = Notice("success", "Pengaturan disimpan. Berlaku dalam beberapa detik.")

    @rx.event
    @allow(Permission.PENGATURAN_WRITE)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = Notice()
