"""Tasks as they are given and as officers answer them: kinds, steps, and the forms of both."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    UUID7,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from sambang_digital.forms.fields import Choice
from sambang_digital.forms.kiriman import Latitude, Longitude, Moment, Text
from sambang_digital.forms.messages import field_errors

MAX_TEXT = 2000
MIN_TEXT, MIN_REASON = 5, 5
MAX_OFFICERS = 50


class Jenis(Choice):
    """What is asked for."""

    VISIT = "visit", "Kunjungi rumah atau tempat ini"
    CHECK = "check", "Cek lokasi ini"
    FOLLOW_UP = "follow_up", "Tindak lanjuti laporan ini"
    COUNSELLING = "counselling", "Laksanakan penyuluhan"
    OTHER = "other", "Tugas lain"
    PENGADUAN = "pengaduan", "Tindak lanjuti pengaduan warga"


KINDS: dict[str, Jenis] = {kind.value: kind for kind in Jenis}
GIVEN = tuple(kind for kind in Jenis if kind is not Jenis.PENGADUAN)
"""What a desk gives by hand; the others come by themselves, with a citizen's report that is given to an officer."""
ANSWERED_BY: dict[Jenis, str | None] = {
    Jenis.VISIT: None,
    Jenis.CHECK: "deteksi_dini",
    Jenis.FOLLOW_UP: None,
    Jenis.COUNSELLING: "penyuluhan_lapangan",
    Jenis.OTHER: None,
    Jenis.PENGADUAN: None,
}
"""The form with which the phone begins the answer; None: that of the house, else the officer chooses."""


class Langkah(StrEnum):
    """A step of a task's history."""

    GIVEN = "diberi"
    SEEN = "dilihat"
    STARTED = "dikerjakan"
    IMPOSSIBLE = "tidak_dapat"
    ANSWERED = "dijawab"
    SENT_BACK = "dikembalikan"
    ASKED_AGAIN = "diminta_lagi"
    POSTPONED = "tenggat"
    CANCELLED = "dibatalkan"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _blank_is_none(value: Any) -> Any:
    return None if value == "" else value


def _due_hour(value: Any) -> Any:
    # A browser sends minutes, or seconds too if somebody typed them.
    return time.fromisoformat(value).replace(second=0) if isinstance(value, str) else value


Reason = Annotated[Text, Field(min_length=MIN_REASON, max_length=MAX_TEXT)]
Hour = Annotated[time | None, BeforeValidator(_due_hour), BeforeValidator(_blank_is_none)]


class Tenggat(_Strict):
    """By when: a day, and an hour if it matters, in the Polres's time zone."""

    due_day: date
    due_hour: Hour = None


class TugasBaru(Tenggat):
    """One task for each of ``officer_ids``. What its kind is about has to be named: the house, the place, the report."""

    kind: Jenis
    officer_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=MAX_OFFICERS)]
    text: Annotated[Text, Field(min_length=MIN_TEXT, max_length=MAX_TEXT)]
    area_code: Annotated[str | None, BeforeValidator(_blank_is_none)] = None
    subject_id: Annotated[UUID7 | None, BeforeValidator(_blank_is_none)] = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    source_id: Annotated[UUID7 | None, BeforeValidator(_blank_is_none)] = None

    @field_validator("kind")
    @classmethod
    def _by_hand(cls, kind: Jenis) -> Jenis:
        if kind not in GIVEN:
            raise ValueError("Tugas ini lahir dari pengaduan warga. Berikan lewat Pengaduan.")
        return kind


NEEDED: dict[Jenis, tuple[tuple[str, ...], str]] = {
    Jenis.VISIT: (("subject_id",), "Pilih rumah atau tempat yang harus dikunjungi."),
    Jenis.CHECK: (("lat", "subject_id"), "Tentukan titiknya di peta, atau pilih rumah atau tempatnya."),
    Jenis.FOLLOW_UP: (("source_id",), "Buka laporannya di Tinjauan, lalu pilih “Beri tugas”."),
}
"""What each kind has to name, one of them, and what to do without."""


class Tindakan(_Strict):
    """What an officer did about a task, as the phone sends it. ``id`` and ``made_at`` are the phone's."""

    id: UUID7
    step: Literal[Langkah.SEEN, Langkah.STARTED, Langkah.IMPOSSIBLE]
    note: Annotated[Text, Field(max_length=MAX_TEXT)] = ""
    made_at: Moment
    sent_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.step is Langkah.IMPOSSIBLE and len(self.note) < MIN_REASON:
            raise ValueError(f"Tulis mengapa tidak dapat dilaksanakan, paling sedikit {MIN_REASON} huruf.")
        return self


MESSAGES_OF = {
    "officer_ids": "Pilih petugasnya.",
    "due_day": "Tulis tanggal tenggatnya.",
    "due_hour": "Tulis jamnya, misalnya 16.00, atau kosongkan.",
    "text": f"Tulis apa yang harus dikerjakan, {MIN_TEXT} sampai {MAX_TEXT} huruf.",
    "kind": "Pilih jenis tugasnya.",
}
"""What to do about a field of a form of a desk, whatever is wrong with it."""


def faults_of(errors: list[Any]) -> dict[str, str]:
    """Pydantic's errors as ``{field: sentence}``."""
    found: dict[str, str] = {}
    for error in field_errors(errors):
        field = error["field"].partition(".")[0]
        found.setdefault(field, MESSAGES_OF.get(field, error["message"]))
    return found


def end_of(day: date, hour: time | None) -> datetime:
    """The moment, without zone, from which on a task due then is late."""
    return datetime.combine(day, hour or time(23, 59, 59))
