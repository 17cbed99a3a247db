"""A text while it is written: anything may still be missing, so that a draft can always be kept. What is missing is said when it
is handed in, by the forms of ``forms/bacaan.py``."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from sambang_digital.forms.bacaan import AREA, FORMS, MAX_LINK, MAX_TRANSCRIPT, Jenis, Khalayak, Topik
from sambang_digital.forms.kiriman import Line, Text
from sambang_digital.forms.messages import field_errors
from sambang_digital.forms.text import empty_is_none

LABELS = {
    "title": "Judul",
    "summary": "Ringkasan",
    "body": "Isi",
    "topic": "Topik",
    "audience": "Untuk siapa",
    "area": "Wilayah",
    "do": "Lakukan",
    "dont": "Jangan",
    "bring": "Yang dibawa",
    "steps": "Langkahnya",
    "where": "Di mana",
    "when": "Kapan",
    "cost": "Biaya",
    "call": "Hubungi",
    "film": "Video",
    "video": "Tautan video",
    "quiz": "Kuis",
    "sources": "Sumber",
}
"""Every field in the order of the page, as people call it."""
MIN_WORDS = 5
"""Letters that say what a picture shows, at least."""
STAND_IN = "keterangan gambar"
"""What the form puts there for a new picture (``assets/islands/naskah/isian.js``), to be written over."""
UNANSWERED = "Tandai jawaban yang benar."
NO_LIST_ROOM = 20
"""Rows of a list that a draft holds at most; how many a text may have is its form's."""
PICTURE = re.compile(r"!\[([^\]]*)\]\(gambar:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\)")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Short = Annotated[Line, StringConstraints(max_length=300)]
Lines = Annotated[tuple[Short, ...], Field(max_length=NO_LIST_ROOM)]


class Kontak(_Row):
    """Whom to call, so far."""

    name: Short = ""
    number: Annotated[Line, StringConstraints(max_length=120)] = ""
    note: Short = ""


class Rujukan(_Row):
    """A source, so far."""

    title: Short = ""
    publisher: Short = ""


class Rekaman(_Row):
    """A video file, so far."""

    id: UUID
    caption: Short = ""
    transcript: Annotated[Text, StringConstraints(max_length=MAX_TRANSCRIPT)] = ""


class Tanya(_Row):
    """A question of the quiz, so far; ``answer`` None: not marked yet."""

    question: Short = ""
    options: Annotated[tuple[Short, ...], Field(max_length=5)] = ()
    answer: Annotated[int, Field(ge=0, lt=5)] | None = None
    explanation: Annotated[Line, StringConstraints(max_length=500)] = ""


class Naskah(_Row):
    """All fields of all kinds, each as far as it is written; only what would not fit into its place is refused."""

    title: Annotated[Line, StringConstraints(max_length=120)] = ""
    summary: Annotated[Line, StringConstraints(max_length=300)] = ""
    body: Annotated[Text, StringConstraints(max_length=20_000)] = ""
    topic: Annotated[Topik | None, BeforeValidator(empty_is_none)] = None
    audience: tuple[Khalayak, ...] = (Khalayak.UMUM,)
    area: Annotated[Annotated[str, StringConstraints(pattern=AREA)] | None, BeforeValidator(empty_is_none)] = None
    do: Lines = ()
    dont: Lines = ()
    bring: Lines = ()
    steps: Lines = ()
    where: Short = ""
    when: Short = ""
    cost: Short = ""
    call: Annotated[tuple[Kontak, ...], Field(max_length=8)] = ()
    film: Annotated[Rekaman | None, BeforeValidator(empty_is_none)] = None
    video: Annotated[Line, StringConstraints(max_length=MAX_LINK)] = ""
    quiz: Annotated[tuple[Tanya, ...], Field(max_length=5)] = ()
    sources: Annotated[tuple[Rujukan, ...], Field(max_length=12)] = ()

    def values(self, kind: Jenis) -> dict[str, Any]:
        """The fields that this kind has, as they are stored."""
        return {name: value for name, value in self.model_dump(mode="json").items() if name in FORMS[kind].model_fields}


def fields_of(kind: str) -> list[str]:
    """Names of the fields of a kind, in the order of the page."""
    return [name for name in LABELS if name in FORMS[kind].model_fields]


def faults_of(error: ValidationError) -> dict[str, str]:
    """What is wrong with each field, by its place (``quiz.0.options.1``); the first fault of each."""
    found: dict[str, str] = {}
    for fault in field_errors(error.errors(include_url=False)):
        # ``field_errors`` leaves out the word for the body of a request.
        field = fault["field"] or "body"
        found.setdefault(field, UNANSWERED if field.endswith(".answer") else fault["message"])
    return found


def lacking(kind: str, values: Mapping[str, Any]) -> dict[str, str]:
    """What keeps a text from being handed in, by field; nothing if nothing does."""
    try:
        FORMS[kind].model_validate(values)
    except ValidationError as error:
        return faults_of(error) | _without_words(values)
    return _without_words(values)


def _without_words(values: Mapping[str, Any]) -> dict[str, str]:
    """A picture says in words what it shows, for those who hear the page."""
    words = [" ".join(alt.split()) for alt, _ in PICTURE.findall(values.get("body", ""))]
    if all(len(alt) >= MIN_WORDS and alt.casefold() != STAND_IN for alt in words):
        return {}
    return {"body": "Setiap gambar perlu keterangan di antara kurung siku: apa yang terlihat, paling sedikit 5 huruf."}


def pictures_in(body: str) -> set[str]:
    """Ids of the photos that a text names."""
    return {id_ for _, id_ in PICTURE.findall(body)}


def media_in(values: Mapping[str, Any]) -> dict[UUID, str]:
    """The photos and the video that a text names, each with the field that names it."""
    film = values.get("film")
    return {UUID(one): "body" for one in pictures_in(values["body"])} | ({UUID(film["id"]): "film"} if film else {})


def said(name: str, value: Any) -> str:
    """What a field says, as one text: of a list each entry on a line of its own."""
    if not value:
        return ""
    if name == "topic":
        return next((one.label for one in Topik if one.value == value), str(value))
    if name == "audience":
        return ", ".join(one.label for one in Khalayak if one.value in value)
    if name == "film":
        return "\n".join(_filled([value.get("caption"), value.get("transcript"), f"(berkas {value['id'][:8]})"]))
    if isinstance(value, list):
        rows = [row for row in map(_row, value) if row]
        return ("\n\n" if name == "quiz" else "\n").join(rows)
    return str(value)


def _row(value: Any) -> str:
    if isinstance(value, str):
        return value
    if "options" in value:
        marks = ("✓" if n == value.get("answer") else "–" for n in range(len(value["options"])))
        options = (f"{mark} {option}" for mark, option in zip(marks, value["options"], strict=True))
        return "\n".join(_filled([value.get("question"), *options, value.get("explanation")]))
    return " · ".join(_filled(value.values()))


def _filled(parts: Iterable[Any]) -> list[str]:
    return [str(part) for part in parts if part not in (None, "")]
