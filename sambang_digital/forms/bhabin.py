"""What a satuan tells citizens of itself: where it is, how to call it, and its posts."""

from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import AfterValidator, Field

from sambang_digital.forms.kelompok import Kelompok
from sambang_digital.forms.kiriman import Line
from sambang_digital.forms.penting import line_of, parts_of, to_call


class Pos(NamedTuple):
    """A police post: what it is called, where it is, and its number, if it has one."""

    name: str
    address: str
    phone: str = ""

    @classmethod
    def read(cls, line: str) -> Self:
        """The post of a line ``name; address; phone``. Raises ``ValueError``."""
        name, address, *phone = parts_of(
            line, "Tulis: nama; alamat; telepon. Misalnya: Pospol Cimone; Jalan Merdeka 12."
        )
        return cls(name, address, *map(to_call, phone))


class KontakSettings(Kelompok):
    """Kontak satuan ini untuk warga"""

    about: ClassVar[str] = (
        "Ditampilkan di halaman Bhabinkamtibmas setiap kelurahan dan desa satuan ini. Yang kosong tidak ditampilkan."
    )
    of_one: ClassVar[bool] = True

    address: Annotated[Line, Field(max_length=160, title="Alamat kantor")] = ""
    phone: Annotated[
        Line,
        AfterValidator(to_call),
        Field(title="Telepon kantor untuk warga", description="Nomor yang dijawab siang dan malam."),
    ] = ""
    posts: Annotated[
        tuple[Annotated[Line, Field(max_length=240), AfterValidator(lambda text: line_of(Pos.read(text)))], ...],
        Field(
            max_length=60,
            title="Pos polisi dan posko",
            description="Satu pos satu baris: nama; alamat; telepon. Telepon boleh kosong.",
        ),
    ] = ()

    @property
    def shown(self) -> list[Pos]:
        """The posts in the order in which they were written."""
        return [Pos.read(line) for line in self.posts]
