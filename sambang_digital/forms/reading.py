"""A filled form as a person reads it: titles and labels instead of keys and codes, empty fields left out."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sambang_digital.forms.base import FormError, Section
from sambang_digital.forms.fields import DATE_BOUNDS, Place, Spec
from sambang_digital.forms.registry import FORMS

HIDDEN = "disembunyikan"
"""Stands for an answer that the reader may not see."""
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def day_text(day: date) -> str:
    """``22 November 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a field with its ``value``, or without one the heading of what follows. ``level`` counts from 0; ``link``: id of the
    text of the library that it names (:func:`linked` makes an address of it)."""

    level: int
    title: str
    value: str | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A repeated section as rows. ``columns``: title and type of each field that any row fills."""

    level: int
    title: str
    columns: list[tuple[str, str]]
    rows: list[list[str]]


def read(kind: str, form_version: int, body: Mapping[str, Any]) -> list[Line]:
    """The lines of a stored body of any issued version; a body that no form knows is shown as it is, key by key."""
    form, known = present(kind, form_version, body)
    if form is None:
        return [Line(0, str(key), str(value)) for key, value in body.items()]
    return [line for line in _section(form, known, 0) if isinstance(line, Line)]


def linked(lines: Iterable[Line], addresses: Mapping[str, str]) -> list[Line]:
    """The lines with the address of what they name, by its id; what has none is left without."""
    return [replace(line, link=addresses.get(line.link, "")) if line.link else line for line in lines]


def sheet(kind: str, form_version: int, body: Mapping[str, Any]) -> list[Line | Table]:
    """The same as it is printed: sections that repeat are tables."""
    form, known = present(kind, form_version, body)
    return list(_section(form, known, 0, tables=True)) if form else [*read(kind, form_version, body)]


