"""Numbers that citizens call, as a Polres writes them down: one number a line."""

import re
from collections.abc import Iterable
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import AfterValidator, Field

from sambang_digital.forms.fields import dialled
from sambang_digital.forms.kelompok import Kelompok, each_once
from sambang_digital.forms.kiriman import Line

SEPARATOR = "; "


def parts_of(line: str, usage: str) -> list[str]:
    """The two or three parts of a line that semicolons part, the third may be missing. Raises ``ValueError`` with ``usage``."""
    parts = [part.strip() for part in line.split(SEPARATOR.strip())]
    if len(parts) not in (2, 3) or not all(parts[:2]):
        raise ValueError(usage)
    return parts


def line_of(parts: Iterable[str]) -> str:
    """The parts as a line."""
    return SEPARATOR.join(part for part in parts if part)


def to_call(text: str) -> str:
    """A number of 3 to 15 digits as it is dialled; empty stays empty. Raises ``ValueError``."""
    number = dialled(text)
    if number and re.fullmatch(r"\+?[0-9]{3,15}", number) is None:
        raise ValueError(f"{text[:40]} bukan nomor telepon: 3 sampai 15 angka.")
    return number


class Nomor(NamedTuple):
    """A number to call, whose it is, and when to call it."""

    number: str
    name: str
    remark: str = ""

    @classmethod
    def read(cls, line: str) -> Self:
        """The number of a line ``number; name; remark``. Raises ``ValueError``."""
        number, *words = parts_of(line, "Tulis: nomor; nama; keterangan. Misalnya: 113; Pemadam kebakaran.")
        return cls(to_call(number), *words)


NATIONAL = (
    Nomor("110", "Polisi", "Dalam bahaya, atau melihat kejahatan"),
    Nomor("112", "Darurat umum"),
    Nomor("113", "Pemadam kebakaran"),
    Nomor("115", "Basarnas", "Orang hilang, hanyut, kecelakaan kapal"),
    Nomor("119", "Ambulans"),
)
"""The same in the whole country, so that a page made at build may show them."""


class PentingSettings(Kelompok):
    """Nomor penting"""

    about: ClassVar[str] = "Ditampilkan kepada warga di /nomor-penting/ dan di halaman Bhabinkamtibmas."

    numbers: Annotated[
        tuple[Annotated[Line, Field(max_length=160), AfterValidator(lambda text: line_of(Nomor.read(text)))], ...],
        each_once(lambda line: Nomor.read(line).number),
        Field(
            min_length=1,
            max_length=40,
            title="Nomor yang dapat dihubungi warga",
            description="Satu nomor satu baris: nomor; nama; keterangan. Keterangan boleh kosong.",
        ),
    ] = (
        *map(line_of, NATIONAL),
        "129; SAPA; Kekerasan pada perempuan dan anak. Menunggu kepastian dari Polres",
    )

    @property
    def shown(self) -> list[Nomor]:
        """The numbers in the order in which they were written."""
        return [Nomor.read(line) for line in self.numbers]
