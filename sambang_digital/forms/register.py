"""What a phone tells of an entry of the register, beside its visits."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sambang_digital.forms.kiriman import Line


class Pindah(BaseModel):
    """Whether they moved away (``moved``), and then on which day and why; else they live there after all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    moved: Annotated[bool, Field(strict=True)]
    on: Annotated[date | None, Field(validate_default=True)] = None
    reason: Annotated[Line, Field(max_length=200)] = ""

    @field_validator("on")
    @classmethod
    def _day_is_given(cls, on: date | None, info: object) -> date | None:
        if on is None and getattr(info, "data", {}).get("moved"):
            raise ValueError("Tulis tanggal pindahnya.")
        return on
