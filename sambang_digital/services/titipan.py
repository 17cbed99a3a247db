"""Sealed parcels: reports that cannot leave the phone they were written on, carried by any other signed-in device.

A parcel holds one report, or a slice of one of its photos. It is sealed to the server's public key, so that who carries it
can neither read nor change it, and signed with a key that only its author's device and the server know, so that
authorship stays. Delivered twice, or after the author's own phone sent it after all, it is a duplicate like any other.

Bytes: ``SMB1`` | ephemeral public key (65, P-256, uncompressed) | nonce (12) | AES-256-GCM of
(length of header, 4 bytes big-endian | header, JSON | payload | HMAC-SHA-256 of all before it, with the delivery key).
Key = HKDF-SHA-256(ECDH, salt = ephemeral | server's public key, info = ``sambang-titipan-1``).
"""

import hmac
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Literal, TypedDict
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from sambang_digital import db
from sambang_digital.models.base import now
from sambang_digital.repositories import akun as people
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, kiriman, media
from sambang_digital.services.audit import Aksi
from sambang_digital.services.laporan import Arrival
from sambang_digital.services.media_errors import MediaError
from sambang_digital.settings import get_settings

MAGIC = b"SMB1"
INFO = b"sambang-titipan-1"
POINT, NONCE, MAC, LENGTH = 65, 12, 32, 4
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of the curve's group, SEC 2."""


class Status(StrEnum):
    """What became of a parcel, beyond the intake's own words."""

    STORED = "stored"
    UNREADABLE = "unreadable"
    REFUSED = "refused"


class Result(TypedDict):
    """The answer to one parcel. ``status``: the intake's, or ``stored`` (photo slice), ``unreadable`` (damaged, or not for
    this server), ``refused`` (see ``message``). The carrier learns nothing of what is in it."""

    id: str | None
    status: str
    receipt: str | None
    message: str | None


class Keys(TypedDict):
    """What a device needs to make parcels: the server's ``public_key`` and its own ``delivery_key`` (base64url)."""

    public_key: bytes
    delivery_key: bytes


class _Header(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    author_id: int
    device_id: UUID


class ItemHeader(_Header):
    """The payload is one item of the intake, as JSON."""

    type: Literal["item"]


class PhotoHeader(_Header):
    """The payload is the bytes of a photo from ``offset`` on; ``size`` is that of the whole."""

    type: Literal["photo"]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    name: Annotated[str, Field(max_length=200)]
    size: Annotated[int, Field(ge=1)]
    offset: Annotated[int, Field(ge=0)]


Header = Annotated[ItemHeader | PhotoHeader, Field(discriminator="type")]
_header: TypeAdapter[ItemHeader | PhotoHeader] = TypeAdapter(Header)


class Unreadable(ValueError):
    """Damaged, cut short, or sealed for another server."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """An opened parcel, its signature not yet checked."""

    header: ItemHeader | PhotoHeader
    payload: bytes
    signed: bytes
    mac: bytes

    @property
    def is_authentic(self) -> bool:
        """Whether the author's own device made it."""
        key = delivery_key(self.header.author_id, self.header.device_id)
        return hmac.compare_digest(hmac.digest(key, self.signed, "sha256"), self.mac)


@lru_cache
def _private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    # From the installation's secret: all its machines open the same parcels, and a backup of the secret is enough.
    scalar = int.from_bytes(HKDF(SHA256(), 48, salt=None, info=INFO + b" server").derive(secret), "big")
    return ec.derive_private_key(scalar % (P256_ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> bytes:
    """To which parcels are sealed: an uncompressed point of P-256, 65 bytes."""
    key = _private_key(get_settings().secret_key).public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def delivery_key(akun_id: int, device_id: UUID) -> bytes:
    """With which a device of a person signs what it entrusts to others, 32 bytes."""
    return hmac.digest(get_settings().secret_key, f"titipan/{akun_id}/{device_id}".encode(), "sha256")


def opened(sealed: bytes) -> Parcel:
    """Unseal a parcel. Raises :class:`Unreadable`."""
    start = len(MAGIC) + POINT
    point, nonce, cipher = sealed[len(MAGIC) : start], sealed[start : start + NONCE], sealed[start + NONCE :]
    try:
        if not sealed.startswith(MAGIC):
            raise ValueError("another format")
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = _private_key(get_settings().secret_key).exchange(ec.ECDH(), theirs)
        key = HKDF(SHA256(), 32, salt=point + public_key(), info=INFO).derive(shared)
        plain = AESGCM(key).decrypt(nonce, cipher, None)
        signed, mac = plain[:-MAC], plain[-MAC:]
        length = int.from_bytes(signed[:LENGTH], "big")
        header = _header.validate_json(signed[LENGTH : LENGTH + length])
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
    return Parcel(header, signed[LENGTH + length :], signed, mac)


async def keys(actor: Actor) -> Keys | None:
    """For the device that the actor is on; None if it has no name of its own."""
    actor.require(Permission.SAMBANG_WRITE)
    async with db.reading() as session:
        device_id = await people.device_of(session, actor.session_id)
    return Keys(public_key=public_key(), delivery_key=delivery_key(actor.id, device_id)) if device_id else None


async def deliver(carrier: Actor, parcels: Sequence[str]) -> list[Result]:
    """Take in parcels (base64url), each by itself, in the names of their authors; results in their order."""
    return [await _deliver(carrier, text) for text in parcels]


async def _deliver(carrier: Actor, text: str) -> Result:
    try:
        parcel = opened(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        return _result(Status.UNREADABLE, message="Titipan rusak, atau bukan untuk server ini.")
    if not parcel.is_authentic:
        return _result(Status.UNREADABLE, message="Titipan tidak dibuat oleh HP penulisnya.")
    header = parcel.header
    async with db.reading() as session:
        author = await people.actor_on_device(session, header.author_id, header.device_id)
    if author is None or not author.may(Permission.SAMBANG_WRITE):
        return _result(
            Status.REFUSED, message="Penulis titipan ini tidak aktif lagi, atau HP-nya sudah dinyatakan hilang."
        )
    return await (
        _item(carrier, author, parcel.payload) if header.type == "item" else _photo(author, header, parcel.payload)
    )


async def _item(carrier: Actor, author: Actor, payload: bytes) -> Result:
    try:
        item: Any = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return _result(Status.UNREADABLE, message="Isi titipan bukan laporan.")
    (result,) = await kiriman.receive(author, [item], payload.decode(), Arrival(now()))
    async with db.transaction() as session:
        await audit.record(
            session, carrier, Aksi.TITIPAN_DITERIMA, result["id"] or "", author=author.id, status=result["status"]
        )
    faults = "; ".join(error["message"] for error in result["errors"])
    return _result(result["status"], result["id"], result["receipt"], faults or None)


async def _photo(author: Actor, header: PhotoHeader, payload: bytes) -> Result:
    try:
        upload = await media.begin(media.staff(author), header.sha256, header.size, header.name)
        # What arrived in an earlier try is skipped; a gap is refused: the slice before it comes first.
        known = max(0, upload.offset - header.offset)
        if known < len(payload):
            await media.receive(media.staff(author), upload.id, header.offset + known, _once(payload[known:]))
    except MediaError as error:
        return _result(Status.REFUSED, header.sha256, message=str(error))
    return _result(Status.STORED, header.sha256)


async def _once(piece: bytes) -> AsyncIterator[bytes]:
    yield piece


def _result(status: str, id: str | None = None, receipt: str | None = None, message: str | None = None) -> Result:
    return Result(id=id, status=str(status), receipt=receipt, message=message)
