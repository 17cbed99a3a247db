"""Similar reports: what others reported nearby is offered to be followed, so that one event is not reported twenty times.

Nothing of it may lead to whoever reported. The exact position of a report enters no answer: it is moved to the middle of a square
of :data:`STEP_M`, and only from there is the distance taken, so that no number of questions finds out more than the square. Kinds
that would tell somebody that they were reported, or where somebody is hurt, are never offered. A report is named by a sealed token,
which the phone that asked may use for a quarter of an hour.
"""

import hmac
import math
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital import db
from sambang_digital.forms.pengaduan import GUARDED, Gangguan, Kategori
from sambang_digital.forms.serupa import Mirip
from sambang_digital.models import Pengaduan
from sambang_digital.models.base import now
from sambang_digital.models.pengaduan import OPEN
from sambang_digital.repositories import pengaduan as reports
from sambang_digital.repositories import serupa as repository
from sambang_digital.repositories.ganda import Box
from sambang_digital.security.actor import Actor
from sambang_digital.services import percobaan
from sambang_digital.services.flags import metres
from sambang_digital.services.warga import Warga
from sambang_digital.settings import get_settings

RADIUS_M, STEP_M = 250, 50
WITHIN = timedelta(hours=24)
TOKEN_TTL = timedelta(minutes=15)
SHOWN, LOOKED_AT = 5, 200
PER_DEVICE, PER_ADDRESS = 20, 200
"""Questions in a quarter of an hour."""
FOLLOWS, FOLLOWED = 10, 50
"""New ones in a quarter of an hour, and all at once, of one phone."""
CATEGORIES = frozenset({Kategori.INFORMASI, Kategori.GANGGUAN, Kategori.TINDAK_PIDANA})
"""What happens at a place for many to see."""
QUIET = GUARDED | {Gangguan.NARKOBA, Gangguan.PENGANIAYAAN, Gangguan.PENIPUAN_ONLINE}
"""Kinds never offered: an answer would tell whoever was reported that they were, or where a victim lives."""
DEGREE_M = 111_320.0
"""Metres of a degree of latitude, by which squares are made; distances are geodesic."""
NONCE_BYTES = 12
State = Literal["baru", "ditangani", "selesai"]


class NotFound(Exception):
    """The token opens nothing: it is too old, of another phone, or the report is over; or nothing is followed by this id."""


class TooMany(Exception):
    """This phone follows as many as it may."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A similar report: ``distance_m`` in steps of 50, ``minutes_ago`` in steps of 5."""

    token: str
    category: str
    kind: str | None
    distance_m: int
    minutes_ago: int


@dataclass(frozen=True, slots=True)
class Followed:
    """A report that a phone follows; ``changed_at``: since when it stands so."""

    id: UUID
    category: str
    state: State
    changed_at: datetime


def neutral(state: str) -> State:
    """What somebody else's report may be said to be."""
    if state == "baru":
        return "baru"
    return "ditangani" if state in OPEN else "selesai"


def square(lat: float, lon: float) -> tuple[float, float]:
    """The middle of the square of :data:`STEP_M` metres in which a position lies, degrees."""
    step = STEP_M / DEGREE_M
    north = round(lat / step) * step
    wide = step / max(math.cos(math.radians(north)), 0.01)
    return north, round(lon / wide) * wide


def _box(lat: float, lon: float) -> Box:
    high = (RADIUS_M + 2 * STEP_M) / DEGREE_M
    wide = high / max(math.cos(math.radians(lat)), 0.01)
    return Box(lat - high, lat + high, lon - wide, lon + wide)


async def look(warga: Warga, wanted: Mirip) -> tuple[int, list[Similar]]:
    """How many similar reports there are nearby, and the nearest of them. Raises ``TooManyAttempts`` of :mod:`percobaan`."""
    await percobaan.begin(_limits("serupa", warga, PER_DEVICE))
    if wanted.category not in CATEGORIES or wanted.kind in QUIET:
        return 0, []
    at = now()
    async with db.reading() as session:
        rows = await repository.near(
            session,
            warga.device_id,
            category=wanted.category,
            kind=wanted.kind,
            box=_box(wanted.lat, wanted.lon),
            since=at - WITHIN,
            quiet=QUIET,
            limit=LOOKED_AT,
        )
    found = [_similar(warga, wanted, row, at) for row in rows]
    near = sorted(
        (one for one in found if one.distance_m <= RADIUS_M), key=lambda one: (one.distance_m, one.minutes_ago)
    )
    return len(near), near[:SHOWN]


