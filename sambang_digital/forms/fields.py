"""The kinds of field a form can have, and what the phone is told about each (``Spec``).

A form is a Pydantic model whose annotations come from here::

    name: Line = required("Nama tempat", max_length=120)
    phone: Phone | None = optional("Telepon")

``Spec`` is read once from such a field; both the server's preparation of a body and the definition sent to the phone
come from it, so nothing is said twice.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import Enum, StrEnum
from types import NoneType
from typing import Annotated, Any, TypedDict, Unpack, get_args, get_origin

import annotated_types as limits
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from sambang_digital.forms.messages import MESSAGES
from sambang_digital.forms.text import clean_line, clean_text

DATE_BOUNDS = {"birthdate": (date(1900, 1, 1), 0), "date": (date(2000, 1, 1), 0), "duedate": (date(2000, 1, 1), 5)}
"""The earliest day of each type of date, and how many years ahead of today (in whole 365 days) the latest may lie."""
INK_SIZE = (600, 300)
"""Width and height of the sheet on which a signature is drawn; its coordinates are whole numbers within."""
INK_MAX = 3000
INK_POINTS = 5
"""Fewer are a slip of the finger."""
SENSITIVE = frozenset({"phone", "birthdate"})
"""Types of fields that only those see who need to (``register:sensitive``); others are marked by ``sensitive=True``."""


class Choice(StrEnum):
    """Options of a choice: ``CODE = "code", "What people see"``."""

    label: str

    def __new__(cls, code: str, label: str) -> "Choice":
        """A member equal to its code, carrying its label."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


@dataclass(frozen=True)
class Type:
    """Marks an annotation with the name of its type on the phone."""

    name: str


def today() -> date:
    """The latest date that it is anywhere on Earth: a date beyond it is in the future for everybody."""
    return datetime.now(timezone(timedelta(hours=14))).date()


def _fault(code: str, **said: Any) -> PydanticCustomError:
    return PydanticCustomError(code, MESSAGES[code], said)


def dialled(value: str) -> str:
    """A telephone number without what only parts its digits; Indonesia's +62 becomes 0."""
    number = re.sub(r"[\s().\-/]", "", value)
    return re.sub(r"^(\+?62|0062)(?=[1-9])", "0", number)


def _phone(value: str) -> str:
    """Digits with at most a leading plus."""
    number = dialled(value)
    if not re.fullmatch(r"\+?[0-9]{6,15}", number):
        raise _fault("phone")
    return number


def _rukun(value: str) -> str:
    """Number of an RT or RW, three digits."""
    if not re.fullmatch(r"[0-9]{1,3}", value):
        raise _fault("rukun")
    return value.zfill(3)


def _count(value: Any) -> int:
    """A whole number, also as typed: ``12``, ``12.0`` or ``"12"``."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}", value):
        return int(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1:
        return int(value)
    raise _fault("number")


DATES = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})",
        r"(?P<d>[0-9]{2})(?P<m>[0-9]{2})(?P<y>[0-9]{4})",
        r"(?P<d>[0-9]{1,2})[-/. ](?P<m>[0-9]{1,2})[-/. ](?P<y>[0-9]{4})",
    )
)


def _date(kind: str) -> BeforeValidator:
    """ISO, or day-month-year as people write it: ``31-12-1990``, ``31/12/1990``, ``31121990``; within :data:`DATE_BOUNDS`."""
    earliest, years = DATE_BOUNDS[kind]

    def read(value: Any) -> date:
        if isinstance(value, date):
            return value
        parts = next(filter(None, (form.fullmatch(value) for form in DATES)), None) if isinstance(value, str) else None
        try:
            day = date(*(int(parts[key]) for key in "ymd")) if parts else None
        except ValueError:
            day = None
        if day is None:
            raise _fault("date")
        if day < earliest:
            raise _fault("date_too_early", year=earliest.year)
        if day > today() + timedelta(days=365 * years):
            raise _fault("date_too_far" if years else "date_in_future", years=years)
        return day

    return BeforeValidator(read)


def _time(value: str) -> str:
    """``HH:MM`` of 24 hours, from ``7.30``, ``07:30`` or ``0730``."""
    if not (found := re.fullmatch(r"([01]?[0-9]|2[0-3])[.:]?([0-5][0-9])", value)):
        raise _fault("time")
    return f"{found[1].zfill(2)}:{found[2]}"


def _ink(value: str) -> str:
    """Strokes as the path of an SVG: ``M12 34 56 78M90 12 …``, each ``M`` a stroke, at most :data:`INK_MAX` letters."""
    drawn = len(value) <= INK_MAX and re.fullmatch(r"(?:M[0-9]{1,3} [0-9]{1,3}(?: [0-9]{1,3} [0-9]{1,3})*)+", value)
    points = [(int(x), int(y)) for x, y in re.findall(r"([0-9]+) ([0-9]+)", value)] if drawn else []
    width, height = INK_SIZE
    if len(points) < INK_POINTS or any(x > width or y > height for x, y in points):
        raise _fault("signature")
    return value


def _clause(value: str) -> str:
    """One point of an agreement, no gap left open in it."""
    if re.search(r"\[[^\[\]]*\]", value):
        raise _fault("blank")
    return value


class Place(BaseModel):
    """A place, degrees (WGS84)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lat: Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-90, le=90)]
    lon: Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-180, le=180)]

    def __str__(self) -> str:
        """``-6,17188; 106,63172``: to a metre, as people write it."""
        return "; ".join(f"{degrees:.5f}".replace(".", ",") for degrees in (self.lat, self.lon))


