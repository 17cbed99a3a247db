"""The envelope around every report that a phone sends; the typed body inside is the form of its kind.

What a phone can get wrong is refused here with the field at fault, in Indonesian.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    UUID7,
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from sambang_digital.forms.text import clean_line, clean_text

MAX_PHOTOS = 5
MAX_REVISION = 10_000
MAX_ACCURACY_M = 100_000
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
MAX_AHEAD = timedelta(hours=36)
"""A clock set wrong by a whole day is believed to be just that (and flagged); more is refused."""


def _is_text(value: Any) -> Any:
    # Pydantic would read a bare number as seconds since 1970.
    if not isinstance(value, str | None):
        raise ValueError("Tulis tanggal dan jam menurut ISO 8601.")
    return value


def _is_plausible(value: datetime, info: ValidationInfo) -> datetime:
    if value < FIRST_DAY:
        raise ValueError("Tanggal sebelum 2020. Periksa jam HP.")
    present = info.context["now"] if info.context else datetime.now(UTC)
    if value > present + MAX_AHEAD:
        raise ValueError("Tanggal lebih dari sehari di masa depan. Periksa jam HP.")
    return value


def _cleaned(clean: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda value: clean(value) if isinstance(value, str) else value


Moment = Annotated[AwareDatetime, BeforeValidator(_is_text), AfterValidator(_is_plausible)]
"""A time on the phone's clock, with its zone; ``context={"now": …}`` says what the present is."""
Text = Annotated[str, BeforeValidator(_cleaned(clean_text))]
Line = Annotated[str, BeforeValidator(_cleaned(clean_line))]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Latitude = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-90, le=90)]
Longitude = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-180, le=180)]
Accuracy = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0, le=MAX_ACCURACY_M)]


class Part(BaseModel):
    """Unknown fields are refused: dropping them in silence would lose what somebody entered."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Position(Part):
    """Where, in WGS84 degrees and metres, and how it was obtained; ``time`` is when the device had the fix."""

    mode: Literal["on_site", "later", "none"]
    reason: Annotated[Text | None, Field(max_length=500, validate_default=True)] = None
    lat: Annotated[Latitude | None, Field(validate_default=True)] = None
    lon: Annotated[Longitude | None, Field(validate_default=True)] = None
    accuracy_m: Annotated[Accuracy | None, Field(validate_default=True)] = None
    time: Moment | None = None

    @field_validator("reason")
    @classmethod
    def _reason_is_given(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("mode") in ("later", "none") and not reason:
            raise ValueError("Tulis alasannya.")
        return reason

    @field_validator("lat", "lon", "accuracy_m")
    @classmethod
    def _is_whole(cls, value: float | None, info: ValidationInfo) -> float | None:
        mode = info.data.get("mode")
        if mode == "none" and value is not None:
            raise ValueError("Kosongkan: laporan ini dibuat tanpa lokasi.")
        if mode == "on_site" and value is None:
            raise ValueError("Wajib diisi untuk laporan di lokasi.")
        if mode == "later" and "lat" in info.data and (value is None) != (info.data["lat"] is None):
            raise ValueError("Lintang, bujur, dan akurasi harus diisi semua atau dikosongkan semua.")
        return value


class Place(Part):
    """Where a photo says it was taken, degrees."""

    lat: Latitude
    lon: Longitude


class Photo(Part):
    """A photo named by its hash; the bytes travel on their own, before or after the report. ``purpose``: what it is a photo of,
    where a form asks for one."""

    sha256: Sha256
    original_sha256: Sha256 | None = None
    name: Annotated[Line, Field(max_length=200)] = ""
    source: Literal["camera", "gallery"]
    taken_at: Annotated[datetime | None, BeforeValidator(_is_text)] = None
    taken_position: Place | None = None
    purpose: Literal["signed_paper"] | None = None

    def told(self) -> dict[str, Any]:
        """As JSON. Without a purpose that it does not have: phones of before know no such field."""
        return self.model_dump(mode="json", exclude=None if self.purpose else {"purpose"})


class SubjectRef(Part):
    """The house, business, figure or place visited; ``new`` when the phone met it first on this visit."""

    id: UUID7
    new: Annotated[bool, Field(strict=True)] = False


class Origin(Part):
    """The report out of which this one was made; ``path`` (``result.concerns.0``): the part of its body it is about."""

    id: UUID7
    path: Annotated[str | None, Field(max_length=120, pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")] = None


class Item(Part):
    """One revision of one report. ``duration_s``: seconds spent in the form; ``practice``: made in Mode latihan.

    ``task_id``: the task that it answers; one that is not the author's closes nothing and refuses nothing.
    """

    id: UUID7
    revision: Annotated[int, Field(strict=True, ge=1, le=MAX_REVISION)]
    base_revision: Annotated[int | None, Field(strict=True, ge=1)] = None
    author_id: Annotated[int, Field(strict=True)]
    kind: Annotated[str, Field(max_length=32)]
    form_version: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    created_at: Moment
    duration_s: Annotated[int | None, Field(strict=True, ge=0, le=31_536_000)] = None
    subject: SubjectRef | None = None
    position: Position
    body: dict[str, Any]
    photos: Annotated[list[Photo], Field(max_length=MAX_PHOTOS)] = []
    practice: Annotated[bool, Field(strict=True)] = False
    origin: Origin | None = None
    task_id: UUID7 | None = None

    @field_validator("base_revision")
    @classmethod
    def _base_is_earlier(cls, base: int | None, info: ValidationInfo) -> int | None:
        if base is not None and base >= info.data.get("revision", base + 1):
            raise ValueError("Harus lebih kecil daripada nomor revisi.")
        return base
