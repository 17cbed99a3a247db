"""A target as somebody types it."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from sambang_digital.forms.pengaturan import TargetPerDay
from sambang_digital.forms.text import empty_is_none


class Target(BaseModel):
    """Visits a day; empty: what holds above."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    target: Annotated[TargetPerDay | None, BeforeValidator(empty_is_none)]
