"""A citizen's report as a phone sends it, and what the citizen, or the desk, does about it afterwards."""

from typing import Annotated, Literal, Self

from pydantic import UUID7, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from sambang_digital.forms.fields import Choice, Phone
from sambang_digital.forms.kiriman import Accuracy, Latitude, Line, Longitude, Moment, Part, Sha256, Text

MIN_TEXT, MAX_TEXT, MAX_NOTE = 10, 4000, 2000
MAX_FILES = 10
SECRET = r"^[A-Za-z0-9_-]{22,64}$"
"""At least 128 bits as base64url."""


class Kategori(Choice):
    """What a report is: the four of Banpol, and disturbances."""

    INFORMASI = "informasi", "Informasi"
    GANGGUAN = "gangguan", "Gangguan keamanan"
    TINDAK_PIDANA = "tindak_pidana", "Tindak pidana"
    KRITIK_SARAN = "kritik_saran", "Kritik dan saran"
    APRESIASI = "apresiasi", "Apresiasi"


class Gangguan(Choice):
    """What kind of disturbance or crime."""

    TAWURAN = "tawuran", "Tawuran"
    PENCURIAN = "pencurian", "Pencurian"
    CURANMOR = "curanmor", "Pencurian kendaraan"
    PENIPUAN_ONLINE = "penipuan_online", "Penipuan online"
    PENGANIAYAAN = "penganiayaan", "Penganiayaan"
    NARKOBA = "narkoba", "Narkoba"
    BALAP_LIAR = "balap_liar", "Balap liar"
    PREMANISME = "premanisme", "Miras atau premanisme"
    KDRT = "kdrt", "Kekerasan di rumah atau pada anak"
    KEBAKARAN = "kebakaran", "Kebakaran"
    KEMACETAN = "kemacetan", "Kemacetan"
    LAIN = "lain", "Lain-lain"


WITH_KIND = frozenset({Kategori.GANGGUAN, Kategori.TINDAK_PIDANA})
"""Categories that ask for a :class:`Gangguan`."""
GUARDED = frozenset({Gangguan.KDRT})
"""Kinds about people who may be watched by whom they report: told to nobody else, never offered as similar, not by messenger."""


class Alasan(Choice):
    """Why a report is refused."""

    PRANK = "prank", "Laporan palsu atau iseng"
    BUKAN_WEWENANG = "bukan_wewenang", "Bukan wewenang Polri"
    KURANG_DATA = "kurang_data", "Data tidak cukup untuk ditindaklanjuti"


CATEGORIES: dict[str, str] = {one.value: one.label for one in Kategori}
DISTURBANCES: dict[str, str] = {one.value: one.label for one in Gangguan}
REASONS: dict[str, str] = {one.value: one.label for one in Alasan}
"""Their words, by code."""


class Titik(Part):
    """Where it is, WGS84 degrees; ``accuracy_m`` in metres, absent where somebody chose the point on the map."""

    lat: Latitude
    lon: Longitude
    accuracy_m: Accuracy | None = None


class Berkas(Part):
    """A photo or video by its hash; its bytes travel on their own."""

    sha256: Sha256
    name: Annotated[Line, Field(max_length=200)] = ""


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


BlankIsNone = BeforeValidator(_blank_is_none)
Files = Annotated[list[Berkas], Field(max_length=MAX_FILES)]


class PengaduanBaru(Part):
    """A new report. ``secret`` opens its ticket and is made on the phone; ``consent``: what becomes of the data was shown."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    id: UUID7
    secret: Annotated[str, Field(pattern=SECRET)]
    category: Kategori
    kind: Annotated[Gangguan | None, BlankIsNone] = None
    urgent: bool = False
    about_police: bool = False
    text: Annotated[Text, Field(min_length=MIN_TEXT, max_length=MAX_TEXT)]
    happened_at: Annotated[Moment | None, BlankIsNone] = None
    position: Titik | None = None
    place: Annotated[Line, Field(max_length=300)] = ""
    area_code: Annotated[Annotated[str, Field(max_length=13)] | None, BlankIsNone] = None
    name: Annotated[Annotated[Line, Field(max_length=120)] | None, BlankIsNone] = None
    phone: Annotated[Phone | None, BlankIsNone] = None
    address: Annotated[Annotated[Line, Field(max_length=300)] | None, BlankIsNone] = None
    hide_identity: bool = False
    consent: Literal[True]
    made_at: Moment
    files: Files = []

    @field_validator("kind")
    @classmethod
    def _belongs(cls, kind: Gangguan | None, info: ValidationInfo) -> Gangguan | None:
        if kind is not None and info.data.get("category", Kategori.GANGGUAN) not in WITH_KIND:
            raise ValueError("Hanya untuk gangguan keamanan dan tindak pidana.")
        return kind

    @field_validator("files")
    @classmethod
    def _each_once(cls, files: list[Berkas]) -> list[Berkas]:
        if len({one.sha256 for one in files}) < len(files):
            raise ValueError("Satu foto atau video disebut dua kali.")
        return files


class LangkahWarga(Part):
    """What a citizen does about a report of theirs; ``id`` is made on the phone."""

    id: UUID7
    step: Literal["lengkapi", "nilai", "buka_lagi"]
    note: Annotated[Text, Field(max_length=MAX_NOTE)] = ""
    rating: Annotated[int | None, Field(strict=True, ge=1, le=5)] = None
    files: Files = []

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.step == "nilai" and self.rating is None:
            raise ValueError("Pilih satu sampai lima bintang.")
        if self.step != "nilai" and len(self.note) < 5 and not self.files:
            raise ValueError("Tulis keterangannya, paling sedikit 5 huruf.")
        return self


class Tiket(Part):
    """A ticket shown with its secret."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    code: Annotated[Line, Field(min_length=8, max_length=12)]
    secret: Annotated[str, Field(min_length=1, max_length=64)]
