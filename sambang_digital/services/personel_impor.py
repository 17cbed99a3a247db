"""A whole list of people comes in from a spreadsheet: every fault is told by row and column, and all come in or nobody does."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.forms.fields import DATES
from sambang_digital.forms.personel import ROLE_WORDS, Kolom, Personel, Unit, faults_of
from sambang_digital.models import Penugasan, Satuan
from sambang_digital.repositories import personel as repository
from sambang_digital.repositories import satuan as units
from sambang_digital.repositories import wilayah_satuan
from sambang_digital.repositories.wilayah_satuan import Desa, WilayahFilter
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran, Permission
from sambang_digital.services import audit, penugasan, personel, sandi
from sambang_digital.services.audit import Aksi
from sambang_digital.services.personel_berkas import Cell, Rumus, Tabel, read, to_csv
from sambang_digital.services.waktu import today

WILAYAH, MULAI, BERAKHIR = "Wilayah", "Mulai", "Berakhir"
HEADINGS: Mapping[str, str] = {
    **{column.value: column.name for column in Kolom},
    WILAYAH: WILAYAH,
    MULAI: MULAI,
    BERAKHIR: BERAKHIR,
}
"""Headings of the file and the field that each fills."""
REQUIRED = (Kolom.nrp, Kolom.name, Kolom.satuan_id, Kolom.roles)
_ORDER = list(HEADINGS)
_BY_WORD = {heading.casefold(): heading for heading in HEADINGS}
SEPARATORS = re.compile(r"[;,/\n]")
HASHES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Kesalahan:
    """One fault: the row's number in the file, the heading of its column, and what is wrong."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Calon:
    """Somebody to be added, with the villages to answer for."""

    row: int
    person: Personel
    satuan: str
    areas: tuple[str, ...]
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Hasil:
    """What the file would do: the people, or the faults for which nothing is done."""

    rows: int
    people: list[Calon]
    faults: list[Kesalahan]


@dataclass(frozen=True, slots=True)
class Selesai:
    """What was done: how many were added, and their one-time passwords as CSV, which nobody can read again."""

    created: int
    passwords: str


class Ditolak(ValueError):
    """The file has faults; nothing was changed."""

    def __init__(self, result: Hasil) -> None:
        super().__init__(f"{len(result.faults)} faults")
        self.result = result


class _Fault(ValueError):
    """What is wrong with one cell."""


@dataclass
class _Known:
    """What the cells of a file may name, within the admin's reach, by how people write it."""

    satuan: dict[str, Satuan]
    areas: dict[str, Desa]
    ambiguous: set[str] = field(default_factory=set)


def template() -> str:
    """An empty file with one example, to be filled in."""
    return to_csv(
        [
            list(HEADINGS),
            ["70010001", "Contoh Nama", "Bripka", "081234567890", "Polsek Karawaci", "", "Bhabinkamtibmas", "", "Karawaci; Nusa Jaya", "01-01-2026", ""],
        ]
    )  # fmt: skip


async def check(actor: Actor, content: bytes) -> Hasil:
    """The dry run. Raises :class:`~personel_berkas.BerkasError` for a file that cannot be read at all."""
    actor.require(Permission.AKUN_ADMIN)
    table = await asyncio.to_thread(read, content)
    async with reading() as session:
        known = await _known(session, actor)
        taken = await repository.nrps(session)
    return await asyncio.to_thread(_judge, table, actor, known, taken)


