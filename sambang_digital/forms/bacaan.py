"""What citizens read, as it is written: one form for each kind, and the lists of topics and readers."""

import re
from typing import Annotated, Any, ClassVar, Self
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from sambang_digital.forms.fields import Choice
from sambang_digital.forms.kiriman import Line, Text

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Jenis(Choice):
    """Kinds, in the order in which they are shown."""

    ARTIKEL = "artikel", "Penyuluhan"
    LAYANAN = "layanan", "Layanan polisi"
    HIMBAUAN = "himbauan", "Himbauan"
    BERITA = "berita", "Berita"


class Topik(Choice):
    """What a text is about."""

    CURANMOR = "curanmor", "Pencurian motor"
    PENCURIAN = "pencurian", "Pencurian rumah dan usaha"
    PENIPUAN_ONLINE = "penipuan_online", "Penipuan online"
    PINJOL_JUDI = "pinjol_judi", "Pinjol dan judi online"
    TAWURAN = "tawuran", "Tawuran"
    NARKOBA = "narkoba", "Narkoba"
    KDRT_ANAK = "kdrt_anak", "KDRT dan anak"
    TPPO = "tppo", "Perdagangan orang"
    REMAJA_DIGITAL = "remaja_digital", "Remaja dan dunia digital"
    HOAKS_PEMILU = "hoaks_pemilu", "Hoaks dan pemilu"
    TAMU_SISKAMLING = "tamu_siskamling", "Tamu dan siskamling"
    LALU_LINTAS = "lalu_lintas", "Lalu lintas"
    KEBAKARAN = "kebakaran", "Kebakaran"
    BENCANA = "bencana", "Banjir dan bencana"


GUARDED: frozenset[Topik] = frozenset({Topik.KDRT_ANAK, Topik.TPPO})
"""Topics whose readers may be watched: their pages have a way out at once, and are kept on no phone."""


class Khalayak(Choice):
    """For whom a text is written."""

    UMUM = "umum", "Semua orang"
    ORANG_TUA = "orang_tua", "Orang tua"
    REMAJA = "remaja", "Remaja"
    PELAJAR = "pelajar", "Pelajar"
    PEREMPUAN = "perempuan", "Perempuan"
    LANSIA = "lansia", "Lansia"
    PELAKU_USAHA = "pelaku_usaha", "Pelaku usaha"
    PENGURUS_RT_RW = "pengurus_rt_rw", "Pengurus RT/RW"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Name = Annotated[Line, StringConstraints(min_length=2, max_length=160)]
Title = Annotated[Line, StringConstraints(min_length=5, max_length=120)]
Summary = Annotated[Line, StringConstraints(min_length=20, max_length=300)]
Sentence = Annotated[Line, StringConstraints(min_length=5, max_length=300)]
Explanation = Annotated[Line, StringConstraints(min_length=5, max_length=500)]
Point = Annotated[Line, StringConstraints(min_length=3, max_length=200)]
Option = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
Note = Annotated[Line, StringConstraints(max_length=200)]
Body = Annotated[Text, StringConstraints(min_length=40, max_length=20_000)]
MAX_LINK = 300
MAX_TRANSCRIPT = 12_000
"""Letters: what is said in ten minutes, and some more."""
_LINK = re.compile(r"https://(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d{1,5})?(?:[/?#][^\s\"'<>\\\\]*)?", re.IGNORECASE)
AREA = r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}(\.[0-9]{4})?$"
"""A kecamatan or a village, as Kemendagri numbers them."""
_PHONE = re.compile(r"\+?[0-9]{3,15}")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w./-]*)?")


def _contact(value: Any) -> Any:
    if isinstance(value, str) and not (_PHONE.fullmatch(value) or _HOST.fullmatch(value)):
        raise ValueError(
            "Tulis nomor telepon dengan angka saja, misalnya 110, atau alamat situs, misalnya lapor.go.id."
        )
    return value


def _video(value: Any) -> Any:
    if isinstance(value, str) and value and not _LINK.fullmatch(value):
        raise ValueError("Tulis alamat lengkap yang diawali https://, misalnya https://www.youtube.com/watch?v=abc.")
    return value


