"""What one person wants to hear, as it is sent and shown."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Jenis(StrEnum):
    """Everything there is news of."""

    DIKEMBALIKAN = "dikembalikan"
    TUGAS = "tugas"
    SEBUTAN = "sebutan"
    SEBUTAN_TUGAS = "sebutan_tugas"
    PENGINGAT = "pengingat"
    TANPA_LAPORAN = "tanpa_laporan"
    ANGGOTA = "anggota"
    ESKALASI = "eskalasi"
    PENGADUAN = "pengaduan"
    RESPON_CEPAT = "respon_cepat"
    BACAAN_DIAJUKAN = "bacaan_diajukan"
    BACAAN_DIKEMBALIKAN = "bacaan_dikembalikan"
    BACAAN_TERBIT = "bacaan_terbit"
    SALURAN = "saluran"
    UJI = "uji"


class Level(StrEnum):
    """How far one kind of news reaches a person."""

    OFF = "mati"
    APP = "aplikasi"
    PUSH = "layar"


Minute = Annotated[int, Field(strict=True, ge=0, le=1439)]
"""Of the local day: 0 is midnight, 1320 ten in the evening."""


class Pilihan(BaseModel):
    """Quiet hours (equal ones: none), and the kinds whose level is not the default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quiet_from: Annotated[Minute, Field(title="Jam tenang mulai")] = 22 * 60
    quiet_until: Annotated[Minute, Field(title="Jam tenang sampai")] = 5 * 60
    levels: dict[Jenis, Level] = {}

    @field_validator("levels", mode="before")
    @classmethod
    def _known(cls, typed: Any) -> Any:
        """What a newer or older version of the app names besides is left out."""
        return {key: value for key, value in typed.items() if key in set(Jenis)} if isinstance(typed, dict) else typed
