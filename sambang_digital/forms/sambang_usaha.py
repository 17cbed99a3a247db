"""A visit to a business: who answers for it and how it is guarded."""

from typing import ClassVar

from sambang_digital.forms.base import Form, Section, SubjectFields
from sambang_digital.forms.fields import Choice, Count, Flag, Line, Phone, flag, optional, required, section
from sambang_digital.forms.parts import (
    GUIDED,
    PURPOSE,
    Neighbourhood,
    Recipient,
    Result,
    address,
    neighbourhood,
    recipient,
    result,
)


class BusinessType(Choice):
    """What the business does."""

    SHOP = "shop", "Toko, warung, minimarket"
    FOOD = "food", "Rumah makan atau kafe"
    FACTORY = "factory", "Pabrik"
    WAREHOUSE = "warehouse", "Gudang atau ekspedisi"
    WORKSHOP = "workshop", "Bengkel"
    GOLD = "gold", "Toko emas atau pegadaian"
    BANK = "bank", "Bank, koperasi, ATM"
    FUEL = "fuel", "SPBU atau agen gas"
    LODGING = "lodging", "Hotel, kos, kontrakan"
    ENTERTAINMENT = "entertainment", "Hiburan"
    SERVICE = "service", "Jasa lain"
    OTHER = "other", "Usaha lain"


class Business(Section):
    """Size and hours."""

    phone: Phone | None = optional("Telepon usaha")
    hours: Line | None = optional("Jam kerja", max_length=60, placeholder="Misalnya 08.00–21.00 setiap hari")
    employees: Count | None = optional("Jumlah karyawan", ge=0, le=100_000)
    dormitory: Flag = flag("Ada asrama atau mes karyawan")
    residents: Count | None = optional("Jumlah penghuni asrama", ge=0, le=100_000, show_if={"dormitory": [True]})


class Manager(Section):
    """Who answers for the business."""

    name: Line | None = optional("Nama", max_length=120, autocapitalize="words")
    position: Line | None = optional("Jabatan", max_length=60)
    phone: Phone | None = optional("Nomor telepon")


class Protection(Section):
    """How the business is guarded."""

    guards: Count | None = optional("Jumlah satpam", ge=0, le=1_000)
    cctv: Flag = flag("Ada CCTV")
    cameras: Count | None = optional("Jumlah kamera", ge=0, le=10_000, show_if={"cctv": [True]})
    emergency: Line | None = optional(
        "Komunikasi darurat", max_length=200, help="Misalnya HT, tombol panik, grup WhatsApp, nomor pos satpam."
    )


class SambangUsaha(Form):
    """Business, what the officer found, who answers for it, how it is guarded."""

    kind: ClassVar[str] = "sambang_usaha"
    version: ClassVar[int] = 2
    title: ClassVar[str] = "Sambang usaha"
    subject_kind: ClassVar[str | None] = "usaha"
    steps = GUIDED
    purpose: ClassVar[str] = PURPOSE

    name: Line = required("Nama usaha", min_length=2, max_length=120, autocapitalize="words")
    business_type: BusinessType = required("Jenis usaha")
    address: Line | None = address()
    neighbourhood: Neighbourhood = neighbourhood()
    result: Result = result()
    business: Business = section("Tentang usaha", folded=True)
    manager: Manager = section("Penanggung jawab", folded=True)
    protection: Protection = section("Pengamanan", folded=True)
    recipient: Recipient = recipient()

    def subject(self) -> SubjectFields:
        """The business for the register."""
        place = self.neighbourhood
        return SubjectFields(self.name, self.address or "", place.rt, place.rw, self.business.phone)
