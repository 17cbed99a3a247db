"""A citizen's request about the data that are kept of them, as the desk writes it down, and what is answered."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from sambang_digital.forms.fields import Choice
from sambang_digital.forms.kiriman import Line, Text


class Kind(Choice):
    """What is asked for."""

    CORRECTION = "perbaikan", "Perbaikan data"
    ERASURE = "penghapusan", "Penghapusan data"
    WITHDRAWAL = "tarik_persetujuan", "Tarik persetujuan"
    COPY = "salinan", "Salinan data"


class Identity(Choice):
    """How it was checked that the person is who they say."""

    CARD = "ktp", "KTP diperlihatkan"
    FAMILY_CARD = "kk", "Kartu keluarga diperlihatkan"
    KNOWN = "dikenal", "Dikenal langsung oleh petugas"
    VOUCHED = "rt_rw", "Dikenali ketua RT/RW"
    MANDATE = "kuasa", "Surat kuasa"


class Permintaan(BaseModel):
    """A request as it is written down."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    requester: Annotated[Line, Field(min_length=2, max_length=120)]
    identity: Identity
    note: Annotated[Text, Field(max_length=1000)] = ""


class Jawaban(BaseModel):
    """What becomes of a request. With a correction that is done come the right name and place; others are left as they are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: Literal["dikerjakan", "selesai", "ditolak"]
    answer: Annotated[Text, Field(max_length=1000)] = ""
    name: Annotated[Line, Field(max_length=120)] = ""
    address: Annotated[Line, Field(max_length=300)] = ""
    rt: Annotated[str, Field(pattern=r"^[0-9]{0,3}$")] = ""
    rw: Annotated[str, Field(pattern=r"^[0-9]{0,3}$")] = ""
