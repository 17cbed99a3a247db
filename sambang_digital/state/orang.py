"""One person, as an admin sees and changes them: who they are, villages, devices, the way in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

import reflex as rx
from pydantic import Field, ValidationError
from typing_extensions import TypedDict

from sambang_digital.db import reading
from sambang_digital.forms.personel import faults_of
from sambang_digital.models import Penugasan, SesiPerangkat
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Peran, Permission
from sambang_digital.services import penugasan, personel, potret, wilayah_satuan
from sambang_digital.services.format import exact
from sambang_digital.services.penugasan import PenugasanError
from sambang_digital.services.perangkat import state_of
from sambang_digital.services.waktu import today
from sambang_digital.settings import get_settings
from sambang_digital.state.administrasi import Isian, Notice, Pilihan, number_of
from sambang_digital.state.personel import read_person, role_words

Id = Annotated[int, Field(ge=1, lt=2**31)]
MISSING = "Orang ini tidak ada, atau di luar satuan Anda."
ONESELF = "Hak dan akun Anda sendiri hanya dapat diubah oleh admin lain."


class AssignForm(TypedDict):
    """A village for a period, as the browser's date fields send it."""

    area_code: Annotated[str, Field(max_length=13)]
    start: Annotated[str, Field(max_length=10)]
    end: Annotated[str, Field(max_length=10)]


class EndForm(TypedDict):
    """The last day of an assignment."""

    id: Annotated[str, Field(max_length=10)]
    end: Annotated[str, Field(max_length=10)]


@dataclass
class Tugas:
    """An assignment; ``state``: ``berjalan``, ``mendatang`` or ``berakhir``."""

    id: int
    village: str
    code: str
    period: str
    state: str


@dataclass
class Perangkat:
    """A device; ``state`` as in ``services/perangkat``."""

    id: int
    name: str
    seen: str
    state: str


@dataclass
class Person:
    """Who it is; ``id`` 0: nobody."""

    id: int = 0
    name: str = ""
    full_name: str = ""
    nrp: str = ""
    rank: str = ""
    phone: str = ""
    public_phone: str = ""
    satuan_id: str = ""
    satuan: str = ""
    unit: str = ""
    roles: str = ""
    active: bool = True
    waiting: str = ""
    has_factor: bool = False
    officer: bool = False
    oneself: bool = False
    portrait: str = ""
    """Where an admin sees it; empty: there is none."""
    portrait_shown: bool = False


Ask = Literal["", "sandi", "faktor", "nonaktif", "potret"]


