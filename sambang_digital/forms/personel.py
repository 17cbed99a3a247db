"""A person of the police as an admin writes them down: one definition for the page, the import and the command line."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from sambang_digital.forms.fields import Choice, Phone
from sambang_digital.forms.messages import field_errors
from sambang_digital.forms.text import empty_is_none
from sambang_digital.security.permissions import Peran


class Unit(Choice):
    """The six units of Satbinmas (Perpol 2/2021 Pasal 38)."""

    URBINOPSNAL = "urbinopsnal", "Urbinopsnal"
    URMINTU = "urmintu", "Urmintu"
    BINPOLMAS = "binpolmas", "Unit Binpolmas"
    BINTIBSOS = "bintibsos", "Unit Bintibsos"
    BINKAMSA = "binkamsa", "Unit Binkamsa"
    BHABINKAMTIBMAS = "bhabinkamtibmas", "Unit Bhabinkamtibmas"


ROLE_WORDS: Mapping[Peran, str] = {
    Peran.BHABINKAMTIBMAS: "Bhabinkamtibmas",
    Peran.KANIT_POLSEK: "Kanit Binmas Polsek",
    Peran.KAPOLSEK: "Kapolsek",
    Peran.STAF_UNIT: "Staf unit",
    Peran.KEPALA_UNIT: "Kepala unit",
    Peran.KASAT: "Kasat Binmas",
    Peran.KAPOLRES: "Kapolres",
    Peran.OPERATOR: "Operator pusat komando",
    Peran.PA_SIAGA: "Pa Siaga",
    Peran.KA_SIAGA: "Ka Siaga",
    Peran.PROPAM: "Propam",
    Peran.ADMIN: "Admin",
    Peran.MITRA: "Mitra",
}
"""Roles that an admin gives, in the words people see. ``warga`` is not given: citizens register themselves."""


def service_number(text: str) -> str:
    """The NRP of a member of the Polri, or the NIP of a civil servant. Raises ``ValueError``."""
    if re.fullmatch(r"[0-9]{4,20}", text) is None:
        raise ValueError("NRP hanya angka, 4 sampai 20 angka, tanpa spasi.")
    return text


def _mobile(text: str) -> str:
    """A spreadsheet that takes a number for a quantity drops its leading zero."""
    return re.sub(r"^8(?=[0-9]{8,13}$)", "08", text)


Nrp = Annotated[str, Field(json_schema_extra={"pattern": "^[0-9]{4,20}$"}), AfterValidator(service_number)]
"""The service number with which a person signs in."""
Name = Annotated[str, BeforeValidator(empty_is_none), StringConstraints(min_length=2, max_length=120)]
Rank = Annotated[str, StringConstraints(max_length=40)]
Number = Annotated[Annotated[Phone, AfterValidator(_mobile)] | None, BeforeValidator(empty_is_none)]


class Personel(BaseModel):
    """Who somebody is and where they serve. Which roles fit which unit is decided in ``services/personel``.

    ``phone`` is known to the police alone; ``public_phone`` is shown to every citizen, and only if it was agreed upon.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    nrp: Annotated[Nrp, BeforeValidator(empty_is_none)]
    name: Name
    rank: Annotated[Rank | None, BeforeValidator(empty_is_none)] = None
    phone: Number = None
    public_phone: Number = None
    satuan_id: int
    unit: Annotated[Unit | None, BeforeValidator(empty_is_none)] = None
    roles: Annotated[frozenset[Peran], Field(min_length=1)]


class Kolom(StrEnum):
    """Fields of a person as people see them: labels of the page, headings of the import."""

    nrp = "NRP"
    name = "Nama"
    rank = "Pangkat"
    phone = "Telepon"
    satuan_id = "Satuan"
    unit = "Unit"
    roles = "Peran"
    public_phone = "Nomor untuk warga"


def faults_of(error: Any) -> dict[str, str]:
    """What a ``ValidationError`` of :class:`Personel` says, by field."""
    return {fault["field"].partition(".")[0]: fault["message"] for fault in field_errors(error.errors())}
