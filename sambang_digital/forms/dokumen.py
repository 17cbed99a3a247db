"""What of letterheads and signatures is set: for a Polres and its polsek, and by each satuan for itself."""

import re
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from sambang_digital.forms.fields import Choice
from sambang_digital.forms.kelompok import Kelompok
from sambang_digital.forms.kiriman import Line
from sambang_digital.forms.personel import service_number


class SignerOfPolres(Choice):
    """Who signs for a Polres."""

    KASAT = "kasat", "Kasat Binmas"
    KAPOLRES = "kapolres", "Kapolres"


class SignerOfPolsek(Choice):
    """Who signs for a polsek."""

    KANIT = "kanit_polsek", "Kanit Binmas"
    KAPOLSEK = "kapolsek", "Kapolsek"


class DokumenSettings(Kelompok):
    """Dokumen dan kop surat"""

    institution: Annotated[Line, Field(max_length=80, title="Kop baris pertama")] = (
        "KEPOLISIAN NEGARA REPUBLIK INDONESIA"
    )
    region: Annotated[
        Line, Field(max_length=80, title="Kop baris Polda", description="Kosong: dari nama Polda satuan.")
    ] = ""
    resort: Annotated[
        Line, Field(max_length=80, title="Kop baris Polres", description="Kosong: dari nama Polres satuan.")
    ] = ""
    address: Annotated[
        Line, Field(max_length=120, title="Alamat di bawah kop", description="Kosong: kop tanpa alamat.")
    ] = ""
    city: Annotated[
        Line,
        Field(max_length=60, title="Tempat surat ditandatangani", description="Kosong: dari nama kabupaten/kota."),
    ] = ""
    signer_of_polres: Annotated[
        SignerOfPolres,
        Field(title="Penanda tangan Polres", description="Nama, pangkat, dan NRP diambil dari akun yang menjabat."),
    ] = SignerOfPolres.KASAT
    signer_of_polsek: Annotated[
        SignerOfPolsek,
        Field(title="Penanda tangan Polsek", description="Di setiap Polsek: akun yang menjabat di sana."),
    ] = SignerOfPolsek.KANIT


class PenandaTanganSettings(Kelompok):
    """Penanda tangan satuan ini"""

    about: ClassVar[str] = "Bila orang lain yang menandatangani, atau pejabatnya tidak punya akun."
    of_one: ClassVar[bool] = True

    name: Annotated[
        Line,
        Field(
            max_length=80,
            title="Nama penanda tangan",
            description="Kosong: dari akun yang menjabat; bila tidak ada, garis untuk ditulis tangan.",
        ),
    ] = ""
    rank: Annotated[Line, Field(max_length=40, title="Pangkat")] = ""
    nrp: Annotated[
        Line, AfterValidator(lambda text: service_number(text) if text else text), Field(title="NRP atau NIP")
    ] = ""
    on_behalf: Annotated[
        Line,
        AfterValidator(lambda text: re.sub(r"^a\.\s?n\.\s*", "", text, flags=re.IGNORECASE)),
        Field(
            max_length=80,
            title="Atas nama (a.n.)",
            description="Misalnya Kapolres Metro Tangerang Kota. Kosong: atas jabatannya sendiri.",
        ),
    ] = ""
    office: Annotated[
        Line,
        Field(
            max_length=80,
            title="Jabatan",
            description="Misalnya Wakasat Binmas. Kosong: jabatan menurut Dokumen dan kop surat.",
        ),
    ] = ""

    @field_validator("rank", "nrp", "on_behalf", "office")
    @classmethod
    def _of_somebody(cls, value: str, known: ValidationInfo) -> str:
        # A name that is itself at fault is not among the data, and says so itself.
        if value and known.data.get("name") == "":
            raise ValueError("Isi juga Nama penanda tangan, atau kosongkan isian ini.")
        return value

    @field_validator("office")
    @classmethod
    def _with_office(cls, value: str, known: ValidationInfo) -> str:
        if known.data.get("on_behalf") and not value:
            raise ValueError("Isi juga Jabatan: yang menandatangani atas nama orang lain menyebut jabatannya sendiri.")
        return value
