"""A post in the thread of a report, as it is sent."""

from typing import Annotated

from pydantic import UUID7, BaseModel, ConfigDict, Field, model_validator

from sambang_digital.forms.kiriman import MAX_PHOTOS, Moment, Sha256, Text

MAX_TEXT = 2000
MAX_MENTIONS = 20


class Pesan(BaseModel):
    """``id`` is made where the post is written; ``created_at`` is that clock's. A post without words has a photo."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID7
    text: Annotated[Text, Field(max_length=MAX_TEXT)] = ""
    mentions: Annotated[list[Annotated[int, Field(strict=True, ge=1, lt=2**31)]], Field(max_length=MAX_MENTIONS)] = []
    photos: Annotated[list[Sha256], Field(max_length=MAX_PHOTOS)] = []
    created_at: Moment

    @model_validator(mode="after")
    def _says_something(self) -> "Pesan":
        if not self.text and not self.photos:
            raise ValueError("Tulis sesuatu atau tambahkan foto.")
        return self
