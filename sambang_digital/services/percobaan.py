"""Throttling of sign-in, exact over several workers because the counters are rows.

Account and device are counted before the address: many phones share one address behind their carrier, so it has a
far higher limit and is not charged for attempts that were refused already.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import transaction
from sambang_digital.models.base import now
from sambang_digital.repositories import akun as repository

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_DEVICE = 20
PER_ADDRESS = 300


class TooManyAttempts(Exception):
    """Refused until ``retry_after_s`` seconds have passed."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in, as it was counted."""

    keys: tuple[str, ...]
    window_start: datetime


def _window_start(moment: datetime) -> datetime:
    return datetime.fromtimestamp(moment.timestamp() // WINDOW.total_seconds() * WINDOW.total_seconds(), UTC)


def network(address: str) -> str:
    """What is counted as one address: an IPv6 line has a whole /64 to itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return parsed.exploded[:19]
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def sign_in_limits(nrp: str, device_id: UUID | None, *, known: bool, address: str) -> list[tuple[str, int]]:
    """Keys with their limits for each window, in the order in which they are counted.

    A device on which the person signed in before has a counter of its own: a stranger who guesses at an NRP cannot
    lock its owner's phone out.
    """
    account = f"akun:{nrp}:{device_id}" if known else f"akun:{nrp}"
    device = [(f"perangkat:{device_id}", PER_DEVICE)] if device_id else []
    return [(account, PER_ACCOUNT), *device, (f"alamat:{network(address)}", PER_ADDRESS)]


async def begin(limits: list[tuple[str, int]], by: int = 1) -> Attempt:
    """Count an attempt (or ``by`` of them at once) before its password is looked at, so that parallel guesses are counted too.

    A refused one is not counted: it costs nothing of what would have been allowed beside it.
    """
    moment = now()
    window_start = _window_start(moment)
    async with transaction() as session:
        for key, limit in limits:
            if await repository.count_attempt(session, key, window_start, by) > limit:
                raise TooManyAttempts(int((window_start + WINDOW - moment).total_seconds()) + 1)
    return Attempt(tuple(key for key, _ in limits), window_start)


async def succeed(session: AsyncSession, attempt: Attempt) -> None:
    """Take the attempt back: only failures count."""
    for key in attempt.keys:
        await repository.take_back_attempt(session, key, attempt.window_start)