def _limits(what: str, warga: Warga, per_device: int) -> list[tuple[str, int]]:
    device = [(f"{what}:{warga.device_id}", per_device)]
    return [*device, *([(f"{what}:{warga.address}", PER_ADDRESS)] if warga.address else [])]


def _similar(warga: Warga, wanted: Mirip, row: Any, at: datetime) -> Similar:
    away = metres(wanted.lat, wanted.lon, *square(row.lat, row.lon))
    return Similar(
        token=_seal(warga, row.id, at + TOKEN_TTL),
        category=wanted.category.value,
        kind=row.kind,
        distance_m=round(away / STEP_M) * STEP_M,
        minutes_ago=int((at - row.received_at).total_seconds()) // 300 * 5,
    )


def _cipher() -> AESGCM:
    return AESGCM(hmac.digest(get_settings().secret_key, b"serupa", "sha256"))


def _seal(warga: Warga, pengaduan_id: UUID, until: datetime) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    content = pengaduan_id.bytes + int(until.timestamp()).to_bytes(8, "big")
    sealed = nonce + _cipher().encrypt(nonce, content, warga.device_id.bytes)
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def _open(warga: Warga, token: str) -> UUID:
    try:
        sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        content = _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], warga.device_id.bytes)
    except (ValueError, InvalidTag):
        raise NotFound from None
    if int.from_bytes(content[16:], "big") < now().timestamp():
        raise NotFound
    return UUID(bytes=content[:16])


async def follow(warga: Warga, token: str) -> UUID:
    """Follow a report that was offered; the id by which this phone may stop. Doing so twice changes nothing.

    Raises :class:`NotFound`, :class:`TooMany`, or ``TooManyAttempts`` of :mod:`percobaan`.
    """
    await percobaan.begin(_limits("ikuti", warga, FOLLOWS))
    pengaduan_id = _open(warga, token)
    async with db.transaction() as session:
        since = now() - WITHIN - TOKEN_TTL
        if not await repository.offered(session, warga.device_id, pengaduan_id, since, QUIET):
            raise NotFound
        made = await repository.follow(session, warga.device_id, pengaduan_id)
        if await repository.of_device(session, warga.device_id) > FOLLOWED:
            raise TooMany
    return made


async def unfollow(warga: Warga, pengikut_id: UUID) -> None:
    """Stop following. Raises :class:`NotFound`."""
    async with db.transaction() as session:
        if not await repository.unfollow(session, warga.device_id, pengikut_id):
            raise NotFound


async def followed(session: AsyncSession, warga: Warga) -> list[Followed]:
    """What this phone follows, the latest first: no words, no steps, no code."""
    rows = await repository.followed(session, warga.device_id, QUIET)
    return [await _followed(session, id_, row) for id_, row in rows]


async def _followed(session: AsyncSession, id_: UUID, row: Pengaduan) -> Followed:
    led = await led_to(session, row)
    state, since = neutral(led.state), led.received_at
    before: State | None = None
    for one, at in await repository.states(session, led.id):
        # Only the step that led here: what else happened to the report is not for strangers.
        if neutral(one) != before:
            before, since = neutral(one), at
    return Followed(id_, row.category, state, since)


async def led_to(session: AsyncSession, row: Pengaduan) -> Pengaduan:
    """The report that this one became part of, at the end of the chain; itself if it is none's part."""
    seen = {row.id}
    while row.state == "digabung" and row.merged_into and row.merged_into not in seen:
        into = await reports.stored(session, row.merged_into)
        if into is None:
            break
        seen.add(into.id)
        row = into
    return row


async def followers(session: AsyncSession, actor: Actor, pengaduan_id: UUID) -> int:
    """How many phones follow a report; 0 for one that the actor may not read."""
    if await reports.find(session, actor, pengaduan_id) is None:
        return 0
    return await repository.count(session, pengaduan_id)
