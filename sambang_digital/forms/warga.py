"""A citizen's account as its owner makes, opens and changes it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from sambang_digital.forms.fields import Phone
from sambang_digital.forms.kiriman import Line, Part
from sambang_digital.forms.pengaduan import BlankIsNone

MAX_PASSWORD = 128


def _lower(value: str) -> str:
    return value.lower()


Email = Annotated[
    Line, Field(max_length=200, pattern=r"^[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;]+$"), AfterValidator(_lower)
]
Password = Annotated[str, Field(min_length=1, max_length=MAX_PASSWORD)]
Code = Annotated[Line, Field(pattern=r"^[0-9]{6}$")]
Name = Annotated[Line, Field(min_length=2, max_length=120)]
Address = Annotated[Annotated[Line, Field(max_length=300)] | None, BlankIsNone]


class _Secret(Part):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Daftar(_Secret):
    """A new account; ``consent``: what becomes of the data was shown."""

    phone: Phone
    password: Password
    name: Name
    address: Address = None
    email: Annotated[Email | None, BlankIsNone] = None
    consent: Literal[True]


class Masuk(_Secret):
    """Signing in."""

    phone: Phone
    password: Password


class Kode(_Secret):
    """The code that was sent for a new account."""

    code: Code


class MintaKode(Part):
    """Asking for a code to set a new password."""

    phone: Phone


class SandiBaru(_Secret):
    """A new password, with the code that was sent for it."""

    code: Code
    new: Password


class GantiSandi(_Secret):
    """A new password, with the present one."""

    current: Password
    new: Password


class Saya(_Secret):
    """What the owner of an account may change; another ``email`` needs the ``password``, as codes may go there."""

    name: Name
    address: Address = None
    email: Annotated[Email | None, BlankIsNone] = None
    password: Annotated[Password | None, BlankIsNone] = None


class Hapus(_Secret):
    """Deleting the account."""

    password: Password
