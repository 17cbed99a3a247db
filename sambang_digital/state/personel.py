"""The list of people whom an admin reaches, and adding one. What is shown is in the address."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import reflex as rx
from pydantic import ValidationError

from sambang_digital.db import reading, transaction
from sambang_digital.forms.personel import ROLE_WORDS, Personel, faults_of
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Peran, Permission
from sambang_digital.services import personel, wilayah_satuan
from sambang_digital.state.address import Address, Id, Lenient, PageNumber, Searched
from sambang_digital.state.administrasi import Isian, Pilihan, number_of
from sambang_digital.state.daftar import Daftar

ROLE_FIELD = "peran-"
"""Checkboxes of roles are called so: a form sends one value for a name."""


class PersonelAddress(Address):
    """``/administrasi/``: which people."""

    path: ClassVar[str] = "/administrasi/"

    cari: Searched = ""
    satuan: Id = None
    peran: Annotated[Peran | None, Lenient] = None
    status: Annotated[Literal["aktif", "nonaktif", "semua"], Lenient] = "aktif"
    hal: PageNumber = 1

    @property
    def wanted(self) -> personel.PersonelFilter:
        """The same for the service."""
        return personel.PersonelFilter(self.cari, self.satuan, self.peran, self.status, self.hal)


@dataclass
class Row:
    """A line of the list."""

    url: str
    name: str
    nrp: str
    satuan: str
    roles: str
    villages: str
    active: bool
    waiting: bool


def person_url(akun_id: int) -> str:
    """The page of one person."""
    return f"{PersonelAddress.path}orang/?id={akun_id}"


def role_words(roles: list[Peran]) -> str:
    """Roles in the words people see."""
    return ", ".join(ROLE_WORDS.get(role, role) for role in roles)


TYPED = ("nrp", "name", "rank", "phone", "public_phone", "unit")
"""Fields of a person that are typed or chosen as one text."""


def read_person(form: dict[str, str]) -> Personel:
    """A person as the form sends them. Raises ``ValidationError``."""
    fields: dict[str, Any] = {name: form.get(name, "") for name in TYPED}
    fields["satuan_id"] = number_of(form.get("satuan_id", "")) or 0
    fields["roles"] = {name.removeprefix(ROLE_FIELD) for name in form if name.startswith(ROLE_FIELD)}
    return Personel.model_validate(fields)


class PersonelState(Daftar, ActorState):
    """One tab's list of people."""

    rows: list[Row] = []
    filters: dict[str, str] = {}
    filtered: bool = False
    export_url: str = ""
    units: list[Pilihan] = []
    adding: bool = False
    faults: dict[str, str] = {}
    made_name: str = ""
    made_nrp: str = ""
    password: str = ""

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def enter(self) -> None:
        """Show what the address says."""
        actor = await self.actor()
        here = PersonelAddress.parse(self.router.url.query_parameters)
        async with reading() as session:
            lines = await personel.page(session, actor, here.wanted)
            total = await personel.count(session, actor, here.wanted)
            units = await wilayah_satuan.units(session, actor)
        self.units = [Pilihan(str(id_), name) for id_, name, _ in units]
        self.rows = [
            Row(
                url=person_url(line.akun.id),
                name=" ".join(filter(None, (line.akun.rank, line.akun.name))),
                nrp=line.akun.nrp,
                satuan=line.satuan,
                roles=role_words(line.roles),
                villages=", ".join(line.villages),
                active=line.akun.active,
                waiting=line.akun.must_change_password,
            )
            for line in lines
        ]
        self._turn(here, here.hal, total, personel.PAGE)
        self.filters = here.texts()
        self.filtered = here.url(hal=1) != here.path
        self.export_url = f"/api/v1/personel/ekspor{here.url(hal=1).removeprefix(here.path)}"
        self.faults, self.password = {}, ""
        self.loaded = True

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def filter(self, form: Isian) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        return rx.redirect(PersonelAddress.parse(form).url())

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def open_form(self) -> None:
        """Open or close the form for a new person."""
        self.adding, self.faults, self.password = not self.adding, {}, ""

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def add(self, form: Isian) -> None:
        """Add a person and show the one-time password, once."""
        actor = await self.actor()
        self.faults, self.password = {}, ""
        try:
            person = read_person(form)
            async with transaction() as session:
                akun, self.password = await personel.create(session, actor, person)
        except ValidationError as error:
            self.faults = faults_of(error)
            return
        except personel.PersonelError as error:
            self.faults = error.faults
            return
        self.made_name, self.made_nrp = akun.name, akun.nrp
        self.adding = False

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def close_password(self) -> rx.event.EventSpec:
        """The password was handed over: forget it and show the list anew."""
        self.password = ""
        return PersonelState.enter
