"""A visit to a figure of the community."""

from typing import ClassVar

from sambang_digital.forms.base import Form, SubjectFields
from sambang_digital.forms.fields import Choice, Line, Phone, Text, optional, required
from sambang_digital.forms.parts import GUIDED, PURPOSE, Neighbourhood, Result, address, neighbourhood, result


class FigureType(Choice):
    """For whom the figure speaks."""

    RELIGIOUS = "religious", "Tokoh agama"
    COMMUNITY = "community", "Tokoh masyarakat"
    YOUTH = "youth", "Tokoh pemuda"
    WOMEN = "women", "Tokoh perempuan"
    CUSTOM = "custom", "Tokoh adat"


class SambangTokoh(Form):
    """Figure, what he or she leads, and what the officer heard."""

    kind: ClassVar[str] = "sambang_tokoh"
    version: ClassVar[int] = 2
    title: ClassVar[str] = "Sambang tokoh"
    subject_kind: ClassVar[str | None] = "tokoh"
    steps = GUIDED
    purpose: ClassVar[str] = PURPOSE

    name: Line = required("Nama tokoh", min_length=2, max_length=120, autocapitalize="words")
    figure_type: FigureType = required("Jenis tokoh")
    position: Line | None = optional(
        "Jabatan atau lembaga", max_length=120, placeholder="Misalnya Ketua DKM Al-Ikhlas", autocapitalize="words"
    )
    phone: Phone | None = optional("Nomor telepon")
    address: Line | None = address()
    neighbourhood: Neighbourhood = neighbourhood()
    result: Result = result()
    influence: Text | None = optional(
        "Peran di lingkungan",
        max_length=1000,
        help="Siapa yang mendengarkan beliau, kegiatan apa yang dipimpin.",
    )

    def subject(self) -> SubjectFields:
        """The figure for the register."""
        return SubjectFields(self.name, self.address or "", self.neighbourhood.rt, self.neighbourhood.rw, self.phone)
