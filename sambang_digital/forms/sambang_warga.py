"""A visit to a household (door to door). No NIK, no religion, no ethnic group; a household may decline."""

from typing import ClassVar

from sambang_digital.forms.base import Form, Section, SubjectFields
from sambang_digital.forms.fields import BirthDate, Choice, Line, Phone, optional, required, section, several
from sambang_digital.forms.parts import (
    GUIDED,
    PURPOSE,
    Gender,
    Neighbourhood,
    Recipient,
    Result,
    address,
    neighbourhood,
    recipient,
    result,
)


class Consent(Choice):
    """Whether the household lets the officer write down who lives there."""

    GIVEN = "given", "Bersedia didata"
    DECLINED = "declined", "Menolak didata"


class Relation(Choice):
    """Relation to the head of the household."""

    SPOUSE = "spouse", "Suami/istri"
    CHILD = "child", "Anak"
    PARENT = "parent", "Orang tua/mertua"
    SIBLING = "sibling", "Saudara"
    FAMILY = "family", "Keluarga lain"
    WORKER = "worker", "Pekerja rumah tangga"
    LODGER = "lodger", "Penghuni kos"
    OTHER = "other", "Lainnya"


class WorkStatus(Choice):
    """How a person spends the day."""

    WORKING = "working", "Bekerja"
    STUDYING = "studying", "Sekolah/kuliah"
    HOUSEHOLD = "household", "Mengurus rumah"
    SEEKING = "seeking", "Mencari kerja"
    RETIRED = "retired", "Pensiun"
    NOT_YET = "not_yet", "Belum/tidak bekerja"


class Head(Section):
    """More about the head of the household."""

    gender: Gender | None = optional("Jenis kelamin")
    birth_place: Line | None = optional("Tempat lahir", max_length=60, autocapitalize="words")
    birth_date: BirthDate | None = optional("Tanggal lahir")
    occupation: Line | None = optional("Pekerjaan", max_length=60)
    phone: Phone | None = optional("Nomor telepon")


class Member(Section):
    """Somebody who lives in the house."""

    name: Line = required("Nama", min_length=2, max_length=120, autocapitalize="words")
    relation: Relation = required("Hubungan dengan kepala keluarga")
    gender: Gender | None = optional("Jenis kelamin")
    birth_date: BirthDate | None = optional("Tanggal lahir")
    work_status: WorkStatus | None = optional("Kegiatan sehari-hari")


class EmergencyContact(Section):
    """Whom to call when something happens to the household."""

    name: Line | None = optional("Nama", max_length=120, autocapitalize="words")
    relation: Line | None = optional("Hubungan", max_length=60, placeholder="Misalnya adik, tetangga")
    phone: Phone | None = optional("Nomor telepon")


CONSENTED = {"consent": [Consent.GIVEN]}


class SambangWarga(Form):
    """Household, its members if it agrees, and what the officer heard and did."""

    kind: ClassVar[str] = "sambang_warga"
    version: ClassVar[int] = 2
    title: ClassVar[str] = "Sambang warga"
    subject_kind: ClassVar[str | None] = "rumah"
    steps = GUIDED
    purpose: ClassVar[str] = f"{PURPOSE} Warga boleh menolak, dan kunjungan tetap tercatat tanpa data pribadi."

    consent: Consent = required("Kesediaan warga")
    name: Line | None = required(
        "Nama kepala keluarga", min_length=2, max_length=120, autocapitalize="words", show_if=CONSENTED
    )
    address: Line | None = address(CONSENTED)
    neighbourhood: Neighbourhood = neighbourhood()
    result: Result = result()
    head: Head | None = section("Data kepala keluarga", folded=True, show_if=CONSENTED)
    members: list[Member] = several(
        "Anggota serumah", item="Anggota", max_length=30, folded=True, sensitive=True, show_if=CONSENTED
    )
    recipient: Recipient | None = recipient(show_if=CONSENTED)
    emergency_contact: EmergencyContact | None = section(
        "Kontak darurat", folded=True, sensitive=True, show_if=CONSENTED
    )

    def subject(self) -> SubjectFields:
        """The house for the register; of a household that declined only where it stands."""
        place = self.neighbourhood
        if self.name is None or self.head is None:
            return SubjectFields(self.title_text(), rt=place.rt, rw=place.rw, declined=True)
        return SubjectFields(self.name, self.address or "", place.rt, place.rw, self.head.phone)

    def title_text(self) -> str:
        """Name of the head, or that the household declined."""
        return self.name or " · ".join(filter(None, ("Rumah yang menolak didata", str(self.neighbourhood))))
