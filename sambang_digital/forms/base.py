"""What every form shares: sections, preparation of a body, versions, errors, the definition for the phone."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from sambang_digital.forms import rules
from sambang_digital.forms.fields import Choice, Spec, is_shown
from sambang_digital.forms.messages import MESSAGES, field_errors

Steps = tuple[Callable[[dict[str, Any]], dict[str, Any]], ...]
MAX_ERRORS = 50
"""Errors told at once; a body with more is not the work of our form."""


class Group(Choice):
    """What officers choose from first; the order in which groups are shown."""

    SAMBANG = "sambang", "Sambang"
    LAPORAN = "laporan", "Laporan"
    KEGIATAN = "kegiatan", "Kegiatan"


class FormError(ValueError):
    """A body that the form refuses. ``errors`` are ``{"field", "message"}``, fields relative to the body."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("; ".join(f"{error['field']}: {error['message']}" for error in errors[:3]))
        self.errors = errors[:MAX_ERRORS]


@dataclass(frozen=True, slots=True)
class SubjectFields:
    """What a visit tells the register about the house, business, figure or place; ``vulnerable`` is said of places only,
    ``declined`` of households that do not want to be on record."""

    name: str
    address: str = ""
    rt: str | None = None
    rw: str | None = None
    phone: str | None = None
    vulnerable: bool = False
    declined: bool = False


class Section(BaseModel):
    """A part of a form: one JSON object."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    @cache
    def specs(cls) -> tuple[Spec, ...]:
        """The fields in the order in which they are shown."""
        specs = tuple(Spec.read(name, info) for name, info in cls.model_fields.items())
        for position, spec in enumerate(specs):
            if spec.show_if and spec.show_if[0] not in {earlier.name for earlier in specs[:position]}:
                raise TypeError(f"{cls.__name__}.{spec.name}: show_if names no earlier field")
        return specs

    @model_validator(mode="before")
    @classmethod
    def _prepare(cls, data: Any) -> Any:
        """Clean what was typed, leave out what is empty and what is not shown; the rest is checked as it is."""
        if not isinstance(data, dict):
            return data
        body = dict(data)
        for spec in cls.specs():
            value = body.pop(spec.name, None)
            if spec.show_if and not is_shown(spec, body):
                if spec.required:
                    body[spec.name] = None
                continue
            if spec.cleaner and isinstance(value, str):
                value = spec.cleaner(value)
            if value not in (None, "", []):
                body[spec.name] = value
            elif spec.type in ("section", "flag"):
                body[spec.name] = {} if spec.type == "section" else False
        return body


class Form(Section):
    """One kind of report. Subclasses set the class variables; a change of fields is a new version with its step."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    title: ClassVar[str]
    group: ClassVar[Group] = Group.SAMBANG
    secret: ClassVar[bool] = False
    """Read with its own permission only; never in previews, push or evidence."""
    subject_kind: ClassVar[str | None] = None
    """What of the register it is a visit to; None: to nobody, the phone then asks for no subject."""
    title_field: ClassVar[str] = "name"
    """The field that lists show as its title."""
    purpose: ClassVar[str] = ""
    """Shown above the first field: what the data are for."""
    steps: ClassVar[Steps] = ()
    """``steps[n]`` turns a body of version n + 1 into one of version n + 2."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a version without its step."""
        if len(cls.steps) != cls.version - 1:
            raise TypeError(f"{cls.__name__}: version {cls.version} needs {cls.version - 1} steps")

    @classmethod
    def upgrade(cls, version: int, body: Mapping[str, Any]) -> dict[str, Any]:
        """The body of an older version as one of the present version; a version never issued is refused."""
        if not 1 <= version <= cls.version:
            raise FormError([{"field": "form_version", "message": MESSAGES["version"].format(version=version)}])
        upgraded = dict(body)
        for step in cls.steps[version - 1 :]:
            upgraded = step(upgraded)
        return upgraded

    @classmethod
    def parse(cls, version: int, body: Any) -> Self:
        """The checked form of a body of any issued version, or ``FormError``."""
        if not isinstance(body, dict):
            raise FormError([{"field": "body", "message": MESSAGES["model_type"]}])
        upgraded = cls.upgrade(version, body)
        try:
            form = cls.model_validate(upgraded)
        except ValidationError as error:
            raise FormError(field_errors(error.errors(include_url=False))) from None
        if cls.has("signers") and (faults := rules.signature_faults(cls.specs(), form.model_dump(mode="json"))):
            raise FormError(faults)
        return form

    @classmethod
    @cache
    def has(cls, hint: str) -> bool:
        """Whether one of its fields has a rule over the whole form (see :mod:`rules`)."""
        return rules.has(cls.specs(), hint)

    def photo_faults(self, purposes: Collection[str | None]) -> list[dict[str, str]]:
        """Faults of a report whose photos have these ``purposes``: which one is missing."""
        return rules.photo_faults(self.specs(), self.model_dump(mode="json"), purposes) if self.has("photo") else []

    @classmethod
    def definition(cls) -> dict[str, Any]:
        """What the phone needs to show and check this form."""
        return {
            "kind": cls.kind,
            "version": cls.version,
            "title": cls.title,
            "group": str(cls.group),
            "secret": cls.secret,
            "subject_kind": cls.subject_kind,
            "title_field": cls.title_field,
            "purpose": cls.purpose,
            "fields": [spec.to_json() for spec in cls.specs()],
            "messages": MESSAGES,
        }

    def subject(self) -> SubjectFields | None:
        """What the register learns from this report; nothing by default."""
        return None

    def title_text(self) -> str:
        """What a list shows for this report."""
        return str(getattr(self, self.title_field, None) or self.title)