def _point(value: Any) -> Place:
    try:
        return Place.model_validate(value)
    except ValidationError:
        # A place is picked as a whole: what is wrong with its halves tells nobody anything.
        raise _fault("point") from None


def _ref(value: str) -> str:
    """The id of something that the phone holds a list of, a UUID in small letters."""
    if not re.fullmatch(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", value):
        raise _fault("ref")
    return value


Line = Annotated[str, Type("line")]
Text = Annotated[str, Type("text")]
Phone = Annotated[str, Type("phone"), AfterValidator(_phone)]
Rukun = Annotated[str, Type("rukun"), AfterValidator(_rukun)]
Count = Annotated[int, Type("count"), BeforeValidator(_count)]
BirthDate = Annotated[date, Type("birthdate"), _date("birthdate")]
Day = Annotated[date, Type("date"), _date("date")]
"""A day on which something happened."""
DueDay = Annotated[date, Type("duedate"), _date("duedate")]
"""A day that may lie ahead."""
Time = Annotated[str, Type("time"), AfterValidator(_time)]
Point = Annotated[Place, Type("point"), BeforeValidator(_point)]
"""A place on the map."""
Flag = Annotated[bool, Type("flag"), Strict()]
Ref = Annotated[str, Type("ref"), AfterValidator(_ref)]
"""What is meant is chosen, never typed; its words stand in a field beside it."""
Ink = Annotated[str, Type("signature"), AfterValidator(_ink)]
Clause = Annotated[str, Type("clause"), limits.MinLen(5), limits.MaxLen(500), AfterValidator(_clause)]

TYPED = {"line": clean_line, "text": clean_text} | dict.fromkeys(
    ("phone", "rukun", "count", "time", "signature", "clause", "ref", *DATE_BOUNDS), clean_line
)
"""How the text of each typed field is cleaned before anything is checked or counted."""

ShowIf = Mapping[str, list[Any]]
"""One earlier field of the same object and the values of it under which a field is shown."""


class Hints(TypedDict, total=False):
    """What the phone needs to show a field well; limits are counted after cleaning.

    ``coded``: options are known by their codes, which stand before their labels. ``joined``: a section of such choices, read as
    one answer (``B-2: dapat dipercaya, mengandung kebenaran``). ``today``: a date that starts as the present day.
    ``widget``: another control than that of its type, e.g. ``roll``, a list of people that is quick to type.
    ``folded``: in a fold of its own; ``fold``: in one fold of that title with its neighbours of the same, how they are stored the same.
    ``signers``, ``photo``: rules over the whole form, see :mod:`rules`. ``locked_by``: a later field of the same object; while it
    holds something this one is only shown.
    """

    help: str
    show_if: ShowIf | None
    min_length: int
    max_length: int
    ge: int
    le: int
    widget: str
    placeholder: str
    autocomplete: str
    inputmode: str
    autocapitalize: str
    folded: bool
    fold: str
    row: bool
    item: str
    coded: bool
    joined: bool
    today: bool
    signers: bool
    photo: Mapping[str, str]
    locked_by: str
    sensitive: bool


_LIMITS = ("min_length", "max_length", "ge", "le")


def _field(title: str, hints: Hints, **default: Any) -> Any:
    shown: dict[str, Any] = {key: value for key, value in hints.items() if key not in (*_LIMITS, "help")}
    bounds = {key: hints[key] for key in _LIMITS if key in hints}  # type: ignore[literal-required]
    return Field(title=title, description=hints.get("help"), json_schema_extra=shown, **bounds, **default)


def required(title: str, **hints: Unpack[Hints]) -> Any:
    """A field that must be filled whenever it is shown (with ``show_if`` its annotation needs ``| None``)."""
    return _field(title, hints)


def optional(title: str, **hints: Unpack[Hints]) -> Any:
    """A field that may stay empty."""
    return _field(title, hints, default=None)


def flag(title: str, **hints: Unpack[Hints]) -> Any:
    """A yes or no that is no until somebody says yes."""
    return _field(title, hints, default=False)


def several(title: str, **hints: Unpack[Hints]) -> Any:
    """Any number of options (``list[Choice]``) or a repeated section (``list[Section]``, ``item`` names one)."""
    return _field(title, hints, default_factory=list)


section = required
"""A nested section; empty ones are filled from their own fields."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One field as the phone and the preparation of a body see it."""

    name: str
    type: str
    title: str
    help: str | None
    required: bool
    min: int | None
    max: int | None
    show_if: tuple[str, tuple[Any, ...]] | None
    options: tuple[Choice, ...] = ()
    section: Any = None
    hints: dict[str, Any] = field(default_factory=dict)
    cleaner: Callable[[str], str] | None = None
    sensitive: bool = False

    @classmethod
    def read(cls, name: str, info: FieldInfo) -> "Spec":
        """The spec of one field of a section."""
        kind, inner = _type_of(info)
        hints = dict(info.json_schema_extra) if isinstance(info.json_schema_extra, dict) else {}
        show_if: Any = hints.pop("show_if", None)
        marks = _marks(info)
        lower = [m.min_length if isinstance(m, limits.MinLen) else m.ge for m in marks if _is_lower(m)]
        upper = [m.max_length if isinstance(m, limits.MaxLen) else m.le for m in marks if _is_upper(m)]
        return cls(
            name=name,
            type=kind,
            title=info.title or name,
            help=info.description,
            required=info.is_required(),
            min=lower[0] if lower else None,
            max=upper[0] if upper else None,
            show_if=_condition(show_if) if show_if else None,
            options=tuple(inner) if kind in ("choice", "choices") else (),
            section=inner if kind in ("section", "repeat") else None,
            hints=hints,
            cleaner=TYPED.get(kind),
            # No matter for the phone: whoever fills in a form sees all of it.
            sensitive=bool(hints.pop("sensitive", False)) or kind in SENSITIVE,
        )

    def to_json(self) -> dict[str, Any]:
        """The field in the phone's definition; keys without a value are left out."""
        found = {
            "name": self.name,
            "type": self.type,
            "title": self.title,
            "help": self.help,
            "required": self.required and self.type != "section",
            "min": self.min,
            "max": self.max,
            "show_if": {"field": self.show_if[0], "in": list(self.show_if[1])} if self.show_if else None,
            "options": [[str(option), option.label] for option in self.options],
            **self.hints,
            "fields": [spec.to_json() for spec in self.section.specs()] if self.section else None,
        }
        return {key: value for key, value in found.items() if value is not None and value is not False and value != []}


def _is_lower(constraint: Any) -> bool:
    return isinstance(constraint, limits.MinLen | limits.Ge)


def _is_upper(constraint: Any) -> bool:
    return isinstance(constraint, limits.MaxLen | limits.Le)


def _condition(show_if: ShowIf) -> tuple[str, tuple[Any, ...]]:
    ((name, values),) = show_if.items()
    return name, tuple(str(value) if isinstance(value, Enum) else value for value in values)


def _annotation(info: FieldInfo) -> Any:
    """What a field holds when it is not empty."""
    if NoneType in get_args(info.annotation):
        (annotation,) = (part for part in get_args(info.annotation) if part is not NoneType)
        return annotation
    return info.annotation


def _marks(info: FieldInfo) -> list[Any]:
    """What is said of a field's values, also where the field may stay empty."""
    annotation = _annotation(info)
    return [*info.metadata, *(get_args(annotation)[1:] if get_origin(annotation) is Annotated else ())]


def _type_of(info: FieldInfo) -> tuple[str, Any]:
    """Name of the field's type, and its options or its section where it has them."""
    for mark in _marks(info):
        if isinstance(mark, Type):
            return mark.name, None
    annotation = _annotation(info)
    if get_origin(annotation) is list:
        (inner,) = get_args(annotation)
        return ("choices" if issubclass(inner, Choice) else "repeat"), inner
    return ("choice" if issubclass(annotation, Choice) else "section"), annotation


def is_shown(spec: Spec, body: Mapping[str, Any]) -> bool:
    """Whether the field is shown, given the prepared fields before it."""
    if spec.show_if is None:
        return True
    name, wanted = spec.show_if
    value = body.get(name)
    chosen = value if isinstance(value, list) else [value]
    for one in chosen:
        for other in wanted:
            # True == 1 in Python, but not on the phone.
            if one == other and type(one) is type(other):
                return True
    return False
