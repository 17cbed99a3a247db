"""The signed head of each day, and where it is kept outside of the database.

The chain shows what was changed in its middle, but whoever may write the whole table could write the whole chain anew. So
once a day its length and last hash are signed with a key that the database does not hold, and put as a file to ``AUDIT_URL``,
where an existing file is never replaced. A chain that no longer agrees with such a file was written anew or cut off.
"""

import logging
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import obstore
import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from obstore.exceptions import AlreadyExistsError

from sambang_digital.db import reading, transaction
from sambang_digital.models import KepalaAudit
from sambang_digital.models.base import now
from sambang_digital.repositories import audit as repository
from sambang_digital.services import simpanan
from sambang_digital.services.audit_seal import GENESIS, seal_all
from sambang_digital.services.laporan import canonical
from sambang_digital.services.waktu import day_of
from sambang_digital.settings import get_settings, own_key

log = logging.getLogger(__name__)

FORMAT = "sambang-audit-head/1"


class NotAHead(ValueError):
    """The file is no head of an audit trail."""


@lru_cache(maxsize=1)
def _key_of(path: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(own_key(path)))


def _key() -> Ed25519PrivateKey:
    return _key_of(get_settings().data_dir / "audit.key")


def public_key() -> bytes:
    """The 32 bytes by which our signatures are checked; may be told to everybody."""
    return _key().public_key().public_bytes_raw()


def _claim(head: KepalaAudit) -> dict[str, Any]:
    """What is signed."""
    return {
        "format": FORMAT,
        "day": head.day.isoformat(),
        "place": head.place,
        "hash": head.hash.hex(),
        "at": head.at.astimezone(UTC).isoformat(),
        "key": head.key.hex(),
    }


def written(head: KepalaAudit) -> bytes:
    """The head as a file."""
    return orjson.dumps(_claim(head) | {"signature": head.signature.hex()}, option=orjson.OPT_INDENT_2)


def read(content: bytes) -> KepalaAudit:
    """A head from its file. Raises :class:`NotAHead`; whether its signature is right is another question."""
    try:
        said = orjson.loads(content)
        if said["format"] != FORMAT:
            raise NotAHead
        day, at = date.fromisoformat(said["day"]), datetime.fromisoformat(said["at"])
        digest, key, signature = (bytes.fromhex(said[name]) for name in ("hash", "key", "signature"))
        return KepalaAudit(day=day, at=at, place=int(said["place"]), hash=digest, key=key, signature=signature)
    except (ValueError, KeyError, TypeError) as error:
        raise NotAHead from error


def is_signed(head: KepalaAudit) -> bool:
    """Whether the holder of ``head.key`` signed exactly this."""
    try:
        Ed25519PublicKey.from_public_bytes(head.key).verify(head.signature, canonical(_claim(head)))
    except (InvalidSignature, ValueError):
        return False
    return True


async def make(day: date) -> bool:
    """Sign the chain as it stands, as the head of ``day``; whether that day had none yet."""
    await seal_all()
    async with transaction() as session:
        last = await repository.last_sealed(session)
        place, digest = (last.place, last.hash) if last else (0, GENESIS)
        head = KepalaAudit(day=day, place=place, hash=digest, at=now(), key=public_key(), signature=b"")
        head.signature = _key().sign(canonical(_claim(head)))
        return await repository.add_head(session, head)


def name_of(head: KepalaAudit) -> str:
    """Name of its file."""
    return f"kepala-audit-{head.day.isoformat()}.json"


async def export(*, anew: bool = False) -> int:
    """Put the heads that are not there yet (``anew``: all) to ``AUDIT_URL``; gives their number.

    A file that is there stays as it is.
    """
    async with reading() as session:
        waiting = await repository.heads(session, exported=None if anew else False)
    store = simpanan.store_of(get_settings().audit_url)
    for head in waiting:
        # One that is there already and says something else shows in the verification.
        with suppress(AlreadyExistsError):
            await obstore.put_async(store, name_of(head), written(head), mode="create")
        async with transaction() as session:
            await repository.exported(session, head.day, head.exported_at or now())
    return len(waiting)


async def stored() -> list[tuple[str, bytes]]:
    """Name and content of all exported files, oldest first."""
    store = simpanan.store_of(get_settings().audit_url)
    found = [meta["path"] for part in await _listed(store) for meta in part]
    names = sorted(name for name in found if name.rpartition("/")[2].startswith("kepala-audit-"))
    return [(name, bytes(await (await obstore.get_async(store, name)).bytes_async())) for name in names]


async def _listed(store: Any) -> list[Any]:
    return [part async for part in obstore.list(store)]


async def sweep() -> None:
    """Make yesterday's head if it is missing, and export what is not outside yet (run now and then)."""
    yesterday = day_of(now()) - timedelta(days=1)
    async with reading() as session:
        is_made = await repository.has_head(session, yesterday)
    if not is_made:
        await make(yesterday)
    await export()
