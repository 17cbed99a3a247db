"""One item of what a phone sends, by itself: read, checked against envelope, form and clock, and made the row of a report.

Nothing here touches the database; what becomes of a screened item is decided in :mod:`kiriman`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict
from uuid import UUID

from pydantic import ValidationError

from sambang_digital.forms.base import Form, FormError
from sambang_digital.forms.kiriman import MAX_REVISION, Item
from sambang_digital.forms.messages import field_errors
from sambang_digital.forms.registry import parse
from sambang_digital.forms.text import clean_line
from sambang_digital.security.actor import Actor
from sambang_digital.services.flags import Flag, for_phone
from sambang_digital.services.laporan import Arrival, canonical, content_hash, receipt
from sambang_digital.services.waktu import day_of

Error = dict[str, str]


class Status(StrEnum):
    """What became of an item."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    WRONG_ACCOUNT = "wrong_account"


class Result(TypedDict):
    """The answer to one item; ``id`` and ``revision`` as they were sent, if they can be told back."""

    id: str | None
    revision: int | None
    status: str
    receipt: str | None
    number: str | None
    verdict: str | None
    area_code: str | None
    flags: list[Flag]
    errors: list[Error]


@dataclass(slots=True, eq=False)
class Entry:
    """One item on its way in: screened (``row``) or refused (``errors``), and in the end its ``status``."""

    raw: Any
    text: str
    hash: str
    sender_id: int
    at: datetime
    item: Item | None = None
    form: Form | None = None
    row: dict[str, Any] = field(default_factory=dict)
    status: Status | None = None
    errors: list[Error] = field(default_factory=list)
    stored: Any = None

    @property
    def key(self) -> tuple[UUID, int]:
        """(id, revision) of a screened item."""
        return self.row["id"], self.row["revision"]

    @property
    def sent_id(self) -> str | None:
        """The id as it was sent, whatever its form."""
        sent = self.raw.get("id") if isinstance(self.raw, dict) else None
        return clean_line(sent)[:64] if isinstance(sent, str) else None

    @property
    def sent_revision(self) -> int | None:
        """The revision as it was sent, if it could be one."""
        sent = self.raw.get("revision") if isinstance(self.raw, dict) else None
        return sent if type(sent) is int and 0 < sent <= MAX_REVISION else None

    def refuse(self, errors: list[Error]) -> None:
        """The phone keeps it for correction, the server keeps its text."""
        self.status, self.errors = Status.REJECTED, errors

    def result(self) -> Result:
        """What the phone is told. A duplicate gets what was stored the first time."""
        kept = self.status in (Status.ACCEPTED, Status.DUPLICATE, Status.CONFLICT)
        known = self.stored._mapping if self.stored is not None else self.row
        return Result(
            id=self.sent_id,
            revision=self.sent_revision,
            status=str(self.status),
            receipt=self.row["receipt"] if kept else None,
            number=self.row["number"] if kept else None,
            verdict=known["verdict"] if kept else None,
            area_code=known["area_code"] if kept else None,
            flags=for_phone(known["flags"]) if kept else [],
            errors=self.errors,
        )


def screen(raw: Any, text: str, actor: Actor, arrival: Arrival) -> Entry:
    """Check one item of a request; ``text``, the request's raw body, is kept of one that cannot be written again."""
    try:
        encoded = canonical(raw)
        entry = Entry(raw, encoded.decode(), content_hash(encoded), actor.id, arrival.at)
    except TypeError:
        # Not to be written as JSON again (too deep, numbers too large): the request's own text is kept.
        entry = Entry(raw, text, content_hash(text.encode()), actor.id, arrival.at)
        entry.refuse([{"field": "", "message": "Laporan ini tidak dapat dibaca."}])
        return entry
    if isinstance(raw, dict) and isinstance(raw.get("author_id"), int) and raw["author_id"] != actor.id:
        entry.status = Status.WRONG_ACCOUNT
        return entry
    try:
        item = Item.model_validate(raw, context={"now": arrival.at})
    except ValidationError as error:
        entry.refuse(_storable(field_errors(error.errors(include_url=False))))
        return entry
    try:
        form = parse(item.kind, item.form_version, item.body)
        if missing := form.photo_faults({photo.purpose for photo in item.photos}):
            raise FormError(missing)
    except FormError as error:
        entry.refuse(_storable([_in_envelope(one) for one in error.errors]))
        return entry
    entry.item, entry.form = item, form
    entry.row = _row(entry, item, form, actor, arrival)
    return entry


def _in_envelope(error: Error) -> Error:
    return error if error["field"] in ("kind", "form_version", "body") else {**error, "field": f"body.{error['field']}"}


def _storable(errors: list[Error]) -> list[Error]:
    # A field's name may be the sender's own, with characters that no database takes.
    return [{**error, "field": clean_line(error["field"])[:200] or "body"} for error in errors]


def _row(entry: Entry, item: Item, form: Form, actor: Actor, arrival: Arrival) -> dict[str, Any]:
    """The report's row; verdict and flags follow."""
    position = item.position
    captured_at = arrival.captured_at(item.created_at, position.time)
    return {
        "id": item.id,
        "revision": item.revision,
        "base_revision": item.base_revision,
        "current": True,
        "author_id": actor.id,
        "satuan_id": actor.satuan_id,
        "kind": item.kind,
        "form_version": form.version,
        "created_at": item.created_at,
        "captured_at": captured_at,
        "received_at": arrival.at,
        "changed_at": arrival.at,
        "day": day_of(captured_at),
        "duration_s": item.duration_s,
        "subject_id": item.subject.id if item.subject and form.subject_kind else None,
        "title": form.title_text()[:200],
        "lat": position.lat,
        "lon": position.lon,
        "accuracy_m": position.accuracy_m,
        "fix_at": position.time,
        "mode": position.mode,
        "mode_reason": position.reason or None,
        "verdict": None,
        "area_code": None,
        "area_approximate": False,
        "flags": [],
        "severity": 0,
        "practice": item.practice,
        "task_id": item.task_id,
        "body": form.model_dump(mode="json"),
        "photos": [photo.told() for photo in item.photos],
        "content_hash": entry.hash,
        "receipt": receipt(item.id, item.revision, entry.hash),
        "state": "terkirim",
        "origin_id": item.origin.id if item.origin else None,
        "origin_path": item.origin.path if item.origin else None,
        "number": None,
    }