async def run(actor: Actor, content: bytes) -> Selesai:
    """Add everybody in one transaction. Raises :class:`Ditolak`, :class:`~personel_berkas.BerkasError`."""
    result = await check(actor, content)
    if result.faults:
        raise Ditolak(result)
    people = [one.person for one in result.people]
    passwords = [sandi.one_time() for _ in people]
    hashes: list[str] = []
    # Before the transaction, and in pieces: meanwhile others sign in, and SQLite's one lock is free.
    for place in range(0, len(passwords), HASHES_AT_ONCE):
        hashes += await sandi.hash_one_time(passwords[place : place + HASHES_AT_ONCE])
    try:
        async with transaction() as session:
            accounts = await personel.add_all(session, actor, people, hashes)
            tasks = [
                Penugasan(akun_id=akun.id, area_code=code, start=one.start, end=one.end)
                for akun, one in zip(accounts, result.people, strict=True)
                for code in one.areas
            ]
            await penugasan.add_all(session, actor, tasks)
            file = sha256(content).hexdigest()
            await audit.record(session, actor, Aksi.AKUN_DIIMPOR, "", count=len(people), sha256=file)
    except personel.PersonelError as error:
        raise Ditolak(Hasil(result.rows, [], [Kesalahan(0, Kolom.nrp, str(error))])) from error
    lines = [
        [one.person.nrp, one.person.name, one.satuan, password]
        for one, password in zip(result.people, passwords, strict=True)
    ]
    return Selesai(len(people), to_csv([[Kolom.nrp, Kolom.name, Kolom.satuan_id, "Kata sandi sementara"], *lines]))


async def _known(session: AsyncSession, actor: Actor) -> _Known:
    satuan: dict[str, Satuan] = {}
    for unit in await units.everything(session):
        if unit.path.startswith(actor.satuan_path):
            satuan[unit.code.casefold()] = satuan[unit.name.casefold()] = unit
    known = _Known(satuan, {})
    for area in await wilayah_satuan.page(session, actor, WilayahFilter(), today(), everything=True):
        known.areas[area.code] = area
        word = area.name.casefold()
        if word in known.areas:
            known.ambiguous.add(word)
        known.areas[word] = area
    return known


def _judge(table: Tabel, actor: Actor, known: _Known, taken: set[str]) -> Hasil:
    """Every row against what is known; people only if there is no fault."""
    columns, faults = _columns(table.headings)
    people: list[Calon] = []
    first_at: dict[str, int] = {}
    if not faults:
        for row, cells in table.rows:
            reader = _Reader(dict(zip(columns, cells, strict=False)), known)
            one = reader.person(row, actor)
            nrp = reader.word(Kolom.nrp)
            if nrp in taken:
                reader.say(Kolom.nrp, personel.TAKEN.format(nrp))
            if nrp and first_at.setdefault(nrp, row) != row:
                reader.say(Kolom.nrp, f"NRP {nrp} sudah ada di baris {first_at[nrp]}.")
            told = sorted(reader.faults, key=lambda one: _ORDER.index(one[0]))
            faults += [Kesalahan(row, column, message) for column, message in told]
            if one:
                people.append(one)
    return Hasil(len(table.rows), [] if faults else people, faults)


def _columns(headings: Sequence[str]) -> tuple[list[str], list[Kesalahan]]:
    """The known heading of each column ("" for an empty one), and what is wrong with the first row."""
    columns, faults = [], []
    for heading in headings:
        name = _BY_WORD.get(" ".join(heading.split()).casefold(), "")
        if heading and not name:
            faults.append(Kesalahan(1, heading[:60], f"Kolom ini tidak dikenal. Yang dikenal: {', '.join(HEADINGS)}."))
        elif name and name in columns:
            faults.append(Kesalahan(1, name, "Kolom ini ada dua kali."))
        columns.append(name)
    faults += [Kesalahan(1, name, "Kolom ini wajib ada.") for name in REQUIRED if name not in columns]
    return columns, faults


