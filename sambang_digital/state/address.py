"""The address of a view: what is shown stands in it, so that every view can be sent on, reloaded and gone back to."""

from typing import Annotated, Any, ClassVar, Self
from urllib.parse import urlencode

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticUseDefault


def _or_default(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    """An address is typed, cut and sent on by people: what it gets wrong is left out, not refused."""
    try:
        return check(value)
    except ValidationError:
        raise PydanticUseDefault from None


MOST_PAGES = 10_000
"""No list is turned so far; no database is asked for more."""

Lenient = WrapValidator(_or_default)
Searched = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100), Lenient]
PageNumber = Annotated[int, AfterValidator(lambda typed: min(max(1, typed), MOST_PAGES)), Lenient]
"""A page of a list, from 1."""
Id = Annotated[int | None, Field(ge=1, le=2**31 - 1), Lenient]
"""An id as the database numbers them."""


class Address(BaseModel):
    """Base of the addresses: fields are the parameters after the question mark."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    path: ClassVar[str]

    def url(self, **changes: Any) -> str:
        """The address with some of it changed; what is as by default is left out."""
        fields = type(self).model_fields
        values = {**self.model_dump(), **changes}
        kept = {name: value for name, value in values.items() if value != fields[name].default}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def texts(self, *without: str) -> dict[str, str]:
        """The fields as a form shows them, empty for what is not chosen."""
        return {name: str(value or "") for name, value in self.model_dump(exclude=set(without)).items()}

    @classmethod
    def parse(cls, parameters: Any) -> Self:
        """From the parameters of an address; never fails."""
        return cls.model_validate(dict(parameters))
