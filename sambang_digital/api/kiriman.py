"""The intake of reports: what a phone kept while it had no network arrives here."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError

from sambang_digital.api.problem import RETRY_AFTER_S, Problem
from sambang_digital.db import transaction
from sambang_digital.forms.kiriman import Item
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.rates import Rate
from sambang_digital.security.sessions import allowed
from sambang_digital.services import kiriman, latihan
from sambang_digital.services.group_commit import Overloaded
from sambang_digital.services.laporan import Arrival

router = APIRouter(prefix="/kiriman", tags=["kiriman"])
RATE = Rate()


class FieldError(BaseModel):
    """What is wrong with one field of an item; fields of the form start with ``body.``."""

    field: str
    message: str


class FlagOut(BaseModel):
    """Something a reviewer will look at."""

    code: str
    severity: Literal["info", "low", "medium", "high"]
    evidence: str


class ResultOut(BaseModel):
    """What became of one item.

    ``accepted``: stored, here is its receipt. ``duplicate``: was there already, the same receipt. ``conflict``: another
    content has this id and revision; this one is kept beside it for the reviewer. ``rejected``: see ``errors``;
    corrected, it is sent as the next revision. ``wrong_account``: its author is somebody else; nothing was stored.
    ``number``: of a Laporan Informasi, given at its first receipt.
    """

    id: str | None
    revision: int | None
    status: Literal["accepted", "duplicate", "conflict", "rejected", "wrong_account"]
    receipt: str | None
    number: str | None
    verdict: Literal["inside", "uncertain", "outside"] | None
    area_code: str | None
    flags: list[FlagOut]
    errors: list[FieldError]


class Results(BaseModel):
    """One result for each item, in the order of the items."""

    results: list[ResultOut]


class Sending(BaseModel):
    """``sent_at``: the phone's clock when the request left, by which a wrong clock is noticed and corrected."""

    items: Annotated[list[Item], Field(max_length=kiriman.MAX_ITEMS)]
    sent_at: AwareDatetime | None = None


def _inlined(schema: Any, parts: dict[str, Any]) -> Any:
    """A JSON schema without references, for a body that FastAPI does not read itself."""
    if isinstance(schema, list):
        return [_inlined(inner, parts) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    if name := schema.get("$ref"):
        return _inlined(parts[name.rpartition("/")[2]], parts)
    return {key: _inlined(value, parts) for key, value in schema.items() if key != "$defs"}


_SCHEMA = Sending.model_json_schema()
_BODY = {"content": {"application/json": {"schema": _inlined(_SCHEMA, _SCHEMA["$defs"])}}, "required": True}
_sent_at = TypeAdapter(AwareDatetime | None)


@router.post("", response_model=Results, openapi_extra={"requestBody": _BODY})
async def send(request: Request, actor: Annotated[Actor, allowed(Permission.SAMBANG_WRITE, rate=RATE)]) -> Response:
    """Take in up to 50 items, each by itself: a bad one never spoils the others. May be repeated without harm."""
    arrived = now()
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Problem(415, "Kirim sebagai application/json.")
    text, sending = _read(await request.body())
    items = sending["items"]
    arrival = Arrival(arrived, _behind(sending.get("sent_at"), arrived))
    try:
        results = await kiriman.receive(actor, items, text, arrival)
    except Overloaded:
        detail = "Terlalu banyak kiriman sekaligus. Laporan tetap di HP dan dikirim lagi sebentar lagi."
        raise Problem(503, detail, headers={"Retry-After": RETRY_AFTER_S}) from None
    return Response(orjson.dumps({"results": results}), media_type="application/json")


@router.delete("/{laporan_id}", status_code=204)
async def erase(laporan_id: UUID, actor: Annotated[Actor, allowed(Permission.SAMBANG_WRITE)]) -> None:
    """Delete one's own report of Mode latihan with all its revisions. A real report stays (409)."""
    try:
        async with transaction() as session:
            erased = await latihan.erase(session, actor, laporan_id)
    except latihan.NotPractice:
        raise Problem(
            409, "Hanya laporan latihan yang dapat dihapus. Laporan kunjungan diperbaiki, bukan dihapus."
        ) from None
    if not erased:
        raise Problem(404, "Tidak ada laporan latihan Anda dengan nomor ini.")


def _read(body: bytes) -> tuple[str, dict[str, Any]]:
    try:
        text = body.decode()
        try:
            sending = orjson.loads(body)
        except orjson.JSONDecodeError:
            # Python's own reader also takes NaN and lone surrogates, so that only the item that has them is refused.
            sending = json.loads(text)
    except (ValueError, RecursionError):
        raise Problem(400, "Isi permintaan bukan JSON yang sah.") from None
    if not isinstance(sending, dict) or not isinstance(sending.get("items"), list):
        raise Problem(422, errors=[{"field": "items", "message": "Harus berupa daftar."}])
    if len(sending["items"]) > kiriman.MAX_ITEMS:
        message = f"Paling banyak {kiriman.MAX_ITEMS} laporan sekali kirim."
        raise Problem(422, errors=[{"field": "items", "message": message}])
    return text, sending


def _behind(sent_at: Any, arrived: datetime) -> Any:
    """How far the phone's clock is behind ours; None if it did not say."""
    try:
        said = _sent_at.validate_python(sent_at if isinstance(sent_at, str) else None)
    except ValidationError:
        said = None
    return arrived - said if said else None