def mask(kind: str, form_version: int, body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    """The present version of the form, and the body in it with :data:`HIDDEN` for what is sensitive, and for all that no form
    knows: of people only how many they are."""
    form, known = present(kind, form_version, body)
    if form is None:
        return form_version, dict.fromkeys(body, HIDDEN)
    return FORMS[kind].version, _masked(form, known)


def private(kind: str, form_version: int, body: Mapping[str, Any], types: Collection[str] = ()) -> list[Line]:
    """The lines of a stored body that :func:`mask` hides; with ``types`` fields of these types alone."""
    form, known = present(kind, form_version, body)
    return list(_private(form, known, 0, types)) if form else []


def value_at(body: Any, path: str) -> Any:
    """What stands at a dotted path (``result.concerns.0.description``) of a body, or None."""
    for step in path.split("."):
        if isinstance(body, list) and step.isdecimal() and int(step) < len(body):
            body = body[int(step)]
        elif isinstance(body, Mapping):
            body = body.get(step)
        else:
            return None
    return body


def answers(kind: str, form_version: int, body: Mapping[str, Any], paths: Iterable[str]) -> list[Line]:
    """The lines of these fields alone, by their dotted paths (``result.situation``), for readers of no more than that."""
    form, known = present(kind, form_version, body)
    return [line for path in paths for line in _answer(form, known, path.split("."))] if form else []


def _answer(section: type[Section], body: Mapping[str, Any], path: list[str]) -> Iterator[Line]:
    spec = next((spec for spec in section.specs() if spec.name == path[0]), None)
    value = body.get(path[0])
    if spec is None or is_empty(spec, value):
        return
    if path[1:]:
        yield from _answer(spec.section, value or {}, path[1:])
    else:
        yield Line(0, spec.title, text_of(spec, value))


def title_of(kind: str, path: str) -> str:
    """The title of the field at a dotted path, as the form calls it; the path's last name where the form knows it not."""
    section: Any = FORMS.get(kind)
    title = path.rpartition(".")[2]
    for step in path.split("."):
        spec = next((spec for spec in section.specs() if spec.name == step), None) if section else None
        if spec:
            title, section = spec.title, spec.section
    return title


def texts(kind: str, form_version: int, body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was written in own words (fields of type ``text``): dotted path in the body of the form's present version, text."""
    form, known = present(kind, form_version, body)
    return list(_texts(form, known, "")) if form else []


def searched(kind: str, form_version: int, body: Mapping[str, Any], *, sensitive: bool = False) -> list[str]:
    """What may be searched: names, addresses, texts, RT and RW that most readers read; with ``sensitive`` only what is kept from them,
    telephone numbers too."""
    form, known = present(kind, form_version, body)
    return list(_searched(form, known, sensitive)) if form else []


def _searched(section: type[Section], body: Mapping[str, Any], sensitive: bool, within: bool = False) -> Iterator[str]:
    """``within``: the section itself is sensitive."""
    for spec in section.specs():
        value, kept = body.get(spec.name), within or spec.sensitive
        if not value:
            continue
        if spec.type in ("section", "repeat"):
            for part in value if spec.type == "repeat" else [value]:
                yield from _searched(spec.section, part, sensitive, kept)
        elif kept == sensitive and spec.type in ("line", "text", "phone"):
            yield value
        elif kept == sensitive and spec.type == "rukun":
            yield f"{spec.title} {value}"


def present(kind: str, form_version: int, body: Mapping[str, Any]) -> tuple[type[Section] | None, Mapping[str, Any]]:
    """The form and the body in its present version; no form for a body that none knows."""
    form = FORMS.get(kind)
    try:
        return (form, form.upgrade(form_version, body)) if form else (None, body)
    except FormError:
        return None, body


def _texts(section: type[Section], body: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for spec in section.specs():
        value, here = body.get(spec.name), f"{path}{spec.name}"
        if not value:
            continue
        if spec.type == "text":
            yield here, value
        elif spec.type == "section":
            yield from _texts(spec.section, value, f"{here}.")
        elif spec.type == "repeat":
            for number, item in enumerate(value):
                yield from _texts(spec.section, item, f"{here}.{number}.")


def _masked(section: type[Section], body: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(body)
    for spec in section.specs():
        value: Any = body.get(spec.name)
        if is_empty(spec, value):
            continue
        if spec.sensitive:
            some = spec.type != "section" or any(
                not is_empty(part, value.get(part.name)) for part in spec.section.specs()
            )
            shown[spec.name] = f"{len(value)}, {HIDDEN}" if spec.type == "repeat" else HIDDEN if some else None
        elif spec.type == "section":
            shown[spec.name] = _masked(spec.section, value)
        elif spec.type == "repeat":
            shown[spec.name] = [_masked(spec.section, item) for item in value]
    return shown


def _private(section: type[Section], body: Mapping[str, Any], level: int, types: Collection[str]) -> Iterator[Line]:
    for spec in section.specs():
        value: Any = body.get(spec.name)
        if is_empty(spec, value):
            continue
        if spec.type in types if types else spec.sensitive:
            yield from (line for line in _lines(spec, value, level) if isinstance(line, Line))
        elif spec.type == "section":
            yield from _below(Line(level, spec.title), list(_private(spec.section, value, level + 1, types)))


def is_empty(spec: Spec, value: object) -> bool:
    """Whether a field holds no answer."""
    return value in (None, "", [], {}) or (spec.type == "flag" and value is False)


def _section(
    section: type[Section], body: Mapping[str, Any], level: int, *, tables: bool = False
) -> Iterator[Line | Table]:
    for spec in section.specs():
        value: Any = body.get(spec.name)
        if not is_empty(spec, value):
            yield from _lines(spec, value, level, tables=tables)


def _lines(spec: Spec, value: Any, level: int, *, tables: bool = False) -> Iterator[Line | Table]:
    if isinstance(value, str):
        yield Line(level, spec.title, text_of(spec, value))
    elif spec.hints.get("joined"):
        yield Line(level, spec.title, _joined(spec, value))
    elif spec.type == "section":
        yield from _headed(Line(level, spec.title), spec, value, level + 1, tables)
    elif spec.type == "repeat" and tables and not any(inner.section for inner in spec.section.specs()):
        yield _table(level, spec, value)
    elif spec.hints.get("widget") == "roll":
        yield Line(level, spec.title)
        yield from (Line(level + 1, str(number), _in_a_row(spec, item)) for number, item in enumerate(value, 1))
    elif spec.hints.get("widget") == "bacaan":
        yield Line(level, spec.title)
        for number, item in enumerate(value, 1):
            yield Line(level + 1, str(number), str(item.get("topic", "")), str(item.get("bacaan") or ""))
    elif spec.type == "repeat":
        yield Line(level, spec.title)
        for number, item in enumerate(value, 1):
            heading = Line(level + 1, f"{spec.hints.get('item', spec.title)} {number}")
            yield from _headed(heading, spec, item, level + 2, tables)
    else:
        yield Line(level, spec.title, text_of(spec, value))


def _headed(
    heading: Line, spec: Spec, body: Mapping[str, Any], level: int, tables: bool = False
) -> Iterator[Line | Table]:
    yield from _below(heading, list(_section(spec.section, body, level, tables=tables)))


def _below(heading: Line, lines: list[Any]) -> Iterator[Any]:
    if lines:
        yield heading
        yield from lines


def _in_a_row(spec: Spec, item: Mapping[str, Any]) -> str:
    """One person of a roll: ``Siti Aminah · Kader PKK · Hadir``."""
    said = [(part, item.get(part.name)) for part in spec.section.specs()]
    return " · ".join(
        part.title if part.type == "flag" else text_of(part, value) for part, value in said if not is_empty(part, value)
    )


def _joined(spec: Spec, value: Mapping[str, Any]) -> str:
    """A section of coded choices as one answer: ``B-2: dapat dipercaya, mengandung kebenaran``."""
    labels = [text_of(part, value.get(part.name)) for part in spec.section.specs()]
    codes = [str(value.get(part.name)) for part in spec.section.specs()]
    return f"{'-'.join(codes)}: {', '.join(labels).lower()}"


def _table(level: int, spec: Spec, items: list[Mapping[str, Any]]) -> Table:
    shown = [one for one in spec.section.specs() if one.type != "ref"]
    used = [one for one in shown if not all(is_empty(one, item.get(one.name)) for item in items)]
    rows = [
        ["" if is_empty(one, item.get(one.name)) else text_of(one, item[one.name]) for one in used] for item in items
    ]
    return Table(level, spec.title, [(one.title, one.type) for one in used], rows)


def text_of(spec: Spec, value: Any) -> str:
    """An answer that is not empty in the words of its form."""
    if spec.sensitive and isinstance(value, str) and value.endswith(HIDDEN):
        return value
    labels = {str(option): option.label for option in spec.options}
    if spec.type == "choices":
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    if spec.type == "choice":
        return labels.get(str(value), str(value))
    if spec.type == "flag":
        return "Ya"
    if spec.type == "signature":
        return "Digambar di layar"
    if spec.type == "time":
        return str(value).replace(":", ".")
    if spec.type in DATE_BOUNDS:
        return day_text(date.fromisoformat(str(value)))
    if spec.type == "point":
        return str(Place.model_validate(value))
    return str(value)