class OrangState(ActorState):
    """One tab's open person."""

    loaded: bool = False
    missing: bool = False
    person: Person = Person()
    held: list[str] = []
    units: list[Pilihan] = []
    villages: list[Pilihan] = []
    tasks: list[Tugas] = []
    devices: list[Perangkat] = []
    faults: dict[str, str] = {}
    task_faults: dict[str, str] = {}
    notice: Notice = Notice()
    asking: str = ""
    password: str = ""
    today: str = ""

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def enter(self) -> None:
        """Show the person of the address."""
        self.notice, self.asking, self.password, self.faults, self.task_faults = Notice(), "", "", {}, {}
        await self._read()

    async def _read(self) -> None:
        """Everything anew, with the rights that the admin has now."""
        actor = await self.actor()
        akun_id = number_of(self.router.url.query_parameters.get("id", "")) or 0
        try:
            async with reading() as session:
                found = await personel.find(session, actor, akun_id)
                devices = await personel.devices(session, actor, akun_id)
                portrait = await potret.of(session, actor, akun_id)
                units = await wilayah_satuan.units(session, actor)
                wanted = wilayah_satuan.WilayahFilter()
                villages = await wilayah_satuan.page(session, actor, wanted, everything=True)
        except personel.NotFound:
            self.person, self.missing, self.loaded = Person(), True, True
            return
        akun, zone = found.akun, get_settings().timezone
        until = akun.password_until if akun.must_change_password else None
        self.person = Person(
            id=akun.id,
            name=akun.name,
            full_name=" ".join(filter(None, (akun.rank, akun.name))),
            nrp=akun.nrp,
            rank=akun.rank or "",
            phone=akun.phone or "",
            public_phone=akun.public_phone or "",
            satuan_id=str(akun.satuan_id),
            satuan=found.satuan.name,
            unit=akun.unit or "",
            roles=role_words(found.roles),
            active=akun.active,
            waiting=exact(until, zone) if until else "",
            has_factor=found.has_factor,
            officer=Peran.BHABINKAMTIBMAS in found.roles,
            oneself=akun.id == actor.id,
            portrait=f"/api/v1/potret/{akun.id}?v={portrait.id}" if portrait else "",
            portrait_shown=bool(portrait and portrait.shown),
        )
        self.held = list(found.roles)
        self.units = [Pilihan(str(id_), name) for id_, name, _ in units]
        # The villages of the person's own unit first: that is what is mostly meant.
        villages.sort(key=lambda one: one.satuan_id != akun.satuan_id)
        self.villages = [Pilihan(one.code, f"{one.name} ({one.kecamatan})") for one in villages]
        self.tasks = [_task(row, name) for row, name in found.assignments]
        self.devices = [_device(row, zone) for row in devices]
        self.today = today().isoformat()
        self.missing, self.loaded = False, True

    @contextmanager
    def _deed(self, done: str) -> Iterator[None]:
        """Say what was done, or in plain words why not."""
        self.notice, self.asking, self.password = Notice(), "", ""
        self.faults, self.task_faults = {}, {}
        try:
            yield
        except personel.NotFound:
            self.notice = Notice("warning", MISSING)
        except personel.Oneself:
            self.notice = Notice("warning", ONESELF)
        except ValidationError as error:
            self.faults = faults_of(error)
        except personel.PersonelError as error:
            self.faults = error.faults
        except PenugasanError as error:
            self.task_faults = {error.field: str(error)}
        else:
            self.notice = Notice("success", done)

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def save(self, form: Isian) -> None:
        """Change who the person is and what they may do."""
        with self._deed("Perubahan disimpan."):
            await personel.change(await self.actor(), self.person.id, read_person(form))
        await self._read()

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def ask(self, what: Ask) -> None:
        """Ask before something with consequences, or take the question back."""
        self.asking = what

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def reset_password(self) -> None:
        """Give a new one-time password and show it, once."""
        password = ""
        with self._deed("Kata sandi sementara dibuat. Semua perangkatnya dikeluarkan."):
            password = await personel.reset_password(await self.actor(), self.person.id)
        self.password = password
        await self._read()

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def reset_factor(self) -> None:
        """Take the second factor away."""
        with self._deed("Faktor kedua dihapus. Orang ini memasangnya lagi saat masuk berikutnya."):
            await personel.reset_factor(await self.actor(), self.person.id)
        await self._read()

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def set_active(self, active: bool) -> None:
        """Let the person in again, or out."""
        with self._deed("Akun diaktifkan lagi." if active else "Akun dinonaktifkan. Semua perangkatnya dikeluarkan."):
            await personel.set_active(await self.actor(), self.person.id, active)
        await self._read()

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def end_device(self, device: Id, lost: bool) -> None:
        """Sign a device out, or call it lost."""
        done = "Perangkat dinyatakan hilang: datanya dihapus saat tersambung." if lost else "Perangkat dikeluarkan."
        with self._deed(done):
            await personel.end_device(await self.actor(), self.person.id, device, lost=lost)
        await self._read()

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def portrait_set(self) -> None:
        """The browser has sent a portrait."""
        with self._deed("Foto terpasang, belum tampil untuk warga. Periksa, lalu tampilkan."):
            pass
        await self._read()

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def show_portrait(self, shown: bool) -> None:
        """Let citizens see the portrait, or no longer."""
        with self._deed("Foto tampil untuk warga." if shown else "Foto tidak lagi tampil untuk warga."):
            await potret.show(await self.actor(), self.person.id, shown=shown)
        await self._read()

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def remove_portrait(self) -> None:
        """Delete the portrait."""
        with self._deed("Foto dihapus."):
            await potret.remove(await self.actor(), self.person.id)
        await self._read()

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def assign(self, form: AssignForm) -> None:
        """Give the person a village for a period."""
        with self._deed("Wilayah ditugaskan."):
            start, end = _day("start", form["start"]), _day("end", form["end"], optional=True)
            assert start
            await penugasan.give(await self.actor(), self.person.id, form["area_code"], start, end)
        await self._read()

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def end_task(self, form: EndForm) -> None:
        """Let an assignment end on a day."""
        with self._deed("Penugasan diakhiri."):
            end = _day("end", form["end"])
            assert end
            await penugasan.end_on(await self.actor(), number_of(form["id"]) or 0, end)
        await self._read()

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def cancel_task(self, task: Id) -> None:
        """Take back an assignment that has not begun."""
        with self._deed("Penugasan dibatalkan."):
            await penugasan.cancel(await self.actor(), task)
        await self._read()

    @rx.event
    @allow(Permission.AKUN_ADMIN)
    async def dismiss(self) -> None:
        """Take the notice and the password away."""
        self.notice, self.password = Notice(), ""


def _day(field: str, text: str, *, optional: bool = False) -> date | None:
    if optional and not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise PenugasanError(field, "Tulis tanggal yang benar.") from None
    if not 2000 <= day.year < 2100:
        raise PenugasanError(field, "Tahun harus antara 2000 dan 2099.")
    return day


def _task(row: Penugasan, name: str) -> Tugas:
    day = today()
    state = "mendatang" if row.start > day else "berakhir" if row.end and row.end < day else "berjalan"
    until = f" sampai {row.end:%d-%m-%Y}" if row.end else ", sampai pemberitahuan"
    return Tugas(row.id, name, row.area_code, f"{row.start:%d-%m-%Y}{until}", state)


def _device(row: SesiPerangkat, zone: str) -> Perangkat:
    seen: datetime = row.last_seen_at
    return Perangkat(row.id, row.device_name or "Perangkat tanpa nama", exact(seen, zone), state_of(row))
