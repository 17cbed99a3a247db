"""What Meta's webhook says, message by message (Cloud API, field ``messages``). Whatever is missing or new breaks nothing.

A webhook may carry several messages and notices; each is stored by itself, so that one of them fails alone.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import orjson

from sambang_digital.settings import get_settings

Jenis = Literal["teks", "pilihan", "lokasi", "berkas", "ubah", "hapus", "lain", "diam"]
MEDIA = ("image", "video", "document")
TAKEN = ("image/jpeg", "image/png", "image/webp", "video/mp4", "video/3gpp", "video/quicktime")
SILENT = frozenset({"system", "request_welcome"})
"""What nobody wrote."""


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a webhook as it is stored. ``sender``: key of the contact, None: of nobody."""

    message_id: str
    kind: Literal["pesan", "status", "lain"]
    sender: bytes | None
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Berkas:
    """A photo or video at Meta. ``sha256`` of its bytes, hexadecimal."""

    media_id: str
    sha256: str
    mime: str


@dataclass(frozen=True, slots=True)
class Pesan:
    """A message of a citizen. ``choice``: id of the button or row; ``target``: the message that is edited or taken back."""

    id: str
    kind: Jenis
    at: datetime
    text: str = ""
    choice: str = ""
    lat: float | None = None
    lon: float | None = None
    file: Berkas | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Kabar:
    """What became of a message of ours: ``sent``, ``delivered``, ``read`` or ``failed`` with Meta's error code."""

    wamid: str
    status: str
    at: datetime
    code: int | None


def key_of(wa_id: str) -> bytes:
    """A contact's id as keyed hash (HMAC-SHA-256)."""
    return hmac.digest(get_settings().secret_key, b"wa:" + wa_id.encode(), "sha256")


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """Whether the raw body carries Meta's signature: ``sha256=`` and the HMAC by the app's secret, hexadecimal."""
    expected = b"sha256=" + hmac.digest(secret.encode(), body, "sha256").hex().encode()
    return hmac.compare_digest(expected, header.strip().encode())


def split(body: bytes) -> list[Item]:
    """The parts of a webhook. What is of no known shape is one part, whole."""
    whole = _parsed(body)
    try:
        items = list(_parts(whole))
    except (AttributeError, KeyError, TypeError, ValueError):
        items = []
    if not items:
        items = [Item(f"lain:{hashlib.sha256(body).hexdigest()}", "lain", None, {"body": whole})]
    return items


def _parsed(body: bytes) -> Any:
    """JSON without what a database refuses; else the text itself."""
    text = body.decode("utf-8", "replace")
    try:
        return _clean(orjson.loads(text))
    except orjson.JSONDecodeError:
        return text.replace("\0", "")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {_clean(key): _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list) else value


def _parts(whole: Any) -> Iterator[Item]:
    for entry in whole["entry"]:
        for change in entry["changes"]:
            value = change["value"]
            to = str(value.get("metadata", {}).get("phone_number_id", ""))
            contacts = value.get("contacts") or []
            for message in value.get("messages") or []:
                wa_id = sender_of(message, contacts)
                payload = {"message": message, "to": to, "wa_id": wa_id}
                yield Item(_short(str(message["id"])), "pesan", key_of(wa_id), payload)
            for status in value.get("statuses") or []:
                name = f"{status['id']}:{status['status']}"
                yield Item(_short(name), "status", None, {"status": status, "to": to})


def sender_of(message: dict[str, Any], contacts: list[dict[str, Any]]) -> str:
    """Who wrote: the number, else the id that Meta gives people who hide theirs. Both stand in several places, or not at all."""
    first = contacts[0] if contacts else {}
    ways = (message.get("from"), first.get("wa_id"), message.get("from_user_id"), first.get("user_id"))
    found = next((str(way) for way in ways if way), "")
    if not found:
        raise ValueError("nobody wrote this")
    return found[:160]


def _short(id_: str) -> str:
    return id_ if len(id_) <= 200 else f"sha256:{hashlib.sha256(id_.encode()).hexdigest()}"


def _moment(seconds: Any, fallback: datetime) -> datetime:
    try:
        return min(datetime.fromtimestamp(int(seconds), UTC), fallback)
    except (TypeError, ValueError, OverflowError, OSError):
        return fallback


def read(payload: dict[str, Any], received_at: datetime) -> Pesan:
    """A stored message as the conversation takes it. What cannot be read is ``lain``; what nobody wrote to us, ``diam``."""
    message = payload["message"]
    id_, at = str(message["id"]), _moment(message.get("timestamp"), received_at)
    if message.get("group_id") or message.get("type") in SILENT or payload["to"] != get_settings().whatsapp_phone_id:
        return Pesan(id_, "diam", at)
    try:
        return _read(message, id_, at)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, binascii.Error):
        return Pesan(id_, "lain", at)


def _read(message: dict[str, Any], id_: str, at: datetime) -> Pesan:
    kind = message["type"]
    content = message.get(kind) or {}
    if kind == "text":
        return Pesan(id_, "teks", at, text=str(content["body"]))
    if kind == "interactive":
        chosen = content[content["type"]]
        return Pesan(id_, "pilihan", at, text=str(chosen.get("title", "")), choice=str(chosen["id"]))
    if kind == "button":
        return Pesan(id_, "teks", at, text=str(content["text"]))
    if kind == "location":
        lat, lon = float(content["latitude"]), float(content["longitude"])
        place = ", ".join(str(content[name]) for name in ("name", "address") if content.get(name))
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            return Pesan(id_, "lain", at)
        return Pesan(id_, "lokasi", at, text=place[:300], lat=lat, lon=lon)
    if kind in MEDIA:
        return _media(content, id_, at)
    if kind == "edit":
        inner = _read(content["message"], id_, at)
        return Pesan(id_, "ubah", at, text=inner.text, target=str(content["original_message_id"]))
    if kind == "revoke":
        return Pesan(id_, "hapus", at, target=str(content["original_message_id"]))
    return Pesan(id_, "lain", at)


def _media(content: dict[str, Any], id_: str, at: datetime) -> Pesan:
    mime = str(content.get("mime_type", "")).partition(";")[0].strip().lower()
    digest = base64.b64decode(content["sha256"], validate=True)
    if mime not in TAKEN or len(digest) != 32:
        return Pesan(id_, "lain", at, text=str(content.get("caption") or ""))
    file = Berkas(str(content["id"])[:100], digest.hex(), mime)
    return Pesan(id_, "berkas", at, text=str(content.get("caption") or ""), file=file)


def read_status(payload: dict[str, Any], received_at: datetime) -> Kabar:
    """A stored notice about a message of ours."""
    status = payload["status"]
    errors = status.get("errors") or [{}]
    code = errors[0].get("code")
    at = _moment(status.get("timestamp"), received_at)
    return Kabar(str(status["id"]), str(status["status"]), at, int(code) if code is not None else None)