Video = Annotated[Line, StringConstraints(max_length=MAX_LINK), AfterValidator(_video)]
Area = Annotated[str, StringConstraints(pattern=AREA)]


Caption = Annotated[Line, StringConstraints(min_length=5, max_length=160)]
Transcript = Annotated[Text, StringConstraints(min_length=20, max_length=MAX_TRANSCRIPT)]


class Film(_Part):
    """A video file of our own (``id`` of a ``Media``): what it is, and all that is said and shown in it, for who cannot hear or see it."""

    id: UUID
    caption: Caption
    transcript: Transcript


class Hubungi(_Part):
    """Whom to call: ``number`` is a telephone number, or the address of a site without ``https://``."""

    name: Name
    number: Annotated[str, BeforeValidator(_contact), Field(max_length=120)]
    note: Note = ""

    @property
    def is_phone(self) -> bool:
        """Whether one calls it."""
        return bool(_PHONE.fullmatch(self.number))

    @property
    def href(self) -> str:
        """What a tap opens."""
        return f"tel:{self.number}" if self.is_phone else f"https://{self.number}"


class Sumber(_Part):
    """What a text rests on."""

    title: Sentence
    publisher: Name


class Soal(_Part):
    """A question with its choices; ``answer`` is the place of the right one, from 0."""

    question: Sentence
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=5)]
    answer: Annotated[int, Field(ge=0)]
    explanation: Explanation

    @model_validator(mode="after")
    def _is_answered(self) -> Self:
        if self.answer >= len(self.options):
            raise ValueError("Jawaban benar harus salah satu dari pilihan.")
        if len(set(self.options)) < len(self.options):
            raise ValueError("Pilihan jawaban tidak boleh ada yang sama.")
        return self


Advice = Annotated[tuple[Point, ...], Field(min_length=1, max_length=8)]
Steps = Annotated[tuple[Point, ...], Field(min_length=1, max_length=12)]
Calls = Annotated[tuple[Hubungi, ...], Field(max_length=8)]
Sources = Annotated[tuple[Sumber, ...], Field(max_length=12)]


class Isi(_Part):
    """What every kind has. ``body`` is Markdown; ``film`` a video of our own, ``video`` the address of one elsewhere; ``area`` the kecamatan or village that it is
    for, None: everywhere."""

    kind: ClassVar[Jenis]

    title: Title
    summary: Summary
    body: Body
    topic: Topik | None = None
    audience: tuple[Khalayak, ...] = (Khalayak.UMUM,)
    call: Calls = ()
    sources: Sources = ()
    film: Film | None = None
    video: Video = ""
    area: Area | None = None

    @property
    def video_host(self) -> str:
        """Whose site shows the video; empty without one."""
        return urlsplit(self.video).hostname or ""


class Artikel(Isi):
    """Guidance (penyuluhan): what to do, what not to do, whom to call, and questions to see whether it was understood."""

    kind = Jenis.ARTIKEL

    topic: Topik
    do: Advice
    dont: Advice
    call: Annotated[Calls, Field(min_length=1)]
    sources: Annotated[Sources, Field(min_length=1)]
    quiz: Annotated[tuple[Soal, ...], Field(min_length=3, max_length=5)]


class Layanan(Isi):
    """A service of the police: what to bring, the steps, where, when, and what it costs."""

    kind = Jenis.LAYANAN

    bring: Steps
    steps: Steps
    where: Sentence
    when: Sentence
    cost: Sentence
    sources: Annotated[Sources, Field(min_length=1)]


class Himbauan(Isi):
    """An announcement."""

    kind = Jenis.HIMBAUAN


class Berita(Isi):
    """News of what the police did."""

    kind = Jenis.BERITA


FORMS: dict[str, type[Isi]] = {form.kind.value: form for form in (Artikel, Layanan, Himbauan, Berita)}
COMMON = frozenset({"title", "summary", "body", "topic", "audience"})
"""Fields with a column of their own; the others are ``BacaanVersi.parts``."""
