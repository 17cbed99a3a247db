"""Sealed parcels: what a device needs to make them, and their delivery by any signed-in device."""

from base64 import urlsafe_b64encode
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from sambang_digital.api.problem import RETRY_AFTER_S, Problem
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.sessions import SignedIn, allowed
from sambang_digital.services import titipan
from sambang_digital.services.group_commit import Overloaded

router = APIRouter(prefix="/titipan", tags=["titipan"])

MAX_PARCELS = 50


class Keys(BaseModel):
    """Base64url without padding: the server's public key (P-256, uncompressed), and this device's own delivery key."""

    public_key: str
    delivery_key: str


class Delivery(BaseModel):
    """Parcels as base64url text, as they stand in an exported file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    parcels: Annotated[list[str], Field(min_length=1, max_length=MAX_PARCELS)]


class ResultOut(BaseModel):
    """What became of one parcel: ``stored`` is a slice of a photo, ``unreadable`` and ``refused`` say why in ``message``, the
    others are the intake's. ``id`` is the report's, or the photo's hash."""

    id: str | None
    status: Literal["accepted", "duplicate", "conflict", "rejected", "wrong_account", "stored", "unreadable", "refused"]
    receipt: str | None
    message: str | None


class Results(BaseModel):
    """One result for each parcel, in their order."""

    results: list[ResultOut]


@router.get("")
async def keys(actor: Annotated[Actor, allowed(Permission.SAMBANG_WRITE)]) -> Keys:
    """The keys for making parcels on this device."""
    found = await titipan.keys(actor)
    if found is None:
        raise Problem(409, "Perangkat ini tidak menyebut namanya saat masuk. Keluar dan masuk lagi.")
    named = {name: urlsafe_b64encode(value).decode().rstrip("=") for name, value in found.items()}
    return Keys(**named)


@router.post("")
async def deliver(body: Delivery, carrier: SignedIn) -> Results:
    """Deliver parcels made on another phone, in the names of their authors. May be repeated without harm."""
    try:
        return Results.model_validate({"results": await titipan.deliver(carrier, body.parcels)})
    except Overloaded:
        detail = "Terlalu banyak kiriman sekaligus. Titipan tetap di HP dan dikirim lagi sebentar lagi."
        raise Problem(503, detail, headers={"Retry-After": RETRY_AFTER_S}) from None
