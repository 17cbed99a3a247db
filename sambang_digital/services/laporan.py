"""What is computed for every report: its hash, its receipt, and when it was really made."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from sambang_digital.services.flags import MAX_CLOCK_ERROR
from sambang_digital.settings import get_settings

FACTS = (
    "author_id", "kind", "form_version", "created_at", "captured_at", "received_at", "duration_s", "subject_id", "lat", "lon",
    "accuracy_m", "fix_at", "mode", "mode_reason", "body", "photos", "content_hash",
)  # fmt: skip
"""What a report said when it was received; no review, flag or boundary changes it later."""
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def canonical(item: Any) -> bytes:
    """JSON with sorted keys and no spaces. Raises TypeError for what JSON cannot say or nests too deep."""
    return orjson.dumps(item, option=orjson.OPT_SORT_KEYS)


def content_hash(canonical_item: bytes) -> str:
    """SHA-256 of a canonical item, hexadecimal."""
    return sha256(canonical_item).hexdigest()


def fingerprint(row: Mapping[str, Any]) -> str:
    """The first 128 bits of SHA-256 over the :data:`FACTS` of a report's row (hexadecimal): what the audit trail seals."""
    said = {name: _plain(row[name]) for name in FACTS}
    return sha256(canonical(said)).hexdigest()[:32]


def _plain(value: Any) -> Any:
    """The same from a phone and from either database (PostgreSQL's driver has a UUID class of its own)."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value


def receipt(laporan_id: UUID, revision: int, content: str) -> str:
    """The first 60 bits of HMAC-SHA256 over id, revision and content hash, e.g. ``7F3K-9QPD-2M4T``."""
    message = f"{laporan_id}|{revision}|{content}".encode()
    bits = int.from_bytes(hmac.digest(get_settings().secret_key, message, "sha256")[:8], "big") >> 4
    letters = "".join(CROCKFORD[bits >> shift & 31] for shift in range(55, -1, -5))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a request came, and how far the phone's clock was behind at that moment (None: it did not say)."""

    at: datetime
    behind: timedelta | None = None

    def captured_at(self, created_at: datetime, fix_at: datetime | None) -> datetime:
        """``created_at`` (phone's clock) on the true clock, never later than the arrival.

        Best evidence first: the phone's clock at sending, then the fix, which satellites date. A report may wait for
        days in the outbox, so being old says nothing about the clock.
        """
        captured = created_at
        trusted_fix = fix_at if fix_at and fix_at <= self.at + MAX_CLOCK_ERROR else None
        if self.behind is not None and abs(self.behind) > MAX_CLOCK_ERROR:
            captured = created_at + self.behind
        elif created_at > self.at + MAX_CLOCK_ERROR:
            captured = trusted_fix or self.at
        elif trusted_fix and trusted_fix > created_at + MAX_CLOCK_ERROR:
            captured = trusted_fix
        return min(captured, self.at)