class _Reader:
    """One row: each cell in its meaning, with what is wrong collected in ``faults`` (heading, message)."""

    def __init__(self, cells: Mapping[str, Cell], known: _Known) -> None:
        self._cells, self._known = cells, known
        self.faults: list[tuple[str, str]] = []

    def say(self, column: str, message: str) -> None:
        """Add a fault, unless the cell has one already."""
        if column not in {said for said, _ in self.faults}:
            self.faults.append((str(column), message))

    def word(self, column: str) -> str:
        """The cell as text; a formula is a fault."""
        cell = self._cells.get(column, "")
        if isinstance(cell, Rumus):
            self.say(column, "Berisi rumus. Tulis nilainya.")
            return ""
        return cell

    def _read(self, column: str, meaning: Callable[[str], Any], empty: Any) -> Any:
        text = self.word(column)
        if not text:
            return empty
        try:
            return meaning(text)
        except _Fault as fault:
            self.say(column, str(fault))
            return empty

    def person(self, row: int, actor: Actor) -> Calon | None:
        """The person in this row, unless something is wrong."""
        satuan: Satuan | None = self._read(Kolom.satuan_id, self._satuan, None)
        if satuan is None:
            self.say(Kolom.satuan_id, "Wajib diisi.")
        areas = self._read(WILAYAH, self._areas, ())
        start = self._read(MULAI, _day, today())
        end = self._read(BERAKHIR, _day, None)
        roles: frozenset[Peran] = self._read(Kolom.roles, _roles, frozenset())
        unit = self._read(Kolom.unit, _unit, None)
        if satuan:
            for name, message in personel.misfits(roles, unit, satuan, actor).items():
                self.say(Kolom[name], message)
        if areas and roles and Peran.BHABINKAMTIBMAS not in roles:
            self.say(WILAYAH, "Hanya Bhabinkamtibmas yang diberi wilayah.")
        if end and end < start:
            self.say(BERAKHIR, "Lebih awal daripada tanggal mulai.")
        fields = {
            "nrp": self.word(Kolom.nrp),
            "name": self.word(Kolom.name),
            "rank": self.word(Kolom.rank),
            "phone": self.word(Kolom.phone),
            "unit": unit,
            "roles": roles,
            "public_phone": self.word(Kolom.public_phone),
            "satuan_id": satuan.id if satuan else 0,
        }
        try:
            person = Personel.model_validate(fields)
        except ValidationError as error:
            for name, message in faults_of(error).items():
                self.say(Kolom[name], "Wajib diisi." if not fields[name] else message)
            return None
        if self.faults or satuan is None:
            return None
        return Calon(row, person, satuan.name, areas, start, end)

    def _satuan(self, text: str) -> Satuan:
        found = self._known.satuan.get(" ".join(text.split()).casefold())
        if found is None:
            raise _Fault(f"Satuan {text[:60]} tidak dikenal, atau di luar satuan Anda.")
        return found

    def _areas(self, text: str) -> tuple[str, ...]:
        codes = []
        for part in _parts(text):
            word = part.casefold()
            area = self._known.areas.get(word)
            if area is None:
                raise _Fault(f"Kelurahan/desa {part[:60]} tidak dikenal, atau di luar satuan Anda.")
            if word in self._known.ambiguous:
                raise _Fault(f"Ada lebih dari satu {part[:60]}. Tulis kodenya, misalnya {area.code}.")
            codes.append(area.code)
        return tuple(dict.fromkeys(codes))


def _parts(text: str) -> list[str]:
    return [part for part in (" ".join(part.split()) for part in SEPARATORS.split(text)) if part]


def _one_of(words: Mapping[str, str], text: str, what: str) -> str:
    for value, word in words.items():
        if text.casefold() in (value.casefold(), word.casefold()):
            return value
    raise _Fault(f"{what} {text[:60]} tidak dikenal. Yang dikenal: {', '.join(words.values())}.")


def _roles(text: str) -> frozenset[Peran]:
    words = {role.value: word for role, word in ROLE_WORDS.items()}
    return frozenset(Peran(_one_of(words, part, "Peran")) for part in _parts(text))


def _unit(text: str) -> str:
    return _one_of({unit.value: unit.label for unit in Unit}, text, "Unit")


def _day(text: str) -> date:
    parts = next(filter(None, (form.fullmatch(text) for form in DATES)), None)
    try:
        day = date(*(int(parts[key]) for key in "ymd")) if parts else None
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year < 2100:
        raise _Fault("Tulis tanggal-bulan-tahun, misalnya 31-12-2026.")
    return day
